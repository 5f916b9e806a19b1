"""Whatever people do to the output or the cache between builds, the next site is a clean one."""

import hashlib
import json
import os
import shutil
import stat
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from glossary_site.store import libc, trees
from glossary_site.store.publish import commit, have, open_staging, reuse, survey, write
from tests.store.building import V1, V2, V3, build, clean, settle, site_of
from tests.store.test_reuse import standby_of

Tamper = Callable[[Path], None]


def edit_in_place(root: Path) -> None:
    """Write other bytes through the same inode, with the same size and time."""
    file = root / "terms" / "gpu" / "index.html"
    before = file.stat()
    with file.open("r+b") as open_file:
        open_file.write(b"GPU")
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))


def edit_by_renaming(root: Path) -> None:
    """Do as most editors do."""
    file = root / "terms" / "gpu" / "index.html"
    before = file.stat()
    fresh = file.with_name("fresh")
    fresh.write_bytes(b"GPU")
    os.utime(fresh, ns=(before.st_atime_ns, before.st_mtime_ns))
    fresh.rename(file)


def replace_by_the_same(root: Path) -> None:
    """Change nothing but the inode."""
    file = root / "terms" / "gpu" / "index.html"
    shutil.copy2(file, file.with_name("fresh"))
    file.with_name("fresh").rename(file)


def edit_by_linking(root: Path) -> None:
    """Swap two files of the site."""
    os.unlink(root / "terms" / "gpu" / "index.html")
    os.link(root / "terms" / "tpu" / "index.html", root / "terms" / "gpu" / "index.html")


def delete(root: Path) -> None:
    (root / "terms" / "gpu" / "index.html").unlink()


def delete_folder(root: Path) -> None:
    trees.remove(str(root / "terms" / "gpu"))


def delete_folders(root: Path) -> None:
    trees.remove(str(root / "terms"))


def close_file(root: Path) -> None:
    (root / "terms" / "gpu" / "index.html").chmod(0o600)


def close_folder(root: Path) -> None:
    (root / "terms" / "gpu").chmod(0o700)


def close_root(root: Path) -> None:
    root.chmod(0o700)


def add_folder(root: Path) -> None:
    (root / "terms" / "gpu" / "empty").mkdir()


def add_system_file(root: Path) -> None:
    (root / "terms" / "gpu" / ".DS_Store").write_bytes(b"")


def file_to_folder(root: Path) -> None:
    (root / "terms" / "gpu" / "index.html").unlink()
    (root / "terms" / "gpu" / "index.html").mkdir()


def swap_folders(root: Path) -> None:
    """Let two folders change their names, in which nothing is touched."""
    (root / "terms" / "gpu").rename(root / "terms" / "x")
    (root / "terms" / "tpu").rename(root / "terms" / "gpu")
    (root / "terms" / "x").rename(root / "terms" / "tpu")


def damage_listing(root: Path) -> None:
    """List a file with another digest, in the same size."""
    listing = root / ".glossary-output.json"
    digest = hashlib.sha256(b"gpu").hexdigest()
    listing.write_text(listing.read_text().replace(digest, digest[::-1]))


HARMLESS_TAMPERING: list[Tamper] = [
    edit_in_place, edit_by_renaming, replace_by_the_same, edit_by_linking, delete, delete_folder,
    delete_folders, close_file, close_folder, close_root, add_folder, add_system_file,
    file_to_folder, swap_folders, damage_listing,
]  # fmt: skip


@pytest.fixture(autouse=True)
def _fast_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave the disk alone: no power is cut here."""
    monkeypatch.setattr(libc, "sync_file_system", lambda _: True)


@pytest.fixture
def warm(glossary: Path) -> Path:
    """A glossary with a site, a standby, and a seal that is old enough to be believed."""
    for files in (V1, V3, V2):
        assert build(glossary / "_site", glossary, files)[1] == ()
        settle()
    assert survey(glossary / "_site", glossary / ".cache").standby is not None
    settle()
    return glossary


def builds_right(source: Path, tmp_path: Path) -> None:
    """Check that a few builds, the first with what was published before, are as from nothing."""
    for files in (V2, V3, V2, V1):
        _, findings = build(source / "_site", source, files)

        assert findings == ()
        assert site_of(source / "_site") == clean(files, tmp_path)
        assert not list(source.glob("._site*"))
        settle()


@pytest.mark.parametrize("tamper", HARMLESS_TAMPERING)
@pytest.mark.parametrize("where", ["output", "standby", "both"])
def test_what_was_changed_by_hand_does_not_survive(
    warm: Path, tmp_path: Path, tamper: Tamper, where: str
) -> None:
    """The site is what a clean build gives, even if someone touched what it is built upon."""
    standby = standby_of(warm)
    assert standby is not None
    if where != "standby":
        tamper(warm / "_site")
    if where != "output":
        tamper(standby)

    builds_right(warm, tmp_path)


@pytest.mark.parametrize("tamper", HARMLESS_TAMPERING)
@pytest.mark.parametrize("has_standby", [True, False])
def test_what_was_changed_while_a_build_ran_does_not_survive_the_next(
    warm: Path, tmp_path: Path, tamper: Tamper, *, has_standby: bool
) -> None:
    """After the survey nothing is looked at again; but no seal says more than was looked at."""
    standby = standby_of(warm)
    assert standby is not None
    if not has_standby:
        trees.remove(str(standby))
    seen = survey(warm / "_site", warm / ".cache")
    staging, _ = open_staging(warm / "_site", source=warm, cache=warm / ".cache", survey=seen)
    assert staging is not None
    there = have(staging)
    written = [*reuse(staging, {path: there[path] for path in V1 if path != "index.html"})]
    settle()
    tamper(warm / "_site")
    settle()
    written.append(write(staging, "index.html", b"three"))
    commit(staging, written)
    settle()

    builds_right(warm, tmp_path)


@pytest.mark.parametrize("builds_between", [0, 1])
def test_copies_in_the_standby_are_looked_at_each_for_itself(
    warm: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, builds_between: int
) -> None:
    """Where a link failed, what looks like one file with two names is two."""

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    staging, _ = open_staging(warm / "_site", source=warm, cache=warm / ".cache")
    assert staging is not None
    with monkeypatch.context() as patch:
        patch.setattr(os, "link", refuse)
        written = [write(staging, *item) for item in V3.items()]
    commit(staging, written)
    settle()
    for _ in range(builds_between):
        build(warm / "_site", warm, V1)
        settle()
    standby = standby_of(warm)
    assert standby is not None
    edit_in_place(standby)

    builds_right(warm, tmp_path)


@pytest.mark.parametrize("name", ["note.txt", "terms/gpu/note.txt", "new/note.txt", "terms/note"])
def test_foreign_files_in_the_output_are_refused(warm: Path, name: str) -> None:
    """Nothing that an editor put into the output may vanish with the next build."""
    note = warm / "_site" / name
    note.parent.mkdir(exist_ok=True)
    note.write_text("precious")

    _, findings = build(warm / "_site", warm, V3)

    assert [found.code for found in findings] == ["output-refused"]
    assert name in findings[0].message
    assert note.read_text() == "precious"
    note.unlink()
    assert build(warm / "_site", warm, V3)[1] == ()


@pytest.mark.parametrize("kind", ["file", "folder", "pipe"])
def test_links_and_pipes_in_the_output_are_refused(warm: Path, kind: str) -> None:
    """They are never ours, whatever their names; and what they lead to is left alone."""
    site = warm / "_site"
    if kind == "folder":
        (site / "terms").rename(warm / "moved")
        (site / "terms").symlink_to(warm / "moved")
    else:
        (site / "terms" / "gpu" / "index.html").unlink()
        if kind == "pipe":
            os.mkfifo(site / "terms" / "gpu" / "index.html")
        else:
            (site / "terms" / "gpu" / "index.html").symlink_to(warm / "site.yaml")

    _, findings = build(site, warm, V3)

    assert [found.code for found in findings] == ["output-refused"]
    assert (warm / "site.yaml").read_text() == "title: Test\n"


@pytest.mark.parametrize("kind", ["file", "folder", "pipe", "root", "foreign"])
def test_links_and_pipes_in_the_standby_do_not_survive(
    warm: Path, tmp_path: Path, kind: str
) -> None:
    """The standby is nobody's but ours."""
    standby = standby_of(warm)
    assert standby is not None
    file = standby / "terms" / "gpu" / "index.html"
    match kind:
        case "file":
            file.unlink()
            file.symlink_to(warm / "terms" / "precious.md")
        case "folder":
            (standby / "terms").rename(warm / "moved")
            (standby / "terms").symlink_to(warm / "moved")
        case "pipe":
            file.unlink()
            os.mkfifo(file)
        case "root":
            standby.rename(warm / "moved")
            standby.symlink_to(warm / "moved")
        case "foreign":
            (standby / "terms" / "note").write_bytes(b"x")

    builds_right(warm, tmp_path)

    assert (warm / "terms" / "precious.md").read_text() == "an editor's work\n"


def test_a_folder_that_was_put_in_the_place_of_another_is_read(warm: Path, tmp_path: Path) -> None:
    """Nothing in it was touched since the seal, and it holds other bytes with the right names."""
    standby = standby_of(warm)
    assert standby is not None
    other = warm / "other"
    shutil.copytree(warm / "_site" / "terms", other)
    (other / "gpu" / "index.html").write_bytes(b"GPU")
    settle()
    build(warm / "_site", warm, V1)
    settle()
    build(warm / "_site", warm, V2)
    settle()
    trees.remove(str(warm / "_site" / "terms"))

    other.rename(warm / "_site" / "terms")

    builds_right(warm, tmp_path)


def forge(path: Path, change: Callable[[dict[str, dict[str, int]]], None]) -> None:
    """Change a seal, and sign it as the program does."""
    record = json.loads(path.read_bytes().partition(b"\n")[2])
    change(record)
    body = json.dumps(record).encode()
    path.write_bytes(hashlib.sha256(body).hexdigest().encode() + b"\n" + body)


@pytest.mark.parametrize(
    "damage",
    [
        "missing",
        "empty",
        "cut",
        "byte",
        "folder",
        "future",
        "now",
        "link",
        "shape",
        "old",
        "swapped",
    ],
)
@pytest.mark.parametrize("tamper", [edit_in_place, edit_by_renaming, swap_folders])
def test_a_seal_that_is_not_ours_is_not_believed(  # noqa: C901 (one case after the other)
    warm: Path, tmp_path: Path, damage: str, tamper: Tamper
) -> None:
    """Then everything is read, in the output; and the standby is not used."""
    (seal,) = (warm / ".cache" / "output").glob("*.json")
    body = seal.read_bytes()
    tamper(warm / "_site")
    settle()
    match damage:
        case "missing":
            seal.unlink()
        case "empty":
            seal.write_bytes(b"")
        case "cut":
            seal.write_bytes(body[:-9])
        case "byte":
            seal.write_bytes(body.replace(b'"time":1', b'"time":9'))
        case "folder":
            seal.unlink()
            seal.mkdir()
        case "future":
            forge(seal, lambda record: record["published"].update(time=2**62))
        case "now":
            forge(seal, lambda record: record["published"].update(time=time.time_ns()))
        case "link":
            seal.rename(warm / "seal")
            seal.symlink_to(warm / "missing")
        case "shape":
            forge(seal, lambda record: record["published"].update(identity=1))
        case "old":
            build(warm / "_site", warm, V3)
            settle()
            tamper(warm / "_site")
            seal.write_bytes(body)
        case "swapped":
            build(warm / "_other", warm, V2)
            (other,) = set((warm / ".cache" / "output").glob("*.json")) - {seal}
            shutil.copy(other, seal)

    builds_right(warm, tmp_path)


def test_a_listing_that_leads_elsewhere_is_not_followed(warm: Path, tmp_path: Path) -> None:
    """Anybody may have edited it."""
    listing = warm / "_site" / ".glossary-output.json"
    record = json.loads(listing.read_bytes())
    secret = (warm / "site.yaml").read_bytes()
    record["files"]["../site.yaml"] = [hashlib.sha256(secret).hexdigest(), len(secret)]
    listing.write_text(json.dumps(record))

    staging, _ = open_staging(warm / "_site", source=warm, cache=warm / ".cache")

    assert staging is not None
    assert "../site.yaml" not in have(staging)


def test_a_file_that_appears_in_the_old_site_while_a_build_runs_comes_back(
    warm: Path, tmp_path: Path
) -> None:
    """It went with the old site into the standby: the next build says where it is."""
    staging, _ = open_staging(warm / "_site", source=warm, cache=warm / ".cache")
    assert staging is not None
    written = [write(staging, *item) for item in V3.items()]
    note = warm / "_site" / "terms" / "gpu" / "note.txt"
    note.write_bytes(b"precious")
    commit(staging, written)

    _, findings = build(warm / "_site", warm, V2)

    assert [found.code for found in findings] == ["output-refused"]
    assert note.read_bytes() == b"precious"
    assert stat.S_ISREG(note.lstat().st_mode)

"""Building upon the site before: the same site as from nothing, for the price of the difference."""

import errno
import json
import os
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

import pytest

from glossary_site.store import inodes, libc, places, trees
from glossary_site.store.publish import (
    Published,
    Survey,
    abandon,
    commit,
    have,
    open_staging,
    reuse,
    survey,
    write,
)
from tests.store.building import V1, V2, V3, Files, build, clean, entry_of, settle, site_of

Tamper = Callable[[Path], None]


def standby_of(source: Path) -> Path | None:
    """Find the only standby in a cache."""
    found = [path for path in (source / ".cache" / "output").iterdir() if path.is_dir()]
    assert len(found) <= 1
    return found[0] if found else None


def is_same_as_clean(glossary: Path, files: Files, tmp_path: Path) -> bool:
    """Say whether what is published is what a build from nothing makes."""
    return site_of(glossary / "_site") == clean(files, tmp_path)


def reads_of(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Record which files a survey reads."""
    read: list[str] = []
    look = inodes.is_as_listed

    def spy(tree: inodes.Tree, path: str) -> bool:
        read.append(path)
        return look(tree, path)

    monkeypatch.setattr(inodes, "is_as_listed", spy)
    return read


@pytest.fixture(autouse=True)
def _fast_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave the disk alone: no power is cut here."""
    monkeypatch.setattr(libc, "sync_file_system", lambda _: True)


@pytest.fixture
def warm(glossary: Path) -> Path:
    """A glossary that was built twice: it has a site, a standby and a seal on both."""
    for files in (V1, V2):
        assert build(glossary / "_site", glossary, files)[1] == ()
        settle()
    assert standby_of(glossary) is not None
    return glossary


def test_the_old_site_is_kept_as_a_standby_outside_of_the_output(
    warm: Path, tmp_path: Path
) -> None:
    """It costs next to no space: what has not changed is one file with two names."""
    standby = standby_of(warm)
    assert standby is not None

    assert site_of(standby) == clean(V1, tmp_path)
    assert site_of(warm / "_site") == clean(V2, tmp_path)
    assert standby.joinpath("assets/same.css").samefile(warm / "_site/assets/same.css")
    assert {path.name for path in warm.glob(".*")} == {".cache"}


def test_the_next_site_is_made_of_the_standby(warm: Path, tmp_path: Path) -> None:
    """Its folders are taken over, not made again."""
    standby = standby_of(warm)
    assert standby is not None
    folder = (standby / "terms" / "gpu").stat().st_ino

    published, findings = build(warm / "_site", warm, V3)

    assert (published, findings) == (Published(5, 2, 0, is_exchanged=True), ())
    assert (warm / "_site" / "terms" / "gpu").stat().st_ino == folder
    assert is_same_as_clean(warm, V3, tmp_path)


@pytest.mark.parametrize(
    "files",
    [
        V1, V2, V3, {}, {"index.html": b"alone"}, {**V2, "terms/gpu/index.html/index.html": b"x"},
        {"terms": b"a file where a folder was"}, {"terms/gpu": b"the same", "index.html": b"two"},
        {path: body + b"!" for path, body in V2.items()}, {**V2, "a/b/c/d": b"deep"},
    ],
    ids=range(10),
)  # fmt: skip
def test_whatever_comes_next_is_as_from_nothing(warm: Path, tmp_path: Path, files: Files) -> None:
    """There and back again, so that each standby is built upon, too."""
    files = {p: b for p, b in files.items() if not any(o.startswith(f"{p}/") for o in files)}
    for wanted in (files, V2, files, V3, V3, files):
        _, findings = build(warm / "_site", warm, wanted)

        assert findings == ()
        assert is_same_as_clean(warm, wanted, tmp_path)
        settle()


def test_an_unchanged_file_stays_the_very_same_file(warm: Path) -> None:
    """Servers and rsync take the time of modification for a change."""
    before = {path: (warm / "_site" / path).stat() for path in V1}
    for files in (V3, V2, V1, V2):
        build(warm / "_site", warm, files)

    for path in V1.keys() - {"index.html"}:
        now = (warm / "_site" / path).stat()
        assert (now.st_ino, now.st_mtime_ns) == (before[path].st_ino, before[path].st_mtime_ns)


def test_what_was_not_touched_is_not_read(warm: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """That is what makes it fast: only the root was touched, by the exchange."""
    build(warm / "_site", warm, V3)
    settle()
    build(warm / "_site", warm, V2)
    settle()
    read = reads_of(monkeypatch)

    seen = survey(warm / "_site", warm / ".cache")

    assert seen.is_clean
    assert seen.standby is not None
    assert "terms/tpu/index.html" not in read
    assert "assets/same.css" not in read


def test_an_identical_build_leaves_both_sites_alone(warm: Path) -> None:
    """Nothing is exchanged, and the standby waits on."""
    standby = standby_of(warm)
    assert standby is not None
    before = {path: _inode(path) for path in [*warm.rglob("_site/**/*"), *standby.rglob("*")]}

    published, _ = build(warm / "_site", warm, V2)

    assert published == Published(4, 0, 0, is_exchanged=False)
    assert {path: _inode(path) for path in before} == before


def _inode(path: Path) -> tuple[int, ...]:
    """Give what an inode says of content; a seal may be made anew, which shows in its ctime."""
    found = path.stat()
    return (found.st_ino, found.st_mode, found.st_nlink, found.st_size, found.st_mtime_ns)


def test_a_new_page_beside_an_unchanged_site_is_added(warm: Path, tmp_path: Path) -> None:
    """All of the old site is reused, so nothing is done for it until the end."""
    files = {**V2, "terms/new/index.html": b"new"}

    published, _ = build(warm / "_site", warm, files)

    assert published == Published(5, 1, 0, is_exchanged=True)
    assert is_same_as_clean(warm, files, tmp_path)
    assert not list(warm.glob("._site*"))


def test_without_a_call_for_the_file_system_only_what_is_new_is_synced(
    warm: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is reused was brought to the disk when it was new."""
    synced = []
    monkeypatch.setattr(libc, "sync_file_system", lambda _: False)
    monkeypatch.setattr(os, "fsync", lambda fd: synced.append(os.fstat(fd).st_ino))

    build(warm / "_site", warm, V3)

    site = warm / "_site"
    files = {str(p.relative_to(site)) for p in site.rglob("*") if p.is_file()}
    assert {path for path in files if (site / path).stat().st_ino in synced} == {
        ".glossary-output.json", "index.html", "terms/cpu/index.html",
    }  # fmt: skip


def test_a_file_takes_the_place_of_a_folder_that_the_standby_still_has(
    glossary: Path, tmp_path: Path
) -> None:
    """The site between them was empty, so that all of it is reused."""
    for files in ({"index.html": b"", "terms/a/b": b""}, {}, {"terms": b"a file"}):
        assert build(glossary / "_site", glossary, files)[1] == ()
        assert is_same_as_clean(glossary, files, tmp_path)


def test_a_new_version_of_the_program_signs_the_site_anew(
    warm: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All files are reused, but the listing is another."""
    monkeypatch.setattr("glossary_site.store.ownership.__version__", "99.0.0")

    published, _ = build(warm / "_site", warm, V2)

    assert published == Published(4, 0, 0, is_exchanged=True)
    assert "glossary-site 99.0.0" in (warm / "_site" / ".glossary-output.json").read_text()


def test_only_what_is_there_can_be_reused(warm: Path) -> None:
    """Anything else would be a page that nobody made."""
    staging, _ = open_staging(warm / "_site", source=warm, cache=warm / ".cache")
    assert staging is not None

    with pytest.raises(ValueError, match="only what is there"):
        reuse(staging, {"index.html": entry_of(b"another")})
    reuse(staging, {"assets/same.css": entry_of(b"same")})
    with pytest.raises(ValueError, match="commit needs"):
        commit(staging, [])
    abandon(staging)


def test_an_abandoned_build_upon_the_standby_leaves_the_site_and_no_litter(
    warm: Path, tmp_path: Path
) -> None:
    """The standby is lost, which costs the next build time and nothing else."""
    staging, _ = open_staging(warm / "_site", source=warm, cache=warm / ".cache")
    assert staging is not None
    reuse(staging, {"assets/same.css": entry_of(b"same")})
    write(staging, "index.html", b"three")

    abandon(staging)

    assert is_same_as_clean(warm, V2, tmp_path)
    assert not list(warm.glob("._site*"))
    build(warm / "_site", warm, V3)
    assert is_same_as_clean(warm, V3, tmp_path)


def test_a_build_abandoned_before_it_reused_anything_leaves_the_standby(warm: Path) -> None:
    """Most mistakes are found before anything is written."""
    staging, _ = open_staging(warm / "_site", source=warm, cache=warm / ".cache")
    assert staging is not None
    abandon(staging)

    assert survey(warm / "_site", warm / ".cache").standby is not None


def test_a_build_that_reuses_nothing_is_right_too(warm: Path, tmp_path: Path) -> None:
    """As when a template has changed, or by a caller who does not know how to."""
    for files in (V3, V1, V2):
        staging, _ = open_staging(warm / "_site", source=warm, cache=warm / ".cache")
        assert staging is not None
        commit(staging, [write(staging, *item) for item in files.items()])
        assert is_same_as_clean(warm, files, tmp_path)
        settle()
        assert survey(warm / "_site", warm / ".cache").standby is not None


def test_a_survey_that_another_build_made_old_is_made_again(warm: Path, tmp_path: Path) -> None:
    """It is made before the lock is taken."""
    seen = survey(warm / "_site", warm / ".cache")
    build(warm / "_site", warm, V3)

    staging, _ = open_staging(warm / "_site", source=warm, cache=warm / ".cache", survey=seen)
    assert staging is not None
    assert have(staging)["index.html"] == entry_of(b"three")
    abandon(staging)
    assert is_same_as_clean(warm, V3, tmp_path)


def test_two_outputs_share_a_cache(glossary: Path, tmp_path: Path) -> None:
    """A site for the web and one with drafts, say."""
    for files, other in ((V1, V2), (V2, V3), (V3, V1), (V1, V1)):
        build(glossary / "_site", glossary, files)
        build(glossary / "_drafts", glossary, other)
        settle()
        assert is_same_as_clean(glossary, files, tmp_path)
        assert site_of(glossary / "_drafts") == clean(other, tmp_path)
    assert len([p for p in (glossary / ".cache/output").iterdir() if p.is_dir()]) == 2


def test_what_is_kept_for_an_output_that_is_no_more_goes(glossary: Path) -> None:
    """Nobody looks into the cache."""
    for files in (V1, V2):
        build(glossary / "_drafts", glossary, files)
        build(glossary / "_site", glossary, files)
    trees.remove(str(glossary / "_drafts"))

    build(glossary / "_site", glossary, V3)

    assert len(list((glossary / ".cache" / "output").glob("*.json"))) == 1
    assert standby_of(glossary) is not None


def test_a_glossary_that_is_moved_keeps_its_standby(warm: Path, tmp_path: Path) -> None:
    """The seal knows the way from the cache to the output, not where they are."""
    moved = warm.rename(tmp_path / "moved")

    assert survey(moved / "_site", moved / ".cache").standby is not None


@pytest.mark.parametrize("options", ["-a", "-r", "-al"])
def test_a_copied_glossary_is_read_and_built_right(
    warm: Path, tmp_path: Path, options: str
) -> None:
    """Copies have other inodes and later times; with -al, the very files."""
    copy = tmp_path / "copy"
    subprocess.run(["cp", options, warm, copy], check=True)
    (copy / "_site" / "terms" / "gpu" / "index.html").unlink()
    (copy / "_site" / "terms" / "gpu" / "index.html").write_bytes(b"GPU")

    for files in (V2, V3, V1):
        assert build(copy / "_site", copy, files)[1] == ()
        assert site_of(copy / "_site") == clean(files, tmp_path)
        settle()
    assert is_same_as_clean(warm, V2, tmp_path)


def test_a_cache_on_another_file_system_keeps_nothing(glossary: Path, tmp_path: Path) -> None:
    """A folder cannot be moved there in one step, and its clock may be another."""
    shm = Path("/dev/shm")  # noqa: S108 (the point is that it is another file system)
    if not shm.is_dir() or shm.stat().st_dev == tmp_path.stat().st_dev:
        pytest.skip("needs a second file system")
    cache = shm / f"glossary-cache-{os.getpid()}"
    try:
        for files in (V1, V2, V3, V3, V1):
            assert build(glossary / "_site", glossary, files, cache)[1] == ()
            assert is_same_as_clean(glossary, files, tmp_path)
        assert os.listdir(cache / "output") == ["clock"]
    finally:
        shutil.rmtree(cache, ignore_errors=True)


@pytest.mark.parametrize("failing", ["open", "mkdir", "replace", "rename"])
def test_a_cache_that_cannot_be_written_keeps_nothing(
    glossary: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failing: str
) -> None:
    """A read-only cache, say: the site is published all the same."""
    cache = str(glossary / ".cache")
    original = getattr(os, failing)

    def refuse(*args: object, **more: object) -> object:
        if any(str(arg).startswith(cache) for arg in args):
            raise OSError(errno.EROFS, "Read-only file system", str(args[0]))
        return original(*args, **more)

    for files in (V1, V2, V3):
        with monkeypatch.context() as patch:
            patch.setattr(os, failing, refuse)
            published, _ = build(glossary / "_site", glossary, files)
        assert published is not None
        assert is_same_as_clean(glossary, files, tmp_path)
        assert not list(glossary.glob("._site*"))


def test_without_links_files_are_copied_with_their_times_and_nothing_is_kept(
    glossary: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Some file systems and systems forbid hard links; the result must not differ."""
    build(glossary / "_site", glossary, V1)
    css = glossary / "_site" / "assets" / "same.css"
    os.utime(css, ns=(1, 1_000_000_007))

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", refuse)
    for files in (V2, V3, V1):
        settle()
        build(glossary / "_site", glossary, files)
        assert is_same_as_clean(glossary, files, tmp_path)
    assert css.stat().st_mtime_ns == 1_000_000_007
    assert standby_of(glossary) is None


def test_without_an_exchange_the_old_site_is_kept_too(
    warm: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two renames do the same, but for a moment without a site."""
    monkeypatch.setattr(libc, "exchange", lambda *_: False)
    for files in (V3, V1, V2):
        build(warm / "_site", warm, files)
        assert is_same_as_clean(warm, files, tmp_path)
        settle()
    assert survey(warm / "_site", warm / ".cache").standby is not None


def test_a_cache_within_the_output_is_not_used(tmp_path: Path) -> None:
    """It would be foreign there, and go with the next exchange."""
    source = tmp_path / "source"
    source.mkdir()
    output = tmp_path / "site"

    for files in (V1, V2):
        assert build(output, source, files, output / ".cache")[1] == ()
        assert site_of(output) == clean(files, tmp_path)


@pytest.mark.parametrize("linked", [".cache", ".cache/output"])
@pytest.mark.parametrize("is_direct", [False, True])
def test_a_cache_behind_a_link_is_not_used(
    warm: Path, tmp_path: Path, linked: str, *, is_direct: bool
) -> None:
    """A checkout can bring such a link, and what it leads to is somebody else's."""
    elsewhere = tmp_path / "elsewhere"
    (warm / linked).rename(elsewhere)
    (warm / linked).symlink_to(elsewhere)
    before = site_of(elsewhere)
    times = {path: path.lstat().st_mtime_ns for path in [elsewhere, *elsewhere.rglob("*")]}

    assert places.find(warm / "_site", warm / ".cache").memory is None
    seen = survey(warm / "_site", warm / ".cache")
    assert (seen.time, seen.standby, seen.read) == (0, None, len(V2))
    for files in (V3, V1):
        assert build(warm / "_site", warm, files, is_direct=is_direct)[1] == ()
        assert is_same_as_clean(warm, files, tmp_path)

    assert site_of(elsewhere) == before
    assert {path: path.lstat().st_mtime_ns for path in times} == times


def test_a_seal_that_is_no_plain_file_is_not_read(warm: Path, tmp_path: Path) -> None:
    """It could be a link to what never ends."""
    seal = next((warm / ".cache" / "output").glob("*.json"))
    seal.unlink()
    seal.symlink_to("/dev/zero")
    seal.with_name("0123456789abcdef.json").symlink_to("/dev/zero")

    assert build(warm / "_site", warm, V3)[1] == ()
    assert is_same_as_clean(warm, V3, tmp_path)


def test_a_survey_makes_nothing_where_there_is_no_cache(glossary: Path) -> None:
    """Who only looks leaves no trace; the build that follows is sealed all the same."""
    assert survey(glossary / "_site", glossary / ".cache") == Survey(0)
    assert not (glossary / ".cache").exists()

    build(glossary / "_site", glossary, V1)
    settle()
    assert build(glossary / "_site", glossary, V2)[1] == ()

    assert survey(glossary / "_site", glossary / ".cache").standby is not None


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
@pytest.mark.parametrize("is_direct", [False, True])
def test_a_read_only_cache_keeps_nothing(warm: Path, tmp_path: Path, *, is_direct: bool) -> None:
    """The same as above, with a real one."""
    cache = warm / ".cache"
    folders = [cache, cache / "output"]
    for folder in folders:
        folder.chmod(0o555)
    try:
        for files in (V3, V1):
            assert build(warm / "_site", warm, files, is_direct=is_direct)[1] == ()
            assert is_same_as_clean(warm, files, tmp_path)
    finally:
        for folder in folders:
            folder.chmod(0o755)


def test_a_survey_crosses_to_another_process_as_json(warm: Path) -> None:
    """The pipeline makes it in a child, while the parent does something else."""
    seen = survey(warm / "_site", warm / ".cache")

    assert len(json.dumps(asdict(seen))) < 1000

import errno
import os
import pickle
import resource
import subprocess
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest

from glossary_site.diagnostics import Findings
from glossary_site.store import exchange, libc, trees
from glossary_site.store.publish import (
    Published,
    abandon,
    commit,
    open_staging,
    write,
    write_failed,
)

Publish = Callable[[Mapping[str, bytes]], tuple[Published | None, Findings]]
Contents = Callable[[Path], dict[str, bytes]]
Snapshot = Callable[[Path], dict[str, tuple[object, ...]]]

V1 = {"index.html": b"one", "terms/gpu/index.html": b"gpu"}
V2 = {"index.html": b"two", "terms/tpu/index.html": b"tpu"}


@contextmanager
def small_disk(folder: Path, options: str) -> Iterator[None]:
    """Mount a small file system on `folder`; skip where we may not."""
    command = ["mount", "-t", "tmpfs", "-o", options, "none", str(folder)]
    if subprocess.run(command, check=False, capture_output=True).returncode:
        pytest.skip("needs root to mount a small file system")
    try:
        yield
    finally:
        subprocess.run(["umount", "-l", folder], check=True)


def build(output: Path, source: Path, files: Mapping[str, bytes]) -> Findings:
    """Build as the pipeline does: an error of `write` is reported, and the staging abandoned."""
    staging, findings = open_staging(output, source=source)
    if staging is None:
        return findings
    try:
        return commit(staging, [write(staging, *item) for item in files.items()])[1]
    except OSError as error:
        abandon(staging)
        return (write_failed(staging.output, error),)


@pytest.mark.parametrize("full", ["size=64k", "size=1m,nr_inodes=14"])
def test_a_full_disk_leaves_the_old_site_and_no_litter(
    glossary: Path, tmp_path: Path, contents: Contents, full: str
) -> None:
    """The half-written new site must not use up the last space, either."""
    disk = tmp_path / "disk"
    disk.mkdir()
    big = {f"terms/t{n}/index.html": b"x" * 9000 for n in range(20)}
    with small_disk(disk, full):
        assert build(disk / "site", glossary, V1) == ()

        (found,) = build(disk / "site", glossary, big)

        assert contents(disk / "site") == V1
        assert os.listdir(disk) == ["site"]
    assert found.code == "write-failed"
    assert found.message.startswith('No space left on device ("terms/t')
    assert found.message.endswith("the published site is unchanged")
    assert found.hint == "free some space and build again"


def test_a_read_only_disk_is_found_before_the_work(
    glossary: Path, tmp_path: Path, contents: Contents
) -> None:
    """Nobody should wait for a build that cannot be published."""
    disk = tmp_path / "disk"
    disk.mkdir()
    with small_disk(disk, "size=64k"):
        build(disk / "site", glossary, V1)
        subprocess.run(["mount", "-o", "remount,ro", disk], check=True)

        staging, findings = open_staging(disk / "site", source=glossary)

        assert contents(disk / "site") == V1
    assert staging is None
    (found,) = findings
    assert found.code == "write-failed"
    assert found.message.startswith("Read-only file system (")


def test_a_folder_we_may_not_write_to_is_found_before_the_work(
    glossary: Path, tmp_path: Path
) -> None:
    """The same for a folder of another user."""
    if os.geteuid() == 0:
        pytest.skip("root may write everywhere")
    (tmp_path / "locked").mkdir(mode=0o555)

    _, findings = open_staging(tmp_path / "locked" / "site", source=glossary)

    assert [found.message.partition(" (")[0] for found in findings] == ["Permission denied"]


def test_a_mount_point_inside_one_file_system_is_reported_at_the_exchange(
    glossary: Path, tmp_path: Path, contents: Contents
) -> None:
    """A bind mount looks like any folder until it is to be moved."""
    site, store = tmp_path / "site", tmp_path / "store"
    site.mkdir()
    store.mkdir()
    if subprocess.run(["mount", "--bind", store, site], check=False).returncode:
        pytest.skip("needs root to mount")
    try:
        findings = build(site, glossary, V1)
        assert contents(site) == {}
    finally:
        subprocess.run(["umount", "-l", site], check=True)

    assert [found.message.partition(" (")[0] for found in findings] == ["Device or resource busy"]
    assert sorted(os.listdir(tmp_path)) == ["glossary", "site", "store"]


def test_too_few_open_files_end_in_a_sentence(
    glossary: Path, publish: Publish, contents: Contents
) -> None:
    """A low `ulimit -n` is the user's to raise: say so."""
    publish(V1)
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    lowest = os.open("/", os.O_RDONLY)
    os.close(lowest)
    resource.setrlimit(resource.RLIMIT_NOFILE, (lowest + 1, hard))
    try:
        findings = build(glossary / "_site", glossary, V2)
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))

    (found,) = findings
    assert found.message.startswith("Too many open files")
    assert found.hint == "raise the limit of open files with ulimit -n"
    assert contents(glossary / "_site") == V1
    abandoned = build(glossary / "_site", glossary, V2)
    assert abandoned == ()


@pytest.mark.parametrize("umask", [0o000, 0o022, 0o077, 0o777])
def test_published_files_are_for_everybody_to_read(
    glossary: Path, publish: Publish, umask: int
) -> None:
    """A web server runs as another user; the umask of an editor's shell must not hide the site."""
    before = os.umask(umask)
    try:
        publish(V1)
    finally:
        os.umask(before)

    site = glossary / "_site"
    modes = {(path.is_dir(), path.stat().st_mode & 0o7777) for path in [site, *site.rglob("*")]}
    assert modes == {(True, 0o755), (False, 0o644)}


@pytest.mark.parametrize("killed_at", ["writing", "between-renames", "deleting"])
def test_litter_of_a_killed_build_is_cleared(
    glossary: Path, publish: Publish, contents: Contents, killed_at: str
) -> None:
    """The next build must neither trip over it nor lose the site."""
    publish(V1)
    site = glossary / "_site"
    litter = Path(trees.staging_prefix(str(site)) + "0123456789abcdef")
    match killed_at:
        case "writing":
            (litter / "terms").mkdir(parents=True)
            (litter / "terms" / "half").write_text("ha")
        case "between-renames":
            site.rename(trees.aside(str(site)))
            litter.mkdir()
        case "deleting":
            (Path(trees.aside(str(site))) / "terms").mkdir(parents=True)

    staging, _ = open_staging(site, source=glossary)

    assert staging is not None
    assert contents(site) == V1
    assert {path.name for path in glossary.glob(".*")} == {
        "._site.glossary-lock",
        Path(staging.folder).name,
    }
    abandon(staging)


def test_an_orphaned_worker_cannot_write_while_its_litter_is_cleared(
    glossary: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A folder that fills while it is emptied cannot be deleted: it must be out of reach first."""
    staging, _ = open_staging(glossary / "_site", source=glossary)
    assert staging is not None
    write(staging, "terms/gpu/index.html", b"gpu")
    remove = trees.remove

    def remove_as_the_orphan_writes(path: str) -> None:
        with pytest.raises(FileNotFoundError):
            write(staging, "terms/gpu/late.html", b"late")
        remove(path)

    monkeypatch.setattr(trees, "remove", remove_as_the_orphan_writes)
    abandon(staging)

    assert not list(glossary.glob(".*"))


def test_litter_that_is_a_link_is_not_followed(glossary: Path, publish: Publish) -> None:
    """Somebody else's folder must not be emptied through a name like ours."""
    os.symlink(glossary / "terms", trees.staging_prefix(str(glossary / "_site")) + "x")

    publish(V1)

    assert os.listdir(glossary / "terms") == ["precious.md"]
    assert not list(glossary.glob(".*"))


def test_an_error_between_the_two_renames_puts_the_old_site_back(
    glossary: Path, publish: Publish, snapshot: Snapshot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The fallback has one moment without a site: an error must not make it last."""
    publish(V1)
    before = snapshot(glossary)
    rename = os.rename

    def fail_into_place(old: str, new: str) -> None:
        if "staging" in old and new.endswith("_site"):
            raise OSError(errno.EIO, "Input/output error", new)
        rename(old, new)

    monkeypatch.setattr(libc, "exchange", lambda *_: False)
    monkeypatch.setattr(os, "rename", fail_into_place)
    published, findings = publish(V2)

    assert published is None
    assert [found.code for found in findings] == ["write-failed"]
    assert snapshot(glossary) == before


def test_ctrl_c_after_the_exchange_leaves_the_new_site_and_no_litter(
    glossary: Path, publish: Publish, contents: Contents, monkeypatch: pytest.MonkeyPatch
) -> None:
    """From the exchange on, the new site is published; the rest is tidying."""
    publish(V1)
    staging, _ = open_staging(glossary / "_site", source=glossary)
    assert staging is not None
    written = [write(staging, path, body) for path, body in V2.items()]

    def interrupt(_: str) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(exchange, "sync", interrupt)
    with pytest.raises(KeyboardInterrupt):
        commit(staging, written)
    abandon(staging)

    assert contents(glossary / "_site") == V2
    assert not list(glossary.glob(".*"))


def test_what_cannot_be_deleted_is_a_note_and_not_an_error(
    glossary: Path, publish: Publish, contents: Contents, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The new site is published: the build has succeeded."""
    publish(V1)

    def fail(_: str) -> None:
        raise OSError(errno.EIO, "Input/output error")

    with monkeypatch.context() as patch:
        patch.setattr(os, "rmdir", fail)
        published, findings = publish(V2)

    assert findings == ()
    assert published is not None
    assert published.notes == (
        "the old site is not all deleted (Input/output error); the next build does it",
    )
    assert contents(glossary / "_site") == V2
    publish(V1)
    assert not list(glossary.glob(".*"))


def test_an_error_in_a_worker_keeps_its_words_on_the_way_to_the_parent() -> None:
    """Workers raise, the parent reports: pickling must lose neither reason nor path."""
    path = "/home/me/glossary/._site.glossary-staging-0123456789abcdef/terms/gpu/index.html"
    error = OSError(errno.EDQUOT, "Disk quota exceeded", path)

    found = write_failed("_site", pickle.loads(pickle.dumps(error)))  # noqa: S301 (our own bytes)

    assert found.span.path == "_site"
    assert found.message == (
        'Disk quota exceeded ("terms/gpu/index.html"): the published site is unchanged'
    )

import json
import multiprocessing
import os
import pickle
import platform
from collections.abc import Callable, Mapping
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import pytest

from glossary_site.diagnostics import Findings
from glossary_site.store import libc, trees
from glossary_site.store.publish import (
    Published,
    abandon,
    commit,
    open_staging,
    write,
)

Publish = Callable[[Mapping[str, bytes]], tuple[Published | None, Findings]]
Contents = Callable[[Path], dict[str, bytes]]
Snapshot = Callable[[Path], dict[str, tuple[object, ...]]]

V1 = {"index.html": b"one", "assets/a.css": b"same", "terms/gpu/index.html": b"gpu"}
V2 = {"index.html": b"two", "assets/a.css": b"same", "terms/tpu/index.html": b"tpu"}


def test_the_first_build_publishes_what_was_written(
    glossary: Path, publish: Publish, contents: Contents
) -> None:
    """There is no old site to exchange with, and nothing but the site may be left."""
    before = {path.name for path in glossary.iterdir()}

    published, findings = publish(V1)

    assert (published, findings) == (Published(3, 3, 0, is_exchanged=True), ())
    assert contents(glossary / "_site") == V1
    assert {path.name for path in glossary.iterdir()} - before == {"_site"}


def test_an_empty_folder_is_as_good_as_none(
    glossary: Path, publish: Publish, contents: Contents
) -> None:
    """People make the output folder beforehand."""
    (glossary / "_site").mkdir()

    _, findings = publish(V1)

    assert findings == ()
    assert contents(glossary / "_site") == V1


def test_folders_above_the_output_are_made(
    glossary: Path, tmp_path: Path, contents: Contents
) -> None:
    """`--output build/site` needs no mkdir before."""
    output = tmp_path / "build" / "deep" / "site"
    stage, _ = open_staging(output, source=glossary)
    assert stage is not None

    commit(stage, [write(stage, "index.html", b"one")])

    assert contents(output) == {"index.html": b"one"}


def test_the_second_build_takes_the_first_ones_place(
    glossary: Path, publish: Publish, contents: Contents
) -> None:
    """Stale pages go with the old site, and no litter stays."""
    publish(V1)

    published, findings = publish(V2)

    assert (published, findings) == (Published(3, 2, 1, is_exchanged=True), ())
    assert contents(glossary / "_site") == V2
    assert not (glossary / "_site" / "terms" / "gpu").exists()
    assert not list(glossary.glob(".*"))


def test_an_unchanged_file_stays_the_very_same_file(glossary: Path, publish: Publish) -> None:
    """Servers and rsync take the time of modification for a change."""
    publish(V1)
    file = glossary / "_site" / "assets" / "a.css"
    os.utime(file, ns=(1, 1_000_000_007))
    before = file.stat()

    publish(V2)

    assert (file.stat().st_ino, file.stat().st_mtime_ns) == (before.st_ino, 1_000_000_007)
    assert file.stat().st_nlink == 1


def test_a_changed_file_is_never_written_through_its_link(
    glossary: Path, publish: Publish, tmp_path: Path
) -> None:
    """A backup made with `cp -al` shares the files: it must keep the old content."""
    publish(V1)
    backup = tmp_path / "backup.html"
    backup.hardlink_to(glossary / "_site" / "index.html")

    publish(V2)

    assert backup.read_bytes() == b"one"


def test_where_links_are_impossible_unchanged_files_keep_their_time(
    glossary: Path, publish: Publish, contents: Contents, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Some file systems and systems forbid hard links; the result must not differ."""
    publish(V1)
    os.utime(glossary / "_site" / "assets" / "a.css", ns=(1, 1_000_000_007))

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", refuse)
    published, _ = publish(V2)

    assert published is not None
    assert published.changed == 2
    assert contents(glossary / "_site") == V2
    assert (glossary / "_site" / "assets" / "a.css").stat().st_mtime_ns == 1_000_000_007


def test_an_identical_build_leaves_the_site_alone(
    glossary: Path, publish: Publish, snapshot: Snapshot
) -> None:
    """Nothing changed: no file, no folder, no inode."""
    publish(V1)
    before = snapshot(glossary)

    published, findings = publish(V1)

    assert (published, findings) == (Published(3, 0, 0, is_exchanged=False), ())
    assert snapshot(glossary) == before


def test_a_new_version_of_the_program_signs_the_site_anew(
    glossary: Path, publish: Publish, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The output is byte for byte what a clean build gives, the ownership file included."""
    publish(V1)
    monkeypatch.setattr("glossary_site.store.ownership.__version__", "99.0.0")

    published, _ = publish(V1)

    assert published == Published(3, 0, 0, is_exchanged=True)
    assert "glossary-site 99.0.0" in (glossary / "_site" / ".glossary-output.json").read_text()


@pytest.mark.parametrize("damage", ["edited", "same-size", "deleted", "unreadable", "listed-only"])
def test_what_was_changed_by_hand_is_replaced(
    glossary: Path, publish: Publish, contents: Contents, damage: str
) -> None:
    """The site is what a clean build gives, even if someone touched the output."""
    publish(V1)
    file = glossary / "_site" / "terms" / "gpu" / "index.html"
    match damage:
        case "edited":
            file.write_bytes(b"by hand, and longer")
        case "same-size":
            times = file.stat()
            file.write_bytes(b"GPU")
            os.utime(file, ns=(times.st_atime_ns, times.st_mtime_ns))
        case "deleted":
            file.unlink()
        case "unreadable":
            file.chmod(0o600)
        case "listed-only":
            file.unlink()
            file.mkdir()

    published, findings = publish(V1)

    assert (published, findings) == (Published(3, 1, 0, is_exchanged=True), ())
    assert contents(glossary / "_site") == V1
    assert file.stat().st_mode & 0o777 == 0o644


def test_the_ownership_file_is_the_same_for_the_same_site(glossary: Path, publish: Publish) -> None:
    """Workers finish in any order; the output may not show it."""
    publish(V1)
    first = (glossary / "_site" / ".glossary-output.json").read_bytes()
    trees.remove(str(glossary / "_site"))

    publish(dict(reversed(V1.items())))

    again = (glossary / "_site" / ".glossary-output.json").read_bytes()
    assert first == again
    assert json.loads(first)["files"]["index.html"][1] == 3


def test_workers_in_other_processes_write_into_one_site(glossary: Path, contents: Contents) -> None:
    """Only the record crosses to a worker, and several make the same folder at once."""
    stage, _ = open_staging(glossary / "_site", source=glossary)
    assert stage is not None
    assert pickle.loads(pickle.dumps(stage)) == stage  # noqa: S301 (our own bytes)
    paths = [f"terms/t{n}/index.html" for n in range(40)]

    with ProcessPoolExecutor(2, multiprocessing.get_context("spawn")) as pool:
        written = list(pool.map(write, [stage] * 40, paths, [b"x"] * 40))
        pool.submit(abandon, stage).result()  # not a worker's to decide: without effect
    _, findings = commit(stage, written)

    assert findings == ()
    assert contents(glossary / "_site") == dict.fromkeys(paths, b"x")


def test_an_abandoned_build_leaves_no_trace(
    glossary: Path, publish: Publish, snapshot: Snapshot
) -> None:
    """Errors and Ctrl-C end here."""
    publish(V1)
    before = snapshot(glossary)
    stage, _ = open_staging(glossary / "_site", source=glossary)
    assert stage is not None
    write(stage, "index.html", b"two")

    abandon(stage)
    abandon(stage)

    assert snapshot(glossary) == before
    with pytest.raises(FileNotFoundError):
        write(stage, "terms/late/index.html", b"an orphaned worker's")


@pytest.mark.parametrize(
    "path",
    [
        "", "/", "/etc/passwd", "..", "../x", "a/../../x", "a/..", "a//b", "a/", "./a", "a/.",
        "a\\b", "a\0b", ".glossary-output.json",
    ],
)  # fmt: skip
def test_a_path_that_could_leave_the_output_is_a_bug(glossary: Path, path: str) -> None:
    """One function makes every output path: here nothing gets past."""
    stage, _ = open_staging(glossary / "_site", source=glossary)
    assert stage is not None

    with pytest.raises(ValueError, match="not an output path"):
        write(stage, path, b"")
    abandon(stage)


def test_one_path_written_twice_is_an_error(glossary: Path) -> None:
    """Where case is ignored, two pages could otherwise become one file without a word."""
    stage, _ = open_staging(glossary / "_site", source=glossary)
    assert stage is not None
    once = write(stage, "index.html", b"one")

    with pytest.raises(FileExistsError):
        write(stage, "index.html", b"two")
    with pytest.raises(ValueError, match="each path once"):
        commit(stage, [once, once])
    abandon(stage)


def test_without_an_exchange_two_renames_do_and_are_reported(
    glossary: Path, publish: Publish, contents: Contents, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Network and older file systems cannot exchange; the user learns of the moment between."""
    publish(V1)
    monkeypatch.setattr(libc, "exchange", lambda *_: False)

    published, findings = publish(V2)

    assert findings == ()
    assert published is not None
    assert published.notes == (
        "this file system cannot exchange two folders in one step: there was no site for a moment",
    )
    assert contents(glossary / "_site") == V2
    assert not list(glossary.glob(".*"))


def test_the_bare_system_call_exchanges_too(tmp_path: Path) -> None:
    """On musl the C library has no such function, and the call goes by its number."""
    if platform.machine() not in libc._RENAMEAT2 or platform.system() != "Linux":
        pytest.skip("no number known for this machine")
    for name in "ab":
        (tmp_path / name).mkdir()
        (tmp_path / name / name).touch()

    class Musl:
        syscall = libc._LIBC.syscall

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(libc, "_LIBC", Musl)
        assert libc.exchange(str(tmp_path / "a"), str(tmp_path / "b"))

    assert (tmp_path / "a" / "b").exists()
    assert (tmp_path / "b" / "a").exists()


def test_without_a_call_for_the_file_system_each_file_is_synced(
    glossary: Path, publish: Publish, contents: Contents, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On macOS there is none: every file and folder must reach the disk before the exchange."""
    synced = []
    monkeypatch.setattr(libc, "sync_file_system", lambda _: False)
    monkeypatch.setattr(os, "fsync", lambda fd: synced.append(os.fstat(fd).st_ino))

    publish(V1)

    assert contents(glossary / "_site") == V1
    site = glossary / "_site"
    assert set(synced) == {path.stat().st_ino for path in [glossary, site, *site.rglob("*")]}


def test_a_file_that_appears_during_the_build_is_not_lost(glossary: Path, publish: Publish) -> None:
    """The check for foreign files is done before the work: this one comes after it."""
    publish(V1)
    stage, _ = open_staging(glossary / "_site", source=glossary)
    assert stage is not None
    written = [write(stage, path, body) for path, body in V2.items()]
    (glossary / "_site" / "terms" / "gpu" / "note.txt").write_bytes(b"precious")

    _, findings = commit(stage, written)

    assert findings == ()
    assert (glossary / "_site" / "terms" / "gpu" / "note.txt").read_bytes() == b"precious"
    _, refused = publish(V2)
    assert [found.code for found in refused] == ["output-refused"]


def test_an_exchange_that_fails_is_not_taken_for_one_that_is_unknown(tmp_path: Path) -> None:
    """Two renames are for systems without an exchange; a disk's error must be reported."""
    with pytest.raises(FileNotFoundError):
        libc.exchange(str(tmp_path / "missing"), str(tmp_path))

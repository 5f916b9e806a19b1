"""Publishing file by file, as the development server does into a folder of its own."""

import os
from pathlib import Path

import pytest

from glossary_site.store import direct, inodes
from glossary_site.store.publish import (
    Published,
    abandon,
    commit,
    have,
    open_staging,
    reuse,
    survey,
    write,
)
from tests.store.building import V1, V2, V3, Files, build, clean, entry_of, site_of


@pytest.fixture
def output(glossary: Path) -> Path:
    """Where the development server publishes."""
    return glossary / ".cache" / "serve" / "site"


def restart() -> None:
    """Forget what this process knows, as another one would not know it."""
    direct._known.clear()


def test_each_site_is_as_from_nothing(glossary: Path, output: Path, tmp_path: Path) -> None:
    """Files come, change and go; folders take the place of files, and files of folders."""
    shapes: list[Files] = [
        V1, V2, V3, {"index.html": b"alone"}, {"terms": b"a file"}, V3, {"terms/gpu": b"file"}, V1,
        {}, V2,
    ]  # fmt: skip
    for files in shapes:
        published, findings = build(output, glossary, files, is_direct=True)

        assert findings == ()
        assert published is not None
        assert site_of(output) == clean(files, tmp_path)
        assert os.listdir(output.parent) == ["site"]


def test_only_what_changed_is_written(glossary: Path, output: Path) -> None:
    """Nothing else is even looked at."""
    build(output, glossary, V1, is_direct=True)
    before = {path: (output / path).stat() for path in V1}

    published, _ = build(output, glossary, V2, is_direct=True)

    assert published == Published(4, 1, 0, is_exchanged=True)
    after = {path: (output / path).stat() for path in V1}
    assert {path for path in V1 if after[path] != before[path]} == {"index.html"}


def test_the_same_site_again_changes_nothing(glossary: Path, output: Path) -> None:
    """Only the listing's name comes and goes."""
    build(output, glossary, V1, is_direct=True)
    before = {path: path.stat().st_mtime_ns for path in output.rglob("*") if path.is_file()}

    published, _ = build(output, glossary, V1, is_direct=True)

    assert published == Published(4, 0, 0, is_exchanged=False)
    assert {path: path.stat().st_mtime_ns for path in before} == before


def test_a_process_reads_its_folder_once(
    glossary: Path, output: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It trusts its own work afterwards, even where it cannot know what others did."""
    build(output, glossary, V1, is_direct=True)
    restart()
    staging, _ = open_staging(output, source=glossary, cache=glossary / ".cache", is_direct=True)
    assert staging is not None
    written = reuse(staging, have(staging))
    commit(staging, written)

    def never(*_: object) -> None:
        pytest.fail("the folder was looked at again")

    monkeypatch.setattr(inodes, "look_at", never)
    again, _ = open_staging(output, source=glossary, cache=glossary / ".cache", is_direct=True)
    assert again is not None
    assert have(again) == {path: entry_of(body) for path, body in V1.items()}
    abandon(again)


@pytest.mark.parametrize("is_restarted", [False, True])
def test_a_publication_that_did_not_end_is_noticed(
    glossary: Path, output: Path, tmp_path: Path, *, is_restarted: bool
) -> None:
    """What it wrote is read, and deleted if nobody wants it."""
    build(output, glossary, V1, is_direct=True)
    staging, _ = open_staging(output, source=glossary, cache=glossary / ".cache", is_direct=True)
    assert staging is not None
    write(staging, "index.html", b"half")
    write(staging, "new/page.html", b"half")
    (output / "terms" / "gpu" / "index.html.glossary-new-1").write_bytes(b"ha")
    abandon(staging)
    if is_restarted:
        restart()

    assert not survey(output, glossary / ".cache").is_clean
    _, findings = build(output, glossary, V1, is_direct=True)

    assert findings == ()
    assert site_of(output) == clean(V1, tmp_path)


def test_the_first_publication_that_did_not_end_is_noticed(
    glossary: Path, output: Path, tmp_path: Path
) -> None:
    """There is no listing yet, but the folder is ours."""
    staging, _ = open_staging(output, source=glossary, cache=glossary / ".cache", is_direct=True)
    assert staging is not None
    write(staging, "index.html", b"half")
    abandon(staging)
    restart()

    assert build(output, glossary, V2, is_direct=True)[1] == ()
    assert site_of(output) == clean(V2, tmp_path)


def test_damage_is_mended_when_a_process_starts(
    glossary: Path, output: Path, tmp_path: Path
) -> None:
    """Somebody may have cleaned up by hand."""
    build(output, glossary, V1, is_direct=True)
    (output / "index.html").write_bytes(b"ONE")
    (output / "terms" / "gpu" / "index.html").unlink()
    restart()

    build(output, glossary, V1, is_direct=True)

    assert site_of(output) == clean(V1, tmp_path)


def test_foreign_files_are_refused_when_a_process_starts(glossary: Path, output: Path) -> None:
    """Nothing of an editor's vanishes here either."""
    build(output, glossary, V1, is_direct=True)
    (output / "note.txt").write_text("precious")
    restart()

    _, findings = build(output, glossary, V2, is_direct=True)

    assert [found.code for found in findings] == ["output-refused"]
    assert (output / "note.txt").read_text() == "precious"


def test_an_older_versions_folder_is_taken_over(
    glossary: Path, output: Path, tmp_path: Path
) -> None:
    """It was exchanged as any other output."""
    staging, _ = open_staging(output, source=glossary)
    assert staging is not None
    commit(staging, [write(staging, *item) for item in V1.items()])

    assert build(output, glossary, V2, is_direct=True)[1] == ()
    assert site_of(output) == clean(V2, tmp_path)


def test_a_path_written_twice_is_the_last_one(glossary: Path, output: Path) -> None:
    """A worker may die after it has written."""
    staging, _ = open_staging(output, source=glossary, cache=glossary / ".cache", is_direct=True)
    assert staging is not None
    write(staging, "index.html", b"one")
    written = write(staging, "index.html", b"two")

    commit(staging, [written])

    assert (output / "index.html").read_bytes() == b"two"

"""Publishing file by file, as the development server does into a folder of its own."""

import os
import shutil
from pathlib import Path
from unittest.mock import Mock

import pytest

from glossary_site.store import direct, inodes
from glossary_site.store.publish import (
    Published,
    Staging,
    abandon,
    commit,
    have,
    open_staging,
    reuse,
    survey,
    write,
)
from tests.store.building import V1, V2, V3, Files, build, clean, entry_of, settle, site_of


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
    """Nothing is touched."""
    build(output, glossary, V1, is_direct=True)
    before = states(output)

    published, _ = build(output, glossary, V1, is_direct=True)

    assert published == Published(4, 0, 0, is_exchanged=False)
    assert states(output) == before


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


def opened(glossary: Path, output: Path) -> Staging:
    """Begin as the development server does."""
    staging, findings = open_staging(
        output, source=glossary, cache=glossary / ".cache", is_direct=True
    )
    assert staging is not None, findings
    return staging


def states(root: Path) -> dict[str, os.stat_result]:
    """Describe a folder and all it holds, but for when it was last looked at."""
    paths = [root, *root.rglob("*")]
    return {str(path): path.lstat() for path in paths if path.exists()}


@pytest.mark.parametrize("is_first", [False, True])
@pytest.mark.parametrize("is_restarted", [False, True])
def test_what_is_abandoned_leaves_the_served_site_as_it_was(
    glossary: Path,
    output: Path,
    monkeypatch: pytest.MonkeyPatch,
    *,
    is_first: bool,
    is_restarted: bool,
) -> None:
    """A template may fail on the fifth page; and then no file is read again."""
    if not is_first:
        build(output, glossary, V1, is_direct=True)
    if is_restarted:
        restart()
    before = states(output)
    reused = {"terms/gpu/index.html": entry_of(V1["terms/gpu/index.html"])}

    staging = opened(glossary, output)
    reuse(staging, {} if is_first else reused)
    write(staging, "index.html", b"half")
    write(staging, "new/page.html", b"half")
    write(staging, "terms/tpu/index.html", V1["terms/tpu/index.html"])
    abandon(staging)

    assert states(output) == before
    assert os.listdir(output.parent) == ([] if is_first else ["site"])
    if not is_first:
        monkeypatch.setattr(inodes, "look_at", lambda *_: pytest.fail("looked at again"))
    again = opened(glossary, output)
    assert have(again) == ({} if is_first else {path: entry_of(V1[path]) for path in V1})
    abandon(again)


def test_nothing_is_replaced_before_the_build_has_ended(glossary: Path, output: Path) -> None:
    """The served pages fit together all the while."""
    build(output, glossary, V1, is_direct=True)
    before = states(output)

    staging = opened(glossary, output)
    written = [write(staging, *item) for item in V2.items()]

    assert states(output) == before
    assert commit(staging, written)[0] == Published(4, 1, 0, is_exchanged=True)
    assert (output / "index.html").read_bytes() == b"two"


def interrupted(staging: Staging, files: Files, moment: str) -> None:
    """End a publication in the middle, as Ctrl-C does it."""
    written = [write(staging, *item) for item in files.items()]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(direct, moment, Mock(side_effect=KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            commit(staging, written)
    abandon(staging)


@pytest.mark.parametrize("moment", ["_move", "_delete", "_put_listing", "_remember"])
@pytest.mark.parametrize("is_restarted", [False, True])
def test_a_publication_that_did_not_end_is_noticed(
    glossary: Path, output: Path, tmp_path: Path, moment: str, *, is_restarted: bool
) -> None:
    """What it left is read, and deleted if nobody wants it."""
    build(output, glossary, V1, is_direct=True)
    interrupted(opened(glossary, output), {"index.html": b"half", "new/page.html": b"half"}, moment)
    if is_restarted:
        restart()

    assert survey(output, glossary / ".cache").is_clean == (moment == "_remember")
    _, findings = build(output, glossary, V3, is_direct=True)

    assert findings == ()
    assert site_of(output) == clean(V3, tmp_path)
    assert os.listdir(output.parent) == ["site"]


def test_what_a_publication_that_did_not_end_has_moved_may_stay(
    glossary: Path, output: Path, tmp_path: Path
) -> None:
    """It is not listed, but it is what is wanted."""
    build(output, glossary, V1, is_direct=True)
    interrupted(opened(glossary, output), V3, "_delete")

    published, _ = build(output, glossary, V3, is_direct=True)

    assert published == Published(5, 0, 0, is_exchanged=True)
    assert site_of(output) == clean(V3, tmp_path)


def test_a_link_in_a_publication_that_did_not_end_is_not_followed(
    glossary: Path, output: Path, tmp_path: Path
) -> None:
    """A checkout can bring anything."""
    build(output, glossary, V1, is_direct=True)
    interrupted(opened(glossary, output), V3, "_delete")
    (output / "terms").rename(tmp_path / "elsewhere")
    (output / "terms").symlink_to(tmp_path / "elsewhere")
    before = site_of(tmp_path / "elsewhere")

    assert build(output, glossary, {**V3, "terms/new": b"new"}, is_direct=True)[1] == ()

    assert site_of(output) == clean({**V3, "terms/new": b"new"}, tmp_path)
    assert site_of(tmp_path / "elsewhere") == before


def test_the_first_publication_that_did_not_end_is_noticed(
    glossary: Path, output: Path, tmp_path: Path
) -> None:
    """There is no listing yet, but the folder is ours."""
    interrupted(opened(glossary, output), {"index.html": b"half"}, "_delete")
    restart()

    assert build(output, glossary, V2, is_direct=True)[1] == ()
    assert site_of(output) == clean(V2, tmp_path)


def test_a_folder_that_somebody_deleted_is_made_again(glossary: Path, output: Path) -> None:
    """The process trusts its memory, but not so far that it fails."""
    build(output, glossary, V1, is_direct=True)
    shutil.rmtree(output / "terms")

    assert build(output, glossary, {**V1, "terms/gpu/index.html": b"new"}, is_direct=True)[1] == ()

    assert (output / "terms/gpu/index.html").read_bytes() == b"new"


def test_a_new_process_reads_what_nobody_changed_once(glossary: Path, output: Path) -> None:
    """It seals what it has read, though it has written nothing."""
    build(output, glossary, V1, is_direct=True)
    settle()
    restart()
    assert survey(output, glossary / ".cache").read == len(V1)

    build(output, glossary, V1, is_direct=True)

    assert survey(output, glossary / ".cache").read == 0


def test_a_standby_of_an_older_version_is_not_built_upon(glossary: Path, output: Path) -> None:
    """Its files do not stand in the served folder."""
    for files in (V3, V1):
        build(output, glossary, files)
        settle()

    staging = opened(glossary, output)

    assert have(staging) == {path: entry_of(V1[path]) for path in V1}
    abandon(staging)


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

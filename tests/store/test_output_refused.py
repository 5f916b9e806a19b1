import json
import os
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from glossary_site import __version__
from glossary_site.diagnostics import Findings, Severity
from glossary_site.store import ownership
from glossary_site.store.publish import Published, open_staging

Publish = Callable[[Mapping[str, bytes]], tuple[Published | None, Findings]]
Snapshot = Callable[[Path], dict[str, tuple[object, ...]]]

GLOSSARY = "the output folder is or holds the glossary itself"
REPOSITORY = "the output folder is a git repository"
UNMARKED = "the output folder holds files, and no valid .glossary-output.json marks them as ours"


@pytest.fixture
def places(tmp_path: Path, glossary: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """One folder for each reason to refuse it."""
    monkeypatch.setenv("HOME", str(tmp_path / "home" / "me"))
    (tmp_path / "link").symlink_to(glossary / "_site")
    (tmp_path / "file").write_text("a file")
    (tmp_path / "repository" / ".git").mkdir(parents=True)
    (tmp_path / "worktree").mkdir()
    (tmp_path / "worktree" / ".git").write_text("gitdir: elsewhere")
    (tmp_path / "photos").mkdir()
    (tmp_path / "photos" / "one.jpg").write_text("a photo")
    (tmp_path / "home" / "me" / "site").mkdir(parents=True)
    return tmp_path


@pytest.mark.parametrize(
    ("place", "message"),
    [
        ("glossary", GLOSSARY),
        ("glossary/.", GLOSSARY),
        ("glossary/terms/..", GLOSSARY),
        (".", GLOSSARY),
        ("glossary/terms", 'the output folder overlaps the glossary\'s own "terms/"'),
        ("glossary/static/site", 'the output folder overlaps the glossary\'s own "static/"'),
        ("glossary/images/a/b", 'the output folder overlaps the glossary\'s own "images/"'),
        ("glossary/_site/../data", 'the output folder overlaps the glossary\'s own "data/"'),
        ("/", "the output folder is the root of the file system"),
        ("/proc", "the output folder is a mount point, which cannot be exchanged"),
        ("home/me", "the output folder is or holds the home folder"),
        ("home", "the output folder is or holds the home folder"),
        ("repository", REPOSITORY),
        ("repository/.git/site", REPOSITORY),
        ("worktree", REPOSITORY),
        ("link", "the output folder is a symbolic link"),
        ("file", "the output is not a folder"),
        ("photos", UNMARKED),
    ],
)
def test_a_wrong_output_costs_nobody_a_file(
    glossary: Path, places: Path, snapshot: Snapshot, place: str, message: str
) -> None:
    """A slip in `--output` must end in a sentence, with everything as it was."""
    (glossary / "_site").mkdir()
    before = snapshot(places)

    staging, findings = open_staging(places / place, source=glossary)

    assert staging is None
    (found,) = findings
    assert (found.code, found.severity) == ("output-refused", Severity.ERROR)
    assert found.message == message
    assert found.hint is not None
    assert snapshot(places) == before


def test_a_content_folder_behind_a_link_is_guarded_too(glossary: Path, tmp_path: Path) -> None:
    """Names alone do not tell what a folder is."""
    (tmp_path / "elsewhere").mkdir()
    (glossary / "images" / "precious.md").unlink()
    (glossary / "images").rmdir()
    (glossary / "images").symlink_to(tmp_path / "elsewhere")

    _, findings = open_staging(tmp_path / "elsewhere" / "site", source=glossary)

    assert [found.message for found in findings] == [
        'the output folder overlaps the glossary\'s own "images/"'
    ]


def test_the_same_folder_by_another_name_is_found(glossary: Path, tmp_path: Path) -> None:
    """A bind mount, or a file system that ignores case, gives a folder a second name."""
    other = tmp_path / "other"
    other.mkdir()
    mounted = subprocess.run(["mount", "--bind", glossary, other], check=False, capture_output=True)
    if mounted.returncode:
        pytest.skip("needs root to mount")
    try:
        _, findings = open_staging(other / "terms" / "site", source=glossary)
    finally:
        subprocess.run(["umount", "-l", other], check=True)

    assert [found.message for found in findings] == [
        'the output folder overlaps the glossary\'s own "terms/"'
    ]


@pytest.mark.parametrize(
    "mark",
    [
        b"", b"{", b"[]", b"\xff", b"[" * 100_000, b'{"format":2,"files":{}}', b'{"format":1}',
        b'{"format":1,"files":[]}', b'{"format":1,"files":{"notes.txt":["00",1]}}',
        b'{"format":1,"files":{"notes.txt":1}}',
    ],
    ids=range(10),
)  # fmt: skip
def test_a_broken_ownership_file_marks_nothing(
    glossary: Path, publish: Publish, snapshot: Snapshot, mark: bytes
) -> None:
    """Whatever stands in it, the folder is not ours unless it says so exactly."""
    (glossary / "_site").mkdir()
    (glossary / "_site" / "notes.txt").write_text("x")
    (glossary / "_site" / ".glossary-output.json").write_bytes(mark)
    before = snapshot(glossary)

    _, findings = publish({"index.html": b"one"})

    assert [found.message for found in findings] == [UNMARKED]
    assert snapshot(glossary) == before


def test_foreign_files_in_our_own_site_are_named_and_kept(
    glossary: Path, publish: Publish, snapshot: Snapshot
) -> None:
    """Nothing that an editor put into the output may vanish with the next build."""
    publish({"index.html": b"one", "terms/gpu/index.html": b"gpu"})
    site = glossary / "_site"
    for name in ("CNAME", "terms/gpu/note.txt", "zebra.txt", "\x1b[31mred"):
        (site / name).write_text("precious")
    before = snapshot(glossary)

    _, findings = publish({"index.html": b"two"})

    (found,) = findings
    assert found.code == "output-refused"
    assert found.message == (
        "the output folder holds what the program did not write: "
        '"\\u001b[31mred", "CNAME", "terms/gpu/note.txt" and 1 more'
    )
    assert found.hint == "move it to static/, from where every build publishes it, or delete it"
    assert snapshot(glossary) == before


@pytest.mark.parametrize("kind", ["link-to-file", "link-to-folder", "pipe", "ownership-link"])
def test_what_is_no_plain_file_is_foreign_even_by_a_listed_name(
    glossary: Path, publish: Publish, snapshot: Snapshot, kind: str
) -> None:
    """We write plain files only; reading a pipe would hang, and a link leads elsewhere."""
    publish({"index.html": b"one", "terms/gpu.html": b"gpu"})
    site = glossary / "_site"
    match kind:
        case "link-to-file":
            (site / "index.html").unlink()
            (site / "index.html").symlink_to(glossary / "site.yaml")
        case "link-to-folder":
            (site / "terms" / "gpu.html").unlink()
            (site / "terms").rmdir()
            (site / "terms").symlink_to(glossary / "terms")
        case "pipe":
            (site / "index.html").unlink()
            os.mkfifo(site / "index.html")
        case "ownership-link":
            (site / ".glossary-output.json").rename(glossary / "moved.json")
            (site / ".glossary-output.json").symlink_to(glossary / "moved.json")
    before = snapshot(glossary)

    _, findings = publish({"index.html": b"two"})

    assert [found.code for found in findings] == ["output-refused"]
    assert snapshot(glossary) == before


def test_what_the_system_puts_into_every_folder_is_not_foreign(
    glossary: Path, publish: Publish
) -> None:
    """On a Mac, looking at the site in the Finder must not stop the next build."""
    publish({"index.html": b"one", "terms/gpu.html": b"gpu"})
    (glossary / "_site" / "terms" / ".DS_Store").write_text("")
    (glossary / "_site" / "empty").mkdir()

    _, findings = publish({"index.html": b"two"})

    assert findings == ()
    assert sorted(os.listdir(glossary / "_site")) == [".glossary-output.json", "index.html"]


def test_the_ownership_file_lists_every_file_and_its_size(glossary: Path, publish: Publish) -> None:
    """Machines may read it: its shape is a promise."""
    publish({"b/index.html": b"", "a.txt": b"hello"})

    record = json.loads((glossary / "_site" / ".glossary-output.json").read_bytes())

    assert record["format"] == 1
    assert record["generator"].startswith("glossary-site ")
    assert record["files"] == {
        "a.txt": ["2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824", 5],
        "b/index.html": ["e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", 0],
    }


@pytest.mark.parametrize(
    "path", ["a/b.html", 'a"b', "ä.html", "a\x7fb", "a\nb", "\N{OX}", "\udc80"]
)
def test_the_ownership_file_is_the_same_however_it_is_written(path: str) -> None:
    """There is a fast way for plain names; who compares listings must not see it."""
    entry = ("0" * 64, 3)
    files = {"z": [*entry], path: [*entry]}
    record = {"format": 1, "generator": f"glossary-site {__version__}", "files": files}
    text = json.dumps(record, sort_keys=True, separators=(",", ":"))

    assert ownership.render({"z": entry, path: entry}) == f"{text}\n".encode()

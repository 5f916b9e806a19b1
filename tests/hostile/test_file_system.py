"""Hazards of the file system: links, pipes, devices, odd names, collisions, wrong outputs.

Git cannot hold such files, so tests/attacks/make_fs.py makes them.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from stat import S_ISLNK
from typing import Any, Final

import pytest

from tests.hostile.cases import ATTACKS, assert_printable
from tests.hostile.nursery import MEMORY, PATIENCE, Nursery, Outcome
from tests.program import BUILD, run

SECRET: Final = b"OUTSIDE-SECRET"
ERROR: Final = "error naming file"
WARNING: Final = "ignored with a warning"
ACCEPTED: Final = "accepted"
OUR_OUTPUT: Final[Mapping[str, str]] = {"14-symlink-output-out": "site"}
"""Cases about an output that they take for the usual one; ours has another name."""
DECIDED: Final[Mapping[str, tuple[str, str]]] = {
    "04-symlink-inside": (ERROR, "a link is an error, wherever it leads: git on Windows makes a text of it"),
    "19-dir-named-md": (ACCEPTED, "a folder may have any name; what it holds are terms"),
    "41-file-vs-dir": (ACCEPTED, "addresses come from titles, so the two want different ones"),
    "47-missing-terms": (WARNING, "git keeps no empty folder: the same as a folder without terms"),
    "56-graph-cycle": (ERROR, "related may go in circles, but broader may not"),
}  # fmt: skip
"""Where we decide otherwise than the manifest, and why."""
FILES: Final[Mapping[str, str]] = {
    "05-symlink-loop": "terms/a.md", "06-symlink-dangling": "terms/a.md",
    "07-symlink-parent-loop": "terms/loop", "09-symlink-static-out": "static/leak.txt",
    "10-symlink-static-dir-out": "static/d", "11-symlink-data-out": "data/env.csv",
    "12-symlink-terms-root": "terms", "13-symlink-template": "templates/term.html",
    "14-symlink-output-out": "site", "15-fifo": "terms/pipe.md", "16-fifo-static": "static/pipe.txt",
    "17-socket": "terms/sock.md", "18-device-zero": "terms/zero.md", "45-huge-sparse": "terms/huge.md",
    "20-unreadable-file": "terms/locked.md", "21-unreadable-dir": "terms/locked",
    "31-newline-name": r"terms/a\n::error file=x::owned.md", "33-non-utf8-name": r"terms/caf\udce9.md",
    "40-reserved-outputs": "terms/index.md", "42-static-shadows-page": "static/index.html",
    "43-static-host-files": "static/_redirects", "48-terms-is-file": "terms",
    "49-output-in-source": "terms", "50-output-is-source-parent": ".", "51-output-is-root": "/",
    "52-output-foreign-files": "site", "53-output-file": "site", "57-graph-missing": "terms/a.md",
    "58-redirect-loop": "terms/b.md", "59-config-hostile": "site.yaml",
}  # fmt: skip
"""What a finding must name, where the case is about one file."""
HARMLESS: Final = "---\ntitle: Ok\ndefinition: s\n---\n\nBody of Ok.\n"
SITE: Final = "title: T\ndescription: D\nbase_url: https://x.example/\nlanguage: en\n"
NAMES: Final = 59

Listing = dict[str, tuple[int, int, str]]


@dataclass(frozen=True, slots=True)
class Sites:
    """All sites of make_fs.py, each with a site that was published before."""

    folder: Path
    """Where they lie, with what lies outside of them."""
    cases: Mapping[str, Mapping[str, Any]]
    """The manifest, by id."""


@pytest.fixture(scope="module")
def sites(nursery: Nursery) -> Iterator[Sites]:
    """Make the sites where another user may enter, which pytest's own folders forbid."""
    with tempfile.TemporaryDirectory(prefix="hostile-") as name:
        root = Path(name)
        root.chmod(0o755)
        subprocess.run(
            [sys.executable, ATTACKS / "make_fs.py", root / "sites"],
            check=True,
            capture_output=True,
        )
        before = root / "before"
        (before / "terms").mkdir(parents=True)
        (before / "site.yaml").write_text(SITE)
        (before / "terms/ok.md").write_text(HARMLESS)
        assert nursery.run("build", "--jobs", "1", cwd=before).code == 0
        made = json.loads((root / "sites/fs.json").read_text())
        for case in made:
            shutil.copytree(before / "_site", root / "sites" / case["id"] / "_site")
        yield Sites(root / "sites", {case["id"]: case for case in made})
        # A folder that nobody may read could not be removed by who is not root.
        (root / "sites/21-unreadable-dir/terms/locked").chmod(0o755)


def listing(folder: Path) -> Listing:
    """Describe everything below a folder without opening it: pipes would block.

    Each folder is read from its own descriptor, since one path is longer than the system takes.
    """
    found = {}
    for path, folders, files, descriptor in os.fwalk(folder):
        for name in (*folders, *files):
            status = os.lstat(name, dir_fd=descriptor)
            target = os.readlink(name, dir_fd=descriptor) if S_ISLNK(status.st_mode) else ""
            found[os.path.relpath(f"{path}/{name}", folder)] = (
                status.st_mode, status.st_size, target
            )  # fmt: skip
    return found


def but_outputs(files: Listing) -> Listing:
    """Leave out what a build may write."""
    return {
        path: one for path, one in files.items() if path.split("/")[0] not in {"_site", ".cache"}
    }


def build(sites: Sites, nursery: Nursery, name: str) -> Outcome:
    """Build a site as the manifest says: as which user, and into which folder."""
    case, folder = sites.cases[name], sites.folder / name
    output = case.get("out", OUR_OUTPUT.get(name))
    options = ("--output", output) if output else ()
    if case.get("run_as") == "nobody" and os.geteuid() == 0:
        return as_nobody(folder)
    return nursery.run("build", "--jobs", "1", *options, cwd=folder)


def as_nobody(folder: Path) -> Outcome:
    """Build as a user who is not above the modes of files."""
    become = ("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups")
    if shutil.which("setpriv") is None:
        pytest.skip("needs setpriv to be another user")
    if subprocess.run([*become, sys.executable, "-c", ""], check=False).returncode:
        pytest.skip("needs a Python that every user may start")
    done = run("check", "--jobs", "1", cwd=folder, command=(*become, sys.executable, BUILD))
    return Outcome(done.returncode, (done.stdout + done.stderr).encode(), 0, 0)


@pytest.mark.parametrize("number", range(1, NAMES + 1))
def test_a_hazard_is_refused_by_name_or_does_no_harm(
    sites: Sites, nursery: Nursery, number: int
) -> None:
    """Nothing outside is read or written, nothing hangs, and a refusal leaves the site alone."""
    (name,) = (one for one in sites.cases if one.startswith(f"{number:02d}-"))
    if "skipped" in sites.cases[name]:
        pytest.skip("needs root to make a device")
    folder = sites.folder / name
    published, outside = listing(folder / "_site"), listing(sites.folder / "outside-dir")
    sources = but_outputs(listing(folder))

    outcome = build(sites, nursery, name)

    assert "Traceback" not in outcome.text
    assert_printable(outcome)
    assert outcome.seconds < PATIENCE
    assert outcome.peak < MEMORY
    assert but_outputs(listing(folder)) == sources
    assert listing(sites.folder / "outside-dir") == outside
    assert not any(
        SECRET in path.read_bytes() for path in folder.glob("_site/**/*") if path.is_file()
    )
    must = DECIDED.get(name, (sites.cases[name]["must"],))[0]
    if must == ERROR:
        assert outcome.code == 1, outcome.text
        assert listing(folder / "_site") == published
        named = {found.path for found in outcome.errors}
        assert all(found.line >= 1 for found in outcome.errors)
        assert named if name not in FILES else FILES[name] in named, outcome.text
    else:
        assert outcome.code == 0, outcome.text
        assert bool(outcome.findings) is (must == WARNING), outcome.text


def test_every_case_is_tried(sites: Sites) -> None:
    """The tables above and the script must not drift apart."""
    assert len(sites.cases) == NAMES
    assert {*FILES, *DECIDED, *OUR_OUTPUT} <= sites.cases.keys()


def test_an_edit_that_keeps_size_and_time_is_seen(sites: Sites, nursery: Nursery) -> None:
    """Two edits within one tick of the clock look alike to whoever believes times."""
    folder = sites.folder / "55-same-size-same-mtime"
    assert nursery.run("build", "--jobs", "1", cwd=folder).code == 0
    path = folder / "terms/a.md"
    time = path.stat().st_mtime_ns
    path.write_text(path.read_text().replace("AAAA", "BBBB"))
    os.utime(path, ns=(time, time))

    assert nursery.run("build", "--jobs", "1", cwd=folder).code == 0

    assert (folder / "_site/terms/bbbb/index.html").is_file()
    assert not (folder / "_site/terms/aaaa").exists()

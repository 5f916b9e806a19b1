"""The real command under strace: a small glossary, a site that is published, and an edit."""

import hashlib
import os
import shutil
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple

import pytest

from tests.program import BUILD, environment
from tests.properties.thorough import IS_SOAK

SITE: Final = "title: Chips\ndescription: Of chips.\n"
TERM: Final = "---\ntitle: {0}\ndefinition: What a {0} is.\n---\nA {0} is near Memory and Price.\n"
TITLES: Final = ("Core", "Kernel", "Memory", "Price", "Tensor", "Wafer")
CALLS: Final = (
    "openat", "read", "write", "close", "mkdir", "link", "chmod", "rename", "renameat2", "flock",
    "getdents64", "syncfs", "fsync", "rmdir", "unlink", "clone", "clone3", "wait4",
)  # fmt: skip
"""Calls of building and publishing; each is one family of points."""
_OURS: Final = "site.yaml"
"""From the first time that this file is opened, a build is at work."""

Tree = dict[str, str]


class Ended(NamedTuple):
    """How a traced build ended."""

    code: int
    """Its exit code, negative for a signal."""
    text: str
    """All that it printed."""


class Ground(NamedTuple):
    """Where a sweep happens."""

    folder: Path
    """A glossary whose published site is old, with an edit that is not yet built."""
    old: Tree
    """The published site."""
    new: Tree
    """The site after the edit, from a clean build."""


def site(folder: Path) -> Tree:
    """Read a published site, as digests."""
    root = folder / "_site"
    return {
        path.relative_to(root).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in root.rglob("*")
        if path.is_file()
    }


def build(folder: Path) -> None:
    """Build without faults."""
    command: list[str | Path] = [sys.executable, BUILD, "build", "--source", folder, "--jobs", "2"]
    subprocess.run(command, env=environment(), check=True, capture_output=True, timeout=60)


def ground(folder: Path) -> Ground:
    """Make the glossary, publish it, and edit a term."""
    (folder / "terms").mkdir(parents=True)
    (folder / _OURS).write_text(SITE)
    for title in TITLES:
        (folder / f"terms/{title.lower()}.md").write_text(TERM.format(title))
    build(folder)
    old = site(folder)
    with (folder / "terms/core.md").open("a") as file:
        file.write("It has a Kernel.\n")
    clean = folder.with_name("clean")
    shutil.copytree(folder, clean, ignore=shutil.ignore_patterns("_site", ".cache", "._site*"))
    build(clean)
    return Ground(folder, old, site(clean))


def traced(folder: Path, *options: str, trace: Path | None = None) -> Ended:
    """Build under strace; skip where there is none, or no process may be traced."""
    if shutil.which("strace") is None:
        pytest.skip("needs strace")
    log = trace or folder.with_name("trace")
    command: list[str | Path] = ["strace", "-f", "-qq", "-o", log, *options]
    command += [sys.executable, BUILD, "build", "--source", folder, "--jobs", "2"]
    process = subprocess.Popen(
        command, env=environment(), text=True, start_new_session=True,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip
    try:
        # strace ends when the last process that it follows has ended: an orphan would hang here.
        text, _ = process.communicate(timeout=60)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        raise
    if "ptrace" in text.lower():
        pytest.skip("needs the right to trace processes")
    return Ended(process.returncode, text)


def points(at: Ground, few: int, many: int = 100) -> Iterator[tuple[str, int]]:
    """Give points of a build, evenly spread: calls with their number in the first process.

    Only from the moment on at which the program has been loaded.

    Args:
        at: The glossary.
        few: How many points, about.
        many: How many in a soak run; those of publishing alone are swept one by one in tests/store.
    """
    folder = at.folder.with_name("counted")
    shutil.copytree(at.folder, folder)
    trace = folder.with_name("count")
    assert traced(folder, "-e", f"trace=?{',?'.join(CALLS)}", trace=trace).code == 0
    lines = trace.read_text().splitlines()
    shutil.rmtree(folder)
    first = lines[0].split()[0]
    own = [line.split(maxsplit=1)[1] for line in lines if line.startswith(first)]
    begin = next(n for n, line in enumerate(own) if "glossary_site/cli" in line)
    seen = Counter[str]()
    found = []
    for n, line in enumerate(own):
        call = line.partition("(")[0]
        seen[call] += 1
        if call in CALLS and n > begin:
            found.append((call, seen[call]))
    stride = max(1, len(found) // (many if IS_SOAK else few))
    return iter(found[stride // 2 :: stride])

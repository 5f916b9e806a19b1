"""A small glossary with the whole program in one repository, as `git clone` would give it."""

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.program import ROOT
from tests.sharing import made_once
from tests.workflows.runner import Runner, copied_program, git

TERM = """\
---
title: {title}
definition: {definition}
topics: [hardware]
---
{body}
"""
GPU = TERM.format(
    title="GPU",
    definition="A chip with many small cores that work at the same time.",
    body="A processor for parallel work. It counts what it reads in tokens: [[Token]].",
)
TOKEN = TERM.format(
    title="Token",
    definition="A piece of text that a model reads or writes at once.",
    body="Longer texts take more of them, and so more time on a [[GPU]].",
)
SITE = """\
title: Example
base_url: /
repository: https://github.com/example/glossary
topics:
  - id: hardware
    title: Hardware
"""
DATASET = """\
title: Price of a GPU
columns:
  - {name: month, type: yearmonth}
  - {name: price, type: number, unit: USD}
sources: [{title: Survey, publisher: Example Institute, url: "https://example.org/"}]
updated: 2026-11-01
"""
TABLE = "month,price\n2026-09,2\n"
TENSOR = TERM.format(
    title="Tensor",
    definition="A table of numbers with any number of sides.",
    body="A [[GPU]] multiplies them.",
)


class Repository(NamedTuple):
    """A bare repository, and what it holds."""

    origin: Path
    """Its folder."""
    revisions: Mapping[str, str]
    """Commits by the names of their branches."""


BRANCHES: Mapping[str, Mapping[str, str]] = {
    "good": {"terms/tensor.md": TENSOR},
    "unfinished": {
        "terms/tensor.md": TENSOR + "\n![A table with three sides.](tensor.png)\n",
        ".cache/build/planted": "planted",
        "_site/planted.html": "planted",
    },
    "broken": {"terms/tensor.md": TENSOR.replace("[[GPU]]", "[[GPV]]")},
}
"""What each branch changes."""


@pytest.fixture(scope="session")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Repository:
    """Make the repository once for all tests."""
    folder = made_once(tmp_path_factory, "workflows", _make)
    origin = folder / "origin.git"
    names = ("main", *BRANCHES)
    return Repository(origin, {n: git("rev-parse", n, cwd=origin) for n in names})


def _make(folder: Path) -> None:
    work = folder / "work"
    work.mkdir()
    git("init", "--quiet", cwd=work)
    copied_program(ROOT, work)
    files = {"site.yaml": SITE, "terms/gpu.md": GPU, "terms/token.md": TOKEN}
    files |= {"data/prices.yaml": DATASET, "data/prices.csv": TABLE}
    files["terms/gpu.md"] = GPU.replace("hardware]\n", "hardware]\ndata: [prices]\n")
    _commit(work, files, "Begin")
    for name, changes in BRANCHES.items():
        git("switch", "--quiet", "--create", name, "main", cwd=work)
        _commit(work, changes, name)
    git("clone", "--quiet", "--bare", str(work), str(folder / "origin.git"))


def _commit(work: Path, files: Mapping[str, str], message: str) -> None:
    for path, text in files.items():
        (work / path).parent.mkdir(parents=True, exist_ok=True)
        (work / path).write_text(text, encoding="utf-8")
    git("add", "--all", "--force", cwd=work)
    git("commit", "--quiet", "--message", message, cwd=work)


def pull_request(repository: Repository, branch: str, folder: Path, **more: object) -> Runner:
    """Prepare the run of a pull request from a branch."""
    event = {
        "event_name": "pull_request",
        "sha": repository.revisions[branch],
        "base_ref": "main",
        "ref_name": "1/merge",
        "event": {"pull_request": {"number": "1", "base": {"sha": repository.revisions["main"]}}},
    }
    caches = folder.parent / "caches"
    return Runner(folder, repository.origin, event, caches, **more)  # type: ignore[arg-type]


def push(repository: Repository, folder: Path) -> Runner:
    """Prepare the run of a push to main."""
    event = {
        "event_name": "push",
        "sha": repository.revisions["main"],
        "ref_name": "main",
        "event": {},
        "token": "secret",
    }
    return Runner(folder, repository.origin, event, folder.parent / "caches")

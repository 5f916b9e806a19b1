"""A published glossary for every hostile file to do its worst to."""

import shutil
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest

from tests.hostile.cases import Trial, tree
from tests.hostile.nursery import Nursery

SITE_YAML = "title: Small\nbase_url: https://glossary.example/\n"
HARMLESS = "---\ntitle: Harmless\ndefinition: A harmless term.\n---\n\nIt does nothing.\n"

Try = Callable[..., Trial]


@pytest.fixture(scope="session")
def nursery() -> Iterator[Nursery]:
    """The process from which all runs are forked."""
    with Nursery() as started:
        yield started


@pytest.fixture(scope="session")
def published(nursery: Nursery, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A glossary of one harmless term, with its site built."""
    folder = tmp_path_factory.mktemp("published") / "glossary"
    (folder / "terms").mkdir(parents=True)
    (folder / "site.yaml").write_text(SITE_YAML, encoding="utf-8")
    (folder / "terms/harmless.md").write_text(HARMLESS, encoding="utf-8")
    done = nursery.run("build", "--jobs", "1", cwd=folder)
    assert done.code == 0, done.text
    return folder


@pytest.fixture
def attempt(nursery: Nursery, published: Path, tmp_path: Path) -> Try:
    """Put files into a copy of the published glossary, and build it again."""
    made = 0

    def build(files: Mapping[str, bytes | str], *options: str) -> Trial:
        nonlocal made
        made += 1
        folder = tmp_path / f"glossary-{made}"
        shutil.copytree(published, folder)
        for path, content in files.items():
            target = folder / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content if isinstance(content, bytes) else content.encode())
        before = tree(folder)
        outcome = nursery.run("build", "--jobs", "1", *options, cwd=folder)
        return Trial(outcome, folder / "_site", before, tree(folder))

    return build

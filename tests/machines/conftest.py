"""A small glossary and a large one, each built once for all tests that only read it."""

from pathlib import Path

import pytest

from glossary_site.pipeline import BuildOptions, build
from tests.benchmarks.glossaries import write_glossary
from tests.machines.sites import FILES
from tests.program import TODAY, run
from tests.sharing import made_once


@pytest.fixture(scope="session")
def animals(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of the small glossary, at https://g.example/words/."""
    return made_once(tmp_path_factory, "animals", _build) / "_site"


def _build(folder: Path) -> None:
    for path, text in FILES.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
    report = build(BuildOptions(source=folder, output=folder / "_site", today=TODAY, jobs=1))
    assert report.is_ok, report.findings


TERMS = 10_000


@pytest.fixture(scope="session")
def ten_thousand(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of a glossary of 10,000 terms, by the command and its workers."""
    return made_once(tmp_path_factory, "ten-thousand", _build_large) / "_site"


def _build_large(folder: Path) -> None:
    write_glossary(folder, TERMS, 8, everything=True)
    config = folder / "site.yaml"
    less = "outputs: [pages, feeds, sitemap, hosting, machines]\nautolink: {per: 'off'}\n"
    config.write_text(config.read_text(encoding="utf-8") + less, encoding="utf-8")
    done = run("build", "--source", folder)
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]

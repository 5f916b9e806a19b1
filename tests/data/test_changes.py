"""One row of one dataset: what changes with it, and that nothing else does."""

import hashlib
import shutil
from pathlib import Path

import pytest

from glossary_site.pipeline import BuildReport
from tests.conftest import BuildSite
from tests.program import ROOT

FOLDERS = ("terms", "data", "newsletter", "images")


def tree(site: Path) -> dict[str, str]:
    """Digest every file but the listing of all."""
    return {
        path.relative_to(site).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in site.rglob("*")
        if path.is_file() and path.name != ".glossary-output.json"
    }


def build(build_site: BuildSite, folder: Path) -> dict[str, str]:
    """Build with what earlier builds left, and digest the site."""
    report: BuildReport = build_site(folder, jobs=2)
    assert [one for one in report.findings if one.severity == "error"] == []
    return tree(folder / "_site")


@pytest.fixture
def glossary(tmp_path: Path) -> Path:
    """A copy of the real glossary, without its own template folder and history."""
    folder = tmp_path / "real"
    for name in FOLDERS:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, folder / name)
    shutil.copy(ROOT / "site.yaml", folder / "site.yaml")
    return folder


def changed(before: dict[str, str], after: dict[str, str]) -> set[str]:
    """List what was written, taken away or written otherwise."""
    return {path for path in before.keys() | after.keys() if before.get(path) != after.get(path)}


def pages_with(site: Path, figure: str) -> set[str]:
    """Find the pages and feeds in which a figure can be read."""
    return {
        path.relative_to(site).as_posix()
        for path in site.rglob("*")
        if (path.suffix in {".html", ".xml", ".md", ".txt"} or path.name == "feed.json")
        and figure in path.read_text(encoding="utf-8")
    }


def test_one_row_changes_all_that_shows_it_and_nothing_else(
    glossary: Path, build_site: BuildSite
) -> None:
    """A figure that stands in two versions is worse than an old one."""
    table = glossary / "data/inference-price.csv"
    before = build(build_site, glossary)
    lines = table.read_text(encoding="utf-8").splitlines(keepends=True)
    lines[-1] = lines[-1].replace("0.07", "0.0613")
    table.write_text("".join(lines), encoding="utf-8")

    after = build(build_site, glossary)

    moved = changed(before, after)
    files = {f"data/inference-price.{form}" for form in ("csv", "json", "datapackage.json")}
    shown = pages_with(glossary / "_site", "0.0613")
    assert files <= moved
    assert {"data/index.html", "data/inference-price/index.html"} <= shown
    assert {"terms/inference-cost/index.html", "terms/jevons-paradox/index.html"} <= shown
    others = moved - files - shown
    assert shown <= moved
    assert {path.partition("/")[0] for path in others} <= {"search"}, others
    shutil.rmtree(glossary / "_site")
    shutil.rmtree(glossary / ".cache")
    assert build(build_site, glossary) == after


def test_a_word_in_a_row_that_no_term_shows_changes_its_own_page_and_files(
    glossary: Path, build_site: BuildSite
) -> None:
    """Old rows of a long table stand on the dataset's page alone."""
    table = glossary / "data/llm-prices-and-scores.csv"
    text = table.read_text(encoding="utf-8")
    name = text.splitlines()[2].split(",")[1]
    before = build(build_site, glossary)
    table.write_text(text.replace(name, f"{name} (revised)", 1), encoding="utf-8")

    moved = changed(before, build(build_site, glossary))

    shown = pages_with(glossary / "_site", f"{name} (revised)")
    files = {f"data/llm-prices-and-scores.{form}" for form in ("csv", "json", "datapackage.json")}
    assert "data/llm-prices-and-scores/index.html" in shown
    assert moved == files | shown

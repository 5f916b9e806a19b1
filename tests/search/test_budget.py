"""What a search costs a reader: bytes before the first results, and time after a keystroke."""

import gzip
import statistics
from pathlib import Path
from typing import Final

import pytest
from playwright.sync_api import Browser, Page, Response, expect

from tests.benchmarks.glossaries import write_glossary
from tests.conftest import ServeFolder
from tests.program import run

pytestmark = pytest.mark.browser

TRANSFER: Final = 150_000
"""Bytes, compressed, of scripts and index until results stand there."""
SCRIPTS: Final = 14_000
"""Bytes, compressed, of all scripts of the search."""
EAGER: Final = 1_500
"""Bytes, compressed, of what every page loads of it."""
KEYSTROKE: Final = 100
"""Milliseconds from a keystroke to its results."""
SLOW: Final = 3
"""How much slower than a reader's own computer one may be that runs other tests."""
TIMED: Final = """(typed) => new Promise((done) => {
  const field = document.querySelector("header .search-input");
  const list = document.querySelector("header .search-list");
  field.value = typed;
  const since = performance.now();
  const watch = new MutationObserver(() => {
    watch.disconnect();
    requestAnimationFrame(() => done(performance.now() - since));
  });
  watch.observe(list, { childList: true });
  field.dispatchEvent(new InputEvent("input"));
})"""
"""Types, and gives the milliseconds until the results of it are about to be painted."""


def built(folder: Path, size: int) -> Path:
    """Build a large glossary with nothing but pages and search."""
    write_glossary(folder, size)
    config = folder / "site.yaml"
    config.write_text(config.read_text().replace("feeds, sitemap", "search"))
    done = run("build", "--source", folder, "--output", folder / "_site")
    assert done.returncode == 0, done.stdout + done.stderr
    return folder / "_site"


def queries(folder: Path) -> list[str]:
    """Choose what to type: the beginnings of a name, a whole name, a mistyped one, plain words."""
    heads = [path.read_text().split("\n", 3)[1] for path in sorted(folder.glob("terms/*.md"))]
    title = max((head.removeprefix("title: ").strip('"') for head in heads[::37]), key=len)
    whole = [title[:end] for end in range(2, len(title) + 1)]
    return [*whole, title[:2] + title[3:], "qu", "system", "price of a model"]


@pytest.mark.parametrize(
    "size", [1000, pytest.param(10_000, marks=[pytest.mark.soak, pytest.mark.timeout(1200)])]
)
def test_a_search_costs_little(
    size: int, chromium: Browser, tmp_path: Path, serve_folder: ServeFolder
) -> None:
    """Also in a glossary of ten thousand terms, and also on the first search."""
    site = built(tmp_path, size)
    page = chromium.new_page()
    loaded: list[Response] = []
    page.on("response", lambda response: loaded.append(response))  # noqa: PLW0108 (Playwright sets an attribute on it)
    page.goto(serve_folder(site))
    loaded.clear()
    first, *others = queries(tmp_path)
    open_search(page, first)

    weights = {response.url: len(gzip.compress(response.body())) for response in loaded}
    assert any("index.json" in url for url in weights)
    assert sum(weights.values()) < TRANSFER, weights

    times = [page.evaluate(TIMED, typed) for typed in others]
    page.close()
    assert statistics.median(times) < KEYSTROKE, times
    assert max(times) < KEYSTROKE * SLOW, times


def open_search(page: Page, typed: str) -> None:
    """Reach for the field and type the first letters."""
    page.locator("header .search-input").focus()
    page.keyboard.type(typed)
    expect(page.locator("header [role=option]").first).to_be_visible()


def test_scripts_are_small(tmp_path: Path) -> None:
    """What every page loads above all, and the rest with it."""
    site = built(tmp_path, 3)
    weights = {
        path.name.split(".")[0]: len(gzip.compress(path.read_bytes()))
        for path in (site / "assets").glob("search*.js")
    }

    assert weights["search"] < EAGER
    assert len(weights) > 5
    assert sum(weights.values()) < SCRIPTS

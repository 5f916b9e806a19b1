"""The browser's half of the search, asked from a test: its own scripts, on a really built site."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from playwright.sync_api import Page

CALL: Final = """async ([url, name, values]) => {
  const module = await import(url);
  return values.map((value) => module[name](...value));
}"""
SEARCH: Final = """async ([engine, files, queries]) => {
  const [{ search }, { index }] = await Promise.all([import(engine), import(files)]);
  const answers = [];
  for (const query of queries) {
    const found = await search(index, query, 8);
    answers.push(found.map(({ title }) => title));
  }
  return answers;
}"""
"""Searches as the field does, and tells the titles that it would show."""


def script(site: Path, name: str) -> str:
    """Give the path of a script of a built site."""
    (found,) = (site / "assets").glob(f"{name}.*.js")
    return found.relative_to(site).as_posix()


def call(page: Page, url: str, name: str, values: Sequence[Sequence[object]]) -> list[Any]:
    """Call a function of a script, once with each list of arguments."""
    answers: list[Any] = page.evaluate(CALL, [url, name, [list(value) for value in values]])
    return answers


def searched(page: Page, home: str, site: Path, queries: Sequence[str]) -> list[list[str]]:
    """Search a site, and give the titles of each answer."""
    page.goto(home)
    urls = [home + script(site, name) for name in ("search-engine", "search-files")]
    answers: list[list[str]] = page.evaluate(SEARCH, [*urls, list(queries)])
    return answers

"""The guarded Markdown must give the stock library's HTML, only sooner."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown import Markdown
from markdown.extensions.toc import TocExtension
from markdown.treeprocessors import InlineProcessor

from glossary_site.render.guarded import GuardedTocExtension, guard

ROOT = Path(__file__).parents[2]
CORPORA = ROOT.parent / "shared" / "corpora"
ALPHABET = "ab \n\\`[]()!<>&;#*_^:~|-=.1\t\"'{}"


def _markdown(*, is_guarded: bool) -> Markdown:
    toc = GuardedTocExtension if is_guarded else TocExtension
    md = Markdown(extensions=["tables", "footnotes", "def_list", "admonition", toc(marker="")])
    if is_guarded:
        guard(md)
    return md


GUARDED = _markdown(is_guarded=True)
STOCK = _markdown(is_guarded=False)


def _both(text: str) -> tuple[str, str]:
    return GUARDED.reset().convert(text), STOCK.reset().convert(text)


def _bodies(folder: Path) -> Iterator[str]:
    for path in sorted(folder.rglob("*.md")):
        text = path.read_text(encoding="utf-8", errors="replace")
        yield text.partition("\n---\n")[2] or text


def test_the_stock_library_is_really_the_other_side() -> None:
    """A comparison with itself would prove nothing."""
    assert type(STOCK.treeprocessors["inline"]) is InlineProcessor
    assert type(GUARDED.treeprocessors["inline"]) is not InlineProcessor


@pytest.mark.parametrize("folder", ["terms", "newsletter", "tests/attacks/xss"])
def test_our_own_texts_give_the_same_html(folder: str) -> None:
    """Real prose, and the texts that try hardest to confuse a parser."""
    bodies = list(_bodies(ROOT / folder))

    assert bodies
    for body in bodies:
        ours, stock = _both(body)
        assert ours == stock


@pytest.mark.parametrize("name", ["cncf", "devops", "mlg"])
def test_other_glossaries_give_the_same_html(name: str) -> None:
    """Texts that nobody here wrote use what we did not think of."""
    if not (CORPORA / name).is_dir():
        pytest.skip(f"the corpus {name} is not here")
    for body in _bodies(CORPORA / name):
        ours, stock = _both(body)
        assert ours == stock


@given(st.text(ALPHABET, max_size=60))
def test_any_text_gives_the_same_html(text: str) -> None:
    """A guard that is wrong for one text in a thousand is wrong."""
    ours, stock = _both(text)

    assert ours == stock

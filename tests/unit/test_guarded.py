"""The guarded Markdown must give the stock library's HTML, only sooner."""

import itertools
import re
import sys
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown import Markdown
from markdown.blockparser import BlockParser
from markdown.extensions.toc import TocExtension
from markdown.serializers import to_html_string
from markdown.treeprocessors import InlineProcessor

from glossary_site.content.characters import FORBIDDEN
from glossary_site.graph.naming import name_table
from glossary_site.names import Slug
from glossary_site.render import markdown
from glossary_site.render.autolink import Per
from glossary_site.render.context import RenderContext
from glossary_site.render.elements import plain_text
from glossary_site.render.guarded import GuardedMarkdown
from glossary_site.render.guarded_trees import GuardedTocExtension
from glossary_site.render.markdown import BodyRenderer
from glossary_site.render.mentions import Mentions
from glossary_site.render.source_text import SourceText
from glossary_site.render.surface_forms import Name

ROOT = Path(__file__).parents[2]
CORPORA = ROOT.parent / "shared" / "corpora"
ALPHABET = "ab \n\\`[]()!<>&;#*_^:~|-=.1\t\"'{}"
MARKUP = st.sampled_from(
    [
        "*", "**", "***", "_", "__", "`", "``", "```\n", "~~~\n", "\\", "\\*", "[", "]", "[[", "]]",
        "[[GPU]]", "[[GPU|chips]]", "[[Nope]]", "|", "\\|", "![", "![a](b.png)", "(", ")", "<", ">",
        '(https://a.example/x "t")', "(/terms/gpu/)", "(#here)", "<https://a.example>", "<a@b.cd>",
        "<b>", "&", "&amp;", "&#42;", "&#26;", "\n> ", "#", "\n## Head\n", "\n# One\n", "\n===\n",
        "\n---\n", "- ", "\n- item", "\n* item", "\n+ item", "\n1. one", "\n    ", "\n        code",
        "\n\n", "\n", "  \n", " ", "\t", ":", "\n: def", "\n!!! note\n    ", "[^1]", "\n[^1]: note\n",
        "[^x]", "\n[r]: http://x.example/ 'T'\n", "[r]", "[a][r]", "| a | b |\n|---|:-:|\n| c | d |\n",
        "word", "words", "GPU", "é", "推論", "\u00a0", "٣. x", "\x02", "\x03", "\x02klzzwxh:0000\x03",
        "\x02amp\x03", "\x0b", "\x1a", "\r", "///Footnotes Go Here///", "{: #t-a .note}", "'", '"', "=",
        "***a*b**", "a_b_c", "**a** and *b*", "`x < y`", "* * *", "_ _ _", "\n - - -\n", "-->", "<!--",
    ]
)  # fmt: skip
TEXTS = st.lists(MARKUP, max_size=24).map("".join)
OTHERS = (
    "abbr", "attr_list", "legacy_attrs", "legacy_em", "md_in_html", "meta", "nl2br", "sane_lists",
    "smarty", "wikilinks",
)  # fmt: skip
"""Extensions of which the dialect knows nothing, and which an author may add to it."""


def _markdown(*more: str, is_guarded: bool) -> Markdown:
    toc = GuardedTocExtension if is_guarded else TocExtension
    make = GuardedMarkdown if is_guarded else Markdown
    names = ("tables", "footnotes", "def_list", "admonition", *more)
    return make(extensions=[toc(marker=""), *names], output_format="html")


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
    assert type(STOCK.parser) is BlockParser
    assert type(GUARDED.parser) is not BlockParser
    assert STOCK.serializer is to_html_string
    assert GUARDED.serializer is not to_html_string


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


@pytest.mark.parametrize("length", range(1, 7))
def test_every_short_emphasis_gives_the_same_html(length: int) -> None:
    """Which stars belong together is the library's most tangled rule, so nothing is left out."""
    for signs in itertools.product("*_ a", repeat=length):
        ours, stock = _both("".join(signs))
        assert ours == stock


@given(st.text("*_ ab,\n`", max_size=24))
@example("*a _b_ c* **d __e__ f** *g*h* i**j**k")
def test_any_emphasis_gives_the_same_html(text: str) -> None:
    """Longer ones, as chance would have it."""
    ours, stock = _both(text)

    assert ours == stock


@given(TEXTS)
@example("***a*b** *c*")
@example("*a* *b **c** d* _e *f* g_ **h")
@example("a\n\n٣. b\n\n   - c\n!!! note\n    d\n\n    e")
@example("a[^1] *b[^1]*\n\n[^1]: c `d`\n\n    - e")
def test_any_markup_gives_the_same_html(text: str) -> None:
    """Whole pieces of markup meet where single signs hardly ever do."""
    ours, stock = _both(text)

    assert ours == stock


@pytest.mark.parametrize("name", OTHERS)
def test_other_extensions_give_the_same_html(name: str) -> None:
    """What an author adds may look at anything, so that no guard of ours may stand before it."""
    guarded, stock = _markdown(name, is_guarded=True), _markdown(name, is_guarded=False)

    @given(TEXTS)
    @example("*[GPU]: chip\n\nGPU -- 'x' ... *a* __b__ [[c]] {: .d }\n\n1. e\n* f\ng")
    def compare(text: str) -> None:
        assert guarded.reset().convert(text) == stock.reset().convert(text)

    compare()


def _renderers(monkeypatch: pytest.MonkeyPatch, per: Per) -> tuple[BodyRenderer, BodyRenderer]:
    """Make a renderer of bodies as it is, and one on the stock library."""
    names, _ = name_table((), ())
    mentions = Mentions(
        [Name(name, Slug(name.lower()), is_exact=False) for name in ("GPU", "word")]
    )
    slugs = frozenset({Slug("gpu"), Slug("word")})
    context = RenderContext("/", names, slugs, redirects={}, images={}, mentions=mentions)
    ours = BodyRenderer(context, per)
    with monkeypatch.context() as patch:
        patch.setattr(markdown, "GuardedMarkdown", Markdown)
        patch.setattr(markdown, "GuardedTocExtension", TocExtension)
        return ours, BodyRenderer(context, per)


@pytest.mark.parametrize("per", ["section", "off"])
def test_the_whole_renderer_gives_the_same_fragment(
    monkeypatch: pytest.MonkeyPatch, per: Per
) -> None:
    """Links, headings and findings come from the same tree, in the same order."""
    ours, stock = _renderers(monkeypatch, per)

    @given(TEXTS)
    def compare(text: str) -> None:
        expected = stock.render(SourceText("a.md", text, 1), Slug("gpu"), marks_lead=True)
        assert ours.render(SourceText("a.md", text, 1), Slug("gpu"), marks_lead=True) == expected

    compare()


@pytest.mark.parametrize("sign", ["* ", "1. ", "> - ", "    - x\n", "*a _b ", "["])
def test_a_body_that_nests_too_deep_leaves_nothing_behind(
    monkeypatch: pytest.MonkeyPatch, sign: str
) -> None:
    """A parser that is stopped amid a list must not take the next body for its continuation."""
    ours, _ = _renderers(monkeypatch, "off")
    body = SourceText("a.md", "One *two*.\n\n- three\n\nFour", 1)
    before = ours.render(body, None, marks_lead=False)

    ours.render(SourceText("a.md", sign * 900 + "x", 1), None, marks_lead=False)

    assert ours.render(body, None, marks_lead=False) == before


def test_what_no_page_may_hold_is_never_printable() -> None:
    """Only text that is not printable is searched for forbidden characters."""
    forbidden = [c for c in map(chr, range(sys.maxunicode + 1)) if FORBIDDEN.match(c)]

    assert forbidden
    assert not any(char.isprintable() for char in forbidden)


@given(st.text())
def test_plain_text_has_single_spaces(text: str) -> None:
    """Two ways to say it, of which one is quicker."""
    element = ET.Element("p")
    element.text = text.replace("\x02", "")

    assert plain_text(element) == re.sub(r"\s+", " ", element.text).strip()

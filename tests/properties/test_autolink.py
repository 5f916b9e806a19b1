"""Automatic links change no letter, and find the longest whole name from left to right."""

import re
import xml.etree.ElementTree as ET

from hypothesis import assume, example, given
from hypothesis import strategies as st

from glossary_site.graph.naming import name_table
from glossary_site.names import Slug, has_letter_or_digit
from glossary_site.render.autolink import Autolinker
from glossary_site.render.context import RenderContext, Rendering
from glossary_site.render.folding import fold
from glossary_site.render.mentions import Mentions
from glossary_site.render.source_text import SourceText
from glossary_site.render.surface_forms import Name
from tests.properties.thorough import often

PIECES = st.sampled_from(
    [
        "churn", "churn rate", "rate", "Churn", "RATE", "rates", "İ", "i̇", "I", "ı", "é", "e\u0301",
        "E\u0301", "ß", "SS", "推論", "推", "論", "モデル", "ก", " ", "  ", "\n", "\u00a0", "-", "‑", "'",
        ".", ",", "_", "a", "\u0301", "\u200d", "😀", "👩‍👩‍👧", "🇩🇪", "ﬁ", "①", "ﾊ", "ﾞ", "각", "가", "ᆨ",
        "\u1100", "\u1161", "\u11a8", "’", "σ", "ς", "Σ", "/", "@", "#", "कि", "\u093f",
    ]
)  # fmt: skip
TEXTS = st.lists(PIECES, max_size=14).map("".join)
NAMES = st.lists(
    st.lists(PIECES, min_size=1, max_size=3)
    .map("".join)
    .map(str.strip)
    .filter(has_letter_or_digit),
    min_size=1,
    max_size=5,
    unique_by=lambda name: fold(name)[0],
)


def names_of(texts: list[str], *, is_exact: bool = False) -> list[Name]:
    """Make names of different terms."""
    return [Name(text, Slug(f"t{i}"), is_exact) for i, text in enumerate(texts)]


@often
@given(text=TEXTS, texts=NAMES)
@example(text="i\u0307", texts=["I"])
@example(text="İİİ churn", texts=["churn"])
@example(text="e\u0301e\u0301 churn rate", texts=["rate", "churn rate"])
@example(text="推論モデル", texts=["推論"])
def test_a_mention_is_the_name_at_its_place(text: str, texts: list[str]) -> None:
    """Letters whose lower case is longer, and decomposed accents, must not shift anything."""
    names = names_of(texts)
    by_slug = {name.slug: name.text for name in names}

    mentions = Mentions(names).find(text)

    ends = [0, *(mention.end for mention in mentions)]
    for before, mention in zip(ends, mentions, strict=False):
        assert before <= mention.start < mention.end <= len(text)
        found = text[mention.start : mention.end]
        assert fold(found)[0] == fold(by_slug[mention.slug])[0]


@often
@given(text=TEXTS, tail=TEXTS, texts=NAMES, per=st.sampled_from(["section", "page", "all"]))
def test_the_linked_text_reads_as_before(text: str, tail: str, texts: list[str], per: str) -> None:
    """Linking is a service to readers, not an editor of what they read."""
    context = RenderContext(
        base_path="/", names=name_table((), ())[0],
        slugs=frozenset(Slug(f"t{i}") for i in range(len(texts))), redirects={}, images={},
        mentions=Mentions(names_of(texts)),
    )  # fmt: skip
    root = ET.Element("div")
    paragraph = ET.SubElement(root, "p")
    paragraph.text = text
    ET.SubElement(paragraph, "em").text = text
    paragraph[0].tail = tail
    rendering = Rendering(context, SourceText("x.md", text, 1), None)
    before = "".join(root.itertext())

    Autolinker(rendering, per).run(root)  # type: ignore[arg-type]

    assert "".join(root.itertext()) == before
    if per != "all":
        links = [link.get("href") for link in root.iter("a")]
        assert len(links) == len(set(links))


WORDS = st.text(alphabet="ab -_.", max_size=24)


@often
@given(
    text=WORDS,
    texts=st.lists(
        st.from_regex(r"[ab]([ab -]{0,5}[ab])?", fullmatch=True),
        min_size=1,
        max_size=6,
        unique_by=lambda name: fold(name)[0],
    ),
)
@example(text="a b-a", texts=["a", "a b"])
@example(text="churn rate", texts=["rate", "churn", "churn rate"])
def test_the_longest_whole_name_wins_from_left_to_right(text: str, texts: list[str]) -> None:
    """Held against a regular expression, which is slower and needs no explanation."""
    names = names_of(texts)
    longest_first = sorted(names, key=lambda name: -len(fold(name.text)[0]))
    pattern = re.compile(
        r"(?<!\w)(?<!\w[-.])(?:"
        + "|".join(
            f"(?P<{name.slug}>{re.sub(' +', ' +', name.text)})(?!\\w)(?![-.]\\w)"
            for name in longest_first
        )
        + ")"
    )

    mentions = Mentions(names).find(text)

    expected = [(m.start(), m.end(), m.lastgroup) for m in pattern.finditer(text)]
    assert [(m.start, m.end, m.slug) for m in mentions] == expected


@often
@given(text=TEXTS, name=PIECES.map(str.strip).filter(bool))
def test_an_exact_name_is_found_only_as_it_is_written(text: str, name: str) -> None:
    """`IT` is a term where `it` is a word; the two apostrophes are one sign in two shapes."""
    assume(has_letter_or_digit(name))  # as every name has
    # A vowel or an end of a Hangul syllable alone belongs to whatever sign stands before it.
    assume(not "\u1160" <= name[0] <= "\u11ff")

    for mention in Mentions(names_of([name], is_exact=True)).find(text):
        found = text[mention.start : mention.end]
        assert fold(found)[0] == fold(name)[0]
        written = " ".join(found.split()).replace("’", "'")
        assert name.isascii() is False or written == name


@often
@given(text=st.one_of(TEXTS, st.text()))
@example(text="a\u0958")
@example(text="\u0301a")
@example(text="\u2126 \u2003b")
@example(text="é\u00a0 x")
def test_folding_at_once_is_folding_by_character(text: str) -> None:
    """Text whose characters stand for themselves is folded in one go, and must be the same."""
    folded, offsets = fold(text)
    marked, places = fold(f"{text}\ne\u0301")  # an accent that combines: character by character

    assert places is not None
    if offsets is None:
        offsets = tuple(range(len(text) + 1))
    joined = folded.removesuffix(" ")  # the line end belongs to the space before it
    assert marked == f"{joined} é"
    assert places[: len(joined)] == offsets[: len(joined)]


def test_the_automaton_is_built_once() -> None:
    """Workers that are forked share what was prepared before."""
    mentions = Mentions(names_of(["churn"]))

    assert mentions.prepare() is mentions.prepare()
    assert [mention.slug for mention in mentions.find("a churn")] == ["t0"]

"""The sentence around a mention, found in HTML as bodies are rendered to."""

import pytest

from glossary_site.names import Slug
from glossary_site.render.addresses import addresses
from glossary_site.render.markdown import BodyRenderer
from glossary_site.render.sentences import LIMIT, Mention, mention
from glossary_site.render.source_text import SourceText
from glossary_site.weaving import render_context
from tests.unit.making import content, graph, term

TERMS = (term("GPU"), term("Token"), term("Model", aliases=("推論",)))


def mentioned(body: str, slug: str = "gpu") -> Mention | None:
    """Render a body and take out the sentence that mentions a term."""
    made = graph(*TERMS)
    context = render_context(content(TERMS), made, addresses("/sub/"))
    source = SourceText("terms/x.md", body, 4)
    fragment, found = BodyRenderer(context, "section").render(source, None, marks_lead=False)
    assert [one for one in found if one.code != "raw-html"] == []
    sentence = fragment.sentences.get(Slug(slug))
    return None if sentence is None else mention(fragment.html, sentence)


def words(body: str, slug: str = "gpu") -> str | None:
    """Give the sentence with the mention in brackets."""
    found = mentioned(body, slug)
    return None if found is None else f"{found.before}[{found.words}]{found.after}"


CASES = {
    "one of three": ("Chips vary. A GPU is *one* of them. Others exist.", "A [GPU] is one of them."),
    "the first": ("A GPU is one. Others exist.", "A [GPU] is one."),
    "the last": ("Chips vary. One is a GPU", "One is a [GPU]"),
    "a line end": ("Chips vary. A\nGPU is\none. More.", "A [GPU] is one."),
    "a figure": ("It took 3.5 days on a GPU in 2024. More.", "It took 3.5 days on a [GPU] in 2024."),
    "e.g.": ("Chips, e.g. a GPU, vary. More.", "Chips, e.g. a [GPU], vary."),
    "a name": ("J. Doe of Chips Inc. Ltd. made a GPU. More.", "J. Doe of Chips Inc. Ltd. made a [GPU]."),
    "a state": ("In the U.S. Congress a GPU counts. More.", "In the U.S. Congress a [GPU] counts."),
    "a question": ("Why? A GPU! Really.", "A [GPU]!"),
    "quoted": ("He said “no.” A GPU stayed.", "A [GPU] stayed."),
    "emphasis ends it": ("*It is so.* A GPU is one.", "A [GPU] is one."),
    "a link before": ("[Not this](https://x.org). A GPU is.", "A [GPU] is."),
    "by hand": ("Chips. See [[GPU|the chips]] there. End.", "See [the chips] there."),
    "a title with a stop": (
        'See [it](https://x.org "One. Two. Three.") and a GPU here.', "See it and a [GPU] here.",
    ),
    "entities": ("R&D uses a GPU &lt;now&gt;. More.", "R&D uses a [GPU] <now>."),
    "a footnote": ("So it is.[^1] A GPU[^1] is one.\n\n[^1]: Note.", "A [GPU] is one."),
    "in a footnote": ("So.[^1]\n\n[^1]: Of a GPU, too.", "Of a [GPU], too."),
    "a list item": ("- one\n- a GPU here\n- two", "a [GPU] here"),
    "a row": ("| a | b |\n| --- | --- |\n| GPU | 5 |\n| x | 6 |", "[GPU] · 5"),
    "a quotation": ("> A GPU is.\n\nMore.", "A [GPU] is."),
    "a definition": ("Word\n:   Of a GPU. More.", "Of a [GPU]."),
    "code that looks like it": (
        '`<a href="/sub/terms/gpu/">x</a>` is. A GPU is.', "A [GPU] is.",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("body", "wanted"), CASES.values(), ids=CASES)
def test_the_sentence_is_the_readers_sentence(body: str, wanted: str) -> None:
    """Not the paragraph, not half of it, and never a piece of HTML."""
    assert words(body) == wanted


def test_chinese_and_japanese_sentences_end_without_a_space() -> None:
    """Their full stop is a sign of its own."""
    assert words("前。「推論」は計算である。後。", "model") == "「[推論]」は計算である。"


def test_a_bare_name_is_no_sentence() -> None:
    """A list of names says nothing that the link does not."""
    assert words("- [[GPU]]\n- [[Token]].") is None


def test_two_terms_in_one_paragraph_have_a_sentence_each() -> None:
    """However many links a paragraph holds, it is read once."""
    body = "A GPU is fast. It makes a token of a model. End."

    assert words(body) == "A [GPU] is fast."
    assert words(body, "token") == "It makes a [token] of a model."
    assert words(body, "model") == "It makes a token of a [model]."


@pytest.mark.parametrize("before", [0, 10, 60, 200])
@pytest.mark.parametrize("after", [0, 10, 60, 200])
def test_a_long_sentence_is_cut_between_words_around_its_mention(before: int, after: int) -> None:
    """On both sides if need be; what is left is at most a little longer than the limit."""
    sentence = f"{'Lorem ' * before}a GPU is{' ipsum' * after}."
    found = mentioned(sentence)

    assert found is not None
    text = found.before + found.words + found.after
    assert found.words == "GPU"
    assert len(text) <= LIMIT + len("… ") + len(" …")
    assert set(text.rstrip(".").split()) <= {"Lorem", "a", "GPU", "is", "ipsum", "…"}
    assert (text == sentence) == (len(sentence) <= LIMIT)


def test_a_sentence_without_spaces_is_cut_all_the_same() -> None:
    """Chinese has none."""
    found = mentioned("算" * 300 + " GPU " + "算" * 300)

    assert found is not None
    assert len(found.before + found.words + found.after) <= LIMIT + len("… ") + len(" …")


def test_a_paragraph_of_ten_thousand_links_is_read_in_one_pass() -> None:
    """A body can be a megabyte long; the time limit would end what looked back at each link."""
    found = mentioned("A [[Token]] is. " * 10_000 + "The [[GPU]] is last.")

    assert found == Mention("The ", "GPU", " is last.")

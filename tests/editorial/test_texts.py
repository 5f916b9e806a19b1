"""What definitions, titles, bodies and their sources are told, and what they are not."""

import time
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from glossary_site.diagnostics import UNSTEADY, Diagnostic
from glossary_site.editorial import dates, sourcing, wording
from glossary_site.editorial.prose import plain_body
from tests.conftest import BuildSite, MakeSite
from tests.editorial.advising import NUMBERS, advice, marked, term
from tests.program import TODAY
from tests.whole.sites import PIXEL

Advise = Callable[[Mapping[str, str], str], tuple[Diagnostic, ...]]
CODES = ("title-in-definition", "circular-definition", "long-definition", "odd-full-stop")


@pytest.fixture
def advise(make_site: MakeSite, build_site: BuildSite) -> Advise:
    return lambda files, code: advice(make_site, build_site, files, code)


@pytest.mark.parametrize(
    "case",
    [
        ("GPU", "A GPU is a chip for pictures.", "title-in-definition", "GPU"),
        ("GPU", "GPU refers to a chip.", "title-in-definition", "GPU"),
        ("Token", "'Tokens are pieces of text.'", "title-in-definition", "Tokens"),
        ("Token", '"The term “token” describes a piece of text."', "title-in-definition", "token"),
        ("Token", '"Token: a piece of text."', "title-in-definition", "Token"),
        ("Tokenization", "The process of tokenization.", "circular-definition", "tokenization"),
        ("Data Center", "What data centers are made of.", "circular-definition", "data centers"),
    ],
)
def test_a_definition_that_uses_its_title_is_told_at_the_word(
    advise: Advise, tmp_path: Path, case: tuple[str, str, str, str]
) -> None:
    """The title stands above it on every page and card."""
    title, definition, code, words = case
    (found,) = advise(dict([term(title, definition=definition)]), code)

    assert marked(tmp_path / "site", found) == words


@pytest.mark.parametrize(
    ("title", "definition", "keys"),
    [
        ("GPU", "'A graphics processing unit: a chip.'", {"aliases": "[Graphics Processing Unit]"}),
        ("Tokenizer", "What cuts text into tokens.", {}),
        ("Inference Cost", "The cost of inference.", {}),
        ("AI", "An aim of computer science since 1956.", {}),
        ("IT", "Work that makes it run.", {}),
        ("Old Name", "Old name is a name that was used.", {"replaced_by": "New"}),
    ],
)
def test_a_definition_in_other_words_is_fine(
    advise: Advise, title: str, definition: str, keys: dict[str, str]
) -> None:
    """Parts of a title, a long form or another word with the same letters are no circle."""
    files = dict([term(title, definition=definition, **keys), term("New", "Text.")])

    assert [one for code in CODES for one in advise(files, code)] == []


def test_a_definition_loses_its_title_by_the_fix(advise: Advise) -> None:
    """What is left is whole where it begins with an article; elsewhere there is no one answer."""
    (found,) = advise(
        dict([term("GPU", definition="A GPU is a chip for pictures.")]), "title-in-definition"
    )
    assert [edit.text for edit in found.fix] == ["A chip for pictures."]

    (found,) = advise(dict([term("GPU", definition="GPUs are chips.")]), "title-in-definition")
    assert found.fix == ()


def test_three_sentences_or_300_characters_are_too_long(advise: Advise) -> None:
    """A card shows a definition whole, and readers skip what is longer."""
    half = "A chip that " + "calculates and " * 11 + "rests"
    for text, told in [
        (f"{half}.", 0), (f"{half}. It is fast.", 0), (f"{half}. It is fast. It is hot.", 1),
        (f"{half} {half}.", 1),
    ]:  # fmt: skip
        assert len(advise(dict([term("GPU", definition=text)]), "long-definition")) == told


@pytest.mark.parametrize(("many", "odd"), [(".", ""), ("", ".")])
def test_the_one_definition_that_ends_otherwise_is_told_and_mended(
    advise: Advise, many: str, odd: str
) -> None:
    """Where all others agree there is exactly one answer."""
    files = dict(term(f"N {n}", definition=f"The number {n}{many}") for n in NUMBERS)
    (found,) = advise(files | dict([term("Odd", definition=f"It{odd}")]), "odd-full-stop")

    assert found.span.path == "terms/odd.md"
    assert [edit.text for edit in found.fix] == [f"It{many}"]


def test_a_glossary_without_a_custom_hears_nothing_of_full_stops(advise: Advise) -> None:
    """Half of them with and half without is no custom."""
    stops = [".", ""] * 6
    files = dict(
        term(f"N {n}", definition=f"The number {n}{stop}")
        for n, stop in zip(NUMBERS, stops, strict=True)
    )

    assert advise(files, "odd-full-stop") == ()


TITLED = dict(term(f"Number {n.title()}", "Text.") for n in NUMBERS)
SENTENCED = dict(term(f"Number {n}", "A text with a small word.") for n in NUMBERS)


@pytest.mark.parametrize(
    ("others", "title", "better"),
    [
        (TITLED, "Prompt caching", "Prompt Caching"),
        (TITLED, "Mixture of experts", "Mixture of Experts"),
        (TITLED, "token", "Token"),
        (SENTENCED, "Small Word", "Small word"),
    ],
)
def test_the_one_title_in_another_style_is_told(
    advise: Advise, others: dict[str, str], title: str, better: str
) -> None:
    """In a list from A to Z it looks like a mistake."""
    files = others | dict([term(title, "On every small word, and caching.")])
    (found,) = advise(files, "title-case")

    assert found.hint == f'write "{better}"'


@pytest.mark.parametrize(
    ("others", "title", "body"),
    [
        (TITLED, "Mixture of Experts", ""),
        (TITLED, "AI in Medicine", ""),
        (TITLED, "Retrieval-augmented Generation", ""),
        (TITLED, "containerd", "containerd runs containers."),
        (TITLED, "kubectl", "Call `kubectl`."),
        (TITLED, "eBPF", ""),
        (SENTENCED, "Jevons Paradox", "The Jevons Paradox is old."),
        (SENTENCED, "KV cache", ""),
        (dict(list(TITLED.items())[:6]) | dict(list(SENTENCED.items())[6:]), "Small Word", ""),
    ],
)
def test_names_prepositions_and_mixed_glossaries_are_left_alone(
    advise: Advise, others: dict[str, str], title: str, body: str
) -> None:
    """What is always written so is no slip."""
    assert advise(others | dict([term(title, body or "Text.")]), "title-case") == ()


SOURCE = "[{title: Report, published: 2025-03-01}]"


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("It took 415 TWh in 2024.", "415 TWh"),
        ("About 12% of firms use it.", "12%"),
        ("A rack costs $3 million.", "$3 million"),
        ("`5%` is code; 7 percent is not.", "7 percent"),
    ],
)
def test_a_figure_without_any_source_is_told_at_the_figure(
    advise: Advise, tmp_path: Path, body: str, words: str
) -> None:
    """A number that nobody can look up is worth nothing."""
    (found,) = advise(dict([term("Power", body)]), "unsourced-figure")

    assert marked(tmp_path / "site", found) == words
    assert advise(dict([term("Power", body, sources=SOURCE)]), "unsourced-figure") == ()


@pytest.mark.parametrize(
    "body",
    [
        "A 7-layer model of 1984 with 3 parts.",
        "Set `--limit 50%`.",
        "It is 100% compatible, and up 99.99% of the time.",
        "If a rack costs $3 million, say, 5% of it is 150 thousand USD.",
        "It took 415 TWh ([IEA](https://iea.example/x)).",
        "It took 415 TWh.[^1]\n\n[^1]: IEA.",
    ],
)
def test_counts_examples_and_figures_with_a_link_are_no_matter(advise: Advise, body: str) -> None:
    """Only what states a fact of the world needs a source, and a link or a note is one."""
    assert advise(dict([term("Power", body)]), "unsourced-figure") == ()


def test_figures_whose_sources_have_no_date_are_told_at_the_source(
    advise: Advise, tmp_path: Path
) -> None:
    """A figure is true of a time."""
    body, undated = "It took 415 TWh.", "[{title: Report}]"
    (found,) = advise(dict([term("Power", body, sources=undated)]), "undated-source")

    assert marked(tmp_path / "site", found) == "Report"
    assert advise(dict([term("Power", body, sources=SOURCE)]), "undated-source") == ()
    assert advise(dict([term("Power", "No figure.", sources=undated)]), "undated-source") == ()


def test_dates_that_are_still_to_come_are_told_and_today_is_not(advise: Advise) -> None:
    """A term from tomorrow would lead all lists of what is new."""
    later = f"{TODAY.year + 1}"
    files = dict([
        term("A", updated=f"{later}-01-01"), term("B", updated=TODAY.isoformat()),
        term("C", sources=f"[{{title: Report, published: {later}}}]"),
        term("D", sources=f"[{{title: Report, published: {TODAY.year}}}]"),
    ])  # fmt: skip
    files["newsletter/x.md"] = f"---\ntitle: X\ndate: {later}-01-01\n---\n\nText.\n"
    found = advise(files, "future-date")

    assert [one.span.path for one in found] == ["newsletter/x.md", "terms/a.md", "terms/c.md"]
    assert {"future-date", "stale-year"} <= UNSTEADY


def test_a_term_older_than_its_newest_source_is_told(advise: Advise, tmp_path: Path) -> None:
    """Whoever added the source forgot the date."""
    (found,) = advise(
        dict([term("A", "Text.", updated="2024-01-01", sources=SOURCE)]), "early-updated"
    )

    assert marked(tmp_path / "site", found) == "2024-01-01"
    late = dict([term("A", "Text.", updated="2025-03-01", sources=SOURCE)])
    assert advise(late, "early-updated") == ()


@pytest.mark.parametrize(
    ("body", "code", "words"),
    [
        ("As of 2019 it was small.", "stale-year", "As of 2019"),
        ("It is small as of early 2020.", "stale-year", "as of early 2020"),
        ("It doubled this year.", "relative-date", "this year"),
        ("The the chip.", "repeated-word", None),
        ("It is is small.", "repeated-word", "is is"),
        ("It costs TBD.", "placeholder-text", "TBD"),
        ("See [here](https://x.example/).", "vague-link", "here"),
    ],
)
def test_slips_of_the_pen_are_told_at_their_words(
    advise: Advise, tmp_path: Path, body: str, code: str, words: str | None
) -> None:
    """Each is a thing that proof-readers mark."""
    found = advise(dict([term("A", f"First.\n\n{body}")]), code)

    assert [(one.span.line, marked(tmp_path / "site", one)) for one in found] == (
        [(7, words)] if words else []
    )


@pytest.mark.parametrize(
    "body",
    [
        f"As of {TODAY.year} it is large. By 2019 it was small. In 2019, 2019 chips were made.",
        "He said that that was it, and they had had enough. New York, New York. Bora Bora.",
        "Write `the the` or `TODO`, or:\n\n```\nis is TBD\n```",
        "Autodoc and method names such as XXXL are words.",
        "See [the price list](https://x.example/here) and ![here](/images/x.png).",
        "This year's model, and the year this began.",
    ],
)
def test_words_that_only_look_like_slips_are_left_alone(advise: Advise, body: str) -> None:
    """One false alarm a day is one too many."""
    codes = ("stale-year", "relative-date", "repeated-word", "placeholder-text", "vague-link")

    assert [one for code in codes for one in advise(dict([term("A", body)]), code)] == []


def test_a_word_twice_is_mended_by_leaving_one_out(advise: Advise) -> None:
    """That is the one answer there is."""
    (found,) = advise(dict([term("A", "It is is small.")]), "repeated-word")

    assert [(edit.text, getattr(edit, "was", None)) for edit in found.fix] == [("is", "is is")]


@pytest.mark.parametrize(
    ("body", "code", "words"),
    [
        ("## A\n\n#### B", "skipped-heading", "#### B"),
        ("### B", "skipped-heading", "### B"),
        ("```\n#### B\n```\n\n#### B", "skipped-heading", "#### B"),
        ("# A\n\n### B", "skipped-heading", "### B"),
        ("# A\n\n## B", "top-heading", "# A"),
    ],
)
def test_an_outline_with_a_gap_is_told_at_its_heading(
    advise: Advise, tmp_path: Path, body: str, code: str, words: str
) -> None:
    """Who listens to a page moves through it by its headings."""
    found = advise(dict([term("Z", f"Text.\n\n{body}\n")]), code)

    assert [marked(tmp_path / "site", one) for one in found] == [words]


def test_an_outline_without_a_gap_is_fine(advise: Advise) -> None:
    """Going up by two levels at once is what the end of a part is."""
    body = "Text.\n\n## A\n\n### B\n\n#### C\n\n## D\n"

    assert advise(dict([term("Z", body)]), "skipped-heading") == ()
    assert advise(dict([term("Z", body)]), "top-heading") == ()


def test_a_picture_without_words_is_told_at_its_place(
    make_site: MakeSite, build_site: BuildSite
) -> None:
    """Each of two, for each is unseen by somebody; words, even few, are enough."""
    body = "A `![](x.png)`, ![one](dot.png) and ![](dot.png).\n\n![ ](/images/dot.png)"
    root = make_site({
        "site.yaml": "title: Example\n", **dict([term("A", body)]), "images/dot.png": PIXEL,
    })  # fmt: skip
    found = [one for one in build_site(root).findings if one.code == "missing-alt-text"]

    assert [(one.span.line, marked(root, one)) for one in found] == [
        (5, "![](dot.png)"), (7, "![ ](/images/dot.png)"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("link", "is_told"),
    [
        ("/newsletter/x/#t-prices", False),
        ("/newsletter/x/#t-price", True),
        ("/data/price/#table", False),
        ("/data/price/#tables", True),
        ("/terms/a/#data-price", False),
        ("/terms/a/#t-none", True),
    ],
)
def test_a_dead_fragment_is_told_on_whatever_page_it_should_be(
    advise: Advise, link: str, is_told: bool
) -> None:
    """Terms, issues and datasets all have parts that people link to."""
    files = dict([term("A", f"See [it]({link}).")]) | {
        "data/price.csv": "year,price\n2024,3\n",
        "data/price.yaml": "title: Price\nupdated: 2026-01-01\nsources: [{title: List}]\ncolumns:\n"
        "  - {name: year, type: year}\n  - {name: price, type: integer, unit: USD}\n",
        "newsletter/x.md": "---\ntitle: X\ndate: 2026-01-01\n---\n\nText.\n\n## Prices\n",
    }

    assert len(advise(files, "broken-fragment")) == is_told


SIZE = 200_000


@pytest.mark.parametrize(
    "body",
    [
        " ".join("`" * n for n in range(1, 600)),
        "` `` " * (SIZE // 5),
        "](a(b" * (SIZE // 5),
        "1," * (SIZE // 2),
        "```\n" * (SIZE // 4) + "~~~",
        "can 5% " * (SIZE // 7),
        "aa " * (SIZE // 3),
    ],
    ids=["runs", "pairs", "links", "number", "fences", "figures", "words"],
)
def test_no_body_takes_long_to_be_looked_at(body: str) -> None:
    """It is looked at in the one process that builds, and no clock ends that."""
    began = time.process_time()
    plain = plain_body(body)
    for pattern in (sourcing._FIGURE, wording._TWICE, wording._VAGUE, dates._AS_OF):
        assert sum(1 for _ in pattern.finditer(plain)) <= len(body)
    sourcing._first(plain)

    assert len(plain) == len(body)
    assert time.process_time() - began < 2

"""Who is called what: collisions, addresses, and how a reference finds its term."""

import pytest

from glossary_site.diagnostics import Span
from glossary_site.graph.naming import name_table, redirects, resolve, slug_findings
from glossary_site.model import Term
from tests.unit.making import term

HERE = Span("terms/here.md", 3, 5)


def codes(*terms: Term) -> list[tuple[str, str]]:
    """List what is wrong with the names and addresses of these terms, and where."""
    _, found = name_table(terms, ())
    _, more = redirects(terms)
    return [(one.code, one.span.path) for one in (*found, *slug_findings(terms), *more)]


@pytest.mark.parametrize(
    "second",
    [
        term("GPU", slug="other"),
        term("gpu", slug="other"),
        term("  GPU ", slug="other"),
        term("ＧＰＵ", slug="other"),
        term("Other", aliases=("Gpu",)),
        term("Other", abbreviation="GPU"),
    ],
    ids=["same", "case", "space", "width", "alias", "abbreviation"],
)
def test_two_terms_may_not_share_a_name(second: Term) -> None:
    """Which one would a link mean?"""
    assert codes(term("GPU"), second) == [("name-collision", "terms/other.md")]


def test_a_shared_name_is_one_mistake_though_it_is_also_an_address() -> None:
    """One mistake, one finding: the address follows from the name."""
    assert codes(term("GPU", path="terms/a.md"), term("GPU", path="terms/b.md")) == [
        ("name-collision", "terms/b.md")
    ]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (term("C++", slug="c"), term("Cee", slug="c")),
        (term("A B"), term("Other", aliases=("A-B",))),
        (term("GPU"), term("Other", former_slugs=("gpu",))),
        (term("One", former_slugs=("old",)), term("Other", former_slugs=("old",))),
    ],
    ids=["slug", "alias", "former slug", "two former slugs"],
)
def test_two_names_that_differ_may_still_want_one_address(first: Term, second: Term) -> None:
    """Then one of the two pages would be lost."""
    assert codes(first, second) == [("permalink-collision", second.path)]


def test_a_collision_names_the_other_file_and_its_line() -> None:
    """So that an author can go there."""
    first = term("GPU", places={"title": (7, 8)})
    _, (found,) = name_table([first, term("Other", aliases=("GPU",))], ())

    assert found.message == 'the alias "GPU" already names the term in terms/gpu.md:7'


def test_an_alias_and_a_former_slug_lead_to_the_term() -> None:
    """Old addresses work for ever; one that is the term's own is none."""
    leading, found = redirects(
        [term("GPU", aliases=("Graphics Chip", "gpu!"), former_slugs=("video-card",))]
    )

    assert {slug: (old.target, old.name) for slug, old in leading.items()} == {
        "graphics-chip": ("gpu", "Graphics Chip"),
        "video-card": ("gpu", "video card"),
    }
    assert found == ()


@pytest.mark.parametrize("alias", ["推論", "index", "nul", "x" * 101])
def test_an_alias_that_makes_no_address_is_still_a_name(alias: str) -> None:
    """It is linked and found, and only has no page."""
    named = term("GPU", aliases=(alias,))
    leading, found = redirects([named])
    table, _ = name_table([named], ())

    assert (leading, found) == ({}, ())
    assert resolve(table, alias, HERE) == ("gpu", ())


@pytest.mark.parametrize(
    "name", ["Large Language Model", "large  language model", "LLM", "lm", "Big"]
)
def test_a_reference_may_use_any_name_or_the_slug(name: str) -> None:
    """Authors write what they remember."""
    named = term("Large Language Model", slug="lm", abbreviation="LLM", aliases=("Big",))
    table, _ = name_table([named], ())

    assert resolve(table, name, HERE) == ("lm", ())


def test_a_name_wins_over_a_slug() -> None:
    """A slug is an address, a name is what people mean."""
    table, found = name_table([term("GPU", slug="chip"), term("Chip", slug="chips")], ())

    assert found == ()
    assert resolve(table, "chip", HERE) == ("chips", ())


def test_an_ambiguous_name_is_an_error_with_both_candidates() -> None:
    """Guessing would link half of the readers to the wrong page."""
    table, _ = name_table([term("One", aliases=("X",)), term("Two", aliases=("X",))], ())
    slug, (found,) = resolve(table, "x", HERE)

    assert slug is None
    assert (found.code, found.span) == ("ambiguous-term", HERE)
    assert found.message == '"x" names more than one term: one, two'


def test_a_draft_is_known_but_not_linked() -> None:
    """The author learns that the name is right, and why it does not work."""
    table, _ = name_table([], [term("Draft", aliases=("D",))])
    slug, (found,) = resolve(table, "d", HERE)

    assert slug is None
    assert found.code == "draft-term"
    assert "terms/draft.md" in found.message


def test_a_misspelt_name_gets_the_likeliest_suggestion() -> None:
    """A hint saves a search."""
    table, _ = name_table([term("AI Compute"), term("GPU")], ())
    slug, (found,) = resolve(table, "AI Compte", HERE)

    assert slug is None
    assert found.message == 'no term is called "AI Compte"'
    assert found.hint == 'did you mean "AI Compute"?'

"""From content to the graph: every reference is resolved or reported where it stands."""

import pytest

from glossary_site.model import Term
from glossary_site.names import Slug
from tests.unit.making import dataset, linked, term

TOPICS = "title: Test\ntopics: [{id: chips, title: Chips}, {id: models, title: Models}]\n"


@pytest.mark.parametrize("key", ["related", "broader"])
@pytest.mark.parametrize(
    ("name", "code"),
    [("Nobody", "unknown-term"), ("Draft", "draft-term"), ("a", "self-reference")],
)
def test_a_reference_that_leads_nowhere_is_reported_at_its_place(
    key: str, name: str, code: str
) -> None:
    """At the list's item, not at the list."""
    places = {f"{key}.0": (5, 11), f"{key}.1": (5, 14)}
    first = term("A", places=places, **{key: ("B", name)})
    graph, (found,) = linked(first, term("B"), drafts=[term("Draft", draft=True)])

    assert (found.code, found.span.line, found.span.column) == (code, 5, 14)
    assert (graph.authored if key == "related" else graph.broader)[Slug("a")] == ("b",)


def test_a_term_that_names_itself_is_told_by_the_key_and_not_by_the_items_number() -> None:
    """Who reads it looks for the word `related`, which stands in the file."""
    _, (found,) = linked(term("A", places={"related.0": (5, 11)}, related=("A",)))

    assert found.message == 'related names the term itself: "A"'


def test_what_replaces_a_term_must_exist() -> None:
    """A deprecated term that leads nowhere leaves its reader alone."""
    _, (found,) = linked(term("A", replaced_by="Nobody", places={"replaced_by": (4, 14)}))

    assert (found.code, found.span.line, found.span.column) == ("unknown-term", 4, 14)


def test_one_term_named_twice_is_related_once() -> None:
    """By its title and by its alias."""
    graph, found = linked(term("A", related=("B", "Bee", "b")), term("B", aliases=("Bee",)))

    assert found == ()
    assert graph.authored[Slug("a")] == ("b",)


def cycles(*terms: Term) -> list[str]:
    _, found = linked(*terms)
    return [one.message for one in found if one.code == "broader-cycle"]


def test_a_circle_of_broader_terms_is_reported_once() -> None:
    """Whichever of its terms comes first."""
    terms = (term("B", broader=("C",)), term("C", broader=("A",)), term("A", broader=("B",)))

    assert cycles(*terms) == ["broader goes in a circle: a → b → c → a"]
    assert cycles(*reversed(terms)) == ["broader goes in a circle: a → b → c → a"]


def test_two_ways_up_to_one_term_are_no_circle() -> None:
    """A thing may be of two kinds that are both of a third."""
    top, left = term("Top"), term("Left", broader=("Top",))

    assert cycles(top, left, term("R", broader=("Top",)), term("X", broader=("Left", "R"))) == []


def test_a_circle_is_found_below_a_tail_and_beside_another() -> None:
    """Each circle once, however it is reached."""
    tail = term("A", broader=("B",))
    first = (term("B", broader=("C",)), term("C", broader=("B",)))
    second = (term("D", broader=("E",)), term("E", broader=("D",)))

    assert cycles(tail, *first, *second) == [
        "broader goes in a circle: b → c → b",
        "broader goes in a circle: d → e → d",
    ]


def test_a_chain_of_ten_thousand_broader_terms_needs_no_recursion() -> None:
    """An imported thesaurus may be deep; Python's stack is not."""
    chain = [term(f"T{i}", broader=(f"T{i + 1}",)) for i in range(10_000)]

    assert cycles(*chain, term("T10000")) == []


def test_narrower_is_derived_in_the_readers_order() -> None:
    """Authors write one direction."""
    graph, _ = linked(
        term("Top"), term("Zulu", broader=("Top",)), term("Écho", broader=("Top",)),
        term("Alpha", broader=("Top",)),
    )  # fmt: skip

    assert graph.narrower[Slug("top")] == ("alpha", "echo", "zulu")


def test_an_unlisted_topic_is_an_error_with_a_suggestion() -> None:
    """A misspelt topic would get a page of its own."""
    wrong = term("A", topics=("chip", "energy"), places={"topics.0": (3, 10), "topics.1": (3, 16)})
    _, (near, far) = linked(wrong, site=TOPICS)

    assert (near.code, near.span.column, near.hint) == (
        "unknown-topic",
        10,
        'did you mean "chips"?',
    )
    assert (far.span.column, far.hint) == (16, "topics are chips, models")


def test_without_a_list_of_topics_every_topic_is_welcome() -> None:
    """A new glossary finds its topics as it grows."""
    assert linked(term("A", topics=("anything",)))[1] == ()


def test_an_unknown_dataset_is_an_error_and_an_unused_one_a_warning() -> None:
    """One is a hole in a page, the other work that nobody sees."""
    shown = dataset([("1",)], [{"name": "n", "type": "number"}])
    _, found = linked(term("A", data=("prises",)), datasets={"prices": shown})

    assert [(one.code, one.severity, one.span.path) for one in found] == [
        ("unknown-dataset", "error", "terms/a.md"),
        ("unused-dataset", "warning", "data/d.yaml"),
    ]
    assert found[0].hint == 'did you mean "prices"?'


def test_a_glossary_without_terms_is_told_so() -> None:
    """Its first author sees how to begin."""
    _, (found,) = linked()

    assert (found.code, found.severity) == ("no-terms", "warning")

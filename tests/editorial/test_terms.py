"""How terms hang together: what nobody finds, what leads nowhere, what may be one term twice."""

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from glossary_site.diagnostics import Diagnostic
from glossary_site.editorial.looking import MANY
from glossary_site.graph.likeness import alike, alike_pairs
from tests.conftest import BuildSite, MakeSite
from tests.editorial.advising import advice, marked, term

Advise = Callable[[Mapping[str, str], str], tuple[Diagnostic, ...]]


@pytest.fixture
def advise(make_site: MakeSite, build_site: BuildSite) -> Advise:
    return lambda files, code: advice(make_site, build_site, files, code)


CHIP = term("Chip", "A piece of silicon.", definition="A circuit.")


def test_a_term_that_nothing_leads_to_is_told_once_at_its_title(
    advise: Advise, tmp_path: Path
) -> None:
    """It was written for readers who will never meet it."""
    found = advise(dict([CHIP, term("Memory", "It sits beside a chip.")]), "orphan-term")

    assert [one.span.path for one in found] == ["terms/memory.md"]
    assert marked(tmp_path / "site", found[0]) == "Memory"


@pytest.mark.parametrize(
    "other",
    [
        term("Chip", "It has memory."),
        term("Chip", related="[Memory]", definition="A circuit."),
        term("Chip", broader="[Memory]", definition="A circuit."),
        term("Chip", replaced_by="Memory", definition="A circuit."),
    ],
    ids=["body", "related", "broader", "replaced"],
)
def test_whoever_leads_to_a_term_takes_it_out_of_its_loneliness(
    advise: Advise, other: tuple[str, str]
) -> None:
    """A mention, a relation or an heir: each is a way to it."""
    found = advise(dict([other, term("Memory", "Cells.")]), "orphan-term")

    assert "terms/memory.md" not in [one.span.path for one in found]


def test_a_term_that_leads_nowhere_is_told_and_one_with_a_link_is_not(advise: Advise) -> None:
    """A reader who lands there from a search has no way on."""
    found = advise(dict([CHIP, term("Memory", "It sits beside a chip.")]), "dead-end-term")

    assert [one.span.path for one in found] == ["terms/chip.md"]


def test_a_glossary_of_one_term_hears_nothing_of_ties(advise: Advise) -> None:
    """There is nothing that it could be tied to."""
    assert advise(dict([CHIP]), "orphan-term") + advise(dict([CHIP]), "dead-end-term") == ()


def test_a_relation_on_one_side_is_told_where_it_stands(advise: Advise, tmp_path: Path) -> None:
    """The hint names the file in which the other side is missing."""
    files = dict([CHIP, term("Memory", "Cells.", related="[Chip]")])
    (found,) = advise(files, "one-way-related")

    assert (found.span.path, marked(tmp_path / "site", found)) == ("terms/memory.md", "Chip")
    assert found.hint == 'add "Memory" to related in terms/chip.md, or take it out here'


@pytest.mark.parametrize(
    "chip",
    [
        term("Chip", "It has memory."),
        term("Chip", "A circuit.", related="[Memory]"),
        term("Chip", "A circuit.", broader="[Memory]"),
        term("Chip", "A circuit.", related="[B1, B2]"),
    ],
    ids=["body", "both", "broader", "full"],
)
def test_a_relation_that_leads_back_or_has_no_room_is_no_matter(
    advise: Advise, chip: tuple[str, str]
) -> None:
    """A hub cannot list all that list it, and a link in its prose is enough."""
    files = dict([chip, term("Memory", "Cells.", related="[Chip]"), term("B1"), term("B2")])
    files["site.yaml"] = "title: Example\nrelated: {limit: 2}\n"
    found = advise(files, "one-way-related")

    assert "terms/memory.md" not in [one.span.path for one in found]


def test_a_term_named_in_a_definition_and_linked_nowhere_is_told(
    advise: Advise, tmp_path: Path
) -> None:
    """A definition is plain text: no link is made in it."""
    files = dict([CHIP, term("Rack", "Steel.", definition="A frame that holds chips.")])
    (found,) = advise(files, "unlinked-mention")

    assert (found.span.path, marked(tmp_path / "site", found)) == ("terms/rack.md", "chips")
    assert found.hint == 'add "Chip" to related'


@pytest.mark.parametrize(
    "rack",
    [
        term("Rack", "It holds a chip.", definition="A frame for chips."),
        term("Rack", "Steel.", definition="A frame for chips.", related="[Chip]"),
        term("Rack", "Steel.", definition="A frame for I/O-chip sets."),
    ],
    ids=["body", "related", "part of a word"],
)
def test_a_mention_that_the_page_links_elsewhere_is_enough(
    advise: Advise, rack: tuple[str, str]
) -> None:
    """One way to a term is what a reader needs."""
    assert advise(dict([CHIP, rack]), "unlinked-mention") == ()


def test_without_automatic_links_mentions_in_bodies_are_told(
    advise: Advise, tmp_path: Path
) -> None:
    """Where nothing is linked by itself, somebody has to do it."""
    files = dict([CHIP, term("Rack", "Steel.\n\nIt holds a `chip`, or one Chip more.")])
    files["site.yaml"] = "title: Example\nautolink: {per: off}\n"
    (found,) = advise(files, "unlinked-mention")

    assert (found.span.line, marked(tmp_path / "site", found)) == (7, "Chip")
    assert found.span.column > len("It holds a `chip`")


def test_two_spellings_of_a_topic_are_told_at_the_rarer(advise: Advise) -> None:
    """Readers of either topic would miss the terms of the other."""
    files = dict([
        term("A", topics="[chips]"), term("B", topics="[chips]"), term("C", topics="[chip]"),
    ])  # fmt: skip
    (found,) = advise(files, "similar-topics")

    assert (found.span.path, found.span.line) == ("terms/c.md", 3)
    assert advise(dict([term("A", topics="[chip, ship]")]), "similar-topics") == ()


def test_a_topic_without_terms_is_told_but_not_one_of_a_draft(
    advise: Advise, tmp_path: Path
) -> None:
    """A draft will be published one day."""
    topics = "topics:\n  - {id: chips, title: Chips}\n  - {id: power, title: Power}\n"
    files = dict([term("A", topics="[chips]")])
    files["site.yaml"] = f"title: Example\n{topics}"
    (found,) = advise(files, "unused-topic")
    assert marked(tmp_path / "site", found) == "power"

    files |= dict([term("B", topics="[power]", draft="true")])
    assert advise(files, "unused-topic") == ()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Data Center", "Data Centers"),
        ("Data Center", "Data-Center"),
        ("Data Center", "Datacenter"),
        ("Data Center", "Data Centre"),
        ("Inference Cost", "Cost of Inference"),
        ("Tokenization", "Tokenisation"),
        ("Labor Market", "Labour Market"),
        ("Policy", "Policies"),
    ],
)
def test_names_that_differ_in_spelling_or_order_are_alike(one: str, other: str) -> None:
    """Each pair is one term that two editors wrote; either way round."""
    assert alike(one, [other]) == (other,)
    assert alike(other, [one]) == (one,)
    assert list(alike_pairs([one, "Quite Another", other])) == [(one, other)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("GPT-4", "GPT-5"),
        ("C", "C++"),
        ("C#", "C++"),
        ("Trainer", "Trained"),
        ("Hard Fork", "Soft Fork"),
        ("Data Lake", "Data Cake"),
        ("Scale Up", "Scale Out"),
        ("推論", "推理"),
        ("Bias", "Bia"),
        ("Centralized", "Decentralized"),
    ],
)
def test_names_that_mean_different_things_are_not_alike(one: str, other: str) -> None:
    """A false alarm at every version of a model would teach editors not to look."""
    assert alike(one, [other]) == ()
    assert list(alike_pairs([one, other])) == []


def test_the_likeliest_name_comes_first() -> None:
    """Whoever makes a new term reads the first line."""
    known = ["Cost of Inference", "Inference Cast", "inference costs", "Inference Costs"]

    assert alike("Inference Costs", known)[:2] == ("inference costs", "Inference Costs")
    assert alike("Inference Costs", known)[2] == "Cost of Inference"


def test_every_pair_that_is_alike_is_found_among_thousands_of_names() -> None:
    """Names meet by keys and are not compared each with each; none may slip through."""
    names = [f"{a}{b} {c}" for a in ("re", "de", "un") for b in ("load", "frame", "thread")
             for c in ("balancers", "balancer", "ballancer", "rotation", "of rotation")]  # fmt: skip
    slow = {
        frozenset((one, other))
        for one in names for other in names if one != other and alike(one, [other])
    }  # fmt: skip

    assert {frozenset(pair) for pair in alike_pairs(names)} == slow
    assert slow


def test_two_terms_that_may_be_one_are_told_at_the_later(advise: Advise, tmp_path: Path) -> None:
    """The earlier has readers and links already."""
    files = dict(
        [term("Data Center", "A."), term("Farm", "B.", aliases="[Datacentre, Data Centers]")]
    )
    (found,) = advise(files, "near-duplicate")

    assert (found.span.path, marked(tmp_path / "site", found)) == ("terms/farm.md", "Data Centers")


@pytest.mark.parametrize("key", ["related", "broader", "replaced_by"])
def test_terms_that_an_author_has_tied_are_known_to_be_two(advise: Advise, key: str) -> None:
    """Who relates them has thought of it."""
    tied = "Data Center" if key == "replaced_by" else "[Data Center]"
    files = dict([term("Data Center", "A."), term("Datacenter", "B.", slug="dc", **{key: tied})])

    assert advise(files, "near-duplicate") == ()


def test_definitions_that_say_nearly_the_same_are_told(advise: Advise) -> None:
    """Copied, and one word changed: readers cannot tell the two terms apart."""
    text = "A building full of servers that answer requests from all over the {} at any hour."
    files = dict([
        term("Farm", definition=text.format("world")), term("Hall", definition=text.format("planet")),
        term("Rack", definition="A building of steel that holds servers upright in rows."),
    ])  # fmt: skip
    (found,) = advise(files, "near-duplicate")

    assert (found.span.path, found.span.line) == ("terms/hall.md", 3)
    assert '"Farm" in terms/farm.md' in found.message


def test_what_would_be_said_of_every_term_is_said_once(advise: Advise) -> None:
    """A thousand lines of advice are read by nobody."""
    few = dict(term(f"Term {i}", "Text.") for i in range(MANY))
    assert len(advise(few, "orphan-term")) == MANY

    many = few | dict([term("Term more", "Text.")])
    (found,) = advise(many, "orphan-term")
    assert found.span.path == "site.yaml"
    assert '"Term 0", "Term 1"' in found.message
    assert "orphan-term: off" in (found.hint or "")


def test_advice_costs_nothing_where_nobody_hears_it(
    make_site: MakeSite, build_site: BuildSite
) -> None:
    """A build says no notes; one that makes an error of them does."""
    root = make_site({"site.yaml": "title: Example\n", **dict([CHIP, term("Memory", "Cells.")])})
    quiet = build_site(root)
    (root / "site.yaml").write_text("title: Example\nchecks: {orphan-term: error}\n")
    loud = build_site(root)

    assert "advice" not in dict(quiet.timings)
    assert {one.code for one in loud.findings} == {"orphan-term"}
    assert not loud.is_ok


def test_a_dataset_of_which_a_sentence_shows_a_figure_is_used(advise: Advise) -> None:
    """It is seen, though no term lists it under data."""
    table = {
        "data/price.csv": "year,price\n2024,3\n",
        "data/price.yaml": "title: Price\nupdated: 2026-01-01\nsources: [{title: List}]\ncolumns:\n"
        "  - {name: year, type: year}\n  - {name: price, type: integer, unit: USD}\n",
    }
    assert len(advise(table | dict([CHIP]), "unused-dataset")) == 1

    shown = term("Rent", "It costs {{ price.latest }}.")
    assert advise(table | dict([shown]), "unused-dataset") == ()

"""Which terms are near: the formula, its ties and its limits."""

import random

import pytest

from glossary_site.graph.neighbours import HUB, Links, backlinks, outgoing, related
from glossary_site.model import Graph
from glossary_site.names import Slug
from tests.unit.making import graph, links, term


def near(made: Graph, slug: str, limit: int = 6, *, fill: bool = True, **targets: str) -> list[str]:
    """Name what *Related Terms* of `slug` would show."""
    fragments = links(**{s.replace("-", "_"): "" for s in made.order} | targets)
    fragments = {Slug(s.replace("_", "-")): f for s, f in fragments.items()}
    chosen = related(made, outgoing(made, fragments), limit, fill=fill)
    return [str(other) for other in chosen[Slug(slug)]]


def test_links_in_both_directions_weigh_the_same_and_add_up() -> None:
    """4000 for each direction; who is linked both ways comes before who is linked once."""
    made = graph(*(term(name) for name in "abcd"))

    assert near(made, "a", a="b c", c="a", d="a") == ["c", "b", "d"]


def test_ties_go_to_the_lower_slug() -> None:
    """So that two machines choose the same."""
    made = graph(*(term(name) for name in "adcb"))

    assert near(made, "a", a="d c b") == ["b", "c", "d"]


def test_a_link_weighs_more_than_three_topics_and_less_than_five() -> None:
    """4000 against 1000 each."""
    topics = ("t1", "t2", "t3", "t4", "t5")
    for count, order in ((3, ["c", "b"]), (5, ["b", "c"])):
        shared = topics[:count]
        made = graph(term("a", topics=shared), term("b", topics=shared), term("c"))

        assert near(made, "a", a="c") == order


def test_a_common_neighbour_is_worth_less_the_more_it_has() -> None:
    """2000 shared among all its neighbours: a page that links to everything says little."""
    made = graph(*(term(name) for name in ("a", "b", "c", "few", "many", "x", "y", "z")))

    assert near(made, "a", few="a b", many="a c x y z")[:4] == ["few", "many", "b", "c"]


def test_a_hub_says_nothing_about_its_neighbours() -> None:
    """And costs nothing: otherwise one page of links would make the whole quadratic."""
    others = [f"t{i:03}" for i in range(HUB + 1)]
    made = graph(term("hub"), *(term(name) for name in others))

    assert near(made, "t000", hub=" ".join(others)) == ["hub"]


def test_broader_terms_count_as_links() -> None:
    """A term's kind is close to it."""
    made = graph(term("a", broader=("b",)), term("b"), term("c"))

    assert near(made, "a") == ["b"]
    assert near(made, "b") == ["a"]


def test_the_authors_own_come_first_in_the_authors_order() -> None:
    """Authors know better than a formula."""
    made = graph(*(term(n) for n in "bcd"), term("a", related=("d", "c")))

    assert near(made, "a", a="b", b="a") == ["d", "c", "b"]


def test_an_authors_list_is_cut_at_the_limit() -> None:
    """The page shows as many cards as `site.yaml` says."""
    made = graph(*(term(n) for n in "bcd"), term("a", related=("d", "c", "b")))

    assert near(made, "a", 2) == ["d", "c"]
    assert near(made, "a", 0) == []


def test_nothing_is_filled_where_the_glossary_says_so() -> None:
    """`fill: false`: only what authors named."""
    made = graph(*(term(n) for n in "bc"), term("a", related=("c",)))

    assert near(made, "a", fill=False, a="b") == ["c"]
    assert near(made, "b", fill=False, b="a") == []


def test_a_term_without_any_neighbour_has_no_related_terms() -> None:
    """An empty part is better than a random one."""
    made = graph(*(term(n) for n in "abc"))

    assert near(made, "a", b="c") == []


def test_neither_the_term_itself_nor_a_deprecated_one_is_suggested() -> None:
    """A reader should not be sent to what is no longer in use."""
    made = graph(term("a"), term("b", replaced_by="c"), term("c"))

    assert near(made, "a", a="a b c") == ["c"]


def test_topics_alone_fill_the_rest() -> None:
    """In a new glossary nothing links yet."""
    made = graph(*(term(n, topics=("t",)) for n in "abcd"), term("e", topics=("u",)))

    assert near(made, "c") == ["a", "b", "d"]


def test_backlinks_are_those_who_link_or_list_from_a_to_z() -> None:
    """By hand, automatically, or under `related`; `broader` is shown elsewhere."""
    made = graph(
        term("a"), term("Z", related=("a",)), term("m", broader=("a",)), term("b"), term("a2")
    )
    fragments = links(a="a", z="", m="", b="a", a2="a")

    assert backlinks(made, outgoing(made, fragments))[Slug("a")] == ("a2", "b", "z")


def test_two_terms_that_point_at_each_other_are_each_others_backlinks() -> None:
    """One of them must not hide the other."""
    made = graph(term("a", related=("b",)), term("b", related=("a",)))
    back = backlinks(made, outgoing(made, links(a="b", b="a")))

    assert (back[Slug("a")], back[Slug("b")]) == (("b",), ("a",))


def by_formula(made: Graph, targets: Links, slug: Slug, limit: int) -> list[Slug]:
    """Weigh every other term as the formula says, and sort them all."""
    links = {one: {*targets[one], *made.broader[one]} - {one} for one in made.order}
    around = {
        one: links[one] | {other for other in made.order if one in links[other]}
        for one in made.order
    }
    own = made.authored[slug][:limit]
    topics = {one: {*made.term_by_slug[one].topics} for one in made.order}
    followers = set()
    for topic in topics[slug]:
        held = [one for one in made.order if topic in topics[one]]
        following = [*held[held.index(slug) + 1 :], *held]
        followers.update(following[:limit])
    ranked = []
    for other in {*made.order} - {slug, *own, *made.replaced_by}:
        common = [z for z in around[slug] & around[other] if len(around[z]) <= HUB]
        points = 4000 * ((other in links[slug]) + (slug in links[other]))
        points += sum(2000 // len(around[z]) for z in common)
        if points or other in followers:
            ranked.append((-points - 1000 * len(topics[slug] & topics[other]), other))
    return [*own, *(other for _, other in sorted(ranked)[: limit - len(own)])]


@pytest.mark.parametrize("seed", range(30))
def test_no_term_is_left_out_that_the_formula_would_choose(seed: int) -> None:
    """Most terms are never weighed, because they cannot be among the nearest."""
    chance = random.Random(seed)  # noqa: S311 (repeatable, not secret)
    count = chance.choice((5, 20, HUB + 30))
    names = [f"t{i:02}" for i in range(count)]
    others = [name for name in names if name != "t00"]
    made = graph(
        *(
            term(
                name,
                topics=tuple(chance.sample(("p", "q", "r", "s"), chance.randint(1, 3))),
                related=tuple(
                    chance.sample([n for n in others if n != name], chance.randint(0, 2))
                ),
                broader=("t00",) if name != "t00" and chance.random() < 0.1 else (),
                replaced_by="t00" if name == "t01" else None,
            )
            for name in names
        )
    )
    written = {name: " ".join(chance.sample(names, chance.randint(0, 4))) for name in names}
    written["t02"] = " ".join(names)  # a hub, where there are enough
    targets = outgoing(made, links(**written))
    for limit in (1, 4, 12):
        chosen = related(made, targets, limit, fill=True)
        for slug in made.order:
            assert list(chosen[slug]) == by_formula(made, targets, slug, limit)

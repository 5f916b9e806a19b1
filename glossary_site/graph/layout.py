"""Where each term stands on the graph's page: a sunflower a topic, linked terms turned to each other.

Each topic is a disc of places, packed like the seeds of a sunflower, so that no two terms can
meet and topics stay apart.  Only who takes which place is open: every term wishes to stand where
its neighbours are, and each round shares the places out again by these wishes (`graph.seating`).
Discs lie beside those they have most links with (`graph.regions`).

All numbers are whole, so no machine rounds otherwise.  The work has a bound: a larger graph gets
fewer rounds.
"""

from collections.abc import Sequence
from typing import Final

from glossary_site.graph.neighbours import Links
from glossary_site.graph.regions import Region, arrange, seeds
from glossary_site.graph.seating import exchange, share_out, wishes
from glossary_site.model import Graph, Layout

REGIONS: Final = 40
"""Discs at most; terms of all smaller topics share the last one."""
WORK: Final = 900_000
"""Neighbours that may be looked at in all rounds together."""
ROUNDS: Final = (4, 30)
"""At least and at most."""
EXCHANGES: Final = 400_000
"""Pairs of terms that may be looked at to see whether they should change places."""
STRETCH: Final = (3, 2)
"""How much wider than high the whole is drawn, since titles are wide and so are screens."""


def lay_out(graph: Graph, backlinks: Links) -> Layout:
    """Give each term its place."""
    links = neighbours(graph, backlinks)
    groups = topic_groups(graph)
    regions = arrange([len(group) for group in groups], _between(groups, links))
    places = _seat(groups, links, regions)
    wide, high = STRETCH
    return Layout(
        x=tuple(x * wide // high for x, _ in places),
        y=tuple(y for _, y in places),
        links=tuple(links),
    )


def neighbours(graph: Graph, backlinks: Links) -> list[tuple[int, ...]]:
    """List for each term, by its rank from A to Z, those it is linked with either way."""
    rank = {slug: i for i, slug in enumerate(graph.order)}
    around: list[set[int]] = [set() for _ in graph.order]
    for at, slug in enumerate(graph.order):
        for other in (*backlinks[slug], *graph.broader.get(slug, ())):
            there = rank[other]
            around[at].add(there)
            around[there].add(at)
    return [tuple(sorted(near)) for near in around]


def topic_groups(graph: Graph) -> list[list[int]]:
    """Gather the ranks of terms by their first topic, the largest topic first.

    Terms without a topic come last, together with those of topics beyond `REGIONS`.
    """
    held: dict[str, list[int]] = {}
    loose: list[int] = []
    for at, slug in enumerate(graph.order):
        topics = graph.term_by_slug[slug].topics
        (held.setdefault(topics[0], []) if topics else loose).append(at)
    ranked = sorted(held, key=lambda topic: (-len(held[topic]), topic))
    groups = [held[topic] for topic in ranked[: REGIONS - 1]]
    for topic in ranked[REGIONS - 1 :]:
        loose += held[topic]
    return [*groups, sorted(loose)] if loose else groups


def _between(groups: Sequence[Sequence[int]], links: Sequence[Sequence[int]]) -> list[list[int]]:
    """Count the links between any two groups."""
    group_of = [0] * len(links)
    for index, group in enumerate(groups):
        for at in group:
            group_of[at] = index
    counts = [[0] * len(groups) for _ in groups]
    for at, near in enumerate(links):
        row = counts[group_of[at]]
        for other in near:
            row[group_of[other]] += 1
    return counts


def _seat(
    groups: Sequence[Sequence[int]], links: Sequence[Sequence[int]], regions: Sequence[Region]
) -> list[tuple[int, int]]:
    """Share the places of each region out among its terms."""
    count = len(links)
    xs, ys = [0] * count, [0] * count
    seats = []
    for group, region in zip(groups, regions, strict=True):
        ranked = sorted(group, key=lambda at: (-len(links[at]), at))
        seats.append(seeds(region, len(group)))
        for at, (x, y) in zip(ranked, seats[-1], strict=True):
            xs[at], ys[at] = x, y
    visits = sum(map(len, links)) + 4 * count
    least, most = ROUNDS
    for _ in range(max(least, min(most, WORK // max(1, visits)))):
        wish_x, wish_y = wishes(xs, ys, links, groups, regions)
        for group, taken in zip(groups, seats, strict=True):
            share_out(group, taken, wish_x, wish_y, into=(xs, ys))
    exchange(groups, links, xs, ys, EXCHANGES)
    return list(zip(xs, ys, strict=True))

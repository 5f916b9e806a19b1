"""What follows from the links: backlinks, and the nearest terms that fill *Related Terms*.

The nearness of two terms a and b is, in whole numbers so that no rounding differs between
machines:

    4000 if a links to b  +  4000 if b links to a
    + 1000 for each topic they share
    + 2000 / degree(z) for each common neighbour z

where *links to* means: in the body, by hand or automatically, under `related` or under `broader`,
and the last sum is the resource allocation index (Zhou, Lü and Zhang, 2009).  Ties go to the
lower slug.  Common neighbours with more than `HUB` links say nothing and are passed over, which
also keeps the whole linear.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Final

from glossary_site.model import Fragment, Graph
from glossary_site.names import Slug

HUB: Final = 64
LINKED: Final = 4000
SAME_TOPIC: Final = 1000
SHARED_NEIGHBOUR: Final = 2000

Links = Mapping[Slug, tuple[Slug, ...]]


def outgoing(graph: Graph, fragments: Mapping[Slug, Fragment]) -> Links:
    """Collect what each term links to: its body's links, then its author's related terms."""
    return {
        slug: tuple(dict.fromkeys((*fragments[slug].links, *graph.authored.get(slug, ()))))
        for slug in graph.order
    }


def backlinks(graph: Graph, links: Links) -> Links:
    """Invert the links; each list is in A to Z order."""
    found: dict[Slug, list[Slug]] = {slug: [] for slug in graph.order}
    for slug in graph.order:
        targets = links[slug]
        for target in targets:
            found[target].append(slug)
        if slug in targets:
            found[slug].remove(slug)
    return {slug: tuple(sources) for slug, sources in found.items()}


def related(graph: Graph, links: Links, limit: int, *, fill: bool) -> Links:
    """Choose what *Related Terms* shows: the author's own first, then the nearest.

    Args:
        graph: The terms.
        links: From `outgoing`.
        limit: How many at most; an author's longer list is cut.
        fill: Whether others than the author's may be shown.
    """
    if not fill:
        return {slug: graph.authored.get(slug, ())[:limit] for slug in graph.order}
    near = _Nearness(graph, links)
    chosen: dict[Slug, tuple[Slug, ...]] = {}
    for slug in graph.order:
        own = graph.authored.get(slug, ())[:limit]
        missing = limit - len(own)
        chosen[slug] = own if missing <= 0 else (*own, *near.best(slug, set(own), missing))
    return chosen


class _Nearness:
    """The neighbourhood of every term, made once for all questions."""

    def __init__(self, graph: Graph, links: Links) -> None:
        self._graph = graph
        self._links = {
            slug: frozenset((*links[slug], *graph.broader.get(slug, ()))) for slug in graph.order
        }
        self._around: dict[Slug, set[Slug]] = {slug: set() for slug in graph.order}
        for slug, targets in self._links.items():
            self._around[slug] |= targets
            for target in targets:
                self._around[target].add(slug)
        for slug, around in self._around.items():
            around.discard(slug)
        self._worth = {
            slug: SHARED_NEIGHBOUR // len(around) if 0 < len(around) <= HUB else 0
            for slug, around in self._around.items()
        }
        self._own = {slug: frozenset(graph.term_by_slug[slug].topics) for slug in graph.order}
        self._topics: dict[str, list[Slug]] = defaultdict(list)
        for slug in graph.order:
            for topic in self._own[slug]:
                self._topics[topic].append(slug)
        self._rank = {t: {s: i for i, s in enumerate(held)} for t, held in self._topics.items()}

    def best(self, slug: Slug, taken: set[Slug], count: int) -> Iterable[Slug]:
        """Choose the `count` nearest terms that are not taken."""
        near, barred = self._around[slug], {slug, *taken}
        ranked = self._ranked(slug, self._linked(slug, near - barred))
        shareable = SAME_TOPIC * len(self._own[slug])
        beyond = sum([self._worth[z] for z in near]) + shareable
        if len(ranked) < count or -ranked[count - 1][0] <= beyond:  # others may come before
            points = self._reached(slug, len(taken) + count)
            for other in near | barred:
                points.pop(other, None)
            sure = sorted([*(-total for total, _ in ranked), *points.values()], reverse=True)
            floor = sure[count - 1] - shareable if len(sure) >= count else 0
            far = {other: n for other, n in points.items() if n >= floor}
            ranked = sorted([*ranked, *self._ranked(slug, far)])
        return [other for _, other in ranked[:count]]

    def _linked(self, slug: Slug, others: Iterable[Slug]) -> dict[Slug, int]:
        """Count the points of terms that link here or are linked from here, but for topics."""
        links, around, worth = self._links, self._around, self._worth
        near, targets = around[slug], links[slug]
        return {
            other: LINKED * ((other in targets) + (slug in links[other]))
            + sum([worth[z] for z in near & around[other]])
            for other in others
            if other not in self._graph.replaced_by
        }

    def _reached(self, slug: Slug, count: int) -> dict[Slug, int]:
        """Count the points for common neighbours, and find some terms with the same topics."""
        score: dict[Slug, int] = defaultdict(int)
        for other in self._around[slug]:
            worth = self._worth[other]
            if worth:
                for common in self._around[other]:
                    score[common] += worth
        for topic in self._own[slug]:  # those that follow it in A to Z, if nothing else is near
            held, at = self._topics[topic], self._rank[topic][slug]
            for step in range(1, min(len(held), count + 1)):
                score[held[(at + step) % len(held)]] += 0
        for other in self._graph.replaced_by.keys() & score.keys():
            del score[other]
        return score

    def _ranked(self, slug: Slug, points: Mapping[Slug, int]) -> list[tuple[int, Slug]]:
        """Add the points for topics, and sort by falling total."""
        own = self._own[slug]
        totals = [
            (-n - SAME_TOPIC * len(own & self._own[other]), other) for other, n in points.items()
        ]
        return sorted(row for row in totals if row[0])

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
        for target in links[slug]:
            if target != slug:
                found[target].append(slug)
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
            slug: dict.fromkeys((*links[slug], *graph.broader.get(slug, ())))
            for slug in graph.order
        }
        self._around: dict[Slug, dict[Slug, None]] = {slug: {} for slug in graph.order}
        for slug, targets in self._links.items():
            for target in targets:
                if target != slug:
                    self._around[slug][target] = None
                    self._around[target][slug] = None
        self._topics: dict[str, list[Slug]] = defaultdict(list)
        for slug in graph.order:
            for topic in graph.term_by_slug[slug].topics:
                self._topics[topic].append(slug)
        self._rank = {t: {s: i for i, s in enumerate(held)} for t, held in self._topics.items()}

    def best(self, slug: Slug, taken: set[Slug], count: int) -> Iterable[Slug]:
        score: dict[Slug, int] = defaultdict(int)
        for near in self._around[slug]:
            score[near] += LINKED * (near in self._links[slug])
            score[near] += LINKED * (slug in self._links[near])
            degree = len(self._around[near])
            if degree <= HUB:
                for common in self._around[near]:
                    score[common] += SHARED_NEIGHBOUR // degree
        topics = self._graph.term_by_slug[slug].topics
        for topic in topics:  # those that follow it in A to Z, if nothing else is near
            held, at = self._topics[topic], self._rank[topic][slug]
            for step in range(1, min(len(held), count + len(taken) + 1)):
                score[held[(at + step) % len(held)]] += 0
        own = set(topics)
        ranked = []
        for other, points in score.items():
            if other != slug and other not in taken and other not in self._graph.replaced_by:
                shared = own.intersection(self._graph.term_by_slug[other].topics)
                total = points + SAME_TOPIC * len(shared)
                if total:
                    ranked.append((-total, other))
        return [other for _, other in sorted(ranked)[:count]]

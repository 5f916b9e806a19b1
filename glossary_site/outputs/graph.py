"""The whole graph: a page with a drawing and a list, and the file that its script reads."""

from collections.abc import Iterator, Sequence
from typing import Final

import msgspec
from msgspec import Struct

from glossary_site.diagnostics import Span
from glossary_site.model import Layout
from glossary_site.outputs.emitter import Emitter, Planned
from glossary_site.render import addresses as at
from glossary_site.render.digests import Digests
from glossary_site.render.dots import ROLES, mark, topic_roles
from glossary_site.render.edition import Edition
from glossary_site.render.graph_drawing import (
    LABELLED,
    WIDTH,
    Drawing,
    dots,
    draw,
    lines,
    term_labels,
    topic_label,
)
from glossary_site.render.html import Templates
from glossary_site.render.views import (
    GraphLabelView,
    GraphMarkView,
    GraphPage,
    GraphTermView,
    GraphTopicView,
    LinkView,
)

LISTED_TOPICS: Final = 40
"""In the list below the graph; the topics' own page has all."""
TERMS_PER_TOPIC: Final = 10
"""In that list, where there are too many terms for all of them."""
_SCALE: Final = 100
"""The file's coordinates are smaller than the layout's by this."""
_NO_TOPIC: Final = "No topic"
_PAGE: Final = "page"


class GraphFile(Struct, frozen=True):
    """`graph.json`: lists with one item a term, A to Z."""

    base: str
    """What a term's address begins with; its slug and a slash follow."""
    titles: tuple[str, ...]
    """Titles."""
    slugs: tuple[str, ...]
    """Slugs."""
    x: tuple[int, ...]
    """How far each stands to the right."""
    y: tuple[int, ...]
    """How far down."""
    roles: tuple[int, ...]
    """Colours and shapes."""
    topics: tuple[str, ...]
    """Titles of topics."""
    topic: tuple[int, ...]
    """Which of them is each term's first, or -1."""
    links: tuple[int, ...]
    """For each term the number of links to later ones, then how far each of these is from the one
    before it, the first from the term itself."""


class _Gathered(Struct, frozen=True):
    """What both files are made of."""

    layout: Layout
    """Where terms stand."""
    topic: tuple[str | None, ...]
    """The first topic of each term that has a page."""
    roles: tuple[int, ...]
    """Of each term."""
    members: dict[str | None, list[int]]
    """The ranks of the terms of each topic, topics in reading order, then those without one."""
    role_of: dict[str | None, int]
    """Of each topic."""


def _plan(edition: Edition) -> Iterator[Planned]:
    if edition.glossary.layout is not None:
        yield Planned(at.GRAPH, _PAGE, Span("site.yaml"))
        yield Planned(at.GRAPH_FILE, "file", Span("site.yaml"))


def _shows(edition: Edition, digests: Digests, key: str) -> object:
    del key
    return digests.neighbours, [(name, one.title) for name, one in edition.topics.items()]


def _render(edition: Edition, templates: Templates, key: str) -> bytes:
    assert edition.glossary.layout is not None
    gathered = _gather(edition, edition.glossary.layout)
    if key == _PAGE:
        return templates.render("pages/graph.html", edition.site, _page(edition, gathered))
    return msgspec.json.encode(_file(edition, gathered))


def _gather(edition: Edition, layout: Layout) -> _Gathered:
    topic = tuple(map(edition.first_topic, edition.glossary.graph.order))
    members: dict[str | None, list[int]] = {name: [] for name in edition.topics}
    members[None] = []
    for rank, name in enumerate(topic):
        members[name].append(rank)
    members = {name: ranks for name, ranks in members.items() if ranks}
    totals = {name: len(ranks) for name, ranks in members.items() if name is not None}
    role_of: dict[str | None, int] = {None: 0}
    role_of.update(topic_roles(totals))
    return _Gathered(layout, topic, tuple([role_of[name] for name in topic]), members, role_of)


def _file(edition: Edition, gathered: _Gathered) -> GraphFile:
    graph, layout = edition.glossary.graph, gathered.layout
    left, top = min(layout.x), min(layout.y)
    named = [name for name in gathered.members if name is not None]
    index = {name: i for i, name in enumerate(named)}
    return GraphFile(
        base=edition.addresses.href("terms/index.html"),
        titles=tuple([graph.term_by_slug[slug].title for slug in graph.order]),
        slugs=graph.order,
        x=tuple([(x - left) // _SCALE for x in layout.x]),
        y=tuple([(y - top) // _SCALE for y in layout.y]),
        roles=gathered.roles,
        topics=tuple([edition.topics[name].title for name in named]),
        topic=tuple([-1 if name is None else index[name] for name in gathered.topic]),
        links=tuple(_steps(layout.links)),
    )


def _steps(links: Sequence[Sequence[int]]) -> Iterator[int]:
    """Write every pair once, in small numbers."""
    for rank, near in enumerate(links):
        later = [other for other in near if other > rank]
        yield len(later)
        before = rank
        for other in later:
            yield other - before
            before = other


def _page(edition: Edition, gathered: _Gathered) -> GraphPage:
    layout = gathered.layout
    drawing = draw(layout)
    marks = _marks(edition, gathered, drawing)
    title = edition.site.title
    crumbs = edition.crumbs((at.GRAPH, "Graph"))
    return GraphPage(
        head=edition.head(at.GRAPH, "Graph", f"How the terms of {title} hang together.", crumbs),
        breadcrumbs=crumbs,
        term_count=len(layout.x),
        link_count=sum(map(len, layout.links)) // 2,
        width=WIDTH,
        height=drawing.height,
        dot_count=len(drawing.shown),
        lines=lines(layout, drawing),
        marks=tuple(marks.values()),
        labels=_labels(edition, gathered, drawing),
        topics=_topics(edition, gathered, marks),
        data_href=edition.addresses.href(at.GRAPH_FILE),
    )


def _marks(edition: Edition, gathered: _Gathered, drawing: Drawing) -> dict[int, GraphMarkView]:
    """Make the legend by role, in reading order."""
    topics: dict[int, list[str | None]] = {}
    for name in gathered.members:
        topics.setdefault(gathered.role_of[name], []).append(name)
    found = {}
    for role in sorted(topics, key=lambda role: (role == 0, role)):
        names = topics[role]
        total = sum([len(gathered.members[name]) for name in names])
        shared = "Other topics" if role == ROLES and len(names) > 1 else None
        title = shared or _title(edition, names[0])
        found[role] = mark(role, title, dots(drawing, gathered.roles, role), total)
    return found


def _title(edition: Edition, topic: str | None) -> str:
    return _NO_TOPIC if topic is None else edition.topics[topic].title


def _topic_link(edition: Edition, topic: str | None) -> LinkView:
    path = at.A_TO_Z if topic is None else at.topic_path(topic)
    return edition.page_link(path, _title(edition, topic))


def _labels(edition: Edition, gathered: _Gathered, drawing: Drawing) -> tuple[GraphLabelView, ...]:
    order = edition.glossary.graph.order
    if len(order) <= LABELLED:
        terms = [edition.link(slug) for slug in order]
        return term_labels(gathered.layout, drawing, terms)
    largest = sorted(gathered.members.items(), key=lambda held: -len(held[1]))
    return tuple([
        topic_label(drawing, ranks, _topic_link(edition, name))
        for name, ranks in largest[:LISTED_TOPICS]
        if name is not None
    ])  # fmt: skip


def _topics(
    edition: Edition, gathered: _Gathered, marks: dict[int, GraphMarkView]
) -> tuple[GraphTopicView, ...]:
    order, links = edition.glossary.graph.order, gathered.layout.links
    limit = None if len(order) <= LABELLED else TERMS_PER_TOPIC
    found = []
    for name, ranks in list(gathered.members.items())[:LISTED_TOPICS]:
        ranked = sorted(ranks, key=lambda rank: (-len(links[rank]), rank))[:limit]
        link = _topic_link(edition, name)
        terms = [(edition.link(order[rank]), len(links[rank])) for rank in ranked]
        found.append(
            GraphTopicView(
                title=link.title,
                href=link.href,
                mark=marks[gathered.role_of[name]],
                terms=tuple([GraphTermView(one.href, one.title, n) for one, n in terms]),
                total=len(ranks),
            )
        )
    return tuple(found)


EMITTER: Final = Emitter("graph", "graph", _plan, _shows, _render)

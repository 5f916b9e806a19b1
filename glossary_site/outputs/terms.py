"""The page of a term."""

from collections.abc import Iterator
from typing import Final

from markupsafe import Markup

from glossary_site.model import Fragment, Term
from glossary_site.names import Slug
from glossary_site.outputs.emitter import Emitter, Planned
from glossary_site.render import addresses as at
from glossary_site.render.citation import citation
from glossary_site.render.data_view import source_view
from glossary_site.render.dates import day_view
from glossary_site.render.digests import Digests
from glossary_site.render.edition import Edition
from glossary_site.render.html import Templates
from glossary_site.render.site_view import direction
from glossary_site.render.views import HeadingView, LinkView, TermPage

ROWS: Final = 12
"""Rows of a dataset's table on a term's page."""
CONTENTS_FROM: Final = 3
"""A body with fewer headings needs no list of them."""
CONTENTS_LEVEL: Final = 2


def _plan(edition: Edition) -> Iterator[Planned]:
    for slug, term in edition.glossary.graph.term_by_slug.items():
        yield Planned(at.term_path(slug), slug, term.span("slug"))


def _shows(edition: Edition, digests: Digests, key: str) -> object:
    slug, glossary = Slug(key), edition.glossary
    graph, term = glossary.graph, glossary.graph.term_by_slug[Slug(key)]
    others = (*_around(edition, slug), graph.replaced_by.get(slug))
    return (
        digests.cards[slug],
        digests.marks[slug].page,
        digests.bodies[slug],
        None if term.updated is None else term.updated.toordinal(),
        digests.of_cards(glossary.related[slug]),
        digests.of_cards(glossary.backlinks[slug]),
        digests.of_cards(graph.broader.get(slug, ())),
        digests.of_cards(graph.narrower.get(slug, ())),
        [None if s is None else (s, graph.term_by_slug[s].title) for s in others],
        [(name, edition.topics[name].title) for name in term.topics if name in edition.topics],
        digests.of_datasets(term.data),
    )


def _render(edition: Edition, templates: Templates, key: str) -> bytes:
    return templates.render("pages/term.html", edition.site, term_page(edition, Slug(key)))


def term_page(edition: Edition, slug: Slug) -> TermPage:
    """Make the view of a term's page."""
    glossary = edition.glossary
    graph, term = glossary.graph, glossary.graph.term_by_slug[slug]
    fragment = glossary.fragments[slug]
    path = at.term_path(slug)
    head = edition.head(path, term.title, glossary.definition(slug) or None)
    replaced = graph.replaced_by.get(slug)
    previous, following = _beside(edition, slug)
    language = term.lang if term.lang != edition.site.language else None
    return TermPage(
        head=head,
        breadcrumbs=_crumbs(edition, term, path),
        title=term.title,
        language=language,
        direction=None if language is None else direction(language),
        abbreviation=term.abbreviation,
        aliases=term.aliases,
        topics=_topics(edition, term),
        definition=term.definition,
        body=Markup(fragment.html),  # noqa: S704 (made safe by render.markdown)
        contents=_contents(fragment),
        replaced_by=None if replaced is None else edition.link(replaced),
        broader=tuple(edition.link(s) for s in graph.broader.get(slug, ())),
        narrower=tuple(edition.link(s) for s in graph.narrower.get(slug, ())),
        datasets=edition.datasets(term.data, ROWS),
        related=tuple(edition.card(s) for s in glossary.related[slug]),
        mentioned_in=tuple(edition.card(s) for s in glossary.backlinks[slug]),
        sources=tuple(source_view(source) for source in term.sources),
        updated=None if term.updated is None else day_view(term.updated),
        edit_href=edition.edit_href(term.path),
        citation=citation(term, edition.site.title, head.canonical),
        previous=previous,
        next=following,
    )


def _crumbs(edition: Edition, term: Term, path: str) -> tuple[LinkView, ...]:
    """Lead through the term's first topic, or through A to Z if it has none."""
    topic = next((name for name in term.topics if name in edition.topics), None)
    if topic is None:
        return edition.crumbs((at.A_TO_Z, "Terms"), (path, term.title))
    title = edition.topics[topic].title
    return edition.crumbs((at.TOPICS, "Topics"), (at.topic_path(topic), title), (path, term.title))


def _topics(edition: Edition, term: Term) -> tuple[LinkView, ...]:
    return tuple(
        edition.page_link(at.topic_path(name), edition.topics[name].title)
        for name in dict.fromkeys(term.topics)
        if name in edition.topics
    )


def _contents(fragment: Fragment) -> tuple[HeadingView, ...]:
    headings = [h for h in fragment.headings if h.level == CONTENTS_LEVEL and h.id]
    if len(headings) < CONTENTS_FROM:
        return ()
    return tuple(HeadingView(f"#{heading.id}", heading.text) for heading in headings)


def _beside(edition: Edition, slug: Slug) -> tuple[LinkView | None, LinkView | None]:
    """Link to the terms before and after, A to Z."""
    previous, following = _around(edition, slug)
    return (
        None if previous is None else edition.link(previous),
        None if following is None else edition.link(following),
    )


def _around(edition: Edition, slug: Slug) -> tuple[Slug | None, Slug | None]:
    order, at_slug = edition.glossary.graph.order, edition.rank[slug]
    previous = order[at_slug - 1] if at_slug else None
    return previous, order[at_slug + 1] if at_slug + 1 < len(order) else None


EMITTER: Final = Emitter("terms", "pages", _plan, _shows, _render)

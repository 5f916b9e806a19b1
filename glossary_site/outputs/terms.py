"""The page of a term."""

from bisect import bisect_left
from collections.abc import Iterator
from typing import Final

from markupsafe import Markup

from glossary_site.model import Fragment, Term
from glossary_site.names import Slug
from glossary_site.outputs.emitter import Emitter, Planned
from glossary_site.render import addresses as at
from glossary_site.render import alternates
from glossary_site.render.backlinks import backlinks, listed_views, mention_view, quotation
from glossary_site.render.citation import citation
from glossary_site.render.data_view import source_view
from glossary_site.render.dates import day_view
from glossary_site.render.digests import Digests
from glossary_site.render.edition import Edition
from glossary_site.render.html import Templates
from glossary_site.render.issues import told
from glossary_site.render.json_ld import defined_term
from glossary_site.render.neighbour_map import map_linking, map_view
from glossary_site.render.views import CitationView, HeadingView, LinkView, TermPage

ROWS: Final = 12
"""Rows of a dataset's table on a term's page."""
CONTENTS_FROM: Final = 3
"""A body with fewer headings needs no list of them."""
CONTENTS_LEVEL: Final = 2
CONTRIBUTORS: Final = 5
"""People named on a term's page; how many more there are is said."""


def _plan(edition: Edition) -> Iterator[Planned]:
    for slug, term in edition.glossary.graph.term_by_slug.items():
        yield Planned(at.term_path(slug), slug, term.span("slug"))


def _shows(edition: Edition, digests: Digests, key: str) -> object:
    slug, glossary = Slug(key), edition.glossary
    graph, term = glossary.graph, glossary.graph.term_by_slug[Slug(key)]
    others = (*_around(edition, term), graph.replaced_by.get(slug))
    linking = backlinks(glossary, slug)
    on_map, mapped = map_linking(edition, slug)
    return (
        digests.cards[slug],
        digests.marks[slug].page,
        digests.bodies[slug],
        digests.origins[slug],
        digests.of_cards(glossary.related[slug]),
        digests.of_cards(linking.quoted),
        [quotation(glossary, slug, other) for other in linking.quoted],
        digests.of_cards(linking.listed),
        digests.of_cards(graph.broader.get(slug, ())),
        digests.of_cards(graph.narrower.get(slug, ())),
        digests.of_cards(on_map),
        mapped,
        [None if s is None else (s, graph.term_by_slug[s].title) for s in others],
        [(name, edition.topics[name].title) for name in term.topics if name in edition.topics],
        digests.of_datasets(term.data),
        told(edition.coverage.term(slug)),
    )


def _render(edition: Edition, templates: Templates, key: str) -> bytes:
    return templates.render("pages/term.html", edition.site, term_page(edition, Slug(key)))


def term_page(edition: Edition, slug: Slug) -> TermPage:
    """Make the view of a term's page."""
    glossary = edition.glossary
    graph, term = glossary.graph, glossary.graph.term_by_slug[slug]
    fragment = glossary.fragments[slug]
    path, definition = at.term_path(slug), glossary.definition(slug)
    crumbs = _crumbs(edition, term, path)
    head = edition.head(
        path,
        term.title,
        definition or None,
        crumbs,
        about=defined_term(term, definition, edition.site, edition.addresses),
        kind="article",
        social_card=edition.social_card(slug),
        alternates=alternates.of_term(edition.addresses, edition.families, slug),
    )
    replaced = graph.replaced_by.get(slug)
    previous, following = _beside(edition, term)
    linking = backlinks(glossary, slug)
    also, more = listed_views(edition, linking.listed)
    topic = edition.first_topic(slug)
    language, writing = edition.foreign(term.lang)
    datasets = edition.datasets(term.data, ROWS, "term")
    return TermPage(
        head=head,
        breadcrumbs=crumbs,
        title=term.title,
        language=language,
        direction=writing,
        abbreviation=term.abbreviation,
        aliases=term.aliases,
        topics=_topics(edition, term),
        definition=term.definition,
        body=Markup(fragment.html),  # noqa: S704 (made safe by render.markdown)
        contents=_contents(fragment),
        replaced_by=None if replaced is None else edition.link(replaced),
        broader=tuple(edition.link(s) for s in graph.broader.get(slug, ())),
        narrower=tuple(edition.link(s) for s in graph.narrower.get(slug, ())),
        has_charts=any(one.chart is not None for one in datasets),
        datasets=datasets,
        related=tuple(edition.card(s) for s in glossary.related[slug]),
        map=map_view(edition, slug),
        mentioned_in=tuple(mention_view(edition, slug, s) for s in linking.quoted),
        mentioned_also=also,
        mentioned_more=more,
        issues=edition.dated_issues(edition.coverage.term(slug)),
        sources=tuple(source_view(source) for source in term.sources),
        updated=None if term.updated is None else day_view(term.updated),
        history_href=_history_href(edition, slug),
        contributors=term.contributors[:CONTRIBUTORS],
        other_contributors=len(term.contributors[CONTRIBUTORS:]),
        edit_href=edition.edit_href(term.path),
        report_href=edition.report_href(term.title, path),
        citation=_citation(edition, term, head.canonical),
        previous=previous,
        next=following,
        within=topic and edition.topics[topic].title,
    )


def _citation(edition: Edition, term: Term, canonical: str | None) -> CitationView:
    language, _ = edition.foreign(term.lang)
    return citation(term, edition.site.title, language or edition.site.language, canonical)


def _history_href(edition: Edition, slug: Slug) -> str | None:
    """Link to a term's earlier wordings, if it has any."""
    return edition.addresses.href(at.history_path(slug)) if slug in edition.lineages else None


def _crumbs(edition: Edition, term: Term, path: str) -> tuple[LinkView, ...]:
    """Lead through the term's first topic, or through A to Z if it has none."""
    topic = edition.first_topic(term.slug)
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


def _beside(edition: Edition, term: Term) -> tuple[LinkView | None, LinkView | None]:
    """Link to the terms before and after."""
    previous, following = _around(edition, term)
    return (
        None if previous is None else edition.link(previous),
        None if following is None else edition.link(following),
    )


def _around(edition: Edition, term: Term) -> tuple[Slug | None, Slug | None]:
    """Find the terms before and after, A to Z within the first topic, else of all terms."""
    topic, rank = edition.first_topic(term.slug), edition.rank
    if topic is None:
        order, place = edition.glossary.graph.order, rank[term.slug]
    else:
        order = edition.topics[topic].terms
        place = bisect_left(order, rank[term.slug], key=rank.__getitem__)
    previous = order[place - 1] if place else None
    return previous, order[place + 1] if place + 1 < len(order) else None


EMITTER: Final = Emitter("terms", "pages", _plan, _shows, _render, is_of_term=True)

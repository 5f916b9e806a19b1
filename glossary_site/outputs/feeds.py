"""Atom feeds: new and changed terms, and the newsletter."""

import datetime as dt
from collections.abc import Iterator
from typing import Final

from glossary_site.diagnostics import Span
from glossary_site.model import Issue
from glossary_site.names import Slug
from glossary_site.outputs.emitter import Emitter, Planned
from glossary_site.render import addresses as at
from glossary_site.render.absolute import absolute_links, identifier
from glossary_site.render.data_view import dataset_card
from glossary_site.render.dates import timestamp
from glossary_site.render.digests import Digests
from glossary_site.render.edition import Edition
from glossary_site.render.html import Templates
from glossary_site.render.views import DatasetCardView, FeedEntryView, FeedPage

ENTRIES: Final = 50
_NEVER: Final = dt.date(1970, 1, 1)
"""A feed must say when it last changed; one without entries never did."""


def _plan_terms(edition: Edition) -> Iterator[Planned]:
    del edition
    yield Planned(at.FEED, "terms", Span("site.yaml"))


def _plan_newsletter(edition: Edition) -> Iterator[Planned]:
    if edition.glossary.content.issues:
        yield Planned(at.NEWSLETTER_FEED, "newsletter", Span("site.yaml"))


def _newest(edition: Edition) -> list[tuple[dt.date, Slug]]:
    """List the terms that changed last, with the day."""
    terms = edition.glossary.content.terms
    dated = [(term.updated, term.slug) for term in terms if term.updated]
    return sorted(dated, reverse=True)[:ENTRIES]


def _shows_terms(edition: Edition, digests: Digests, key: str) -> object:
    del key
    return [(day.toordinal(), digests.cards[slug]) for day, slug in _newest(edition)]


def _shows_newsletter(edition: Edition, digests: Digests, key: str) -> object:
    del key
    named = [digests.of_datasets(issue.data) for issue in edition.glossary.content.issues]
    return list(digests.issues.values()), named


def _render_terms(edition: Edition, templates: Templates, key: str) -> bytes:
    del key
    glossary = edition.glossary
    entries = tuple(
        FeedEntryView(
            id=identifier(edition, at.term_path(slug)),
            href=edition.addresses.best(at.term_path(slug)),
            title=glossary.graph.term_by_slug[slug].title,
            summary=glossary.definition(slug),
            updated=timestamp(day),
        )
        for day, slug in _newest(edition)
    )
    named = (edition.site.title, edition.site.description)
    return _feed(edition, templates, at.FEED, named, entries)


def _render_newsletter(edition: Edition, templates: Templates, key: str) -> bytes:
    del key
    glossary = edition.glossary
    entries = tuple(
        FeedEntryView(
            id=identifier(edition, at.issue_path(issue.slug)),
            href=edition.addresses.best(at.issue_path(issue.slug)),
            title=issue.title,
            summary=glossary.issue_fragments[issue.slug].lead,
            updated=timestamp(issue.date),
            body=absolute_links(
                glossary.issue_fragments[issue.slug].html,
                at.issue_path(issue.slug),
                edition.addresses,
            ),
            datasets=_data_points(edition, issue),
        )
        for issue in glossary.content.issues[:ENTRIES]
    )
    fields = glossary.config.newsletter
    name = f"{edition.site.title}: newsletter" if fields is None else fields.name
    tagline = None if fields is None else fields.tagline
    return _feed(edition, templates, at.NEWSLETTER_FEED, (name, tagline), entries)


def _data_points(edition: Edition, issue: Issue) -> tuple[DatasetCardView, ...]:
    """Make the cards of what an issue names, without charts: feeds show none."""
    return tuple(
        dataset_card(one, edition.addresses.best(at.dataset_path(one.id)), 1)
        for one in edition.named_datasets(issue.data)
    )


def _feed(
    edition: Edition,
    templates: Templates,
    path: str,
    named: tuple[str, str | None],
    entries: tuple[FeedEntryView, ...],
) -> bytes:
    home = at.NEWSLETTER if path == at.NEWSLETTER_FEED else at.HOME
    page = FeedPage(
        id=identifier(edition, path),
        title=named[0],
        subtitle=named[1],
        home_href=edition.addresses.best(home),
        self_href=edition.addresses.best(path),
        author=edition.site.title,
        language=edition.site.language,
        updated=entries[0].updated if entries else timestamp(_NEVER),
        entries=entries,
    )
    return templates.render("machine/atom.xml", edition.site, page)


TERMS: Final = Emitter("feed", "feeds", _plan_terms, _shows_terms, _render_terms)
NEWSLETTER: Final = Emitter(
    "newsletter-feed", "newsletter", _plan_newsletter, _shows_newsletter, _render_newsletter
)

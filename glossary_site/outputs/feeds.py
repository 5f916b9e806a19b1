"""Feeds of new and changed terms, of all and of each topic, and of the newsletter."""

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Final

from markupsafe import Markup

from glossary_site.diagnostics import Span
from glossary_site.exporting.feeds import ENTRIES, Feed, feed_files, tags
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
from glossary_site.render.recent import newest
from glossary_site.render.views import FeedBodyView, FeedEntryView


def _planned(path: str, key: str) -> Iterator[Planned]:
    """Plan both forms of a feed, which are rendered together."""
    yield Planned(path, key, Span("site.yaml"))
    yield Planned(at.json_feed_path(path), key, Span("site.yaml"), 1)


def _plan_terms(edition: Edition) -> Iterator[Planned]:
    del edition
    yield from _planned(at.FEED, "terms")


def _plan_topics(edition: Edition) -> Iterator[Planned]:
    for topic in edition.topics:
        yield from _planned(at.topic_feed_path(topic), topic)


def _plan_newsletter(edition: Edition) -> Iterator[Planned]:
    if edition.glossary.content.issues:
        yield from _planned(at.NEWSLETTER_FEED, "newsletter")


def _newest(edition: Edition, slugs: Iterable[Slug] | None = None) -> list[tuple[dt.date, Slug]]:
    """List the terms that changed last, with the day."""
    return newest(edition.glossary, slugs)[:ENTRIES]


def _shows_terms(edition: Edition, digests: Digests, key: str) -> object:
    del key
    return _shown(edition, digests, _newest(edition))


def _shows_topics(edition: Edition, digests: Digests, key: str) -> object:
    topic = edition.topics[key]
    changes = _newest(edition, topic.terms)
    return topic.title, topic.description, _shown(edition, digests, changes)


def _shown(edition: Edition, digests: Digests, changes: list[tuple[dt.date, Slug]]) -> object:
    """Tell what the entries of some terms depend on."""
    terms = edition.glossary.graph.term_by_slug
    return [
        (day, slug, terms[slug].added, tags(edition, slug), terms[slug].lang, digests.cards[slug])
        for day, slug in changes
    ]


def _shows_newsletter(edition: Edition, digests: Digests, key: str) -> object:
    del key
    named = [digests.of_datasets(issue.data) for issue in edition.glossary.content.issues]
    return list(digests.issues.values()), named


def _render_terms(edition: Edition, templates: Templates, key: str) -> tuple[bytes, ...]:
    del key
    site = edition.site
    entries = tuple(_term(edition, *change) for change in _newest(edition))
    return feed_files(
        edition, templates, Feed(at.FEED, at.HOME, site.title, site.description, entries)
    )


def _render_topics(edition: Edition, templates: Templates, key: str) -> tuple[bytes, ...]:
    topic = edition.topics[key]
    entries = tuple(_term(edition, *change) for change in _newest(edition, topic.terms))
    title = f"{edition.site.title}: {topic.title}"
    path, home = at.topic_feed_path(key), at.topic_path(key)
    return feed_files(edition, templates, Feed(path, home, title, topic.description, entries))


def _term(edition: Edition, day: dt.date, slug: Slug) -> FeedEntryView:
    """Make the entry of a term that was added or changed on a day."""
    term = edition.glossary.graph.term_by_slug[slug]
    path = at.term_path(slug)
    return FeedEntryView(
        id=identifier(edition, path),
        href=edition.addresses.best(path),
        title=term.title,
        summary=edition.glossary.definition(slug),
        updated=timestamp(day),
        published=None if term.added is None else timestamp(term.added),
        tags=tags(edition, slug),
        language=edition.foreign(term.lang)[0],
    )


def _render_newsletter(edition: Edition, templates: Templates, key: str) -> tuple[bytes, ...]:
    del key
    glossary = edition.glossary
    entries = tuple(_issue(edition, templates, one) for one in glossary.content.issues[:ENTRIES])
    fields = glossary.config.newsletter
    name = f"{edition.site.title}: newsletter" if fields is None else fields.name
    tagline = None if fields is None else fields.tagline
    feed = Feed(at.NEWSLETTER_FEED, at.NEWSLETTER, name, tagline, entries)
    return feed_files(edition, templates, feed)


def _issue(edition: Edition, templates: Templates, issue: Issue) -> FeedEntryView:
    """Make the entry of an issue, with all of its text."""
    path = at.issue_path(issue.slug)
    fragment = edition.glossary.issue_fragments[issue.slug]
    # Cards without charts: feeds show none.
    datasets = tuple(
        dataset_card(one, edition.addresses.best(at.dataset_path(one.id)), 1)
        for one in edition.named_datasets(issue.data)
    )
    shown = FeedBodyView(absolute_links(fragment.html, path, edition.addresses), datasets)
    body = templates.render("machine/entry.html", edition.site, shown).decode()
    return FeedEntryView(
        id=identifier(edition, path),
        href=edition.addresses.best(path),
        title=issue.title,
        summary=fragment.lead,
        updated=timestamp(issue.date),
        published=timestamp(issue.date),
        body=Markup(body),  # noqa: S704 (made by our template)
    )


TERMS: Final = Emitter("feed", "feeds", _plan_terms, _shows_terms, _render_terms)
TOPICS: Final = Emitter("topic-feeds", "feeds", _plan_topics, _shows_topics, _render_topics)
NEWSLETTER: Final = Emitter(
    "newsletter-feed", "newsletter", _plan_newsletter, _shows_newsletter, _render_newsletter
)

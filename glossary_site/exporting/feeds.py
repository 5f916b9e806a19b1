"""Feeds in two forms, both written from one record: Atom (RFC 4287) and JSON Feed 1.1."""

import datetime as dt
from collections.abc import Sequence
from typing import Final

import msgspec
from msgspec import Struct

from glossary_site.names import Slug
from glossary_site.render import addresses as at
from glossary_site.render.absolute import identifier
from glossary_site.render.dates import timestamp
from glossary_site.render.edition import Edition
from glossary_site.render.html import Templates
from glossary_site.render.views import FeedEntryView, FeedPage

ENTRIES: Final = 50
"""Of a feed, at most."""
JSON_FEED: Final = "https://jsonfeed.org/version/1.1"
"""What a JSON Feed says of its form."""
_NEVER: Final = dt.date(1970, 1, 1)
"""A feed must say when it last changed; one without entries never did."""


class Feed(Struct, frozen=True):
    """A feed before it is written."""

    path: str
    """Output path of its Atom form."""
    home: str
    """Output path of the page it belongs to."""
    title: str
    """Its title."""
    subtitle: str | None
    """What it is."""
    entries: tuple[FeedEntryView, ...]
    """The newest first."""


class _Author(Struct, frozen=True):
    """Who publishes a feed."""

    name: str
    url: str


class _Item(Struct, frozen=True, omit_defaults=True):
    """An entry as JSON Feed has it: what is None is left out."""

    id: str
    url: str
    title: str
    date_modified: str
    content_text: str | None = None
    content_html: str | None = None
    summary: str | None = None
    date_published: str | None = None
    tags: tuple[str, ...] = ()
    language: str | None = None


class _Document(Struct, frozen=True, omit_defaults=True):
    """A feed as JSON Feed has it."""

    version: str
    title: str
    home_page_url: str
    feed_url: str
    language: str
    authors: tuple[_Author, ...]
    items: Sequence[_Item]
    description: str | None = None


def tags(edition: Edition, slug: Slug) -> tuple[str, ...]:
    """Name the topics of a term that have pages."""
    named, topics = edition.glossary.graph.term_by_slug[slug].topics, edition.topics
    return tuple([topics[name].title for name in named if name in topics])


def feed_files(edition: Edition, templates: Templates, feed: Feed) -> tuple[bytes, bytes]:
    """Write a feed: as Atom, and as JSON Feed."""
    page = _page(edition, feed)
    atom = templates.render("machine/atom.xml", edition.site, page)
    return atom, _json_feed(page, edition.addresses.best(at.HOME))


def _page(edition: Edition, feed: Feed) -> FeedPage:
    """Make the record from which both forms are written."""
    best = edition.addresses.best
    return FeedPage(
        id=identifier(edition, feed.path),
        title=feed.title,
        subtitle=feed.subtitle,
        home_href=best(feed.home),
        self_href=best(feed.path),
        json_href=best(at.json_feed_path(feed.path)),
        author=edition.site.title,
        language=edition.site.language,
        updated=feed.entries[0].updated if feed.entries else timestamp(_NEVER),
        entries=feed.entries,
    )


def _json_feed(page: FeedPage, home: str) -> bytes:
    document = _Document(
        version=JSON_FEED,
        title=page.title,
        home_page_url=page.home_href,
        feed_url=page.json_href,
        language=page.language,
        authors=(_Author(page.author, home),),
        items=[_item(entry) for entry in page.entries],
        description=page.subtitle,
    )
    return msgspec.json.encode(document) + b"\n"


def _item(entry: FeedEntryView) -> _Item:
    """Make an item; a summary that is all there is stands as the content, and not twice."""
    is_whole = entry.body is None
    return _Item(
        id=entry.id,
        url=entry.href,
        title=entry.title,
        date_modified=entry.updated,
        content_text=entry.summary if is_whole else None,
        content_html=None if entry.body is None else str(entry.body),
        summary=None if is_whole else entry.summary,
        date_published=entry.published,
        tags=entry.tags,
        language=entry.language,
    )

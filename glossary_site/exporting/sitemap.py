"""Which pages search engines may list, since when each is as it is, and into how many files they go."""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from html import escape
from typing import Final

from glossary_site.manual import Manual
from glossary_site.names import Slug
from glossary_site.render import addresses as at
from glossary_site.render.edition import Edition
from glossary_site.render.views import SitemapEntryView

ADDRESSES: Final = 50_000
"""Of one file, at most: https://www.sitemaps.org/protocol.html."""
BYTES: Final = 50 * 1024 * 1024
"""The same."""
_SURELY_ONE: Final = 12_000
"""So few addresses fit, whatever they are: none has 4,000 bytes, since a base address has 2,000
characters at most and a file name 200."""
_ENTRY: Final = len("<url><loc></loc><lastmod>2026-11-24</lastmod></url>\n")
_FRAME: Final = 200
"""More bytes than stand around the entries."""
_WHOLE_DAY: Final = len("2026-11-24")

Listed = tuple[str, str | None]
"""The output path of a page, and the day of its last change, YYYY-MM-DD, where that is known."""


def pages(edition: Edition) -> Iterator[Listed]:
    """List every page that may be found, with its day of change.

    The day is the newest of what the page shows.  Pages of which nobody knows have none: a wrong
    day teaches search engines not to believe any.
    """
    terms = edition.glossary.graph.term_by_slug
    days = [(slug, _iso(terms[slug].updated)) for slug in edition.glossary.graph.order]
    newest = _newest(day for _, day in days)
    others = tuple(other_pages(edition, newest))
    yield at.HOME, _newest((newest, *(day for path, day in others if path in _ON_HOME)))
    yield at.A_TO_Z, newest
    for slug, day in days:
        yield at.term_path(slug), day
    yield from others


_ON_HOME: Final = frozenset({at.DATA, at.NEWSLETTER})
"""What home shows beside terms."""


def other_pages(edition: Edition, newest: str | None) -> Iterator[Listed]:
    """List the pages that are neither a term's, nor home, nor A to Z.

    Args:
        edition: What is published.
        newest: The day of the last change of any term.
    """
    content = edition.glossary.content
    if edition.site.changes_href is not None:
        yield at.CHANGES, newest
    if edition.site.sources_href is not None:
        yield at.SOURCES, None
    yield from _topics(edition)
    if edition.glossary.layout is not None:
        yield at.GRAPH, None
    if content.datasets and "data" in edition.families:
        days = {name: _whole_day(one.fields.updated) for name, one in content.datasets.items()}
        yield at.DATA, _newest(days.values())
        yield from ((at.dataset_path(name), day) for name, day in days.items())
    if content.issues and "newsletter" in edition.families:
        yield at.NEWSLETTER, content.issues[0].date.isoformat()
        yield from ((at.issue_path(one.slug), one.date.isoformat()) for one in content.issues)
    if "machines" in edition.families:
        yield at.FORMATS, None
        if content.terms:
            yield at.EMBED_DEMO, None
    for slug, lineage in edition.lineages.items():
        yield at.history_path(slug), lineage[-1].day.isoformat()
    yield from _docs(content.manual)


def _topics(edition: Edition) -> Iterator[Listed]:
    if not edition.topics:
        return
    days = {name: _last_change(edition, topic.terms) for name, topic in edition.topics.items()}
    yield at.TOPICS, _newest(days.values())
    yield from ((at.topic_path(name), day) for name, day in days.items())


def _last_change(edition: Edition, slugs: Iterable[Slug]) -> str | None:
    """Give the day on which any of some terms changed last."""
    terms = edition.glossary.graph.term_by_slug
    days = [day for slug in slugs if (day := terms[slug].updated) is not None]
    return _iso(max(days, default=None))


def _docs(manual: Manual | None) -> Iterator[Listed]:
    yield from ((at.doc_path(path), None) for path in (() if manual is None else manual.docs))


def _iso(day: dt.date | None) -> str | None:
    return None if day is None else day.isoformat()


def _whole_day(partial: str | None) -> str | None:
    """Give a date that names its day; a month says too little."""
    return partial if partial is not None and len(partial) == _WHOLE_DAY else None


def _newest(days: Iterable[str | None]) -> str | None:
    return max(filter(None, days), default=None)


def entries(edition: Edition) -> tuple[SitemapEntryView, ...]:
    """Make the entries of all pages, with absolute addresses."""
    best = edition.addresses.best
    return tuple([SitemapEntryView(best(path), day) for path, day in pages(edition)])


def is_surely_one(edition: Edition) -> bool:
    """Say without looking at addresses whether all pages go into one file."""
    content, manual = edition.glossary.content, edition.glossary.content.manual
    many = (content.terms, edition.lineages, edition.topics, content.datasets, content.issues)
    docs = 0 if manual is None else len(manual.docs)
    return sum(map(len, many)) + docs + len(_OWN) <= _SURELY_ONE


_OWN: Final = (
    at.HOME, at.A_TO_Z, at.CHANGES, at.SOURCES, at.TOPICS, at.GRAPH, at.DATA, at.NEWSLETTER, at.FORMATS,
    at.EMBED_DEMO,
)  # fmt: skip


def divided(
    listed: Sequence[SitemapEntryView], most: int = ADDRESSES, size: int = BYTES
) -> list[tuple[SitemapEntryView, ...]]:
    """Divide entries into files, in order.

    Args:
        listed: All of them.
        most: How many go into one file.
        size: How many bytes it may have.
    """
    parts: list[tuple[SitemapEntryView, ...]] = []
    start, used = 0, _FRAME
    for number, entry in enumerate(listed):
        wide = len(escape(entry.href)) + _ENTRY
        if number - start == most or (used + wide > size and number > start):
            parts.append(tuple(listed[start:number]))
            start, used = number, _FRAME
        used += wide
    return [*parts, tuple(listed[start:])]


def index(
    edition: Edition, parts: Sequence[Sequence[SitemapEntryView]]
) -> tuple[SitemapEntryView, ...]:
    """Make the entries of the index of some files, each with the newest day in it."""
    best = edition.addresses.best
    return tuple(
        SitemapEntryView(best(at.sitemap_path(number)), _newest(one.updated for one in part))
        for number, part in enumerate(parts, start=1)
    )

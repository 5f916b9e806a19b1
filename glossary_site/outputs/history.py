"""How terms came to be as they are: a page for each, and a feed of what was reworded."""

from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from glossary_site.cache.codec import mark
from glossary_site.content.versions import Version
from glossary_site.diagnostics import Span
from glossary_site.exporting.feeds import ENTRIES, Feed, feed_files, tags
from glossary_site.names import Slug
from glossary_site.outputs.emitter import Emitter, Planned
from glossary_site.render import addresses as at
from glossary_site.render.absolute import identifier
from glossary_site.render.dates import timestamp
from glossary_site.render.digests import Digests
from glossary_site.render.edition import Edition
from glossary_site.render.html import Templates
from glossary_site.render.lineage import revisions
from glossary_site.render.views import FeedEntryView, HistoryPage


def _plan(edition: Edition) -> Iterator[Planned]:
    for slug in edition.lineages:
        term = edition.glossary.graph.term_by_slug[slug]
        yield Planned(at.history_path(slug), slug, term.span("slug"))


def _shows(edition: Edition, digests: Digests, key: str) -> object:
    slug = Slug(key)
    topics = [(name, one.title) for name, one in edition.topics.items()]
    return digests.cards[slug], edition.lineages[slug], topics


def _render(edition: Edition, templates: Templates, key: str) -> bytes:
    slug = Slug(key)
    term = edition.glossary.graph.term_by_slug[slug]
    path = at.history_path(slug)
    title = f"History of {term.title}"
    description = f"How the definition of {term.title} has changed, with each wording and its day."
    crumbs = edition.crumbs(
        (at.A_TO_Z, "Terms"), (at.term_path(slug), term.title), (path, "History")
    )
    page = HistoryPage(
        head=edition.head(path, title, description, crumbs),
        breadcrumbs=crumbs,
        title=term.title,
        term_href=edition.addresses.href(at.term_path(slug)),
        revisions=revisions(
            edition.lineages[slug],
            {name: one.title for name, one in edition.topics.items()},
            has_people=edition.glossary.config.contributors,
        ),
    )
    return templates.render("pages/history.html", edition.site, page)


def _plan_feed(edition: Edition) -> Iterator[Planned]:
    if "history" in edition.families:
        yield Planned(at.CHANGES_FEED, "changes", Span("site.yaml"))
        yield Planned(at.json_feed_path(at.CHANGES_FEED), "changes", Span("site.yaml"), 1)


_Change = tuple[Version, Version, Slug]
"""A version before, the one after, and the term's slug of today."""


def _newest(edition: Edition) -> list[_Change]:
    """List what changed names, definitions or what to use instead, the newest first."""
    told = [
        (before, now, slug)
        for slug, lineage in edition.lineages.items()
        for before, now in pairwise(lineage)
        if _told(before) != _told(now)
    ]
    return sorted(told, key=lambda change: (-change[1].number, change[2]))[:ENTRIES]


def _told(version: Version) -> tuple[str | None, ...]:
    return (version.title, version.slug, version.definition, version.replaced_by)


def _shows_feed(edition: Edition, digests: Digests, key: str) -> object:
    del digests, key
    return [(tags(edition, slug), *change, slug) for *change, slug in _newest(edition)]


def _render_feed(edition: Edition, templates: Templates, key: str) -> tuple[bytes, ...]:
    del key
    entries = tuple(_entry(edition, *change) for change in _newest(edition))
    home = at.CHANGES if edition.site.changes_href else at.HOME
    title = f"{edition.site.title}: wordings"
    subtitle = "What was reworded, renamed or replaced, before and after."
    return feed_files(edition, templates, Feed(at.CHANGES_FEED, home, title, subtitle, entries))


def _entry(edition: Edition, before: Version, now: Version, slug: Slug) -> FeedEntryView:
    path = at.history_path(slug)
    title = edition.glossary.graph.term_by_slug[slug].title
    return FeedEntryView(
        id=identifier(edition, f"{path}#{mark((_told(before), _told(now))).hex()}"),
        href=edition.addresses.best(path),
        title=title,
        summary=" ".join(_sentences(before, now)),
        updated=timestamp(now.day),
        published=timestamp(now.day),
        tags=tags(edition, slug),
    )


def _sentences(before: Version, now: Version) -> Iterator[str]:
    if before.title != now.title:
        yield f"Renamed from “{before.title}” to “{now.title}”."
    elif before.slug != now.slug:
        yield f"Moved from /terms/{before.slug}/ to /terms/{now.slug}/."
    if now.replaced_by is not None and before.replaced_by != now.replaced_by:
        yield f"Deprecated: use “{now.replaced_by}” instead."
    if before.definition != now.definition:
        yield f"Before: {before.definition or 'no definition of its own'}"
        yield f"Now: {now.definition or 'no definition of its own'}"


PAGES: Final = Emitter("history", "history", _plan, _shows, _render)
FEED: Final = Emitter("history-feed", "history", _plan_feed, _shows_feed, _render_feed)

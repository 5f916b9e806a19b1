"""For search engines: the sitemap and robots.txt.

A sitemap needs absolute addresses, so there is none where `base_url` names no host.
"""

from collections.abc import Iterator
from typing import Final

from glossary_site.diagnostics import Span
from glossary_site.manual import Manual
from glossary_site.outputs.emitter import Emitter, Planned
from glossary_site.render import addresses as at
from glossary_site.render.digests import Digests
from glossary_site.render.edition import Edition
from glossary_site.render.html import Templates
from glossary_site.render.views import SitemapEntryView, SitemapPage

ROBOTS: Final = "robots.txt"


def _plan(edition: Edition) -> Iterator[Planned]:
    if edition.addresses.origin:
        yield Planned(at.SITEMAP, "sitemap", Span("site.yaml"))
    yield Planned(ROBOTS, "robots", Span("site.yaml"))


def _shows(edition: Edition, digests: Digests, key: str) -> object:
    if key == "robots":
        return None
    return edition.glossary.graph.order, digests.days, list(_other_pages(edition))


def _render(edition: Edition, templates: Templates, key: str) -> bytes:
    if key == "robots":
        return _robots(edition)
    entries = tuple(
        SitemapEntryView(edition.addresses.best(path), updated) for path, updated in _pages(edition)
    )
    return templates.render("machine/sitemap.xml", edition.site, SitemapPage(entries))


def _robots(edition: Edition) -> bytes:
    lines = ["User-agent: *", "Allow: /"]
    if sitemap := edition.addresses.absolute(at.SITEMAP):
        lines += ["", f"Sitemap: {sitemap}"]
    return ("\n".join(lines) + "\n").encode()


def _pages(edition: Edition) -> Iterator[tuple[str, str | None]]:
    """List every page that may be found, with its day of change."""
    yield at.HOME, None
    yield at.A_TO_Z, None
    for slug in edition.glossary.graph.order:
        updated = edition.glossary.graph.term_by_slug[slug].updated
        yield at.term_path(slug), None if updated is None else updated.isoformat()
    yield from _other_pages(edition)


def _other_pages(edition: Edition) -> Iterator[tuple[str, str | None]]:
    content = edition.glossary.content
    if edition.site.changes_href is not None:
        yield at.CHANGES, None
    if edition.site.sources_href is not None:
        yield at.SOURCES, None
    if edition.topics:
        yield at.TOPICS, None
    for topic in edition.topics:
        yield at.topic_path(topic), None
    if edition.glossary.layout is not None:
        yield at.GRAPH, None
    if content.datasets and "data" in edition.families:
        yield at.DATA, None
        for name in content.datasets:
            yield at.dataset_path(name), None
    if content.issues and "newsletter" in edition.families:
        yield at.NEWSLETTER, None
        for issue in content.issues:
            yield at.issue_path(issue.slug), issue.date.isoformat()
    yield from ((at.history_path(slug), None) for slug in edition.lineages)
    yield from _docs(content.manual)


def _docs(manual: Manual | None) -> Iterator[tuple[str, str | None]]:
    for path in () if manual is None else manual.docs:
        yield at.doc_path(path), None


EMITTER: Final = Emitter("sitemap", "sitemap", _plan, _shows, _render)

"""For search engines: the sitemap, in parts where it is large, and robots.txt.

A sitemap needs absolute addresses, so there is none where `base_url` names no host.
"""

from collections.abc import Iterator
from typing import Final

from glossary_site.diagnostics import Span
from glossary_site.exporting.sitemap import (
    divided,
    entries,
    index,
    is_surely_one,
    other_pages,
)
from glossary_site.outputs.emitter import Emitter, Planned
from glossary_site.render import addresses as at
from glossary_site.render.digests import Digests
from glossary_site.render.edition import Edition
from glossary_site.render.html import Templates
from glossary_site.render.views import SitemapEntryView, SitemapPage

ROBOTS: Final = "robots.txt"
_ROBOTS: Final = "robots"
_WHOLE: Final = "sitemap"
"""The key of the file that search engines begin with; those of parts are their numbers."""


def _plan(edition: Edition) -> Iterator[Planned]:
    site = Span("site.yaml")
    if edition.addresses.origin:
        yield Planned(at.SITEMAP, _WHOLE, site)
        parts = 1 if is_surely_one(edition) else len(divided(entries(edition)))
        for number in range(1, parts + 1 if parts > 1 else 1):
            yield Planned(at.sitemap_path(number), str(number), site)
    yield Planned(ROBOTS, _ROBOTS, site)


def _shows(edition: Edition, digests: Digests, key: str) -> object:
    if key == _ROBOTS:
        return None
    if is_surely_one(edition):  # the quick way to the same
        return edition.glossary.graph.order, digests.days, list(other_pages(edition, None))
    template, shown = _content(edition, key)
    return template, [(one.href, one.updated) for one in shown]


def _render(edition: Edition, templates: Templates, key: str) -> bytes:
    if key == _ROBOTS:
        return _robots(edition)
    template, shown = _content(edition, key)
    return templates.render(template, edition.site, SitemapPage(shown))


def _content(edition: Edition, key: str) -> tuple[str, tuple[SitemapEntryView, ...]]:
    """Give the template of a file, and what it lists."""
    parts = divided(entries(edition))
    if key != _WHOLE:
        return "machine/sitemap.xml", parts[int(key) - 1]
    if len(parts) == 1:
        return "machine/sitemap.xml", parts[0]
    return "machine/sitemap_index.xml", index(edition, parts)


def _robots(edition: Edition) -> bytes:
    lines = ["User-agent: *", "Allow: /"]
    if sitemap := edition.addresses.absolute(at.SITEMAP):
        lines += ["", f"Sitemap: {sitemap}"]
    return ("\n".join(lines) + "\n").encode()


EMITTER: Final = Emitter("sitemap", "sitemap", _plan, _shows, _render)

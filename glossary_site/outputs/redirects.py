"""Pages at old addresses that lead to the term."""

from collections.abc import Iterator
from typing import Final

from glossary_site.names import Slug
from glossary_site.outputs.emitter import Emitter, Planned
from glossary_site.render.addresses import term_path
from glossary_site.render.digests import Digests
from glossary_site.render.edition import Edition
from glossary_site.render.html import Templates
from glossary_site.render.views import RedirectPage


def _plan(edition: Edition) -> Iterator[Planned]:
    for old, address in edition.glossary.graph.redirects.items():
        yield Planned(term_path(old), old, address.span)


def _shows(edition: Edition, digests: Digests, key: str) -> object:
    del digests
    old = edition.glossary.graph.redirects[Slug(key)]
    return old.name, old.target, edition.glossary.graph.term_by_slug[old.target].title


def _render(edition: Edition, templates: Templates, key: str) -> bytes:
    old = edition.glossary.graph.redirects[Slug(key)]
    canonical = edition.addresses.absolute(term_path(old.target))
    page = RedirectPage(old.name, edition.link(old.target), canonical)
    return templates.render("redirect.html", edition.site, page)


EMITTER: Final = Emitter("redirects", "redirects", _plan, _shows, _render)

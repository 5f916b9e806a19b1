"""Pages at old addresses that lead to the term."""

from collections.abc import Iterator
from typing import Final

from glossary_site.names import Slug
from glossary_site.outputs.emitter import Emitter, Planned
from glossary_site.render.addresses import term_path
from glossary_site.render.edition import Edition
from glossary_site.render.html import Templates
from glossary_site.render.views import RedirectPage


def _plan(edition: Edition) -> Iterator[Planned]:
    graph = edition.glossary.graph
    for old, slug in graph.redirects.items():
        yield Planned(term_path(old), old, graph.term_by_slug[slug].span("aliases"))


def _render(edition: Edition, templates: Templates, key: str) -> bytes:
    slug = edition.glossary.graph.redirects[Slug(key)]
    target = edition.link(slug)
    canonical = edition.addresses.absolute(term_path(slug))
    page = RedirectPage(target.title, target, canonical)
    return templates.render("redirect.html", edition.site, page)


EMITTER: Final = Emitter("redirects", "redirects", _plan, _render)

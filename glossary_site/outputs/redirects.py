"""Pages at old addresses that lead to the term."""

from collections.abc import Iterator
from typing import Final

from glossary_site.model import Term
from glossary_site.names import Slug, slugify
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
    graph = edition.glossary.graph
    slug = graph.redirects[Slug(key)]
    canonical = edition.addresses.absolute(term_path(slug))
    page = RedirectPage(_old_name(graph.term_by_slug[slug], key), edition.link(slug), canonical)
    return templates.render("redirect.html", edition.site, page)


def _old_name(term: Term, old: str) -> str:
    """Give the alias that made the address; a former slug has only its own words."""
    return next((name for name in term.names if slugify(name) == old), old.replace("-", " "))


EMITTER: Final = Emitter("redirects", "redirects", _plan, _render)

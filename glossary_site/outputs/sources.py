"""All sources on one page."""

from collections.abc import Iterator
from typing import Final

from msgspec.structs import replace

from glossary_site.diagnostics import Span
from glossary_site.outputs.emitter import Emitter, Planned
from glossary_site.render import addresses as at
from glossary_site.render import alternates
from glossary_site.render.bibliography import Bibliography, Cited, bibliography
from glossary_site.render.data_view import source_view
from glossary_site.render.digests import Digests
from glossary_site.render.edition import Edition
from glossary_site.render.html import Templates
from glossary_site.render.views import LinkView, PublisherView, SourcesPage, SourceUseView

TERMS: Final = 12
"""Terms listed with a source; how many more there are is said."""


def _plan(edition: Edition) -> Iterator[Planned]:
    if edition.site.sources_href is not None:
        yield Planned(at.SOURCES, "sources", Span("site.yaml"))


def _shows(edition: Edition, digests: Digests, key: str) -> object:
    del edition, key
    return digests.neighbours, digests.pages, list(digests.datasets.items())


def _render(edition: Edition, templates: Templates, key: str) -> bytes:
    del key
    found = bibliography(edition.glossary)
    return templates.render("pages/sources.html", edition.site, _page(edition, found))


def _page(edition: Edition, found: Bibliography) -> SourcesPage:
    description = f"What {edition.site.title} rests on: every source of its terms and figures."
    crumbs = edition.crumbs((at.SOURCES, "Sources"))
    return SourcesPage(
        head=edition.head(
            at.SOURCES,
            "Sources",
            description,
            crumbs,
            alternates=alternates.of_page(edition.addresses, edition.families, at.SOURCES),
        ),
        breadcrumbs=crumbs,
        publishers=tuple(
            PublisherView(name, tuple(_use(edition, one) for one in cited))
            for name, cited in found.by_publisher.items()
        ),
        shown=sum(map(len, found.by_publisher.values())),
        total=found.total,
    )


def _use(edition: Edition, cited: Cited) -> SourceUseView:
    return SourceUseView(
        source=replace(source_view(cited.source), publisher=None),
        terms=tuple(edition.link(slug) for slug in cited.terms[:TERMS]),
        other_terms=len(cited.terms[TERMS:]),
        datasets=tuple(_dataset(edition, name) for name in cited.datasets)
        if "data" in edition.families
        else (),
    )


def _dataset(edition: Edition, name: str) -> LinkView:
    title = edition.glossary.content.datasets[name].fields.title
    return edition.page_link(at.dataset_path(name), title)


EMITTER: Final = Emitter("sources", "pages", _plan, _shows, _render)

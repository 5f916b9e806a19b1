"""Data and formats: what else there is of the glossary beside its pages, with examples."""

from collections.abc import Iterator
from typing import Final

import msgspec

from glossary_site.diagnostics import Span
from glossary_site.exporting.terms import encode, term_record
from glossary_site.names import Slug
from glossary_site.outputs.emitter import Emitter, Planned
from glossary_site.render import addresses as at
from glossary_site.render.digests import Digests
from glossary_site.render.edition import Edition
from glossary_site.render.html import Templates
from glossary_site.render.views import FormatsPage, FormatView

TITLE: Final = "Data and formats"
_WHOLE: Final = (
    (at.CSV, "CSV", "One row a term, for spreadsheets and databases."),
    (at.XLSX, "Excel", "The same as a workbook."),
    (at.JSON_LD, "JSON-LD", "SKOS for linked data."),
    (at.TURTLE, "Turtle", "The same in the notation that people read best."),
    (at.TBX, "TBX", "For terminology systems and translators; ISO 30042, style DCA."),
    (at.TBX_DCT, "TBX, style DCT", "The same with an element for each kind of statement."),
    (at.LLMS, "llms.txt", "A guide for language models to all that is here."),
    (at.LLMS_FULL, "llms-full.txt", "Every term in one Markdown text."),
)
"""Files of the whole glossary: path, name, and whom they serve."""
_LISTS: Final = (
    ("api/v1/terms.json", "Terms", "All terms with definitions, topics and digests."),
    ("api/v1/graph.json", "Graph", "How terms hang together."),
    ("api/v1/topics.json", "Topics", "The topics with their terms."),
    ("api/v1/data.json", "Datasets", "Columns, units, sources, cautions and files."),
    ("api/v1/names.json", "Names", "Every name by which a text may mention a term."),
    (at.API_DESCRIPTION, "OpenAPI", "All of this described, for tools that make clients."),
)
_KEPT: Final = ("id", "slug", "title", "abbreviation", "aliases", "definition", "updated", "digest")
"""Fields of a term that the example shows."""


def _plan(edition: Edition) -> Iterator[Planned]:
    del edition
    yield Planned(at.FORMATS, "formats", Span("site.yaml"))


def _shows(edition: Edition, digests: Digests, key: str) -> object:
    del key
    shown = edition.glossary.most_linked[:1]
    behind = [(digests.marks[one].page, digests.bodies[one], digests.origins[one]) for one in shown]
    return (
        digests.of_cards(shown), behind, digests.neighbours,
        bool(edition.glossary.content.issues), bool(edition.glossary.content.datasets),
    )  # fmt: skip


def _render(edition: Edition, templates: Templates, key: str) -> bytes:
    del key
    return templates.render("pages/formats.html", edition.site, _page(edition))


def _page(edition: Edition) -> FormatsPage:
    crumbs = edition.crumbs((at.FORMATS, TITLE))
    description = f"{edition.site.title} for programs, spreadsheets, other sites and models."
    example = next(iter(edition.glossary.most_linked), None)
    link = None if example is None else edition.link(example)
    return FormatsPage(
        head=edition.head(at.FORMATS, TITLE, description, crumbs),
        breadcrumbs=crumbs,
        whole=_formats(edition, _WHOLE),
        lists=_formats(edition, _LISTS),
        term=link,
        one=() if example is None else _formats(edition, _of_term(edition, example)),
        answer=None if example is None else _answer(edition, example),
        request=None if example is None else _request(edition, example),
        feeds=_formats(edition, _feeds(edition)),
        data_href=edition.addresses.href(at.DATA) if _has_data(edition) else None,
        demo_href=edition.addresses.href(at.EMBED_DEMO) if example is not None else None,
        total=len(edition.glossary.graph.order),
    )


def _has_data(edition: Edition) -> bool:
    return bool(edition.glossary.content.datasets) and "data" in edition.families


def _formats(edition: Edition, told: tuple[tuple[str, str, str], ...]) -> tuple[FormatView, ...]:
    return tuple(
        FormatView(name, said, edition.addresses.href(path), f"/{at.page_path(path)}")
        for path, name, said in told
    )


def _of_term(edition: Edition, slug: Slug) -> tuple[tuple[str, str, str], ...]:
    card = at.embed_path(slug)
    told = [
        (at.term_json_path(slug), "JSON", "Everything that is known of the term; JSON-LD, too."),
        (at.markdown_path(at.term_path(slug)), "Markdown", "The page as text, with its sources."),
        (at.term_turtle_path(slug), "Turtle", "SKOS."),
        (card, "Card", "A small page for a frame on another site."),
    ]
    if edition.addresses.origin:
        told.append((at.oembed_path(card), "oEmbed", "For systems that make a card of a link."))
    return tuple(told)


def _answer(edition: Edition, slug: Slug) -> str:
    """Show a part of the document of a term."""
    whole = msgspec.json.decode(encode(term_record(edition, slug)))
    shown = {key: whole[key] for key in _KEPT if key in whole}
    return msgspec.json.format(encode(shown), indent=2).decode()


def _request(edition: Edition, slug: Slug) -> str:
    return f"curl {edition.addresses.best(at.term_json_path(slug))}"


def _feeds(edition: Edition) -> tuple[tuple[str, str, str], ...]:
    told: list[tuple[str, str, str]] = []
    if "feeds" in edition.families:
        told.append((at.FEED, "New and changed terms", "Each topic has a feed of its own, too."))
    if edition.glossary.content.issues and "newsletter" in edition.families:
        told.append((at.NEWSLETTER_FEED, "Newsletter", "Every issue whole."))
    if "history" in edition.families:
        told.append((at.CHANGES_FEED, "Wordings", "What was reworded, before and after."))
    both = []
    for path, name, said in told:
        both.append((path, f"{name}, Atom", said))
        both.append((at.json_feed_path(path), f"{name}, JSON Feed", "The same."))
    return tuple(both)


EMITTER: Final = Emitter("formats", "machines", _plan, _shows, _render)

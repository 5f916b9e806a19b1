"""The files beside a term's page: the same term for programs.  They are small and made together."""

from collections.abc import Iterator
from typing import Final

from glossary_site.exporting.embeds import TERM_HEIGHT, oembed, term_card
from glossary_site.exporting.linked_data import turtle_document
from glossary_site.exporting.mirror import term_mirror
from glossary_site.exporting.terms import prepared, term_document, term_record
from glossary_site.names import Slug
from glossary_site.outputs.emitter import Emitter, Planned
from glossary_site.render import addresses as at
from glossary_site.render.digests import Digests
from glossary_site.render.edition import Edition
from glossary_site.render.html import Templates


def _plan(edition: Edition) -> Iterator[Planned]:
    for slug, term in edition.glossary.graph.term_by_slug.items():
        owner = term.span("slug")
        yield Planned(at.term_json_path(slug), slug, owner)
        yield Planned(at.term_turtle_path(slug), slug, owner, 1)
        card = at.embed_path(slug)
        yield Planned(at.markdown_path(at.term_path(slug)), slug, owner, 2)
        yield Planned(card, slug, owner, 3)
        if edition.addresses.origin:
            yield Planned(at.oembed_path(card), slug, owner, 4)


def _shows(edition: Edition, digests: Digests, key: str) -> object:
    slug, glossary, known = Slug(key), edition.glossary, prepared(edition)
    graph, marks = glossary.graph, digests.marks[slug]
    replaced = graph.replaced_by.get(slug)
    # One digest of all titles costs less than to gather those that this term names.
    return (
        known.titles,
        known.related[slug],
        digests.cards[slug],
        marks.page,
        marks.body,
        digests.bodies[slug],
        digests.origins[slug],
        digests.of_cards(glossary.related[slug]),
        digests.of_cards(glossary.backlinks[slug]),
        digests.of_cards(graph.broader.get(slug, ())),
        digests.of_cards(graph.narrower.get(slug, ())),
        None if replaced is None else digests.cards[replaced],
        digests.of_datasets(marks.datasets),
    )


def _render(edition: Edition, templates: Templates, key: str) -> tuple[bytes, ...]:
    slug = Slug(key)
    title = edition.glossary.graph.term_by_slug[slug].title
    return (
        term_document(edition, term_record(edition, slug)),
        turtle_document(edition, slug),
        term_mirror(edition, slug),
        term_card(edition, templates, slug),
        oembed(edition, at.embed_path(slug), title, TERM_HEIGHT),
    )


EMITTER: Final = Emitter("term-files", "machines", _plan, _shows, _render, is_of_term=True)

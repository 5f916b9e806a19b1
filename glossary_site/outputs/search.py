"""The search index: names first, then the words of texts, then what results show of terms."""

from collections.abc import Iterator, Sequence
from typing import Final

import msgspec

from glossary_site.diagnostics import Span
from glossary_site.names import Slug
from glossary_site.outputs.emitter import Emitter, Planned
from glossary_site.render.digests import Digests
from glossary_site.render.edition import Edition
from glossary_site.render.html import Templates
from glossary_site.search.index import Index

FOLDER: Final = "search"
FIRST: Final = "index"


def _plan(edition: Edition) -> Iterator[Planned]:
    index = _index(edition)
    owner = Span("site.yaml")
    yield Planned(f"{FOLDER}/{FIRST}.json", FIRST, owner)
    for number in range(index.division.shards):
        yield Planned(f"{FOLDER}/texts-{number}.json", f"texts:{number}", owner)
    if index.is_small:
        return
    for number, bound in enumerate(index.names.bounds):
        name = bound.encode().hex() or "0"
        yield Planned(f"{FOLDER}/names-{name}.json", f"names:{number}", owner)
    for number in range(index.division.blocks):
        yield Planned(f"{FOLDER}/terms-{number}.json", f"terms:{number}", owner)


def _shows(edition: Edition, digests: Digests, key: str) -> object:
    index = _index(edition)
    kind, _, number = key.partition(":")
    if kind == "texts":
        return index.division.limit, index.parts(int(number))
    if kind == "names":
        return index.names.shards[int(number)]
    if kind == "terms":
        return _told(digests, index.blocks[int(number)])
    inside = [_told(digests, block) for block in index.blocks] if index.is_small else []
    return index.division, len(digests.cards), index.names, index.common, inside


def _told(digests: Digests, slugs: Sequence[Slug]) -> object:
    """Give what stands behind a block: a term's other names are part of its page alone."""
    return digests.of_cards(slugs), b"".join([digests.marks[slug].names for slug in slugs])


def _render(edition: Edition, templates: Templates, key: str) -> bytes:
    del templates
    index = _index(edition)
    kind, _, number = key.partition(":")
    if kind == "texts":
        return index.texts(int(number))
    if kind == "names":
        return index.names.shards[int(number)]
    if kind == "terms":
        return _block(edition, index.blocks[int(number)])
    return index.first(_block(edition, block) for block in index.blocks)


def _block(edition: Edition, slugs: Sequence[Slug]) -> bytes:
    """Write what results show of some terms: slug, title, definition, abbreviation, aliases."""
    return msgspec.json.encode([_told_of(edition, slug) for slug in slugs])


def _told_of(edition: Edition, slug: Slug) -> list[object]:
    glossary = edition.glossary
    term = glossary.graph.term_by_slug[slug]
    definition = glossary.definition(slug)
    return [slug, term.title, definition, term.abbreviation or "", *term.aliases]


def _index(edition: Edition) -> Index:
    assert edition.search is not None
    return edition.search


EMITTER: Final = Emitter("search", "search", _plan, _shows, _render)

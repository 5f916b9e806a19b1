"""Digests of a term's parts, made when its file is read.

A later build can then tell what a change concerns without looking at the terms again.
"""

from msgspec import Struct

from glossary_site.cache.codec import mark
from glossary_site.content.figure_grammar import named_datasets
from glossary_site.model import Term


class Marks(Struct, frozen=True):
    """Digests of a term's parts, 16 bytes each."""

    names: bytes
    """What it is called, and where it and its page are: what prose and references find."""
    relations: bytes
    """Whom it refers to, and where each key stands."""
    card: bytes
    """What others show of it: its address, title, abbreviation and definition."""
    page: bytes
    """What only its own page shows of it, beside the body and other terms."""
    has_picture: bool
    """Whether its body may show a picture."""
    body: bytes
    """Its body, its place, and whether its first paragraph is the definition."""
    datasets: tuple[str, ...] = ()
    """Ids of the datasets whose figures its body may show, and of those its front matter names."""


def marks_of(term: Term) -> Marks:
    """Make the marks of a term."""
    return Marks(
        names=mark((
            term.slug, term.title, term.abbreviation, term.aliases, term.former_slugs,
            term.autolink, term.draft, term.path,
        )),
        relations=mark((
            term.related, term.broader, term.topics, term.data, term.replaced_by, term.places,
        )),
        card=mark((term.slug, term.title, term.abbreviation, term.definition)),
        page=mark((term.path, term.aliases, term.topics, term.data, term.sources, term.lang)),
        has_picture="![" in term.body,
        body=mark((
            term.path, term.slug, term.body, term.body_line, term.body_column,
            term.definition is None, term.places.get("title"),
        )),
        datasets=_datasets(term) if term.data or "{{" in term.body else (),
    )  # fmt: skip


def _datasets(term: Term) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*term.data, *named_datasets(term.body))))

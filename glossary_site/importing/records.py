"""What a reader of a foreign format hands over: terms as their source has them."""

from collections.abc import Callable, Mapping

from msgspec import Struct, field

from glossary_site.diagnostics import Diagnostic, Findings, Span, finding, quoted
from glossary_site.importing.sources import Source


class Reference(Struct, frozen=True):
    """One term named by another."""

    key: str
    """The key of the term that is meant, or one of its names."""
    span: Span
    """Where the source says so."""


class Link(Struct, frozen=True):
    """A reference in a body, with the words that carry it."""

    text: str
    """The words, in Markdown; empty for the term's own title."""
    to: Reference
    """The term that is meant."""


Body = tuple[str | Link, ...]
"""Markdown, parted where it links to terms."""


class ImportedSource(Struct, frozen=True):
    """What a term's statements rest on."""

    title: str
    """Title of the publication."""
    url: str | None = None
    """Its web address; one that is none is left out, and said."""
    publisher: str | None = None
    """Who published it."""
    published: str | None = None
    """YYYY, YYYY-MM or YYYY-MM-DD."""


class Imported(Struct, frozen=True):
    """A term as a foreign source has it.  Text may be anything: what writes it quotes it."""

    key: str
    """What other terms of the source call it by: a slug, a number, an IRI, or its title."""
    title: str
    """Its name."""
    span: Span
    """Where it begins in the source."""
    slug: str | None = None
    """What its address is made from, if the source gives addresses; else the title is used."""
    definition: str | None = None
    """Plain text; one that is too long for a definition becomes the body's beginning."""
    body: Body = ()
    """Markdown."""
    abbreviation: str | None = None
    """A short form."""
    aliases: tuple[str, ...] = ()
    """Other names."""
    topics: tuple[str, ...] = ()
    """Titles or ids of topics."""
    related: tuple[Reference, ...] = ()
    """Related terms."""
    broader: tuple[Reference, ...] = ()
    """More general terms."""
    replaced_by: Reference | None = None
    """The term to use instead."""
    sources: tuple[ImportedSource, ...] = ()
    """What it rests on."""
    former_slugs: tuple[str, ...] = ()
    """Earlier addresses that the source redirects from."""
    updated: str | None = None
    """YYYY-MM-DD; anything else is left out, and said."""
    draft: bool = False
    """Whether it is not to be published yet."""
    absent: str | None = None
    """Why the source has it and it is not imported: what refers to it leads somewhere, there."""
    lang: str | None = None
    """Its language, if the source says it and it is not the one asked for."""
    file: str | None = None
    """The whole text of its file, where it comes back from a glossary's own export; `slug` is then
    what the file is called, and nothing else counts."""


class Options(Struct, frozen=True):
    """What was asked for, beside the source."""

    language: str = "en"
    """The language to take, where a source has several: the glossary's own unless said."""
    keys: Mapping[str, str] = field(default_factory=dict)
    """From our keys to the source's, for formats without keys of their own."""
    sheet: str | None = None
    """The sheet of a workbook; None for the first."""


Read = Callable[[Source, Options], tuple[tuple[Imported, ...], Findings]]
"""Reads all terms of a source; each mistake is a finding, and no source raises."""


def not_carried(span: Span, what: str, hint: str | None = None) -> Diagnostic:
    """Say that something of the source has no place in a term file."""
    return finding("not-carried", span, what, hint)


def refused(span: Span, why: str, hint: str | None = None) -> Diagnostic:
    """Say that a term, or a whole source, cannot be imported."""
    return finding("import-refused", span, why, hint)


def dangling(reference: Reference) -> Diagnostic:
    """Say that a reference leads to no term."""
    message = f"no term of the source or of the glossary is called {quoted(reference.key)}"
    return finding("dangling-reference", reference.span, message)

"""Terms in the JSON API, version 1: fields are added and never taken away.

`python -m glossary_site.api_schemas` makes the JSON Schemas and the OpenAPI description of them.  All
addresses are absolute where the site's host is known, and root-relative where it is not.
"""

from typing import Annotated, Final, Literal

from msgspec import UNSET, Meta, Struct, UnsetType, field

VERSION: Final = "1.0"
"""Of the API: the first number is part of the addresses, the second grows with new fields."""

Address = Annotated[str, Meta(extra_json_schema={"format": "uri-reference"})]
"""Absolute, or root-relative where the site's host is not known."""
Day = Annotated[str, Meta(pattern="^[0-9]{4}-[0-9]{2}-[0-9]{2}$")]
"""YYYY-MM-DD."""
PartialDate = Annotated[str, Meta(pattern="^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$")]
"""YYYY, YYYY-MM or YYYY-MM-DD."""
Digest = Annotated[str, Meta(pattern="^sha256-[0-9a-f]{64}$")]
"""Of a term."""
Key = Annotated[str, Meta(min_length=1)]
"""A slug or an id."""


class TermReference(Struct, frozen=True):
    """A term that another names."""

    id: Address
    """Its identifier, the IRI of the concept; it leads to its page."""
    slug: Key
    """The last part of its address, unique in the glossary."""
    title: str
    """Its name."""


class TopicReference(Struct, frozen=True):
    """A topic that a term belongs to."""

    id: Address
    """Its identifier, the IRI of the collection; it leads to its page."""
    slug: Key
    """The last part of its address."""
    title: str
    """Its name."""


class DatasetReference(Struct, frozen=True):
    """A dataset that a term shows."""

    id: Address
    """Its identifier; it leads to its page."""
    slug: Key
    """The last part of its address."""
    title: str
    """Its name."""


class SourceRecord(Struct, frozen=True, omit_defaults=True):
    """What statements or figures rest on; a field that is not known is left out."""

    title: str
    """Title of the publication."""
    url: Address | UnsetType = UNSET
    """Where it can be read."""
    publisher: str | UnsetType = UNSET
    """Who published it."""
    published: PartialDate | UnsetType = UNSET
    """When: YYYY, YYYY-MM or YYYY-MM-DD."""
    licence: str | UnsetType = UNSET
    """Under which licence."""
    attribution: str | UnsetType = UNSET
    """How the publisher wants to be named."""


class Definition(Struct, frozen=True):
    """What a term means, in one or two sentences."""

    text: str
    """Plain text; empty where the term has neither a definition nor a paragraph."""
    html: str
    """The same as a paragraph of HTML, in which nothing is left to escape."""


class GlossaryReference(Struct, frozen=True):
    """The glossary that a term is part of."""

    id: Address
    """Its identifier: the IRI of the concept scheme."""
    title: str
    """Its name."""
    url: Address
    """The list of its terms."""
    licence: str | None
    """The licence of the texts."""


class TermLinks(Struct, frozen=True):
    """The same term in other formats; null for what is not published."""

    html: Address
    """Its page."""
    json: Address
    """This document."""
    markdown: Address
    """Markdown, for language models."""
    turtle: Address
    """SKOS in Turtle."""
    card: Address
    """A small page for an iframe."""
    oembed: Address | None
    """The answer to a consumer of oEmbed."""


class Term(Struct, frozen=True, kw_only=True):
    """A term."""

    id: Address
    """Its identifier: the IRI of the concept."""
    type: Literal["Concept"]
    """What it is in SKOS."""
    slug: Key
    """The last part of its address, unique in the glossary."""
    url: Address
    """Its page."""
    title: str
    """Its name."""
    language: str
    """The language of its texts, as a BCP 47 tag."""
    abbreviation: str | None
    """A short form."""
    aliases: tuple[str, ...]
    """Other names."""
    definition: Definition
    """What it means."""
    note: str | None
    """The first paragraph of its text, where that is not the definition."""
    deprecated: bool
    """Whether another term should be used instead."""
    replaced_by: TermReference | None
    """The term to use instead."""
    topics: tuple[TopicReference, ...]
    """The topics it belongs to."""
    broader: tuple[TermReference, ...]
    """More general terms."""
    narrower: tuple[TermReference, ...]
    """Less general terms."""
    related: tuple[TermReference, ...]
    """Terms that its author, or that of the other, calls related; none above or below it."""
    nearest: tuple[TermReference, ...]
    """Terms that its page shows as related, the author's own first."""
    mentioned_in: tuple[TermReference, ...]
    """Terms whose text links to it."""
    datasets: tuple[DatasetReference, ...]
    """Datasets that it shows."""
    sources: tuple[SourceRecord, ...]
    """What its statements rest on."""
    added: Day | None
    """The day it was added, YYYY-MM-DD, if that is known."""
    updated: Day | None
    """The day it last changed, YYYY-MM-DD, if that is known."""
    glossary: GlossaryReference
    """What it is part of."""
    links: TermLinks
    """The same in other formats."""


class TermDocument(Term, frozen=True, kw_only=True):
    """A term as a document of its own; it is JSON-LD, too."""

    context: Address | tuple[Address | dict[str, str], ...] = field(name="@context")
    """Where the JSON-LD context is, and the language where it is not the glossary's."""
    api_version: str
    """The version of this API."""
    digest: Digest
    """`sha256-` and 64 hexadecimal digits: changes when what its author wrote does, its text included."""

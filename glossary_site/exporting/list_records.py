"""The lists of the JSON API, version 1, and all its documents; `term_records` has the terms."""

from typing import Annotated, Final, Literal

from msgspec import Meta, Struct

from glossary_site.exporting.term_records import (
    Address,
    Day,
    Digest,
    GlossaryReference,
    Key,
    PartialDate,
    SourceRecord,
    TermDocument,
)
from glossary_site.fields.dataset import ColumnType

Count = Annotated[int, Meta(ge=0)]
"""How many."""
Place = Annotated[int, Meta(ge=0)]
"""Where in a list, from 0."""


LinkKind = Literal["related", "broader", "link", "replaced_by"]
"""What one term says of another."""


class TermEntry(Struct, frozen=True, kw_only=True):
    """A term in the list of all."""

    slug: Key
    """The last part of its address."""
    title: str
    """Its name."""
    url: Address
    """Its page."""
    json: Address
    """Its own document."""
    language: str
    """The language of its texts."""
    abbreviation: str | None
    """A short form."""
    aliases: tuple[str, ...]
    """Other names."""
    definition: str
    """What it means, as plain text."""
    topics: tuple[Key, ...]
    """Slugs of its topics."""
    replaced_by: Key | None
    """Slug of the term to use instead."""
    updated: Day | None
    """The day it last changed, YYYY-MM-DD."""
    digest: Digest
    """The digest of its own document."""


class TermList(Struct, frozen=True, kw_only=True):
    """Terms from A to Z: all of them, or the 5,000 of one page."""

    api_version: str
    """The version of this API."""
    glossary: GlossaryReference
    """What they are part of."""
    total: Count
    """Terms of all pages together."""
    page: Annotated[int, Meta(ge=1)]
    """Which page this is, from 1."""
    pages: Annotated[int, Meta(ge=1)]
    """How many there are."""
    next: Address | None
    """The next page, or null on the last."""
    terms: tuple[TermEntry, ...]
    """The terms of this page."""


class GraphLink(Struct, frozen=True, array_like=True):
    """A relation of two terms, as an array of three."""

    source: Place
    """Place of the first term in `terms`, from 0."""
    target: Place
    """Place of the second."""
    kind: LinkKind
    """What the first says of the second."""


class GraphTerm(Struct, frozen=True):
    """A term of the graph."""

    slug: Key
    """The last part of its address."""
    title: str
    """Its name."""


class GraphDocument(Struct, frozen=True, kw_only=True):
    """How all terms hang together."""

    api_version: str
    """The version of this API."""
    base: Address
    """What stands before a slug in the address of a page."""
    terms: tuple[GraphTerm, ...]
    """All terms, A to Z."""
    links: tuple[GraphLink, ...]
    """All relations, by the place of the first term."""


class TopicRecord(Struct, frozen=True, kw_only=True):
    """A topic with its terms."""

    id: Address
    """Its identifier: the IRI of the collection."""
    slug: Key
    """The last part of its address."""
    title: str
    """Its name."""
    description: str | None
    """What belongs to it."""
    url: Address
    """Its page."""
    terms: tuple[Key, ...]
    """Slugs of its terms, A to Z."""


class TopicList(Struct, frozen=True, kw_only=True):
    """All topics, in reading order."""

    api_version: str
    """The version of this API."""
    topics: tuple[TopicRecord, ...]
    """The topics."""


class ColumnRecord(Struct, frozen=True):
    """A column of a dataset."""

    name: str
    """Its header."""
    type: ColumnType
    """`string`, `integer`, `number`, `date`, `yearmonth`, `year` or `boolean`."""
    unit: str | None
    """What its numbers count."""
    description: str | None
    """What it says."""


class Downloads(Struct, frozen=True):
    """The files of a dataset."""

    csv: Address
    """The table as CSV."""
    json: Address
    """The table as JSON."""
    package: Address
    """The Data Package around it."""


class DatasetRecord(Struct, frozen=True, kw_only=True):
    """A dataset; its rows are in its files."""

    id: Address
    """Its identifier."""
    slug: Key
    """The last part of its address."""
    title: str
    """Its name."""
    description: str | None
    """What it shows."""
    unit: str | None
    """What its figures count, where all columns share that."""
    url: Address
    """Its page."""
    rows: Count
    """Rows of the table."""
    columns: tuple[ColumnRecord, ...]
    """The columns, in their order."""
    notes: tuple[str, ...]
    """Definitions and cautions."""
    sources: tuple[SourceRecord, ...]
    """Who published the figures."""
    updated: PartialDate | None
    """When they were last looked up: YYYY, YYYY-MM or YYYY-MM-DD."""
    downloads: Downloads | None
    """Its files, or null where the licence forbids them."""
    terms: tuple[Key, ...]
    """Slugs of the terms that show it."""


class DatasetList(Struct, frozen=True, kw_only=True):
    """All datasets."""

    api_version: str
    """The version of this API."""
    datasets: tuple[DatasetRecord, ...]
    """The datasets."""


class NameList(Struct, frozen=True, kw_only=True):
    """Every name by which prose may mention a term, for programs that find terms in texts."""

    api_version: str
    """The version of this API."""
    terms: Address
    """What stands before a slug, and before `.json`, in the address of a term's document."""
    any_case: dict[str, Key]
    """From a name to the slug of its term, where capitals do not matter."""
    exact_case: dict[str, Key]
    """The same for names that count only as they are written."""


DOCUMENTS: Final[tuple[tuple[str, type[Struct]], ...]] = (
    ("term", TermDocument),
    ("terms", TermList),
    ("graph", GraphDocument),
    ("topics", TopicList),
    ("data", DatasetList),
    ("names", NameList),
)
"""The documents of the API, by the names of their schemas."""

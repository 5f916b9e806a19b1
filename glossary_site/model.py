"""The records that stages hand to each other.

All are frozen and hold plain values only, so that they can be pickled to a worker and can never
change behind a reader's back.  Mappings are plain dicts typed as `Mapping`.
"""

import datetime as dt
from collections.abc import Mapping
from typing import Literal

from msgspec import Struct, field

from glossary_site.diagnostics import Span
from glossary_site.fields.common import Source
from glossary_site.fields.dataset import Column, DatasetFields
from glossary_site.fields.site import SiteFields
from glossary_site.fields.term import Autolink
from glossary_site.manual import Manual
from glossary_site.names import Slug
from glossary_site.pictures import Image

Place = tuple[int, int]
"""1-based line and column."""


class Term(Struct, frozen=True):
    """One term, as its author wrote it."""

    path: str
    """The file, relative to the glossary's folder."""
    slug: Slug
    """The last part of its permalink."""
    title: str
    """Its name."""
    definition: str | None
    """Plain text, or None where the body's first paragraph serves."""
    body: str
    """Markdown, with LF line ends."""
    body_line: int
    """The 1-based line of the file on which the body begins."""
    body_column: int = 1
    """How far the body is indented in the file: 1 in Markdown files."""
    abbreviation: str | None = None
    """A short form."""
    aliases: tuple[str, ...] = ()
    """Other names, without the abbreviation."""
    topics: tuple[str, ...] = ()
    """Topic ids."""
    related: tuple[str, ...] = ()
    """Names of related terms, as typed."""
    broader: tuple[str, ...] = ()
    """Names of more general terms, as typed."""
    data: tuple[str, ...] = ()
    """Dataset ids, as typed."""
    sources: tuple[Source, ...] = ()
    """What its statements rest on."""
    former_slugs: tuple[Slug, ...] = ()
    """Earlier addresses."""
    updated: dt.date | None = None
    """As the author gave it, else the last commit's day, else None."""
    added: dt.date | None = None
    """The day of the first commit, if git knows one."""
    contributors: tuple[str, ...] = ()
    """Who made the commits, by git."""
    draft: bool = False
    """Whether it is left out unless asked for."""
    replaced_by: str | None = None
    """The name of the term to use instead, as typed."""
    autolink: Autolink = "any-case"
    """How prose finds its names."""
    lang: str | None = None
    """Its language, where it is not the site's."""
    places: Mapping[str, Place] = field(default_factory=dict)
    """Where each key and list item stands: `title`, `related.0`, `sources.1.url`."""

    @property
    def names(self) -> tuple[str, ...]:
        """Every name: the title, the abbreviation if there is one, the aliases."""
        short = () if self.abbreviation is None else (self.abbreviation,)
        return (self.title, *short, *self.aliases)

    def span(self, key: str = "title") -> Span:
        """Where `key` stands, or the nearest place known for it."""
        place = self.places.get(key)
        while place is None and key:
            key = key.rpartition(".")[0]
            place = self.places.get(key)
        return Span(self.path, *(place or (1, 1)))


class Dataset(Struct, frozen=True):
    """A table with its meaning; its cells are checked against their columns' types."""

    id: str
    """`[a-z0-9-]+`, from the file's name."""
    path: str
    """The description's file."""
    table_path: str
    """The table's file."""
    fields: DatasetFields
    """What the author says of it."""
    rows: tuple[tuple[str, ...], ...]
    """Cells as text in the columns' order, normalised by type; empty means not known."""

    def unit_of(self, column: Column) -> str | None:
        """Say what the numbers of a column count: the column's own unit, else the dataset's."""
        return column.unit or self.fields.unit


class Issue(Struct, frozen=True):
    """One issue of the newsletter."""

    path: str
    """The file."""
    slug: Slug
    """The last part of its permalink."""
    title: str
    """Its title."""
    date: dt.date
    """The day it was sent."""
    data: tuple[str, ...]
    """Ids of the datasets it speaks of."""
    body: str
    """Markdown."""
    body_line: int
    """The 1-based line of the file on which the body begins."""
    places: Mapping[str, Place] = field(default_factory=dict)
    """Where each key stands."""

    def span(self, key: str = "title") -> Span:
        """Where `key` stands, or the nearest place known for it."""
        return Span(self.path, *self.places.get(key, (1, 1)))


class Content(Struct, frozen=True):
    """Everything read from a glossary's folder, before anything is linked."""

    config: SiteFields
    """The configuration."""
    terms: tuple[Term, ...]
    """Sorted by slug."""
    drafts: tuple[Term, ...]
    """Terms left out of this build."""
    datasets: Mapping[str, Dataset]
    """By id."""
    issues: tuple[Issue, ...]
    """The newest first."""
    images: Mapping[str, Image]
    """By their path below `images/`."""
    static: Mapping[str, bytes]
    """Files published as they are, by output path."""
    refused: tuple[str, ...] = ()
    """Names of terms that have a mistake: what refers to them is no mistake of its own."""
    refused_data: frozenset[str] = frozenset()
    """Ids of datasets that have a mistake."""
    refused_images: frozenset[str] = frozenset()
    """Paths below `images/` of pictures that have a mistake."""
    permalinks: str | None = None
    """The text of `permalinks.txt`, or None if there is none; `content.permalinks` reads it."""
    manual: Manual | None = None
    """The documentation, where it is published."""


class Heading(Struct, frozen=True):
    """A heading of a rendered body."""

    level: int
    """1 to 6."""
    id: str
    """The fragment it can be reached by."""
    text: str
    """Plain text."""


LinkKind = Literal["written", "automatic"]
Sentence = tuple[int, int, int, int]
"""Where in a body's HTML a sentence begins, where a link in it begins and ends, where it ends."""


class Fragment(Struct, frozen=True):
    """A rendered body and what was found in it."""

    html: str
    """Safe HTML."""
    lead: str
    """The first paragraph as plain text; empty if there is none."""
    links: Mapping[Slug, LinkKind]
    """Terms that the HTML links to, in order of first appearance."""
    headings: tuple[Heading, ...]
    """In document order."""
    paths: tuple[tuple[str, Span], ...]
    """Addresses on this site that the body links to, as `Rendering.paths` has them."""
    sentences: Mapping[Slug, Sentence] = field(default_factory=dict)
    """Where the sentence around the first link to each term stands."""
    figures: tuple[str, ...] = ()
    """Figures of datasets that stand in it, as they are shown."""


class NameTable(Struct, frozen=True):
    """Who is called what.  Keys are folded names (`names.fold_name`)."""

    candidates: Mapping[str, tuple[Slug, ...]]
    """Terms with this title, alias, abbreviation or slug; more than one where names collide."""
    drafts: Mapping[str, str]
    """Files of drafts by their names."""
    shown: tuple[str, ...]
    """Names as authors write them, for suggestions."""
    refused: frozenset[str] = frozenset()
    """Names of terms that have a mistake."""


class OldAddress(Struct, frozen=True):
    """An address that leads to a term's page."""

    target: Slug
    """The term."""
    name: str
    """The alias that made the address, or a former slug's words."""
    span: Span
    """Where the author wrote it."""


class Graph(Struct, frozen=True):
    """How terms hang together; every tuple is in reading order, every slug exists."""

    term_by_slug: Mapping[Slug, Term]
    """All published terms."""
    names: NameTable
    """From names to terms."""
    order: tuple[Slug, ...]
    """A to Z, by the Unicode collation of titles."""
    letters: Mapping[str, tuple[Slug, ...]]
    """The same by the letter under which they are listed, in order."""
    topics: Mapping[str, tuple[Slug, ...]]
    """The terms of each topic that a term names."""
    shown_by: Mapping[str, tuple[Slug, ...]]
    """From a dataset's id to the terms that show it."""
    authored: Mapping[Slug, tuple[Slug, ...]]
    """`related` as authors gave it, resolved."""
    broader: Mapping[Slug, tuple[Slug, ...]]
    """More general terms."""
    narrower: Mapping[Slug, tuple[Slug, ...]]
    """Less general terms: the inverse of `broader`."""
    replaced_by: Mapping[Slug, Slug]
    """From a deprecated term to the one to use."""
    redirects: Mapping[Slug, OldAddress]
    """From an alias's or former slug to the term's."""


class Layout(Struct, frozen=True):
    """Where terms stand on the graph's page; all is told by their ranks from A to Z, from 0."""

    x: tuple[int, ...]
    """How far each stands to the right."""
    y: tuple[int, ...]
    """How far down."""
    links: tuple[tuple[int, ...], ...]
    """The terms that each is linked with, whichever of the two it is that links."""


class Glossary(Struct, frozen=True):
    """Everything a page may show: content, graph, fragments and what follows from them."""

    content: Content
    """What was read."""
    graph: Graph
    """How terms hang together."""
    fragments: Mapping[Slug, Fragment]
    """Rendered bodies of terms."""
    issue_fragments: Mapping[Slug, Fragment]
    """Rendered bodies of newsletter issues."""
    related: Mapping[Slug, tuple[Slug, ...]]
    """What *Related Terms* shows: the author's own first, then the nearest."""
    backlinks: Mapping[Slug, tuple[Slug, ...]]
    """Terms whose body links here or whose author lists it under `related`."""
    most_linked: tuple[Slug, ...]
    """All terms, those that most others point to first; ties A to Z."""
    layout: Layout | None = None
    """Where terms stand on the graph's page, if it is written."""
    doc_fragments: Mapping[str, Fragment] = {}
    """Rendered bodies of the documentation's pages, by file."""

    @property
    def config(self) -> SiteFields:
        """The configuration."""
        return self.content.config

    def definition(self, slug: Slug) -> str:
        """The term's definition: its author's, else its body's first paragraph."""
        written = self.graph.term_by_slug[slug].definition
        return self.fragments[slug].lead if written is None else written

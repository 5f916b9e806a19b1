"""Foreign keys and what they mean here: for every format that is a mapping for each term."""

import re
from collections.abc import Iterable, Mapping
from typing import Final
from urllib.parse import urlsplit

from msgspec import Struct, field

from glossary_site.content.yaml_text import Yaml
from glossary_site.diagnostics import Findings, Span, quoted
from glossary_site.importing.records import (
    Body,
    Imported,
    ImportedSource,
    Options,
    Reference,
    not_carried,
)

SYNONYMS: Final[Mapping[str, str]] = {
    foreign: ours
    for ours, foreigns in {
        "key": "id key identifier termid uid",
        "title": "title term name label preflabel headword entry",
        "definition": "definition description def summary meaning shortdescription gloss explanation",
        "body": "body text content details longdescription extended",
        "abbreviation": "abbreviation abbr acronym initialism",
        "aliases": "aliases alias synonyms synonym aka altlabel altlabels alsoknownas alternatives variants",
        "topics": "topics topic tags tag category categories domain subject subjectfield section group",
        "related": "related relatedterms seealso ref relatedto relations",
        "broader": "broader parent parents isa broaderterm broaderterms",
        "sources": "sources source references reference citations citation",
        "slug": "slug permalink",
        "former_slugs": "formerslugs redirectfrom oldslugs",
        "updated": "updated lastmod lastmodified modified datemodified dateupdated lastupdated",
        "draft": "draft",
        "replaced_by": "replacedby supersededby isreplacedby",
        "lang": "lang language",
    }.items()
    for foreign in foreigns.split()
}
"""From a foreign key's letters to ours."""
_JOINED: Final = frozenset({"aliases", "topics", "related", "broader"})
"""Lists of ours that take what several of their keys say."""
KEYS: Final = tuple(dict.fromkeys(SYNONYMS.values()))
"""Ours: what `--map` may name."""
_TRUE: Final = frozenset({"true", "yes", "on", "1"})
_SOURCE_KEYS: Final[Mapping[str, str]] = {
    "title": "title", "linktitle": "title", "name": "title", "text": "title", "label": "title",
    "url": "url", "linkurl": "url", "link": "url", "href": "url", "ref": "url",
    "publisher": "publisher", "author": "publisher", "authors": "publisher",
    "published": "published", "date": "published", "year": "published",
}  # fmt: skip


class Record(Struct, frozen=True):
    """One term of a source: values under foreign keys, and where they stand."""

    span: Span
    """Where it begins."""
    values: Mapping[str, object]
    """Text, None, lists and mappings."""
    yaml: Yaml | None = None
    """The document that knows where values stand, if there is one."""
    root: str = ""
    """The dotted path of the record in it."""

    def span_of(self, path: str) -> Span:
        """Where a value stands, or the nearest place known for it."""
        known = None
        while self.yaml is not None and path and known is None:
            full = f"{self.root}.{path}" if self.root else path
            # A key's own place is what a reader looks for; items of a list have none.
            known = self.yaml.keys.get(full) or self.yaml.values.get(full)
            path = path.rpartition(".")[0]
        return self.span if known is None else Span(self.span.path, *known)

    def line_of_value(self, key: str) -> int:
        """The line on which the value of a key begins, which may lie below the key's."""
        full = f"{self.root}.{key}" if self.root else key
        known = None if self.yaml is None else self.yaml.values.get(full)
        return self.span_of(key).line if known is None else known[0]


class Meaning(Struct, frozen=True):
    """Which foreign key each of ours is, in one record."""

    foreign: Mapping[str, str]
    """From our key to theirs."""
    unknown: tuple[str, ...]
    """Keys that mean nothing here."""
    further: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """More of their keys for one of ours that is a list, as `category` and `tags` are."""

    def all(self, ours: str) -> tuple[str, ...]:
        """List their keys for one of ours, in order."""
        return (
            *([self.foreign[ours]] if ours in self.foreign else []),
            *self.further.get(ours, ()),
        )


def letters(key: str) -> str:
    """Make the key under which spellings of a key are alike.

    >>> letters("related_terms") == letters("relatedTerms") == letters("Related terms")
    True
    """
    return re.sub(r"[\W_]+", "", key.casefold())


def meaning(keys: Iterable[str], options: Options, own: Mapping[str, str] | None = None) -> Meaning:
    """Find out what keys mean: what `--map` says first, then the format, then the usual words.

    Args:
        keys: Theirs, in order; of two with one meaning the first counts, but lists are joined.
        options: What was asked for.
        own: From their keys' letters to ours, where the format differs; "" for what is passed by.
    """
    chosen = {foreign: ours for ours, foreign in options.keys.items()}
    foreign: dict[str, str] = {}
    further: dict[str, tuple[str, ...]] = {}
    unknown = []
    for key in keys:
        alike = letters(key)
        ours = chosen.get(key)
        if ours is None and (own is None or alike not in own):
            ours = SYNONYMS.get(alike)
        elif ours is None and own is not None:
            ours = own[alike]
        is_chosen_otherwise = options.keys.get(ours or "", key) != key
        if ours and ours not in foreign and not is_chosen_otherwise:
            foreign[ours] = key
        elif ours in _JOINED and not is_chosen_otherwise:
            further[ours] = (*further.get(ours, ()), key)
        elif ours != "":
            unknown.append(key)
    return Meaning(foreign, tuple(unknown), further)


def to_term(
    record: Record, meant: Meaning, key: str, body: Body = (), *, definition: str | None = None,
    slug: str | None = None,
) -> Imported:  # fmt: skip
    """Make a term of a record.

    Args:
        record: The record.
        meant: What its keys mean.
        key: What other terms call it by.
        body: Its body, if that is no value of the record.
        definition: Its definition as plain text, if the record's is Markdown.
        slug: What its address is made from; else the record may say it.
    """

    def text(ours: str) -> str | None:
        foreign = meant.foreign.get(ours)
        return None if foreign is None else as_text(record.values[foreign])

    def items(ours: str) -> tuple[str, ...]:
        return tuple(item for key in meant.all(ours) for item in as_list(record.values[key]))

    def references(ours: str) -> tuple[Reference, ...]:
        return tuple(
            Reference(item, record.span_of(f"{foreign}.{i}"))
            for foreign in meant.all(ours)
            for i, item in enumerate(as_list(record.values[foreign])) if item.strip()
        )  # fmt: skip

    replaced = references("replaced_by")
    return Imported(
        key=key,
        title=text("title") or "",
        span=record.span,
        slug=slug or text("slug"),
        definition=definition if definition is not None else text("definition"),
        body=body,
        abbreviation=text("abbreviation"),
        aliases=items("aliases"),
        topics=tuple(topic for topic in items("topics") if topic.strip()),
        related=references("related"),
        broader=references("broader"),
        replaced_by=replaced[0] if replaced else None,
        sources=_sources(record.values.get(meant.foreign.get("sources", ""))),
        former_slugs=items("former_slugs"),
        updated=text("updated"),
        draft=(text("draft") or "").lower() in _TRUE,
        lang=text("lang"),
    )


def as_text(value: object) -> str | None:
    """Give a value as text; a list's items follow each other, a mapping is none."""
    if isinstance(value, str):
        return value
    if isinstance(value, list):
        return "; ".join(item for item in value if isinstance(item, str))
    return None


def as_list(value: object) -> tuple[str, ...]:
    """Give a value as a list of texts; one text is a list of one."""
    if isinstance(value, str):
        return (value,) if value.strip() else ()
    if isinstance(value, list):
        return tuple(item for item in value if isinstance(item, str))
    return ()


def _sources(value: object) -> tuple[ImportedSource, ...]:
    given = value if isinstance(value, list) else [value]
    return tuple(source for one in given if (source := source_of(one)) is not None)


def source_of(value: object) -> ImportedSource | None:
    """Read a source: its address, its title, or a mapping with both."""
    if isinstance(value, str) and value.strip():
        if value.strip().startswith(("http://", "https://")):
            return ImportedSource(title_of_address(value.strip()), value.strip())
        return ImportedSource(value)
    if not isinstance(value, dict):
        return None
    known = {
        _SOURCE_KEYS[letters(key)]: item
        for key, item in value.items()
        if letters(key) in _SOURCE_KEYS and isinstance(item, str)
    }
    title = known.get("title") or title_of_address(known.get("url", ""))
    if not title:
        return None
    return ImportedSource(title, known.get("url"), known.get("publisher"), known.get("published"))


def title_of_address(address: str) -> str:
    """Name a page that has no title by its address."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return address
    return f"{parts.hostname or ''}{parts.path.rstrip('/')}"


def unknown_keys(records: Iterable[tuple[Record, Meaning]]) -> Findings:
    """Say once for each key that means nothing here how many terms have it."""
    first: dict[str, Span] = {}
    counts: dict[str, int] = {}
    for record, meant in records:
        for key in meant.unknown:
            if record.values.get(key) in (None, "", []):
                continue
            first.setdefault(key, record.span_of(key))
            counts[key] = counts.get(key, 0) + 1
    return tuple(
        not_carried(
            span,
            f"the key {quoted(key)}" + (f", of {counts[key]:,} terms" if counts[key] > 1 else ""),
            "say what it is with --map OURS=THEIRS, if it has a place here",
        )
        for key, span in first.items()
    )

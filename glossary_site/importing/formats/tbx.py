"""TBX: version 2 (ISO 30042:2008, martif) and version 3 (ISO 30042:2019, DCA and DCT styles).

Source: https://www.tbxinfo.net.
"""

from collections import Counter
from typing import Final

from msgspec import Struct, field

from glossary_site.diagnostics import Findings, Span
from glossary_site.importing.designations import Designation, named
from glossary_site.importing.hierarchy import with_inverse, without_cycles
from glossary_site.importing.languages import nearest
from glossary_site.importing.mapping import source_of
from glossary_site.importing.records import (
    Imported,
    ImportedSource,
    Options,
    Reference,
    dangling,
    not_carried,
    refused,
)
from glossary_site.importing.sources import Source
from glossary_site.importing.tally import Tally
from glossary_site.importing.tbx_returning import category, own_slug, own_term
from glossary_site.importing.xml_entries import Element, read_entries
from glossary_site.render.plain_markdown import escaped

SUFFIXES: Final = (".tbx", ".xml", ".tbxm")
TERMS: Final = 100_000
_ENTRIES: Final = frozenset({"termEntry", "conceptEntry"})
_SECTIONS: Final = frozenset({"langSet", "langSec"})
_WORDS: Final = frozenset({"tig", "ntig", "termGrp", "termSec"})
_GROUPS: Final = frozenset({"descripGrp", "adminGrp", "termNoteGrp", "transacGrp", "xrefGrp"})
_BROADER: Final = (
    "superordinateConcept",
    "broaderConcept",
    "genericConcept",
    "comprehensiveConcept",
)
_NARROWER: Final = ("subordinateConcept", "narrowerConcept", "specificConcept", "partitiveConcept")
_RELATED: Final = ("crossReference", "relatedConcept", "associatedConcept", "coordinateConcept")
_STATUS: Final = frozenset({"administrativeStatus", "normativeAuthorization"})
_SHORT: Final = frozenset({"abbreviation", "acronym", "initialism", "shortForm"})
_NOTES: Final = frozenset({"note", "explanation", "usageNote"})
_EXAMPLES: Final = frozenset({"context", "example", "sampleSentence"})
_SOURCES: Final = frozenset({"source", "externalCrossReference", "xSource", "sourceIdentifier"})


class _Entry(Struct):
    """A concept while it is being read."""

    span: Span
    words: list[Designation] = field(default_factory=list)
    definitions: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    topics: list[str] = field(default_factory=list)
    related: list[Reference] = field(default_factory=list)
    broader: list[Reference] = field(default_factory=list)
    narrower: list[Reference] = field(default_factory=list)
    sources: list[ImportedSource] = field(default_factory=list)
    dates: list[str] = field(default_factory=list)


class _Reading(Struct):
    """All files while they are being read."""

    language: str
    terms: list[Imported] = field(default_factory=list)
    narrower: list[tuple[str, Reference]] = field(default_factory=list)
    others: Counter[str] = field(default_factory=Counter)
    absent: int = 0
    tally: Tally = field(default_factory=Tally)


def read(source: Source, options: Options) -> tuple[tuple[Imported, ...], Findings]:
    """Read the terms of one language; the others are named."""
    reading = _Reading(options.language)
    found: Findings = ()
    paths = source.paths if len(source.paths) == 1 else source.ending(*SUFFIXES)
    for path in paths:
        data, problems = source.bytes(path)
        found += problems
        if data is not None:
            found += read_entries(path, data, _ENTRIES, lambda one: _take(reading, one))
    if len(reading.terms) > TERMS:
        why = f"the source has more than {TERMS:,} terms"
        return (), (*found, refused(reading.terms[0].span, why, "split it"))
    if reading.others:
        named_languages = ", ".join(f"{tag} ({n:,})" for tag, n in sorted(reading.others.items()))
        what = f"the words in other languages, with how many terms have them: {named_languages}"
        found += (not_carried(reading.terms[0].span, what, "import them with --language"),)
    terms, nowhere = with_inverse(tuple(reading.terms), reading.narrower)
    terms, circles = without_cycles(terms)
    found += tuple(map(dangling, nowhere))
    return terms, found + circles + reading.tally.findings()


def _take(reading: _Reading, element: Element) -> None:
    """Make a term of a concept."""
    if len(reading.terms) > TERMS:
        return
    sections = {one.attributes.get("lang", ""): one for one in element.below(*_SECTIONS)}
    mine = nearest(sections, reading.language)
    key = element.attributes.get("id", "")
    if (slug := own_slug(element)) is not None:
        reading.terms.append(own_term(element, slug, reading.language))
        return
    reading.others.update(tag or "without a language" for tag in sections if tag != mine)
    if mine is None:
        absent = f"has no words in {reading.language}"
        reading.terms.append(Imported(key or "nameless", "", element.span, absent=absent))
        return
    entry = _Entry(element.span)
    _section(reading, entry, sections[mine])
    for child in element.children:
        if child.name not in _SECTIONS:
            _category(reading, entry, child)
    term = _term(entry, key)
    reading.terms.append(term)
    reading.narrower += [(term.key, one) for one in entry.narrower]


def _term(entry: _Entry, key: str) -> Imported:
    names = named(entry.words)
    definitions = list(filter(None, entry.definitions))
    more = [escaped(text) for text in definitions[1:]]
    body = "\n\n".join(filter(None, [*more, *entry.notes]))
    return Imported(
        key=key or names.title,
        title=names.title,
        span=entry.span,
        definition=definitions[0] if definitions else None,
        body=(body,) if body else (),
        abbreviation=names.abbreviation,
        aliases=names.aliases,
        topics=tuple(dict.fromkeys(entry.topics)),
        related=tuple(entry.related),
        broader=tuple(entry.broader),
        sources=tuple(dict.fromkeys(entry.sources)),
        updated=max(entry.dates, default=None),
    )


def _section(reading: _Reading, entry: _Entry, section: Element) -> None:
    for child in section.children:
        if child.name in _WORDS:
            entry.words += _word(reading, entry, child)
        else:
            _category(reading, entry, child)


def _word(reading: _Reading, entry: _Entry, group: Element) -> list[Designation]:
    """Read one word with what is said of it."""
    text, status, is_short = "", "", False
    rest = [one for one in group.children if one.name not in {"termGrp", "termNoteGrp"}]
    for inner in group.children:
        if inner.name in {"termGrp", "termNoteGrp"}:
            rest += inner.children
    for child in rest:
        name = category(child)
        if child.name == "term":
            text = _plain(child)
        elif name in _STATUS:
            status = child.text.strip()
        elif name == "termType":
            is_short = child.text.strip() in _SHORT
        elif child.name != "termComp":
            _category(reading, entry, child)
    is_deprecated = status.startswith(("deprecated", "superseded", "obsolete"))
    return [Designation(text, status.startswith("preferred"), is_deprecated, is_short)]


def _category(reading: _Reading, entry: _Entry, element: Element) -> None:
    """Put what an element says in its place, or note that it has none."""
    name, text = category(element), _plain(element)
    if element.name in _GROUPS:
        for child in element.children:
            _category(reading, entry, child)
    elif name == "definition":
        entry.definitions.append(text)
    elif name in _NOTES or name in _EXAMPLES:
        mark = "> " if name in _EXAMPLES and text else ""
        entry.notes.append(mark + escaped(text))
    elif name in {"subjectField", "subDomain"}:
        entry.topics += [part.strip() for part in text.split(";") if part.strip()]
    elif name == "date":
        entry.dates += [text]
    elif name in _SOURCES:
        entry.sources += _source(element, text)
    elif name.startswith((*_BROADER, *_NARROWER, *_RELATED)):
        _reference(entry, element, name, text)
    elif name not in {"transactionType", "origination", "modification", "transac"}:
        reading.tally.add(f'the data category "{name}"', element.span)


def _source(element: Element, text: str) -> list[ImportedSource]:
    target = element.attributes.get("target", "")
    is_web = target.startswith(("http://", "https://"))
    source = source_of({"title": text, "url": target} if is_web else text or target)
    return [] if source is None else [source]


def _reference(entry: _Entry, element: Element, name: str, text: str) -> None:
    key = element.attributes.get("target", "").removeprefix("#") or text
    if not key:
        return
    reference = Reference(key, element.span)
    if name.startswith(_BROADER):
        entry.broader.append(reference)
    elif name.startswith(_NARROWER):
        entry.narrower.append(reference)
    else:
        entry.related.append(reference)


def _plain(element: Element) -> str:
    return " ".join(element.text.split())

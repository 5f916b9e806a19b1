"""Glossarist: concepts with all languages in a file each (version 1), or a file each (2 and 3).

Source: https://github.com/glossarist/concept-model, and the files of geolexica.
"""

import re
from collections import Counter
from collections.abc import Iterator
from typing import Final

from msgspec import Struct, field

from glossary_site.content.yaml_text import read_yaml
from glossary_site.diagnostics import Findings, Span
from glossary_site.importing.designations import named
from glossary_site.importing.documents import record_of
from glossary_site.importing.formats.glossarist_parts import (
    data_of,
    days_of,
    designations_of,
    details_of,
    mappings_in,
    part_of,
    sources_of,
    text_at,
    tied_name,
    topics_of,
    value_at,
)
from glossary_site.importing.hierarchy import with_inverse, without_cycles
from glossary_site.importing.languages import nearest
from glossary_site.importing.mapping import Record
from glossary_site.importing.records import (
    Body,
    Imported,
    Link,
    Options,
    Reference,
    not_carried,
    refused,
)
from glossary_site.importing.sources import Source
from glossary_site.importing.tally import Tally
from glossary_site.render.plain_markdown import escaped

_SUFFIXES: Final = (".yaml", ".yml")
_APART: Final = re.compile(r"^---[ \t]*(?:#.*)?$", re.MULTILINE)
_LANGUAGE: Final = re.compile(r"[a-z]{2,3}(?:[-_][A-Za-z0-9]+)*")
_MARK: Final = re.compile(r"\{\{([^{}]+)\}\}|\bstem:\[([^\]]*)\]|<<([^<>,]+)(?:,([^<>]*))?>>")
_MENTION: Final = re.compile(r"\{\{|<<[^<>]+>>")
_CONCEPT_KEYS: Final = frozenset({"term", "termid", "id", "identifier", "data", "related",
    "groups", "domains", "dates", "date_accepted", "dateAccepted", "status", "localized_concepts",
    "localizedConcepts", "uuid", "sources", "references", "tags", "schema_type"})  # fmt: skip
_WORDS_KEYS: Final = frozenset({"term", "terms", "definition", "notes", "examples", "id", "domain",
    "language_code", "sources", "authoritative_source", "authoritativeSource", "related", "dates",
    "date_accepted", "dateAccepted", "date_amended", "classification", "alt", "abbrev", "synonyms",
    "entry_status", "status", "script", "references"})  # fmt: skip


class _Concept(Struct):
    """A concept with its words in each language, from wherever they stand."""

    record: Record
    ids: list[str]
    """What others call it by; the first is its key."""
    words: dict[str, Record] = field(default_factory=dict)


class _Reading(Struct):
    """A dataset while it is being read."""

    language: str
    concepts: list[_Concept] = field(default_factory=list)
    localized: dict[str, Record] = field(default_factory=dict)
    keys: dict[str, str] = field(default_factory=dict)
    """From ids and designations to keys."""
    narrower: list[tuple[str, Reference]] = field(default_factory=list)
    others: Counter[str] = field(default_factory=Counter)
    tally: Tally = field(default_factory=Tally)


def read(source: Source, options: Options) -> tuple[tuple[Imported, ...], Findings]:
    """Read the terms of one language; the others are named."""
    reading = _Reading(options.language)
    found: Findings = ()
    for path in source.ending(*_SUFFIXES):
        text, problems = source.text(path)
        found += problems
        for part, line in _documents(text or ""):
            yaml, problems = read_yaml(path, part, line)
            found += tuple(refused(one.span, one.message, one.hint) for one in problems)
            if yaml is not None and isinstance(yaml.value, dict):
                _sort(reading, record_of(path, yaml), path.rpartition("/")[2].rpartition(".")[0])
    _join(reading)
    chosen = [(one, nearest(one.words, options.language)) for one in reading.concepts]
    for concept, tag in chosen:
        for word in designations_of(concept.words[tag].values) if tag is not None else ():
            reading.keys.setdefault(word.text.casefold(), concept.ids[0])
    terms = tuple(_term(reading, concept, tag) for concept, tag in chosen)
    terms, _ = with_inverse(terms, reading.narrower)
    terms, circles = without_cycles(terms)
    if reading.others and terms:
        listed = ", ".join(f"{tag} ({count:,})" for tag, count in sorted(reading.others.items()))
        what = f"the words in other languages, with how many terms have them: {listed}"
        found += (not_carried(terms[0].span, what, "import them with --language"),)
    return terms, found + circles + reading.tally.findings()


def _documents(text: str) -> Iterator[tuple[str, int]]:
    """Part a file at its document marks; each part with its first line."""
    begin, line = 0, 1
    for mark in (*_APART.finditer(text), None):
        end = len(text) if mark is None else mark.start()
        part = text[begin:end]
        if re.search(r"(?m)^[^\s#]", part):
            yield part, line
        if mark is not None:
            line += text.count("\n", begin, mark.end()) + 1
            begin = min(mark.end() + 1, len(text))


def _sort(reading: _Reading, record: Record, stem: str) -> None:
    """Tell a concept from the words of one language."""
    values = record.values
    data = values.get("data")
    inner = data if isinstance(data, dict) else values
    if value_at(inner, "language_code") and not value_at(
        inner, "localized_concepts", "localizedConcepts"
    ):
        words = part_of(record, "data") if isinstance(data, dict) else record
        for name in (stem, text_at(values, "id", "uuid")):
            reading.localized.setdefault(name, words)
        return
    ids = [
        text_at(values, "termid", "id"),
        text_at(inner, "identifier", "id"),
        stem,
        text_at(values, "uuid"),
    ]
    concept = _Concept(record, list(dict.fromkeys(filter(None, ids))))
    for tag, value in values.items():
        if (
            _LANGUAGE.fullmatch(tag)
            and isinstance(value, dict)
            and value_at(value, "term", "terms")
        ):
            concept.words[tag] = part_of(record, tag)
    if concept.words or value_at(inner, "localized_concepts", "localizedConcepts"):
        reading.concepts.append(concept)


def _join(reading: _Reading) -> None:
    """Give each concept the words that stand in files of their own."""
    for concept in reading.concepts:
        inner = data_of(concept.record)
        named_words = value_at(inner, "localized_concepts", "localizedConcepts")
        for tag, name in named_words.items() if isinstance(named_words, dict) else ():
            words = reading.localized.get(str(name))
            if words is None:
                what = f"words of a concept in {tag}, which are not in the source"
                reading.tally.add(what, concept.record.span)
            else:
                concept.words.setdefault(str(tag), words)
        for name in concept.ids:
            reading.keys.setdefault(name.casefold(), concept.ids[0])


def _term(reading: _Reading, concept: _Concept, tag: str | None) -> Imported:
    key, span = concept.ids[0], concept.record.span
    reading.others.update(one for one in concept.words if one != tag)
    if tag is None:
        return Imported(key, "", span, absent=f"has no words in {reading.language}")
    words = concept.words[tag]
    names = named(designations_of(words.values))
    definitions = details_of(words, "definition")
    related, broader, replaced = _ties(reading, concept, words)
    parts: list[str | Link] = []
    for text, place in definitions[1:]:
        parts += ["\n\n", *_body(reading, text, place)]
    for text, place in details_of(words, "notes"):
        parts += ["\n\n", *_body(reading, text, place)]
    for text, place in details_of(words, "examples"):
        parts += ["\n\n> ", *_body(reading, text, place)]
    first, links = _first(reading, definitions)
    _note_rest(reading, concept, words)
    return Imported(
        key=key, title=names.title, span=span, definition=first, body=(*links, *parts),
        abbreviation=names.abbreviation, aliases=names.aliases,
        topics=tuple(dict.fromkeys(topics_of(concept.record, words))),
        related=related, broader=broader, replaced_by=replaced,
        sources=tuple(dict.fromkeys(sources_of(concept.record, words))),
        updated=max(days_of(words.values, concept.record.values, data_of(concept.record)), default=None),
    )  # fmt: skip


def _first(reading: _Reading, definitions: list[tuple[str, Span]]) -> tuple[str | None, Body]:
    """Read the definition: plain text, or the beginning of the body if it links to terms."""
    if not definitions:
        return None, ()
    text, place = definitions[0]
    if _MENTION.search(text):
        return None, _body(reading, text, place)
    return _MARK.sub(lambda match: match[2], text), ()


def _body(reading: _Reading, text: str, span: Span) -> Body:
    """Write a text as Markdown: mentions of concepts become links, formulas code."""
    parts: list[str | Link] = []
    begin = 0
    for match in _MARK.finditer(text):
        parts.append(_kept(text[begin : match.start()], is_first=begin == 0))
        begin = match.end()
        if match[2] is not None:
            reading.tally.add("a formula, which is kept as code", span)
            parts.append(f"`{match[2].replace('`', chr(39))}`")
        else:
            parts.append(_mention(reading, match, span))
    parts.append(_kept(text[begin:], is_first=begin == 0))
    return tuple(part for part in parts if part != "")


def _kept(text: str, *, is_first: bool) -> str:
    """Escape a piece of text; the blanks at its ends part it from its neighbours."""
    if not text.strip():
        return " " if text and not is_first else ""
    before = " " if text[0].isspace() and not is_first else ""
    return before + escaped(text).replace("\n\n", " ") + (" " if text[-1].isspace() else "")


def _mention(reading: _Reading, match: re.Match[str], span: Span) -> Link:
    """Read `{{concept, words}}` or `{{words, id}}`; what it is shows in which of them is known."""
    given = match[1] if match[1] is not None else f"{match[3]},{match[4] or ''}"
    first, _, rest = given.partition(",")
    names = [first.strip(), *(part.strip() for part in rest.split(",")[:1] if part.strip())]
    for i, name in enumerate(names):
        key = reading.keys.get(name.casefold()) or reading.keys.get(_last(name).casefold())
        if key is not None:
            words = names[1 - i] if len(names) > 1 else ""
            return Link(
                escaped(words) or ("" if key == name else escaped(name)), Reference(key, span)
            )
    return Link(escaped(names[-1]), Reference(names[0], span))


def _last(name: str) -> str:
    return name.rpartition(":")[2].removeprefix("term-")


def _ties(
    reading: _Reading, concept: _Concept, words: Record
) -> tuple[tuple[Reference, ...], tuple[Reference, ...], Reference | None]:
    """Sort what a concept says of others: related, broader, and what to use instead."""
    related: list[Reference] = []
    broader: list[Reference] = []
    replaced: list[Reference] = []
    data = part_of(concept.record, "data")
    for record in (concept.record, data, words):
        for i, one in enumerate(mappings_in(record.values.get("related"))):
            span = record.span_of(f"related.{i}")
            kind, name = text_at(one, "type"), tied_name(one)
            key = reading.keys.get(name.casefold())
            if kind.startswith("superseded_by"):
                replaced.append(Reference(key or name, span))
            elif kind.startswith("narrower") and key:
                reading.narrower.append((concept.ids[0], Reference(key, span)))
            elif kind in {"supersedes", "deprecates"} or (key is None and "match" in kind):
                reading.tally.add(f'the relation "{kind}"', span)
            else:
                into = broader if kind.startswith("broader") else related
                into.append(Reference(key or name, span))
        for i, one in enumerate(mappings_in(record.values.get("references"))):
            name = text_at(one, "concept_id", "term")
            if name.casefold() in reading.keys:
                key = reading.keys[name.casefold()]
                related.append(Reference(key, record.span_of(f"references.{i}")))
    return tuple(related), tuple(broader), replaced[0] if replaced else None


def _note_rest(reading: _Reading, concept: _Concept, words: Record) -> None:
    """Note what a term file has no place for."""
    for record, known in ((concept.record, _CONCEPT_KEYS), (words, _WORDS_KEYS)):
        for key, value in record.values.items():
            if key in known or key in concept.words or value in (None, "", [], {}):
                continue
            reading.tally.add(f'the key "{key}"', record.span_of(key))
    status = text_at(words.values, "entry_status") or text_at(concept.record.values, "status")
    if status and status not in {"valid", "Standard"}:
        reading.tally.add(f'the status "{status}"', words.span_of("entry_status"))

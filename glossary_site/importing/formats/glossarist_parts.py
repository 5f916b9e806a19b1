"""Parts of a Glossarist concept: the same in all versions, under keys that differ."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from glossary_site.diagnostics import Span
from glossary_site.importing.designations import Designation
from glossary_site.importing.mapping import Record, source_of
from glossary_site.importing.records import ImportedSource

_BAD: Final = ("deprecated", "superseded", "obsolete")


def designations_of(words: Mapping[str, object]) -> Iterator[Designation]:
    """List the words of a concept in one language."""
    given = words.get("terms")
    term = words.get("term")
    if isinstance(term, str):
        status = text_at(words, "classification") or "preferred"
        yield Designation(term, status == "preferred", status in _BAD)
    for one in given if isinstance(given, list) else ():
        if isinstance(one, dict) and (word := text_at(one, "designation")):
            status = text_at(one, "normative_status", "normativeStatus")
            is_short = text_at(one, "type") in {"abbreviation", "acronym", "initialism"}
            is_short = is_short or text_at(one, "acronym", "initialism", "truncation") == "true"
            yield Designation(word, status == "preferred", status in _BAD, is_short)
    for key in ("alt", "synonyms", "abbrev"):
        value = words.get(key)
        for text in value if isinstance(value, list) else [value]:
            if isinstance(text, str):
                yield Designation(text, is_short=key == "abbrev")


def details_of(words: Record, key: str) -> list[tuple[str, Span]]:
    """List texts with their places; they stand by themselves or under `content`."""
    value = words.values.get(key)
    is_list = isinstance(value, list)
    texts = []
    for i, one in enumerate(value if isinstance(value, list) else [value]):
        text = text_at(one, "content") if isinstance(one, dict) else one
        if isinstance(text, str) and text.strip():
            texts.append((text.strip(), words.span_of(f"{key}.{i}.content" if is_list else key)))
    return texts


def topics_of(record: Record, words: Record) -> Iterator[str]:
    """List what a concept is grouped under."""
    data = data_of(record)
    for value in (record.values.get("groups"), data.get("groups"), words.values.get("domain"),
                  data.get("domains"), record.values.get("tags"), data.get("tags")):  # fmt: skip
        for one in value if isinstance(value, list) else [value]:
            text = text_at(one, "concept_id", "term") if isinstance(one, dict) else one
            if isinstance(text, str) and text.strip():
                yield text.strip("<> ")


def sources_of(record: Record, words: Record) -> Iterator[ImportedSource]:
    """List what a concept cites, in one language and in all."""
    data = data_of(record)
    for values in (words.values, data):
        for key in ("sources", "authoritative_source", "authoritativeSource"):
            for one in mappings_in(values.get(key)):
                origin = one.get("origin")
                source = source_of(_cited(origin if isinstance(origin, dict) else one))
                if source is not None:
                    yield source


def _cited(origin: Mapping[str, object]) -> dict[str, str]:
    ref = origin.get("ref")
    inner = ref if isinstance(ref, dict) else origin
    title = ref if isinstance(ref, str) else " ".join(
        filter(None, (text_at(inner, "source"), text_at(inner, "id")))
    )  # fmt: skip
    if not isinstance(ref, str) and (version := text_at(inner, "version")):
        title += f":{version}"
    locality = origin.get("locality")
    clause = text_at(origin, "clause") or text_at(locality, "reference_from")
    title = ", ".join(filter(None, (title, clause)))
    url = text_at(origin, "link")
    return {"title": title, "url": url} if url else {"title": title}


def days_of(*records: Mapping[str, object]) -> Iterator[str]:
    """List days on which something was accepted or amended."""
    for values in records:
        for key in ("date_accepted", "dateAccepted", "date_amended"):
            if day := text_at(values, key):
                yield day[:10]
        for one in mappings_in(values.get("dates")):
            if text_at(one, "type") in {"accepted", "amended"} and (day := text_at(one, "date")):
                yield day[:10]


def data_of(record: Record) -> Mapping[str, object]:
    """Give what versions 2 and 3 keep under `data`."""
    data = record.values.get("data")
    return data if isinstance(data, dict) else record.values


def part_of(record: Record, key: str) -> Record:
    """Give a mapping in a record as a record of its own."""
    value = record.values.get(key)
    root = f"{record.root}.{key}" if record.root else key
    given = value if isinstance(value, dict) else {}
    return Record(record.span_of(key), given, record.yaml, root)


def tied_name(one: Mapping[str, object]) -> str:
    """Name the concept at the other end of a relation."""
    ref = one.get("ref")
    name = text_at(ref, "id", "text", "concept_id") if isinstance(ref, dict) else ref
    content = one.get("content")
    words = next(iter(content.values()), "") if isinstance(content, dict) else content
    return str(name or words or "")


def mappings_in(value: object) -> list[dict[str, Any]]:
    """List the mappings of a list; one mapping is a list of one."""
    given = value if isinstance(value, list) else [value]
    return [one for one in given if isinstance(one, dict)]


def value_at(values: object, *keys: str) -> Any:  # noqa: ANN401 (YAML)
    """Give the value of the first of these keys that has one."""
    given = values if isinstance(values, dict) else {}
    return next((given[key] for key in keys if given.get(key)), None)


def text_at(values: object, *keys: str) -> str:
    """Give the text of the first of these keys that has a value, or nothing."""
    value = value_at(values, *keys)
    return value if isinstance(value, str) else ""

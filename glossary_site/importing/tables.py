"""Tables with a row for each term: what their columns mean, and what their cells hold."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from glossary_site.content.yaml_text import Yaml
from glossary_site.diagnostics import Findings, Span, quoted
from glossary_site.exporting.columns import unguarded
from glossary_site.importing.bodies import read_body
from glossary_site.importing.documents import address_key
from glossary_site.importing.mapping import (
    Meaning,
    Record,
    meaning,
    to_term,
    unknown_keys,
)
from glossary_site.importing.records import Imported, Options, not_carried, refused
from glossary_site.importing.returning import from_row, is_foreign, is_own
from glossary_site.importing.tally import Tally

TERMS: Final = 100_000
"""The most terms of a table."""
_OWN: Final = {
    "url": "sources", "link": "sources", "website": "sources", "sourceurl": "sources",
    "titleterm": "title", "translation": "", "number": "", "no": "",
}  # fmt: skip
_LISTS: Final = frozenset({"aliases", "topics", "related", "broader", "former_slugs"})
_PARTS: Final = re.compile(r"\s*[;|\n]\s*")
_SOURCE_PARTS: Final = re.compile(r"\s*(?:[|\n]|;(?=\s|$))\s*")  # an address may hold a semicolon


class Cells(Struct, frozen=True):
    """One row of a table."""

    line: int
    """The 1-based line on which it begins, or its number in a sheet."""
    values: tuple[str, ...]
    """Text of its cells."""


def terms_of(
    path: str, header: Cells, rows: Iterable[Cells], options: Options, *, is_guarded: bool = False
) -> tuple[tuple[Imported, ...], Findings]:
    """Make terms of a table.

    Args:
        path: The table's file.
        header: Its first row: what the columns are called.
        rows: The others.
        options: What was asked for.
        is_guarded: Whether our own tables of this kind are guarded against formulas.
    """
    names, found = _names(path, header)
    if is_own(names.values()):
        return _own_terms(path, names, rows, is_guarded=is_guarded)
    meant = meaning(names.values(), options, _OWN)
    if "title" not in meant.foreign:
        listed = ", ".join(quoted(name, 40) for name in list(names.values())[:10])
        hint = "say which one it is with --map title=THEIRS"
        message = f"no column is known to hold the title; the columns are {listed or 'nameless'}"
        return (), (*found, refused(Span(path, header.line), message, hint))
    seen: list[tuple[Record, Meaning]] = []
    terms: list[Imported] = []
    for row in rows:
        if len(terms) >= TERMS:
            why = f"the table has more than {TERMS:,} terms"
            found += (refused(Span(path, row.line), why, "split it"),)
            break
        found += _surplus(path, row, len(header.values))
        record = _record(path, row, names, meant)
        term, problems = _term(record, meant)
        found += problems
        terms.append(term)
        seen.append((record, meant))
    return tuple(terms), found + unknown_keys(seen)


def _own_terms(
    path: str, names: Mapping[int, str], rows: Iterable[Cells], *, is_guarded: bool
) -> tuple[tuple[Imported, ...], Findings]:
    """Read a table that a build has written, whatever was edited in it."""
    terms: list[Imported] = []
    found: Findings = ()
    tally = Tally()
    for row in rows:
        span = Span(path, row.line)
        if len(terms) >= TERMS:
            why = f"the table has more than {TERMS:,} terms"
            found += (refused(span, why, "split it"),)
            break
        cells = dict.fromkeys(names.values(), "")
        for i, cell in enumerate(row.values):
            name = names.get(i, "behind the last column")
            if cell and is_foreign(name):
                tally.add(f"the column {quoted(name)}", span)
            cells[name] = unguarded(cell) if is_guarded else cell
        if any(map(str.strip, cells.values())):
            terms.append(from_row(cells, span))
    return tuple(terms), found + tally.findings()


def _names(path: str, header: Cells) -> tuple[dict[int, str], Findings]:
    """Name the columns; a name that stands twice counts once."""
    names: dict[int, str] = {}
    found: Findings = ()
    for i, value in enumerate(header.values):
        name = " ".join(value.split())
        if name and name in names.values():
            what = f"the second column {quoted(name)}"
            found += (not_carried(Span(path, header.line), what),)
            continue
        names[i] = name or f"column {i + 1}"
    return names, found


def _surplus(path: str, row: Cells, width: int) -> Findings:
    if not any(cell.strip() for cell in row.values[width:]):
        return ()
    what = f"the cells behind the last column, from {quoted(row.values[width], 40)}"
    return (not_carried(Span(path, row.line), what),)


def _record(path: str, row: Cells, names: Mapping[int, str], meant: Meaning) -> Record:
    """Read a row: lists are parted, and each cell has the line on which it begins."""
    ours_of = {foreign: ours for ours in meant.foreign for foreign in meant.all(ours)}
    values: dict[str, object] = {}
    places: dict[str, tuple[int, int]] = {}
    line = row.line
    for i, cell in enumerate(row.values):
        name = names.get(i)
        if name is not None:
            places[name] = (line, 1)
            ours = ours_of.get(name, "")
            items = tuple(_items(ours, cell))
            values[name] = list(items) if ours in _LISTS or ours == "sources" else cell
        line += cell.count("\n")
    for foreign in names.values():
        values.setdefault(foreign, "")
    return Record(Span(path, row.line), values, Yaml(None, places, {}))


def _items(ours: str, cell: str) -> Iterator[str]:
    parts = _SOURCE_PARTS if ours == "sources" else _PARTS
    return (item for item in parts.split(cell.strip()) if item)


def _term(record: Record, meant: Meaning) -> tuple[Imported, Findings]:
    """Make a term: its definition is plain text, its body Markdown."""

    def text(ours: str) -> str:
        value = record.values.get(meant.foreign.get(ours, ""), "")
        return value if isinstance(value, str) else ""

    line = record.span_of(meant.foreign.get("body", "")).line
    body, found = read_body(text("body"), record.span.path, line, address_key)
    key = text("key").strip() or text("slug").strip() or text("title").strip()
    term = to_term(record, meant, key, body)
    return replace(term, definition=term.definition or None), found

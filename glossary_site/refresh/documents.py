"""Rows in documents of others, as text, each with its place: CSV by header, JSON by path."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from glossary_site.content.decoding import place
from glossary_site.content.json_elements import (
    JsonObject,
    SyntaxProblem,
    check_depth,
    check_end,
    parse_value,
    skip_space,
)
from glossary_site.content.table_checks import Mistake, Mistakes
from glossary_site.content.table_csv import cell_place, numbered_records
from glossary_site.diagnostics import did_you_mean, quoted
from glossary_site.fields.refresh import path_parts

COLUMNS: Final = 2_000
"""The most columns of a CSV document, of which ours are some."""
DEPTH: Final = 32
"""How deep brackets may nest in a JSON document."""

Place = tuple[int, int]


class Found(NamedTuple):
    """A row of a document."""

    cells: Mapping[str, str | None]
    """By the names that were asked for; None where the row says nothing."""
    mistakes: tuple[Mistake, ...]
    """What is wrong with the row as such."""
    place_of: Callable[[str | None], Place]
    """Where a cell stands; with None, where the row does."""


def csv_rows(text: str, wanted: Sequence[str], mistakes: Mistakes) -> Iterator[Found]:
    """Read the rows of a CSV document.

    Args:
        text: Decoded, with LF line ends.
        wanted: The headers that count; the order and all others do not.
        mistakes: Takes what keeps the document from being read.
    """
    lines = text.removesuffix("\n").split("\n")
    read = numbered_records(lines, mistakes)
    line, last, header = next(read, (1, 1, []))
    names = [" ".join(name.split()) for name in header]
    if not header or len(names) > COLUMNS:
        if not mistakes:
            problem = f"the document has more than {COLUMNS:,} columns"
            mistakes.add(1, 1, Mistake(problem if header else "the document is empty"))
        return
    where: dict[str, int] = {}
    for name in wanted:
        if names.count(name) == 1:
            where[name] = names.index(name)
        elif name in names:
            again = names.index(name, names.index(name) + 1)
            spot = cell_place(lines, line, last, again)
            mistakes.add(*spot, Mistake(f"the header {quoted(name)} stands twice"))
        else:
            message = f"the document has no column {quoted(name)}"
            hint = did_you_mean(name, [one for one in names if one])
            mistakes.add(line, 1, Mistake(message, hint or _separator_hint(names)))
    if mistakes:
        return
    for first, end, record in read:

        def place_of(name: str | None, first: int = first, end: int = end) -> Place:
            return (first, 1) if name is None else cell_place(lines, first, end, where[name])

        if len(record) == len(names):
            yield Found({name: record[at] for name, at in where.items()}, (), place_of)
        else:
            message = f"the row has {len(record)} cells, and there are {len(names)} columns"
            yield Found({}, (Mistake(message),), place_of)


def _separator_hint(names: Sequence[str]) -> str | None:
    if len(names) == 1 and (";" in names[0] or "\t" in names[0]):
        return "only CSV with commas can be read"
    return None


def json_rows(
    text: str, path: str | None, wanted: Mapping[str, tuple[str, ...]], mistakes: Mistakes
) -> Iterator[Found]:
    """Read the rows of a JSON document.

    Args:
        text: Decoded, with LF line ends.
        path: Where the list of rows lies.
        wanted: The paths of values within a row, by the names they are asked for.
        mistakes: Takes what keeps the document from being read.
    """
    try:
        check_depth(text, DEPTH)
        start = skip_space(text, 0)
        _, end = parse_value(text, start)
        check_end(text, end)
        for part in path_parts(path) if path is not None else ():
            start = _step(text, start, part)
        rows = _list(text, start)
    except SyntaxProblem as problem:
        mistakes.add(*place(text, problem.offset), problem.mistake)
        return
    for offset, row in rows:

        def place_of(_: str | None, offset: int = offset) -> Place:
            return place(text, offset)

        cells: dict[str, str | None] = {}
        wrong: list[Mistake] = []
        for name, parts in wanted.items():
            value = _value(row, parts, wrong)
            if isinstance(value, JsonObject | list):
                kind = "a list" if isinstance(value, list) else "an object"
                wrong.append(Mistake(f"the value at {quoted(name, 60)} is {kind}"))
            cells[name] = _as_text(value)
        yield Found(cells, tuple(dict.fromkeys(wrong)), place_of)


def _list(text: str, start: int) -> list[tuple[int, object]]:
    """Take the rows apart, each with its offset."""
    if text[start] != "[":
        raise SyntaxProblem(start, "here is no list of rows", "say under path where it lies")
    return list(_items(text, start))


def _items(text: str, start: int) -> Iterator[tuple[int, object]]:
    """Iterate over a list in a document that is known to be right."""
    offset = skip_space(text, start + 1)
    while text[offset] != "]":
        value, end = parse_value(text, offset)
        yield offset, value
        offset = skip_space(text, end)
        if text[offset] == ",":
            offset = skip_space(text, offset + 1)


def _step(text: str, start: int, part: str) -> int:
    """Go from a value to the one within it that a key or an index names."""
    if text[start] == "[" and part.isdecimal():
        for index, (offset, _) in enumerate(_items(text, start)):
            if index == int(part):
                return offset
        raise SyntaxProblem(start, f"the list has no item {part}", "the first item is 0")
    if text[start] != "{":
        raise SyntaxProblem(start, f"here is nothing that has a key {quoted(part, 60)}")
    found: dict[str, int] = {}
    offset = skip_space(text, start + 1)
    while text[offset] != "}":
        key, end = parse_value(text, offset)
        offset = skip_space(text, skip_space(text, end) + 1)
        if key == part and part in found:
            raise SyntaxProblem(offset, f"the key {quoted(part, 60)} stands twice")
        found[str(key)] = offset
        _, end = parse_value(text, offset)
        offset = skip_space(text, end)
        if text[offset] == ",":
            offset = skip_space(text, offset + 1)
    if part not in found:
        message = f"here is no key {quoted(part, 60)}"
        raise SyntaxProblem(start, message, did_you_mean(part, found))
    return found[part]


def _value(row: object, parts: Sequence[str], wrong: list[Mistake]) -> object:
    """Follow a path within a row; None where it ends early."""
    value = row
    for part in parts:
        if isinstance(value, JsonObject):
            if part in value.repeated:
                wrong.append(Mistake(f"the key {quoted(part, 60)} stands twice"))
            value = value.cells.get(part)
        elif isinstance(value, list) and part.isdecimal():
            value = value[int(part)] if int(part) < len(value) else None
        elif value is None:
            return None
        else:
            wrong.append(Mistake(f"the row has nothing with a key {quoted(part, 60)}"))
            return None
    return value


def _as_text(value: object) -> str | None:
    if isinstance(value, bool):
        return "true" if value else "false"
    return None if value is None or isinstance(value, JsonObject | list) else str(value)

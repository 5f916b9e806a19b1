"""Tables as JSON: a list of objects, or a list of lists of which the first is the header.

A table of one column may be a list of plain values.  A mistake is reported where its row starts,
and a repeated key where it stands again.
"""

import json
import re
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Final

from glossary_site.content.cells import check_row
from glossary_site.content.decoding import place
from glossary_site.content.json_elements import JsonObject, SyntaxProblem, elements
from glossary_site.content.table_checks import (
    TABLE_COLUMNS,
    Mistake,
    Mistakes,
    Row,
    Rows,
    count_mistake,
    header_mistakes,
    pair_names,
)
from glossary_site.diagnostics import Findings, quoted
from glossary_site.fields.dataset import Column

_ENDS: Final = json.JSONDecoder(parse_int=str, parse_float=str)
"""Tells where a value ends that was parsed before."""


def read_json(path: str, text: str, columns: Sequence[Column]) -> tuple[Rows, Findings]:
    """Read the rows of a JSON table.

    Args:
        path: The table's file, for messages.
        text: Decoded, with LF line ends.
        columns: As the description declares them.

    Returns:
        The rows in the columns' order, none if anything is wrong.
    """
    mistakes = Mistakes(path)
    try:
        parsed = elements(text)
    except SyntaxProblem as broken:
        mistakes.add(*place(text, broken.offset), broken.mistake)
        return (), mistakes.findings()
    rows: list[Row] = []
    for offset, row, problems in _rows(parsed, columns):
        if mistakes.is_enough():
            break
        rows.append(row)
        if problems:
            line, column = (1, 1) if mistakes.is_full() else place(text, offset)
            for problem in problems:
                if problem.repeated is not None and not mistakes.is_full():
                    again = _second(text, offset, problem.repeated)
                    mistakes.add(*place(text, again), problem)
                else:
                    mistakes.add(line, column, problem)
    if not rows and not mistakes:
        mistakes.add(1, 1, Mistake("the table has no rows"))
    return (() if mistakes else tuple(rows)), mistakes.findings()


def _rows(
    parsed: list[tuple[int, object]], columns: Sequence[Column]
) -> Iterator[tuple[int, Row, list[Mistake]]]:
    """Check each row, and yield it with its offset and mistakes."""
    by_list = bool(parsed) and isinstance(parsed[0][1], list)
    if by_list:
        offset, header = parsed[0]
        wrong = _header(header, columns)
        if wrong:
            yield offset, (), wrong
            return
    for offset, element in parsed[by_list:]:
        if by_list:
            yield offset, *_list_row(element, columns)
        else:
            yield offset, *_object_row(element, columns)


def _second(text: str, offset: int, key: str) -> int:
    """Find where an object repeats a key; where the object begins, if the key is escaped."""
    _, end = _ENDS.raw_decode(text, offset)
    written = re.compile(re.escape(json.dumps(key, ensure_ascii=False)) + r"[ \t\n]*:")
    found = [match.start() for match in islice(written.finditer(text, offset, end), 2)]
    return found[1] if len(found) > 1 else offset


def _header(header: object, columns: Sequence[Column]) -> list[Mistake]:
    """Check the first of a list of lists."""
    assert isinstance(header, list)
    if not all(isinstance(name, str) for name in header):
        return [Mistake("the first list is not a header", "write the columns' names")]
    names = [name.strip() for name in header]
    return [mistake for _, mistake in header_mistakes(names, columns)]


def _list_row(element: object, columns: Sequence[Column]) -> tuple[Row, list[Mistake]]:
    """Check a row written as a list."""
    if not isinstance(element, list):
        return (), [Mistake("the row is not a list, as the one before it")]
    if len(element) != len(columns):
        return (), [count_mistake(len(element), columns)]
    return _check_cells(element, columns)


def _object_row(element: object, columns: Sequence[Column]) -> tuple[Row, list[Mistake]]:
    """Check a row written as an object."""
    if not isinstance(element, JsonObject | list) and len(columns) == 1:
        return _check_cells([element], columns)
    if not isinstance(element, JsonObject):
        return (), [Mistake("the row is not an object", 'write {"column": value}')]
    cells = element.cells
    if len(cells) > TABLE_COLUMNS:
        return (), [Mistake(f"the row has {len(cells):,} keys, and {TABLE_COLUMNS} are allowed")]
    mistakes = [
        Mistake(f"the key {quoted(key)} stands twice", "keep one of the two", key)
        for key in element.repeated
    ]
    declared = [column.name for column in columns]
    missing = [name for name in declared if name not in cells]
    extra = [key for key in cells if key not in declared]
    meant, missing = pair_names(extra, missing)
    mistakes += [
        Mistake(f"the key {quoted(key)} is no column of the description", hint)
        for key, hint in meant.items()
    ]
    mistakes += [
        Mistake(f"the key {quoted(name)} is missing", "write null where nothing is known")
        for name in missing
    ]
    if mistakes:
        return (), mistakes
    return _check_cells([cells[name] for name in declared], columns)


def _check_cells(values: Sequence[object], columns: Sequence[Column]) -> tuple[Row, list[Mistake]]:
    """Turn values into text and check them."""
    texts = []
    for value, column in zip(values, columns, strict=True):
        if isinstance(value, list | JsonObject):
            kind = "a list" if isinstance(value, list) else "an object"
            return (), [Mistake(f"the cell in the column {quoted(column.name, 40)} is {kind}")]
        texts.append(_as_text(value))
    row, mistakes = check_row(texts, columns)
    return row, [mistake for _, mistake in mistakes]


def _as_text(value: object) -> str:
    """Spell a JSON value as a CSV cell would."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value)


def write_json(columns: Sequence[Column], rows: Rows) -> bytes:
    """Write a table for download: a list of objects, one a line, null for what is not known."""
    keys = [json.dumps(column.name, ensure_ascii=False) for column in columns]
    kinds = [column.type for column in columns]
    lines = []
    for row in rows:
        cells = zip(keys, kinds, row, strict=True)
        pairs = (f"{key}: {_literal(kind, cell)}" for key, kind, cell in cells)
        lines.append(f"{{{', '.join(pairs)}}}")
    return ("[\n" + ",\n".join(lines) + "\n]\n").encode("utf-8")


def _literal(kind: str, cell: str) -> str:
    """Write a checked cell; numbers and booleans are spelled as JSON spells them."""
    if not cell:
        return "null"
    if kind in {"integer", "number", "boolean"}:
        return cell
    return json.dumps(cell, ensure_ascii=False)

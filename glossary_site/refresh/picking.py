"""From a document of others to rows of ours, checked as those that an author writes."""

from collections.abc import Iterator, Mapping
from typing import Final

from glossary_site.content.cells import CellError, check_row, defuse
from glossary_site.content.decoding import decode
from glossary_site.content.table_checks import TABLE_ROWS, Mistake, Mistakes, Row, Rows
from glossary_site.diagnostics import Findings, quoted
from glossary_site.fields.dataset import DatasetFields
from glossary_site.fields.refresh import Origin, Refresh, path_parts
from glossary_site.refresh.converting import converted
from glossary_site.refresh.documents import Found, csv_rows, json_rows

_NOTHING: Final = Mistake("no row is left", "see which rows and path the description names")


def picked(fields: DatasetFields, refresh: Refresh, data: bytes) -> tuple[Rows, Findings]:
    """Read the rows of a document that a description asks for.

    Args:
        fields: The description.
        refresh: What it says of the document.
        data: The document.

    Returns:
        Rows in the columns' order, none if anything is wrong.  Mistakes stand at their place in
        the document, and its address is their path.
    """
    text, found = decode(refresh.url, data)
    if text is None:
        return (), found
    mistakes = Mistakes(refresh.url)
    origins = {
        column.name: refresh.columns.get(column.name) or Origin(column=column.name)
        for column in fields.columns
    }
    rows: list[Row] = []
    lines: dict[Row, int] = {}
    key = [i for i, column in enumerate(fields.columns) if column.name in refresh.key]
    for each in _wanted(text, refresh, origins, mistakes):
        if mistakes.is_enough() or len(rows) == TABLE_ROWS:
            if len(rows) == TABLE_ROWS:
                message = f"more than {TABLE_ROWS:,} rows are asked for"
                mistakes.add(*each.place_of(None), Mistake(message))
            break
        row = _checked(each, fields, refresh, origins, mistakes)
        if row is None:
            continue
        rows.append(row)
        name = tuple(row[i] for i in key)
        if name in lines:
            message = f"a second row is called {shown_key(name)}, as in line {lines[name]}"
            mistakes.add(*each.place_of(None), Mistake(message, "add columns to key"))
        elif key:
            lines[name] = each.place_of(None)[0] if len(lines) < TABLE_ROWS else 0
    if not rows and not mistakes:
        mistakes.add(1, 1, _NOTHING)
    return (() if mistakes else tuple(rows)), mistakes.findings()


def shown_key(cells: Row) -> str:
    """Name a row by its key, in a message."""
    return quoted(", ".join(cells), 60)


def _wanted(
    text: str, refresh: Refresh, origins: Mapping[str, Origin], mistakes: Mistakes
) -> Iterator[Found]:
    """Iterate over the rows that are asked for."""
    names = [origin.column for origin in origins.values() if origin.column is not None]
    names = list(dict.fromkeys((*names, *refresh.rows)))
    if refresh.format == "csv":
        found = csv_rows(text, names, mistakes)
    else:
        parts = {name: _parts(name, refresh) for name in names}
        found = json_rows(text, refresh.path, parts, mistakes)
    said: set[str] = set()
    count = 0
    for row in found:
        count += 1
        said.update(name for name, cell in row.cells.items() if cell is not None)
        if row.mistakes or all(
            " ".join((row.cells[name] or "").split()) in texts
            for name, texts in refresh.rows.items()
        ):
            yield row
    if count and not mistakes:
        for name in names:
            if name not in said:
                message = f"no row says anything at {quoted(name, 60)}"
                mistakes.add(1, 1, Mistake(message, "see what the document calls it"))


def _parts(name: str, refresh: Refresh) -> tuple[str, ...]:
    """Split a path, but for a name of ours that stands in for theirs: that is one key."""
    is_written = name in refresh.rows or any(
        origin.column == name for origin in refresh.columns.values()
    )
    return path_parts(name) if is_written else (name,)


def _checked(
    found: Found,
    fields: DatasetFields,
    refresh: Refresh,
    origins: Mapping[str, Origin],
    mistakes: Mistakes,
) -> Row | None:
    """Convert and check a row, and make it safe for a spreadsheet."""
    for mistake in found.mistakes:
        mistakes.add(*found.place_of(None), mistake)
    if found.mistakes:
        return None
    texts: list[str] = []
    is_right = True
    for column in fields.columns:
        origin = origins[column.name]
        text = origin.value if origin.column is None else found.cells[origin.column]
        try:
            texts.append(converted(text or "", origin, column.type, refresh.unknown))
        except CellError as error:
            is_right = False
            message = f"{quoted(text or '', 40)} {error} (column {quoted(column.name, 40)})"
            mistakes.add(*found.place_of(origin.column), Mistake(message, error.hint))
    if not is_right:
        return None
    row, wrong = check_row(texts, fields.columns)
    for index, mistake in wrong:
        origin = origins[fields.columns[index].name]
        mistakes.add(*found.place_of(origin.column), mistake)
    if wrong:
        return None
    return tuple(map(defuse, row, (column.type for column in fields.columns)))

"""Which cell of a dataset a figure is: the same for headlines and for figures in sentences.

A table need not be sorted: where a column says when, the latest row is the one with the greatest
time.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Final, Literal

from msgspec import Struct

from glossary_site.content.table_checks import Row
from glossary_site.diagnostics import did_you_mean, quoted
from glossary_site.fields.dataset import Column, DatasetFields
from glossary_site.model import Dataset

NUMBERS: Final = frozenset({"number", "integer"})
TIMES: Final = frozenset({"date", "yearmonth", "year"})
Pick = Literal["first", "latest", "min", "max"]

_PARTIAL: Final = {
    "date": re.compile(r"[0-9]{4}(-(0[1-9]|1[0-2]))?"),
    "yearmonth": re.compile(r"[0-9]{4}"),
}
"""Times that say less than the cells of their column: they mean all cells that begin so."""


class Problem(Struct, frozen=True):
    """Why there is no such figure."""

    key: str
    """What is wrong with it: `column`, `where`, or `where.COLUMN`."""
    message: str
    """What is wrong, without saying where."""
    hint: str | None = None
    """What to do, or None where nothing sure can be said."""


class Figure(Struct, frozen=True):
    """One cell of a dataset."""

    value: str
    """The cell, as the table has it; a number keeps every digit."""
    column: Column
    """Its column."""
    row: Row
    """All cells of its row."""
    date: str | None
    """When it was, if the row says so: YYYY, YYYY-MM or YYYY-MM-DD."""
    others: tuple[str, ...] = ()
    """What the column holds in other rows of the same time: another figure would fit as well."""


def position(columns: Sequence[Column], name: str) -> int | None:
    """Find a column by its name."""
    return next((i for i, column in enumerate(columns) if column.name == name), None)


def time_column(columns: Sequence[Column]) -> int | None:
    """Find the first column that says when."""
    return next((i for i, column in enumerate(columns) if column.type in TIMES), None)


def main_column(fields: DatasetFields) -> str | None:
    """Name the column that a dataset is about, if one can be told from the others."""
    if fields.headline is not None:
        return fields.headline.column
    if fields.chart is not None:
        return fields.chart.y[0]
    numbers = [column.name for column in fields.columns if column.type in NUMBERS]
    return numbers[0] if len(numbers) == 1 else None


def where_problems(columns: Sequence[Column], where: Mapping[str, str]) -> Iterator[Problem]:
    """Check that a filter names columns, and values that these may hold."""
    for name, value in where.items():
        at = position(columns, name)
        if at is None:
            message = f"there is no column {quoted(name)}"
            yield Problem(f"where.{name}", message, _near(name, columns))
        elif problem := _normal(columns[at], value)[1]:
            yield problem


def rows_where(
    dataset: Dataset, where: Mapping[str, str]
) -> tuple[tuple[Row, ...], Problem | None]:
    """Choose the rows of a dataset that hold these values, all of them if none is named."""
    rows = dataset.rows
    columns = dataset.fields.columns
    for problem in where_problems(columns, where):
        return (), problem
    for name, value in where.items():
        at = position(columns, name)
        assert at is not None
        wanted, _ = _normal(columns[at], value)
        kept = tuple(row for row in rows if _is_it(row[at], wanted, columns[at]))
        if not kept:
            known = dict.fromkeys(row[at] for row in rows if row[at])
            message = f"no row has {quoted(value)} in the column {quoted(name)}"
            if len(where) > 1 and any(_is_it(row[at], wanted, columns[at]) for row in dataset.rows):
                message += " and the other values"
            return (), Problem(f"where.{name}", message, did_you_mean(value, known))
        rows = kept
    return rows, None


def find(
    dataset: Dataset, pick: Pick, column: str | None = None, where: Mapping[str, str] | None = None
) -> tuple[Figure | None, Problem | None]:
    """Find a figure.

    Args:
        dataset: The table.
        pick: Which of the rows in which the column is known.
        column: Its name; by default the column that the dataset is about.
        where: What other columns of the row hold.

    Returns:
        The figure, or why there is none.
    """
    columns = dataset.fields.columns
    name = column or main_column(dataset.fields)
    if name is None:
        names = ", ".join(one.name for one in columns if one.type in NUMBERS)
        message = f"the dataset has more than one column of numbers: {names}" if names else (
            "the dataset has no column of numbers"
        )  # fmt: skip
        return None, Problem("column", message, "say which: … of COLUMN")
    at = position(columns, name)
    if at is None:
        message = f"the dataset has no column {quoted(name)}"
        return None, Problem("column", message, _near(name, columns))
    if pick in {"min", "max"} and columns[at].type not in NUMBERS:
        message = f"{pick} needs numbers, and the column {quoted(name)} holds {columns[at].type}s"
        return None, Problem("column", message)
    rows, problem = rows_where(dataset, where or {})
    known = [row for row in rows if row[at]]
    if not known:
        message = f"the column {quoted(name)} is empty" + (" in these rows" if where else "")
        return None, problem or Problem("column", message)
    return _figure(columns, known, at, pick), None


def _figure(columns: Sequence[Column], known: list[Row], at: int, pick: Pick) -> Figure:
    when = time_column(columns)
    row = _pick(known, at, when, pick)
    others: tuple[str, ...] = ()
    if when is not None and pick in {"first", "latest"}:
        equal = (one[at] for one in known if one[when] == row[when])
        others = tuple(dict.fromkeys(value for value in equal if value != row[at]))
    date = row[when] or None if when is not None else None
    return Figure(row[at], columns[at], row, date, others)


def _pick(rows: list[Row], at: int, when: int | None, pick: Pick) -> Row:
    if pick in {"min", "max"}:
        return (min if pick == "min" else max)(rows, key=lambda row: Decimal(row[at]))
    dated = rows if when is None else [row for row in rows if row[when]] or rows
    if pick == "first":
        return dated[0] if when is None else min(dated, key=lambda row: row[when])
    return dated[-1] if when is None else max(reversed(dated), key=lambda row: row[when])


def _normal(column: Column, value: str) -> tuple[str, Problem | None]:
    """Spell a value as the cells of a column are spelled."""
    from glossary_site.content.cells import CellError, check_cell  # noqa: PLC0415 (seldom needed)

    partial = _PARTIAL.get(column.type)
    if partial is not None and partial.fullmatch(value):
        return value, None
    try:
        return check_cell(column.type, value), None
    except CellError as error:
        message = f"{quoted(value, 40)} {error} (column {quoted(column.name, 40)})"
        return value, Problem(f"where.{column.name}", message, error.hint)


def _is_it(cell: str, wanted: str, column: Column) -> bool:
    if cell == wanted:
        return True
    if not cell or not wanted:
        return False
    if column.type in NUMBERS:
        return Decimal(cell) == Decimal(wanted)
    return column.type in TIMES and cell.startswith(f"{wanted}-")


def _near(name: str, columns: Iterable[Column]) -> str | None:
    return did_you_mean(name, [column.name for column in columns])

"""What a chart draws, as numbers: the rows of a dataset that are drawn, by series."""

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal

from msgspec import Struct

from glossary_site.content.figures import NUMBERS, TIMES, position, rows_where
from glossary_site.content.table_checks import Row
from glossary_site.fields.dataset import Chart, Column
from glossary_site.model import Dataset
from glossary_site.render.data_view import words


class Point(Struct, frozen=True):
    """One mark."""

    row: int
    """Which row of the table it is of, 0-based."""
    x: Decimal
    """The number, the day counted from the year 1, or the 0-based place of the name."""
    y: Decimal | None
    """The value; None where it is not known, which is a gap and not zero."""
    high: Decimal | None
    """The upper end of a range."""
    label: str
    """What it is called; empty if it has no name."""


class Series(Struct, frozen=True):
    """Marks that belong together."""

    name: str
    """What it is called; empty if there is only one."""
    column: int
    """Which column its values are in, 0-based."""
    high: str
    """Which column the upper ends of a range are in; empty for none."""
    points: tuple[Point, ...]
    """Along x; dots as the table has them."""


class Plot(Struct, frozen=True):
    """All that a chart draws."""

    chart: Chart
    """How it is to be drawn."""
    x: Column
    """The column along x."""
    values: tuple[Column, ...]
    """The columns of values."""
    unit: str
    """What the values count; empty if columns differ in it, or none is given."""
    series: tuple[Series, ...]
    """In the order of the table."""
    names: tuple[str, ...] | None
    """The names along x in the order of the table; None where x holds numbers or times."""


def plot(dataset: Dataset) -> Plot | None:
    """Choose what is drawn; None without a chart, or where nothing can be drawn."""
    chart, columns = dataset.fields.chart, dataset.fields.columns
    if chart is None:
        return None
    x = position(columns, chart.x)
    values = [i for name in chart.y if (i := position(columns, name)) is not None]
    if x is None or not values:
        return None
    kept = {id(row) for row in rows_where(dataset, chart.where)[0]}
    rows = [(i, row) for i, row in enumerate(dataset.rows) if id(row) in kept and row[x]]
    names = None
    if columns[x].type not in TIMES | NUMBERS:
        rows = [(i, row) for i, row in rows if any(row[value] for value in values)]
        names = tuple(dict.fromkeys(row[x] for _, row in rows))
    places = {} if names is None else {name: i for i, name in enumerate(names)}
    reader = _Reader(chart, columns, x, places)
    series = tuple(one for one in reader.series(rows, values) if _is_drawn(one))
    if not series:
        return None
    units = {dataset.unit_of(columns[i]) or "" for i in values}
    return Plot(
        chart=chart,
        x=columns[x],
        values=tuple(columns[i] for i in values),
        unit=units.pop() if len(units) == 1 else "",
        series=series,
        names=names,
    )


def _is_drawn(series: Series) -> bool:
    return any(point.y is not None for point in series.points)


class _Reader:
    """Reads cells as numbers."""

    def __init__(
        self, chart: Chart, columns: Sequence[Column], x: int, places: dict[str, int]
    ) -> None:
        self._chart = chart
        self._columns = columns
        self._x = x
        self._places = places
        self._high = None if chart.high is None else position(columns, chart.high)
        self._label = None if chart.label is None else position(columns, chart.label)

    def series(self, rows: Sequence[tuple[int, Row]], values: Sequence[int]) -> list[Series]:
        """Sort rows into series."""
        if self._chart.series is None:
            names = [words(self._columns[i].name) if len(values) > 1 else "" for i in values]
            return [
                self._one(name, i, rows) for name, i in zip(names, values, strict=True)
            ]  # fmt: skip
        at = position(self._columns, self._chart.series)
        assert at is not None
        found: dict[str, list[tuple[int, Row]]] = {}
        for i, row in rows:
            found.setdefault(row[at], []).append((i, row))
        return [self._one(name or "other", values[0], some) for name, some in found.items()]

    def _one(self, name: str, column: int, rows: Sequence[tuple[int, Row]]) -> Series:
        points = [self._point(i, row, column) for i, row in rows]
        if self._chart.kind in {"line", "step"}:
            points.sort(key=lambda point: point.x)
        else:
            points = [point for point in points if point.y is not None]
        return Series(name, column, "" if self._high is None else str(self._high), tuple(points))

    def _point(self, i: int, row: Row, column: int) -> Point:
        high = None if self._high is None else row[self._high]
        is_known = bool(row[column]) and high != ""
        return Point(
            row=i,
            x=self.place(row[self._x]),
            y=Decimal(row[column]) if is_known else None,
            high=Decimal(high) if high and is_known else None,
            label="" if self._label is None else row[self._label],
        )

    def place(self, cell: str) -> Decimal:
        """Find where a cell stands along x."""
        return place(cell, self._columns[self._x].type, self._places)


def place(cell: str, kind: str, places: dict[str, int]) -> Decimal:
    """Put a cell as a number along x: itself, its day, or the place of its name."""
    if kind in NUMBERS:
        return Decimal(cell)
    if kind in TIMES:
        year, month, day = (*(int(part) for part in cell.split("-")), 1, 1)[:3]
        return Decimal(dt.date(year, month, day).toordinal())
    return Decimal(places[cell])

"""What a chart shows, in words: for those who do not see it, and as its name."""

from collections.abc import Callable
from decimal import Decimal
from typing import Final

from glossary_site.content.figures import TIMES
from glossary_site.model import Dataset
from glossary_site.render.charts.axes import known
from glossary_site.render.charts.points import Plot, Point, Series
from glossary_site.render.data_view import words
from glossary_site.render.dates import month_in_words
from glossary_site.render.numbers import plain_number

KINDS: Final = {
    "line": "Line chart",
    "step": "Step chart",
    "bar": "Bar chart",
    "grouped-bar": "Grouped bar chart",
    "stacked-bar": "Stacked bar chart",
    "dot": "Dot chart",
    "range": "Range chart",
}
_NAMED: Final = 6
"""Of how many series a description speaks singly."""


def title(dataset: Dataset, plot: Plot) -> str:
    """Name a chart: its kind and what it shows."""
    return f"{KINDS[plot.chart.kind]}: {dataset.fields.title}"


def description(dataset: Dataset, plot: Plot) -> str:
    """Describe a chart: its axes, how far they reach, where it begins and ends, what is most."""
    names = " and ".join(words(column.name) for column in plot.values)
    unit = f" in {plot.unit}" if plot.unit and plot.unit != "%" else ""
    scale = ", on a logarithmic scale" if plot.chart.scale == "log" else ""
    reader = _Cells(dataset, plot)
    parts = [f"{names}{unit}{scale}, {reader.reach()}."]
    many = plot.series[:_NAMED]
    parts += [reader.course(one) for one in many]
    if len(plot.series) > len(many):
        parts.append(f"And {len(plot.series) - len(many)} more series.")
    parts.append(reader.extremes())
    return " ".join(parts)


class _Cells:
    """Puts the cells behind points in words."""

    def __init__(self, dataset: Dataset, plot: Plot) -> None:
        self._dataset = dataset
        self._plot = plot
        columns = [column.name for column in dataset.fields.columns]
        self._x = columns.index(plot.chart.x)

    def _where(self, point: Point) -> str:
        cell = self._dataset.rows[point.row][self._x]
        if self._plot.x.type in {"date", "yearmonth"}:
            return month_in_words(cell)
        if self._plot.x.type in TIMES or self._plot.names is not None:
            return cell
        return plain_number(Decimal(cell))

    def _value(self, point: Point) -> str:
        sign = "%" if self._plot.unit.startswith("%") else ""
        low = plain_number(point.y or Decimal(0)) + sign
        return low if point.high is None else f"{low} to {plain_number(point.high)}{sign}"

    def reach(self) -> str:
        """Say what lies along x."""
        plot, points = self._plot, known(self._plot)
        name = words(plot.x.name).lower() if plot.x.name.islower() else words(plot.x.name)
        if plot.names is not None:
            count = len(plot.names)
            return f"by {name}: {count} {'name' if count == 1 else 'names'}"
        first, last = min(points, key=lambda p: p.x), max(points, key=lambda p: p.x)
        if first.x == last.x:
            return f"at {name} {self._where(first)}"
        return f"by {name} from {self._where(first)} to {self._where(last)}"

    def course(self, series: Series) -> str:
        """Say how many values a series has, and its first and last one."""
        points = [point for point in series.points if point.y is not None]
        name = f"{series.name}: " if series.name else ""
        if self._plot.names is not None:
            count = "1 value" if len(points) == 1 else f"{len(points)} values"
            return f"{name}{count}."
        first, last = min(points, key=lambda p: p.x), max(points, key=lambda p: p.x)
        if len(points) == 1:
            return f"{name}{self._value(first)} ({self._where(first)})."
        return f"{name or 'From '}{self._ended(first, min)} to {self._ended(last, max)}."

    def _ended(self, point: Point, end: Callable[..., Decimal]) -> str:
        """Say a value, and where it stands if that is not the end of the axis."""
        if point.x == end(p.x for p in known(self._plot)):
            return self._value(point)
        return f"{self._value(point)} ({self._where(point)})"

    def extremes(self) -> str:
        """Name the greatest and the least value."""
        points = known(self._plot)
        high = max(points, key=lambda p: p.high or p.y or Decimal(0))
        low = min(points, key=lambda p: p.y or Decimal(0))
        if high is low:
            return ""
        return f"Highest {self._said(high)}, lowest {self._said(low)}."

    def _said(self, point: Point) -> str:
        where = ", ".join(filter(None, (point.label, self._where(point))))
        return f"{self._value(point)} ({where})"

"""Only the shape of a chart, for a tile: no axes, and the last value marked."""

from decimal import Decimal
from typing import Final

from glossary_site.model import Dataset
from glossary_site.render.charts import marks
from glossary_site.render.charts.axes import known, place_axis, value_axis
from glossary_site.render.charts.columns import totals
from glossary_site.render.charts.marks import WIDE, Mark
from glossary_site.render.charts.points import Plot, Point, plot
from glossary_site.render.charts.scales import Scale
from glossary_site.render.charts.sentences import KINDS
from glossary_site.render.views import SparkView

_TOP: Final = 5
_BOTTOM: Final = 43
_EDGE: Final = 20
_MOST: Final = 60
"""Marks of a spark; of more, only some are drawn."""


def spark_view(dataset: Dataset) -> SparkView | None:
    """Make the view of a chart's shape; None without a chart."""
    shown = plot(dataset)
    if shown is None:
        return None
    return SparkView(KINDS[shown.chart.kind], shown.chart.kind, _paths(shown))


def _height(scale: Scale, value: Decimal) -> float:
    return _BOTTOM - scale.at(value) * (_BOTTOM - _TOP)


def _paths(shown: Plot) -> tuple[tuple[str, str], ...]:
    scale, _ = value_axis(shown, 5, totals(shown))
    if shown.chart.kind in {"line", "step"}:
        return _lines(shown, scale)
    points = known(shown)
    if shown.chart.kind.endswith("bar"):
        return _bars(shown, scale, points)
    places = _places(shown, points)
    every = -(-len(points) // _MOST)
    if shown.chart.kind == "range":
        drawn = "".join(
            marks.upright_range(x, _height(scale, p.high or p.y or p.x), _height(scale, p.y or p.x))
            for p, x in list(zip(points, places, strict=True))[::every]
        )
        return (("r", drawn),)
    spots = [
        Mark(x, _height(scale, p.y or Decimal(0))) for p, x in zip(points, places, strict=True)
    ]
    return (("d", marks.dots(spots[::every], 0)),)


def _places(shown: Plot, points: list[Point]) -> list[float]:
    """Find places along x; names stand beside each other."""
    if shown.names is not None:
        scale = Scale(Decimal(-1), Decimal(len(shown.names)))
    else:
        scale = place_axis(shown)
    return [_EDGE + scale.at(point.x) * (WIDE - 2 * _EDGE) for point in points]


def _lines(shown: Plot, scale: Scale) -> tuple[tuple[str, str], ...]:
    draw = marks.line if shown.chart.kind == "line" else marks.steps
    x = place_axis(shown)
    drawn, ends = [], []
    for one in shown.series:
        found = [
            None
            if point.y is None
            else Mark(_EDGE + x.at(point.x) * (WIDE - 2 * _EDGE), _height(scale, point.y))
            for point in one.points
        ]
        drawn.append(draw(found))
        ends.append(next(mark for mark in reversed(found) if mark is not None))
    return ("l", "".join(drawn)), ("d", marks.dots(ends, 0))


def _bars(shown: Plot, scale: Scale, points: list[Point]) -> tuple[tuple[str, str], ...]:
    """Draw a bar for each value beside the other, or for each sum; the last one is full."""
    foot = Decimal(0) if scale.kind == "linear" else scale.low
    sums: dict[Decimal, Decimal] = {}
    for point in points:
        before = sums.get(point.x, Decimal(0)) if shown.chart.kind == "stacked-bar" else None
        value = point.y or Decimal(0)
        sums[point.x] = max(sums.get(point.x, value), value) if before is None else before + value
    order = sorted(sums)[-_MOST:]
    slot = WIDE / len(order)
    drawn = [
        marks.column(i * slot + slot / 8, (i + 1) * slot - slot / 8, _height(scale, foot), top)
        for i, top in enumerate(_height(scale, sums[x]) for x in order)
    ]
    return ("b f", "".join(drawn[:-1])), ("b", drawn[-1])

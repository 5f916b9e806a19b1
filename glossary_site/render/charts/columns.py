"""Bars that stand: on zero, beside each other, or on each other."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Final, NamedTuple

from glossary_site.render.charts.marks import WIDE, column
from glossary_site.render.charts.points import Plot, Point
from glossary_site.render.charts.scales import Scale

_FILLED: Final = 0.76
"""How much of its place a bar fills, or a group of them."""


class Bar(NamedTuple):
    """One bar."""

    point: Point
    """What it shows."""
    left: float
    """0 to `WIDE`."""
    right: float
    """0 to `WIDE`."""
    base: Decimal
    """The value that it stands on."""
    top: Decimal
    """The value that it ends at."""


def totals(plot: Plot) -> list[Decimal]:
    """Give the values that stacked bars reach, above and below zero; none of other charts."""
    if plot.chart.kind != "stacked-bar":
        return []
    return [value for some in stacked(plot) for bar in some for value in (bar[1], bar[2])]


def stacked(plot: Plot) -> list[list[tuple[Point, Decimal, Decimal]]]:
    """Put bars on each other: for each series its points with their lower and upper values."""
    above: dict[Decimal, Decimal] = {}
    below: dict[Decimal, Decimal] = {}
    found = []
    for one in plot.series:
        some = []
        for point in one.points:
            assert point.y is not None
            pile = above if point.y >= 0 else below
            base = pile.get(point.x, Decimal(0))
            pile[point.x] = base + point.y
            some.append((point, base, pile[point.x]))
        found.append(some)
    return found


def columns(plot: Plot, x: Scale, y: Scale, gap: Decimal) -> list[list[Bar]]:
    """Lay out all bars, by series."""
    slot = x.at(x.low + gap) * WIDE * _FILLED
    foot = Decimal(0) if y.kind == "linear" else y.low
    if plot.chart.kind == "stacked-bar":
        return [
            [_bar(point, x, (slot, 0, 1), base, top) for point, base, top in some]
            for some in stacked(plot)
        ]
    count = len(plot.series)
    return [
        [_bar(p, x, (slot, i, count), foot, p.y) for p in one.points if p.y is not None]
        for i, one in enumerate(plot.series)
    ]


def _bar(point: Point, x: Scale, share: tuple[float, int, int], base: Decimal, top: Decimal) -> Bar:
    """Lay out one bar; `share` is the room for a group, which of it, and of how many."""
    slot, i, count = share
    middle = x.at(point.x) * WIDE
    thick = slot / count
    left = middle - slot / 2 + i * thick
    right = left + thick * (0.92 if count > 1 else 1)
    return Bar(point, max(left, 0), min(right, WIDE), base, top)


def path(bars: Sequence[Bar], y: Scale, top: float, bottom: float) -> str:
    """Draw the bars of a series between two heights."""

    def height(value: Decimal) -> float:
        return bottom - y.at(value) * (bottom - top)

    return "".join(column(b.left, b.right, height(b.base), height(b.top)) for b in bars)

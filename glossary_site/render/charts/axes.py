"""Axes of a chart: their scales, their ticks, and the words that say what they count."""

from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise
from typing import Final

from glossary_site.content.figures import TIMES
from glossary_site.render.charts.placing import measure
from glossary_site.render.charts.points import Plot, Point
from glossary_site.render.charts.scales import EXACT, Scale, linear, logarithmic
from glossary_site.render.charts.ticks import Tick, linear_ticks, log_ticks, time_ticks
from glossary_site.render.data_view import words
from glossary_site.render.title_lines import ELLIPSIS

_LAST_DAY: Final = Decimal(3652059)
_ALONE: Final = Decimal(183)
"""Days on each side of the only one that is drawn."""
_LABEL: Final = 54
"""Pixels for each label of a time."""


def known(plot: Plot) -> list[Point]:
    """List all points that have a value."""
    return [point for one in plot.series for point in one.points if point.y is not None]


def value_axis(
    plot: Plot, most: int, totals: Sequence[Decimal] = ()
) -> tuple[Scale, list[Tick]]:  # fmt: skip
    """Fit the axis of values.

    Args:
        plot: What is drawn.
        most: Into how many parts it is divided at most.
        totals: Sums that must have a place on it, of bars that stand on each other.
    """
    chart = plot.chart
    points = known(plot)
    values = [value for point in points for value in (point.y, point.high) if value is not None]
    if chart.scale == "log":
        scale = logarithmic(values)
        return scale, log_ticks(scale, most + 1)
    scale, step = linear(totals or values, most, from_zero=chart.kind.endswith("bar"))
    return scale, _with_share(linear_ticks(scale, step), plot.unit)


def _with_share(ticks: list[Tick], unit: str) -> list[Tick]:
    if not unit.startswith("%"):
        return ticks
    return [Tick(value, f"{label}%") for value, label in ticks]


def gap(plot: Plot) -> Decimal:
    """Find the least distance between bars."""
    places = sorted({point.x for point in known(plot)})
    gaps = [EXACT.subtract(b, a) for a, b in pairwise(places)]
    if not gaps:
        return Decimal(366) if plot.x.type in TIMES else Decimal(1)
    return min(gaps)


def place_axis(plot: Plot) -> Scale:
    """Fit the axis of x to numbers or times; bars have half a place free at both ends."""
    points = known(plot)
    places = [point.x for point in points]
    low, high = min(places), max(places)
    if plot.chart.kind.endswith("bar"):
        half = EXACT.divide(gap(plot), Decimal(2))
        return Scale(EXACT.subtract(low, half), EXACT.add(high, half))
    if plot.x.type not in TIMES:
        if plot.chart.x_scale == "log":
            return logarithmic(places)
        return linear(places, 5, from_zero=False)[0]
    if low == high:
        low, high = max(low - _ALONE, Decimal(1)), min(high + _ALONE, _LAST_DAY)
    return Scale(low, high)


def place_ticks(plot: Plot, scale: Scale, narrow: float, broad: float) -> list[tuple[Tick, str]]:
    """Label the axis of x; `w` marks ticks that only wide drawings have room for."""
    if plot.x.type not in TIMES:
        if plot.chart.x_scale == "log":
            return [(tick, "") for tick in log_ticks(scale, 5)]
        points = [point.x for point in known(plot)]
        step = linear(points, 5, from_zero=False)[1]
        if plot.chart.kind.endswith("bar"):
            return _bar_ticks(plot, narrow)
        return [(tick, "") for tick in linear_ticks(scale, step)]
    low, high = max(scale.low, Decimal(1)), min(scale.high, _LAST_DAY)
    low, high = low.to_integral_value("ROUND_CEILING"), high.to_integral_value("ROUND_FLOOR")
    few = time_ticks(low, high, plot.x.type, max(int(narrow // _LABEL), 2))
    many = time_ticks(low, high, plot.x.type, max(int(broad // _LABEL), 2))
    shown = {tick.value for tick in few}
    if not shown <= {tick.value for tick in many}:
        many = []
    extra = [(tick, "w") for tick in many if tick.value not in shown]
    return sorted([*((tick, "") for tick in few), *extra])


def _bar_ticks(plot: Plot, narrow: float) -> list[tuple[Tick, str]]:
    """Label bars that stand at numbers, as many as there is room for."""
    places = sorted({point.x for point in known(plot)})
    labels = [f"{place:f}" if place.adjusted() < 15 else f"{place:.3g}" for place in places]  # noqa: PLR2004
    room = max(map(measure, labels)) + 6
    every = max(1, -(-len(places) * int(room + 1) // max(int(narrow), 1)))
    return [(Tick(p, t), "") for p, t in list(zip(places, labels, strict=True))[::every]]


def caption(plot: Plot) -> str:
    """Say what the values count, and on which scale."""
    unit = plot.unit
    if not unit or unit == "%":
        names = {words(column.name) for column in plot.values}
        unit = (names.pop() if len(names) == 1 else "") + (" (%)" if unit else "")
    return (
        f"{unit.strip()}, logarithmic".lstrip(", ") if plot.chart.scale == "log" else unit.strip()
    )


def place_caption(plot: Plot) -> str:
    """Say what numbers along x count; times need no words."""
    if plot.names is not None or plot.x.type in TIMES:
        return ""
    said = words(plot.x.name) + (f" ({plot.x.unit})" if plot.x.unit else "")
    return f"{said}, logarithmic" if plot.chart.x_scale == "log" else said


def cut(text: str, room: float) -> str:
    """Shorten words to so many pixels."""
    if measure(text) <= room:
        return text
    while text and measure(text + ELLIPSIS) > room:
        text = text[:-1]
    return text.rstrip() + ELLIPSIS

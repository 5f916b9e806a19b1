"""Charts whose values go up: lines, steps, dots, ranges and bars over times or numbers."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from glossary_site.render.charts import marks
from glossary_site.render.charts.axes import (
    caption,
    cut,
    gap,
    place_axis,
    place_caption,
    place_ticks,
    value_axis,
)
from glossary_site.render.charts.columns import Bar, columns, path, totals
from glossary_site.render.charts.drawing import Drawing
from glossary_site.render.charts.ends import Ends, ends
from glossary_site.render.charts.marks import WIDE, Mark, number
from glossary_site.render.charts.notes import put_notes
from glossary_site.render.charts.placing import BESIDE, Box, Spot, apart, measure
from glossary_site.render.charts.points import Plot, Point, Series
from glossary_site.render.charts.sheet import (
    BROAD,
    NARROW,
    Frame,
    Sheet,
    Words,
    grid,
    series_view,
    style_of,
)
from glossary_site.render.charts.values import value_text
from glossary_site.render.views import ChartSeriesView

_TOP: Final = 32
_FEET: Final = 24
_TITLE: Final = 16
_MARGIN: Final = 18
_DEEP: Final = 250
_DOTTED: Final = 26
"""A line of fewer points shows each of them."""
_NAMED: Final = 16
"""How many points of a chart have their names at most."""
_ABOVE: Final = (Spot(0, -5, "m"),)
_BELOW: Final = (Spot(0, 14, "m"),)


def draw(plot: Plot, depth: int) -> Drawing:
    """Draw a chart whose plot is so many pixels high."""
    return _Upright(plot, depth).drawing()


class _Upright:
    """An upright chart being drawn."""

    def __init__(self, plot: Plot, depth: int) -> None:
        self._plot = plot
        most = 6 if depth > _DEEP else 5
        self._y, self._ticks = value_axis(plot, most, totals(plot))
        self._x = place_axis(plot)
        self._ends = ends(plot, depth)
        left = max(measure(tick.label) for tick in self._ticks) + 10
        self._frame = Frame(left, max(self._ends.room, _MARGIN), _TOP, _TOP + depth)
        self._sheet = Sheet(self._frame)
        self._height = _TOP + depth + _FEET + (_TITLE if place_caption(plot) else 0)
        self._bars: list[list[Bar]] = []
        if plot.chart.kind.endswith("bar"):
            self._bars = columns(plot, self._x, self._y, gap(plot))

    def drawing(self) -> Drawing:
        """Draw all of it."""
        frame, plot = self._frame, self._plot
        views = [self._view(i, one) for i, one in enumerate(plot.series)]
        self._say_axes()
        words = Words(self._sheet, self._height, list(self._taken()))
        self._say_ends(self._ends)
        put_notes(plot, self._sheet, words, self._anchor)
        self._say_values(words)
        self._say_names(words)
        base = frame.bottom
        if self._y.kind == "linear" and self._y.low <= 0:
            base = self._height_of(Decimal(0))
        lines = [self._height_of(tick.value) for tick in self._ticks]
        return Drawing(
            sheet=self._sheet,
            height=self._height,
            grid=grid(lines, is_lying=False, frame=frame),
            axis=f"M0 {number(base)}H{WIDE}",
            series=tuple(views),
            has_legend=self._ends.is_legend,
            is_lying=False,
        )

    def _height_of(self, value: Decimal) -> float:
        return self._frame.y(self._y.at(value))

    def _mark(self, point: Point) -> Mark | None:
        if point.y is None:
            return None
        return Mark(self._x.at(point.x) * WIDE, self._height_of(point.y))

    def _marks(self, series: Series) -> list[Mark | None]:
        return [self._mark(point) for point in series.points]

    def _view(self, i: int, series: Series) -> ChartSeriesView:
        """Draw a series."""
        kind = self._plot.chart.kind
        found = self._marks(series)
        known = [mark for mark in found if mark is not None]
        if kind == "dot":
            drawn = marks.dots(known, i)
            is_hollow = style_of(i) > 4  # noqa: PLR2004 (the last two shapes are rings)
            return series_view(series, i, (("d", drawn), *((("h", drawn),) if is_hollow else ())))
        if kind == "range":
            return series_view(series, i, (("r", self._ranges(series)),))
        if self._bars:
            frame = self._frame
            drawn = path(self._bars[i], self._y, frame.top, frame.bottom)
            return series_view(series, i, (("b", drawn),))
        drawn = (marks.line if kind == "line" else marks.steps)(found)
        points = known if self._is_dotted() else known[-1:]
        return series_view(series, i, (("l", drawn), ("p", marks.dots(points, 0))))

    def _is_dotted(self) -> bool:
        """Say whether a line shows its points."""
        count = sum(len(one.points) for one in self._plot.series)
        return self._plot.chart.kind == "line" and count <= _DOTTED

    def _ranges(self, series: Series) -> str:
        parts = []
        for point in series.points:
            mark = self._mark(point)
            if mark is not None and point.high is not None:
                parts.append(marks.upright_range(mark.x, self._height_of(point.high), mark.y))
        return "".join(parts)

    def _say_axes(self) -> None:
        frame, plot, sheet = self._frame, self._plot, self._sheet
        for tick in self._ticks:
            sheet.say(tick.label, "-8", self._height_of(tick.value) + 4, "e")
        sheet.say(cut(caption(plot), NARROW), str(-frame.left), 11)
        for tick, role in place_ticks(plot, self._x, frame.narrow, frame.broad):
            at = self._x.at(tick.value)
            sheet.say(tick.label, at, frame.bottom + 17, f"m {role}".strip())
        below = place_caption(plot)
        if below:
            sheet.say(cut(below, frame.narrow), 1, frame.bottom + 34, "e")

    def _taken(self) -> Iterator[tuple[float, Box]]:
        """List what words must not cover: axes, and marks at their places along x."""
        frame = self._frame
        wide = BROAD + 0.0
        yield 0.0, Box(-frame.left, frame.bottom + 2, wide, frame.bottom + 60)
        yield 0.0, Box(-frame.left, 0, -2, frame.bottom + 60)
        yield 0.0, Box(-frame.left, 0, wide, 13)
        for some in self._bars:
            for bar in some:
                ends = sorted((self._height_of(bar.base), self._height_of(bar.top)))
                half = (bar.right - bar.left) / 2 / WIDE
                middle = (bar.left + bar.right) / 2 / WIDE
                reach = half * frame.narrow
                yield middle, Box(-reach, ends[0], reach, ends[1])
        if self._bars:
            return
        for one in self._plot.series:
            yield from self._covered(one)

    def _covered(self, series: Series) -> Iterator[tuple[float, Box]]:
        """List what the marks of a series cover, lines in short pieces."""
        before: Mark | None = None
        for point, mark in zip(series.points, self._marks(series), strict=True):
            if mark is not None:
                low = mark.y if point.high is None else self._height_of(point.high)
                yield mark.x / WIDE, Box(-5, low - 5, 5, mark.y + 5)
                if before is not None and self._plot.chart.kind in {"line", "step"}:
                    yield from self._piece(before, mark)
            before = mark

    def _piece(self, before: Mark, mark: Mark) -> Iterator[tuple[float, Box]]:
        if self._plot.chart.kind == "step":
            count = int((mark.x - before.x) / 12) + 1
            for i in range(count + 1):
                at = before.x + (mark.x - before.x) * i / count
                yield at / WIDE, Box(-5, before.y - 3, 5, before.y + 3)
            top, bottom = sorted((before.y, mark.y))
            yield mark.x / WIDE, Box(-3, top, 3, bottom)
            return
        count = int(max((mark.x - before.x) / 12, abs(mark.y - before.y) / 6)) + 1
        for i in range(count + 1):
            x = before.x + (mark.x - before.x) * i / count
            y = before.y + (mark.y - before.y) * i / count
            yield x / WIDE, Box(-5, y - 5, 5, y + 5)

    def _say_ends(self, named: Ends) -> None:
        """Put names beside the last points, or beside the parts of the last bar."""
        heights, spoken = [], []
        for i, lines in enumerate(named.names):
            if lines:
                heights.append(self._end(i))
                spoken.append((i, lines))
        # The lines of one name want one place, and so stay together.
        lined = zip(heights, spoken, strict=True)
        wanted = [height + k / 1000 for height, (_, lines) in lined for k in range(len(lines))]
        places = iter(apart(wanted, self._frame.top, self._frame.bottom))
        for height, (i, lines) in zip(heights, spoken, strict=True):
            role = f"s{style_of(i)}" if len(self._plot.series) > 1 else "v"
            first = None
            for line in lines:
                y = next(places)
                first = y if first is None else first
                self._sheet.say(line, 1, y + 4, role, 14 if len(self._plot.series) > 1 else 8)
            self._lead(height, first, i)

    def _lead(self, height: float, y: float | None, i: int) -> None:
        """Join a name that had to move with the end that it names."""
        if y is None or self._bars or len(self._plot.series) == 1:
            return
        last = [mark for mark in self._marks(self._plot.series[i]) if mark is not None][-1]
        if last.x < WIDE - 10:
            self._sheet.leaders.append(f"M{round(last.x)} {number(height)}L{WIDE} {number(y)}")

    def _end(self, i: int) -> float:
        if self._bars:
            last = max(self._bars[i], key=lambda bar: bar.point.x)
            return (self._height_of(last.base) + self._height_of(last.top)) / 2
        return next(m.y for m in reversed(self._marks(self._plot.series[i])) if m is not None)

    def _anchor(self, x: Decimal) -> tuple[float, float]:
        """Find what stands highest at a place, or the lower edge."""
        heights = [
            self._height_of(point.high or point.y)
            for one in self._plot.series
            for point in one.points
            if point.y is not None and point.x == x
        ]
        return self._x.at(x), min(heights, default=self._frame.bottom)

    def _say_values(self, words: Words) -> None:
        """Say the values of bars where there is room, else of the last and the greatest one."""
        series = self._plot.series
        if self._bars and len(series) == 1:
            bars = self._bars[0]
            texts = [value_text(bar.top, self._plot.unit) for bar in bars]
            slot = self._frame.narrow * (bars[0].right - bars[0].left) / WIDE * 1.3
            order = list(range(len(bars)))
            if max(map(measure, texts)) > slot:
                order = list(dict.fromkeys((len(bars) - 1, _greatest(bars))))
            for i in order:
                bar = bars[i]
                at = (bar.left + bar.right) / 2 / WIDE
                spots = _ABOVE if bar.top >= bar.base else _BELOW
                words.put(texts[i], at, self._height_of(bar.top), spots, "v")
        elif len(series) == 1 and self._plot.chart.kind in {"line", "step"}:
            point = next(point for point in series[0].points if point.y is not None)
            mark = self._mark(point)
            if mark is not None and len(series[0].points) > 1:
                text = value_text(point.y or Decimal(0), self._plot.unit)
                words.put(text, mark.x / WIDE, mark.y, BESIDE, "v")

    def _say_names(self, words: Words) -> None:
        """Name points, those first that a reader will ask for: extremes and records."""
        left = _NAMED
        for point in _ranked(self._plot):
            mark = self._mark(point)
            if left and mark is not None and point.label:
                y = mark.y if point.high is None else self._height_of(point.high)
                left -= words.put(cut(point.label, 190), mark.x / WIDE, y, BESIDE) is not None


def _greatest(bars: list[Bar]) -> int:
    return max(range(len(bars)), key=lambda i: bars[i].top)


def _ranked(plot: Plot) -> list[Point]:
    """Order points by how much their names tell."""
    points = sorted(
        (point for one in plot.series for point in one.points if point.y is not None),
        key=lambda point: (point.x, point.row),
    )
    if not points:
        return []
    values = [point.y or Decimal(0) for point in points]
    high = max(range(len(points)), key=lambda i: values[i])
    low = min(range(len(points)), key=lambda i: values[i])
    records = [i for i in range(len(points)) if values[i] > max(values[:i], default=values[i] - 1)]
    order = (len(points) - 1, high, low, 0, *reversed(records), *reversed(range(len(points))))
    return [points[i] for i in dict.fromkeys(order)]

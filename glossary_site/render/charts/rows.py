"""Charts of names: a row for each, with bars, dots or ranges lying in it."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from glossary_site.render.charts import marks
from glossary_site.render.charts.axes import caption, cut, value_axis
from glossary_site.render.charts.columns import stacked, totals
from glossary_site.render.charts.drawing import Drawing
from glossary_site.render.charts.marks import WIDE, number
from glossary_site.render.charts.placing import measure
from glossary_site.render.charts.points import Plot, Point, Series
from glossary_site.render.charts.sheet import NARROW, Frame, Sheet, grid, series_view, style_of
from glossary_site.render.charts.values import value_text
from glossary_site.render.title_lines import two_lines
from glossary_site.render.views import ChartSeriesView

_TOP: Final = 22
_FEET: Final = 22
_ROW: Final = 26
_OVER: Final = 17
"""What a name takes that stands over its row."""
_SPARED: Final = 8
"""What a row needs less where its name stands over it."""
_BAR: Final = 15
_IN_GROUP: Final = 13
_BESIDE: Final = 118
"""Pixels for names beside the rows; where one is longer, all stand over them."""
_LETTERS: Final = 12
_LABEL: Final = 56
_HALF: Final = 4.5


def draw(plot: Plot) -> Drawing:
    """Draw a chart of names; it is as long as it has rows."""
    return _Rows(plot).drawing()


class _Rows:
    """A lying chart being drawn."""

    def __init__(self, plot: Plot) -> None:
        self._plot = plot
        self._names = plot.names or ()
        self._is_over = any(len(_lines(name)) == 0 for name in self._names)
        self._is_valued = plot.chart.kind in {"bar", "grouped-bar"}
        self._row = _ROW
        if plot.chart.kind == "grouped-bar":
            self._row = len(plot.series) * _IN_GROUP + 10
        if any(len(_lines(name)) > 1 for name in self._names):
            self._row = max(self._row, 34)
        if self._is_over:
            self._row += _OVER - _SPARED
        left = 6.0
        if not self._is_over:
            left = max(measure(line) for name in self._names for line in _lines(name)) + 12
        self._values = {id(p): self._said(p) for one in plot.series for p in one.points}
        right = max(map(measure, self._values.values())) + 8 if self._is_valued else 18
        self._depth = len(self._names) * self._row
        self._scale, self._ticks = value_axis(plot, 4, totals(plot))
        self._frame = Frame(left, max(right, 18), _TOP, _TOP + self._depth)
        self._sheet = Sheet(self._frame)

    def _said(self, point: Point) -> str:
        return value_text(point.y or Decimal(0), self._plot.unit)

    def drawing(self) -> Drawing:
        """Draw all of it."""
        frame, plot, sheet = self._frame, self._plot, self._sheet
        sheet.say(cut(caption(plot), NARROW), str(-frame.left), 11)
        self._say_names()
        self._say_notes()
        height = frame.bottom + (4 if self._is_valued else _FEET)
        lines: list[float] = []
        if not self._is_valued:
            lines = [self._scale.at(tick.value) for tick in self._ticks]
            self._say_ticks()
        foot = 0.0
        if self._scale.kind == "linear" and self._scale.low < 0 < self._scale.high:
            foot = self._scale.at(Decimal(0))
        return Drawing(
            sheet=sheet,
            height=height,
            grid=grid(lines, is_lying=True, frame=frame) + self._tracks(),
            axis=f"M{round(foot * WIDE)} {frame.top}V{number(frame.bottom)}",
            series=tuple(self._view(i, one) for i, one in enumerate(plot.series)),
            has_legend=len(plot.series) > 1,
            is_lying=True,
        )

    def _tracks(self) -> str:
        """Draw a line along each row that has dots or ranges, to be followed to its name."""
        if self._plot.chart.kind not in {"dot", "range"}:
            return ""
        heights = [self._middle(i) for i in range(len(self._names))]
        return grid(heights, is_lying=False, frame=self._frame)

    def _middle(self, place: int) -> float:
        """Find the height of the marks of a row."""
        over = _OVER if self._is_over else 0
        return self._frame.top + place * self._row + over + (self._row - over) / 2

    def _say_names(self) -> None:
        for i, name in enumerate(self._names):
            if self._is_over:
                top = self._frame.top + i * self._row
                self._sheet.say(cut(name, NARROW - 10), str(-self._frame.left), top + 14, "v")
                continue
            lines = _lines(name)
            for k, line in enumerate(lines):
                y = self._middle(i) + 4 + (k - (len(lines) - 1) / 2) * 14
                self._sheet.say(line, "-8", y, "e v")

    def _say_ticks(self) -> None:
        """Label ticks, every second one where they are too many for the narrowest drawing."""
        every = 1
        while len(self._ticks[::every]) * _LABEL > self._frame.narrow + _LABEL:
            every += 1
        for tick in self._ticks[::every]:
            y = self._frame.bottom + 16
            self._sheet.say(tick.label, self._scale.at(tick.value), y, "m")

    def _say_notes(self) -> None:
        """Say annotations behind the values of their rows, where the row has room for both."""
        for note in self._plot.chart.annotations:
            if note.x in self._names:
                i = self._names.index(note.x)
                found = [p for one in self._plot.series for p in one.points if p.x == i and p.y]
                end = max((self._scale.at(p.high or p.y or p.x) for p in found), default=0.0)
                dx = 12 + max((measure(self._values[id(p)]) for p in found), default=0.0)
                room = self._frame.narrow * (1 - end) + self._frame.right - dx
                role = "n" if measure(note.text) <= room else "n w"
                self._sheet.say(note.text, end, self._middle(i) + 4, role, dx)

    def _view(self, i: int, series: Series) -> ChartSeriesView:
        kind = self._plot.chart.kind
        if kind == "dot":
            spots = [marks.Mark(self._at(p.y), self._middle(int(p.x))) for p in _known(series)]
            drawn = marks.dots(spots, i)
            is_hollow = style_of(i) > 4  # noqa: PLR2004 (the last two shapes are rings)
            return series_view(series, i, (("d", drawn), *((("h", drawn),) if is_hollow else ())))
        if kind == "range":
            drawn = "".join(
                marks.lying_range(self._at(p.y), self._at(p.high), self._middle(int(p.x)))
                for p in _known(series)
            )
            return series_view(series, i, (("r", drawn),))
        return series_view(series, i, (("b", "".join(self._bars(i, series))),))

    def _at(self, value: Decimal | None) -> float:
        return self._scale.at(value if value is not None else Decimal(0)) * WIDE

    def _bars(self, i: int, series: Series) -> Iterator[str]:
        """Draw bars, and say their values behind them."""
        foot = Decimal(0) if self._scale.kind == "linear" else self._scale.low
        count = len(self._plot.series)
        if self._plot.chart.kind == "stacked-bar":
            for point, base, top in stacked(self._plot)[i]:
                y = self._middle(int(point.x)) - _BAR / 2
                yield marks.bar(self._at(base), self._at(top), y, _BAR)
            return
        step = _IN_GROUP if count > 1 else 0
        thick = _IN_GROUP - 2 if count > 1 else _BAR
        for point in _known(series):
            middle = self._middle(int(point.x)) + (i - (count - 1) / 2) * step
            yield marks.bar(self._at(foot), self._at(point.y), middle - thick / 2, thick)
            is_below = point.y is not None and point.y < 0
            end = self._scale.at(point.y or Decimal(0)) if not is_below else self._scale.at(foot)
            self._sheet.say(self._values[id(point)], end, middle + _HALF, "v", 6)


def _known(series: Series) -> list[Point]:
    return [point for point in series.points if point.y is not None]


def _lines(name: str) -> tuple[str, ...]:
    """Break a name into one or two lines; nothing if it is longer."""
    if measure(name) <= _BESIDE:
        return (name,)
    first, second = two_lines(name, _BESIDE * 100 // _LETTERS)
    if second.endswith("…") or max(measure(first), measure(second)) > _BESIDE:
        return ()
    return (first, second)

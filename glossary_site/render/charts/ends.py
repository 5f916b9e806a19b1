"""Names of series at their right ends: a legend that needs no looking up."""

from typing import Final

from msgspec import Struct

from glossary_site.render.charts.placing import FONT, LINE, measure
from glossary_site.render.charts.points import Plot
from glossary_site.render.charts.values import value_text
from glossary_site.render.title_lines import two_lines

_ROOM: Final = 100
"""Pixels for a name beside the plot."""
_HUNDREDTHS: Final = 100
_BOLD: Final = 1.12
"""How much wider bold letters are, in which names of series are set."""


class Ends(Struct, frozen=True):
    """What stands to the right of the plot."""

    room: float
    """Pixels it takes."""
    names: tuple[tuple[str, ...], ...]
    """The name of each series in lines; empty where there is none to say."""
    is_legend: bool
    """Whether names have to stand elsewhere."""


def ends(plot: Plot, depth: float) -> Ends:
    """Find out whether names fit beside the ends of lines, or of the last bars."""
    kind = plot.chart.kind
    if len(plot.series) == 1:
        if kind not in {"line", "step"} or plot.series[0].points[-1].y is None:
            return Ends(0, ((),), is_legend=False)
        text = value_text(plot.series[0].points[-1].y, plot.unit)
        return Ends(measure(text) + 14, ((text,),), is_legend=False)
    names = tuple(_lines(one.name) for one in plot.series)
    lines = [line for name in names for line in name]
    fits = all(names) and len(lines) * LINE <= depth
    if kind not in {"line", "step", "stacked-bar"} or not fits or not _is_at_end(plot):
        return Ends(0, tuple(() for _ in names), is_legend=True)
    return Ends(_BOLD * max(map(measure, lines)) + 22, names, is_legend=False)


def _is_at_end(plot: Plot) -> bool:
    """Say whether every series reaches the last tenth of the axis, or the last bar."""
    lasts = [[p.x for p in one.points if p.y is not None][-1] for one in plot.series]
    firsts = [min(p.x for p in one.points) for one in plot.series]
    reach = max(lasts) - min(firsts)
    limit = 0 if plot.chart.kind == "stacked-bar" else reach / 4
    return all(max(lasts) - last <= limit for last in lasts)


def _lines(name: str) -> tuple[str, ...]:
    """Break a name into one or two lines; nothing if it is longer."""
    if _BOLD * measure(name) <= _ROOM:
        return (name,)
    first, second = two_lines(name, _ROOM * _HUNDREDTHS // FONT)
    if second.endswith("…") or measure(first) > _ROOM or measure(second) > _ROOM:
        return ()
    return (first, second)

"""Annotations: what an author says at single places, with a line to what they speak of."""

from collections.abc import Callable
from decimal import Decimal
from typing import Final

from glossary_site.content.cells import check_cell
from glossary_site.render.charts.marks import WIDE, number
from glossary_site.render.charts.placing import BESIDE, Spot
from glossary_site.render.charts.points import Plot, place
from glossary_site.render.charts.sheet import Sheet, Words

_ROWS: Final = 14
_NEAR: Final = 22
_LEAD: Final = 5
"""Pixels between a leader and what it joins."""


def put_notes(
    plot: Plot, sheet: Sheet, words: Words, anchor: Callable[[Decimal], tuple[float, float]]
) -> None:
    """Place annotations beside their points, else above or below with a leader.

    Args:
        plot: What is drawn.
        sheet: Where it is drawn.
        words: What stands there already.
        anchor: Gives the place along x and the height that an annotation speaks of.
    """
    names = {name: i for i, name in enumerate(plot.names or ())}
    for note in plot.chart.annotations:
        cell = check_cell(plot.x.type, note.x)
        x, y = anchor(place(cell, plot.x.type, names))
        spot = words.put(note.text, x, y, (*BESIDE, *_far(x)), "n")
        if spot is not None and abs(spot.dy) > _NEAR:
            end = y - _LEAD if spot.dy < 0 else y + _LEAD
            start = y + spot.dy + (_LEAD if spot.dy < 0 else -_ROWS)
            sheet.leaders.append(f"M{round(x * WIDE)} {number(start)}V{number(end)}")


def _far(x: float) -> tuple[Spot, ...]:
    """List places above and below, on the side where there is more room first."""
    sides = (("", -4.0), ("e", 4.0)) if x < 0.5 else (("e", 4.0), ("", -4.0))  # noqa: PLR2004
    rows = [step * _ROWS for i in range(2, 16) for step in (-i, i)]
    return tuple(Spot(dx, float(dy), anchor) for dy in rows for anchor, dx in (*sides, ("m", 0.0)))

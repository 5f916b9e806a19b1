"""Marks as paths: one path for each series, however many points it has.

Along x a drawing is `WIDE` units wide, and as many pixels as the page lets it be; up and down a
unit is a pixel.  Strokes keep their width, so a point is a stroke without length and a round end.
A script finds the points of a path again: each M and L leads to one, and each V behind an H.
Where a stroke or the edge of a bar begins at an M, the point is its middle.
"""

from collections.abc import Sequence
from typing import Final, NamedTuple

WIDE: Final = 1000
"""Units from the left end of the plot to its right end."""


class Mark(NamedTuple):
    """Where a point stands."""

    x: float
    """0 to `WIDE`."""
    y: float
    """Pixels from the top of the drawing."""


def number(value: float) -> str:
    """Write a coordinate in as few characters as it takes.

    >>> number(12.04), number(-0.04), number(7.26)
    ('12', '0', '7.3')
    """
    text = f"{value:.1f}".removesuffix(".0")
    return "0" if text == "-0" else text


def whole(value: float) -> str:
    """Write a coordinate along x, of which no reader can see a part."""
    return str(round(value))


_SHAPES: Final = ("h0", "h0", "v9", "v3", "h0", "h0")
"""What a point of each series is drawn as; the stylesheet gives the ends and the width."""


def dots(marks: Sequence[Mark], style: int) -> str:
    """Draw points; those of series 3 and 4 are strokes across their place."""
    shape = _SHAPES[style % len(_SHAPES)]
    rise = {"h0": 0.0, "v9": 4.5, "v3": 1.5}[shape]
    return "".join(f"M{whole(x)} {number(y - rise)}{shape}" for x, y in marks)


def line(marks: Sequence[Mark | None]) -> str:
    """Join points; None is a gap.  A point between two gaps is a dot."""
    parts = []
    for i, mark in enumerate(marks):
        if mark is None:
            continue
        begins = i == 0 or marks[i - 1] is None
        parts.append(f"{'M' if begins else 'L'}{whole(mark.x)} {number(mark.y)}")
        if begins and (i + 1 == len(marks) or marks[i + 1] is None):
            parts.append("h0")
    return "".join(parts)


def steps(marks: Sequence[Mark | None]) -> str:
    """Join points by steps: a value holds until the next is known."""
    parts = []
    for i, mark in enumerate(marks):
        if mark is None:
            continue
        if i == 0 or marks[i - 1] is None:
            parts.append(f"M{whole(mark.x)} {number(mark.y)}")
            if i + 1 == len(marks) or marks[i + 1] is None:
                parts.append("h0")
        else:
            parts.append(f"H{whole(mark.x)}V{number(mark.y)}")
    return "".join(parts)


def column(left: float, right: float, base: float, top: float) -> str:
    """Draw an upright bar from its far end, a unit wide at least."""
    start = min(round(left), WIDE - 1)
    side = max(round(right) - start, 1)
    return f"M{start} {number(top)}h{side}v{number(base - top)}h-{side}z"


def bar(base: float, end: float, top: float, thick: float) -> str:
    """Draw a lying bar from its far end."""
    return f"M{whole(end)} {number(top)}v{number(thick)}H{whole(base)}v-{number(thick)}z"


def upright_range(x: float, high: float, low: float) -> str:
    """Draw what lies between two values, one above the other."""
    return f"M{whole(x)} {number(high)}v{number(max(low - high, 0))}"


def lying_range(low: float, high: float, y: float) -> str:
    """Draw what lies between two values, beside each other."""
    return f"M{whole(low)} {number(y)}h{whole(max(high - low, 0))}"

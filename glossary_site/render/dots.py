"""Dots that tell their topic by their shape as well as by their colour.

A role is a colour and a shape: 1 to 8, and 0 for terms without a topic.  Shapes of about the same
area, so that none looks more important; the stylesheet has the colours.
"""

import functools
from itertools import pairwise
from typing import Final

from glossary_site.render.views import GraphMarkView

ROLES: Final = 8
Points = tuple[tuple[int, int], ...]

_CORNERS: Final[dict[int, Points]] = {
    2: ((-90, -90), (90, -90), (90, 90), (-90, 90)),
    3: ((0, -125), (120, 90), (-120, 90)),
    4: ((0, -130), (130, 0), (0, 130), (-130, 0)),
    5: ((-120, -90), (120, -90), (0, 125)),
    6: (
        (-45, -120), (45, -120), (45, -45), (120, -45), (120, 45), (45, 45),
        (45, 120), (-45, 120), (-45, 45), (-120, 45), (-120, -45), (-45, -45),
    ),
    7: (
        (-110, -60), (-60, -110), (0, -50), (60, -110), (110, -60), (50, 0),
        (110, 60), (60, 110), (0, 50), (-60, 110), (-110, 60), (-50, 0),
    ),
    8: ((-135, -60), (135, -60), (135, 60), (-135, 60)),
}  # fmt: skip
"""Square, triangle, diamond, triangle on its head, plus, cross and bar; in hundredths of a radius."""
_HOLE: Final = 55
"""How much of a ring's radius is its hole, in hundredths."""


def dot(role: int, x: int, y: int, radius: int) -> str:
    """Draw a dot, for `<path d>`.

    >>> dot(2, 50, 40, 10)
    'M41 31h18v18h-18z'
    """
    from_x, from_y, rest = _shape(role, radius)
    return f"M{x + from_x} {y + from_y}{rest}"


@functools.cache
def _shape(role: int, radius: int) -> tuple[int, int, str]:
    """Give where a shape's outline begins, and the rest of it."""
    if role in _CORNERS:
        points = [(x * radius // 100, y * radius // 100) for x, y in _CORNERS[role]]
        steps = [_step(*a, *b) for a, b in pairwise(points)]
        return *points[0], "".join(steps) + "z"
    outline = _circle(radius, 0)
    if role == 0:  # drawn the other way round, a circle is a hole
        hole = max(1, radius * _HOLE // 100)
        outline += f"m{radius - hole} 0{_circle(hole, 1)}"
    return -radius, 0, outline


def _step(x: int, y: int, to_x: int, to_y: int) -> str:
    if y == to_y:
        return f"h{to_x - x}"
    if x == to_x:
        return f"v{to_y - y}"
    return f"l{to_x - x} {to_y - y}"


def _circle(radius: int, turn: int) -> str:
    arc = f"a{radius} {radius} 0 1 {turn}"
    return f"{arc} {2 * radius} 0{arc} {-2 * radius} 0z"


def topic_roles(totals: dict[str, int]) -> dict[str, int]:
    """Give each topic its role: its own, or for the smaller ones of many the last, which they share.

    Args:
        totals: How many terms each topic has, in reading order.
    """
    own = sorted(totals, key=lambda name: -totals[name])
    if len(own) > ROLES:
        own = own[: ROLES - 1]
    ranked = [name for name in totals if name in own]
    return {name: ranked.index(name) + 1 if name in ranked else ROLES for name in totals}


def mark(role: int, title: str, dots: str, total: int) -> GraphMarkView:
    """Make an entry of the legend."""
    return GraphMarkView(role, title, dot(role, 0, 0, 10), dots, total)

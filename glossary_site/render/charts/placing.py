"""Words on a drawing, placed so that none covers another or a mark.

A chart is as wide as its page lets it be, and letters stay as large as they are.  So words are
placed for the narrowest drawing: on a wider one places along x move apart while words do not grow,
and what was clear of each other stays so.  What finds no place there may find one for the wider
drawing, and is shown on such only.
"""

from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from glossary_site.render.title_lines import width

FONT: Final = 12
"""Pixels."""
LINE: Final = 15
"""From one line of words to the next."""
_BROAD_FACE: Final = 1.05
"""How much wider than estimated the letters are of some systems' sans serif."""
_RISE: Final = 10
_FALL: Final = 3
_AIR: Final = 3
"""Between words and what is beside them."""


class Box(NamedTuple):
    """A rectangle on a drawing, in pixels."""

    left: float
    """Its left edge."""
    top: float
    """Its upper edge."""
    right: float
    """Its right edge."""
    bottom: float
    """Its lower edge."""

    def meets(self, other: "Box") -> bool:
        """Say whether two boxes share a place."""
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )

    def is_in(self, other: "Box") -> bool:
        """Say whether another box has room for this one."""
        return (
            self.left >= other.left
            and self.right <= other.right
            and self.top >= other.top
            and self.bottom <= other.bottom
        )


def measure(text: str) -> float:
    """Estimate the width of words in pixels.

    >>> measure("GPU")
    26.5
    """
    return round(width(text) * FONT * _BROAD_FACE / 100, 1)


def box(text: str, x: float, y: float, anchor: str = "") -> Box:
    """Find what words cover: from `x` on, with `m` around it, with `e` up to it."""
    wide = measure(text)
    left = x - {"": 0.0, "m": wide / 2, "e": wide}[anchor]
    return Box(left - _AIR, y - _RISE, left + wide + _AIR, y + _FALL)


class Spot(NamedTuple):
    """Where words could stand, as seen from what they name."""

    dx: float
    """Pixels to the right."""
    dy: float
    """Pixels down, to the baseline."""
    anchor: str
    """Empty where they begin there, `m` where they have their middle there, `e` their end."""


BESIDE: Final = (
    Spot(8, 4, ""),
    Spot(-8, 4, "e"),
    Spot(0, -9, "m"),
    Spot(0, 18, "m"),
    Spot(9, -7, ""),
    Spot(-9, -7, "e"),
    Spot(9, 15, ""),
    Spot(-9, 15, "e"),
)
"""Where the name of a point stands, the best place first."""


class Field:
    """A drawing with what stands on it."""

    def __init__(self, room: Box, taken: Iterable[Box] = ()) -> None:
        """Begin with the room for words and with what is taken."""
        self.room = room
        self.taken = list(taken)

    def find(self, text: str, x: float, y: float, spots: Sequence[Spot]) -> Spot | None:
        """Find the first spot at which words cover nothing, and take it."""
        for spot in spots:
            if self.is_free(text, x, y, spot):
                self.taken.append(box(text, x + spot.dx, y + spot.dy, spot.anchor))
                return spot
        return None

    def is_free(self, text: str, x: float, y: float, spot: Spot) -> bool:
        """Say whether words at a spot cover nothing, and are on the drawing."""
        covered = box(text, x + spot.dx, y + spot.dy, spot.anchor)
        return covered.is_in(self.room) and not any(map(covered.meets, self.taken))


def apart(wanted: Sequence[float], low: float, high: float) -> list[float]:
    """Move lines of words up and down, as little as it takes, until none covers another.

    Args:
        wanted: Where each would stand, from top to bottom or not.
        low: The least that any may have.
        high: The greatest; where there is not room for all, they go below it.

    >>> apart([10, 12, 50], 0, 100)
    [3.5, 18.5, 50.0]
    """
    order = sorted(range(len(wanted)), key=lambda i: wanted[i])
    groups: list[tuple[float, int]] = []
    for i in order:
        middle, count = min(max(wanted[i], low), max(low, high)), 1
        while groups and groups[-1][0] + (groups[-1][1] + count) * LINE / 2 > middle:
            other, many = groups.pop()
            middle = (other * many + middle * count) / (many + count)
            count += many
            reach = (count - 1) * LINE / 2
            middle = max(min(middle, high - reach), low + reach)
        groups.append((middle, count))
    places = [
        middle + (k - (count - 1) / 2) * LINE for middle, count in groups for k in range(count)
    ]
    moved = [0.0] * len(wanted)
    for i, at in zip(order, places, strict=True):
        moved[i] = at
    return moved

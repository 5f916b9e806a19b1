"""Discs of places, one a topic, laid beside each other without gaps or overlaps."""

from collections.abc import Sequence
from math import isqrt
from typing import Final

from msgspec import Struct

SPACE: Final = 1000
"""What the n-th seed's distance from the middle grows by: `SPACE` times the root of n."""
MARGIN: Final = 1300
"""What is left free around a disc."""
_ONE: Final = 1 << 30
_GOLDEN: Final = (-791_743_804, 725_302_181)
"""Cosine and sine of the golden angle, times `_ONE`."""
_TURN: Final = (1_037_154_959, 277_904_834)
"""Cosine and sine of 15 degrees, times `_ONE`."""
_DIRECTIONS: Final = 24


class Region(Struct, frozen=True):
    """A disc."""

    x: int
    """Its middle."""
    y: int
    """Its middle."""
    radius: int
    """As far as its places reach, and half the way to the next disc."""


def seeds(region: Region, count: int) -> list[tuple[int, int]]:
    """Give the places of a disc from its middle outwards, like the seeds of a sunflower.

    A single one stands in the middle.
    """
    if count == 1:
        return [(region.x, region.y)]
    found = []
    cos, sin = _ONE, 0
    for step in range(count):
        far = isqrt((2 * step + 1) * SPACE * SPACE // 2)
        found.append((region.x + (far * cos >> 30), region.y + (far * sin >> 30)))
        cos, sin = _turned(cos, sin, _GOLDEN)
    return found


def _turned(cos: int, sin: int, by: tuple[int, int]) -> tuple[int, int]:
    return (cos * by[0] - sin * by[1]) >> 30, (cos * by[1] + sin * by[0]) >> 30


def arrange(sizes: Sequence[int], links: Sequence[Sequence[int]]) -> list[Region]:
    """Lay a disc for each group: the first in the middle, each next one where its links are short.

    Args:
        sizes: How many places each needs.
        links: How many links lead from one group to another.
    """
    directions = _directions()
    laid: list[Region] = []
    for index, size in enumerate(sizes):
        radius = isqrt(size * SPACE * SPACE) + MARGIN
        free = [
            (x, y)
            for other in laid
            for x, y in _touching(other, radius, directions)
            if _is_free(x, y, radius, laid)
        ]
        strain = _Strain(laid, links[index])
        x, y = min(free, key=strain.at, default=(0, 0))
        laid.append(Region(x, y, radius))
    return laid


def _touching(
    other: Region, radius: int, directions: Sequence[tuple[int, int]]
) -> list[tuple[int, int]]:
    """List where the middle of a disc may lie that touches another."""
    far = other.radius + radius
    return [(other.x + (far * cos >> 30), other.y + (far * sin >> 30)) for cos, sin in directions]


def _directions() -> list[tuple[int, int]]:
    found = [(_ONE, 0)]
    while len(found) < _DIRECTIONS:
        found.append(_turned(*found[-1], _TURN))
    return found


def _is_free(x: int, y: int, radius: int, laid: Sequence[Region]) -> bool:
    for other in laid:
        apart = (radius + other.radius) * 99 // 100  # discs that touch differ by their rounding
        if (x - other.x) ** 2 + (y - other.y) ** 2 < apart * apart:
            return False
    return True


class _Strain:
    """How badly a disc would lie: far from the middle, and far from those it has links with."""

    def __init__(self, laid: Sequence[Region], links: Sequence[int]) -> None:
        self._pulls = [(one.x, one.y, n) for one, n in zip(laid, links, strict=False) if n]
        self._pulls.append((0, 0, sum([n for _, _, n in self._pulls]) + 1))

    def at(self, place: tuple[int, int]) -> int:
        x, y = place
        return sum([n * isqrt((x - to_x) ** 2 + (y - to_y) ** 2) for to_x, to_y, n in self._pulls])

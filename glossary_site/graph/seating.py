"""Who takes which place of a region: each term is drawn to where its neighbours stand."""

from collections.abc import Sequence
from typing import Final

from glossary_site.graph.regions import Region

Places = list[int]
"""One coordinate of every term."""
Seat = tuple[int, int]

_FEW: Final = 3
"""So few terms are seated by one coordinate."""


def wishes(
    xs: Places,
    ys: Places,
    links: Sequence[Sequence[int]],
    groups: Sequence[Sequence[int]],
    regions: Sequence[Region],
) -> tuple[Places, Places]:
    """Say where each term would stand: most of the way to the middle of its neighbours.

    A term without any makes room for others at the rim.
    """
    wish_x, wish_y = [0] * len(xs), [0] * len(ys)
    for group, region in zip(groups, regions, strict=True):
        for at in group:
            near = links[at]
            if near:
                share = 4 * len(near)
                wish_x[at] = (3 * sum([xs[i] for i in near]) + len(near) * xs[at]) // share
                wish_y[at] = (3 * sum([ys[i] for i in near]) + len(near) * ys[at]) // share
            else:
                wish_x[at] = 8 * xs[at] - 7 * region.x
                wish_y[at] = 8 * ys[at] - 7 * region.y
    return wish_x, wish_y


def share_out(
    group: Sequence[int],
    seats: Sequence[Seat],
    wish_x: Places,
    wish_y: Places,
    *,
    into: tuple[Places, Places],
) -> None:
    """Give each term of a group one of its seats.

    Those who wish to stand furthest to one side get the seats on that side: terms and seats are
    halved alike, the longer way first, until each term has one.
    """
    xs, ys = into
    parts = [(list(group), list(seats))]
    while parts:
        members, places = parts.pop()
        across, down = [x for x, _ in places], [y for _, y in places]
        is_wide = max(across) - min(across) >= max(down) - min(down)
        members.sort(key=(wish_x if is_wide else wish_y).__getitem__)
        places.sort(key=_by_x if is_wide else _by_y)
        if len(members) <= _FEW:
            for at, (x, y) in zip(members, places, strict=True):
                xs[at], ys[at] = x, y
        else:
            half = len(members) // 2
            parts += ((members[:half], places[:half]), (members[half:], places[half:]))


def _by_x(seat: Seat) -> int:
    return seat[0]


def _by_y(seat: Seat) -> int:
    return seat[1]


def exchange(
    groups: Sequence[Sequence[int]],
    links: Sequence[Sequence[int]],
    xs: Places,
    ys: Places,
    limit: int,
) -> int:
    """Let two terms of a group change places as long as that makes links shorter.

    What counts is the sum of the squares of all lengths, so one pair is judged without looking at
    its neighbours again.

    Returns:
        How many pairs were looked at: at most `limit`.
    """
    pairs = sum([len(group) * (len(group) - 1) // 2 for group in groups])
    if pairs > limit:
        return 0
    linked = [frozenset(near) for near in links]
    sum_x = [sum([xs[i] for i in near]) for near in links]
    sum_y = [sum([ys[i] for i in near]) for near in links]
    looked = 0
    moved = True
    while moved and looked + pairs <= limit:
        moved = False
        looked += pairs
        for group in groups:
            for index, a in enumerate(group):
                for b in group[:index]:
                    to_x, to_y = xs[b] - xs[a], ys[b] - ys[a]
                    size = len(links[a]) - len(links[b])
                    gain = size * (
                        xs[a] * xs[a] + ys[a] * ys[a] - xs[b] * xs[b] - ys[b] * ys[b]
                    ) + 2 * (to_x * (sum_x[a] - sum_x[b]) + to_y * (sum_y[a] - sum_y[b]))
                    if gain > 0 and b in linked[a]:
                        gain -= 2 * (to_x * to_x + to_y * to_y)
                    if gain > 0:
                        _swap(a, b, links, (xs, ys), (sum_x, sum_y))
                        moved = True
    return looked


def _swap(
    a: int,
    b: int,
    links: Sequence[Sequence[int]],
    places: tuple[Places, Places],
    sums: tuple[Places, Places],
) -> None:
    for line, total in zip(places, sums, strict=True):
        way = line[b] - line[a]
        for i in links[a]:
            total[i] += way
        for i in links[b]:
            total[i] -= way
        line[a], line[b] = line[b], line[a]

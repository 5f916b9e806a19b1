"""A chart being drawn: its size, and what has been put on it so far."""

from collections.abc import Iterable, Sequence
from typing import Final

from glossary_site.render.charts.marks import WIDE, Mark, dots, number
from glossary_site.render.charts.placing import Box, Field, Spot
from glossary_site.render.charts.points import Series
from glossary_site.render.views import ChartSeriesView, ChartTextView

NARROW: Final = 300
"""Pixels of the narrowest drawing: a phone, less what is beside it."""
BROAD: Final = 540
"""Pixels from which a drawing is a wide one; the stylesheet says so too."""
STYLES: Final = 6
"""How many colours, dashes and shapes there are."""


class Frame:
    """Where the plot is, and how wide it is on the narrowest and on a wide drawing."""

    def __init__(self, left: float, right: float, top: float, bottom: float) -> None:
        """Take margins from a drawing: pixels left and right, heights of the plot's edges."""
        self.left = round(left)
        self.right = round(right)
        self.top = top
        self.bottom = bottom
        self.narrow = max(NARROW - self.left - self.right, 60)
        self.broad = max(BROAD - self.left - self.right, 60)

    def y(self, place: float) -> float:
        """Find the height of a place between 0 and 1 of an upright axis."""
        return self.bottom - place * (self.bottom - self.top)

    def room(self, wide: float, height: float) -> Box:
        """Give the room for words on a drawing whose plot is so wide."""
        return Box(-self.left, 0, wide + self.right, height)


class Sheet:
    """Collects what is drawn."""

    def __init__(self, frame: Frame) -> None:
        """Begin with nothing."""
        self.frame = frame
        self.texts: list[ChartTextView] = []
        self.leaders: list[str] = []

    def say(self, text: str, x: float | str, y: float, role: str = "", dx: float = 0) -> None:
        """Put words at a place of the plot, 0 to 1, or at pixels given as text."""
        at = x if isinstance(x, str) else percent(x)
        self.texts.append(ChartTextView(role, at, number(dx) if dx else "", str(round(y)), text))

    def say_at(self, spot: Spot, text: str, x: float, y: float, role: str = "") -> None:
        """Put words beside a place of the plot."""
        roles = " ".join(filter(None, (spot.anchor, role)))
        self.say(text, x, y + spot.dy, roles, spot.dx)


def percent(place: float) -> str:
    """Write a place along x.

    >>> percent(0.12345), percent(0), percent(1)
    ('12.3%', '0', '100%')
    """
    return f"{number(place * 100)}%" if place else "0"


class Words:
    """Places words on the narrowest drawing, and more of them on a wide one."""

    def __init__(self, sheet: Sheet, height: float, taken: Sequence[tuple[float, Box]]) -> None:
        """Begin with boxes that are taken, each relative to a place along x."""
        frame = sheet.frame
        self._sheet = sheet
        self._fields = [
            (wide, Field(frame.room(wide, height), [_moved(one, at * wide) for at, one in taken]))
            for wide in (frame.narrow, frame.broad)
        ]

    def put(
        self, text: str, x: float, y: float, spots: Sequence[Spot], role: str = ""
    ) -> Spot | None:
        """Put words beside a place if there is room: on every drawing, else on wide ones."""
        (narrow, field), (broad, wide_field) = self._fields
        for spot in spots:
            if field.is_free(text, x * narrow, y, spot) and wide_field.is_free(
                text, x * broad, y, spot
            ):
                field.find(text, x * narrow, y, (spot,))
                wide_field.find(text, x * broad, y, (spot,))
                self._sheet.say_at(spot, text, x, y, role)
                return spot
        found = wide_field.find(text, x * broad, y, spots)
        if found is not None:
            self._sheet.say_at(found, text, x, y, f"{role} w".strip())
        return found


def _moved(one: Box, by: float) -> Box:
    return Box(one.left + by, one.top, one.right + by, one.bottom)


def style_of(i: int) -> int:
    """Give the style of the series at a place in their order, 1 to 6."""
    return i % STYLES + 1


def series_view(series: Series, i: int, paths: Sequence[tuple[str, str]]) -> ChartSeriesView:
    """Make the view of a series with its paths; points without a value are not on them."""
    rows = [point.row for point in series.points if point.y is not None]
    keys = tuple((role, _key(role, i)) for role, _ in paths)
    return ChartSeriesView(
        name=series.name,
        style=style_of(i),
        paths=tuple(paths),
        key=keys,
        rows=run_lengths(rows),
        column=series.column,
        high=series.high,
    )


def _key(role: str, i: int) -> str:
    """Draw the key of a series: what one of its marks looks like."""
    if role == "b":
        return "M3 1h16v10h-16z"
    if role in {"l", "r"}:
        return "M1 6h20" if role == "l" else "M5 6h12"
    return dots([Mark(11, 6)], 0 if role == "p" else i)


def run_lengths(rows: Sequence[int]) -> str:
    """Write rows as differences, and how often each is repeated.

    >>> run_lengths([1, 5, 9, 13, 14])
    '1 4x3 1'
    """
    parts: list[list[int]] = []
    for before, row in zip((0, *rows), rows, strict=False):
        if parts and parts[-1][0] == row - before:
            parts[-1][1] += 1
        else:
            parts.append([row - before, 1])
    return " ".join(f"{step}x{count}" if count > 1 else str(step) for step, count in parts)


def grid(lines: Iterable[float], *, is_lying: bool, frame: Frame) -> str:
    """Draw lines at ticks: heights, or with `is_lying` places between 0 and 1."""
    if is_lying:
        ends = f"{number(frame.top)}V{number(frame.bottom)}"
        return "".join(f"M{round(x * WIDE)} {ends}" for x in lines)
    return "".join(f"M0 {number(y)}H{WIDE}" for y in lines)

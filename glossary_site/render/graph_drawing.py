"""The graph as one drawing of bounded size: dots, a few of the lines, and names where there is room."""

from collections.abc import Sequence
from heapq import nlargest, nsmallest
from math import isqrt
from typing import Final

from msgspec import Struct

from glossary_site.graph.regions import SPACE
from glossary_site.model import Layout
from glossary_site.render.dots import dot
from glossary_site.render.title_lines import width
from glossary_site.render.views import GraphLabelView, LinkView

WIDTH: Final = 4800
"""Units across; four of them are a pixel where the page is wide."""
DOTS: Final = 2000
LINES: Final = 400
LABELS: Final = 80
LABELLED: Final = 300
"""In a graph of more terms topics are named instead."""
_FONT: Final = 58
_LINE: Final = 66
"""The height of a label."""
_EDGE: Final = 120
"""Left free at the edges."""
_GAP: Final = 16
_SMALLEST: Final = 6
_LARGEST: Final = 34
Box = tuple[int, int, int, int]


class Drawing(Struct, frozen=True):
    """Where everything stands on the page, in its units."""

    x: tuple[int, ...]
    """Of each term, by its rank."""
    y: tuple[int, ...]
    """Of each term, by its rank."""
    radius: tuple[int, ...]
    """Of each term's dot: the more links, the larger."""
    height: int
    """Of the drawing."""
    shown: tuple[int, ...]
    """The ranks of the terms that are drawn: all, or the most linked of many."""


def draw(layout: Layout) -> Drawing:
    """Scale a layout to the page."""
    left, top = min(layout.x), min(layout.y)
    across = max(max(layout.x) - left, 4 * SPACE)
    inner = WIDTH - 2 * _EDGE
    indent = _EDGE + (across - max(layout.x) + left) * inner // across // 2
    largest = max(_SMALLEST, min(_LARGEST, SPACE * 13 * inner // (across * 20)))
    most = max(1, *map(len, layout.links))
    ranks = range(len(layout.x))
    return Drawing(
        x=tuple(indent + (x - left) * inner // across for x in layout.x),
        y=tuple(_EDGE + (y - top) * inner // across for y in layout.y),
        radius=tuple(
            max(_SMALLEST, largest * (60 + isqrt(1600 * len(near) // most)) // 100)
            for near in layout.links
        ),
        height=2 * _EDGE + (max(layout.y) - top) * inner // across,
        shown=tuple(sorted(nlargest(DOTS, ranks, key=lambda at: (len(layout.links[at]), -at)))),
    )


def dots(drawing: Drawing, roles: Sequence[int], role: int) -> str:
    """Draw the dots of one role as one path."""
    return "".join([
        dot(role, drawing.x[at], drawing.y[at], drawing.radius[at])
        for at in drawing.shown
        if roles[at] == role
    ])  # fmt: skip


def lines(layout: Layout, drawing: Drawing) -> str:
    """Draw the shortest links, no more than say something, as one path."""
    x, y = drawing.x, drawing.y
    shown = frozenset(drawing.shown)
    pairs = [
        ((x[a] - x[b]) ** 2 + (y[a] - y[b]) ** 2, a, b)
        for a in drawing.shown
        for b in layout.links[a]
        if a < b and b in shown
    ]
    return "".join([f"M{x[a]} {y[a]} {x[b]} {y[b]}" for _, a, b in nsmallest(LINES, pairs)])


def term_labels(
    layout: Layout, drawing: Drawing, terms: Sequence[LinkView]
) -> tuple[GraphLabelView, ...]:
    """Name the most linked terms, where their names meet neither each other nor a dot."""
    x, y, radius = drawing.x, drawing.y, drawing.radius
    taken: list[Box] = [
        (x[at] - radius[at], y[at] - radius[at], x[at] + radius[at], y[at] + radius[at])
        for at in drawing.shown
    ]
    ranked = sorted(drawing.shown, key=lambda at: (-len(layout.links[at]), at))
    found: list[GraphLabelView] = []
    for at in ranked:
        if len(found) == LABELS:
            break
        wide = width(terms[at].title) * _FONT // 100
        for place in _places(x[at], y[at], radius[at] + _GAP, wide):
            label, box = place
            if _is_free(box, taken, drawing.height):
                taken.append(box)
                found.append(GraphLabelView(terms[at].href, terms[at].title, *label))
                break
    return tuple(found)


def _places(x: int, y: int, off: int, wide: int) -> tuple[tuple[tuple[int, int, str], Box], ...]:
    """List where a name may stand, the best place first: right, left, below, above."""
    half, rise = _LINE // 2, _FONT // 3
    return (
        ((x + off, y + rise, "start"), (x + off, y - half, x + off + wide, y + half)),
        ((x - off, y + rise, "end"), (x - off - wide, y - half, x - off, y + half)),
        (
            (x, y + off + _FONT * 3 // 4, "middle"),
            (x - wide // 2, y + off, x + wide // 2, y + off + _LINE),
        ),
        ((x, y - off, "middle"), (x - wide // 2, y - off - _LINE, x + wide // 2, y - off)),
    )


def _is_free(box: Box, taken: Sequence[Box], height: int) -> bool:
    left, top, right, bottom = box
    if left < 0 or top < 0 or right > WIDTH or bottom > height:
        return False
    return not any(
        left < other[2] and other[0] < right and top < other[3] and other[1] < bottom
        for other in taken
    )


def topic_label(drawing: Drawing, ranks: Sequence[int], topic: LinkView) -> GraphLabelView:
    """Name a topic in the middle of its terms."""
    x = sum([drawing.x[at] for at in ranks]) // len(ranks)
    y = sum([drawing.y[at] for at in ranks]) // len(ranks)
    return GraphLabelView(topic.href, topic.title, x, y, "middle")

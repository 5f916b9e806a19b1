"""The map on a term's page: broader terms above it, others at its sides, narrower ones below.

Six rows of two boxes at most, so that it reads at a glance and its words stay legible on a phone.
What a map looks like but for its words depends on a few counts only, and is made once for each.
"""

import functools
from collections.abc import Sequence
from typing import Final, Literal, NamedTuple

from glossary_site.graph.neighbours import Links
from glossary_site.names import Slug
from glossary_site.render.addresses import term_path
from glossary_site.render.edition import Edition
from glossary_site.render.title_lines import ELLIPSIS, two_lines
from glossary_site.render.views import MapGroupView, MapView

Kind = Literal["broader", "related", "linking", "narrower"]
Label = tuple[str, str, str, str, bool]
"""A term's address, its title, the title's first and second line, and whether they cut it."""

ROWS: Final = 6
BROADER: Final = 2
NARROWER: Final = 4
WIDTH: Final = 352
BOX: Final = (156, 42)
TERM_BOX: Final = (216, 48)
FONT: Final = 14
_PADDING: Final = 8
_ROW: Final = 50
"""From one row to the next."""
_CAPTION: Final = 20
"""What the words above a group take."""
_LEAD: Final = 7
"""Between these words and the boxes."""
_GAP: Final = 18
"""Between the term and what stands above or below it."""
_BEND: Final = 8
_MIDDLE: Final = WIDTH // 2
_TITLES: Final = {
    "broader": "Broader",
    "related": "Related",
    "linking": "Mentioned in",
    "narrower": "Narrower",
}


class Neighbours(NamedTuple):
    """The terms around one, each named once."""

    broader: tuple[Slug, ...]
    """More general."""
    related: tuple[Slug, ...]
    """Shown under *Related Terms*."""
    linking: tuple[Slug, ...]
    """That mention it."""
    narrower: tuple[Slug, ...]
    """Less general."""


class _Group(NamedTuple):
    """The boxes of one kind of neighbour, without their words."""

    kind: Kind
    """Which."""
    at: int
    """Its place in `Neighbours`."""
    caption: str
    """Where the words over them stand."""
    path: str
    """The lines that lead to them."""
    spots: tuple[str, ...]
    """Where each box stands."""


class _Frame(NamedTuple):
    """A map without its words; numbers are text, ready for attributes."""

    height: str
    """Of the drawing."""
    spot: str
    """Where the term's own box stands."""
    groups: tuple[_Group, ...]
    """From top to bottom."""


def neighbours(edition: Edition, slug: Slug) -> Neighbours:
    """Choose which terms the map of one shows, all of them counted."""
    glossary = edition.glossary
    graph = glossary.graph
    broader = graph.broader.get(slug, ())
    narrower = graph.narrower.get(slug, ())
    related, linking = glossary.related[slug], glossary.backlinks[slug]
    if broader or narrower:
        narrower = tuple([one for one in narrower if one not in broader])
        related = tuple([one for one in related if one not in broader and one not in narrower])
    taken = {slug, *broader, *related, *narrower}
    linking = tuple([one for one in linking if one not in taken])
    return Neighbours(broader, related, linking, narrower)


def shown(around: Neighbours, backlinks: Links) -> Neighbours:
    """Cut neighbours to what a map has room for.

    Of terms that mention this one, those are shown that are mentioned most themselves.
    """
    broader, narrower = around.broader[:BROADER], around.narrower[:NARROWER]
    rows = ROWS - bool(broader) - (len(narrower) + 1) // 2
    room = rows if around.related and around.linking else 2 * rows
    linking = around.linking
    if len(linking) > room:
        linking = tuple(sorted(linking, key=lambda one: -len(backlinks[one]))[:room])
    return Neighbours(broader, around.related[:room], linking, narrower)


def map_linking(edition: Edition, slug: Slug) -> tuple[tuple[Slug, ...], int]:
    """List the terms on a map that mention its term, and count all that do and are no others of it."""
    around = neighbours(edition, slug)
    return shown(around, edition.glossary.backlinks).linking, len(around.linking)


def map_view(edition: Edition, slug: Slug) -> MapView | None:
    """Make the map of a term, or None if it has no neighbours."""
    around = neighbours(edition, slug)
    if not any(around):
        return None
    drawn = shown(around, edition.glossary.backlinks)
    frame = _frame(*map(len, drawn), is_mirrored=edition.site.direction == "rtl")
    _, _, first, second, _ = _label(edition, slug)
    groups = []
    for kind, at, caption, path, spots in frame.groups:
        slugs = drawn[at]
        more = len(around[at]) - len(slugs)
        terms = [(*_label(edition, one), spot) for one, spot in zip(slugs, spots, strict=True)]
        words = _TITLES[kind], caption, path
        groups.append(MapGroupView(kind, *words, tuple(terms), str(more) if more else None))
    return MapView(frame.height, first, second, frame.spot, tuple(groups))


def _label(edition: Edition, slug: Slug) -> Label:
    """Give a term's address and its title in lines, made once."""
    label = edition.labels.get(slug)
    if label is None:
        title = edition.glossary.graph.term_by_slug[slug].title
        first, second = two_lines(title, (BOX[0] - 2 * _PADDING) * 100 // FONT)
        is_cut = second.endswith(ELLIPSIS) and not title.endswith(ELLIPSIS)
        href = edition.addresses.href(term_path(slug))
        label = edition.labels[slug] = (href, title, first, second, is_cut)
    return label


@functools.cache
def _frame(broader: int, related: int, linking: int, narrower: int, *, is_mirrored: bool) -> _Frame:
    """Lay out a map by the number of neighbours of each kind."""
    draft = _Draft(is_mirrored=is_mirrored)
    if broader:
        draft.above("broader", broader)
    draft.term()
    if related and linking:
        draft.beside(("related", related), ("linking", linking))
    elif related or linking:
        draft.below("related" if related else "linking", related or linking)
    if narrower:
        draft.below("narrower", narrower)
    return draft.frame()


class _Draft:
    """A map being laid out from top to bottom."""

    def __init__(self, *, is_mirrored: bool) -> None:
        self._is_mirrored = is_mirrored
        self._y = 0
        self._term_y = 0
        self._groups: list[_Group] = []

    def frame(self) -> _Frame:
        """Give what was laid out."""
        spot = f"{(WIDTH - TERM_BOX[0]) // 2} {self._term_y}"
        return _Frame(str(self._y + 2), spot, tuple(self._groups))

    def above(self, kind: Kind, count: int) -> None:
        """Put a row over the term."""
        top = self._y + _CAPTION
        self._y = top + BOX[1] + _GAP
        spots = [(x, top) for x in _columns(count)]
        if count == 1:
            path = f"M{_MIDDLE} {self._y}V{top + BOX[1]}"
        else:
            path = "".join([_branch(_MIDDLE, self._y, *spot) for spot in spots])
        self._add(kind, (_MIDDLE, top), path, spots)

    def term(self) -> None:
        """Put the term itself."""
        self._term_y = self._y
        self._y += TERM_BOX[1]

    def below(self, kind: Kind, count: int) -> None:
        """Put rows of two under what is there, on both sides of a line from the term."""
        start = self._term_y + TERM_BOX[1]
        top = self._y + _GAP + _CAPTION
        if count == 1:
            spots = [((WIDTH - BOX[0]) // 2, top)]
            path = f"M{_MIDDLE} {start}V{top}"
        else:
            columns = self._columns()
            spots = [(columns[i % 2], top + i // 2 * _ROW) for i in range(count)]
            path = "".join([_branch(_MIDDLE, start, *spot) for spot in spots])
        self._y = spots[-1][1] + BOX[1]
        self._add(kind, (_MIDDLE, top), path, spots)

    def beside(self, *groups: tuple[Kind, int]) -> None:
        """Put two kinds side by side, each with a line of its own."""
        start, top = self._y, self._y + _GAP + _CAPTION
        for (kind, count), x in zip(groups, self._columns(), strict=True):
            spots = [(x, top + i * _ROW) for i in range(count)]
            trunk = _MIDDLE - _BEND if x < _MIDDLE else _MIDDLE + _BEND
            path = "".join([_branch(trunk, start, *spot) for spot in spots])
            self._add(kind, (x + BOX[0] // 2, top), path, spots)
        self._y = top + _ROW * (max(count for _, count in groups) - 1) + BOX[1]

    def _columns(self) -> tuple[int, int]:
        left, right = 0, WIDTH - BOX[0]
        return (right, left) if self._is_mirrored else (left, right)

    def _add(
        self, kind: Kind, over: tuple[int, int], path: str, spots: Sequence[tuple[int, int]]
    ) -> None:
        at = Neighbours._fields.index(kind)
        caption = f"{over[0]} {over[1] - _LEAD}"
        self._groups.append(_Group(kind, at, caption, path, tuple(f"{x} {y}" for x, y in spots)))


def _columns(count: int) -> list[int]:
    """Give the left edges of the boxes of one row."""
    return [(WIDTH - BOX[0]) // 2] if count == 1 else [0, WIDTH - BOX[0]]


def _branch(trunk: int, start: int, x: int, y: int) -> str:
    """Draw a line along the trunk, then round a corner to the middle of a box's near edge."""
    middle = y + BOX[1] // 2
    before = middle + _BEND if start > middle else middle - _BEND
    is_left = x < trunk
    beside, edge = (trunk - _BEND, x + BOX[0]) if is_left else (trunk + _BEND, x)
    return f"M{trunk} {start}V{before}Q{trunk} {middle} {beside} {middle}H{edge}"

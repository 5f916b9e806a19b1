"""A term's social card: what stands where on it, and the picture made of that."""

from typing import Final

from markupsafe import Markup
from msgspec.structs import replace

from glossary_site.graph.order import letter_of
from glossary_site.render.lettering import Face, cut, face, font_files, lines, plain
from glossary_site.render.views import CardLineView, SiteView, SocialCardPage

_MEASURE: Final = 926
_FOOT_MEASURE: Final = 860
_TOP: Final = 124
_TOP_ALONE: Final = 88
"""Where a title begins that has no topic above it."""
_BOTTOM: Final = 494
"""The lowest baseline of a definition."""
_TITLES: Final = ((108, 1), (96, 1), (84, 1), (86, 2), (76, 2), (66, 2), (58, 3), (50, 3))
"""Sizes of a title with the lines it may take: the first that it fits."""
_TITLE_LEADING: Final = 1.12
_RISE: Final = 0.91
_FALL: Final = 0.26
"""How far letters go up and down from the baseline."""
_TRACKING: Final = -0.012
_GAP: Final = 24
_SIZES: Final = (44, 40, 36)
"""Sizes of a definition: the first at which the whole of it has room, else the last."""
_LEADING: Final = 1.36
_MOST_LINES: Final = 4
_SMALL: Final = 30
_FOOT: Final = 32
_THUMBS: Final = (112, 518)
"""Between which heights the thumb index stands: A and Z."""


def can_draw(title: str) -> bool:
    """Say whether the fonts have every character of a title."""
    title = plain(title)
    return bool(title) and face("serif-bold").has(title)


def drawn_site(site: SiteView) -> SiteView:
    """Leave out of `site` what no picture shows: cards need not be drawn anew when it changes."""
    nothing = Markup("")
    return replace(
        site,
        assets={},
        blocking_scripts=(),
        scripts=(),
        navigation=(),
        newsletter=None,
        csp=nothing,
        head_links=nothing,
        headers={},
        footer=nothing,
        newsletter_block=nothing,
    )


def social_card(
    title: str, definition: str, *, topic: str, glossary: str, language: str
) -> SocialCardPage:
    """Set the card of a term whose title can be drawn.

    A definition, topic or name of a glossary with a character that the fonts lack is left out
    whole: half a sentence would say something else.
    """
    letter = letter_of(title, language)
    topic = " ".join(_cut(topic, face("sans-bold"), _MEASURE / _SMALL, 1))
    size, title_lines = _set_title(plain(title))
    y = (_TOP if topic else _TOP_ALONE) + size * _RISE
    leading = size * _TITLE_LEADING
    shown_title = [CardLineView(line, round(y + i * leading)) for i, line in enumerate(title_lines)]
    end = shown_title[-1].y + size * _FALL + _GAP
    words_size, words = _set_definition(definition, _BOTTOM - end)
    return SocialCardPage(
        title=tuple(shown_title),
        title_size=size,
        title_tracking=round(size * _TRACKING, 2),
        definition=tuple(
            CardLineView(line, round(end + words_size * (1 + i * _LEADING)))
            for i, line in enumerate(words)
        ),
        definition_size=words_size,
        topic=topic,
        letter=letter if face("serif-bold").has(letter) else "",
        thumb_y=_thumb_y(letter),
        glossary=" ".join(_cut(glossary, face("sans-bold"), _FOOT_MEASURE / _FOOT, 1)),
    )


def _set_title(title: str) -> tuple[int, list[str]]:
    """Choose the largest size at which a title fits."""
    shape = face("serif-bold")
    longest = max(map(shape.width, title.split(" ")))
    for size, most in _TITLES:
        measure = _MEASURE / size
        if longest <= measure and len(broken := lines(title, shape, measure)) <= most:
            return size, broken
    size, most = _TITLES[-1]
    return size, cut(title, shape, _MEASURE / size, most)


def _set_definition(definition: str, room: float) -> tuple[int, list[str]]:
    """Choose the largest size at which a definition has room below its title."""
    text, shape = plain(definition), face("serif")
    if not shape.has(text):
        return _SIZES[-1], []
    for size in _SIZES:
        most = min(_MOST_LINES, int((room / size - 1) / _LEADING) + 1)
        if len(lines(text, shape, _MEASURE / size)) <= most:
            break
    return size, cut(text, shape, _MEASURE / size, most)


def _cut(text: str, shape: Face, measure: float, most: int) -> list[str]:
    text = plain(text)
    return cut(text, shape, measure, most) if shape.has(text) else []


def _thumb_y(letter: str) -> int:
    """Say how far down the edge a letter stands; one of no Latin alphabet stands in the middle."""
    first, last = _THUMBS
    place = "ABCDEFGHIJKLMNOPQRSTUVWXYZ".find(letter) / 25
    if letter == "#":
        place = 0
    return round(first + (last - first) * (place if place >= 0 else 0.5))


def draw(svg: str) -> bytes:
    """Make a PNG; nothing is loaded but the fonts."""
    from resvg_py import svg_to_bytes  # noqa: PLC0415 (only where cards are drawn)

    return svg_to_bytes(svg_string=svg, skip_system_fonts=True, font_files=font_files())

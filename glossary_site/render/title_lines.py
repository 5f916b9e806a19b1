"""Titles in lines of a given width, for drawings, which break no lines by themselves.

Nobody knows here which font a reader has.  So widths are estimates, on the wide side, in
hundredths of the font's size.
"""

import unicodedata
from typing import Final

ELLIPSIS: Final = "…"
_WIDE: Final = 100
_OTHER: Final = 62
_BREAKS_AFTER: Final = frozenset(" -‐–—/・")


class _Widths(dict[str, int]):
    """The width of each character, found once."""

    def __missing__(self, char: str) -> int:
        kind = unicodedata.category(char)
        if kind in {"Mn", "Me", "Cf"}:
            width = 0
        elif unicodedata.east_asian_width(char) in "WF":
            width = _WIDE
        elif kind == "Lu":
            width = 70
        else:
            width = _OTHER
        self[char] = width
        return width


_widths: Final = _Widths(
    dict.fromkeys(" ijltfI'.,:;!|()[]/", 30)
    | dict.fromkeys('r-"*`', 40)
    | dict.fromkeys("abcdeghknopqsuvxyz0123456789", 58)
    | dict.fromkeys("mwMW@%", 90)
)


def width(text: str) -> int:
    """Estimate the width of a text.

    >>> width("GPU"), width("推論")
    (210, 200)
    """
    return sum(map(_widths.__getitem__, text))


def two_lines(title: str, measure: int) -> tuple[str, str]:
    """Break a title into at most two lines of about equal width; what is left over is cut off.

    >>> two_lines("Inference", 900), two_lines("Capital Expenditure", 900)
    (('Inference', ''), ('Capital', 'Expenditure'))
    >>> two_lines("Reinforcement Learning from Human Feedback", 900)
    ('Reinforcement', 'Learning from…')
    """
    if width(title) <= measure:
        return title, ""
    at = _break(title, measure)
    first, second = title[:at].rstrip(), title[at:].lstrip()
    return first, second if width(second) <= measure else cut(second, measure)


def cut(text: str, measure: int) -> str:
    """Cut a text that is too wide, between words if one fits, and say so by an ellipsis."""
    at = _fitting(text, measure - _WIDE)
    space = text.rfind(" ", 0, at + 1)
    kept = text[: space if space > at // 2 else at]
    return ended(kept)


def ended(kept: str) -> str:
    """Say by an ellipsis that a text goes on, without the signs that led on to the rest."""
    return kept.rstrip(" ,;:.-–—/(") + ELLIPSIS


def _fitting(text: str, measure: int) -> int:
    """Say how many characters fit; marks stay with their letter."""
    total = 0
    for at, char in enumerate(text):
        total += _widths[char]
        if total > measure:
            return max(at, 1)
    return len(text)


def _break(title: str, measure: int) -> int:
    """Choose where the second line begins: where both are short, else as late as there is room."""
    most = _fitting(title, measure)
    whole, sofar = width(title), 0
    best, best_width = 0, 0
    for at in range(1, min(most + 1, len(title))):
        before, after = title[at - 1], title[at]
        sofar += _widths[before]
        ends = before in _BREAKS_AFTER or _WIDE in {_widths[before], _widths[after]}
        if ends and _widths[after]:
            wider = max(sofar, whole - sofar)
            if not best or wider <= best_width:
                best, best_width = at, wider
    return best or most

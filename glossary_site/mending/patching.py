"""Edits of one text: where they are to be made, and the text once they are."""

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Final

from msgspec import Struct

from glossary_site.diagnostics import Edit

CRLF: Final = "\r\n"


class Patch(Struct, frozen=True):
    """An edit by offsets into a text."""

    start: int
    """The first character to go."""
    end: int
    """The first that stays; `start` where nothing goes."""
    text: str
    """What takes the place."""


def patches(text: str, edits: Iterable[Edit]) -> tuple[Patch, ...] | None:
    r"""Find where edits are to be made; None if one of them lies beyond the text.

    A text keeps its own line ends: what is put into one with CR LF gets them too.

    >>> patches("a\r\nbc\r\n", [Edit("", 2, 2, 3, 1, "\n")])
    (Patch(start=4, end=7, text='\r\n'),)
    """
    lines = text.split("\n")
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line) + 1)
    is_crlf = bool(lines[1:]) and lines[0].endswith("\r")
    made = []
    for edit in edits:
        start = _offset(lines, starts, edit.line, edit.column)
        end = _offset(lines, starts, edit.end_line, edit.end_column)
        if start is None or end is None or end < start:
            return None
        put = edit.text.replace("\n", CRLF) if is_crlf else edit.text
        made.append(Patch(start, end, put))
    return tuple(made)


def _offset(lines: Sequence[str], starts: Sequence[int], line: int, column: int) -> int | None:
    """Turn a 1-based place into an offset; a CR is part of its line's end."""
    if not 0 < line <= len(lines):
        return None
    length = len(lines[line - 1])
    if line < len(lines):
        length = len(lines[line - 1].removesuffix("\r"))
    return starts[line - 1] + column - 1 if 0 < column <= length + 1 else None


def is_apart(new: Sequence[Patch], others: Iterable[Patch]) -> bool:
    """Say whether patches can be made beside others: no two take or split the same text."""
    every = sorted([*others, *new], key=_place)
    return all(one.end <= two.start for one, two in pairwise(every))


def patched(text: str, made: Iterable[Patch]) -> str:
    """Make patches that lie apart; what is put in at one place stays in its order."""
    parts, at = [], 0
    for patch in sorted(made, key=_place):
        parts += [text[at : patch.start], patch.text]
        at = patch.end
    return "".join([*parts, text[at:]])


def _place(patch: Patch) -> tuple[int, int]:
    return patch.start, patch.end

"""Two wordings compared word by word.

The same two texts give the same pieces in either order: what is gone one way is new the other.
"""

import re
from collections.abc import Sequence
from typing import Final, Literal

from msgspec import Struct

PieceKind = Literal["same", "gone", "new"]
LIMIT: Final = 25_000_000
"""Words of one text times words of the other: beyond this, all between the ends counts as changed."""

_WORDLESS: Final = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff66-\uff9f\U00020000-\U0003ffff"
"""Letters of scripts that put no spaces between words: there each sign is compared."""
_MARKS: Final = "\u0300-\u036f\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u3099\u309a\u200d\ufe0f"
"""What stands on the sign before it and is never parted from it."""
_TOKEN: Final = re.compile(
    rf"\s+|[{_WORDLESS}][{_MARKS}]*|(?:(?![{_WORDLESS}])[\w{_MARKS}])+"
    rf"(?:[.,’'\-](?:(?![{_WORDLESS}])\w)+)*|.[{_MARKS}]*",
    re.DOTALL,
)


class Piece(Struct, frozen=True):
    """A part of two wordings."""

    kind: PieceKind
    """Whether it stands in both, only in the one before or only in the one after."""
    text: str
    """Never empty."""


class Wording(Struct, frozen=True):
    """A text before and after."""

    before: str | None
    """None where there was none."""
    after: str | None
    """None where there is none."""
    pieces: tuple[Piece, ...]
    """What both have, what is gone and what is new, in reading order."""


def tokens(text: str) -> list[str]:
    """Cut a text into words, spaces and signs; put together they are the text.

    >>> tokens("It costs $3.19, not 4.")
    ['It', ' ', 'costs', ' ', '$', '3.19', ',', ' ', 'not', ' ', '4', '.']
    >>> tokens("推論は")
    ['推', '論', 'は']
    """
    return _TOKEN.findall(text)


def wording(before: str | None, after: str | None) -> Wording:
    """Compare a text with what it was."""
    return Wording(before, after, pieces(before or "", after or ""))


def pieces(before: str, after: str) -> tuple[Piece, ...]:
    """Compare two texts.

    >>> [f"{one.kind}:{one.text}" for one in pieces("a small chip", "a large chip")]
    ['same:a ', 'gone:small', 'new:large', 'same: chip']
    """
    if before > after:  # alignments may tie: both orders take the same one
        return tuple(_joined([_turned(one) for one in _aligned(after, before)]))
    return tuple(_joined(_aligned(before, after)))


def _turned(piece: tuple[PieceKind, str]) -> tuple[PieceKind, str]:
    kinds: dict[PieceKind, PieceKind] = {"gone": "new", "new": "gone", "same": "same"}
    return kinds[piece[0]], piece[1]


def _aligned(before: str, after: str) -> list[tuple[PieceKind, str]]:
    old, new = tokens(before), tokens(after)
    found: list[tuple[PieceKind, str]] = []
    for tag, start, end, begin, stop in matched(old, new):
        if tag == "equal":
            found.append(("same", "".join(old[start:end])))
        else:
            found.append(("gone", "".join(old[start:end])))
            found.append(("new", "".join(new[begin:stop])))
    return [one for one in found if one[1]]


def matched(old: Sequence[str], new: Sequence[str]) -> list[tuple[str, int, int, int, int]]:
    """Say which parts of two sequences are equal: steps as of `difflib`, without replacements."""
    from rapidfuzz.distance import LCSseq  # noqa: PLC0415 (no build needs it that compares nothing)

    head = 0
    while head < min(len(old), len(new)) and old[head] == new[head]:
        head += 1
    tail = 0
    while tail < min(len(old), len(new)) - head and old[-1 - tail] == new[-1 - tail]:
        tail += 1
    inner, other = old[head : len(old) - tail], new[head : len(new) - tail]
    steps = [("equal", 0, head, 0, head)]
    if len(inner) * len(other) > LIMIT:
        steps.append(("replace", head, head + len(inner), head, head + len(other)))
    else:
        steps += [
            (
                op.tag,
                op.src_start + head,
                op.src_end + head,
                op.dest_start + head,
                op.dest_end + head,
            )
            for op in LCSseq.opcodes(inner, other)
        ]
    steps.append(("equal", len(old) - tail, len(old), len(new) - tail, len(new)))
    return [step for step in steps if step[1] < step[2] or step[3] < step[4]]


def _joined(found: Sequence[tuple[PieceKind, str]]) -> list[Piece]:
    """Join what stands together; a space or sign between two changes belongs to both."""
    made: list[Piece] = []
    gone, new = "", ""

    def settle() -> None:
        nonlocal gone, new
        if gone:
            made.append(Piece("gone", gone))
        if new:
            made.append(Piece("new", new))
        gone, new = "", ""

    for index, (kind, text) in enumerate(found):
        if kind == "gone":
            gone += text
        elif kind == "new":
            new += text
        elif _is_thin(text) and gone and new and index + 1 < len(found):
            gone, new = gone + text, new + text
        else:
            settle()
            made.append(Piece("same", text))
    settle()
    return made


def _is_thin(text: str) -> bool:
    """Say whether a text holds no word: nothing hangs on its being the same."""
    return not any(map(str.isalnum, text))

"""Texts made comparable: composed, in lower case, and with a way back to where they stood.

A run of white space is one space, a typographic apostrophe is a plain one, and a final sigma is a
sigma.
"""

import re
import unicodedata
from collections.abc import Iterator
from typing import Final


def fold(text: str) -> tuple[str, tuple[int, ...] | None]:
    """Fold a text for comparing, and map offsets back.

    Returns:
        The folded text, and for each of its characters the offset of the source character it
        comes from, with the source's length at the end; None stands for the identity.
    """
    if text.isascii() and not _WIDE.search(text):
        return text.translate(_SPACES).lower(), None
    folded: list[str] = []
    offsets: list[int] = []
    at = 0
    for cluster in _clusters(text):
        composed = unicodedata.normalize("NFC", cluster)
        for char in composed:
            if not char.isspace():
                lower = char.lower()
                folded.append(_SAME.get(lower, lower if len(lower) == 1 else char))
            elif folded and folded[-1] == " ":
                continue
            else:
                folded.append(" ")
            offsets.append(at)
        at += len(cluster)
    offsets.append(at)
    return "".join(folded), tuple(offsets)


_SPACES: Final = str.maketrans("\t\n\r\x0b\x0c\x1c\x1d\x1e\x1f", "         ")
_WIDE: Final = re.compile(r"\s\s")
_SAME: Final = {"’": "'", "ς": "σ"}


def _clusters(text: str) -> Iterator[str]:
    """Split a text before every character that does not combine with the one before it."""
    start = 0
    for i in range(1, len(text)):
        if not _combines(text[i]):
            yield text[start:i]
            start = i
    yield text[start:]


def _combines(char: str) -> bool:
    """Say whether a character is an accent, a vowel sign, or a later part of a Hangul syllable."""
    if char < "\u0300":
        return False
    return "\u1160" <= char <= "\u11ff" or unicodedata.category(char)[0] == "M"

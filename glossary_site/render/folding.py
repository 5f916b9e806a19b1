"""Texts made comparable: composed, in lower case, and with a way back to where they stood.

A run of white space is one space, a typographic apostrophe is a plain one, and a final sigma is a
sigma.
"""

import unicodedata
from collections.abc import Iterator
from typing import Final


def fold(text: str) -> tuple[str, tuple[int, ...] | None]:
    """Fold a text for comparing, and map offsets back.

    Returns:
        The folded text, and for each of its characters the offset of the source character it
        comes from, with the source's length at the end; None stands for the identity.
    """
    if text.isascii():
        plain = text if text.isprintable() else text.translate(_SPACES)
        if "  " not in plain:
            return plain.lower(), None
    elif len(plain := text.translate(_ONE_TO_ONE)) == len(text) and "  " not in plain:
        return plain, None
    folded: list[str] = []
    offsets: list[int] = []
    at = 0
    for cluster in _clusters(text):
        composed = unicodedata.normalize("NFC", cluster)
        for char in composed:
            one = _fold_char(char)
            if one == " " and folded and folded[-1] == " ":
                continue
            folded.append(one)
            offsets.append(at)
        at += len(cluster)
    offsets.append(at)
    return "".join(folded), tuple(offsets)


def _fold_char(char: str) -> str:
    """Fold a composed character."""
    if char.isspace():
        return " "
    lower = char.lower()
    return _SAME.get(lower, lower if len(lower) == 1 else char)


_SPACES: Final = str.maketrans("\t\n\r\x0b\x0c\x1c\x1d\x1e\x1f", "         ")
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


class _OneToOne(dict[int, str]):
    """A table for `str.translate`, filled as characters come; what stands for itself alone."""

    def __missing__(self, code: int) -> str:
        """Fold a character; one that combines, or is composed of several, is left out."""
        char = chr(code)
        composed = unicodedata.normalize("NFC", char)
        is_one = len(composed) == 1 and not _combines(char)
        folded = self[code] = _fold_char(composed) if is_one else ""
        return folded


_ONE_TO_ONE: Final = _OneToOne()

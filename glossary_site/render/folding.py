"""Texts made comparable: composed, in lower case, and with a way back to where they stood."""

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
        return text.translate(_SPACES).lower(), None
    folded: list[str] = []
    offsets: list[int] = []
    at = 0
    for cluster in _clusters(text):
        composed = unicodedata.normalize("NFC", cluster)
        for char in composed:
            lower = char.lower()
            folded.append(" " if char.isspace() else lower if len(lower) == 1 else char)
            offsets.append(at)
        at += len(cluster)
    offsets.append(at)
    return "".join(folded), tuple(offsets)


_SPACES: Final = str.maketrans("\t\n\r\x0b\x0c", "     ")


def _clusters(text: str) -> Iterator[str]:
    """Split a text before every character that does not combine with the one before it."""
    start = 0
    for i in range(1, len(text)):
        if not unicodedata.combining(text[i]):
            yield text[start:i]
            start = i
    yield text[start:]

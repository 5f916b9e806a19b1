"""The order readers expect: the Unicode Collation Algorithm's root order."""

import functools
import unicodedata
from collections.abc import Iterable
from typing import Protocol

from glossary_site.model import Term
from glossary_site.names import Slug

OTHER_LETTER = "#"
"""Where titles that begin with a digit or a sign are listed."""


class _Collator(Protocol):
    def sort_key(self, text: str) -> tuple[int, ...]:
        """Make a key that sorts as the text should."""


@functools.cache
def _collator() -> _Collator:
    import pyuca  # noqa: PLC0415 (its table takes 0.1 s to load)

    collator: _Collator = pyuca.Collator()
    return collator


def a_to_z(terms: Iterable[Term]) -> tuple[Slug, ...]:
    """Order terms by title; equal titles by slug."""
    collator = _collator()
    ordered = sorted(terms, key=lambda term: (collator.sort_key(term.title), term.slug))
    return tuple(term.slug for term in ordered)


def letter_of(title: str) -> str:
    """Say under which letter of A to Z a title is listed.

    >>> letter_of("École"), letter_of("“Quoted”"), letter_of("3D"), letter_of("推論")
    ('E', 'Q', '#', '推')
    """
    for char in unicodedata.normalize("NFKD", title):
        if unicodedata.category(char)[0] == "L":
            return char.upper()[:1]
        if char.isdigit():
            return OTHER_LETTER
    return OTHER_LETTER

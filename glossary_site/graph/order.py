"""The order readers expect: the Unicode Collation Algorithm's root order."""

import functools
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final, Protocol

from glossary_site.model import Term
from glossary_site.names import Slug, slugify

OTHER_LETTER = "#"
"""Where titles that begin with a digit or a sign are listed."""


# The printable ASCII characters by their primary weight in the root collation: signs, digits, then
# letters.  pyuca weighs signs too, so no two of these are equal but upper and lower case.
_ASCII_ORDER: Final = " _-,;:!?.'\"()[]{}@*/\\&#%`^+<=>|~$0123456789abcdefghijklmnopqrstuvwxyz"
_ASCII_WEIGHTS: Final = str.maketrans(
    {char: chr(0x20 + weight) for weight, char in enumerate(_ASCII_ORDER)}
    | {char.upper(): chr(0x20 + _ASCII_ORDER.index(char)) for char in "abcdefghijklmnopqrstuvwxyz"}
)
_ASCII_CASES: Final = str.maketrans(
    {chr(code): "U" if chr(code).isupper() else "L" for code in range(0x20, 0x7F)}
)


class _Collator(Protocol):
    def sort_key(self, text: str) -> tuple[int, ...]:
        """Make a key that sorts as the text should."""


@functools.cache
def _collator() -> _Collator:
    import pyuca  # noqa: PLC0415 (its table takes 0.1 s to load)

    collator: _Collator = pyuca.Collator()
    return collator


def ascii_key(text: str) -> tuple[str, str]:
    """Make a key that sorts ASCII text as the root collation does, without its table.

    First by letters, then lower case before upper.
    """
    return text.translate(_ASCII_WEIGHTS), text.translate(_ASCII_CASES)


def a_to_z(terms: Iterable[Term]) -> Mapping[str, tuple[Slug, ...]]:
    """Order terms by title; signs before the first letter or digit do not count.

    Equal titles are ordered by slug.

    Returns:
        The terms of each letter; letters and terms both in order.
    """
    terms = tuple(terms)
    key: Callable[[str], Any] = ascii_key
    if not all(term.title.isascii() for term in terms):
        key = _collator().sort_key
    by_letter: dict[str, list[tuple[Any, Slug]]] = {}
    for term in terms:
        title = _from_first(term.title)
        by_letter.setdefault(letter_of(title), []).append((key(title), term.slug))
    letters = sorted(by_letter, key=lambda letter: (letter != OTHER_LETTER, key(letter)))
    return {letter: tuple(slug for _, slug in sorted(by_letter[letter])) for letter in letters}


def _from_first(title: str) -> str:
    """Drop quotation marks and other signs before a title's first letter or digit."""
    if title[:1].isalpha():
        return title
    for at, char in enumerate(title):
        if unicodedata.category(char)[0] in "LN":
            return title[at:]
    return title


def letter_of(title: str) -> str:
    """Say under which letter of A to Z a title is listed.

    >>> letter_of("École"), letter_of("“Quoted”"), letter_of("3D"), letter_of("推論")
    ('E', 'Q', '#', '推')
    >>> letter_of("Æther"), letter_of("Łódź"), letter_of(".NET")
    ('A', 'L', 'N')
    """
    return _letter(_from_first(title)[:1])


@functools.cache
def _letter(first: str) -> str:
    """Say under which letter a title with this first character is listed."""
    if not first or unicodedata.category(first)[0] == "N":
        return OTHER_LETTER
    plain = slugify(first)[:1] or unicodedata.normalize("NFKD", first)[:1]
    return plain.upper()[:1] if unicodedata.category(plain)[0] == "L" else OTHER_LETTER

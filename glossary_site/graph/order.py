"""A to Z: the order readers expect, and the letter under which each term stands."""

import functools
import unicodedata
from collections.abc import Iterable, Mapping
from typing import Any

from glossary_site.graph.collation import alphabet_letter, sort_key
from glossary_site.model import Term
from glossary_site.names import Slug, slugify

OTHER_LETTER = "#"
"""Where titles that begin with a digit or a sign are listed."""


def a_to_z(terms: Iterable[Term], language: str) -> Mapping[str, tuple[Slug, ...]]:
    """Order terms by title; signs before the first letter or digit do not count.

    Equal titles are ordered by slug.

    Returns:
        The terms of each letter; letters and terms both in order.
    """
    terms = tuple(terms)
    key = sort_key(language, (term.title for term in terms))
    by_letter: dict[str, list[tuple[Any, Slug]]] = {}
    for term in terms:
        title = _from_first(term.title)
        by_letter.setdefault(letter_of(title, language), []).append((key(title), term.slug))
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


def letter_of(title: str, language: str = "en") -> str:
    """Say under which letter of A to Z a title is listed.

    >>> letter_of("École"), letter_of("“Quoted”"), letter_of("3D"), letter_of("推論")
    ('E', 'Q', '#', '推')
    >>> letter_of("Æther"), letter_of("Łódź"), letter_of(".NET")
    ('A', 'L', 'N')
    """
    bare = _from_first(title)
    first = bare[:1]
    if not first or unicodedata.category(first)[0] == "N":
        return OTHER_LETTER
    return alphabet_letter(language, bare) or _letter(first)


@functools.cache
def _letter(first: str) -> str:
    """Say under which letter a title with this first character is listed."""
    plain = slugify(first)[:1] or unicodedata.normalize("NFKD", first)[:1]
    return plain.upper()[:1] if unicodedata.category(plain)[0] == "L" else OTHER_LETTER

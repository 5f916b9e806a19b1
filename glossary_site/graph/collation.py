"""How text is ordered: by the site's language where PyICU is installed, else by the root order.

The root order of the Unicode Collation Algorithm suits most languages that use the Latin script.
Only ICU knows those in which å comes last, ch is a letter, or signs are listed by their sounds.
"""

import functools
import importlib
from collections.abc import Callable, Iterable
from typing import Any, Final

from msgspec import Struct

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

Key = Callable[[str], Any]
"""Makes keys that sort as texts should; keys of one function compare with each other only."""


class _Tailored(Struct, frozen=True):
    """A language's own order, by ICU."""

    version: str
    """ICU's, which decides the order."""
    key: Key
    """Makes sort keys."""
    index: Any
    """The language's alphabet, with the Latin one before it."""


@functools.cache
def _tailored(language: str) -> _Tailored | None:
    try:
        icu = importlib.import_module("icu")
        version: str = icu.ICU_VERSION
    except (ImportError, AttributeError):  # a folder called icu can be imported, too
        return None
    place = icu.Locale(language)
    key = icu.Collator.createInstance(place).getSortKey
    return _Tailored(version, key, icu.AlphabeticIndex(place).buildImmutableIndex())


def collation_name(language: str) -> str:
    """Name what decides the order of a language: with the same name it is the same."""
    order = _tailored(language)
    return "root" if order is None else f"ICU {order.version}, {language}"


def sort_key(language: str, texts: Iterable[str]) -> Key:
    """Give the function that makes keys for these texts."""
    order = _tailored(language)
    if order is not None:
        return order.key
    return ascii_key if all(map(str.isascii, texts)) else _root_collator()


def alphabet_letter(language: str, text: str) -> str | None:
    """Give the letter of the alphabet under which a text is listed.

    Returns:
        None for a text in another script, and where the alphabet is not known.
    """
    order = _tailored(language)
    if order is None:
        return None
    label, kind = order.index.getBucket(order.index.getBucketIndex(text))
    return None if kind else label  # what lies before, between and behind alphabets has a kind


@functools.cache
def _root_collator() -> Key:
    import pyuca  # noqa: PLC0415 (its table takes 0.1 s to load)

    key: Key = pyuca.Collator().sort_key
    return key


def ascii_key(text: str) -> tuple[str, str]:
    """Make a key that sorts ASCII text as the root collation does, without its table.

    First by letters, then lower case before upper.
    """
    return text.translate(_ASCII_WEIGHTS), text.translate(_ASCII_CASES)

"""The words of a concept, one of which is its title: for formats that tell preferred ones apart."""

from collections.abc import Iterable

from msgspec import Struct

from glossary_site.names import fold_name


class Designation(Struct, frozen=True):
    """One word for a concept."""

    text: str
    """The word."""
    is_preferred: bool = False
    """Whether the source prefers it."""
    is_deprecated: bool = False
    """Whether the source advises against it."""
    is_short: bool = False
    """Whether it is an abbreviation or acronym."""


class Named(Struct, frozen=True):
    """A concept's words in their places."""

    title: str
    """Its name; empty if there is none."""
    abbreviation: str | None
    """The first short form, if it is not the title."""
    aliases: tuple[str, ...]
    """All others, advised against or not: who knows them must find the term."""


def named(designations: Iterable[Designation]) -> Named:
    """Choose the title: the first preferred word that is no short form, else the next best."""
    words = [one for one in designations if one.text.strip()]
    if not words:
        return Named("", None, ())
    title = min(words, key=lambda one: (one.is_deprecated, not one.is_preferred, one.is_short))
    others = [one for one in words if one is not title]
    short = next((one for one in others if one.is_short and not one.is_deprecated), None)
    return Named(
        title.text, None if short is None else short.text,
        distinct(one.text for one in others if one is not short),
    )  # fmt: skip


def distinct(names: Iterable[str]) -> tuple[str, ...]:
    """Leave out names that only repeat an earlier one in other letters.

    >>> distinct(["IR", "Ir", "Infrared"])
    ('IR', 'Infrared')
    """
    first: dict[str, str] = {}
    for name in names:
        first.setdefault(fold_name(name), name)
    return tuple(first.values())

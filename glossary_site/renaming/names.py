"""What a renamed term was called, and how its new name is written where the old one stood."""

import re
from typing import Final

from msgspec import Struct

from glossary_site.names import Slug, fold_name

_CAPITALISED: Final = re.compile(r"\b[A-Z](?=[a-z]+\b)")
_NOT_IN_A_LINK: Final = re.compile(r"[\[\]|\\`*_<>&~\x00-\x1f]")


class Change(Struct, frozen=True):
    """A term's name and slug, before and after."""

    old: str
    """The title it had."""
    new: str
    """The title it gets."""
    old_slug: Slug
    """The slug it had."""
    new_slug: Slug
    """The slug it gets; the same where the names differ in signs alone."""
    kept: frozenset[str]
    """Folded names that go on naming it."""

    def is_meant(self, name: str) -> bool:
        """Say whether a reference names the term by what it is called no more."""
        folded = fold_name(name)
        if folded in {fold_name(self.old), fold_name(self.old_slug)}:
            return folded not in self.kept or folded == fold_name(self.old)
        return False

    def reference(self, typed: str) -> str:
        """Write the new name where front matter has the old one: a slug for a slug."""
        is_slug = typed == self.old_slug and typed != self.old
        return self.new_slug if is_slug else self.new

    def in_link(self, typed: str) -> tuple[str, str | None]:
        """Write the new name where a link has the old one; with words if a link cannot hold it."""
        if typed.strip() == self.old_slug and typed.strip() != self.old:
            return self.new_slug, None
        words = in_manner_of(" ".join(typed.split()), self.old, self.new)
        if _NOT_IN_A_LINK.search(words):
            return self.new_slug, " ".join(typed.split())
        return words, None


def in_manner_of(typed: str, old: str, new: str) -> str:
    """Write a new name as the old one was typed: as it is, or within a sentence.

    >>> in_manner_of("inference cost", "Inference Cost", "Price of AI Inference")
    'price of AI inference'
    >>> in_manner_of("Inference cost", "Inference Cost", "Price of AI Inference")
    'Price of AI inference'
    """
    if typed == old:
        return new
    lowered = _CAPITALISED.sub(lambda m: m[0].lower(), old)
    if typed == lowered:
        return _CAPITALISED.sub(lambda m: m[0].lower(), new)
    if typed == lowered[:1].upper() + lowered[1:]:
        lowered = _CAPITALISED.sub(lambda m: m[0].lower(), new)
        return lowered[:1].upper() + lowered[1:]
    return new

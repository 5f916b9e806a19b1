"""Which bodies a change of names concerns: a coarse sieve that lets nothing slip through.

A body's HTML depends on names only where one of them stands in it.  Names and bodies are reduced to
their letters and digits; a name that prose, a wiki-link or an address can mean is then a part of
the body, whatever signs, accents or line ends stand in between.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import Final

from msgspec import Struct

from glossary_site.model import Term
from glossary_site.names import Slug
from glossary_site.render.surface_forms import plural

_SIGNS: Final = re.compile(r"[\W_]+")
_ENCODED: Final = ("&", "%")
"""Signs that let an author write a letter as something else."""


class Naming(Struct, frozen=True):
    """All by which prose, references and addresses find a term."""

    slug: Slug
    """Where its page is."""
    names: tuple[str, ...]
    """Title, abbreviation and aliases."""
    former_slugs: tuple[Slug, ...]
    """Where its page was."""
    autolink: str
    """How prose finds its names."""


def naming(term: Term) -> Naming:
    """Take from a term what it is found by."""
    return Naming(term.slug, term.names, term.former_slugs, term.autolink)


def reduce(text: str) -> str:
    """Reduce a text to what no spelling of a name can leave out.

    >>> reduce("Café au-lait"), reduce("CAFE *au* lait"), reduce("++")
    ('cafeaulait', 'cafeaulait', '')
    """
    plain = unicodedata.normalize("NFKD", text).casefold()  # first: a sign may stand for capitals
    return _SIGNS.sub("", unicodedata.normalize("NFKD", plain))


class Concern:
    """Tells whether a change of namings concerns a body."""

    def __init__(self, before: Iterable[Naming], after: Iterable[Naming]) -> None:
        """Find the names of terms that are named in another way, new or gone."""
        changed = {reduce(name) for one in set(before) ^ set(after) for name in _names(one)}
        self._is_none = not changed
        self._is_all = "" in changed
        import ahocorasick  # noqa: PLC0415 (names seldom change)

        self._automaton = ahocorasick.Automaton()
        for name in changed - {""}:
            self._automaton.add_word(name, name)
        if changed and not self._is_all:
            self._automaton.make_automaton()

    def touches(self, body: str) -> bool:
        """Say whether the body may look different now."""
        if self._is_none:
            return False
        if self._is_all or any(sign in body for sign in _ENCODED):
            return True
        return next(self._automaton.iter(reduce(body)), None) is not None


def _names(one: Naming) -> Iterator[str]:
    for name in (*one.names, one.slug, *one.former_slugs):
        yield name
        if form := plural(name):
            yield form

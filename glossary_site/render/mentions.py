"""Finding the names of terms in prose, all at once, by the Aho-Corasick algorithm.

Matching follows four rules.  The longest name wins, from left to right.  A name must be a whole
word: not part of a longer word, of a hyphenated one, of an address or of a handle, except where
its edge is written in a script without spaces.  Case is ignored unless the term says otherwise.  Offsets are those of the
text as it stands, although it is compared in composed form and lower case: letters whose lower
case is longer (`İ`) and decomposed accents must not shift anything.
"""

import re
import unicodedata
from collections.abc import Iterable
from typing import Final, NamedTuple

import ahocorasick

from glossary_site.names import Slug
from glossary_site.render.folding import fold
from glossary_site.render.surface_forms import Name

_JOINERS: Final = frozenset("-\u2010\u2011.@#")
_HANDLES: Final = frozenset("@#")
_ADDRESS: Final = re.compile(r"//|\w\.\w")
_LETTERS: Final = frozenset("abcdefghijklmnopqrstuvwxyz0123456789_")
"""What most words are made of: no need to look these up."""
_BLANK: Final = re.compile(r"\s")
_SPACELESS: Final = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\uff66-\uff9f"
    "\U00020000-\U0003ffff]"
)


class Mention(NamedTuple):
    """A name in a text; a tuple, since there are many and they live for a moment."""

    start: int
    """Offset of its first character."""
    end: int
    """Offset behind its last character."""
    slug: Slug
    """The term it names."""


class Mentions:
    """All surface forms of a glossary, to be looked for in prose."""

    def __init__(self, names: Iterable[Name]) -> None:
        """Take the names; a build that renders no body never needs more."""
        self._names = tuple(names)
        self._automaton: ahocorasick.Automaton | None = None

    def prepare(self) -> ahocorasick.Automaton:
        """Build the automaton, about 2 µs a name, if that has not been done.

        The first `find` does it, too.  Called before workers are forked, it is done once for all.
        """
        if self._automaton is None:
            self._automaton = ahocorasick.Automaton()
            for i, name in enumerate(self._names):
                key = fold(name.text)[0]
                self._automaton.add_word(key, (len(key), i))
            if self._names:
                self._automaton.make_automaton()
        return self._automaton

    def find(self, text: str) -> list[Mention]:
        """Find all mentions in a text, left to right, none overlapping."""
        if not self._names or not text or text.isspace():
            return []
        folded, offsets = fold(text)
        spans = []
        for last, (length, index) in self.prepare().iter(folded):
            start, end = last + 1 - length, last + 1
            if _is_whole(folded, start, end) and _is_uncut(offsets, start, end):
                spans.append((start, -end, index))
        spans.sort()
        mentions: list[Mention] = []
        taken = 0
        for start, minus_end, index in spans:
            end = -minus_end
            if start < taken:
                continue
            name = self._names[index]
            source = (start, end) if offsets is None else (offsets[start], offsets[end])
            if name.is_exact and _spelling(text[slice(*source)]) != _spelling(name.text):
                continue
            mentions.append(Mention(*source, name.slug))
            taken = end
        return mentions


def _is_whole(text: str, start: int, end: int) -> bool:
    """Say whether text[start:end] is a word, or words, of its own."""
    if end < len(text) and text[end] != " " and not _is_edge(text, end - 1, 1):
        return False
    return start == 0 or text[start - 1] == " " or _is_edge(text, start, -1)


def _is_edge(text: str, at: int, step: int) -> bool:
    """Say whether the word that `at` belongs to ends there, looking in direction `step`."""
    beyond = at + step
    if not 0 <= beyond < len(text) or _is_spaceless(text[at]):
        return True
    if text[beyond] in _LETTERS or _is_word(text[beyond]):
        return _is_spaceless(text[beyond])
    if not _is_word(text[at]):
        return True
    if text[beyond] == "/":
        return not _ADDRESS.search(_unspaced(text, at))
    if step < 0 and text[beyond] in _HANDLES:
        return False
    further = beyond + step
    is_joined = text[beyond] in _JOINERS and 0 <= further < len(text)
    return not (is_joined and _is_word(text[further]))


def _unspaced(text: str, at: int, limit: int = 200) -> str:
    """Give the text around `at` between spaces."""
    before = _BLANK.split(text[max(0, at - limit) : at])[-1]
    return before + _BLANK.split(text[at : at + limit], maxsplit=1)[0]


def _spelling(name: str) -> str:
    """Make names comparable that differ in white space, Unicode form or apostrophe."""
    return unicodedata.normalize("NFC", " ".join(name.split())).replace("’", "'")


def _is_word(char: str) -> bool:
    """Say whether a character is part of a word: vowel signs and accents are, too."""
    return char.isalnum() or char == "_" or unicodedata.category(char)[0] == "M"


def _is_spaceless(char: str) -> bool:
    """Say whether a character is of a script without spaces."""
    return char >= "\u0e00" and _SPACELESS.match(char) is not None


def _is_uncut(offsets: tuple[int, ...] | None, start: int, end: int) -> bool:
    """Say whether text[start:end] leaves no accent of its first or last letter outside."""
    if offsets is None:
        return True
    begins = start == 0 or offsets[start - 1] != offsets[start]
    return begins and offsets[end - 1] != offsets[end]

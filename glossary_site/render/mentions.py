"""Finding the names of terms in prose, all at once, by the Aho-Corasick algorithm.

Matching follows four rules.  The longest name wins, from left to right.  A name must be a whole
word: not part of a longer word or of a hyphenated one, except where its edge is written in a
script without spaces.  Case is ignored unless the term says otherwise.  Offsets are those of the
text as it stands, although it is compared in composed form and lower case: letters whose lower
case is longer (`İ`) and decomposed accents must not shift anything.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

import ahocorasick

from glossary_site.fields.site import AutolinkFields
from glossary_site.model import Term
from glossary_site.names import Slug, fold_name

COMMON_WORDS: Final = frozenset(
    [
        "a",
        "about",
        "after",
        "all",
        "also",
        "an",
        "and",
        "any",
        "are",
        "as",
        "at",
        "be",
        "because",
        "been",
        "but",
        "by",
        "can",
        "could",
        "did",
        "do",
        "does",
        "for",
        "from",
        "had",
        "has",
        "have",
        "he",
        "her",
        "him",
        "his",
        "how",
        "i",
        "if",
        "in",
        "into",
        "is",
        "it",
        "its",
        "just",
        "me",
        "more",
        "most",
        "my",
        "no",
        "nor",
        "not",
        "now",
        "of",
        "off",
        "on",
        "one",
        "only",
        "or",
        "other",
        "our",
        "out",
        "over",
        "own",
        "same",
        "she",
        "should",
        "so",
        "some",
        "such",
        "than",
        "that",
        "the",
        "their",
        "them",
        "then",
        "there",
        "these",
        "they",
        "this",
        "those",
        "through",
        "to",
        "too",
        "under",
        "up",
        "us",
        "very",
        "was",
        "we",
        "were",
        "what",
        "when",
        "where",
        "which",
        "while",
        "who",
        "why",
        "will",
        "with",
        "would",
        "you",
        "your",
    ]
)
"""English function words: linking each of them would drown every page."""

_HYPHENS: Final = frozenset("-\u2010\u2011")
_SPACELESS: Final = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\uff66-\uff9f"
    "\U00020000-\U0003ffff]"
)


@dataclass(frozen=True, slots=True)
class Mention:
    """A name in a text."""

    start: int
    """Offset of its first character."""
    end: int
    """Offset behind its last character."""
    slug: Slug
    """The term it names."""


@dataclass(frozen=True, slots=True)
class Name:
    """A surface form that prose may hold."""

    text: str
    """As the author wrote it, or its plural."""
    slug: Slug
    """The term it names."""
    is_exact: bool
    """Whether case matters."""


def is_common_word(name: str) -> bool:
    """Say whether a name is an English function word not written in capitals ("IT" is a name)."""
    return name.lower() in COMMON_WORDS and not (len(name) > 1 and name.isupper())


def surface_forms(
    terms: Iterable[Term], options: AutolinkFields, language: str
) -> tuple[Name, ...]:
    """List every form in which prose may mention a term; the first to claim a form has it."""
    if options.per == "off":
        return ()
    excluded = {fold_name(name) for name in options.exclude}
    plurals = options.plurals and language.lower().split("-")[0] == "en"
    names: dict[str, Name] = {}
    extra: list[Name] = []
    for term in terms:
        if term.autolink == "off":
            continue
        for text in term.names:
            if fold_name(text) in excluded or is_common_word(text):
                continue
            is_exact = term.autolink == "exact-case" or text.lower() in COMMON_WORDS
            names.setdefault(fold(text)[0], Name(text, term.slug, is_exact))
            if plurals and (form := plural(text)):
                extra.append(Name(form, term.slug, is_exact))
    for name in extra:
        names.setdefault(fold(name.text)[0], name)
    return tuple(names.values())


def plural(name: str) -> str | None:
    """Form the regular English plural of a name's last word; None if it has none.

    >>> plural("churn rate"), plural("Capacity"), plural("Mesh"), plural("LLM"), plural("Tokens")
    ('churn rates', 'Capacities', 'Meshes', 'LLMs', None)
    """
    if not name[-1:].isascii() or not name[-1:].isalpha() or name[-1] in "sS":
        return None
    lower = name.lower()
    if lower.endswith(("ch", "sh", "x", "z")):
        return name + "es"
    if lower.endswith("y") and lower[-2:-1] not in set("aeiou") and not name.isupper():
        return name[:-1] + "ies"
    return name + "s"


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


class Mentions:
    """All surface forms of a glossary, ready to be looked for."""

    def __init__(self, names: Iterable[Name]) -> None:
        """Build the automaton; about 1.5 µs a name."""
        self._names = tuple(names)
        self._automaton = ahocorasick.Automaton()
        for i, name in enumerate(self._names):
            key = fold(name.text)[0]
            self._automaton.add_word(key, (len(key), i))
        if self._names:
            self._automaton.make_automaton()

    def find(self, text: str) -> list[Mention]:
        """Find all mentions in a text, left to right, none overlapping."""
        if not self._names or not text:
            return []
        folded, offsets = fold(text)
        spans = []
        for last, (length, index) in self._automaton.iter(folded):
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
            if name.is_exact and unicodedata.normalize("NFC", text[slice(*source)]) != name.text:
                continue
            mentions.append(Mention(*source, name.slug))
            taken = end
        return mentions


def _is_whole(text: str, start: int, end: int) -> bool:
    """Say whether text[start:end] is a word, or words, of its own."""
    return _is_edge(text, start, -1) and _is_edge(text, end - 1, 1)


def _is_edge(text: str, at: int, step: int) -> bool:
    """Say whether the word that `at` belongs to ends there, looking in direction `step`."""
    beyond = at + step
    if not 0 <= beyond < len(text) or _SPACELESS.match(text[at]):
        return True
    if _is_word(text[beyond]):
        return bool(_SPACELESS.match(text[beyond]))
    further = beyond + step
    is_joined = text[beyond] in _HYPHENS and 0 <= further < len(text)
    return not (is_joined and _is_word(text[further]) and _is_word(text[at]))


def _is_word(char: str) -> bool:
    """Say whether a character is part of a word: vowel signs and accents are, too."""
    return char.isalnum() or char == "_" or unicodedata.category(char)[0] == "M"


def _is_uncut(offsets: tuple[int, ...] | None, start: int, end: int) -> bool:
    """Say whether text[start:end] leaves no accent of its first or last letter outside."""
    if offsets is None:
        return True
    begins = start == 0 or offsets[start - 1] != offsets[start]
    return begins and offsets[end - 1] != offsets[end]

"""Titles: whether one is written otherwise than nearly all the others."""

import re
from collections.abc import Iterable, Iterator
from typing import Final

from glossary_site.diagnostics import quoted
from glossary_site.editorial.remarks import Remark
from glossary_site.model import Glossary, Term

ENOUGH: Final = 10
"""Titles that it takes to tell a custom."""
CLEAR: Final = 85
"""Percent of them that must keep to it."""
SMALL: Final = frozenset(
    """a an and as at but by for from if in into nor of off on onto or over per so than that the to
    up via vs vs. with without yet""".split()
)
"""Words that are written small in either style."""
_WORD: Final = re.compile(r"[^\W\d_][\w'’]*(?:-[\w'’]+)*")
_PROSE: Final = re.compile(r"(?<![.!?:\"“(]\s)(?<!\A)(?<![\w-])[A-Za-z][\w’'-]*")


def titles(glossary: Glossary) -> Iterator[Remark]:
    """Report titles that are not written as the others are."""
    if glossary.config.language.partition("-")[0] != "en":
        return
    terms = [term for term in glossary.graph.term_by_slug.values() if term.lang is None]
    yield from _first_letters(terms)
    told = [(term, *_told(term.title)) for term in terms]
    big = [term for term, large, small in told if large and not small]
    low = [term for term, large, small in told if small and not large]
    mixed = [term for term, large, small in told if large and small]
    every = len(big) + len(low) + len(mixed)
    if len(big) >= ENOUGH and len(big) * 100 >= CLEAR * every:
        for term in (*low, *mixed):
            yield _odd(
                term, "most titles write each word with a capital", _in_title_case(term.title)
            )
    elif len(low) >= ENOUGH and len(low) * 100 >= CLEAR * every:
        common = {word for term in low for word in _told(term.title)[1]}
        for term in big:
            words = _told(term.title)[0]
            if all(word.lower() in common or _is_small_in(term, word.lower()) for word in words):
                yield _odd(
                    term, "most titles have one capital", _in_sentence_case(term.title, words)
                )


def _first_letters(terms: Iterable[Term]) -> Iterator[Remark]:
    """Report titles that begin with a small letter where others do not, but for names of code."""
    letters = [(term, term.title[:1]) for term in terms if term.title[:1].isalpha()]
    small = [term for term, letter in letters if letter.islower()]
    if len(letters) - len(small) < ENOUGH or len(small) * 100 > (100 - CLEAR) * len(letters):
        return
    for term in small:
        title = term.title
        first = title.split()[0]
        if not _is_name(term, first) and not _told(title)[1]:
            yield _odd(term, "most titles begin with a capital", title[:1].upper() + title[1:])


def _is_name(term: Term, word: str) -> bool:
    """Say whether a word is a name that is always written small: its own text tells."""
    if not word.isalpha() or word[1:] != word[1:].lower() or f"`{word}" in term.body:
        return True
    begins = rf"(?:\A|\n|[.!?]\s)[*_]*{re.escape(word)}\b"
    return re.search(begins, f"{term.definition or ''}\n{term.body}") is not None


def _told(title: str) -> tuple[list[str], list[str]]:
    """List the words that tell a style, written large and small: no first, short or odd ones."""
    large: list[str] = []
    small: list[str] = []
    if title[:1].islower() and " " not in title:
        return large, small
    for word in _WORD.findall(title)[1:]:
        head = word.partition("-")[0]
        if head.lower() in SMALL or len(head) == 1 or head[1:] != head[1:].lower():
            continue
        if any(char.isdigit() for char in word):
            continue
        (large if head[0].isupper() else small).append(word)
    return large, small


def _is_small_in(term: Term, word: str) -> bool:
    """Say whether a term's own text writes a word small."""
    return word in _PROSE.findall(f"{term.definition or ''}\n{term.body}")


def _in_title_case(title: str) -> str:
    first, *rest = title.split(" ")
    words = [word if word in SMALL else word[:1].upper() + word[1:] for word in rest]
    return " ".join((first[:1].upper() + first[1:], *words))


def _in_sentence_case(title: str, words: Iterable[str]) -> str:
    first, *rest = title.split(" ")
    return " ".join((first, *(word.lower() if word in words else word for word in rest)))


def _odd(term: Term, custom: str, better: str) -> Remark:
    message = f"{quoted(term.title)} is not written as the other titles: {custom}"
    hint = f"write {quoted(better)}"
    return Remark("title-case", term.span(), message, hint, term.title, term.title)

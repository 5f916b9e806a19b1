"""Who is called what: every word of every name, and the terms that bear it.

All words of names stand in one list, which the browser loads first and in which it looks for
beginnings and mistyped words.  The terms behind the words lie in shards, each a range of the list.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

import msgspec
from msgspec import Struct

from glossary_site.model import Term
from glossary_site.search.words import words

SHARD: Final = 1500
"""Entries of a shard: about 4 kB when compressed."""
_DEPTH: Final = 12
"""A range whose words agree in so many characters is not divided."""
_PARTS: Final = re.compile(r"(.*\S)\s*\(([^()]+)\)\s*")
"""A title such as `Function as a Service (FaaS)`, which is two names."""
_LAST: Final = 15
"""Positions and lengths beyond are taken for this: both share a byte."""
_DIGITS: Final = "0123456789abcdefghijklmnopqrstuvwxyz"

Postings = Mapping[str, Sequence[int]]
"""From a word to numbers: number of a term, then a code, and so on, by rising number."""


class Names(Struct, frozen=True):
    """The names of a glossary, as files hold them."""

    words: str
    """All words, packed by `pack`."""
    bounds: tuple[str, ...]
    """What each shard's words do not stand before; the first is empty."""
    shards: tuple[bytes, ...]
    """JSON, in the order of the bounds."""


def names(numbered: Iterable[tuple[int, Term]]) -> Names:
    """Gather the names of all terms, by rising number."""
    postings: dict[str, list[int]] = {}
    for number, term in numbered:
        for index, name in _names_of(term):
            found = words(name)
            shape = index << 8 | min(len(found), _LAST)
            for at, word in enumerate(found):
                postings.setdefault(word, []).extend((number, shape | min(at, _LAST) << 4))
    vocabulary = in_order(postings)
    weights = [len(postings[word]) // 2 for word in vocabulary]
    starts = [*_starts(vocabulary, weights, 0, len(vocabulary), 0)] or [("", 0)]
    ranges = list(zip(starts, [*starts[1:], ("", len(vocabulary))], strict=True))
    return Names(
        words=pack(vocabulary),
        bounds=("", *(bound for bound, _ in starts[1:])),
        shards=tuple(_shard(vocabulary[start:end], postings) for (_, start), (_, end) in ranges),
    )


def _names_of(term: Term) -> Iterator[tuple[int, str]]:
    """List a term's names, each with its place: title, abbreviation, aliases."""
    yield 0, term.title
    if parts := _PARTS.fullmatch(term.title):
        yield 0, parts[1]
        yield 0, parts[2]
    if term.abbreviation is not None:
        yield 1, term.abbreviation
    yield from enumerate(term.aliases, 2)


def _starts(
    vocabulary: Sequence[str], weights: Sequence[int], start: int, end: int, depth: int
) -> Iterator[tuple[str, int]]:
    """Divide a range of words where they differ first, until each part is small enough.

    A new word can so divide only the range that it falls into, and the others stay as they are.
    Small neighbours are put together.
    """
    if start < end and (depth >= _DEPTH or sum(weights[start:end]) <= SHARD):
        yield vocabulary[start][:depth], start
        return
    held = 0
    while start < end:
        after = start + 1
        head = vocabulary[start][: depth + 1]
        while after < end and vocabulary[after][: depth + 1] == head:
            after += 1
        weight = sum(weights[start:after])
        if weight > SHARD and len(head) > depth:
            yield from _starts(vocabulary, weights, start, after, depth + 1)
            held = 0
        else:
            if not held or held + weight > SHARD:
                yield head, start
                held = 0
            held += weight
        start = after


def _shard(vocabulary: Sequence[str], postings: Postings) -> bytes:
    return msgspec.json.encode(
        {"words": pack(vocabulary), "postings": [_deltas(postings[word]) for word in vocabulary]}
    )


def _deltas(posting: Sequence[int]) -> list[int]:
    """Write each number as its distance from the one before."""
    found, last = [], 0
    for at in range(0, len(posting), 2):
        found += [posting[at] - last, posting[at + 1]]
        last = posting[at]
    return found


def in_order(vocabulary: Iterable[str]) -> list[str]:
    """Sort words as browsers compare them: by units of UTF-16."""
    found = sorted(vocabulary)
    if any(char > "\uffff" for word in found for char in word if not word.isascii()):
        found.sort(key=lambda word: word.encode("utf-16-be"))
    return found


def pack(vocabulary: Iterable[str]) -> str:
    """Write sorted words in lines, each without what it shares with the one before.

    >>> pack(["token", "tokens", "tpu"]).split()
    ['0token', '5s', '1pu']
    """
    lines, last = [], ""
    for word in vocabulary:
        shared, limit = 0, min(len(word), len(last), len(_DIGITS) - 1)
        while shared < limit and word[shared] == last[shared] and word[shared] < "\ud800":
            shared += 1
        lines.append(_DIGITS[shared] + word[shared:])
        last = word
    return "\n".join(lines)

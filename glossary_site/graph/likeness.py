"""Names that may mean the same: one in the plural, hyphenated, turned round or misspelt.

No pair is compared for nothing.  Every word is reduced to its singular, words that are one letter
apart find each other by what is left of them when a letter is dropped (as SymSpell does), and
names with the same words, in whatever order, meet under one key.  So a glossary of ten thousand
terms is looked through in a fraction of a second.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from msgspec import Struct

from glossary_site.names import fold_name, letters_of

LONG: Final = 6
"""Letters of a word that may be misspelt: shorter ones are one letter apart by chance."""
SHORTEST: Final = 5
"""Letters of the shorter of two such words: `labor` and `labour`."""
_LINKING: Final = frozenset(("a", "an", "the", "of", "for", "in"))
_SIGNS: Final = str.maketrans(dict.fromkeys("-_/–—,.:;'’\"()[]", " "))
_KEPT: Final = ("ss", "us", "is", "as", "os")
"""Ends of words that are no plural: `bias`, `chaos`, `analysis`, `status`."""

Words = tuple[str, ...]


class _Name(Struct, frozen=True):
    """A name reduced to what tells it from others."""

    words: Words
    """In the singular, without those that only link others, as they follow each other."""
    letters: str
    """All of it, without gaps."""


def alike(name: str, known: Iterable[str]) -> tuple[str, ...]:
    """List the names that are so like this one that they may mean the same, the likeliest first.

    >>> alike("inference costs", ["Training Cost", "Cost of Inference", "Inference-Cost"])
    ('Inference-Cost', 'Cost of Inference')
    """
    own = _reduced(name)
    ranked = []
    for other in dict.fromkeys(known):
        distance = _distance(own, _reduced(other))
        if distance is not None:
            ranked.append((fold_name(other) != fold_name(name), distance, other))
    return tuple(other for *_, other in sorted(ranked, key=lambda row: row[:2]))


def alike_pairs(names: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Find all pairs of names that are so like each other that they may mean the same.

    Names that are one but for case and spacing are passed over: they are one name.  Each pair
    comes once, the earlier name first.
    """
    by_folded = {fold_name(name): name for name in reversed(tuple(names))}
    reduced = {name: _reduced(name) for name in reversed(by_folded.values())}
    rank = {name: i for i, name in enumerate(reduced)}
    spelled = _misspelt({word for one in reduced.values() for word in one.words})
    groups: defaultdict[object, list[str]] = defaultdict(list)
    for name, one in reduced.items():
        groups[tuple(sorted([spelled.get(word, word) for word in one.words]))].append(name)
        groups[one.letters].append(name)
    seen: set[tuple[str, str]] = set()
    for group in groups.values():
        if len(group) == 1:
            continue
        for at, later in enumerate(group):
            for first in group[max(0, at - _COMPARED) : at]:
                pair = (first, later) if rank[first] < rank[later] else (later, first)
                if pair not in seen and _distance(reduced[first], reduced[later]) is not None:
                    seen.add(pair)
                    yield pair


_COMPARED: Final = 20
"""Names before it that one is compared with, of those that share a key with it."""


def singular(word: str) -> str:
    """Take the regular plural off an English word.

    >>> [singular(word) for word in ("costs", "policies", "meshes", "bias", "gas", "class")]
    ['cost', 'policy', 'mesh', 'bias', 'gas', 'class']
    """
    if word[-1:] != "s" or len(word) < 4 or word.endswith(_KEPT):  # noqa: PLR2004 (`gas`)
        return word
    if word.endswith("ies") and len(word) > 4:  # noqa: PLR2004 (`ties`)
        return word[:-3] + "y"
    if word.endswith(("ches", "shes", "xes", "zes", "sses")):
        return word[:-2]
    return word[:-1]


def _reduced(name: str) -> _Name:
    folded = fold_name(name)
    words = folded.translate(_SIGNS).split()
    kept = [singular(word) for word in words if word not in _LINKING] or words
    # What holds no letter of ours, and signs that tell names apart, stand for themselves.
    letters = "".join(kept) if folded.isascii() else letters_of(" ".join(kept)) or "".join(kept)
    return _Name(tuple(kept), letters)


def _distance(one: _Name, other: _Name) -> int | None:
    """Say how far two names are apart: 0 to 2, or None if they are not alike."""
    if one.letters == other.letters:
        return 0
    if len(one.words) != len(other.words):
        return None
    left, right = sorted(one.words), sorted(other.words)
    if left == right:
        return 1
    odd = [word for word in one.words if word not in other.words]
    others = [word for word in other.words if word not in one.words]
    if len(odd) == 1 == len(others) and _is_misspelt(odd[0], others[0]):
        return 2
    return None


def _is_misspelt(one: str, other: str) -> bool:
    """Say whether two long words are one letter apart, within: ends of words carry meaning.

    >>> _is_misspelt("labor", "labour"), _is_misspelt("center", "centre")
    (True, True)
    >>> _is_misspelt("trained", "trainer"), _is_misspelt("gpt-40", "gpt-41")
    (False, False)
    """
    short, long = sorted((one, other), key=len)
    if len(short) < SHORTEST or len(long) < LONG or not (one + other).isalpha():
        return False
    start = 0
    while start < len(short) and short[start] == long[start]:
        start += 1
    if not start or start == len(short):
        return False
    if len(short) != len(long):
        return len(long) - len(short) == 1 and short[start:] == long[start + 1 :]
    if short[start + 1 :] == long[start + 1 :]:
        return start + 1 < len(short)
    turned = long[start + 1 : start + 2] + long[start : start + 1] + long[start + 2 :]
    return short[start:] == turned


def _misspelt(words: Iterable[str]) -> Mapping[str, str]:
    """Give words that are one letter apart one spelling, the first of them in the alphabet."""
    left: dict[str, list[str]] = {}
    for word in sorted(words):
        if len(word) >= SHORTEST and word.isalpha():
            left.setdefault(word, []).append(word)
            last = ""
            for i in range(1, len(word)):
                shorter = word[:i] + word[i + 1 :]
                if shorter != last:
                    left.setdefault(shorter, []).append(word)
                last = shorter
    spelled: dict[str, str] = {}
    for group in left.values():
        if len(group) > 1:
            first = spelled.get(group[0], group[0])
            for word in group[1:]:
                if word not in spelled and _is_misspelt(group[0], word):
                    spelled[word] = first
    return spelled

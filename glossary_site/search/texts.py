"""In which definitions and bodies each word stands.

Terms are taken in groups, so that after an edit only one group is read again.  What a group yields
is divided by the beginnings of words into as many fragments as there are shards; a shard is made of
one fragment of each group.  A word's first four characters decide its shard, so its inflections
lie beside it.
"""

import zlib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import cache
from itertools import pairwise
from typing import Final

import msgspec

from glossary_site.search.names import in_order, pack
from glossary_site.search.words import count, words

HEAD: Final = 4
"""Characters that decide a word's shard."""
IN_BODY, OFTEN, IN_DEFINITION = range(3)
"""How much a word says of a term: a number in the lowest two bits."""
MANY: Final = 3
"""A body that has a word so many times has it often."""
COMMON: Final = 64
"""A word that stands in so few texts is never common."""

Fragment = dict[str, list[int]]
"""From a word to numbers of terms, each times four plus how much the word says."""
_encode: Final = msgspec.msgpack.Encoder().encode
_decode: Final = msgspec.msgpack.Decoder(Fragment).decode


class Text(msgspec.Struct, frozen=True):
    """What a term says."""

    number: int
    """The term's number."""
    definition: str
    """Plain text."""
    body: str
    """Markdown."""


def fragments(texts: Iterable[Text], shards: int, common: frozenset[str]) -> list[bytes]:
    """Find the words of a group of terms.

    Args:
        texts: What the terms say.
        shards: How many fragments to make, a power of two.
        common: Words that say nothing.
    """
    postings: defaultdict[str, list[int]] = defaultdict(list)
    for text in texts:
        number = text.number * 4
        told = set(words(text.definition)) - common
        for word in told:
            postings[word].append(number + IN_DEFINITION)
        once, often, unsaid = number + IN_BODY, number + OFTEN, common | told
        for word, times in count(text.body).items():
            if word not in unsaid:
                postings[word].append(often if times >= MANY else once)
    divided: list[Fragment] = [{} for _ in range(shards)]
    for word in sorted(postings):
        divided[_number_of(word[:HEAD]) % shards][word] = postings[word]
    return [_encode(fragment) if fragment else b"" for fragment in divided]


@cache
def _number_of(head: str) -> int:
    return zlib.crc32(head.encode())


def shard(parts: Sequence[bytes], limit: int) -> bytes:
    """Put the fragments of all groups together, as a file holds them: JSON.

    Args:
        parts: One fragment of each group.
        limit: A word that stands in more texts is common: it is listed without them.
    """
    postings: Fragment = {}
    for part in filter(None, parts):
        for word, found in _decode(part).items():
            postings.setdefault(word, []).extend(found)
    vocabulary = in_order(postings)
    listed = [_deltas(sorted(postings[word]), limit) for word in vocabulary]
    return msgspec.json.encode({"words": pack(vocabulary), "postings": listed})


def _deltas(found: list[int], limit: int) -> list[int]:
    """Write each number as its distance from the one before; of a common word nothing is told."""
    if len(found) > limit:
        return []
    return [found[0], *(after - before for before, after in pairwise(found))]

"""The index of a glossary: how it is divided into files, and what they hold.

Terms have numbers.  A term's block follows from its slug alone, its number from its place in the
block: a new term moves only those few that stand behind it in its block.
"""

import zlib
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

import msgspec
from msgspec import Struct

from glossary_site.model import Term
from glossary_site.names import Slug
from glossary_site.search.names import Names
from glossary_site.search.texts import COMMON, shard

ONE_BLOCK: Final = 128
"""Up to so many terms are told in the first file, beside the names."""
PER_BLOCK: Final = 32
ONE_SHARD: Final = 512_000
"""Characters of bodies up to which one file has all their words."""
PER_SHARD: Final = 48_000
PER_GROUP: Final = 4
"""Blocks whose texts are read together."""


class Division(Struct, frozen=True):
    """How an index is divided: it changes only when a glossary has doubled."""

    blocks: int
    """Files that tell of terms, a power of two."""
    shards: int
    """Files of the words of texts, a power of two."""
    limit: int
    """A word that stands in more texts than this is common."""

    @property
    def groups(self) -> int:
        """How many groups of texts there are."""
        return max(1, self.blocks // PER_GROUP)


def division(terms: Iterable[Term]) -> Division:
    """Decide how the index of these terms is divided."""
    sizes = [len(term.body) for term in terms]
    count, size = len(sizes), sum(sizes)
    return Division(
        blocks=1 if count <= ONE_BLOCK else _power(count / PER_BLOCK),
        shards=1 if size <= ONE_SHARD else _power(size / PER_SHARD),
        limit=max(COMMON, 1 << count.bit_length() >> 3),
    )


def _power(least: float) -> int:
    return 1 << max(0, int(least - 1e-9)).bit_length()


def blocks(slugs: Iterable[Slug], count: int) -> tuple[tuple[Slug, ...], ...]:
    """Put slugs into blocks."""
    found: list[list[Slug]] = [[] for _ in range(count)]
    for slug in sorted(slugs):
        found[zlib.crc32(slug.encode()) % count].append(slug)
    return tuple(map(tuple, found))


class Index(Struct, frozen=True):
    """What is known of all words."""

    division: Division
    """How it is divided."""
    blocks: Sequence[Sequence[Slug]]
    """The slugs of each block: the term at a place of a block has the number place × blocks +
    block."""
    names: Names
    """Who is called what."""
    groups: Sequence[Sequence[bytes]]
    """Of each group of texts, one fragment for each shard."""
    common: Sequence[str]
    """Words of the language that say nothing, sorted."""

    @property
    def is_small(self) -> bool:
        """Whether names and terms stand in the first file."""
        return self.division.blocks == 1

    def parts(self, number: int) -> list[bytes]:
        """Give what a shard of texts is made of."""
        return [group[number] for group in self.groups]

    def texts(self, number: int) -> bytes:
        """Write a shard of texts."""
        return shard(self.parts(number), self.division.limit)

    def first(self, terms: Iterable[bytes]) -> bytes:
        """Write the first file.

        Args:
            terms: What a small index tells of its terms: JSON, one text for each block.
        """
        raw = msgspec.Raw
        inside = {"names": list(map(raw, self.names.shards)), "terms": list(map(raw, terms))}
        return msgspec.json.encode({
            "size": sum(map(len, self.blocks)),
            "blocks": self.division.blocks,
            "texts": self.division.shards,
            "bounds": self.names.bounds,
            "common": self.common,
            "words": self.names.words,
            **(inside if self.is_small else {}),
        })  # fmt: skip


def numbered(held: Sequence[Sequence[Slug]], group: int, groups: int) -> Iterator[tuple[int, Slug]]:
    """List the terms of a group with their numbers."""
    for block in range(group, len(held), groups):
        for place, slug in enumerate(held[block]):
            yield place * len(held) + block, slug

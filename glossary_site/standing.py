"""Which term pages a build need not even look at: a short cut past their keys.

To make a page's key, all it shows is gathered.  Where the last build's terms hang together just as
this one's do, only pages whose own term changed, or that show a card that did, can differ.
"""

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from glossary_site.cache.codec import MARK_BYTES, Codec, mark
from glossary_site.cache.memory import Kept, Memory
from glossary_site.names import Slug
from glossary_site.render.digests import Digests
from glossary_site.render.edition import Edition

KeyOf = Callable[[Slug], bytes | None]
"""Gives the key under which a term's page is held."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What decided the term pages of a build."""

    shared: bytes
    """A digest of all that one of them shows and that is no part of a single term."""
    own: Mapping[Slug, bytes]
    """What only a term's own page shows of it."""
    cards: Mapping[Slug, bytes]
    """What others show of it."""
    keys: bytes
    """A digest of the keys of all these pages: where they are others, this is not about them."""


STANDING: Final = Codec[Standing](Standing)
_ALL: Final = "all"


class KnownStanding:
    """The standing of the last build, compared with this one's."""

    def __init__(self, memory: Memory, edition: Edition, digests: Digests) -> None:
        """Gather this build's standing."""
        self._kept: Kept[Standing] = memory.kept("standing", STANDING)
        self._edition = edition
        self._cards = digests.cards
        self._shared = mark((digests.common, digests.neighbours, sorted(digests.datasets.items())))
        terms = edition.glossary.graph.term_by_slug
        self._own = {
            slug: b"".join((
                marks.page, digests.bodies[f"term:{slug}"], str(terms[slug].updated).encode(),
            ))
            for slug, marks in digests.marks.items()
            if slug in terms
        }  # fmt: skip

    def unchanged(self, key_of: KeyOf) -> set[Slug]:
        """List terms whose pages are held, and are the ones they were."""
        before = self._kept.get(_ALL, self._shared)
        if before is None or before.keys != _digest(map(key_of, before.own)):
            return set()
        changed = {slug for slug, _ in self._cards.items() - before.cards.items()}
        moved = changed | {slug for slug, _ in self._own.items() - before.own.items()}
        glossary = self._edition.glossary
        around = (
            glossary.related, glossary.backlinks, glossary.graph.broader, glossary.graph.narrower,
        )  # fmt: skip
        if changed:
            for shown in around:
                moved.update(
                    slug for slug, others in shown.items() if not changed.isdisjoint(others)
                )
        return before.own.keys() & (self._own.keys() - moved)

    def settle(self, key_of: KeyOf) -> None:
        """Remember this build's standing, once its pages are held."""
        keys = _digest(map(key_of, self._own))
        before = self._kept.get(_ALL, self._shared)
        if before is None or (before.keys, before.own) != (keys, self._own):
            now = Standing(self._shared, self._own, self._cards, keys)
            self._kept.put(_ALL, self._shared, now)


def _digest(keys: Iterable[bytes | None]) -> bytes:
    return hashlib.sha256(b"".join(key or bytes(MARK_BYTES) for key in keys)).digest()

"""What the last build wrote, and from what: so that a build need not look at every page.

To make a page's key, all it shows is gathered.  Where terms hang together just as they did, only
term pages whose own term changed, or that show a card that did, can differ: the others are passed
by, and their keys are those they had.
"""

from collections.abc import Mapping
from typing import Final

from msgspec import Struct

from glossary_site.cache.codec import Codec, mark
from glossary_site.names import Slug
from glossary_site.render.digests import Digests
from glossary_site.render.edition import Edition
from glossary_site.store.publish import Entry


class Standing(Struct, frozen=True):
    """What decides the term pages of a build."""

    shared: bytes
    """A digest of all that one of them shows and that is no part of a single term."""
    own: Mapping[Slug, bytes]
    """What only a term's own page shows of it, and pages that quote its body."""
    cards: Mapping[Slug, bytes]
    """What others show of it."""


class LastBuild(Struct, frozen=True):
    """What was written: one record, so that its parts are of one build."""

    standing: Standing
    """What decided the term pages."""
    files: Mapping[str, tuple[bytes, Entry]]
    """Of each file by path: its key, its digest and its size."""


LAST_BUILD: Final = Codec[LastBuild](LastBuild)
NOTHING: Final = LastBuild(Standing(b"", {}, {}), {})


def standing(edition: Edition, digests: Digests) -> Standing:
    """Gather the standing of a build."""
    own = {
        slug: digests.marks[slug].page + digests.bodies[slug] + digests.origins[slug]
        for slug in edition.glossary.graph.term_by_slug
    }
    datasets, issues = sorted(digests.datasets.items()), list(digests.issues.items())
    shared = mark((digests.common, digests.neighbours, datasets, issues))
    return Standing(shared, own, digests.cards)


def unmoved(before: Standing, now: Standing, edition: Edition) -> set[Slug]:
    """List the terms whose pages are the ones they were."""
    if before.shared != now.shared:
        return set()
    cards, own = before.cards, before.own
    glossary = edition.glossary
    changed = {slug for slug, card in now.cards.items() if cards.get(slug) != card}
    moved = {slug for slug, mine in now.own.items() if own.get(slug) != mine}
    for slug in tuple(moved):  # others may show a sentence of its body
        moved.update(glossary.fragments[slug].links)
    moved |= changed
    if changed:
        for shown in (
            glossary.related, glossary.backlinks, glossary.graph.broader, glossary.graph.narrower,
        ):  # fmt: skip
            moved.update(slug for slug, others in shown.items() if not changed.isdisjoint(others))
    return set(now.own.keys() - moved)

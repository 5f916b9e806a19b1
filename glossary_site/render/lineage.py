"""How each published term came to be as it is: versions in one line, over renamings."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from typing import Final

from msgspec.structs import replace

from glossary_site.content.versions import Version
from glossary_site.model import Graph
from glossary_site.names import Slug
from glossary_site.render.dates import day_view
from glossary_site.render.views import AmendmentView, PieceView, RevisionView
from glossary_site.wordings import pieces

Versions = Mapping[Slug, tuple[Version, ...]]
NO_VERSIONS: Final[Versions] = {}


def lineages(graph: Graph, versions: Versions) -> Versions:
    """Follow each published term back over its former slugs.

    Returns:
        What readers saw, the oldest first, the last version of each day, without those in which
        nothing of it changed; only of terms with at least two.
    """
    found = {}
    for slug, term in graph.term_by_slug.items():
        slugs = (
            slug,
            *(former for former in term.former_slugs if former not in graph.term_by_slug),
        )
        every = sorted(
            (version for one in slugs for version in versions.get(one, ())),
            key=lambda version: version.number,
        )
        seen: list[Version] = []
        for version in map(_last_of_day, _by_day(every)):
            if not seen or _shown(version) != _shown(seen[-1]):
                seen.append(version)
        if len(seen) > 1:
            found[slug] = tuple(seen)
    return found


def _by_day(versions: Iterable[Version]) -> Iterator[tuple[Version, ...]]:
    return (tuple(group) for _, group in groupby(versions, key=lambda version: version.day))


def _last_of_day(versions: tuple[Version, ...]) -> Version:
    """Give what a day left; all who made it are named."""
    people = dict.fromkeys(name for version in versions for name in version.people)
    return replace(versions[-1], people=tuple(people))


def _shown(version: Version) -> tuple[object, ...]:
    return (
        version.slug, version.title, version.definition, version.names, version.topics,
        version.related, version.replaced_by, version.body,
    )  # fmt: skip


def revisions(
    lineage: tuple[Version, ...], topics: Mapping[str, str], *, has_people: bool
) -> tuple[RevisionView, ...]:
    """Make the views of all versions, the newest first.

    Args:
        lineage: The oldest first.
        topics: Titles by id.
        has_people: Whether who made a version is shown.
    """
    shown = []
    for i, version in enumerate(lineage):
        before = lineage[i - 1] if i else None
        people = version.people if has_people else ()
        amendments = tuple(_amendments(before, version, topics))
        shown.append(RevisionView(day_view(version.day), people, before is None, amendments))
    return tuple(reversed(shown))


def _amendments(
    before: Version | None, now: Version, topics: Mapping[str, str]
) -> Iterator[AmendmentView]:
    was = before or now
    for label, old, new in (
        ("Title", was.title, now.title),
        ("Address", f"/terms/{was.slug}/", f"/terms/{now.slug}/"),
        ("Definition", was.definition or "", now.definition or ""),
    ):
        if old != new:
            yield AmendmentView(label, worded(old, new))
        elif before is None and new and label == "Definition":
            yield AmendmentView(label, (PieceView("same", new),))
    for label, olds, news in (
        ("Also called", was.names, now.names),
        ("Topics", _titles(was.topics, topics), _titles(now.topics, topics)),
        ("Related terms", was.related, now.related),
        ("Use instead", _one(was.replaced_by), _one(now.replaced_by)),
    ):
        if set(olds) != set(news):
            yield AmendmentView(label, _listed(olds, news))
    if was.body != now.body:
        words = f"{was.words:,} words became {now.words:,}"
        yield AmendmentView("Text", (PieceView("same", words),))


def worded(old: str, new: str) -> tuple[PieceView, ...]:
    """Make the views of two wordings compared."""
    return tuple(PieceView(piece.kind, piece.text) for piece in pieces(old, new))


def _titles(ids: tuple[str, ...], topics: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(topics.get(one, one) for one in ids)


def _one(name: str | None) -> tuple[str, ...]:
    return () if name is None else (name,)


def _listed(olds: tuple[str, ...], news: tuple[str, ...]) -> tuple[PieceView, ...]:
    """Tell which names are gone and new; those that stay are not repeated."""
    parts = [PieceView("gone", name) for name in olds if name not in news]
    parts += [PieceView("new", name) for name in news if name not in olds]
    apart = [piece for part in parts for piece in (PieceView("same", ", "), part)]
    return tuple(apart[1:])

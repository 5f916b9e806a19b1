"""Changes put in order for people: sections, and in each a point for every change."""

from collections.abc import Iterator, Mapping
from typing import Final

from msgspec import Struct

from glossary_site.comparing.changes import Changed, Changes, Items, Kind, Named, Rows
from glossary_site.wordings import Piece, Wording

ROWS: Final = 10
"""Rows, addresses and items of a kind that are named for one point; more are counted."""
_ONE: Final[Mapping[str, tuple[str, str]]] = {
    "terms": ("term", "Terms"),
    "topics": ("topic", "Topics"),
    "datasets": ("dataset", "Datasets"),
    "issues": ("issue", "Newsletter issues"),
    "docs": ("page of the documentation", "Pages of the documentation"),
}
Pieces = tuple[Piece, ...]


class Point(Struct, frozen=True):
    """One change."""

    head: Pieces
    """What it concerns."""
    details: tuple[tuple[str, Pieces], ...] = ()
    """What of it, each with a label."""


class Section(Struct, frozen=True):
    """Changes of one sort."""

    title: str
    """What they are."""
    points: tuple[Point, ...]
    """Never empty."""


def summary(changes: Changes) -> str:
    """Count the changes in a sentence."""
    told = []
    for name, (one, _) in _ONE.items():
        kind = changes.kinds.get(name, Kind())
        own = [each for each in kind.changed if each.is_own]
        for count, what in (
            (len(kind.added), "added"),
            (len(kind.removed), "removed"),
            (sum(each.former_id is not None for each in own), "renamed"),
            (sum(_is_deprecated(each) for each in own), "deprecated"),
            (sum(each.former_id is None and not _is_deprecated(each) for each in own), "changed"),
        ):
            if count:
                told.append(f"{_counted(count, one)} {what}")
    alike = sum(not each.is_own for kind in changes.kinds.values() for each in kind.changed)
    if alike:
        told.append(f"{_counted(alike, 'other page')} changed by these")
    if changes.settings:
        told.append(f"{_counted(len(changes.settings), 'setting')} changed")
    if changes.addresses.removed:
        told.append(f"{_counted(len(changes.addresses.removed), 'address', 'es')} lost")
    if not changes.is_empty and not told:
        told.append("addresses changed")
    return f"{', '.join(told)}." if told else "Readers will see no change."


def sections(changes: Changes) -> tuple[Section, ...]:
    """Put all changes in order."""
    found = []
    for name, (_, title) in _ONE.items():
        kind = changes.kinds.get(name, Kind())
        own = [one for one in kind.changed if one.is_own]
        groups = (
            (f"{title} added", [_named(one, "new") for one in kind.added]),
            (f"{title} removed", [_named(one, "gone") for one in kind.removed]),
            (f"{title} renamed", [_point(one) for one in own if one.former_id is not None]),
            (f"{title} deprecated", [_point(one) for one in own if _is_deprecated(one)]),
            (f"{title} changed", [
                _point(one) for one in own if one.former_id is None and not _is_deprecated(one)
            ]),
        )  # fmt: skip
        found += [Section(head, tuple(points)) for head, points in groups if points]
    alike = [
        _point(one) for kind in changes.kinds.values() for one in kind.changed if not one.is_own
    ]
    if alike:
        found.append(Section("Pages that change though their file does not", tuple(alike)))
    if changes.settings:
        points = tuple(
            Point((_same(f"{name}: "), *one.pieces)) for name, one in changes.settings.items()
        )
        found.append(Section("Settings changed", points))
    return (*found, *_addresses(changes))


def _addresses(changes: Changes) -> Iterator[Section]:
    """Tell of addresses; those of pages that are told of already are not told of again."""
    rows = changes.addresses
    told: set[str] = set()
    for kind in changes.kinds.values():
        told |= {one.address for one in kind.added} | {one.address for one in kind.changed}
    gained = {address: what for address, what in rows.added.items() if address not in told}
    if rows.removed:
        points = (Point((Piece("gone", address),)) for address in rows.removed)
        yield Section("Addresses lost", tuple(points))
    if gained:
        points = (
            Point(
                (Piece("new", address), *((_same(f" {what}"),) if what.startswith("leads") else ()))
            )
            for address, what in gained.items()
        )
        yield Section("Addresses gained", tuple(points))
    if rows.changed:
        points = (
            Point((_same(f"{address}: "), *one.pieces)) for address, one in rows.changed.items()
        )
        yield Section("Addresses where something else is now", tuple(points))


def _is_deprecated(one: Changed) -> bool:
    told = one.texts.get("replaced_by")
    return told is not None and not told.before and one.former_id is None


def _same(text: str) -> Piece:
    return Piece("same", text)


def _named(one: Named, kind: str) -> Point:
    head = (Piece("new" if kind == "new" else "gone", one.title), _same(f" {one.address}"))
    if kind == "new" and one.definition:
        return Point(head, (("definition", (Piece("new", one.definition),)),))
    return Point(head)


def _point(one: Changed) -> Point:
    """Tell of something that changed."""
    title = one.texts.get("title")
    head: Pieces = (_same(one.title),) if title is None else title.pieces
    former = "" if one.former_id is None else f" (was {one.former_id})"
    return Point((*head, _same(f" {one.address}{former}")), tuple(_details(one)))


def _details(one: Changed) -> Iterator[tuple[str, Pieces]]:
    for name, text in one.texts.items():
        if name != "title":
            yield name.replace("_", " "), text.pieces
    if one.passages:
        yield (
            "text",
            (_same(f"{_counted(one.words_added, 'word')} more, {one.words_removed} less"),),
        )
        for passage in one.passages:
            yield "passage", _near(passage)
    for name, items in one.lists.items():
        yield name, _items(items)
    if one.rows is not None:
        yield from _rows(one.rows)
    if one.shows:
        yield "shown from elsewhere", (_same(", ".join(one.shows)),)


CONTEXT: Final = 60
"""Characters of unchanged text that are shown beside a change."""


def _near(text: Wording) -> Pieces:
    """Cut unchanged text that stands far from a change."""
    found = []
    last = len(text.pieces) - 1
    for index, piece in enumerate(text.pieces):
        told = piece.text
        if piece.kind == "same" and len(told) > 2 * CONTEXT:
            start = "" if index == 0 else told[:CONTEXT]
            end = "" if index == last else told[-CONTEXT:]
            told = f"{start}…{end}"
        found.append(Piece(piece.kind, told))
    return tuple(found)


def _items(items: Items) -> Pieces:
    """Put what is gone and what is new beside each other."""
    told: list[Piece] = []
    for kind, names in (("gone", items.removed), ("new", items.added)):
        for name in names[:ROWS]:
            told += [_same(", ")] if told else []
            told.append(Piece("gone" if kind == "gone" else "new", name))
        if len(names) > ROWS:
            told.append(_same(f" and {len(names) - ROWS:,} more"))
    return tuple(told)


def _rows(rows: Rows) -> Iterator[tuple[str, Pieces]]:
    groups = (
        ("row changed", [(_same(f"{key}: "), *one.pieces) for key, one in rows.changed.items()]),
        ("row removed", [(Piece("gone", _row(*row)),) for row in rows.removed.items()]),
        ("row added", [(Piece("new", _row(*row)),) for row in rows.added.items()]),
    )
    for name, found in groups:
        for pieces in found[:ROWS]:
            yield name, pieces
        if len(found) > ROWS:
            yield (
                f"{name.split()[0]}s {name.split()[1]}",
                (_same(f"and {len(found) - ROWS:,} more"),),
            )


def _row(key: str, text: str) -> str:
    return f"{key}: {text}" if text else key


def _counted(count: int, what: str, plural: str = "s") -> str:
    if what.startswith("page of"):
        return f"{count:,} page{'' if count == 1 else 's'}{what.removeprefix('page')}"
    return f"{count:,} {what}{'' if count == 1 else plural}"

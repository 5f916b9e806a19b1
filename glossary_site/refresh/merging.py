"""New rows beside the old: what is kept, in which order, and what has changed."""

from collections import Counter
from collections.abc import Sequence
from decimal import Decimal

from msgspec import Struct

from glossary_site.content.figures import NUMBERS
from glossary_site.content.table_checks import Row, Rows
from glossary_site.fields.dataset import Column
from glossary_site.fields.refresh import Refresh


class Change(Struct, frozen=True):
    """A cell that says something else than before."""

    row: Row
    """The key of its row."""
    column: str
    """The name of its column."""
    old: str
    """What it said; empty where nothing was known."""
    new: str
    """What it says."""


class Changes(Struct, frozen=True):
    """What is otherwise than before."""

    added: Rows = ()
    """Rows that were not there."""
    removed: Rows = ()
    """Rows that are there no more."""
    cells: tuple[Change, ...] = ()
    """Cells of rows that were there, and are."""
    is_reordered: bool = False
    """Whether the same rows stand in another order."""

    def are_none(self) -> bool:
        """Say whether nothing has changed."""
        return not (self.added or self.removed or self.cells or self.is_reordered)


def merged(old: Rows, new: Rows, columns: Sequence[Column], refresh: Refresh) -> Rows:
    """Put new rows in place of the old, or among them.

    With `append`, a row that has the key of an old one takes its place, for publishers correct
    their figures; others follow behind.  Keys of `new` are distinct.
    """
    rows = list(new)
    if refresh.append:
        at = _places(columns, refresh.key)
        by_key = {_part(row, at): row for row in new}
        kept = [by_key.pop(_part(row, at), row) for row in old]
        rows = [*kept, *by_key.values()]
    for name in reversed(refresh.sort):
        rows = _sorted(rows, columns, name)
    return tuple(rows)


def _sorted(rows: Sequence[Row], columns: Sequence[Column], name: str) -> list[Row]:
    """Put rows in the order of a column, those that do not know it last."""
    (at,) = _places(columns, (name,))
    known = [row for row in rows if row[at]]
    if columns[at].type in NUMBERS:
        known.sort(key=lambda row: Decimal(row[at]))
    else:
        known.sort(key=lambda row: row[at])
    return known + [row for row in rows if not row[at]]


def repeated_key(rows: Rows, columns: Sequence[Column], refresh: Refresh) -> Row | None:
    """Find a key that two rows share."""
    at = _places(columns, refresh.key)
    counts = Counter(_part(row, at) for row in rows)
    return next((key for key, count in counts.items() if count > 1), None)


def compared(old: Rows, new: Rows, columns: Sequence[Column], refresh: Refresh) -> Changes:
    """Say what has changed; a row is known again by its key.

    Where the description names no key, all columns but those of numbers are one, if they tell
    every row from the others.
    """
    if old == new:
        return Changes()
    at = _places(columns, refresh.key)
    if not at:
        at = [i for i, one in enumerate(columns) if one.type not in NUMBERS]
    before = {_part(row, at): row for row in old}
    after = {_part(row, at): row for row in new}
    if not at or len(before) < len(old) or len(after) < len(new):
        return _compared_whole(old, new)
    added = tuple(row for key, row in after.items() if key not in before)
    removed = tuple(row for key, row in before.items() if key not in after)
    cells = tuple(
        Change(key, column.name, was, now)
        for key, row in after.items()
        if key in before
        for column, was, now in zip(columns, before[key], row, strict=True)
        if was != now
    )
    return Changes(added, removed, cells, not (added or removed or cells))


def _compared_whole(old: Rows, new: Rows) -> Changes:
    """Compare rows that have no key: each is known again only if all of it is the same."""
    before, after = Counter(old), Counter(new)
    added = tuple((after - before).elements())
    removed = tuple((before - after).elements())
    return Changes(added, removed, (), not (added or removed))


def _places(columns: Sequence[Column], names: Sequence[str]) -> list[int]:
    return [i for i, column in enumerate(columns) if column.name in names]


def _part(row: Row, at: Sequence[int]) -> Row:
    return tuple(row[i] for i in at)

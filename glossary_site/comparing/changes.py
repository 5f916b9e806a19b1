"""Two states of a glossary compared, and what has changed as records.

Everything that can be compared is a `Thing`: texts, lists, rows and paragraphs under names of
their own.  So comparing knows nothing of terms or datasets but which keys a thing may have.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from msgspec import Struct, field

from glossary_site.comparing.renames import renames
from glossary_site.comparing.state import State, Thing
from glossary_site.diagnostics import Findings
from glossary_site.wordings import Wording, matched, tokens, wording

VERSION: Final = 1
"""Of the JSON: keys may be added; none changes its meaning while this stays."""


class Named(Struct, frozen=True):
    """Something that is there only before or only after."""

    id: str
    """Its slug or id."""
    title: str
    """Its name."""
    address: str
    """Its page."""
    path: str
    """Its file."""
    definition: str | None = None
    """What it says of itself."""


class Items(Struct, frozen=True):
    """What a list has more and less than before."""

    added: tuple[str, ...]
    """Only in the list after."""
    removed: tuple[str, ...]
    """Only in the list before."""


class Rows(Struct, frozen=True):
    """What has become of rows, by their keys."""

    added: Mapping[str, str]
    """Rows that were not there."""
    removed: Mapping[str, str]
    """Rows that are no longer there."""
    changed: Mapping[str, Wording]
    """Rows with other cells."""


class Changed(Struct, frozen=True):
    """Something that is there before and after, and differs."""

    id: str
    """Its slug or id."""
    title: str
    """Its name."""
    address: str
    """Its page."""
    path: str
    """Its file."""
    former_id: str | None = None
    """Its slug or id before, where that was another."""
    texts: Mapping[str, Wording] = {}
    """Texts that differ."""
    lists: Mapping[str, Items] = {}
    """Lists that differ."""
    rows: Rows | None = None
    """Rows that differ."""
    passages: tuple[Wording, ...] = ()
    """Paragraphs of the body that differ."""
    words_added: int = 0
    """Words that the body has more."""
    words_removed: int = 0
    """Words that it has no longer."""
    is_own: bool = True
    """Whether what its author wrote differs; else only its page does."""
    shows: tuple[str, ...] = ()
    """What of others its page shows otherwise."""


class Kind(Struct, frozen=True):
    """What has become of all things of a kind."""

    added: tuple[Named, ...] = ()
    """Only after."""
    removed: tuple[Named, ...] = ()
    """Only before."""
    changed: tuple[Changed, ...] = ()
    """Both, and different."""

    @property
    def is_empty(self) -> bool:
        """Whether nothing has changed."""
        return not (self.added or self.removed or self.changed)


class Changes(Struct, frozen=True):
    """All that differs between two revisions."""

    kinds: Mapping[str, Kind]
    """`terms`, `topics`, `datasets`, `issues` and `docs`; those without a change too."""
    settings: Mapping[str, Wording]
    """What differs of `site.yaml`."""
    addresses: Rows
    """Addresses that are gained, lost, or lead elsewhere."""
    problems: Mapping[str, Findings] = field(default_factory=dict)
    """Mistakes in the revisions, by `base` and `head`: what has them is not compared."""

    @property
    def is_empty(self) -> bool:
        """Whether readers will see no change."""
        rows = self.addresses
        return all(one.is_empty for one in self.kinds.values()) and not (
            self.settings or rows.added or rows.removed or rows.changed
        )


KINDS: Final = ("terms", "topics", "datasets", "issues", "docs")


def compare(before: State, after: State) -> Changes:
    """Compare two states."""
    kinds = {name: _kind(before.things.get(name, {}), after.things.get(name, {})) for name in KINDS}
    return Changes(
        kinds=kinds,
        settings=_texts(before.settings, after.settings),
        addresses=_rows(before.addresses, after.addresses),
    )


def _kind(before: Mapping[str, Thing], after: Mapping[str, Thing]) -> Kind:
    gone = [one for name, one in before.items() if name not in after]
    new = [one for name, one in after.items() if name not in before]
    pairs = {old.id: now for old, now in renames(gone, new)}
    renamed = {now.id for now in pairs.values()}
    both = [(one, after[name]) for name, one in before.items() if name in after]
    both += [(before[old], now) for old, now in pairs.items()]
    changed = [_changed(old, now) for old, now in both if _comparable(old) != _comparable(now)]
    return Kind(
        added=_named(one for one in new if one.id not in renamed),
        removed=_named(one for one in gone if one.id not in pairs),
        changed=tuple(sorted((c for c in changed if c), key=lambda one: (one.title, one.id))),
    )


def _comparable(thing: Thing) -> tuple[object, ...]:
    """Give what counts: neither the file's name nor the order of lists."""
    lists = {name: sorted(one) for name, one in thing.lists.items()}
    return (
        thing.id, thing.title, thing.texts, lists, thing.rows, thing.blocks, dict(thing.shown),
    )  # fmt: skip


def _named(things: Iterable[Thing]) -> tuple[Named, ...]:
    ordered = sorted(things, key=lambda one: (one.title, one.id))
    return tuple(
        Named(one.id, one.title, one.address, one.path, one.texts.get("definition"))
        for one in ordered
    )


def _changed(old: Thing, new: Thing) -> Changed:
    passages = _passages(old.blocks, new.blocks)
    count = {
        kind: sum(_words(p.text) for one in passages for p in one.pieces if p.kind == kind)
        for kind in ("new", "gone")
    }
    rows = _rows(old.rows, new.rows)
    shows = [
        name for name in sorted({*old.shown, *new.shown})
        if old.shown.get(name) != new.shown.get(name)
    ]  # fmt: skip
    return Changed(
        id=new.id,
        title=new.title,
        address=new.address,
        path=new.path,
        former_id=None if old.id == new.id else old.id,
        texts=_texts({"title": old.title, **old.texts}, {"title": new.title, **new.texts}),
        lists=_lists(old.lists, new.lists),
        rows=rows if rows.added or rows.removed or rows.changed else None,
        passages=passages,
        words_added=count["new"],
        words_removed=count["gone"],
        is_own=old.own != new.own or old.id != new.id,
        shows=tuple(shows),
    )


def _words(text: str) -> int:
    return sum(any(map(str.isalnum, one)) for one in tokens(text))


def _texts(old: Mapping[str, str], new: Mapping[str, str]) -> dict[str, Wording]:
    return {
        name: wording(old.get(name), new.get(name))
        for name in dict.fromkeys((*sorted(old), *sorted(new)))
        if old.get(name) != new.get(name)
    }


def _lists(
    old: Mapping[str, tuple[str, ...]], new: Mapping[str, tuple[str, ...]]
) -> dict[str, Items]:
    found = {}
    for name in sorted({*old, *new}):
        less, more = list(old.get(name, ())), list(new.get(name, ()))
        items = Items(_without(more, less), _without(less, more))
        if items.added or items.removed:
            found[name] = items
    return found


def _without(one: Sequence[str], other: Sequence[str]) -> tuple[str, ...]:
    """Take the other list's items away, each as often as it is there."""
    left: dict[str, int] = {}
    for item in other:
        left[item] = left.get(item, 0) + 1
    kept = []
    for item in one:
        if left.get(item, 0):
            left[item] -= 1
        else:
            kept.append(item)
    return tuple(kept)


def _rows(old: Mapping[str, str], new: Mapping[str, str]) -> Rows:
    return Rows(
        added={key: text for key, text in sorted(new.items()) if key not in old},
        removed={key: text for key, text in sorted(old.items()) if key not in new},
        changed={
            key: wording(text, new[key])
            for key, text in sorted(old.items())
            if key in new and new[key] != text
        },
    )


def _passages(old: tuple[str, ...], new: tuple[str, ...]) -> tuple[Wording, ...]:
    """Pair paragraphs that differ, in order; what has no partner is gone or new as a whole."""
    if old > new:
        return tuple(_turned(one) for one in _paired(new, old))
    return _paired(old, new)


def _turned(one: Wording) -> Wording:
    return wording(one.after, one.before)


def _paired(old: tuple[str, ...], new: tuple[str, ...]) -> tuple[Wording, ...]:
    found = []
    gone: list[str] = []
    more: list[str] = []
    steps = matched(old, new)
    for tag, start, end, begin, stop in [*steps, ("equal", 0, 0, 0, 0)]:
        if tag != "equal":
            gone += old[start:end]
            more += new[begin:stop]
            continue
        pairs = max(len(gone), len(more))
        for index in range(pairs):
            left = gone[index] if index < len(gone) else None
            right = more[index] if index < len(more) else None
            found.append(wording(left, right))
        gone, more = [], []
    return tuple(found)

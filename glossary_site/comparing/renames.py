"""Which of the things that are gone are still there under another name."""

from collections.abc import Sequence
from typing import Final

from rapidfuzz import fuzz

from glossary_site.comparing.state import Thing

LIKE: Final = 80.0
"""Per cent of likeness from which two are one that was renamed and reworded."""
MOST: Final = 10_000
"""Pairs: beyond this many only what an author says, and equal content, counts."""


def renames(gone: Sequence[Thing], new: Sequence[Thing]) -> list[tuple[Thing, Thing]]:
    """Pair what was renamed: what an author says first, then equal content, then likeness.

    It is the same pairs the other way round.
    """
    if not gone or not new:
        return []
    if len(gone) * len(new) > MOST:
        likely = [(one, other) for one in gone for other in _near(one, new)]
    else:
        likely = [(one, other) for one in gone for other in new]
    scored = [(_score(one, other), one, other) for one, other in likely]
    ranked = sorted(
        (each for each in scored if each[0] >= LIKE),
        key=lambda each: (-each[0], *sorted((each[1].id, each[2].id))),
    )
    taken: set[str] = set()
    pairs: list[tuple[Thing, Thing]] = []
    for _, one, other in ranked:
        if one.id not in taken and other.id not in taken:
            taken |= {one.id, other.id}
            pairs.append((one, other))
    return sorted(pairs, key=lambda pair: (pair[1].title, pair[1].id))


def _near(one: Thing, others: Sequence[Thing]) -> list[Thing]:
    return [other for other in others if _is_said(one, other) or _content(one) == _content(other)]


def _score(one: Thing, other: Thing) -> float:
    if _is_said(one, other):
        return 300.0
    mine, theirs = _content(one), _content(other)
    if not mine or not theirs:
        return 0.0
    if mine == theirs:
        return 200.0
    return fuzz.ratio(*sorted((mine, theirs)), score_cutoff=LIKE)


def _is_said(one: Thing, other: Thing) -> bool:
    return one.id in other.former or other.id in one.former


def _content(thing: Thing) -> str:
    """Give the text by which a thing is known again, but for its name."""
    rows = [f"{key} {text}" for key, text in thing.rows.items()]
    texts = [thing.texts.get("definition", ""), thing.texts.get("description", "")]
    return "\n".join(one for one in (*texts, *thing.blocks, *rows) if one)[:20_000]

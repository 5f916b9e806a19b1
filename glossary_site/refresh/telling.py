"""What a refresh has changed, in words: for a terminal, and for a pull request."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from glossary_site.content.table_checks import Row
from glossary_site.diagnostics import quoted, shown
from glossary_site.refresh.merging import Changes
from glossary_site.refresh.refreshing import Outcome, Report

FIRST: Final = 5
"""How many rows or cells of a kind are named."""
_MARKUP: Final = re.compile(r"([\\`*_{}\[\]()+.!|<>~$:/-])")
_MENTION: Final = re.compile("[@#]")
"""What code hosts make links of, also where Markdown does not."""


def as_text(report: Report) -> str:
    """Tell of a refresh line by line.

    Args:
        report: What was done.
    """
    lines = []
    for outcome in report.outcomes:
        lines.append(f"{outcome.name}: {summary(outcome)}")
        lines += [f"  {line}" for line in _details(outcome)]
    return "\n".join([*lines, _total(report), ""])


def as_markdown(report: Report) -> str:
    """Tell of a refresh as the text of a pull request; nothing in a table becomes markup."""
    lines = [_total(report), ""]
    for outcome in report.outcomes:
        lines.append(f"- **{_plain(outcome.name)}**: {_plain(summary(outcome))}")
        lines += [f"  - {_plain(line)}" for line in _details(outcome)]
    return "\n".join([*lines, ""])


def summary(outcome: Outcome) -> str:
    """Say what became of a dataset."""
    if outcome.state == "failed":
        more = len(outcome.findings) - 1
        first = outcome.findings[0]
        rest = f" (and {more:,} more)" if more else ""
        return f"failed, and kept as it was: {shown(first.message)}{rest}"
    if outcome.state == "confirmed":
        return f"unchanged, {_counted(outcome.rows, 'row')}"
    return f"{', '.join(_counts(outcome.changes))}; now {_counted(outcome.rows, 'row')}"


def _counts(changes: Changes) -> Iterator[str]:
    if changes.added:
        yield f"{_counted(len(changes.added), 'row')} added"
    if changes.removed:
        yield f"{_counted(len(changes.removed), 'row')} removed"
    if changes.cells:
        yield f"{_counted(len(changes.cells), 'cell')} changed"
    if changes.is_reordered:
        yield "rows in another order"


def _details(outcome: Outcome) -> Iterator[str]:
    """Name the first rows and cells of each kind."""
    changes = outcome.changes
    cells = [
        f"{_row(change.row)}, {shown(change.column)}: {_cell(change.old)} -> {_cell(change.new)}"
        for change in changes.cells
    ]
    yield from _first("changed", cells)
    yield from _first("added", [_row(row) for row in changes.added])
    yield from _first("removed", [_row(row) for row in changes.removed])


def _first(what: str, lines: Sequence[str]) -> Iterator[str]:
    yield from (f"{what}: {line}" for line in lines[:FIRST])
    if len(lines) > FIRST:
        yield f"{what}: and {len(lines) - FIRST:,} more"


def _row(row: Row) -> str:
    return ", ".join(_cell(cell) for cell in row)


def _cell(text: str) -> str:
    """Show a cell, cut where it is long."""
    return quoted(text, 60)[1:-1] if text else "(nothing)"


def _total(report: Report) -> str:
    """Count what was done."""
    if not report.outcomes:
        return "Nothing was refreshed." if report.findings else "No dataset names an address."
    states = [outcome.state for outcome in report.outcomes]
    words = {"changed": "changed", "confirmed": "unchanged", "failed": "failed"}
    counts = ", ".join(f"{states.count(state)} {word}" for state, word in words.items())  # type: ignore[arg-type]
    end = (
        "Nothing was written: this was a trial." if report.is_dry else f"Looked up {report.today}."
    )
    return f"{_counted(len(states), 'dataset')}: {counts}. {end}"


def _counted(count: int, what: str) -> str:
    return f"{count:,} {what}{'' if count == 1 else 's'}"


def _plain(text: str) -> str:
    """Keep text from being Markdown, a link or the mention of a person."""
    return _MENTION.sub("\\g<0>\u2060", _MARKUP.sub(r"\\\1", text))

"""What tables of every format have in common: limits, the header, the rows, and their mistakes."""

from collections.abc import Sequence
from typing import Final, NamedTuple

from glossary_site.diagnostics import Diagnostic, Findings, Span, did_you_mean, finding, quoted
from glossary_site.fields.dataset import Column

TABLE_BYTES: Final = 5_000_000
"""The most bytes of a table's file."""
TABLE_ROWS: Final = 100_000
"""The most rows of a table."""
TABLE_COLUMNS: Final = 100
"""The most columns of a table."""
MISTAKES: Final = 20
"""How many mistakes of one file are reported singly."""
MISTAKES_COUNTED: Final = 1_000
"""After how many mistakes a file is read no further."""

Row = tuple[str, ...]
Rows = tuple[Row, ...]


class Mistake(NamedTuple):
    """A problem without a place."""

    message: str
    hint: str | None = None
    repeated: str | None = None
    """The JSON key that stands twice, for whoever knows where."""


class Mistakes:
    """Collects what is wrong with one file, the first few singly."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._found: list[Diagnostic] = []
        self._more = 0
        self._next = Span(path)

    def __len__(self) -> int:
        return len(self._found) + self._more

    def is_full(self) -> bool:
        """Say whether further mistakes are only counted, so that their place matters no more."""
        return self._more > 0

    def is_enough(self) -> bool:
        """Say whether the rest of the file need not be read."""
        return len(self) >= MISTAKES_COUNTED

    def add(self, line: int, column: int, mistake: Mistake) -> None:
        """Note a mistake at a 1-based place."""
        span = Span(self._path, line, column)
        if len(self._found) < MISTAKES:
            self._found.append(finding("bad-data", span, mistake.message, mistake.hint))
        else:
            self._next = self._next if self._more else span
            self._more += 1

    def findings(self) -> Findings:
        """What was noted, with a closing line for what was only counted."""
        if not self._more:
            return tuple(self._found)
        least = "at least " if self.is_enough() else ""
        plural = "s follow" if self._more > 1 else " follows"
        message = f"{least}{self._more:,} more mistake{plural} in this table"
        return (*self._found, finding("bad-data", self._next, message))


def header_mistakes(header: Sequence[str], columns: Sequence[Column]) -> list[tuple[int, Mistake]]:
    """Compare the header of a table with the columns its description declares.

    Returns:
        Mistakes with the 0-based index of their cell.
    """
    if len(header) > TABLE_COLUMNS:
        message = f"the table has {len(header):,} columns, and {TABLE_COLUMNS} are allowed"
        return [(0, Mistake(message))]
    declared = [column.name for column in columns]
    extra = [name for name in dict.fromkeys(header) if name and name not in declared]
    missing = [name for name in declared if name not in header]
    meant, missing = pair_names(extra, missing)
    mistakes: list[tuple[int, Mistake]] = []
    for index, name in enumerate(header):
        if not name:
            message = f"column {index + 1} has no header"
            near = f"write {quoted(missing.pop(0))}" if len(missing) == 1 else None
            mistakes.append((index, Mistake(message, near or "name it as the description does")))
        elif name in header[:index]:
            message = f"the header {quoted(name)} stands in column {header.index(name) + 1} too"
            mistakes.append((index, Mistake(message, "keep one of the two")))
        elif name in meant:
            mistakes.append((index, Mistake(f"{quoted(name)} is not a column here", meant[name])))
    mistakes += [(0, Mistake(f"the column {quoted(name)} is missing")) for name in missing]
    if not mistakes and list(header) != declared:
        wanted = ", ".join(declared)
        message = "the columns stand in another order than in the description"
        mistakes.append((0, Mistake(message, f"put them in this order: {quoted(wanted, 300)}")))
    return mistakes


def pair_names(
    extra: Sequence[str], missing: Sequence[str]
) -> tuple[dict[str, str | None], list[str]]:
    """Tell names that are misspelt from names that are missing.

    Returns:
        For each extra name what it was meant to be, as a hint, and the names that are missing.
    """
    meant: dict[str, str | None] = {}
    left = list(missing)
    for name in extra:
        meant[name] = hint = did_you_mean(name, left)
        left = [one for one in left if hint != f"did you mean {quoted(one)}?"]
    return meant, left


def count_mistake(count: int, columns: Sequence[Column]) -> Mistake:
    """Say that a row has too many or too few cells."""
    cells = f"{count} cell{'' if count == 1 else 's'}"
    message = f"the row has {cells}, and there are {len(columns)} columns"
    return Mistake(message)

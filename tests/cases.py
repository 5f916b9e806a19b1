"""Reads corpora of text in and text out, in the form of markdown-it's and CommonMark's.

A case is a title, a line with a dot, the input, a dot, the expected output and a dot.  Blank lines
and headings between cases are for readers.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

CASES: Final = Path(__file__).parent / "cases"


@dataclass(frozen=True, slots=True)
class Case:
    """What is given and what must come of it."""

    line: int
    """Where its title stands in the file, 1-based."""
    title: str
    """What it shows, as a sentence."""
    given: str
    """The input, without its last line end."""
    expected: str
    """The output, without its last line end."""

    def __str__(self) -> str:
        """Name it as pytest shows it, with the line to go to."""
        return f"{self.line}: {self.title}"


def read_cases(name: str) -> list[Case]:
    """Read `cases/NAME.md`.

    Raises:
        ValueError: If a case is not finished.
    """
    path = CASES / f"{name}.md"
    found: list[Case] = []
    title, at = "", 0
    part: list[str] | None = None
    parts: list[str] = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if line != ".":
            if part is not None:
                part.append(line)
            elif line.strip() and not line.startswith("#"):
                title, at = line.strip(), number
            continue
        if part is not None:
            parts.append("\n".join(part))
        part = [] if len(parts) < 2 else None
        if len(parts) == 2:
            found.append(Case(at, title, *parts))
            parts = []
    if part is not None:
        raise ValueError(f"{path}:{at}: the case is not finished")
    return found

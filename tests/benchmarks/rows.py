"""What was measured, as lines of a table: medians, the worst and the best, and the targets."""

import math
import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

TARGETS: Final = {
    "cold 10000": 1.0, "warm 10000": 0.2, "cold 1000": 1.5, "memory 10000": 1.0,
    "serve 10000": 0.3, "growth": 1.05, "real cold": 3.0, "real warm": 0.6,
}  # fmt: skip
"""At most: ratios to Hugo, an exponent, and seconds."""


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the table."""

    name: str
    """What was measured; a key of `TARGETS` if there is a target."""
    unit: str
    """Of the values."""
    values: tuple[float, ...]
    """What counts against the target, one a turn."""
    ours: tuple[float, ...] = ()
    """Where the values are ratios: what they are made of."""
    theirs: tuple[float, ...] = ()
    """The same of Hugo."""

    def line(self) -> str:
        """Write it in Markdown."""
        target = TARGETS.get(self.name)
        median = statistics.median(self.values)
        held = "" if target is None else "yes" if median <= target else "no"
        cells = (
            self.name, "" if target is None else f"≤ {target:g}", f"{median:.3f} {self.unit}".strip(),
            f"{min(self.values):.3f} to {max(self.values):.3f}", _median(self.ours),
            _median(self.theirs), str(len(self.values)), held,
        )  # fmt: skip
        return f"| {' | '.join(cells)} |"


HEAD: Final = """\
| what | target | median | from, to | ours | Hugo | turns | held |
| --- | --- | --- | --- | --- | --- | --- | --- |"""


def _median(values: Sequence[float]) -> str:
    return f"{statistics.median(values):.3f}" if values else ""


def compared(name: str, pairs: Sequence[tuple[float, float | None]], unit: str) -> Row:
    """Make the row of what was measured in pairs: a ratio if there was somebody to compare with."""
    ours = tuple(pair[0] for pair in pairs)
    theirs = tuple(pair[1] for pair in pairs if pair[1] is not None)
    if not theirs:
        return Row(f"{name}, without Hugo", unit, ours)
    ratios = tuple(a / b for a, b in zip(ours, theirs, strict=True))
    return Row(name, "×", ratios, ours, theirs)


def slope(seconds: Mapping[int, float]) -> float:
    """Fit the exponent.

    >>> round(slope({1: 0.5, 10: 5.0, 100: 50.0}), 6)
    1.0
    """
    sizes = [math.log(size) for size in seconds]
    return statistics.linear_regression(sizes, [math.log(s) for s in seconds.values()]).slope

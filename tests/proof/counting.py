"""Counts what a run of the tests has tried, for docs/trust.md: `pytest --figures FILE`.

Each entry is one test function, by its path and name.  A run replaces the entries of the functions
that it ran and leaves the others, so that the exhaustive run may be made in parts.
"""

import datetime as dt
import json
import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Final

import pytest

from tests.proof.promises import PROMISES

FIGURES: Final = Path(__file__).with_name("figures.json")
TRIED: Final = "tried"
"""The property under which a test records how many cases it went through."""
_STATISTICS: Final = "_hypothesis_stats"
"""Where Hypothesis's plugin puts its statistics, a text, into the report of a test's end."""
_PASSING: Final = re.compile(r"- (\d+) passing")

Entry = dict[str, int | str | bool]


class Counter:
    """Adds up the reports of one run; with xdist, those of all its workers."""

    def __init__(self, path: Path, is_wanted: Callable[[str], bool]) -> None:
        """Count for the file at `path` the functions that are wanted."""
        self.path = path
        self.is_wanted = is_wanted
        self.entries: dict[str, Entry] = {}

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Take one phase of one test."""
        function = report.nodeid.partition("[")[0]
        if not self.is_wanted(function):
            return
        blank = {"passed": 0, "failed": 0, "skipped": 0, "tried": 0, "examples": 0}
        entry = self.entries.setdefault(function, {**blank, **_circumstances()})
        if report.when == "call" or report.outcome != "passed":
            _add(entry, report.outcome, 1)
        if report.when == "teardown":
            for name, value in report.user_properties:
                if name == TRIED and isinstance(value, int):
                    _add(entry, "tried", value)
            _add(entry, "examples", _examples(getattr(report, _STATISTICS, "")))

    def pytest_sessionfinish(self) -> None:
        """Write what was counted, the whole functions only."""
        before = read(self.path)
        ran = {name: entry for name, entry in self.entries.items() if _has_run(entry)}
        merged = {name: _better(before.get(name), ran.get(name)) for name in {*before, *ran}}
        text = json.dumps(merged, indent=1, sort_keys=True)
        self.path.write_text(text + "\n", encoding="utf-8")


def is_named(function: str) -> bool:
    """Say whether a promise names this test, or its file."""
    return any(function.startswith(test) for promise in PROMISES for test in promise.tests)


def read(path: Path = FIGURES) -> dict[str, Entry]:
    """Read figures; none where there is no file yet."""
    if not path.is_file():
        return {}
    read_ones: dict[str, Entry] = json.loads(path.read_text(encoding="utf-8"))
    return read_ones


def _circumstances() -> Entry:
    today = dt.datetime.now(tz=dt.UTC).date().isoformat()
    return {"day": today, "soak": bool(os.environ.get("SOAK"))}


def _add(entry: Entry, name: str, count: int) -> None:
    entry[name] = int(entry[name]) + count


def _has_run(entry: Entry) -> bool:
    return bool(entry["passed"] or entry["failed"])


def _better(before: Entry | None, now: Entry | None) -> Entry:
    """Keep an exhaustive run's figures beside those of a sample, unless the sample failed."""
    if before is None or now is None:
        kept = before or now
        assert kept is not None
        return kept
    is_sample_of_it = before["soak"] and not now["soak"] and not now["failed"]
    return before if is_sample_of_it else now


def _examples(statistics: str) -> int:
    """Count the examples that passed, of all phases that Hypothesis tells."""
    return sum(map(int, _PASSING.findall(statistics)))

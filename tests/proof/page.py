"""Writes the tables of docs/trust.md from the promises and from what a run has counted."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from tests.proof.counting import Entry, read
from tests.proof.promises import PROMISES, Promise

PAGE: Final = Path(__file__).resolve().parents[2] / "docs" / "trust.md"
_MADE: Final = re.compile(
    r"(?P<start><!-- proved: (?P<name>[\w ]+) -->\n).*?(?P<end><!-- end -->)", re.DOTALL
)
SECTIONS: Final = tuple(dict.fromkeys(promise.section for promise in PROMISES))


def renewed(text: str, figures: Mapping[str, Entry]) -> str:
    """Give the page with all its tables made anew."""

    def made(match: re.Match[str]) -> str:
        body = run(figures) if match["name"] == "run" else table(match["name"], figures)
        return f"{match['start']}\n{body}\n\n{match['end']}"

    return _MADE.sub(made, text)


def run(figures: Mapping[str, Entry]) -> str:
    """Say when the figures were counted, and how much has passed in all."""
    days = sorted({str(entry["day"]) for entry in figures.values()})
    when = " and ".join(dict.fromkeys((days[0], days[-1]))) if days else "no day"
    passed, failed = (sum(int(e[key]) for e in figures.values()) for key in ("passed", "failed"))
    exhaustive = sum(bool(entry["soak"]) for entry in figures.values())
    return (
        f"Counted on {when}: {passed:,} tests of {len(figures):,} functions passed, {failed:,} failed. "
        f"{exhaustive:,} of the functions ran as `make soak` runs them, the others as `make test` does."
    )


def table(section: str, figures: Mapping[str, Entry]) -> str:
    """Write the promises of one section."""
    rows = [
        f"| {promise.says} | {_named(promise)} | {figure(promise, figures)} |"
        for promise in PROMISES
        if promise.section == section
    ]
    return "\n".join(["| promise | proved by | tried |", "| --- | --- | --- |", *rows])


def _named(promise: Promise) -> str:
    """Name the tests briefly: files below tests/, each once."""
    return ", ".join(f"`{test.removeprefix('tests/')}`" for test in _files(promise))


def _files(promise: Promise) -> tuple[str, ...]:
    return tuple(dict.fromkeys(test.partition("::")[0] for test in promise.tests))


def figure(promise: Promise, figures: Mapping[str, Entry]) -> str:
    """Say how much was tried, and what failed or was skipped."""
    entries = [entry for name, entry in figures.items() if _belongs(name, promise)]
    if not entries:
        return "not counted yet"
    cases = sum(int(entry["tried"]) or int(entry["passed"]) for entry in entries)
    unit = promise.unit if cases != 1 else re.sub(r"(?:ie|)s$", "", promise.unit)
    if cases == 1 and promise.unit.endswith("ies"):
        unit += "y"
    parts = [f"{cases:,} {unit}", *_more(entries)]
    return ", ".join(parts)


def _belongs(name: str, promise: Promise) -> bool:
    return any(name == test or name.startswith(f"{test}::") for test in promise.tests)


def _more(entries: list[Entry]) -> Iterator[str]:
    for key, words in (
        ("examples", "random examples"),
        ("skipped", "skipped"),
        ("failed", "**failed**"),
    ):
        count = sum(int(entry[key]) for entry in entries)
        if count:
            yield f"{count:,} {words}"


def write() -> None:
    """Write the page anew."""
    text = renewed(PAGE.read_text(encoding="utf-8"), read())
    PAGE.write_text(text, encoding="utf-8", newline="\n")

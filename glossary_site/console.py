"""Everything that is printed to a person."""

import os
import secrets
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Final, Self, TextIO

from glossary_site.content.files import Reader
from glossary_site.diagnostics import Edit, Findings, Severity, YamlEdit, quoted, shown
from glossary_site.reports import written
from glossary_site.reports.text import LineReader, as_text

if TYPE_CHECKING:
    from rich.progress import Progress as Bar
    from rich.progress import TaskID
    from rich.table import Table

    from glossary_site.comparing.looking import Comparison
    from glossary_site.mending import Mending
    from glossary_site.pipeline import BuildReport
    from glossary_site.refresh.refreshing import Report

PATIENCE: Final = 0.5
"""Seconds before a progress bar appears."""
NOTES_SHOWN: Final = 20
"""How often the same advice is printed: who has not kept to it in a thousand files knows by then."""
_LINE_LIMIT: Final = 5_000_000
_COLOURS: Final = {
    Severity.ERROR: "\x1b[31;1m",
    Severity.WARNING: "\x1b[33;1m",
    Severity.NOTE: "\x1b[36;1m",
}
_PLAIN: Final = "\x1b[0m"


def has_colour(stream: TextIO) -> bool:
    """Say whether to colour: NO_COLOR and FORCE_COLOR decide, else whether it is a terminal."""
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return stream.isatty() and os.environ.get("TERM") != "dumb"


def line_reader(root: Path) -> LineReader:
    """Make a function that reads the lines that findings quote."""
    lines: dict[str, list[str]] = {}

    def line_of(path: str, line: int) -> str | None:
        if path not in lines:
            with Reader(root) as reader:
                data, _ = reader.read(path, _LINE_LIMIT)
            text = (data or b"").removeprefix(b"\xef\xbb\xbf").decode(errors="replace")
            lines[path] = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        held = lines[path]
        return held[line - 1] if 0 < line <= len(held) else None

    return line_of


def findings_text(findings: Findings, root: Path, *, colour: bool = False) -> str:
    """Render findings, one after the other."""
    line_of = line_reader(root)
    texts = []
    for found in findings:
        text = as_text(found, line_of)
        if colour:
            word = f"{found.severity}[{found.code}]"
            text = text.replace(word, f"{_COLOURS[found.severity]}{word}{_PLAIN}", 1)
        texts.append(_inert(text) + "\n")
    return "".join(texts)


def _inert(text: str) -> str:
    """Keep a quoted text from being a command of GitHub's runner: this sign is one anywhere."""
    return text.replace("##[", "##\\[") if os.environ.get("GITHUB_ACTIONS") else text


def show_findings(findings: Findings, root: Path, stream: TextIO | None = None) -> None:
    """Print findings, to stderr unless they are what was asked for."""
    out = stream or sys.stderr
    out.write(findings_text(findings, root, colour=has_colour(out)))


def count_text(findings: Findings) -> str:
    """Count findings in words.

    >>> count_text(())
    '0 errors, 0 warnings'
    """
    counts = Counter(found.severity for found in findings)
    errors, warnings, notes = (counts[severity] for severity in Severity)
    advice = f", {_counted(notes, 'note')}" if notes else ""
    return f"{_counted(errors, 'error')}, {_counted(warnings, 'warning')}{advice}"


def _counted(count: int, what: str) -> str:
    return f"{count:,} {what}{'' if count == 1 else 's'}"


def show_check(findings: Findings, root: Path, terms: int, form: str = "text") -> None:
    """Print what `check` was asked for, and the count behind it."""
    if form == "text":
        some, more = _fewer_notes(findings)
        show_findings(some, root, sys.stdout)
    else:
        more = Counter()
        sys.stdout.write(written(form, findings, root, terms))
    sys.stdout.flush()
    for code, count in more.items():
        told = f"and {_counted(count, 'more note')} of {code}, which --format json lists"
        sys.stderr.write(f"{told}.\n")
    sys.stderr.write(f"{count_text(findings)} in {_counted(terms, 'term')}.\n")


def _fewer_notes(findings: Findings) -> tuple[Findings, Counter[str]]:
    """Leave out advice that was given often enough, and count it by its code."""
    seen: Counter[str] = Counter()
    kept = []
    for found in findings:
        if found.severity is Severity.NOTE:
            seen[found.code] += 1
            if seen[found.code] > NOTES_SHOWN:
                continue
        kept.append(found)
    left = {code: n - NOTES_SHOWN for code, n in seen.items() if n > NOTES_SHOWN}
    return tuple(kept), Counter(left)


def show_mended(mending: "Mending", changed: Iterable[str]) -> int:
    """Say what was mended in files that could be written, and return how many mistakes that is."""
    there = frozenset(changed)
    mended = [one for one in mending.mended if {edit.path for edit in one.fix} <= there]
    for one in mended:
        place = f"{shown(one.span.path)}:{one.span.line}:{one.span.column}"
        done = shown("; ".join(dict.fromkeys(map(_change, one.fix))))
        told = f"mended {place}: {one.code}: {shown(one.message)}: {done}"
        sys.stderr.write(_inert(told) + "\n")
    return len(mended)


def _change(edit: Edit | YamlEdit) -> str:
    """Say in words what an edit does."""
    if isinstance(edit, Edit) and (edit.line, edit.column) == (edit.end_line, edit.end_column):
        return f"put into {edit.path}"
    if edit.text == "" or edit.text is None:
        return "removed"
    return "put in order" if "\n" in edit.text.strip("\n") else f"now {quoted(edit.text.strip())}"


def show_mended_count(mistakes: int, files: int) -> None:
    """Say how much was mended in all."""
    done = f"{_counted(mistakes, 'mistake')} mended in {_counted(files, 'file')}"
    sys.stderr.write(f"{done}.\n")


def show_diff(mending: "Mending") -> None:
    """Print what mending would change; GitHub's runner takes no command from it meanwhile."""
    token = secrets.token_hex(16) if os.environ.get("GITHUB_ACTIONS") else None
    before, after = (f"::stop-commands::{token}\n", f"::{token}::\n") if token else ("", "")
    sys.stdout.write(f"{before}{mending.as_diff()}{after}")


def show_changes(done: "Comparison", form: str) -> None:
    """Print what differs between two revisions, and what was not looked at."""
    from glossary_site.comparing import telling  # noqa: PLC0415 (only here)

    for line in done.left_out:
        sys.stderr.write(f"note: {_inert(line)}\n")
    told = (done.changes, done.base, done.head)
    if form == "json":
        text = telling.as_json(*told)
    elif form == "markdown":
        text = telling.as_markdown(*told)
    else:
        text = _inert(telling.as_text(*told, colour=has_colour(sys.stdout)))
    sys.stdout.write(text)


def show_refresh(report: "Report", root: Path, *, is_markdown: bool) -> None:
    """Print findings, and what a refresh has changed."""
    from glossary_site.refresh import telling  # noqa: PLC0415 (only here)

    show_findings(report.findings, root)
    sys.stderr.flush()
    sys.stdout.write(telling.as_markdown(report) if is_markdown else telling.as_text(report))


def build_text(report: "BuildReport", output: Path) -> str:
    """Say in a line what a build did."""
    seconds = sum(taken for _, taken in report.timings)
    if not report.is_ok:
        return f"{count_text(report.findings)}. Nothing was written."
    warned = f"{count_text(report.findings)}. " if report.findings else ""
    done = report.published
    if done is None:
        return f"{warned}Nothing was written."
    changes = "nothing changed" if not done.is_exchanged else f"{done.changed:,} changed"
    removed = f", {done.removed:,} removed" if done.removed else ""
    return (
        f"{warned}{_counted(report.terms, 'term')}, {_counted(done.total, 'file')} "
        f"({changes}{removed}) in {output} in {seconds:.2f} s."
    )


def show_build(
    report: "BuildReport", root: Path, output: Path, *, show_timings: bool = False
) -> None:
    """Print findings, notes and what was done."""
    show_findings(report.findings, root)
    if report.published is not None:
        for note in report.published.notes:
            sys.stderr.write(f"note: {note}\n")
    sys.stderr.flush()
    sys.stdout.write(build_text(report, output) + "\n")
    if show_timings:
        _show_timings(report)


def _show_timings(report: "BuildReport") -> None:
    """Print what each stage took, and the terms that took longest where any took time."""
    from rich.console import Console  # noqa: PLC0415 (slow to import, seldom wanted)

    out = Console(file=sys.stdout, markup=False, highlight=False)
    stages = [(stage, f"{seconds:.3f}") for stage, seconds in report.timings]
    total = sum(seconds for _, seconds in report.timings)
    out.print(_table("stage", "seconds", [*stages, ("all", f"{total:.3f}")]))
    if report.slowest:
        terms = [(shown(path), f"{seconds * 1000:,.1f}") for path, seconds in report.slowest]
        out.print()
        out.print(_table("slowest terms", "milliseconds", terms))


def _table(name: str, value: str, rows: Iterable[tuple[str, str]]) -> "Table":
    from rich.table import Table  # noqa: PLC0415 (slow to import, seldom wanted)

    table = Table(box=None, pad_edge=False)
    table.add_column(name, overflow="fold")
    table.add_column(value, justify="right")
    for row in rows:
        table.add_row(*row)
    return table


class Progress:
    """A bar on a terminal for what takes longer than half a second; silence in a log."""

    def __init__(self) -> None:
        """Decide whether anybody is looking."""
        is_dull = os.environ.get("CI") or os.environ.get("TERM") == "dumb"
        is_shown = sys.stderr.isatty() and not is_dull
        self.tell: Callable[[str, int, int], None] | None = self._tell if is_shown else None
        self._since = time.monotonic()
        self._bar: Bar | None = None
        self._tasks: dict[str, TaskID] = {}

    def __enter__(self) -> Self:
        """Begin."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:  # fmt: skip
        """Take the bar away."""
        if self._bar is not None:
            self._bar.stop()

    def _tell(self, stage: str, done: int, total: int) -> None:
        if self._bar is None:
            if time.monotonic() - self._since < PATIENCE:
                return
            self._bar = _new_bar()
            self._bar.start()
        if stage not in self._tasks:
            self._tasks[stage] = self._bar.add_task(stage, total=total)
        self._bar.update(self._tasks[stage], completed=done, refresh=True)


def _new_bar() -> "Bar":
    from rich.console import Console  # noqa: PLC0415 (slow to import, seldom wanted)
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn  # noqa: PLC0415
    from rich.progress import Progress as Bar  # noqa: PLC0415

    return Bar(
        TextColumn("{task.description}", markup=False), BarColumn(), MofNCompleteColumn(),
        TimeRemainingColumn(), console=Console(file=sys.stderr), transient=True,
        auto_refresh=False,  # it would start a thread, and then no worker could be forked
    )  # fmt: skip

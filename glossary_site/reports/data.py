"""Findings as JSON for programs; `schema/report.json` describes it, and it only ever grows."""

from collections import Counter
from pathlib import Path
from typing import Literal

import msgspec
from msgspec import Struct

from glossary_site import __version__
from glossary_site.diagnostics import Findings, Severity
from glossary_site.mending.files import exact_fixes
from glossary_site.reports.places import in_repository


class Replacement(Struct, frozen=True):
    """A part of a file, and what is to stand there."""

    path: str
    """Relative to the glossary's folder."""
    line: int
    """1-based."""
    column: int
    """1-based, in code points."""
    end_line: int
    """Where the part ends."""
    end_column: int
    """One past its last character."""
    text: str
    """What is to stand there, with LF line ends."""


class Finding(Struct, frozen=True):
    """One finding."""

    code: str
    """Its stable name; docs/reference/diagnostics.md has a section about each."""
    severity: Severity
    """What it counts as in this run."""
    path: str
    """The file, relative to the glossary's folder."""
    file: str
    """The same relative to the root of the repository, else to the working directory."""
    line: int
    """1-based."""
    column: int
    """1-based, in code points."""
    end_column: int | None
    """One past the last character on the same line, or null where only the start is known."""
    message: str
    """One sentence without a full stop."""
    hint: str | None
    """What to do, or null where nothing sure can be said."""
    fix: tuple[Replacement, ...]
    """What `--fix` would change, all of it together; empty where there is no one answer."""


class Counts(Struct, frozen=True):
    """How many findings there are of each severity."""

    error: int
    """Errors."""
    warning: int
    """Warnings."""
    note: int
    """Notes."""


class Report(Struct, frozen=True):
    """What `check --format json` writes."""

    version: Literal[1]
    """Of this format: another number means that keys are gone or mean something else."""
    program: str
    """The version of the program."""
    terms: int
    """How many terms were looked at."""
    counts: Counts
    """How many findings there are."""
    findings: tuple[Finding, ...]
    """All of them, sorted by place."""


def written(findings: Findings, folder: str, root: Path, terms: int) -> str:
    """Write a report, one finding a line."""
    counts = Counter(str(found.severity) for found in findings)
    fixes = exact_fixes(root, findings)
    told = [
        Finding(
            found.code, found.severity, found.span.path, in_repository(folder, found.span.path),
            found.span.line, found.span.column, found.span.end_column, found.message, found.hint,
            tuple(
                Replacement(one.path, one.line, one.column, one.end_line, one.end_column, one.text)
                for one in fix
            ),
        )
        for found, fix in zip(findings, fixes, strict=True)
    ]  # fmt: skip
    report = Report(1, __version__, terms, Counts(*(counts[one] for one in Severity)), tuple(told))
    return msgspec.json.format(msgspec.json.encode(report), indent=2).decode() + "\n"

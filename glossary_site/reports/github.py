"""Findings as GitHub shows them: workflow commands that become annotations on lines.

A command begins a line, so nothing that an author wrote may begin one: line ends and the signs
that part a command are written as GitHub reads them back.
"""

from collections import Counter
from typing import Final

from glossary_site.diagnostics import Diagnostic, Findings, Severity, shown
from glossary_site.reports.places import in_repository

SHOWN: Final = 10
"""How many annotations of one severity GitHub shows for a step; the log has all of them."""
_COMMANDS: Final = {
    Severity.ERROR: "error",
    Severity.WARNING: "warning",
    Severity.NOTE: "notice",
}


def written(findings: Findings, folder: str) -> str:
    """Write a line for each finding, the gravest first, and before them how many there are."""
    order = list(Severity)
    ranked = sorted(findings, key=lambda found: order.index(found.severity))
    return "".join(line + "\n" for line in (*_total(findings), *(_line(f, folder) for f in ranked)))


def _total(findings: Findings) -> list[str]:
    """Say how many there are where GitHub would not show them all, in a place that it shows."""
    counts = Counter(found.severity for found in findings)
    if not counts or max(counts.values()) <= SHOWN:
        return []
    told = ", ".join(f"{counts[one]} {one}{'s' * (counts[one] != 1)}" for one in Severity)
    message = f"{told}. GitHub shows {SHOWN} of each; the log of this step has all of them."
    return [f"::notice title={_property(told)}::{_data(message)}"]


def _line(found: Diagnostic, folder: str) -> str:
    span = found.span
    path = in_repository(folder, span.path)
    properties = {"file": path, "line": str(span.line), "col": str(span.column)}
    if span.end_column is not None:
        properties["endColumn"] = str(span.end_column)
    properties["title"] = found.code
    told = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
    message = f"{span.path}:{span.line}:{span.column}: {found.message}"
    if found.hint is not None:
        message += f"\nhint: {found.hint}"
    return f"::{_COMMANDS[found.severity]} {told}::{_data(message)}"


def _data(text: str) -> str:
    r"""Write text that a command carries.

    >>> _data("100%\n::error::")
    '100%25%0A::error::'
    """
    lines = (shown(line) for line in text.split("\n"))
    return "%0A".join(line.replace("%", "%25") for line in lines)


def _property(text: str) -> str:
    """Write the value of a property.

    >>> _property("a:b,c%")
    'a%3Ab%2Cc%25'
    """
    return _data(text).replace(":", "%3A").replace(",", "%2C")

"""Findings as GitLab's Code Quality report, which its merge requests show beside their lines.

GitLab compares the reports of two branches by fingerprints, and counts a finding as new whose
fingerprint the other has not.  So a line number is no part of it: what stands further up must not
make old findings new.
"""

import hashlib
from collections import Counter
from collections.abc import Mapping
from typing import Final

import msgspec

from glossary_site.diagnostics import Diagnostic, Findings, Severity
from glossary_site.reports.places import in_repository

_SEVERITIES: Final = {
    Severity.ERROR: "critical",
    Severity.WARNING: "minor",
    Severity.NOTE: "info",
}


def written(findings: Findings, folder: str) -> str:
    """Write a list with a record for each finding."""
    seen: Counter[str] = Counter()
    records = []
    for found in findings:
        same = f"{folder}{found.span.path}\0{found.code}\0{found.message}"
        seen[same] += 1
        mark = hashlib.sha256(f"{same}\0{seen[same]}".encode()).hexdigest()
        records.append(_record(found, folder, mark))
    return msgspec.json.format(msgspec.json.encode(records), indent=2).decode() + "\n"


def _record(found: Diagnostic, folder: str, mark: str) -> Mapping[str, object]:
    hint = f" ({found.hint})" if found.hint is not None else ""
    return {
        "check_name": found.code,
        "description": found.message + hint,
        "fingerprint": mark,
        "severity": _SEVERITIES[found.severity],
        "location": {
            "path": in_repository(folder, found.span.path),
            "lines": {"begin": found.span.line},
        },
    }

"""Findings as SARIF 2.1.0, the exchange format of static analysis, which code hosts take in.

Every code is a rule, whether it was found or not, so that a reader of the report can ask what it
means.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

from glossary_site import __version__
from glossary_site.diagnostics import CODES, Diagnostic, Edit, Findings, Severity
from glossary_site.mending.files import exact_fixes
from glossary_site.reports.meanings import Meaning, meanings
from glossary_site.reports.places import in_repository

SCHEMA: Final = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
BASE: Final = "%SRCROOT%"
"""Stands for the root of the repository, wherever it has been checked out."""
_LEVELS: Final = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "note"}

Json = dict[str, Any]


def written(findings: Findings, folder: str, root: Path) -> str:
    """Write a log with one run."""
    told = meanings()
    known = {code: i for i, code in enumerate(CODES)}
    prints = _fingerprints(findings)
    fixes = exact_fixes(root, findings)
    results = [
        _result(found, fix, folder, known[found.code], fingerprint)
        for found, fix, fingerprint in zip(findings, fixes, prints, strict=True)
    ]
    driver = {
        "name": "glossary-site",
        "version": __version__,
        "semanticVersion": __version__,
        "rules": [_rule(code, told[code]) for code in CODES],
    }
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "defaultEncoding": "utf-8",
        "originalUriBaseIds": {BASE: {"description": {"text": "The root of the repository."}}},
        "results": results,
    }
    log = {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(log, ensure_ascii=False, indent=2) + "\n"


def _rule(code: str, meaning: Meaning) -> Json:
    return {
        "id": code,
        "shortDescription": {"text": _plain(meaning.short)},
        "fullDescription": {"text": _plain(meaning.text)},
        "help": {"text": _plain(meaning.text), "markdown": _plain(meaning.markdown)},
        "defaultConfiguration": {"level": _LEVELS[CODES[code]]},
    }


def _result(
    found: Diagnostic, fix: tuple[Edit, ...], folder: str, rule: int, fingerprint: str
) -> Json:
    span = found.span
    region: Json = {"startLine": span.line, "startColumn": span.column}
    if span.end_column is not None:
        region["endColumn"] = span.end_column
    text = _sentence(found.message)
    if found.hint is not None:
        text += " " + _sentence(found.hint)
    result: Json = {
        "ruleId": found.code,
        "ruleIndex": rule,
        "level": _LEVELS[found.severity],
        "message": {"text": _plain(text)},
        "locations": [
            {"physicalLocation": {"artifactLocation": _file(folder, span.path), "region": region}}
        ],
        "partialFingerprints": {"finding/v1": fingerprint},
    }
    if fix:
        result["fixes"] = [_fix(found, fix, folder)]
    return result


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:] + ("" if text.endswith(("?", ".", "…")) else ".")


def _plain(text: str) -> str:
    """Write a message so that nothing in it is a placeholder or a link.

    >>> _plain('"{{ a.b }}" is not [x](https://x.example)')
    '"{{{{ a.b }}}}" is not [x] (https://x.example)'
    """
    return text.replace("{", "{{").replace("}", "}}").replace("](", "] (")


def _file(folder: str, path: str) -> Json:
    return {"uri": quote(in_repository(folder, path)), "uriBaseId": BASE}


def _fix(found: Diagnostic, fix: tuple[Edit, ...], folder: str) -> Json:
    changes: dict[str, list[Json]] = {}
    for edit in fix:
        region = {
            "startLine": edit.line,
            "startColumn": edit.column,
            "endLine": edit.end_line,
            "endColumn": edit.end_column,
        }
        replacement = {"deletedRegion": region, "insertedContent": {"text": edit.text}}
        changes.setdefault(edit.path, []).append(replacement)
    return {
        "description": {"text": _plain(_sentence(found.hint or "mend it"))},
        "artifactChanges": [
            {"artifactLocation": _file(folder, path), "replacements": made}
            for path, made in changes.items()
        ],
    }


def _fingerprints(findings: Findings) -> Iterator[str]:
    """Tell findings apart by what they say and not by their lines, which other changes move."""
    seen: Counter[tuple[str, ...]] = Counter()
    for found in findings:
        key = (found.code, found.span.path, found.message)
        seen[key] += 1
        told = "\0".join((*key, str(seen[key])))
        yield hashlib.sha256(told.encode()).hexdigest()[:32]

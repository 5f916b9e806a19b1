"""What the program has to say to an editor: where, what, and what to do.

A stage never prints and never raises for an author's mistake; it returns diagnostics beside its
value.  `CODES` is the whole vocabulary, with the severity each has unless `site.yaml` says
otherwise.
"""

import functools
import json
import re
from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from glossary_site.edits import Edit, Fix, YamlEdit

__all__ = [
    "CODES", "SOFT", "UNSTEADY", "Diagnostic", "Edit", "Findings", "Fix", "Severity", "Span",
    "YamlEdit", "apply_severities", "did_you_mean", "finding", "has_errors", "quoted", "shown",
    "sort_key", "without_notes",
]  # fmt: skip


class Severity(StrEnum):
    """How much a finding weighs: an error stops the build, a warning does not.

    A note is advice: only `check` says it, and `--strict` leaves it what it is.
    """

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


E, W, N = Severity.ERROR, Severity.WARNING, Severity.NOTE

CODES: Final[Mapping[str, Severity]] = {
    # Reading files
    "unreadable-file": E,
    "file-too-large": E,
    "not-utf-8": E,
    "control-character": E,
    "bad-file-name": E,
    "unknown-file": W,
    # YAML and front matter
    "no-front-matter": E,
    "unclosed-front-matter": E,
    "bad-yaml": E,
    "repeated-key": E,
    "unknown-key": E,
    "missing-field": E,
    "wrong-type": E,
    "bad-value": E,
    # Form
    "trailing-space": N,
    "key-order": N,
    # Names and addresses
    "bad-slug": E,
    "reserved-slug": E,
    "name-collision": E,
    "permalink-collision": E,
    "redundant-alias": W,
    "common-word-alias": W,
    "lost-permalink": E,
    "bad-permalink": E,
    "unlisted-permalink": W,
    "unsorted-permalinks": N,
    "no-permalinks": N,
    # The graph
    "unknown-term": E,
    "ambiguous-term": E,
    "draft-term": E,
    "self-reference": E,
    "broader-cycle": E,
    "unknown-topic": E,
    "unknown-dataset": E,
    "no-terms": W,
    # Bodies
    "body-too-large": E,
    "too-complex": E,
    "too-slow": E,
    "worker-died": E,
    "raw-html": W,
    "unsafe-link": W,
    "external-image": W,
    "relative-link": W,
    "broken-link": E,
    "broken-fragment": E,
    "unknown-image": W,
    "no-definition": W,
    "broken-figure": E,
    "ambiguous-figure": W,
    "contradicting-figure": W,
    "missing-alt-text": W,
    "skipped-heading": N,
    "top-heading": N,
    # Links to other sites
    "dead-link": W,
    "moved-link": N,
    "unsure-link": N,
    # Images
    "bad-image": E,
    # Datasets
    "bad-data": E,
    "missing-data": E,
    "unused-dataset": W,
    "unclear-chart": W,
    "stale-data": W,
    "refresh-failed": E,
    # The newsletter
    "no-provider": W,
    "mail-refused": E,
    "mail-too-large": W,
    # Imports
    "import-refused": E,
    "already-there": W,
    "dangling-reference": W,
    "not-carried": W,
    # Advice
    "orphan-term": N,
    "dead-end-term": N,
    "one-way-related": N,
    "unlinked-mention": N,
    "near-duplicate": N,
    "unused-topic": N,
    "similar-topics": N,
    "title-case": N,
    "title-in-definition": N,
    "circular-definition": N,
    "long-definition": N,
    "odd-full-stop": N,
    "unsourced-figure": N,
    "undated-source": N,
    "future-date": N,
    "early-updated": N,
    "stale-year": N,
    "relative-date": N,
    "repeated-word": N,
    "placeholder-text": N,
    "vague-link": N,
    # The theme
    "template-error": E,
    # Changes
    "not-content": E,
    # Social cards
    "cards-unavailable": W,
    # Writing
    "stale-security": W,
    "host-limit": N,
    "output-refused": E,
    "output-locked": E,
    "write-failed": E,
}
"""Every diagnostic code and its severity by default."""

SOFT: Final = frozenset(
    {
        "unknown-term", "draft-term", "unknown-topic", "unknown-dataset", "self-reference",
        "broken-link", "broken-fragment",
    }
)  # fmt: skip
"""Errors that `checks` may soften: without what they name, the page is still right."""

UNSTEADY: Final = frozenset("stale-data stale-security future-date stale-year dead-link".split())
"""Codes that depend on the day, or on what others' servers answer: `--strict` leaves them warnings."""


class Span(Struct, frozen=True):
    """Where something stands."""

    path: str
    """Relative to the glossary's folder, with forward slashes."""
    line: int = 1
    """1-based."""
    column: int = 1
    """1-based, in code points."""
    end_column: int | None = None
    """One past the last character on the same line, or None where only the start is known."""


class Diagnostic(Struct, frozen=True):
    """One finding."""

    code: str
    """A key of `CODES`."""
    severity: Severity
    """What it counts as in this run."""
    span: Span
    """Where an editor should look."""
    message: str
    """One sentence in the present tense, without a full stop."""
    hint: str | None = None
    """What to do, or None where nothing sure can be said."""
    fix: Fix = ()
    """What mends it, where there is exactly one answer."""


Findings = tuple[Diagnostic, ...]


def finding(
    code: str, span: Span, message: str, hint: str | None = None, fix: Fix = ()
) -> Diagnostic:
    """Make a diagnostic with the severity its code has by default.

    Raises:
        KeyError: If `code` is not in `CODES`: a bug of ours.
    """
    return Diagnostic(code, CODES[code], span, message, hint, fix)


def sort_key(found: Diagnostic) -> tuple[str, int, int, str, str, str, str]:
    """Order findings by place, then by code and wording, so that every run prints the same."""
    span, fix = found.span, repr(found.fix) if found.fix else ""
    return (span.path, span.line, span.column, found.code, found.message, found.hint or "", fix)


def apply_severities(
    findings: Iterable[Diagnostic], checks: Mapping[str, str], *, strict: bool
) -> Findings:
    """Apply the `checks` of `site.yaml`, then `--strict`; sort, and drop repetitions.

    `fields.site` softens no error that is not `SOFT`: what such an error guards would be published
    broken.
    """
    kept = []
    for found in set(findings):
        wanted = checks.get(found.code, str(found.severity))
        if wanted == "off":
            continue
        severity = Severity(wanted)
        if strict and severity is Severity.WARNING and found.code not in UNSTEADY:
            severity = Severity.ERROR
        kept.append(replace(found, severity=severity))
    return tuple(sorted(kept, key=sort_key))


def has_errors(findings: Iterable[Diagnostic]) -> bool:
    """Say whether a build with these findings must not be published."""
    return any(found.severity is Severity.ERROR for found in findings)


_UNPRINTABLE: Final = (
    "[\x00-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff"
    "\U000e0000-\U000e007f]"
)
"""A pattern, compiled where there is such a character."""


def shown(text: str) -> str:
    r"""Make text safe to print: control and invisible characters become escapes.

    An author's file name or value may not move the cursor, start a CI command on a line of its
    own or hide what it says.

    >>> shown("a\nb")
    'a\\nb'
    """
    if text.isprintable():
        return text
    return re.sub(_UNPRINTABLE, lambda m: m[0].encode("unicode_escape").decode("ascii"), text)


def quoted(text: str, limit: int = 80) -> str:
    r"""Quote an author's value in a message, cut to `limit` characters.

    >>> print(quoted('a "b"'))
    "a \"b\""
    """
    cut = text if len(text) <= limit else text[: limit - 1] + "…"
    return shown(json.dumps(cut, ensure_ascii=False))


def did_you_mean(wanted: str, known: Iterable[str]) -> str | None:
    """Hint at the likeliest of `known`, or None if none is near.

    >>> did_you_mean("titel", ["title", "topics"])
    'did you mean "title"?'
    """
    from rapidfuzz import fuzz, process  # noqa: PLC0415 (only where there is a mistake)

    names, folded = _sorted_and_folded(tuple(known))
    near = process.extractOne(wanted.casefold(), folded, scorer=fuzz.ratio, score_cutoff=60)
    return f"did you mean {quoted(names[near[2]])}?" if near else None


@functools.lru_cache(maxsize=4)
def _sorted_and_folded(known: tuple[str, ...]) -> tuple[list[str], list[str]]:
    """Prepare names for being compared: a glossary with a thousand mistakes asks a thousand times."""
    names = sorted(known)
    return names, [name.casefold() for name in names]


def without_notes(findings: Findings) -> Findings:
    """Leave advice out."""
    return tuple(found for found in findings if found.severity is not Severity.NOTE)

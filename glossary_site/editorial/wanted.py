"""Whether anybody wants advice; a build that nobody asks loads no more than this."""

from collections.abc import Mapping
from typing import Final

from glossary_site.diagnostics import CODES, Severity

ADVICE: Final = (
    "circular-definition", "dead-end-term", "early-updated", "future-date", "long-definition",
    "near-duplicate", "odd-full-stop", "one-way-related", "orphan-term", "placeholder-text",
    "relative-date", "repeated-word", "similar-topics", "stale-year", "title-case",
    "title-in-definition", "undated-source", "unlinked-mention", "unsourced-figure",
    "unused-topic", "vague-link",
)  # fmt: skip
"""The codes of this package."""


def is_wanted(checks: Mapping[str, str], *, notes: bool) -> bool:
    """Say whether anybody would hear what is found."""
    severities = {checks.get(code, str(CODES[code])) for code in ADVICE} - {"off"}
    return bool(severities - (set() if notes else {str(Severity.NOTE)}))

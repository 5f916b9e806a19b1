"""GitLab's Code Quality report: what a merge request shows beside its lines."""

import json

from glossary_site.diagnostics import Findings, Severity, Span, finding
from glossary_site.reports import gitlab

FOUND: Findings = (
    finding("unknown-term", Span("terms/a.md", 3, 7), 'no term is called "B"', 'did you mean "A"?'),
    finding("unknown-term", Span("terms/a.md", 9, 1), 'no term is called "B"'),
    finding("no-definition", Span("terms/c.md"), "there is no definition"),
)


def marks(findings: Findings, folder: str = "") -> list[str]:
    return [one["fingerprint"] for one in json.loads(gitlab.written(findings, folder))]


def test_a_finding_has_what_gitlab_asks_for() -> None:
    """A record without one of these keys is passed over without a word."""
    first, _, third = json.loads(gitlab.written(FOUND, "words/"))

    assert set(first) == {"check_name", "description", "fingerprint", "severity", "location"}
    assert first["check_name"] == "unknown-term"
    assert first["description"] == 'no term is called "B" (did you mean "A"?)'
    assert first["location"] == {"path": "words/terms/a.md", "lines": {"begin": 3}}
    assert (first["severity"], third["severity"]) == ("critical", "minor")


def test_every_severity_has_a_name_at_gitlab() -> None:
    """GitLab refuses a whole report for one name that it does not know."""
    names = {gitlab._SEVERITIES[severity] for severity in Severity}

    assert names <= {"info", "minor", "major", "critical", "blocker"}


def test_an_old_finding_that_moved_is_not_new() -> None:
    """A line put in further up must not make everything below look like this branch's fault."""
    moved = (
        finding("unknown-term", Span("terms/a.md", 4, 7), 'no term is called "B"', "another hint"),
        *FOUND[1:],
    )

    assert marks(moved) == marks(FOUND)
    assert len(set(marks(FOUND))) == 3


def test_nothing_found_is_an_empty_list() -> None:
    """GitLab compares with it, and says what was mended."""
    assert json.loads(gitlab.written((), "")) == []

"""Templates are trusted code, as docs/trust.md says; a mistake in one is still told with its line.

Not tried, since they only show what trusted code may do: attr, attr-format, autoescape-off, class,
cycler, format, format-map, lipsum, range and stored-format.
"""

import pytest

from tests.hostile.cases import Case, assert_kept, assert_refused, read_cases
from tests.hostile.conftest import Try
from tests.hostile.nursery import PATIENCE

CASES = read_cases("templates")
MISTAKES = (
    "debug",
    "ext-do",
    "include-abs",
    "include-self",
    "macro-recursion",
    "method",
    "safe",
    "syntax",
)
TRUSTED = (
    "attr", "attr-format", "autoescape-off", "class", "cycler", "format", "format-map", "lipsum",
    "range", "stored-format",
)  # fmt: skip
SLOW = ("nested-loops",)


def by_name(*stems: str) -> list[Case]:
    """Choose cases by the names of their files."""
    return [case for case in CASES if case.name.removesuffix(".html") in stems]


@pytest.mark.parametrize("case", by_name(*MISTAKES), ids=str)
def test_a_mistake_in_a_template_is_told_with_its_line(case: Case, attempt: Try) -> None:
    """Whoever writes a theme gets the same service as whoever writes a term."""
    files = {
        f"templates/{case.name}": case.content,
        "templates/pages/term.html": "{% include '" + case.name + "' %}\n",
    }

    trial = attempt(files)

    assert_kept(trial)
    assert_refused(case, trial, f"templates/{case.name}")
    assert {found.code for found in trial.outcome.errors} == {"template-error"}


def test_a_template_that_includes_itself_is_found_out(attempt: Try) -> None:
    """The interpreter's own depth is the only limit there is; it must not end the program."""
    trial = attempt({"templates/pages/term.html": "{% include 'pages/term.html' %}\n"})

    assert_kept(trial)
    assert [(found.path, found.line) for found in trial.outcome.errors] == [
        ("templates/pages/term.html", 1)
    ]


@pytest.mark.soak
@pytest.mark.parametrize("case", by_name(*SLOW), ids=str)
def test_a_template_without_end_is_ended(case: Case, attempt: Try) -> None:
    """A build that hangs says nothing; one that ends names the page it could not make."""
    trial = attempt({"templates/pages/term.html": case.content})

    assert_kept(trial)
    assert trial.outcome.seconds < PATIENCE
    assert [(found.path, found.code) for found in trial.outcome.errors] == [
        ("terms/harmless.md", "too-slow")
    ]


def test_every_case_is_tried_or_named() -> None:
    """A new case must be put into one of the lists above."""
    assert {case.name.removesuffix(".html") for case in CASES} == {*MISTAKES, *TRUSTED, *SLOW}

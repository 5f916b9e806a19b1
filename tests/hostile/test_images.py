"""Hostile pictures: what may run a script or exhaust a reader's memory is not published."""

import pytest

from tests.hostile.cases import EITHER, ERROR, Case, assert_kept, assert_refused, read_cases
from tests.hostile.conftest import Try
from tests.hostile.oracle import check

CASES = read_cases("svg")
KNOWN = frozenset({"harmless"})


def term(picture: str) -> str:
    """Write a term that shows a picture."""
    return f"---\ntitle: x\ndefinition: xss case\n---\n\nBEFORE-MARK\n\n![a]({picture})\n\nAFTER-MARK\n"


@pytest.mark.parametrize("case", CASES, ids=str)
def test_a_hostile_picture_is_refused_by_name(case: Case, attempt: Try) -> None:
    """An SVG opened by itself is a page of our site, with all a page may do."""
    path = f"images/{case.name}"

    trial = attempt({path: case.content, "terms/x.md": term(case.name)})

    assert_kept(trial)
    if trial.outcome.code == 1:
        assert_refused(case, trial, path)
        return
    assert case.must == EITHER
    twin = attempt({"terms/x.md": term("none.png")})
    assert check(trial.page(KNOWN), twin.page(KNOWN)) == []


@pytest.mark.parametrize("case", [c for c in CASES if c.name.endswith(".svg")], ids=str)
def test_another_suffix_does_not_hide_a_script(case: Case, attempt: Try) -> None:
    """A picture is told by what it holds: some hosts guess the type, too."""
    trial = attempt({"images/x.png": case.content})

    assert_kept(trial)
    assert [(found.path, found.code) for found in trial.outcome.errors] == [
        ("images/x.png", "bad-image")
    ]


def test_every_case_is_tried() -> None:
    """A new kind of verdict in the manifest must not pass for lack of a test."""
    assert {case.must for case in CASES} == {ERROR, EITHER}

"""Hostile front matter: each file is refused by name and line, or does no harm."""

import pytest

from tests.hostile.cases import (
    ACCEPTED,
    EITHER,
    ERROR,
    Case,
    assert_kept,
    assert_refused,
    read_cases,
)
from tests.hostile.conftest import Try
from tests.hostile.oracle import check

CASES = read_cases("frontmatter")
KNOWN = frozenset({"harmless"})
TWIN = "---\ntitle: x\n---\n\nBody.\n"


def of_kind(must: str) -> list[Case]:
    """Choose the cases that must end in one way."""
    return [case for case in CASES if case.must == must]


@pytest.mark.parametrize("case", of_kind(ERROR), ids=str)
def test_a_malformed_file_is_refused_where_it_is_wrong(case: Case, attempt: Try) -> None:
    """An editor who cannot find the mistake cannot mend it, and the old site must stay."""
    path = f"terms/{case.name}"

    trial = attempt({path: case.content})

    assert_kept(trial)
    assert_refused(case, trial, path)


@pytest.mark.parametrize("case", of_kind(EITHER), ids=str)
def test_a_doubtful_file_is_refused_or_does_no_harm(case: Case, attempt: Try) -> None:
    """What we do accept may not reach beyond its own article."""
    path = f"terms/{case.name}"

    trial = attempt({path: case.content})

    assert_kept(trial)
    if trial.outcome.code == 1:
        assert_refused(case, trial, path)
    else:
        twin = attempt({"terms/twin.md": TWIN})
        assert check(trial.page(KNOWN), twin.page(KNOWN)) == []


@pytest.mark.parametrize("case", of_kind(ACCEPTED), ids=str)
def test_a_value_means_what_its_author_typed(case: Case, attempt: Try) -> None:
    """YAML 1.1 reads `no` as False, `1:30` as 90 and `3.10` as 3.1; an author means the text."""
    key, _, value = case.content.decode().split("\n")[1].partition(": ")
    quoted = case.content.decode().replace(f"{key}: {value}", f'{key}: "{value}"')

    trial = attempt({f"terms/{case.name}": case.content})
    twin = attempt({f"terms/{case.name}": quoted})

    assert_kept(trial)
    assert trial.outcome.code == 0, trial.outcome.text
    assert f"<h1>{value}</h1>" in trial.page(KNOWN)
    assert {k: v for k, v in trial.after.items() if k.startswith("_site")} == {
        k: v for k, v in twin.after.items() if k.startswith("_site")
    }


def test_every_case_is_tried() -> None:
    """A new kind of verdict in the manifest must not pass for lack of a test."""
    assert {case.must for case in CASES} == {ERROR, EITHER, ACCEPTED}


def test_a_typing_mistake_in_a_key_is_answered_with_the_key(attempt: Try) -> None:
    """`titel` is both an unknown key and a missing title; the hint must tell the two are one."""
    case = next(case for case in CASES if "key-typo" in case.file)

    trial = attempt({"terms/x.md": case.content})

    assert 'did you mean "title"?' in trial.outcome.text


def test_an_unquoted_colon_is_answered_with_quotes(attempt: Try) -> None:
    """It is the commonest honest mistake, and the parser's own words for it help nobody."""
    case = next(case for case in CASES if "colon-in-plain" in case.file)

    trial = attempt({"terms/x.md": case.content})

    assert "hint: put quotes around the value" in trial.outcome.text

"""docs/trust.md says what a run has counted, and names only tests that there are."""

import ast
from pathlib import Path
from typing import Final

import pytest

from tests.proof import page
from tests.proof.counting import FIGURES, Counter, Entry, read
from tests.proof.promises import PROMISES, Promise

ROOT: Final = Path(__file__).resolve().parents[2]

pytest_plugins = ["pytester"]


@pytest.mark.parametrize("promise", PROMISES, ids=lambda promise: promise.says[:60])
def test_every_promise_names_tests_that_there_are(promise: Promise) -> None:
    """A proof that was renamed away proves nothing."""
    for test in promise.tests:
        path, _, name = test.partition("::")
        tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
        functions = {one.name for one in ast.walk(tree) if isinstance(one, ast.FunctionDef)}
        classes = {one.name for one in ast.walk(tree) if isinstance(one, ast.ClassDef)}
        assert not name or name in functions | classes, test


def test_the_page_is_what_the_figures_say() -> None:
    """Nobody writes a figure by hand: `python -m tests.proof` does."""
    text = page.PAGE.read_text(encoding="utf-8")

    assert page.renewed(text, read()) == text
    for section in page.SECTIONS:
        assert f"<!-- proved: {section} -->" in text


def test_no_figure_is_kept_of_a_test_that_is_gone() -> None:
    """What was counted of a test under its old name would be counted twice."""
    for function in read():
        path, _, name = function.partition("::")
        assert f"def {name.split('::')[-1]}(" in (ROOT / path).read_text(encoding="utf-8")


def test_every_promise_was_tried_and_kept() -> None:
    """A row without a figure, or with a failure, is no promise."""
    figures = read()

    said = {promise.says: page.figure(promise, figures) for promise in PROMISES}

    assert {says: is_so for says, is_so in said.items() if "not counted" in is_so} == {}
    assert {says: is_so for says, is_so in said.items() if "failed" in is_so} == {}


PROVING: Final = """
import pytest
from hypothesis import given, settings, strategies

@pytest.mark.parametrize("n", [1, 2, 3])
def test_each(n):
    assert n

def test_sweep(record_property):
    record_property("tried", 17)

@settings(max_examples=40, derandomize=True, database=None)
@given(strategies.integers())
def test_any(n):
    assert n == n

def test_that_fails():
    assert False

@pytest.mark.skip
def test_that_is_skipped():
    pass
"""


def test_cases_steps_and_examples_are_counted(pytester: pytest.Pytester) -> None:
    """The figures are the runs' own: parametrised cases, recorded steps, Hypothesis's examples."""
    pytester.makepyfile(PROVING)
    target = pytester.path / "figures.json"
    counter = Counter(target, lambda _: True)

    pytester.inline_run("-p", "no:cacheprovider", plugins=[counter])

    entries = {name.rpartition("::")[2]: entry for name, entry in read(target).items()}
    assert entries["test_each"]["passed"] == 3
    assert entries["test_sweep"]["tried"] == 17
    assert entries["test_any"]["examples"] == 40
    assert entries["test_that_fails"]["failed"] == 1
    assert "test_that_is_skipped" not in entries


def test_a_sample_does_not_replace_what_the_exhaustive_run_counted(tmp_path: Path) -> None:
    """`make test` is run often, `make soak` seldom; but a failure always counts."""
    name = "tests/store/test_output_sweep.py::test_x"
    counted: Entry = {"failed": 0, "skipped": 0, "tried": 0, "examples": 0, "day": "2026-01-01"}
    all_of_it: Entry = {**counted, "passed": 900, "soak": True}

    for failed, kept in ((0, True), (1, False)):
        counter = Counter(tmp_path / "figures.json", lambda _: True)
        counter.entries = {name: dict(all_of_it)}
        counter.pytest_sessionfinish()
        counter.entries = {name: {**counted, "passed": 9, "soak": False, "failed": failed}}
        counter.pytest_sessionfinish()

        assert (read(counter.path)[name]["passed"] == 900) is kept


def test_the_figures_stand_beside_the_promises() -> None:
    """The file is a part of the project, so that everybody reads the same page."""
    assert FIGURES.is_file()

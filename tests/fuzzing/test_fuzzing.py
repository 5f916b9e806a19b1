"""What fuzzing begins with and what it has found keep every promise."""

import importlib.util
import subprocess
import sys
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.fuzzing.targets import FINDINGS, TARGETS, Target, inputs
from tests.program import ROOT
from tests.properties.thorough import often


@pytest.mark.parametrize("target", TARGETS, ids=lambda one: one.name)
def test_what_fuzzing_begins_with_and_has_found_keeps_every_promise(
    target: Target, record_property: Callable[[str, object], None]
) -> None:
    """What was found once is tried for ever."""
    tried = 0
    for name, data in inputs(target):
        try:
            target.run(data)
        except Exception as error:
            raise AssertionError(name) from error
        tried += 1
    assert tried
    record_property("tried", tried)


@pytest.mark.parametrize("target", TARGETS, ids=lambda one: one.name)
@often
@given(data=st.binary(max_size=200))
def test_any_bytes_keep_every_promise(target: Target, data: bytes) -> None:
    """Where there is no fuzzer, chance has to do."""
    target.run(data)


def test_every_finding_belongs_to_a_target() -> None:
    """A case in a folder that nothing reads is never tried again."""
    names = (
        {path.name for path in FINDINGS.iterdir() if path.is_dir()} if FINDINGS.is_dir() else set()
    )

    assert names <= {target.name for target in TARGETS}


def test_the_fuzzer_runs() -> None:
    """For a second, so that `make fuzz` does not rot."""
    if importlib.util.find_spec("atheris") is None:
        pytest.skip("needs atheris: `make fuzz` installs it where there is a build for this system")

    done = subprocess.run(
        [sys.executable, "-m", "tests.fuzzing", "figure", "--seconds", "1"],
        cwd=ROOT, capture_output=True, text=True, check=False, timeout=100,
    )  # fmt: skip

    assert done.returncode == 0, done.stdout + done.stderr
    assert "figure: " in done.stdout

"""The program, started many times."""

from collections.abc import Iterator

import pytest

from tests.hostile.nursery import Nursery


@pytest.fixture(scope="module")
def nursery() -> Iterator[Nursery]:
    """The process from which all runs are forked."""
    with Nursery() as started:
        yield started

"""Every example in a docstring is true."""

import doctest
import importlib
from pathlib import Path

import pytest

FOLDER = Path(__file__).resolve().parents[2] / "glossary_site"
MODULES = sorted(
    ".".join(path.relative_to(FOLDER.parent).with_suffix("").parts).removesuffix(".__init__")
    for path in FOLDER.rglob("*.py")
    if path.name != "__main__.py" and "theme" not in path.relative_to(FOLDER).parts[:-1]
)


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_of_a_module_are_true(name: str) -> None:
    """An example that is wrong is worse than none."""
    result = doctest.testmod(importlib.import_module(name))

    assert result.failed == 0


def test_there_are_examples() -> None:
    """Else the test above would say nothing."""
    tried = [doctest.testmod(importlib.import_module(name)).attempted for name in MODULES]

    assert sum(tried) > 20

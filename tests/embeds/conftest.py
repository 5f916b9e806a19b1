"""The small glossary of tests/machines, for these tests too."""

from tests.machines.conftest import animals

__all__ = ["animals"]

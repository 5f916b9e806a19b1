"""A to Z must not depend on which of two equal ways computed it."""

import itertools
import string

import pyuca
from hypothesis import given
from hypothesis import strategies as st

from glossary_site.graph.collation import ascii_key

PRINTABLE = "".join(chr(code) for code in range(0x20, 0x7F))
COLLATOR = pyuca.Collator()


def test_every_pair_of_ascii_characters_sorts_as_in_the_root_collation() -> None:
    """The short cut spares the table of 35,000 weights, and must not be seen in the order."""
    pairs = ["".join(pair) for pair in itertools.product(PRINTABLE, repeat=2)]

    assert sorted(pairs, key=ascii_key) == sorted(pairs, key=COLLATOR.sort_key)


@given(st.lists(st.text(string.ascii_letters + " -'&1", max_size=8), max_size=12, unique=True))
def test_ascii_titles_sort_as_in_the_root_collation(titles: list[str]) -> None:
    """Longer titles compare all letters before any case."""
    assert sorted(titles, key=ascii_key) == sorted(titles, key=COLLATOR.sort_key)

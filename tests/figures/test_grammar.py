"""Where the grammar of figures ends: what is one, what is none, and what is a slip."""

import pytest

from glossary_site.content.figure_grammar import Misspelling, Reference, asks_for_figure, parse


@pytest.mark.parametrize("condition", ["year =", "= 2024", "=", "year = 2024 = 2025", "year"])
def test_a_condition_without_both_sides_is_a_slip(condition: str) -> None:
    """A condition that is half read would choose other rows than its author meant."""
    made = parse(f"price.latest where {condition}")

    assert isinstance(made, Misspelling)
    assert made.message.startswith("has a condition without column or value")


def test_a_condition_with_both_sides_is_read() -> None:
    """The shortest one: a column, a sign, a value."""
    made = parse("price.latest where year = 2024")

    assert isinstance(made, Reference)
    assert made.where == (("year", "2024"),)


@pytest.mark.parametrize(
    ("text", "is_meant"),
    [
        ("price", True), ("price ", True), ("price.", True), ("price.x y", True),
        ("price!", False), ("price,", False), ("price-tag", False), ("price/x", False),
    ],
)  # fmt: skip
def test_a_datasets_name_alone_is_meant_and_a_longer_word_is_not(
    text: str, *, is_meant: bool
) -> None:
    """Prose may speak of template languages in braces of their own."""
    assert asks_for_figure(text, "price".__eq__, lambda _: False) is is_meant


@pytest.mark.parametrize(("rounding", "is_right"), [
    ("1 digit", True), ("12 digits", True), ("0 places", True), ("12 places", True),
    ("0 digits", False), ("13 digits", False), ("13 places", False),
])  # fmt: skip
def test_roundings_have_limits(rounding: str, *, is_right: bool) -> None:
    """No digit at all is no number, and more than twelve are noise."""
    assert isinstance(parse(f"price.latest as {rounding}"), Reference) is is_right

"""Figures for reading: exact, grouped, and compared in words."""

from decimal import Decimal

import pytest

from glossary_site.fields.dataset import Column
from glossary_site.render.data_view import table_view
from glossary_site.render.headline import headline_view
from glossary_site.render.numbers import change, figure, file_size, plain_number
from tests.unit.making import dataset


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("0", "0"),
        ("-0", "0"),
        ("-0.00", "0.00"),
        ("1234567.50", "1,234,567.50"),
        ("-1234", "−1,234"),
        ("999999999999999", "999,999,999,999,999"),
        ("1000000000000000", "1 × 10¹⁵"),
        ("5e26", "5 × 10²⁶"),
        ("-2.50e30", "−2.5 × 10³⁰"),
        ("0.00001", "0.00001"),
        ("0.000001", "1 × 10⁻⁶"),
        ("0.1", "0.1"),
        ("0.30000000000000004", "0.30000000000000004"),
        ("12345678901234567890", "1.234567890123456789 × 10¹⁹"),
        ("0." + "0" * 6 + "1" * 32, "1." + "1" * 31 + " × 10⁻⁷"),
    ],
)
def test_a_number_keeps_the_digits_it_was_given(given: str, shown: str) -> None:
    """A float on the way would change what a source says."""
    assert plain_number(Decimal(given)) == shown


@pytest.mark.parametrize(
    ("unit", "shown"),
    [
        ("USD per million tokens", "$20"),
        ("EUR", "€20"),
        ("billion GBP", "£20"),
        ("% of adults", "20%"),
        ("%", "20%"),
        ("points", "20"),
        (None, "20"),
        ("USDT", "20"),
    ],
)
def test_a_figure_carries_the_sign_of_its_unit(unit: str | None, shown: str) -> None:
    """Of the column's, else of the dataset's."""
    column = Column(name="c", type="number", unit=unit)

    assert figure("20", column, None) == shown
    assert figure("20", Column(name="c", type="number"), unit) == shown


def test_a_minus_stands_before_the_currency() -> None:
    """As accountants write it."""
    assert figure("-3", Column(name="c", type="number", unit="USD"), None) == "−$3"


@pytest.mark.parametrize(
    ("now", "then", "words"),
    [
        ("0.07", "20", "down 99.65%"),
        ("90", "20", "up 4.5-fold"),
        ("40", "20", "up 2-fold"),
        ("39.99", "20", "up 99.95%"),
        ("20", "20.0", "unchanged"),
        ("0", "20", "down 100%"),
        ("5", "0", None),
        ("5", "-1", None),
        ("-5", "1", None),
        ("1e30", "1", "up 1 × 10³⁰-fold"),
        ("1.26e300", "1e-300", "up 1.3 × 10⁶⁰⁰-fold"),
    ],
)
def test_a_change_is_said_in_words(now: str, then: str, words: str | None) -> None:
    """And not at all where a percentage would mislead."""
    assert change(Decimal(now), Decimal(then), is_share=False) == words


@pytest.mark.parametrize(
    ("now", "then", "words"),
    [
        ("78", "55", "up 23 percentage points"),
        ("54", "55", "down 1 percentage point"),
        ("54.5", "55", "down 0.5 percentage points"),
    ],
)
def test_a_share_moves_by_points(now: str, then: str, words: str) -> None:
    """From 50% to 55% is not 5% more."""
    assert change(Decimal(now), Decimal(then), is_share=True) == words


@pytest.mark.parametrize(
    ("count", "words"),
    [(0, "0 bytes"), (999, "999 bytes"), (1000, "1 kB"), (1840, "1.8 kB"), (2_500_000, "2.5 MB")],
)
def test_sizes_are_given_as_file_managers_give_them(count: int, words: str) -> None:
    """Before a download, on a telephone, it matters."""
    assert file_size(count) == words


PRICES = [{"name": "day", "type": "date"}, {"name": "price_usd", "type": "number", "unit": "USD"}]
ROWS = [("2022-11-01", "20"), ("2023-03-01", ""), ("2023-06-01", "5"), ("2024-10-03", "0.07")]


@pytest.mark.parametrize(
    ("row", "compare", "shown", "when", "moved"),
    [
        ("last", "first", "$0.07", "October 2024", "down 99.65% since November 2022"),
        ("first", "last", "$20", "November 2022", "up 285.7-fold since October 2024"),
        ("max", None, "$20", "November 2022", None),
        ("min", "max", "$0.07", "October 2024", "down 99.65% since November 2022"),
        ("last", "min", "$0.07", "October 2024", None),
    ],
)
def test_a_headline_says_the_figure_its_day_and_how_it_moved(
    row: str, compare: str | None, shown: str, when: str, moved: str | None
) -> None:
    """Empty cells are passed over; a row is not compared with itself."""
    headline = {"column": "price_usd", "row": row, "compare": compare, "say": "per million"}
    view = headline_view(dataset(ROWS, PRICES, headline=headline))

    assert view is not None
    assert (view.figure, view.say, view.when, view.change) == (shown, "per million", when, moved)


def test_without_times_a_headline_names_what_it_is_compared_with() -> None:
    """A column of words serves instead."""
    columns = [{"name": "model", "type": "string"}, {"name": "score", "type": "integer"}]
    headline = {"column": "score", "row": "max", "compare": "min"}
    view = headline_view(dataset([("Old", "10"), ("New", "15")], columns, headline=headline))

    assert view is not None
    assert (view.figure, view.when, view.change) == ("15", None, "up 50% from Old")


@pytest.mark.parametrize("rows", [[], [("2024-01-01", "")]])
def test_a_headline_without_a_figure_is_left_out(rows: list[tuple[str, str]]) -> None:
    """A dash in large letters says nothing."""
    assert headline_view(dataset(rows, PRICES, headline={"column": "price_usd"})) is None


def test_a_cut_table_keeps_its_newest_rows() -> None:
    """And says how many there are."""
    view = table_view(dataset(ROWS, PRICES), 2)

    assert view.rows == (("2023-06-01", "5"), ("2024-10-03", "0.07"))
    assert view.total == 4
    assert [(column.name, column.is_number) for column in view.columns] == [
        ("Day", False), ("Price usd", True),
    ]  # fmt: skip


def test_a_table_without_times_keeps_its_first_rows_and_marks_what_is_not_known() -> None:
    """The author's order is a ranking then."""
    columns = [{"name": "who", "type": "string"}, {"name": "n", "type": "integer"}]
    view = table_view(dataset([("A", "1000"), ("B", ""), ("C", "3")], columns), 2)

    assert view.rows == (("A", "1,000"), ("B", "–"))

"""What a description says of its refresh is checked in every build, long before it is fetched."""

from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from glossary_site import schemas
from glossary_site.content.datasets import read_description
from glossary_site.refresh.converting import cut, scaled
from tests.refresh.conftest import DESCRIPTION

RIGHT = (
    'format: json\npath: a.0."b.c"\ncolumns: {date: d.at, price: {column: p, scale: 1e-3}}',
    "rows: {Entity: World, Kind: [a, b]}\nunknown: [n/a]\nappend: yes\nkey: [date]\nsort: [date]",
    "columns: {date: {column: Day, dates: day-first}, price: {value: 1}}",
)  # fmt: skip
WRONG = {
    "path: a.b": "path: a CSV document has no path",
    "append: true": "append needs a key",
    "key: [day]": 'refresh.key names no column: "day"',
    "sort: [date, date]": 'refresh.sort names "date" twice',
    "columns: {prize: x}": 'refresh.columns names no column: "prize"',
    "columns: {date: {column: x, scale: 2}}": 'scale needs numbers, and the column "date" holds',
    "columns: {price: {column: x, dates: seconds}}": 'dates needs dates, and the column "price"',
    "columns: {price: {value: dear}}": '"dear" is not a number',
    "columns: {price: {scale: 2}}": "needs either column or value",
    "columns: {price: {value: 1, scale: 2}}": "converts a value that stands here",
    "columns: {price: {column: x, scale: 0.0}}": '"0.0" is no factor',
    "format: json\ncolumns: {price: a..b}": '"a..b" is no path',
    "format: json\npath: 'a.\"b'": "is no path",
    "format: xml": 'format of refresh "xml" is not one of',
    "every: week": 'the key "every" is not known here',
}


def described(more: str) -> str:
    return DESCRIPTION + "".join(f"  {line}\n" for line in more.splitlines())


@pytest.mark.parametrize("more", RIGHT)
def test_what_the_reference_offers_is_accepted(more: str) -> None:
    """By the check, and by the schema that editors use."""
    assert read_description("data/a.yaml", described(more))[1] == ()
    value: Any = yaml.load(described(more), Loader=yaml.BaseLoader)  # noqa: S506 (all of it text)
    value["refresh"].pop("append", None)
    assert list(Draft202012Validator(schemas.dataset_schema()).iter_errors(value)) == []


@pytest.mark.parametrize(("more", "message"), WRONG.items(), ids=range(len(WRONG)))
def test_a_mistake_is_found_where_it_stands(more: str, message: str) -> None:
    """An author must not wait for Monday's refresh to learn of it."""
    (found,) = read_description("data/a.yaml", described(more))[1]

    assert message.removeprefix("path: ") in found.message
    assert found.span.line >= 10


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("http://data.example/a.csv", "must be an https address"),
        ("https://me:secret@data.example/a.csv", "holds a name or password"),
        ("https://data.example/a.csv#top", "ends in a fragment"),
        ("file:///etc/passwd", "is not a web address"),
    ],
)
def test_an_address_that_may_not_be_asked_is_a_mistake(url: str, message: str) -> None:
    """It is read by everybody, and asked by a machine of yours."""
    text = DESCRIPTION.replace("https://data.example/prices.csv", url)
    (found,) = read_description("data/a.yaml", text)[1]

    assert (found.code, found.span.line) == ("bad-value", 9)
    assert message in found.message


def test_numbers_are_scaled_digit_by_digit() -> None:
    """A price of 0.07 must not become 0.07000000000000001."""
    assert scaled("70", "0.001") == "0.07"
    assert scaled("0.1", "3") == "0.3"
    assert scaled("5", "1e15") == "5000000000000000"


def test_only_whole_dates_are_cut() -> None:
    """Something else that begins with a year is a mistake for the check to find."""
    assert cut("2026-08-05 10:00", "yearmonth") == "2026-08"
    assert cut("2026-Q3 and more", "year") == "2026-Q3 and more"

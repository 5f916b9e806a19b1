"""From what a source writes to what our column holds: a closed set of conversions."""

import datetime as dt
import re
from collections.abc import Collection
from decimal import Context, Decimal
from typing import Final

from glossary_site.content.cells import DIGIT_LIMIT, CellError, check_cell
from glossary_site.fields.dataset import ColumnType
from glossary_site.fields.refresh import Origin

# More digits than a cell and a factor have together: no product is ever rounded.
_EXACT: Final = Context(prec=100)
_LENGTHS: Final = {"date": 10, "yearmonth": 7, "year": 4}
_YEAR_FIRST: Final = re.compile(r"[0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2}(?:[T ][0-9:.,+Zz-]+)?)?)?")
_YEAR_LAST: Final = re.compile(r"([0-9]{1,2})([./-])([0-9]{1,2})\2([0-9]{4})")
_FURTHEST: Final = 253_402_300_799
"""The last second of the year 9999, counted from 1970."""


def converted(text: str, origin: Origin, kind: ColumnType, unknown: Collection[str]) -> str:
    """Convert the text of a cell; what is right is for the check of cells to say.

    Raises:
        CellError: If it is not what the description says that it is.
    """
    flat = " ".join(text.split())
    if not flat or flat in unknown:
        return ""
    if origin.scale is not None:
        return scaled(flat, origin.scale)
    if kind in _LENGTHS:
        return cut(flat if origin.dates is None else _dated(flat, origin.dates), kind)
    return text


def scaled(text: str, factor: str) -> str:
    """Multiply a number, digit by digit.

    >>> scaled("70", "0.001"), scaled("1.10", "1e6")
    ('0.07', '1100000')

    Raises:
        CellError: If it is not a number.
    """
    number = Decimal(check_cell("number", text))
    product = _EXACT.multiply(number, Decimal(factor)).normalize(_EXACT)
    plain = format(product, "f")
    return plain if len(plain) <= DIGIT_LIMIT else str(product).lower()


def cut(text: str, kind: ColumnType) -> str:
    """Cut a date that says more than the column holds.

    >>> cut("2026-08-05T10:00:00Z", "date"), cut("2026-08-05", "yearmonth")
    ('2026-08-05', '2026-08')
    """
    return text[: _LENGTHS[kind]] if _YEAR_FIRST.fullmatch(text) else text


def _dated(text: str, how: str) -> str:
    """Put a date's year first."""
    if how in {"seconds", "milliseconds"}:
        seconds = float(check_cell("number", text)) / (1000 if how == "milliseconds" else 1)
        if not -_FURTHEST / 5 < seconds <= _FURTHEST:
            raise CellError(f"counts no {how} of our years")
        day = dt.datetime(1970, 1, 1, tzinfo=dt.UTC) + dt.timedelta(seconds=seconds)
        return day.date().isoformat()
    match = _YEAR_LAST.fullmatch(text)
    if match is None:
        raise CellError(f"is not a date written {how}")
    first, _, second, year = match.groups()
    day_text, month = (first, second) if how == "day-first" else (second, first)
    return f"{year}-{month:0>2}-{day_text:0>2}"

"""Figures for reading: exact decimals, grouped, never rounded on the way through a float."""

from decimal import ROUND_HALF_UP, Context, Decimal
from typing import Final

from glossary_site.fields.dataset import Column

UNKNOWN: Final = "–"
_SUPERSCRIPTS: Final = str.maketrans("0123456789-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻")
_LARGE: Final = 15
_SMALL: Final = -5
_EXACT: Final = Context(prec=60)
"""More digits than a cell may have; Python's own context would round after 28."""


def plain_number(value: Decimal) -> str:
    """Format a number with the digits it was given.

    >>> plain_number(Decimal("1234567.50")), plain_number(Decimal("5e26")), plain_number(Decimal(0))
    ('1,234,567.50', '5 × 10²⁶', '0')
    """
    if value and not _SMALL <= value.adjusted() < _LARGE:
        digits = value.scaleb(-value.adjusted(), _EXACT).normalize(_EXACT)
        power = str(value.adjusted()).translate(_SUPERSCRIPTS)
        return f"{_signed(f'{digits:f}')} × 10{power}"
    if value == 0:
        value = abs(value)  # no minus before zero
    return _signed(f"{value:,f}")


def _signed(text: str) -> str:
    return "−" + text[1:] if text.startswith("-") else text


def figure(text: str, column: Column, unit: str | None) -> str:
    """Format a number with the sign of its unit.

    Args:
        text: The cell.
        column: Its column, whose unit counts before `unit`.
        unit: The dataset's unit.

    Returns:
        With `$` where the unit counts US dollars, `€` and `£` likewise, `%` where it is a share.

    >>> figure("0.07", Column(name="p", type="number", unit="USD per million tokens"), None)
    '$0.07'
    """
    number = plain_number(Decimal(text))
    words = (column.unit or unit or "").split()
    for code, sign in (("USD", "$"), ("EUR", "€"), ("GBP", "£")):
        if code in words:
            return f"−{sign}{number[1:]}" if number.startswith("−") else sign + number
    if words[:1] == ["%"]:
        return number + "%"
    return number


def change(now: Decimal, then: Decimal, *, is_share: bool) -> str | None:
    """Say how a figure moved, in words; None where a comparison says nothing.

    >>> change(Decimal("0.07"), Decimal("20"), is_share=False)
    'down 99.65%'
    >>> change(Decimal("90"), Decimal("20"), is_share=False)
    'up 4.5-fold'
    >>> change(Decimal("78"), Decimal("55"), is_share=True)
    'up 23 percentage points'
    """
    if now == then:
        return "unchanged"
    word = "up" if now > then else "down"
    if is_share:
        points = abs(now - then)
        return f"{word} {plain_number(points)} percentage point{'' if points == 1 else 's'}"
    if then <= 0 or now < 0:
        return None
    if now >= 2 * then:
        return f"up {_rounded(now / then, 1)}-fold"
    return f"{word} {_rounded(abs(now - then) / then * 100, 2)}%"


def _rounded(value: Decimal, places: int) -> str:
    if value.adjusted() >= _LARGE:  # too many digits to round behind the point, and to read
        return plain_number(Context(prec=places + 1, rounding=ROUND_HALF_UP).plus(value))
    rounded = value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    return plain_number(rounded.normalize() if rounded % 1 else rounded.quantize(Decimal(1)))


def file_size(count: int) -> str:
    """Put a number of bytes in words.

    >>> file_size(1_840), file_size(120)
    ('1.8 kB', '120 bytes')
    """
    if count < 1000:  # noqa: PLR2004 (kilo)
        return f"{count} bytes"
    for unit in ("kB", "MB"):
        count_in = Decimal(count) / (1000 if unit == "kB" else 1_000_000)
        if count_in < 1000:  # noqa: PLR2004 (kilo)
            break
    return f"{_rounded(count_in, 1)} {unit}"

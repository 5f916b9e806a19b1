"""Figures for reading: exact decimals, grouped, never rounded on the way through a float."""

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Context, Decimal
from typing import Final

from glossary_site.fields.dataset import Column

UNKNOWN: Final = "–"
_SUPERSCRIPTS: Final = str.maketrans("0123456789-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻")
_LARGE: Final = 15
_SMALL: Final = -5
SIGNS: Final = {"USD": "$", "EUR": "€", "GBP": "£"}
"""Of currencies, by their codes."""
_CENT: Final = Decimal("0.01")
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
    >>> figure("2.6", Column(name="p", type="number", unit="USD per hour"), None)
    '$2.60'
    """
    words = (column.unit or unit or "").split()
    number = plain_number(_with_cents(Decimal(text), words))
    code = next((code for code in SIGNS if code in words), None)
    return with_sign(
        number, "%" if code is None and words[:1] == ["%"] else SIGNS.get(code or "", "")
    )


def with_sign(number: str, sign: str) -> str:
    """Put the sign of its unit to a number: `$`, `€` and `£` before it, `%` behind, or none.

    >>> with_sign("−5", "$"), with_sign("5", "%")
    ('−$5', '5%')
    """
    if sign == "%":
        return number + sign
    return f"−{sign}{number[1:]}" if number.startswith("−") else sign + number


def _with_cents(value: Decimal, unit: Sequence[str]) -> Decimal:
    """Give an amount of whole dollars both digits of its cents, where it has one of them."""
    return (
        value.quantize(_CENT)
        if unit[:1] and unit[0] in SIGNS and value.as_tuple().exponent == -1
        else value
    )


def change(now: Decimal, then: Decimal, *, is_share: bool, places: int | None = None) -> str | None:
    """Say how a figure moved, in words; None where a comparison says nothing.

    A percentage is rounded to two places, a multiple to one, unless `places` says otherwise.

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
        points = abs(_EXACT.subtract(now, then))
        if places is not None:
            points = to_places(points, places)
        return f"{word} {plain_number(points)} percentage point{'' if points == 1 else 's'}"
    if then <= 0 or now < 0:
        return None
    if now >= 2 * then:
        return f"up {_rounded(now / then, 1 if places is None else places)}-fold"
    percent = _rounded(abs(now - then) / then * 100, 2 if places is None else places)
    return f"{word} {percent}%"


def _rounded(value: Decimal, places: int) -> str:
    if value.adjusted() >= _LARGE:  # too many digits to round behind the point, and to read
        return plain_number(Context(prec=places + 1, rounding=ROUND_HALF_UP).plus(value))
    rounded = value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    return plain_number(rounded.normalize() if rounded % 1 else rounded.quantize(Decimal(1)))


def to_places(value: Decimal, places: int) -> Decimal:
    """Round to decimal places, half away from zero; a number too large to have any stays.

    >>> to_places(Decimal("2.345"), 2), to_places(Decimal("7"), 2)
    (Decimal('2.35'), Decimal('7.00'))
    """
    if value.adjusted() >= _LARGE:
        return value
    return value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP, _EXACT)


def to_digits(value: Decimal, digits: int) -> Decimal:
    """Round to significant digits, half away from zero.

    >>> to_digits(Decimal("285.714"), 3), to_digits(Decimal("3200"), 3)
    (Decimal('286'), Decimal('3.20E+3'))
    """
    return Context(prec=digits, rounding=ROUND_HALF_UP).plus(value)


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

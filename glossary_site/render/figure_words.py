"""Figures of sentences in words: the formats that an author may ask for."""

from decimal import Context, Decimal
from typing import Final

from msgspec import Struct

from glossary_site.content.figure_grammar import Form, Reference
from glossary_site.content.figures import NUMBERS, TIMES, Figure
from glossary_site.fields.dataset import Column
from glossary_site.render.dates import in_words
from glossary_site.render.numbers import (
    SIGNS,
    change,
    plain_number,
    to_digits,
    to_places,
    with_sign,
)

_NAMES: Final = {"USD": "dollars", "EUR": "euros", "GBP": "pounds"}
_SCALES: Final = {
    "thousand": 3, "million": 6, "billion": 9, "trillion": 12, "quadrillion": 15,
    "quintillion": 18,
}  # fmt: skip
"""Words that stand for zeros, and for how many."""
_SHORT_FROM: Final = 6
"""Zeros: what has fewer is not shortened."""
_SMALL: Final = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
    "twelve",
)  # fmt: skip
_LENGTHS: Final[dict[Form, int]] = {"year": 4, "month": 7, "day": 10}
"""How much of a date each format shows."""
_EXACT: Final = Context(prec=60)
DIGITS: Final = 3
"""Significant digits of a factor and of a shortened number, unless the author says otherwise."""


class Unit(Struct, frozen=True):
    """What a number counts, taken apart."""

    sign: str = ""
    """`$`, `€`, `£`, `%` or none."""
    scale: str = ""
    """For instance `billion`, if the numbers are counted so."""
    rest: str = ""
    """What follows the number and its scale in words."""


def unit_parts(unit: str | None) -> Unit:
    """Take a unit apart.

    >>> unit_parts("USD per million tokens"), unit_parts("billion 2021 USD")
    (Unit(sign='$', scale='', rest='per million tokens'), \
Unit(sign='$', scale='billion', rest='in 2021 dollars'))
    """
    words = (unit or "").split()
    scale = ""
    if words and words[0] in _SCALES:
        scale, *words = words
    if words[:1] == ["%"]:
        return Unit("%", scale, " ".join(words[1:]))
    for code, sign in SIGNS.items():
        if words[:1] == [code]:
            return Unit(sign, scale, " ".join(words[1:]))
        if words[1:2] == [code] and words[0].isdecimal():
            return Unit(sign, scale, " ".join(["in", words[0], _NAMES[code], *words[2:]]))
    return Unit("", scale, " ".join(words))


def figure_in_words(figure: Figure, unit: str | None, asked: Reference) -> str | None:
    """Write a cell; None where it cannot be written in the format that is asked for."""
    return cell_in_words(figure.value, figure.column, unit, asked)


def cell_in_words(cell: str, column: Column, unit: str | None, asked: Reference) -> str | None:
    """Write any cell of a figure's row, likewise."""
    if column.type in NUMBERS:
        return number_in_words(Decimal(cell), unit_parts(unit), asked)
    if column.type in TIMES:
        return date_in_words(cell, asked)
    return cell if is_plain(asked) else None


def is_plain(asked: Reference) -> bool:
    """Say whether no format is asked for."""
    return asked.form is None and asked.places is None and asked.digits is None


def date_in_words(date: str, asked: Reference) -> str | None:
    """Write a date: all that is known of it, or less."""
    if asked.places is not None or asked.digits is not None:
        return None
    if asked.form is None:
        return in_words(date)
    length = _LENGTHS.get(asked.form)
    return None if length is None or len(date) < length else in_words(date[:length])


def number_in_words(value: Decimal, unit: Unit, asked: Reference) -> str | None:
    """Write a number with the sign of its unit and the scale that it is counted in."""
    form = asked.form
    if form in _LENGTHS or (form == "percent" and unit.sign != "%"):
        return None
    if form == "short":
        return _short(value, unit, asked)
    value = _rounded(value, asked)
    if form == "number":
        return plain_number(value)
    if form == "percent":
        return f"{plain_number(value)} percent"
    if form == "words" and value == value.to_integral_value() and 0 <= value < len(_SMALL):
        return " ".join(filter(None, (_SMALL[int(value)], unit.scale)))
    rest = unit.rest if form == "unit" else ""
    return " ".join(filter(None, (with_sign(plain_number(value), unit.sign), unit.scale, rest)))


def change_in_words(now: Decimal, then: Decimal, unit: Unit, asked: Reference) -> str | None:
    """Write how a figure moved."""
    if asked.form is not None or asked.digits is not None:
        return None
    return change(now, then, is_share=unit.sign == "%", places=asked.places)


def factor_in_words(one: Decimal, other: Decimal, asked: Reference) -> str | None:
    """Write how many times as large the larger of two numbers is."""
    if asked.form not in {None, "number", "words"}:
        return None
    factor = _EXACT.divide(max(one, other), min(one, other))
    if asked.places is None and asked.digits is None:
        factor = to_digits(factor, DIGITS)
    return number_in_words(_trimmed(factor), Unit(), asked)


def _short(value: Decimal, unit: Unit, asked: Reference) -> str:
    """Write a number with the largest scale that leaves a digit before the point."""
    zeros = value.adjusted() + _SCALES.get(unit.scale, 0)
    if not value or zeros < _SHORT_FROM:
        value = _EXACT.multiply(value, Decimal(10) ** _SCALES.get(unit.scale, 0))
        return with_sign(plain_number(_rounded(value, asked)), unit.sign)
    if asked.digits is None and asked.places is None:
        value = to_digits(value, DIGITS)
        zeros = value.adjusted() + _SCALES.get(unit.scale, 0)
    scale, power = [(word, power) for word, power in _SCALES.items() if power <= zeros][-1]
    value = value.scaleb(_SCALES.get(unit.scale, 0) - power, _EXACT)
    if asked.digits is None and asked.places is None:
        value = _trimmed(value)
    return f"{with_sign(plain_number(_rounded(value, asked)), unit.sign)} {scale}"


def _rounded(value: Decimal, asked: Reference) -> Decimal:
    if asked.places is not None:
        return to_places(value, asked.places)
    if asked.digits is not None:
        return to_digits(value, asked.digits)
    return value


def _trimmed(value: Decimal) -> Decimal:
    """Drop zeros behind the point that rounding has made."""
    whole = value.to_integral_value()
    return whole if value == whole else value.normalize(_EXACT)

"""Values beside marks: with the digits they have, or fewer where there are many."""

from decimal import ROUND_HALF_UP, Context, Decimal
from typing import Final

from glossary_site.render.charts.ticks import short
from glossary_site.render.numbers import plain_number

_LONG: Final = 7
_DIGITS: Final = Context(prec=3, rounding=ROUND_HALF_UP)


def value_text(value: Decimal, unit: str) -> str:
    """Say a value in a few characters.

    >>> value_text(Decimal("4.69"), "%"), value_text(Decimal("1048576"), "tokens")
    ('4.69%', '1.05M')
    """
    text = plain_number(value)
    if len(text) > _LONG:
        text = short(_DIGITS.plus(value))
    return f"{text}%" if unit.startswith("%") else text

"""From values to places between 0 and 1, exactly until the last step.

Values come as exact decimals, up to 1e300 and with up to 40 digits: their differences are counted
as decimals too, so that no two equal values are drawn apart, and no extreme one leaves the chart.
"""

import math
from collections.abc import Iterable
from decimal import ROUND_CEILING, ROUND_FLOOR, Context, Decimal
from typing import Final, Literal

from msgspec import Struct

EXACT: Final = Context(prec=60)
_STEPS: Final = (1, 2, 5, 10)
_NEAR_ZERO: Final = Decimal("0.5")
"""Values that begin below this part of their greatest are drawn from zero on."""


class Scale(Struct, frozen=True):
    """The ends of an axis."""

    low: Decimal
    """Its lower end."""
    high: Decimal
    """Its upper end, which is greater."""
    kind: Literal["linear", "log"] = "linear"
    """A logarithmic one has ends above zero."""

    def at(self, value: Decimal) -> float:
        """Find the place of a value: 0 at the lower end, 1 at the upper one.

        >>> Scale(Decimal(0), Decimal(4)).at(Decimal(1))
        0.25
        >>> round(Scale(Decimal(1), Decimal(100), "log").at(Decimal(10)), 3)
        0.5
        """
        if self.kind == "log":
            low, high = _log(self.low), _log(self.high)
            place = (_log(value) - low) / (high - low)
        else:
            span = EXACT.subtract(self.high, self.low)
            place = float(EXACT.divide(EXACT.subtract(value, self.low), span))
        return min(max(place, 0.0), 1.0)


def _log(value: Decimal) -> float:
    """Take a logarithm to the base of ten, of numbers too small for a float as well."""
    power = value.adjusted()
    return power + math.log10(float(value.scaleb(-power, EXACT)))


def nice_step(span: Decimal, most: int) -> Decimal:
    """Choose 1, 2 or 5 times a power of ten that divides a span into at most so many parts."""
    rough = EXACT.divide(span, Decimal(most))
    power = Decimal(1).scaleb(rough.adjusted())
    return next(power * step for step in _STEPS if power * step >= rough)


def linear(values: Iterable[Decimal], most: int, *, from_zero: bool) -> tuple[Scale, Decimal]:
    """Fit a linear scale with round ends.

    Args:
        values: At least one.
        most: Into how many steps the axis is divided at most.
        from_zero: Whether zero must be on it.

    Returns:
        The scale, and the step between its ticks.
    """
    known = list(values)
    low, high = min(known), max(known)
    if from_zero or (0 <= low <= high * _NEAR_ZERO):
        low, high = min(low, Decimal(0)), max(high, Decimal(0))
    if low == high:
        low, high = min(low, Decimal(0)), max(high, Decimal(0))
    if low == high:
        high = Decimal(1)
    step = nice_step(EXACT.subtract(high, low), most)
    return Scale(_down(low, step), _up(high, step)), step


def _down(value: Decimal, step: Decimal) -> Decimal:
    return EXACT.multiply(_whole(value, step, ROUND_FLOOR), step)


def _up(value: Decimal, step: Decimal) -> Decimal:
    return EXACT.multiply(_whole(value, step, ROUND_CEILING), step)


def _whole(value: Decimal, step: Decimal, rounding: str) -> Decimal:
    return EXACT.divide(value, step).to_integral_value(rounding)


def logarithmic(values: Iterable[Decimal]) -> Scale:
    """Fit a logarithmic scale whose ends are 1, 2 or 5 times a power of ten; all are above zero."""
    known = list(values)
    low, high = min(known), max(known)
    power = Decimal(1).scaleb(low.adjusted())
    bottom = max(power * step for step in (1, 2, 5) if power * step <= low)
    power = Decimal(1).scaleb(high.adjusted())
    top = min(power * step for step in _STEPS if power * step >= high)
    if bottom == top:
        bottom, top = bottom / 10, top * 10
    return Scale(bottom, top, "log")

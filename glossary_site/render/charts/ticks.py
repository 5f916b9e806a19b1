"""Where an axis is labelled, and with what: round numbers, powers of ten, years, months, days."""

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from typing import Final, NamedTuple

from glossary_site.render.charts.scales import EXACT, Scale
from glossary_site.render.dates import MONTHS
from glossary_site.render.numbers import plain_number

_FEW: Final = 3
_WORDS: Final = ((12, "T"), (9, "B"), (6, "M"), (3, "k"))
_SHORT_FROM: Final = Decimal(1_000_000)
_MONTHS: Final = (1, 3, 6)
_YEARS: Final = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000)
_DAYS: Final = (1, 2, 7, 14)
_LONG: Final = 15


class Tick(NamedTuple):
    """A labelled place of an axis."""

    value: Decimal
    """Where."""
    label: str
    """What is said there."""


def linear_ticks(scale: Scale, step: Decimal) -> list[Tick]:
    """Label the multiples of a step."""
    count = int(EXACT.divide(EXACT.subtract(scale.high, scale.low), step).to_integral_value())
    values = [EXACT.add(scale.low, EXACT.multiply(step, Decimal(i))) for i in range(count + 1)]
    return _labelled(values)


def log_ticks(scale: Scale, most: int) -> list[Tick]:
    """Label powers of ten, every second or third of them if there are many, or 1, 2 and 5."""
    first, last = scale.low.adjusted(), scale.high.adjusted()
    powers = [Decimal(1).scaleb(i) for i in range(first, last + 1)]
    powers = [value for value in powers if scale.low <= value <= scale.high]
    if len(powers) < _FEW:
        steps = (Decimal(1).scaleb(i) * n for i in range(first, last + 1) for n in (1, 2, 5))
        return _labelled([value for value in steps if scale.low <= value <= scale.high])
    every = -(-len(powers) // most)
    return _labelled(powers[::every])


def _labelled(values: list[Decimal]) -> list[Tick]:
    """Label values, all of them short if one has many digits."""
    is_long = max(map(abs, values)) >= _SHORT_FROM
    return [Tick(value, short(value) if is_long else _plain(value)) for value in values]


def _plain(value: Decimal) -> str:
    if not value:
        return "0"
    text = plain_number(value.normalize(EXACT))
    return (
        text.replace("1 × ", "") if abs(value).normalize(EXACT).as_tuple().digits == (1,) else text
    )


def short(value: Decimal) -> str:
    """Shorten a number to thousands, millions, billions or trillions.

    >>> short(Decimal(2500000)), short(Decimal("1e24")), short(Decimal(200))
    ('2.5M', '10²⁴', '200')
    """
    if value and value.adjusted() < _LONG:
        for power, word in _WORDS:
            if abs(value) >= Decimal(1).scaleb(power):
                return _plain(value.scaleb(-power, EXACT)) + word
    return _plain(value)


def time_ticks(low: Decimal, high: Decimal, kind: str, most: int) -> list[Tick]:
    """Label the beginnings of years, of months, or days: as many as there is room for.

    Args:
        low: The first day of the axis, counted from the year 1.
        high: Its last day.
        kind: The type of the column; a year is never divided into months.
        most: How many labels fit.
    """
    first, last = (dt.date.fromordinal(int(day)) for day in (low, high))
    best: list[dt.date] = []
    for days in _calendar(first, last, kind):
        if len(days) <= most:
            return _dated(days) if days else _ends(first, last, kind)
        best = days
    every = -(-len(best) // most)
    return _dated(best[::every])


def _calendar(first: dt.date, last: dt.date, kind: str) -> Iterator[list[dt.date]]:
    """List the days that may be labelled, the finest division first, as far as it is of use."""
    span = (last - first).days
    if kind == "date" and span <= 62:  # noqa: PLR2004 (two months)
        for step in _DAYS:
            yield [first + dt.timedelta(i) for i in range(0, span + 1, step)]
    if kind != "year" and span <= 366 * 6:
        for step in _MONTHS:
            months = range(first.year * 12, last.year * 12 + 12, step)
            yield _within((dt.date(i // 12, i % 12 + 1, 1) for i in months), first, last)
    for step in _YEARS:
        years = range(-(-first.year // step) * step, last.year + 1, step)
        yield _within((dt.date(year, 1, 1) for year in years if year), first, last)


def _within(days: Iterator[dt.date], first: dt.date, last: dt.date) -> list[dt.date]:
    return [day for day in days if first <= day <= last]


def _dated(days: list[dt.date]) -> list[Tick]:
    """Label days: the year where it begins, and at the first label."""
    if all((day.month, day.day) == (1, 1) for day in days):
        return [Tick(Decimal(day.toordinal()), str(day.year)) for day in days]
    has_days = any(day.day != 1 for day in days)
    ticks = []
    for i, day in enumerate(days):
        is_new_year = (day.month, day.day) == (1, 1)
        label = f"{day.day} {MONTHS[day.month - 1][:3]}" if has_days else MONTHS[day.month - 1][:3]
        if is_new_year and not has_days:
            label = str(day.year)
        elif i == 0:
            label = f"{label} {day.year}"
        ticks.append(Tick(Decimal(day.toordinal()), label))
    return ticks


def _ends(first: dt.date, last: dt.date, kind: str) -> list[Tick]:
    """Label both ends of an axis on which nothing begins."""
    days = dict.fromkeys((first, last))
    return [Tick(Decimal(day.toordinal()), day_label(day, kind)) for day in days]


def day_label(day: dt.date, kind: str) -> str:
    """Name a day as exactly as a column does.

    >>> day_label(dt.date(2024, 3, 1), "yearmonth")
    'Mar 2024'
    """
    year = str(day.year)
    if kind == "year":
        return year
    month = f"{MONTHS[day.month - 1][:3]} {year}"
    return month if kind == "yearmonth" else f"{day.day} {month}"

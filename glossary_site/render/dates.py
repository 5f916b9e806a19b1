"""Days in words, the same in every locale of the machine."""

import datetime as dt

from glossary_site.render.views import DateView

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip


def in_words(partial: str) -> str:
    """Put YYYY, YYYY-MM or YYYY-MM-DD in words.

    >>> in_words("2026-11-23"), in_words("2025-04"), in_words("2025")
    ('23 November 2026', 'April 2025', '2025')
    """
    parts = partial.split("-")
    words = [parts[0]]
    if len(parts) > 1:
        words.insert(0, MONTHS[int(parts[1]) - 1])
    if len(parts) > 2:  # noqa: PLR2004 (a day is given)
        words.insert(0, str(int(parts[2])))
    return " ".join(words)


def month_in_words(partial: str) -> str:
    """Put a date in words, to the month at most.

    >>> month_in_words("2024-10-03")
    'October 2024'
    """
    return in_words(partial[:7])


def day_view(day: dt.date) -> DateView:
    """Make the view of a day."""
    iso = day.isoformat()
    return DateView(iso, in_words(iso))


def timestamp(day: dt.date) -> str:
    """Put a day as RFC 3339, at midnight UTC."""
    return f"{day.isoformat()}T00:00:00Z"

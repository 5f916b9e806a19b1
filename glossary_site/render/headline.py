"""The headline figure of a dataset in words: what it is, when it was, and how it moved."""

from decimal import Decimal
from typing import Final

from glossary_site.content.figures import Figure, Pick, find
from glossary_site.model import Dataset
from glossary_site.render.dates import month_in_words
from glossary_site.render.numbers import change, figure
from glossary_site.render.views import HeadlineView

_PICKS: Final[dict[str, Pick]] = {"first": "first", "last": "latest", "min": "min", "max": "max"}
"""From the rows of a headline to those of a figure."""


def headline_view(dataset: Dataset) -> HeadlineView | None:
    """Put the headline figure in words; None without one, or where its cells are all empty."""
    headline = dataset.fields.headline
    if headline is None:
        return None
    shown, _ = find(dataset, _PICKS[headline.row], headline.column, headline.where)
    if shown is None:
        return None
    base = None
    if headline.compare is not None:
        base, _ = find(dataset, _PICKS[headline.compare], headline.column, headline.where)
    return HeadlineView(
        figure=figure(shown.value, shown.column, dataset.fields.unit),
        say=headline.say,
        when=None if shown.date is None else month_in_words(shown.date),
        change=None if base is None else change_in_words(dataset, shown, base),
    )


def change_in_words(dataset: Dataset, now: Figure, then: Figure) -> str | None:
    """Say how a figure moved, and since when or from whom; None where that says nothing."""
    if now.row == then.row:
        return None
    unit = dataset.unit_of(now.column) or ""
    moved = change(Decimal(now.value), Decimal(then.value), is_share=unit.startswith("%"))
    if moved is None:
        return None
    if then.date is not None:
        return f"{moved} since {month_in_words(then.date)}"
    columns = dataset.fields.columns
    label = next((i for i, column in enumerate(columns) if column.type == "string"), None)
    return f"{moved} from {then.row[label]}" if label is not None and then.row[label] else moved

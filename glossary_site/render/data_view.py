"""Datasets for reading: headline figures in words, tables, sources."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Final

from glossary_site.fields.common import Source
from glossary_site.fields.dataset import Column, Headline
from glossary_site.model import Dataset
from glossary_site.render.dates import in_words, month_in_words
from glossary_site.render.numbers import UNKNOWN, change, figure, plain_number
from glossary_site.render.views import (
    ColumnView,
    DatasetCardView,
    HeadlineView,
    SourceView,
    TableView,
)

NUMBERS: Final = frozenset({"number", "integer"})
TIMES: Final = frozenset({"date", "yearmonth", "year"})
Row = tuple[str, ...]


def source_view(source: Source) -> SourceView:
    """Make the view of a source."""
    published = source.published
    return SourceView(
        title=source.title,
        publisher=source.publisher,
        href=source.url,
        published=None if published is None else in_words(published),
        published_iso=published,
        licence=source.licence,
        attribution=source.attribution,
    )


def dataset_card(dataset: Dataset, href: str, rows: int) -> DatasetCardView:
    """Make the card of a dataset.

    Args:
        dataset: The dataset.
        href: Its page.
        rows: How many rows to show at most.
    """
    fields = dataset.fields
    return DatasetCardView(
        id=dataset.id,
        href=href,
        title=fields.title,
        description=fields.description,
        unit=fields.unit,
        headline=headline_view(dataset),
        table=table_view(dataset, rows),
        sources=tuple(source_view(source) for source in fields.sources),
        updated=None if fields.updated is None else in_words(fields.updated),
    )


def table_view(dataset: Dataset, limit: int | None) -> TableView:
    """Format a table; a cut one keeps its newest rows if it has a column of time."""
    columns = dataset.fields.columns
    rows: Iterable[Row] = dataset.rows
    if limit is not None:
        has_time = time_column(columns) is not None
        rows = dataset.rows[-limit:] if has_time else dataset.rows[:limit]
    return TableView(
        columns=tuple(
            ColumnView(
                name=words(column.name),
                unit=column.unit,
                description=column.description,
                is_number=column.type in NUMBERS,
                is_time=column.type in TIMES,
            )
            for column in columns
        ),
        rows=tuple(
            tuple(cell_text(cell, column) for cell, column in zip(row, columns, strict=True))
            for row in rows
        ),
        total=len(dataset.rows),
    )


def words(name: str) -> str:
    """Put a column's name in words.

    >>> words("price_usd")
    'Price usd'
    """
    spaced = name.replace("_", " ").strip()
    return spaced[:1].upper() + spaced[1:]


def cell_text(cell: str, column: Column) -> str:
    """Format a cell for reading."""
    if not cell:
        return UNKNOWN
    return plain_number(Decimal(cell)) if column.type in NUMBERS else cell


def time_column(columns: tuple[Column, ...]) -> int | None:
    """Find the first column that says when."""
    return next((i for i, column in enumerate(columns) if column.type in TIMES), None)


def headline_view(dataset: Dataset) -> HeadlineView | None:
    """Put the headline figure in words; None without one, or where its cells are all empty."""
    headline = dataset.fields.headline
    if headline is None:
        return None
    columns = dataset.fields.columns
    at = next(i for i, column in enumerate(columns) if column.name == headline.column)
    known = [row for row in dataset.rows if row[at]]
    if not known:
        return None
    row = _pick(known, at, headline.row)
    when = time_column(columns)
    return HeadlineView(
        figure=figure(row[at], columns[at], dataset.fields.unit),
        say=headline.say,
        when=month_in_words(row[when]) if when is not None and row[when] else None,
        change=_change(dataset, headline, known, at, row),
    )


def _pick(rows: list[Row], at: int, which: str) -> Row:
    if which == "first":
        return rows[0]
    if which == "last":
        return rows[-1]
    return (min if which == "min" else max)(rows, key=lambda row: Decimal(row[at]))


def _change(
    dataset: Dataset, headline: Headline, known: list[Row], at: int, row: Row
) -> str | None:
    if headline.compare is None:
        return None
    base = _pick(known, at, headline.compare)
    if base is row:
        return None
    columns = dataset.fields.columns
    unit = columns[at].unit or dataset.fields.unit or ""
    moved = change(Decimal(row[at]), Decimal(base[at]), is_share=unit.startswith("%"))
    if moved is None:
        return None
    when = time_column(columns)
    if when is not None and base[when]:
        return f"{moved} since {month_in_words(base[when])}"
    label = next((i for i, column in enumerate(columns) if column.type == "string"), None)
    return f"{moved} from {base[label]}" if label is not None and base[label] else moved

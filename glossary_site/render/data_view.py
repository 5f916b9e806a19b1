"""Datasets for reading: tables, sources, and cards of both."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from glossary_site.content.figures import NUMBERS, TIMES, time_column
from glossary_site.content.table_checks import Row
from glossary_site.fields.common import Source
from glossary_site.fields.dataset import Column, ColumnType
from glossary_site.model import Dataset
from glossary_site.render.dates import in_words
from glossary_site.render.headline import headline_view
from glossary_site.render.licences import known_licence
from glossary_site.render.numbers import UNKNOWN, plain_number
from glossary_site.render.views import (
    ColumnView,
    DatasetCardView,
    DateView,
    SourceView,
    TableView,
)

_HOLDS: Final[dict[ColumnType, str]] = {
    "string": "text",
    "integer": "whole number",
    "number": "number",
    "date": "day",
    "yearmonth": "month",
    "year": "year",
    "boolean": "true or false",
}


def source_view(source: Source) -> SourceView:
    """Make the view of a source."""
    published, licence = source.published, known_licence(source.licence)
    return SourceView(
        title=source.title,
        publisher=source.publisher,
        href=source.url,
        published=None if published is None else in_words(published),
        published_iso=published,
        licence=source.licence,
        attribution=source.attribution,
        licence_href=None if licence is None else licence.href,
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
        updated=looked_up(dataset),
    )


def looked_up(dataset: Dataset) -> DateView | None:
    """Say when the figures of a dataset were looked up, if it says so."""
    day = dataset.fields.updated
    return None if day is None else DateView(day, in_words(day))


def table_view(dataset: Dataset, limit: int) -> TableView:
    """Format a table of at most `limit` rows; a cut one keeps its newest, if a column says when."""
    columns = dataset.fields.columns
    when = time_column(columns)
    is_newest = len(dataset.rows) > limit and when is not None
    rows: Sequence[Row] = dataset.rows[:limit]
    if is_newest and when is not None:
        rows = newest_rows(dataset.rows, when, limit)
    return TableView(
        columns=tuple(map(_column_view, columns)),
        rows=tuple(
            tuple(cell_text(cell, column) for cell, column in zip(row, columns, strict=True))
            for row in rows
        ),
        total=len(dataset.rows),
        part=_part(len(rows), len(dataset.rows), is_newest=is_newest),
    )


def newest_rows(rows: Sequence[Row], when: int, limit: int) -> tuple[Row, ...]:
    """Choose the newest rows, wherever in the table they stand, and leave them in its order.

    Dates, months and years are spelled so that text sorts them; an unknown one is the oldest.

    >>> newest_rows([("2026", "a"), ("2024", "a"), ("2025", "b")], 0, 2)
    (('2026', 'a'), ('2025', 'b'))
    """
    by_age = sorted(range(len(rows)), key=lambda index: (rows[index][when], index))
    return tuple(rows[index] for index in sorted(by_age[-limit:]))


def _part(shown: int, total: int, *, is_newest: bool) -> str | None:
    if shown == total:
        return None
    return f"{'newest' if is_newest else 'first'} {shown:,} of {total:,} rows"


def _column_view(column: Column) -> ColumnView:
    return ColumnView(
        name=words(column.name),
        unit=column.unit,
        description=column.description,
        is_number=column.type in NUMBERS,
        is_time=column.type in TIMES,
        header=column.name,
        holds=_HOLDS[column.type],
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

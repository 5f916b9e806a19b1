"""The keys of a dataset's description, `data/ID.yaml`."""

from typing import Annotated, Literal

from pydantic import Field

from glossary_site.fields.common import (
    PERIOD,
    Fields,
    Line,
    Listed,
    Paragraph,
    PartialDate,
    SecureAddress,
    Source,
    Switch,
)

ColumnType = Literal["string", "integer", "number", "date", "yearmonth", "year", "boolean"]
ColumnName = Annotated[str, Field(min_length=1, max_length=100)]


class Column(Fields):
    """One column of the table."""

    name: ColumnName
    """The header of the column in the table file."""
    type: ColumnType
    """What every cell of the column is. An empty cell means: not known."""
    unit: Line | None = None
    """What the numbers count."""
    description: Paragraph | None = None
    """What the column says."""


class Headline(Fields):
    """The one figure that a reader should take away."""

    column: ColumnName
    """Which column holds it."""
    row: Literal["first", "last", "min", "max"] = "last"
    """Which row holds it."""
    compare: Literal["first", "last", "min", "max"] | None = None
    """Which row it is compared with."""
    say: Line | None = None
    """The words behind the number, for instance `per million tokens`."""


class Annotation(Fields):
    """A remark at one place of a chart."""

    x: Line
    """Where on the horizontal axis."""
    text: Line
    """What to say there."""


class Chart(Fields):
    """How the dataset is drawn."""

    kind: Literal["line", "step", "bar", "grouped-bar", "stacked-bar", "dot", "range"]
    """The kind of chart."""
    x: ColumnName
    """The column on the horizontal axis."""
    y: ColumnName
    """The column on the vertical axis."""
    series: ColumnName | None = None
    """The column that tells several lines or bars apart."""
    scale: Literal["linear", "log"] = "linear"
    """The scale of the vertical axis."""
    annotations: Annotated[tuple[Annotation, ...], Listed] = ()
    """Remarks at single places."""


class Refresh(Fields):
    """Where `refresh` fetches the newest rows."""

    url: SecureAddress
    """The address of a CSV or JSON document."""
    format: Literal["csv", "json"] = "csv"
    """What the address answers with."""
    path: Line | None = None
    """Where in a JSON document the rows lie, keys joined by dots."""
    columns: dict[str, str] = {}
    """From our column names to theirs, where they differ."""
    append: Switch = False
    """Keeps the rows already there and adds new ones."""


class DatasetFields(Fields):
    """A table with its meaning, its sources and its cautions."""

    title: Line
    """The dataset's name, as readers see it."""
    description: Paragraph | None = None
    """What it shows, in a sentence or two."""
    unit: Line | None = None
    """What the figures count, where all columns share it."""
    columns: Annotated[tuple[Column, ...], Field(min_length=1)]
    """The columns, in the order of the table file."""
    sources: Annotated[tuple[Source, ...], Field(min_length=1)]
    """Who published the figures. A dataset without a source is not published."""
    notes: Annotated[tuple[Paragraph, ...], Listed] = ()
    """Definitions and cautions, shown beside the table."""
    download: Switch = True
    """Whether the table is offered as a file: false where its licence forbids it."""
    headline: Headline | None = None
    """The one figure that a reader should take away."""
    chart: Chart | None = None
    """How it is drawn."""
    updated: PartialDate | None = None
    """When the figures were last looked up."""
    stale_after: Annotated[str, Field(pattern=PERIOD)] | None = None
    """For how long they count as current: `180d`, `26w`, `6m` or `1y`."""
    refresh: Refresh | None = None
    """Where `refresh` fetches the newest rows."""

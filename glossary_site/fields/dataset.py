"""The keys of a dataset's description, `data/ID.yaml`."""

from typing import Annotated, Literal

from pydantic import Field

from glossary_site.fields.common import (
    PERIOD,
    ColumnName,
    Fields,
    Line,
    Listed,
    OneOrMore,
    Paragraph,
    PartialDate,
    Source,
    Switch,
)
from glossary_site.fields.refresh import Refresh

ColumnType = Literal["string", "integer", "number", "date", "yearmonth", "year", "boolean"]


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
    where: dict[str, str] = {}
    """What other columns of the row hold, for instance `region: World`."""
    row: Literal["first", "last", "min", "max"] = "last"
    """Which row holds it: by time where a column says when, else by the order of the table."""
    compare: Literal["first", "last", "min", "max"] | None = None
    """Which row it is compared with."""
    say: Line | None = None
    """The words behind the number, for instance `per million tokens`."""


class Annotation(Fields):
    """A remark at one place of a chart."""

    x: Line
    """Where on the axis of `x`: a value as the table has it."""
    text: Line
    """What to say there."""


class Chart(Fields):
    """How the dataset is drawn."""

    kind: Literal["line", "step", "bar", "grouped-bar", "stacked-bar", "dot", "range"]
    """The kind of chart."""
    x: ColumnName
    """The column of places: dates or numbers along the axis, or names, each with a row."""
    y: Annotated[tuple[ColumnName, ...], OneOrMore, Field(min_length=1)]
    """The column of values, or a list of such columns, each of which is a series."""
    high: ColumnName | None = None
    """For `range`: the column of upper ends, where `y` holds the lower ones."""
    series: ColumnName | None = None
    """The column that tells several lines, bars or dots apart."""
    label: ColumnName | None = None
    """The column that names single points."""
    scale: Literal["linear", "log"] = "linear"
    """The scale of the values."""
    x_scale: Literal["linear", "log"] = "linear"
    """The scale of `x`, where that holds numbers."""
    where: dict[str, str] = {}
    """What other columns of a row hold: only such rows are drawn."""
    annotations: Annotated[tuple[Annotation, ...], Listed] = ()
    """Remarks at single places."""


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

"""Datasets: a description in YAML with a table beside it, checked against each other."""

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from glossary_site.content.figures import NUMBERS, Problem, position, rows_where, where_problems
from glossary_site.content.validate import validate
from glossary_site.content.yaml_text import Yaml, read_yaml
from glossary_site.diagnostics import (
    Diagnostic,
    Findings,
    Span,
    did_you_mean,
    finding,
    has_errors,
    quoted,
)
from glossary_site.fields.dataset import DatasetFields
from glossary_site.model import Dataset
from glossary_site.names import SLUG

_DAYS: Final = {"d": 1, "w": 7, "m": 30, "y": 365}


def dataset_id(path: str) -> tuple[str | None, Findings]:
    """Take a dataset's id from its file's name, `data/ID.yaml`."""
    name = path.removeprefix("data/").rpartition(".")[0]
    if SLUG.fullmatch(name):
        return name, ()
    message = f"the name {quoted(name)} cannot be a dataset's id"
    hint = "use lower-case letters, digits and single hyphens, directly in data/"
    return None, (finding("bad-file-name", Span(path), message, hint),)


def one_table(tables: Sequence[str]) -> Findings:
    """Say so if two files hold the table of one dataset."""
    if len(tables) < 2:  # noqa: PLR2004 (two)
        return ()
    message = f"{tables[0]} holds the same dataset"
    return (finding("missing-data", Span(tables[1]), message, "keep one of the two"),)


class Description(NamedTuple):
    """What `data/ID.yaml` says."""

    fields: DatasetFields
    """Its keys."""
    yaml: Yaml
    """Where they stand."""
    fits: bool
    """Whether headline and chart fit the columns: else there is no dataset, but its table is read
    all the same, so that the mistakes in both are found."""


def read_description(path: str, text: str) -> tuple[Description | None, Findings]:
    """Read and check `data/ID.yaml`, apart from its table."""
    yaml, found = read_yaml(path, text)
    if yaml is None:
        return None, found
    fields, invalid = validate(DatasetFields, path, yaml)
    found += invalid
    if fields is None or invalid:
        return None, found
    wrong = tuple(_column_findings(path, fields, yaml))
    found += wrong
    if fields.refresh is not None:
        from glossary_site.content.refreshing import refresh_findings  # noqa: PLC0415 (few have it)

        found += tuple(refresh_findings(path, fields, yaml))
    return Description(fields, yaml, not has_errors(wrong)), found


def _column_findings(path: str, fields: DatasetFields, yaml: Yaml) -> Iterator[Diagnostic]:
    """Check that columns are distinct, and that headline and chart name columns of use to them."""
    types: dict[str, str] = {}
    for i, column in enumerate(fields.columns):
        if column.name in types:
            span = Span(path, *yaml.values[f"columns.{i}.name"])
            yield finding("bad-value", span, f"the column {quoted(column.name)} stands twice")
        types[column.name] = column.type
    if fields.headline is not None:
        yield from _headline_findings(path, fields, yaml)
    if fields.chart is not None:
        from glossary_site.content.charts import chart_key_findings  # noqa: PLC0415 (few have one)

        yield from chart_key_findings(path, fields, yaml)


def _headline_findings(path: str, fields: DatasetFields, yaml: Yaml) -> Iterator[Diagnostic]:
    """Check that the headline's column holds numbers, and that its rows can be told."""
    assert fields.headline is not None
    name = fields.headline.column
    at = position(fields.columns, name)
    if at is None:
        hint = did_you_mean(name, [column.name for column in fields.columns])
        span = Span(path, *yaml.values["headline.column"])
        yield finding("bad-value", span, f"headline.column names no column: {quoted(name)}", hint)
    elif fields.columns[at].type not in NUMBERS:
        holds = f"the column {quoted(name)} holds {fields.columns[at].type}s"
        span = Span(path, *yaml.values["headline.column"])
        yield finding("bad-value", span, f"headline.column needs numbers, and {holds}")
    for problem in where_problems(fields.columns, fields.headline.where):
        yield _headline_finding(path, yaml, problem)


def _headline_finding(path: str, yaml: Yaml, problem: Problem) -> Diagnostic:
    span = Span(path, *yaml.values.get(f"headline.{problem.key}", yaml.values["headline"]))
    return finding("bad-value", span, f"headline.{problem.key}: {problem.message}", problem.hint)


def read_dataset(
    path: str, described: Description, table_path: str, table: bytes
) -> tuple[Dataset | None, Findings]:
    """Join a description and its table."""
    from glossary_site.content.tables import read_table  # noqa: PLC0415 (many have no datasets)

    fields, yaml, fits = described
    name, found = dataset_id(path)
    rows, invalid = read_table(table_path, table, fields.columns)
    found += invalid
    if name is None or not fits or has_errors(found):
        return None, found
    dataset = Dataset(name, path, table_path, fields, rows)
    if fields.headline is not None:
        problem = rows_where(dataset, fields.headline.where)[1]
        if problem is not None:
            return None, (*found, _headline_finding(path, yaml, problem))
    if fields.chart is not None:
        from glossary_site.content.charts import chart_row_findings  # noqa: PLC0415 (few have one)

        drawing = tuple(chart_row_findings(dataset, yaml))
        return None if has_errors(drawing) else dataset, found + drawing
    return dataset, found


def staleness(dataset: Dataset, today: dt.date) -> Findings:
    """Say whether a dataset is older than it promises to be.

    Args:
        dataset: With `updated` and `stale_after`; without either it is never stale.
        today: The build date.
    """
    fields = dataset.fields
    if fields.updated is None or fields.stale_after is None:
        return ()
    year, month, day = (*(int(part) for part in fields.updated.split("-")), 1, 1)[:3]
    promised = int(fields.stale_after[:-1]) * _DAYS[fields.stale_after[-1]]
    age = (today - dt.date(year, month, day)).days
    if age <= promised:
        return ()
    message = f"the figures were looked up {age} days ago, and promise at most {promised}"
    return (finding("stale-data", Span(dataset.path), message, "look them up anew"),)

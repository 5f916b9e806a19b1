"""Datasets: a description in YAML with a table beside it, checked against each other."""

import datetime as dt
from collections.abc import Iterator
from typing import Final

from glossary_site.content.validate import validate
from glossary_site.content.yaml_text import Yaml, read_yaml
from glossary_site.diagnostics import Diagnostic, Findings, Span, did_you_mean, finding, quoted
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


def read_description(path: str, text: str) -> tuple[tuple[DatasetFields, Yaml] | None, Findings]:
    """Read and check `data/ID.yaml`, apart from its table."""
    yaml, found = read_yaml(path, text)
    if yaml is None:
        return None, found
    fields, invalid = validate(DatasetFields, path, yaml)
    found += invalid
    if fields is None or invalid:
        return None, found
    found += tuple(_column_findings(path, fields, yaml))
    return (fields, yaml), found


def _column_findings(path: str, fields: DatasetFields, yaml: Yaml) -> Iterator[Diagnostic]:
    """Check that columns are distinct, and that headline and chart name columns of use to them."""
    types: dict[str, str] = {}
    for i, column in enumerate(fields.columns):
        if column.name in types:
            span = Span(path, *yaml.values[f"columns.{i}.name"])
            yield finding("bad-value", span, f"the column {quoted(column.name)} stands twice")
        types[column.name] = column.type
    wanted = []
    if fields.headline is not None:
        wanted.append(("headline.column", fields.headline.column, True))
    if fields.chart is not None:
        wanted += [("chart.x", fields.chart.x, False), ("chart.y", fields.chart.y, True)]
        if fields.chart.series is not None:
            wanted.append(("chart.series", fields.chart.series, False))
    for key, name, must_be_number in wanted:
        span = Span(path, *yaml.values.get(key, (1, 1)))
        if name not in types:
            message = f"{key} names no column: {quoted(name)}"
            yield finding("bad-value", span, message, did_you_mean(name, types))
        elif must_be_number and types[name] not in {"number", "integer"}:
            message = f"{key} needs numbers, and the column {quoted(name)} holds {types[name]}s"
            yield finding("bad-value", span, message)


def read_dataset(
    path: str, described: tuple[DatasetFields, Yaml], table_path: str, table: bytes
) -> tuple[Dataset | None, Findings]:
    """Join a description and its table."""
    from glossary_site.content.tables import read_table  # noqa: PLC0415 (many have no datasets)

    fields, _ = described
    name, found = dataset_id(path)
    rows, invalid = read_table(table_path, table, fields.columns)
    found += invalid
    if name is None or any(one.severity == "error" for one in found):
        return None, found
    return Dataset(name, path, table_path, fields, rows), found


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

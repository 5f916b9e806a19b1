"""What `refresh` of a description says, checked against the columns of its table."""

from collections.abc import Iterator, Mapping
from typing import Final

from glossary_site.content.cells import CellError, check_cell
from glossary_site.content.figures import NUMBERS
from glossary_site.content.yaml_text import Yaml
from glossary_site.diagnostics import Diagnostic, Span, did_you_mean, finding, quoted
from glossary_site.fields.dataset import ColumnType, DatasetFields
from glossary_site.fields.refresh import Origin, Refresh, path_parts

_DATES: Final = frozenset({"date", "yearmonth", "year"})

Problem = tuple[str, str, str | None]
"""The dotted path of a value, what is wrong with it, and a hint."""


def refresh_findings(path: str, fields: DatasetFields, yaml: Yaml) -> Iterator[Diagnostic]:
    """Check that `refresh` names columns of use to it, and asks for nothing that does not go."""
    if fields.refresh is None:
        return
    kinds = {column.name: column.type for column in fields.columns}
    for key, message, hint in (
        *_form_problems(fields.refresh),
        *_name_problems(fields.refresh, kinds),
        *_origin_problems(fields.refresh, kinds),
    ):
        place = yaml.keys.get(key) if key.startswith("refresh.columns.") else None
        place = place or yaml.values.get(key) or yaml.values.get("refresh", (1, 1))
        yield finding("bad-value", Span(path, *place), message, hint)


def _form_problems(refresh: Refresh) -> Iterator[Problem]:
    """Check what the keys say of each other."""
    if refresh.path is not None and refresh.format == "csv":
        yield "refresh.path", "a CSV document has no path", "write format: json, or remove it"
    if refresh.append and not refresh.key:
        message = "append needs a key, to tell new rows from those already there"
        yield "refresh.append", message, "write key: [date], or all columns that name a row"
    if refresh.format == "json":
        for name in refresh.rows:
            yield from _path_problem(f"refresh.rows.{name}", name)


def _name_problems(refresh: Refresh, kinds: Mapping[str, str]) -> Iterator[Problem]:
    """Check that columns of ours exist."""
    for name in refresh.columns:
        if name not in kinds:
            message = f"refresh.columns names no column: {quoted(name)}"
            yield f"refresh.columns.{name}", message, did_you_mean(name, kinds)
    for key, names in (("key", refresh.key), ("sort", refresh.sort)):
        for index, name in enumerate(names):
            where = f"refresh.{key}.{index}"
            if name not in kinds:
                message = f"refresh.{key} names no column: {quoted(name)}"
                yield where, message, did_you_mean(name, kinds)
            elif name in names[:index]:
                yield where, f"refresh.{key} names {quoted(name)} twice", "remove one of the two"


def _origin_problems(refresh: Refresh, kinds: Mapping[str, ColumnType]) -> Iterator[Problem]:
    """Check where cells come from, and what they are made into."""
    for name, origin in refresh.columns.items():
        if name not in kinds:
            continue
        where = f"refresh.columns.{name}"
        if origin.scale is not None and kinds[name] not in NUMBERS:
            yield _unfit(f"{where}.scale", name, kinds[name], "scale", "numbers")
        if origin.dates is not None and kinds[name] not in _DATES:
            yield _unfit(f"{where}.dates", name, kinds[name], "dates", "dates")
        if origin.column is not None and refresh.format == "json":
            yield from _path_problem(where, origin.column)
        yield from _value_problem(where, origin, kinds[name])


def _unfit(key: str, name: str, kind: str, word: str, wanted: str) -> Problem:
    message = f"{word} needs {wanted}, and the column {quoted(name)} holds {kind}s"
    return key, message, None


def _path_problem(where: str, text: str) -> Iterator[Problem]:
    try:
        path_parts(text)
    except ValueError as error:
        problem, _, hint = str(error).partition(": ")
        yield where, f"{quoted(text)} {problem}", hint or None


def _value_problem(where: str, origin: Origin, kind: ColumnType) -> Iterator[Problem]:
    """Check a cell that stands in the description."""
    if origin.value is not None:
        try:
            check_cell(kind, origin.value)
        except CellError as error:
            yield f"{where}.value", f"{quoted(origin.value)} {error}", error.hint

"""Whether a dataset's chart can be drawn, and whether it can be read.

The keys are checked against the columns first, then against the rows, once they are known to be
right.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Final

from glossary_site.content.cells import CellError, check_cell
from glossary_site.content.figures import NUMBERS, TIMES, position, rows_where, where_problems
from glossary_site.content.table_checks import Row
from glossary_site.content.yaml_text import Yaml
from glossary_site.diagnostics import Diagnostic, Span, did_you_mean, finding, quoted
from glossary_site.fields.dataset import Chart, Column, DatasetFields
from glossary_site.model import Dataset

MOST_MARKS: Final = 2_000
"""Points and bars of a chart that a page can carry."""
MANY_MARKS: Final = 400
"""More than these run into each other."""
MOST_SERIES: Final = 24
MANY_SERIES: Final = 6
"""More series than these have no colours and marks of their own."""
MANY_NAMES: Final = 40
"""More named rows than these make a chart longer than a window."""

_BARS: Final = frozenset({"bar", "grouped-bar", "stacked-bar"})


class _Place:
    """Makes findings at the keys of one chart."""

    def __init__(self, path: str, yaml: Yaml) -> None:
        self._path = path
        self._yaml = yaml

    def span(self, key: str) -> Span:
        """Find where a key of the chart stands, or the nearest one around it."""
        full = f"chart.{key}" if key else "chart"
        while full not in self._yaml.values and full:
            full = full.rpartition(".")[0]
        return Span(self._path, *self._yaml.values.get(full, (1, 1)))

    def wrong(self, key: str, message: str, hint: str | None = None) -> Diagnostic:
        """Report what cannot be drawn."""
        return finding("bad-value", self.span(key), message, hint)

    def unclear(self, key: str, message: str, hint: str) -> Diagnostic:
        """Report what can be drawn and not be read."""
        return finding("unclear-chart", self.span(key), message, hint)


def chart_key_findings(path: str, fields: DatasetFields, yaml: Yaml) -> Iterator[Diagnostic]:
    """Check a chart's keys against the columns and against each other."""
    chart = fields.chart
    if chart is None:
        return
    place = _Place(path, yaml)
    types: dict[str, str] = {column.name: column.type for column in fields.columns}
    unknown = False
    for key, name, must_be_number in _named(chart):
        if name not in types:
            unknown = True
            message = f"chart.{key} names no column: {quoted(name)}"
            yield place.wrong(key, message, did_you_mean(name, types))
        elif must_be_number and types[name] not in NUMBERS:
            message = f"chart.{key} needs numbers, and the column {quoted(name)}"
            yield place.wrong(key, f"{message} holds {types[name]}s")
    for problem in where_problems(fields.columns, chart.where):
        yield place.wrong(problem.key, f"chart.{problem.key}: {problem.message}", problem.hint)
    if not unknown:
        yield from _kind_findings(chart, types[chart.x], place)
        for i, note in enumerate(chart.annotations):
            yield from _note_findings(i, note.x, fields.columns, chart, place)


def _named(chart: Chart) -> Iterator[tuple[str, str, bool]]:
    """List the keys that name columns, the names, and whether numbers must stand there."""
    yield "x", chart.x, False
    for i, name in enumerate(chart.y):
        yield (f"y.{i}" if len(chart.y) > 1 else "y"), name, True
    if chart.high is not None:
        yield "high", chart.high, True
    if chart.series is not None:
        yield "series", chart.series, False
    if chart.label is not None:
        yield "label", chart.label, False


def _kind_findings(chart: Chart, x_type: str, place: _Place) -> Iterator[Diagnostic]:
    """Check that the keys fit together."""
    values = (*chart.y, *((chart.high,) if chart.high else ()))
    for key, name, others in (("x", chart.x, values), ("series", chart.series, (chart.x, *values))):
        if name in others:
            message = f"chart.{key} names the column {quoted(name or '')}, which is drawn already"
            yield place.wrong(key, message, "name another column")
    for i, name in enumerate(chart.y):
        if name in chart.y[:i]:
            yield place.wrong(f"y.{i}", f"the column {quoted(name)} stands twice in chart.y")
    if len(chart.y) > 1 and chart.series is not None:
        message = "chart.series and a list of columns in chart.y cannot be combined"
        yield place.wrong("series", message, "name one column in y, or leave series out")
    if chart.kind == "range" and (chart.high is None or len(chart.y) > 1):
        message = "a range has one column of lower ends in y, and one of upper ends in high"
        yield place.wrong("high" if chart.high else "kind", message, "write high: COLUMN")
    if chart.kind != "range" and chart.high is not None:
        message = f"chart.high belongs to a range, and this chart is a {chart.kind}"
        yield place.wrong("high", message, "write kind: range, or leave high out")
    yield from _axis_findings(chart, x_type, place)


def _axis_findings(chart: Chart, x_type: str, place: _Place) -> Iterator[Diagnostic]:
    """Check that the kind of chart suits what lies along its axes."""
    if chart.kind == "bar" and (len(chart.y) > 1 or chart.series is not None):
        message = "a bar chart has one series"
        yield place.wrong("kind", message, "write grouped-bar or stacked-bar")
    if chart.kind in {"line", "step"} and x_type not in TIMES | NUMBERS:
        message = f"a {chart.kind} needs times or numbers along x, and the column holds {x_type}s"
        yield place.wrong("x", message, "write kind: bar or dot")
    if chart.x_scale == "log" and x_type not in NUMBERS:
        message = f"a logarithmic x_scale needs numbers along x, and the column holds {x_type}s"
        yield place.wrong("x_scale", message, "leave x_scale out")
    if chart.scale == "log" and chart.kind == "stacked-bar":
        message = "stacked bars add up, and on a logarithmic scale lengths do not"
        yield place.wrong("scale", message, "write scale: linear, or another kind")
    elif chart.scale == "log" and chart.kind in _BARS:
        message = "bars begin at zero, and a logarithmic scale has none"
        yield place.unclear("scale", message, "write scale: linear, or kind: dot")


def _note_findings(
    i: int, x: str, columns: Sequence[Column], chart: Chart, place: _Place
) -> Iterator[Diagnostic]:
    """Check that an annotation stands at a value of its axis's type."""
    column = next(one for one in columns if one.name == chart.x)
    try:
        check_cell(column.type, x)
    except CellError as error:
        message = f"{quoted(x, 40)} {error} (column {quoted(column.name, 40)})"
        yield place.wrong(f"annotations.{i}.x", message, error.hint)


def chart_row_findings(dataset: Dataset, yaml: Yaml) -> Iterator[Diagnostic]:
    """Check a chart against the rows that it draws; its keys are right."""
    fields = dataset.fields
    chart = fields.chart
    if chart is None:
        return
    place = _Place(dataset.path, yaml)
    rows, problem = rows_where(dataset, chart.where)
    if problem is not None:
        yield place.wrong(problem.key, f"chart.{problem.key}: {problem.message}", problem.hint)
        return
    at = {name: position(fields.columns, name) or 0 for _, name, _ in _named(chart)}
    x = at[chart.x]
    values = [at[name] for name in chart.y]
    ends = [*values, *([at[chart.high]] if chart.high else [])]
    drawn = [row for row in rows if row[x] and any(row[i] for i in values)]
    if chart.high is not None:
        drawn = [row for row in drawn if all(row[i] for i in ends)]
    if not drawn:
        columns = " and ".join(quoted(fields.columns[i].name) for i in (x, *ends))
        yield place.wrong("", f"there is nothing to draw: no row has both {columns}")
        return
    yield from _value_findings(chart, fields.columns, drawn, ends, place)
    yield from _count_findings(chart, fields.columns, drawn, at, place)
    kind = fields.columns[x].type
    for i, note in enumerate(chart.annotations):
        if not _is_within(check_cell(kind, note.x), [row[x] for row in drawn], kind):
            message = f"the annotation at {quoted(note.x)} stands where nothing is drawn"
            near = did_you_mean(note.x, [row[x] for row in drawn]) if kind == "string" else None
            reach = f"x reaches from {drawn[0][x]} to {drawn[-1][x]}"
            yield place.wrong(f"annotations.{i}.x", message, near or reach)


def _value_findings(
    chart: Chart, columns: Sequence[Column], rows: Sequence[Row], ends: Sequence[int], place: _Place
) -> Iterator[Diagnostic]:
    """Check single values: a logarithm needs more than zero, and a range its ends in order."""
    x = next(i for i, column in enumerate(columns) if column.name == chart.x)
    for key, scale, places in (("scale", chart.scale, ends), ("x_scale", chart.x_scale, [x])):
        low = [(row[i], i) for row in rows for i in places if row[i] and scale == "log"]
        wrong = [(cell, i) for cell, i in low if Decimal(cell) <= 0]
        if wrong:
            cell, i = wrong[0]
            message = f"a logarithmic scale has no place for {cell} in {quoted(columns[i].name)}"
            yield place.wrong(key, message, "write linear, or draw other rows: where")
    if chart.kind == "range":
        for row in rows:
            if Decimal(row[ends[0]]) > Decimal(row[ends[1]]):
                message = f"the range at {quoted(row[x], 40)} ends at {row[ends[1]]}"
                yield place.wrong("high", f"{message}, below {row[ends[0]]}, where it begins")
                return


def _count_findings(
    chart: Chart,
    columns: Sequence[Column],
    rows: Sequence[Row],
    at: dict[str, int],
    place: _Place,
) -> Iterator[Diagnostic]:
    """Count what would be drawn: too much of it cannot be read, or cannot be carried."""
    series = None if chart.series is None else at[chart.series]
    names = {row[series] for row in rows} if series is not None else set(chart.y)
    key = "y" if series is None else "series"
    if len(names) > MOST_SERIES:
        message = f"the chart has {len(names):,} series, and at most {MOST_SERIES} can be drawn"
        yield place.wrong(key, message, "draw fewer: where")
    elif len(names) > MANY_SERIES:
        message = f"the chart has {len(names)} series, and readers tell {MANY_SERIES} apart"
        yield place.unclear(key, message, "draw fewer: where")
    marks = sum(bool(row[at[name]]) for row in rows for name in chart.y)
    if marks > MOST_MARKS:
        message = f"the chart has {marks:,} marks, and at most {MOST_MARKS:,} can be drawn"
        yield place.wrong("", message, "draw fewer: where")
    elif marks > MANY_MARKS:
        message = f"the chart has {marks:,} marks, which run into each other"
        yield place.unclear("", message, "draw fewer: where")
    is_named = columns[at[chart.x]].type not in TIMES | NUMBERS
    places = len({row[at[chart.x]] for row in rows})
    if is_named and places > MANY_NAMES:
        message = f"the chart has {places:,} named rows, more than a window shows"
        yield place.unclear("x", message, "draw fewer: where")
    if chart.kind not in {"dot", "range"}:
        where = Counter((row[at[chart.x]], "" if series is None else row[series]) for row in rows)
        twice = [f"{x}, {name}".rstrip(", ") for (x, name), count in where.items() if count > 1]
        if twice:
            message = f"more than one row is drawn at {quoted(twice[0])}"
            yield place.unclear("x", message, "tell them apart: series, or where")


def _is_within(x: str, places: Sequence[str], kind: str) -> bool:
    """Say whether a place lies on the axis; times of one column are as long as each other."""
    if kind in NUMBERS:
        numbers = [Decimal(one) for one in places]
        return min(numbers) <= Decimal(x) <= max(numbers)
    if kind in TIMES:
        return min(places) <= x <= max(places)
    return x in places

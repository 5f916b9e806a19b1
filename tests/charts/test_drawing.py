"""Charts as records and as pictures: every kind, hostile values, the same bytes every time."""

import gzip
import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from itertools import pairwise
from typing import Any, Final
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from glossary_site.content.cells import check_cell
from glossary_site.content.tables import read_table
from glossary_site.fields.dataset import Column, ColumnType
from glossary_site.model import Dataset
from glossary_site.render.charts import chart_view, picture, spark_view
from glossary_site.render.charts.marks import Mark, dots, line, steps
from glossary_site.render.charts.picture import EDGE, INK, PAPER, RULE, SERIES, SOFT
from glossary_site.render.charts.placing import apart
from glossary_site.render.charts.scales import linear, logarithmic
from glossary_site.render.charts.ticks import linear_ticks, log_ticks, time_ticks
from glossary_site.render.views import ChartView
from tests.conftest import RealSite
from tests.program import ROOT
from tests.unit.making import dataset

KINDS: Final = ("line", "step", "bar", "grouped-bar", "stacked-bar", "dot", "range")
TYPES: Final[Mapping[str, ColumnType]] = {
    "x": "number",
    "d": "date",
    "m": "yearmonth",
    "t": "year",
    "n": "string",
}


def charted(kind: str, x: str, rows: Iterable[tuple[str, ...]], **chart: object) -> Dataset:
    """Make a dataset of the columns x, y, high and s with a chart of it."""
    columns = (
        {"name": "x", "type": TYPES[x]},
        {"name": "y", "type": "number", "unit": "USD"},
        {"name": "high", "type": "number"},
        {"name": "s", "type": "string"},
    )
    wanted: dict[str, object] = {"kind": kind, "x": "x", "y": ("y",), **chart}
    if kind == "range":
        wanted["high"] = "high"
    return dataset(rows, columns, chart=wanted)


def drawn(one: Dataset) -> ChartView:
    view = chart_view(one, "/data/d/", "term")
    assert view is not None
    return view


def said(view: ChartView) -> list[str]:
    return [text.text for text in view.texts]


def assert_inside(view: ChartView) -> None:
    """Every coordinate is finite, has one decimal at most, and lies on the drawing."""
    height = float(view.height)
    paths = [view.grid, view.axis, view.leaders, *(p for s in view.series for _, p in s.paths)]
    for path in paths:
        assert re.fullmatch(
            r"(?:[MLHVhvz](?:-?[0-9]+(?:\.[0-9])?(?: |(?=[MLHVhvz]|$)|(?=-)))*)*", path
        )
        x = y = 0.0
        for command, rest in re.findall(r"([MLHVhvz])([^MLHVhvz]*)", path):
            numbers = [float(one) for one in rest.split()]
            if command in "ML":
                x, y = numbers
            elif command == "H":
                x = numbers[0]
            elif command == "V":
                y = numbers[0]
            elif command == "h":
                x += numbers[0]
            elif command == "v":
                y += numbers[0]
            assert -0.1 <= x <= 1000.1
            assert -5 <= y <= height + 5
    for text in view.texts:
        assert -1 <= float(text.y) <= height + 1
        if text.x.endswith("%"):
            assert 0 <= float(text.x[:-1]) <= 100


values = st.one_of(
    st.sampled_from(["0", "0.0", "5", "-5", "1e300", "-1e300", "1e-300", "9007199254740991"]),
    st.decimals(allow_nan=False, allow_infinity=False, places=3, min_value=-(10**9), max_value=10**9).map(
        lambda value: f"{value:f}"
    ),
    st.just(""),
)  # fmt: skip
places = {
    "x": values.filter(bool),
    "d": st.dates().map(str),
    "m": st.dates().map(lambda day: str(day)[:7]),
    "t": st.integers(1, 9999).map(lambda year: f"{year:04}"),
    "n": st.text("abc <&\u05d0\u0639漢", min_size=1, max_size=30).filter(str.strip),
}


@settings(max_examples=150)
@given(st.data())
def test_whatever_the_figures_are_the_drawing_stays_on_the_drawing(data: st.DataObject) -> None:
    """A coordinate that is no number makes a browser drop the whole path."""
    kind = data.draw(st.sampled_from(KINDS))
    x = data.draw(st.sampled_from(list(places)))
    if kind in {"line", "step"} and x == "n":
        x = "d"
    scale = "linear" if kind == "stacked-bar" else data.draw(st.sampled_from(["linear", "log"]))
    known = (
        values.map(lambda v: v.lstrip("-") if v.strip("0.-") else "1") if scale == "log" else values
    )
    row = st.tuples(places[x], known, known, st.sampled_from(["a", "b", ""]))
    rows = data.draw(st.lists(row, min_size=1, max_size=12))
    cells = []
    for p, y, h, name in rows:
        low, high = sorted((y, h), key=lambda v: Decimal(v or 0))
        numbers = check_cell("number", low), check_cell("number", high)
        cells.append((check_cell(TYPES[x], p), *numbers, name))
    series: Any = {} if kind == "bar" else {"series": "s"}
    one = charted(kind, x, cells, scale=scale, **series)

    view = chart_view(one, "/", "page")

    if view is not None:
        assert_inside(view)
        assert picture(one).startswith("<svg")
        assert spark_view(one) is not None


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("x", ["d", "n"])
def test_every_kind_is_drawn_with_one_row_and_with_many(kind: str, x: str) -> None:
    """One value is the least that a chart can have: no axis has a length then."""
    if kind in {"line", "step"} and x == "n":
        return
    first = "2024-01-01" if x == "d" else "a"
    second = "2025-06-01" if x == "d" else "b"
    for rows in ([(first, "5", "7", "s")], [(first, "5", "7", "s"), (second, "-3", "9", "s")]):
        view = drawn(charted(kind, x, rows))

        assert_inside(view)
        assert view.series[0].paths[0][1]
        assert view.series[0].rows == ("0 1" if len(rows) > 1 else "0")


def test_an_empty_cell_is_a_gap_and_not_zero() -> None:
    """Zero would be a figure that nobody published."""
    rows = [
        ("2021", "4", "", ""),
        ("2022", "5", "", ""),
        ("2023", "", "", ""),
        ("2024", "6", "", ""),
    ]
    series = drawn(charted("line", "t", rows)).series[0]

    assert series.paths[0][1].count("M") == 2
    assert series.rows == "0 1 2"


@pytest.mark.parametrize(
    ("given_values", "ticks"),
    [
        (["0", "97"], ["0", "20", "40", "60", "80", "100"]),
        (["-3", "12"], ["−5", "0", "5", "10", "15"]),
        (["5", "5", "5"], ["0", "1", "2", "3", "4", "5"]),
        (["0", "0.0"], ["0", "0.2", "0.4", "0.6", "0.8", "1"]),
        (["2000000", "9500000"], ["0", "2M", "4M", "6M", "8M", "10M"]),
        (["-1e300", "1e300"], ["−10³⁰⁰", "−5 × 10²⁹⁹", "0", "5 × 10²⁹⁹", "10³⁰⁰"]),
        (["1000000", "1000001"], ["1M", "1.0000002M", "1.0000004M", "1.0000006M", "1.0000008M", "1.000001M"]),
    ],
)  # fmt: skip
def test_ticks_are_round(given_values: list[str], ticks: list[str]) -> None:
    """1, 2 or 5 of something can be divided in the head."""
    scale, step = linear(map(Decimal, given_values), 5, from_zero=False)

    assert [tick.label for tick in linear_ticks(scale, step)] == ticks


@pytest.mark.parametrize(
    ("given_values", "ticks"),
    [
        (["0.07", "20"], ["0.1", "1", "10"]),
        (["3", "40"], ["2", "5", "10", "20", "50"]),
        (["1e-300", "1e300"], ["10⁻³⁰⁰", "10⁻¹⁹⁹", "10⁻⁹⁸", "1k", "10¹⁰⁴", "10²⁰⁵"]),
        (["512", "10000000"], ["1k", "10k", "100k", "1M", "10M"]),
        (["7", "7"], ["5", "10"]),
    ],
)
def test_a_logarithmic_axis_has_powers_of_ten(given_values: list[str], ticks: list[str]) -> None:
    """Or 1, 2 and 5, where there are few powers."""
    assert [t.label for t in log_ticks(logarithmic(map(Decimal, given_values)), 6)] == ticks


@pytest.mark.parametrize(
    ("first", "last", "kind", "most", "ticks"),
    [
        ((2010, 1, 1), (2025, 1, 1), "year", 4, ["2010", "2015", "2020", "2025"]),
        ((2022, 11, 30), (2024, 10, 3), "date", 4, ["2023", "Jul", "2024", "Jul"]),
        ((2024, 2, 10), (2024, 5, 20), "date", 4, ["Mar 2024", "Apr", "May"]),
        ((2024, 3, 4), (2024, 3, 6), "date", 5, ["4 Mar 2024", "5 Mar", "6 Mar"]),
        ((1, 1, 1), (9999, 12, 31), "year", 6, ["2000", "4000", "6000", "8000"]),
    ],
)
def test_times_are_labelled_where_they_begin(
    first: tuple[int, int, int], last: tuple[int, int, int], kind: str, most: int, ticks: list[str]
) -> None:
    """Years, quarters, months and days, as many as there is room for."""
    import datetime as dt  # noqa: PLC0415 (only here)

    low, high = (Decimal(dt.date(*day).toordinal()) for day in (first, last))

    assert [tick.label for tick in time_ticks(low, high, kind, most)] == ticks


def test_names_that_want_one_place_stand_below_each_other() -> None:
    """A name under another is a name that nobody can read."""
    moved = apart([50, 50, 51, 120, 199], 0, 200)

    assert sorted(moved) == moved
    assert all(b - a >= 15 for a, b in pairwise(moved))
    assert all(0 <= y <= 200 for y in moved)


def test_points_have_names_where_there_is_room() -> None:
    """The last, the highest and the lowest first; what no phone has room for a wide page shows."""
    rows = [(f"20{10 + i}", str(7 * i % 15 + 1), "", f"Model of the year {i}") for i in range(15)]
    view = drawn(charted("dot", "t", rows, scale="log", label="s"))
    names = {text.text: text.role for text in view.texts if text.text.startswith("Model")}

    assert "w" not in names["Model of the year 14"].split()
    assert any("w" in role.split() for role in names.values())
    assert view.columns == "3 0"


def test_an_annotation_stands_beside_its_point() -> None:
    """And does not cover the line that it speaks of."""
    rows = [("2022", "20", "", ""), ("2023", "2", "", ""), ("2024", "1", "", "")]
    note = {"x": "2023", "text": "A cut"}
    view = drawn(charted("step", "t", rows, scale="log", annotations=(note,)))

    assert any(text.text == "A cut" and "n" in text.role.split() for text in view.texts)


def test_series_are_named_at_their_ends_or_in_a_legend() -> None:
    """A legend is for charts whose marks have no end to stand at."""
    rows = [(year, value, "", name) for name in ("One", "Two")
            for year, value in (("2023", "1"), ("2024", str(len(name))))]  # fmt: skip
    named = drawn(charted("line", "t", rows, series="s"))
    listed = drawn(charted("dot", "t", rows, series="s"))

    assert {"One", "Two"} <= set(said(named))
    assert not named.has_legend
    assert listed.has_legend
    assert [one.style for one in listed.series] == [1, 2]


def test_the_description_says_in_words_what_is_to_be_seen() -> None:
    """Kind, axes, reach, both ends, the extremes: without eyes this is the chart."""
    rows = [
        ("2022-11-30", "20", "", ""),
        ("2024-03-04", "0.5", "", ""),
        ("2024-10-03", "0.07", "", ""),
    ]
    view = drawn(charted("step", "d", rows, scale="log"))

    assert view.title == "Step chart: T"
    assert view.description == (
        "Y in USD, on a logarithmic scale, by x from November 2022 to October 2024. From 20 to 0.07. "
        "Highest 20 (November 2022), lowest 0.07 (October 2024)."
    )


def test_only_rows_that_where_names_are_drawn() -> None:
    """And a script finds them again in the whole table."""
    rows = [("2022", "1", "", "a"), ("2022", "9", "", "b"), ("2023", "2", "", "a")]
    series = drawn(charted("line", "t", rows, where={"s": "a"})).series

    assert [one.rows for one in series] == ["0 2"]


def test_paths_are_as_a_script_reads_them() -> None:
    """static/js/chart-marks.js finds the marks by these rules."""
    marks = [Mark(0.0, 10.0), Mark(500.0, 20.04)]

    assert dots(marks, 0) == "M0 10h0M500 20h0"
    assert dots(marks[:1], 2) == "M0 5.5v9"
    assert line(marks) == "M0 10L500 20"
    assert steps(marks) == "M0 10H500V20"


@pytest.mark.parametrize("kind", KINDS)
def test_a_picture_is_one_element_tree_whatever_names_say(kind: str) -> None:
    """A name that is markup stays a name."""
    rows = [("<b>&x", "1", "2", "</text><script>"), ("c", "3", "4", "]]>")]
    series: Any = {} if kind == "bar" else {"series": "s"}
    x = "n" if kind not in {"line", "step"} else "t"
    if x == "t":
        rows = [("2024", *rows[0][1:]), ("2025", *rows[1][1:])]
    root = ET.fromstring(picture(charted(kind, x, rows, **series)))  # noqa: S314 (our own)

    assert root.tag.endswith("svg")
    assert not root.findall(".//{*}script")
    assert root.attrib["width"] == "560"


def test_a_picture_has_the_themes_colours() -> None:
    """They are written twice because a file of its own has no stylesheet."""
    css = (ROOT / "static/css/tokens.css").read_text()
    roles = re.findall(r"--([\w-]+): light-dark\((#[0-9a-f]{6})", css)
    light = dict(reversed(roles))  # the first counts: others are for readers who want more contrast

    assert tuple(light[f"series-{i}"] for i in range(1, 7)) == SERIES
    found = (light["paper"], light["ink"], light["ink-soft"], light["edge"], light["rule"])
    assert found == (PAPER, INK, SOFT, EDGE, RULE)


def test_a_chart_is_light(real_site: RealSite) -> None:
    """4 kB, 1.5 kB as most hosts send it: every chart of the real glossary."""
    weights = {}
    for path in real_site.repo.glob("data/*/index.html"):
        for figure in re.findall(r'<figure class="chart.*?</figure>', path.read_text(), re.DOTALL):
            body = figure.encode()
            weights[path.parent.name] = len(body), len(gzip.compress(body, 6, mtime=0))

    assert len(weights) >= 25
    assert {name: both for name, both in weights.items() if both[0] > 4000 or both[1] > 1500} == {}


@pytest.mark.parametrize("kind", ["bar", "dot"])
@pytest.mark.parametrize("name", ["49-negative-zero", "50-all-equal", "51-negative"])
def test_figures_made_to_break_a_scale_are_drawn(name: str, kind: str) -> None:
    """No length to divide by, nothing above zero, a zero with a sign."""
    table = (ROOT / f"tests/attacks/data/{name}.csv").read_bytes()
    columns = (Column(name="a", type="string"), Column(name="b", type="number"))
    rows, found = read_table("data/d.csv", table, columns)
    assert found == ()
    described = [{"name": "a", "type": "string"}, {"name": "b", "type": "number"}]

    view = drawn(dataset(rows, described, chart={"kind": kind, "x": "a", "y": ("b",)}))

    assert_inside(view)
    assert "NaN" not in repr(view)
    assert "−0" not in said(view)

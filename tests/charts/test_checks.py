"""Mistakes in a chart's keys: each at its line, with what to do."""

import pytest

from glossary_site.content.datasets import read_dataset, read_description

HEAD = """\
title: T
columns:
  - {name: year, type: year}
  - {name: place, type: string}
  - {name: price, type: number}
  - {name: top, type: number}
sources: [{title: S}]
chart:
"""
TABLE = b"year,place,price,top\n2020,A,1,2\n2021,A,-3,4\n2022,B,5,6\n2023,B,,8\n"


def findings(chart: str, table: bytes = TABLE) -> list[str]:
    """Read a dataset with a chart, whose first key stands in line 9."""
    lines = "".join(f"  {line}\n" for line in chart.splitlines())
    described, found = read_description("data/d.yaml", HEAD + lines)
    if described is not None and not found:
        _, found = read_dataset("data/d.yaml", described, "data/d.csv", table)
    return [
        f"{one.span.line}:{one.span.column} {one.code}: {one.message}"
        + (f" / {one.hint}" if one.hint else "")
        for one in found
    ]


@pytest.mark.parametrize(
    "chart",
    [
        "kind: line\nx: year\ny: price",
        "kind: line\nx: year\ny: [price, top]",
        "kind: bar\nx: year\ny: price\nseries: null\nannotations: []",
        "kind: range\nx: year\ny: price\nhigh: top",
        "kind: dot\nx: top\ny: price\nx_scale: log\nlabel: place",
        "kind: line\nx: year\ny: price\nwhere: {place: A}\nannotations: [{x: 2021, text: Here}]",
    ],
)
def test_charts_that_can_be_drawn_have_no_findings(chart: str) -> None:
    """What is right passes in silence."""
    assert findings(chart) == []


@pytest.mark.parametrize(
    ("chart", "wrong"),
    [
        (
            "kind: line\nx: year\ny: prise",
            '11:6 bad-value: chart.y names no column: "prise" / did you mean "price"?',
        ),
        (
            "kind: line\nx: year\ny: [price, place]",
            '11:14 bad-value: chart.y.1 needs numbers, and the column "place" holds strings',
        ),
        (
            "kind: dot\nx: year\ny: price\nseries: year",
            (
                '12:11 bad-value: chart.series names the column "year", which is drawn already'
                " / name another column"
            ),
        ),
        (
            "kind: line\nx: place\ny: price",
            (
                "10:6 bad-value: a line needs times or numbers along x, and the column holds strings"
                " / write kind: bar or dot"
            ),
        ),
        (
            "kind: range\nx: year\ny: price",
            (
                "9:9 bad-value: a range has one column of lower ends in y, and one of upper ends in"
                " high / write high: COLUMN"
            ),
        ),
        (
            "kind: line\nx: year\ny: price\nhigh: top",
            (
                "12:9 bad-value: chart.high belongs to a range, and this chart is a line"
                " / write kind: range, or leave high out"
            ),
        ),
        (
            "kind: line\nx: year\ny: price\nscale: log",
            (
                '12:10 bad-value: a logarithmic scale has no place for -3 in "price"'
                " / write linear, or draw other rows: where"
            ),
        ),
        (
            "kind: line\nx: year\ny: price\nwhere: {place: C}",
            '12:18 bad-value: chart.where.place: no row has "C" in the column "place"',
        ),
        (
            "kind: line\nx: year\ny: price\nwhere: {year: 2023}",
            '9:3 bad-value: there is nothing to draw: no row has both "year" and "price"',
        ),
        (
            "kind: line\nx: year\ny: price\nannotations: [{x: 1990, text: Long ago}]",
            (
                '12:21 bad-value: the annotation at "1990" stands where nothing is drawn'
                " / x reaches from 2020 to 2022"
            ),
        ),
        (
            "kind: line\nx: year\ny: price\nannotations: [{x: soon, text: Then}]",
            '12:21 bad-value: "soon" is not a year (column "year") / write four digits, 0001 to 9999',
        ),
        (
            "kind: bar\nx: year\ny: top\nscale: log",
            (
                "12:10 unclear-chart: bars begin at zero, and a logarithmic scale has none"
                " / write scale: linear, or kind: dot"
            ),
        ),
        (
            "kind: bar\nx: place\ny: top",
            '10:6 unclear-chart: more than one row is drawn at "A" / tell them apart: series, or where',
        ),
    ],
)
def test_what_cannot_be_drawn_or_read_is_told_at_its_place(chart: str, wrong: str) -> None:
    """An author who sees an empty chart does not know where to look."""
    assert findings(chart) == [wrong]


def test_a_chart_of_too_much_is_told() -> None:
    """Colours repeat after six series; after 2,000 marks a page is too heavy."""
    many = b"year,place,price,top\n" + b"".join(b"2020,P%d,1,2\n" % i for i in range(7))
    heavy = b"year,place,price,top\n" + b"".join(b"%04d,A,1,2\n" % (1 + i) for i in range(2001))

    assert findings("kind: dot\nx: year\ny: price\nseries: place", many) == [
        "12:11 unclear-chart: the chart has 7 series, and readers tell 6 apart / draw fewer: where"
    ]
    assert findings("kind: dot\nx: year\ny: price", heavy) == [
        "9:3 bad-value: the chart has 2,001 marks, and at most 2,000 can be drawn / draw fewer: where"
    ]

"""Hostile tables and descriptions: refused by name and line, or shown as the text they are."""

import csv
import json

import pytest

from tests.hostile.cases import (
    ACCEPTED,
    EITHER,
    ERROR,
    INERT,
    Case,
    Trial,
    assert_kept,
    assert_refused,
    read_cases,
)
from tests.hostile.conftest import Try
from tests.hostile.oracle import check

CASES = read_cases("data")
TABLES = [case for case in CASES if not case.file.endswith(".yaml")]
KNOWN = frozenset({"harmless"})
TERM = "---\ntitle: x\ndefinition: Shows data.\ndata: [table]\n---\n\nBody.\n"
STRING, INTEGER, NUMBER, DATE = "string", "integer", "number", "date"

COLUMNS = {
    "01-formula.csv": (("name", STRING), ("value", INTEGER)),
    "02-importxml.csv": (("name", STRING), ("value", INTEGER)),
    "03-html-cells.csv": (("name", STRING), ("value", INTEGER)),
    "04-html-header.csv": (
        ("<img src=x onerror=alert(1)>", STRING),
        ("</script><script>alert(1)</script>", INTEGER),
    ),
    "05-js-label.csv": (("name", STRING), ("url", STRING)),
    "09-empty-header.csv": (("a", INTEGER), ("b", INTEGER), ("c", INTEGER)),
    "12-blank-lines.csv": (("a", INTEGER), ("b", INTEGER)),
    "17-big-int.json": (("a", INTEGER),),
    "18-nan.json": (("a", NUMBER),),
    "19-dup-key.json": (("a", INTEGER),),
    "20-deep.json": (("a", INTEGER),),
    "23-trailing-comma.json": (("a", INTEGER),),
    "25-concatenated.json": (("a", INTEGER),),
    "28-bom.json": (("a", INTEGER),),
    "42-many-columns.csv": tuple((f"c{i}", STRING) for i in range(5)),
    "55-dates.csv": (("d", DATE), ("v", INTEGER)),
}
"""What the description declares; where nothing stands here, the header and what fits it."""
BY_HEADER = {
    "name": (("name", STRING), ("value", NUMBER)),
    "a": (("a", STRING), ("b", NUMBER)),
}

TWINS = {
    "12-blank-lines.csv": "a,b\n1,2\n3,4\n",
    "28-bom.json": "[1]",
    "34-crlf.csv": "name,value\nx,1\n",
    "49-negative-zero.csv": "a,b\nx,0\ny,0.0\nz,0\n",
    "50-all-equal.csv": "a,b\nx,5\ny,5\nz,5\n",
    "51-negative.csv": '"a","b"\n"x","-5"\n"y","-7"\n',
}
"""The same tables as their authors should have written them."""


def columns_of(case: Case) -> tuple[tuple[str, str], ...]:
    """Choose the columns that a description of the case would declare."""
    if case.name in COLUMNS:
        return COLUMNS[case.name]
    return BY_HEADER["a" if case.content.startswith(b"a,") else "name"]


def description(columns: tuple[tuple[str, str], ...], **extra: object) -> str:
    """Write the description of a table."""
    return json.dumps(
        {
            "title": "A table",
            "sources": [{"title": "Own count"}],
            "columns": [{"name": name, "type": kind} for name, kind in columns],
        }
        | extra
    )


def show(attempt: Try, case: Case, table: bytes | str) -> Trial:
    """Build a glossary whose term shows a table described as the case's is."""
    suffix = case.name.rpartition(".")[2]
    files = {
        "terms/x.md": TERM,
        "data/table.yaml": description(columns_of(case)),
        f"data/table.{suffix}": table,
    }
    return attempt(files)


def path_of(case: Case) -> str:
    """Name the table's file in the glossary."""
    return f"data/table.{case.name.rpartition('.')[2]}"


def harmless_table(case: Case) -> str:
    """Write a table of the same form with the same number of rows, all of them tame."""
    columns = columns_of(case)
    if case.name.endswith(".json"):
        rows = len(json.loads(case.content))
        return json.dumps([dict.fromkeys((name for name, _ in columns), "1")] * rows)
    rows = sum(1 for _ in csv.reader(case.content.decode().splitlines())) - 1
    tame = ["1" if kind in {INTEGER, NUMBER} else "tame" for _, kind in columns]
    head = ",".join(f'"{name}"' for name, _ in columns)
    return head + "\n" + f"{','.join(tame)}\n" * rows


@pytest.mark.parametrize("case", [c for c in TABLES if c.must == ERROR], ids=str)
def test_a_broken_table_is_refused_where_it_is_wrong(case: Case, attempt: Try) -> None:
    """A figure that cannot be read must not be published as another one."""
    trial = show(attempt, case, case.content)

    assert_kept(trial)
    assert_refused(case, trial, path_of(case))


@pytest.mark.parametrize("case", [c for c in TABLES if c.must in {INERT, EITHER}], ids=str)
def test_hostile_cells_are_shown_as_text(case: Case, attempt: Try) -> None:
    """A table is content too, and may come from anywhere."""
    trial = show(attempt, case, case.content)

    assert_kept(trial)
    if trial.outcome.code == 1:
        assert case.must == EITHER
        assert_refused(case, trial, path_of(case))
        return
    twin = show(attempt, case, harmless_table(case))
    assert twin.outcome.code == 0, twin.outcome.text
    assert check(trial.page(KNOWN), twin.page(KNOWN)) == []
    page = (trial.site / "data/table/index.html").read_text(encoding="utf-8")
    tame = (twin.site / "data/table/index.html").read_text(encoding="utf-8")
    as_term = [
        text.replace("<main", '<article id="term" hidden></article><main') for text in (page, tame)
    ]
    assert check(*as_term) == []
    json.loads((trial.site / "data/table.json").read_bytes())


@pytest.mark.parametrize("case", [c for c in TABLES if c.must == ACCEPTED], ids=str)
def test_an_odd_but_honest_table_reads_like_its_clean_twin(case: Case, attempt: Try) -> None:
    """Blank lines, a byte order mark, CRLF and minus nought are no mistakes."""
    trial = show(attempt, case, case.content)
    twin = show(attempt, case, TWINS[case.name])

    assert_kept(trial)
    assert trial.outcome.code == 0, trial.outcome.text
    for path in (
        "terms/x/index.html",
        "data/table/index.html",
        "data/table.csv",
        "data/table.json",
    ):
        assert (trial.site / path).read_bytes() == (twin.site / path).read_bytes()


def test_a_download_holds_no_formula(attempt: Try) -> None:
    """A spreadsheet runs what begins with =, +, - or @, on the reader's machine."""
    case = next(case for case in TABLES if "formula" in case.file)

    trial = show(attempt, case, case.content)

    with (trial.site / "data/table.csv").open(encoding="utf-8", newline="") as file:
        cells = [row[0] for row in list(csv.reader(file))[1:]]
    assert len(cells) == 6
    assert [cell for cell in cells if cell.lstrip()[:1] in set("=+-@")] == []


def test_lines_are_counted_over_blank_ones(attempt: Try) -> None:
    """A reader of the file counts lines, not records."""
    case = next(case for case in TABLES if "blank" in case.file)

    trial = show(attempt, case, case.content.replace(b"3,4", b"3,x"))

    lines = [found.line for found in trial.outcome.errors if found.path == path_of(case)]
    assert lines == [6]


@pytest.mark.parametrize(
    "case", [c for c in CASES if c.file.endswith(".yaml") and c.must != INERT], ids=str
)
def test_a_hostile_description_is_refused_where_it_is_wrong(case: Case, attempt: Try) -> None:
    """Descriptions are YAML, with all that YAML can do."""
    files = {"terms/x.md": TERM, "data/table.yaml": case.content, "data/table.csv": "a,b\nx,1\n"}

    trial = attempt(files)

    assert_kept(trial)
    assert_refused(case, trial, "data/table.yaml")


def test_html_in_a_title_and_a_unit_is_shown_as_text(attempt: Try) -> None:
    """The case's own form of table is not ours, so that its two values go into one that is."""
    case = next(case for case in CASES if "xss-unit" in case.file)
    lines = case.content.decode().splitlines()
    title, unit = (json.loads(line.partition(": ")[2]) for line in lines[:2])
    table = {"terms/x.md": TERM, "data/table.csv": "a,b\nx,1\n"}
    columns = (("a", STRING), ("b", NUMBER))
    headline = {"column": "b", "say": title}

    as_it_is = attempt(table | {"data/table.yaml": case.content})
    hostile = description(columns, title=title, unit=unit, description=title, headline=headline)
    trial = attempt(table | {"data/table.yaml": hostile})
    tame = description(columns, unit="t", description="t", headline={"column": "b", "say": "t"})
    twin = attempt(table | {"data/table.yaml": tame})

    assert_kept(as_it_is)
    assert_refused(case, as_it_is, "data/table.yaml")
    assert_kept(trial)
    assert trial.outcome.code == 0, trial.outcome.text
    assert check(trial.page(KNOWN), twin.page(KNOWN)) == []


def test_every_case_is_tried() -> None:
    """A new kind of verdict in the manifest must not pass for lack of a test."""
    assert {case.must for case in CASES} == {ERROR, EITHER, ACCEPTED, INERT}
    assert set(TWINS) == {case.name for case in CASES if case.must == ACCEPTED}

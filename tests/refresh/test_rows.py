"""Rows of others become ours only if every cell is right; what was known is not lost."""

import json

import pytest

from tests.refresh.conftest import DESCRIPTION, TABLE, Fails, Glossary
from tests.refresh.server import Server, reply

PATH = "/prices.csv"

MISTAKES = {
    "date,price\n2024-01-01,20\n2025-01-01,dear\n": [
        '3:12 bad-data: "dear" is not a number (column "price")'
    ],
    "date,price\n2024-01-01,NaN\n": ['2:12 bad-data: "NaN" is not a number (column "price")'],
    "date,price\n2024-01-01,1e999\n": [
        '2:12 bad-data: "1e999" is further from zero than 1e300 (column "price")'
    ],
    "name,price,date\nx,20,2024-02-30\ny,z\n": [
        '2:6 bad-data: "2024-02-30" is no day of the calendar (column "date")',
        "3:1 bad-data: the row has 2 cells, and there are 3 columns",
    ],
    "date,cost\n2024-01-01,20\n": ['1:1 bad-data: the document has no column "price"'],
    "date,price,price\n2024-01-01,1,2\n": ['1:12 bad-data: the header "price" stands twice'],
    "date;price\n2024-01-01;20\n": [
        '1:1 bad-data: the document has no column "date"',
        '1:1 bad-data: the document has no column "price"',
    ],
    'date,price\n2024-01-01,"20\n': [
        "2:1 bad-data: a quotation mark opens a cell and is never closed"
    ],
    "date,price\n": ["1:1 bad-data: no row is left"],
    "": ["1:1 bad-data: the document is empty"],
    b"date,price\n2024-01-01,2\xe9\n": ["2:13 not-utf-8: byte 0xE9 is not UTF-8"],
    "date,price\n2024-01-01,2\u202e\n": [
        "2:13 control-character: the text direction control U+202E may not be used"
    ],
}


@pytest.mark.parametrize(("body", "found"), MISTAKES.items(), ids=range(len(MISTAKES)))
def test_a_mistake_in_a_fetched_table_is_told_at_its_place(
    fails: Fails, server: Server, body: str | bytes, found: list[str]
) -> None:
    """Whoever runs the refresh must find it in the document, not in a file that never was."""
    server.on(PATH, reply(body, content_type="text/csv; charset=iso-8859-1"))

    assert fails() == [f"https://data.example/prices.csv:{one}" for one in found]


def as_json(glossary: Glossary, more: str = "") -> None:
    glossary.describe(f"format: json\n{more}")


def test_json_is_read_by_path_and_converted(glossary: Glossary, server: Server) -> None:
    """Hardly anybody publishes a table in just the shape that one needs."""
    as_json(
        glossary,
        'path: data.1."list.of"\n'
        "columns:\n"
        "  date: {column: at, dates: milliseconds}\n"
        "  price: {column: cost.0, scale: 0.001}\n"
        "rows: {kind: list}\n"
        "unknown: [n/a]",
    )
    rows = [
        {"at": 1785922800000, "cost": [70], "kind": "list"},
        {"at": 1785922800000, "cost": [1], "kind": "spot"},
        {"at": 0, "cost": ["n/a"], "kind": "list"},
    ]
    server.on(PATH, reply(json.dumps({"data": [{}, {"list.of": rows}]})))

    assert glossary.refresh().findings == ()
    assert glossary.text("data/chip.csv") == "date,price\n2026-08-05,0.07\n1970-01-01,\n"


@pytest.mark.parametrize(
    ("origin", "given", "expected"),
    [
        ("{column: date}", "2026-08-05T23:59:59+02:00", "2026-08-05"),
        ("{column: date, dates: day-first}", "5.8.2026", "2026-08-05"),
        ("{column: date, dates: month-first}", "8/5/2026", "2026-08-05"),
        ("{column: date, dates: seconds}", "1785922800", "2026-08-05"),
        ("{value: 2026-08-05}", "anything", "2026-08-05"),
    ],
)
def test_a_date_may_be_written_otherwise(
    glossary: Glossary, server: Server, origin: str, given: str, expected: str
) -> None:
    """There are as many ways to write a day as offices."""
    glossary.describe(f"columns: {{date: {origin}}}")
    server.on(PATH, reply(f"date,price\n{given},1\n"))

    assert glossary.refresh().findings == ()
    assert glossary.text("data/chip.csv") == f"date,price\n{expected},1\n"


JSON_MISTAKES = {
    '[{"date": "2024-01-01", "price": 1, "price": 2}]': '1:2 bad-data: the key "price" stands twice',
    '[{"date": "2024-01-01", "price": NaN}]': "1:34 bad-data: NaN is not a JSON number",
    '[{"date": "2024-01-01", "price": [1]}]': '1:2 bad-data: the value at "price" is a list',
    '[{"date": "2024-01-01"}]': '1:1 bad-data: no row says anything at "price"',
    '[{"date": "2024-01-01", "price": 1}': "1:36 bad-data: the JSON is broken: expecting ',' "
    "delimiter",
    '{"rows": []}': "1:1 bad-data: here is no list of rows",
    "[" * 50_000: "1:33 bad-data: brackets nest deeper than 32 levels",
    "[1, 2]": '1:2 bad-data: the row has nothing with a key "date"',
}  # fmt: skip


@pytest.mark.parametrize(("body", "found"), JSON_MISTAKES.items(), ids=range(len(JSON_MISTAKES)))
def test_a_mistake_in_fetched_json_is_told_at_its_row(
    glossary: Glossary, fails: Fails, server: Server, body: str, found: str
) -> None:
    """A parser that takes the last of two keys, or NaN, would take anything."""
    as_json(glossary)
    server.on(PATH, reply(body))

    assert fails()[0] == f"https://data.example/prices.csv:{found}"


def test_a_path_that_leads_nowhere_names_what_is_near(glossary: Glossary, server: Server) -> None:
    """Documents are rearranged, and then the path is what must be mended."""
    as_json(glossary, "path: result.rows")
    server.on(PATH, reply('{"result": {\n"row": []}}'))

    (found,) = glossary.refresh().findings

    assert (found.span.line, found.span.column, found.message, found.hint) == (
        1, 12, 'here is no key "rows"', 'did you mean "row"?',
    )  # fmt: skip


# Merging


def test_history_is_kept_corrected_and_continued(glossary: Glossary, server: Server) -> None:
    """Many sources show only their newest rows, the newest first."""
    glossary.describe("append: true\nkey: [date]\nsort: [date]")
    server.on(PATH, reply("date,price\n2026-01-01,5\n2025-01-01,11\n"))

    report = glossary.refresh()

    assert glossary.text("data/chip.csv") == (
        "date,price\n2024-01-01,20\n2025-01-01,11\n2026-01-01,5\n"
    )
    changes = report.outcomes[0].changes
    assert changes.added == (("2026-01-01", "5"),)
    assert [(one.row, one.old, one.new) for one in changes.cells] == [
        (("2025-01-01",), "10.50", "11")
    ]
    assert changes.removed == ()


def test_two_rows_with_one_key_are_a_mistake(
    glossary: Glossary, fails: Fails, server: Server
) -> None:
    """One of them would be lost without a word."""
    glossary.describe("append: true\nkey: [date]")
    server.on(PATH, reply("date,price\n2026-01-01,5\n2026-01-01,6\n"))

    assert fails() == [
        (
            "https://data.example/prices.csv:3:1 bad-data: "
            'a second row is called "2026-01-01", as in line 2'
        )
    ]


def test_without_append_the_document_is_the_table(glossary: Glossary, server: Server) -> None:
    """A row that its publisher withdraws is withdrawn."""
    server.on(PATH, reply("date,price\n2025-01-01,10.50\n"))

    report = glossary.refresh()

    assert glossary.text("data/chip.csv") == "date,price\n2025-01-01,10.50\n"
    assert report.outcomes[0].changes.removed == (("2024-01-01", "20"),)


def test_the_same_rows_leave_the_table_alone_and_confirm_the_day(
    glossary: Glossary, server: Server
) -> None:
    """`updated` says when figures were looked up; that they are the same is news, too."""
    written = TABLE.replace(",20", ',"20"')
    glossary.write("chip.csv", written)
    server.on(PATH, reply(TABLE))

    report = glossary.refresh()

    assert report.outcomes[0].state == "confirmed"
    assert glossary.text("data/chip.csv") == written
    assert "updated: 2026-11-23  #" in glossary.text("data/chip.yaml")


def test_a_formula_is_made_harmless_at_the_door(glossary: Glossary, server: Server) -> None:
    """Editors open `data/` in a spreadsheet, before any download is made of it."""
    text = DESCRIPTION.replace("type: number", "type: string")
    glossary.write("chip.yaml", text)
    server.on(PATH, reply('date,price\n2026-01-01,"=HYPERLINK(""x"")"\n'))  # fmt: skip

    glossary.refresh()
    again = glossary.refresh()

    assert glossary.text("data/chip.csv").endswith(',"\'=HYPERLINK(""x"")"\n')
    assert again.outcomes[0].state == "confirmed"


def test_a_json_table_stays_one(glossary: Glossary, server: Server) -> None:
    """Programs of the author's may read it."""
    (glossary.root / "data/chip.csv").unlink()
    glossary.write("chip.json", '[["date", "price"], ["2024-01-01", 20]]')
    server.on(PATH, reply("date,price\n2026-01-01,5.0\n"))

    assert glossary.refresh().findings == ()
    assert glossary.text("data/chip.json") == '[\n{"date": "2026-01-01", "price": 5.0}\n]\n'


def test_a_table_that_is_missing_is_made(glossary: Glossary, server: Server) -> None:
    """A description with an address is all that is needed."""
    (glossary.root / "data/chip.csv").unlink()
    server.on(PATH, reply(TABLE))

    assert glossary.refresh().findings == ()
    assert glossary.text("data/chip.csv") == TABLE


def test_history_is_not_built_on_a_broken_table(
    glossary: Glossary, fails: Fails, server: Server
) -> None:
    """What cannot be read would be lost."""
    glossary.describe("append: true\nkey: [date]")
    glossary.write("chip.csv", "date,price\n2024-01-01,dear\n")
    server.on(PATH, reply(TABLE))

    (found,) = fails()

    assert found.startswith("data/chip.csv:2:12 bad-data")
    assert server.requests == []

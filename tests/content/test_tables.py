"""Tables are read into checked text, with every mistake at its line, and written safely."""

import json
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from glossary_site.content import table_checks
from glossary_site.content.cells import CellError, check_cell, defuse
from glossary_site.content.datasets import read_description
from glossary_site.content.tables import TABLE_BYTES, read_table, write_csv, write_json
from glossary_site.diagnostics import Findings
from glossary_site.fields.dataset import Column, ColumnType

AB = (Column(name="a", type="string"), Column(name="b", type="number"))


def lines(found: Findings) -> list[str]:
    return [
        f"{one.span.line}:{one.span.column} {one.message}" + (f" / {one.hint}" if one.hint else "")
        for one in found
    ]


def problems(text: str | bytes, *columns: Column, path: str = "data/x.csv") -> list[str]:
    data = text.encode() if isinstance(text, str) else text
    rows, found = read_table(path, data, columns or AB)
    assert rows == ()
    assert found
    return lines(found)


@pytest.mark.parametrize(
    "data",
    [
        b"a,b\nx,1\ny,2\n",
        b"a,b\r\nx,1\r\ny,2",
        b"\xef\xbb\xbfa,b\nx,1\ny,2\n",
        b"\n\na,b\n\nx,1\n\n  \ny,2\n\n",
        b'"a","b"\n"x","1"\n" y ", 2 \n',
    ],
)
def test_spreadsheets_spellings_of_one_table_are_one(data: bytes) -> None:
    """Line ends, a BOM, blank lines and quotes carry no meaning."""
    assert read_table("data/x.csv", data, AB) == ((("x", "1"), ("y", "2")), ())


@pytest.mark.parametrize(
    "text",
    [
        '[{"a": "x", "b": 1}, {"b": 2.50, "a": null}]',
        '\ufeff[["a", "b"],\r\n ["x", 1], [null, 2.50]]\n',
        '[{"a": "x", "b": "1"}, {"b": "2.50", "a": ""}]',
    ],
)
def test_json_tables_are_objects_or_lists(text: str) -> None:
    """Both are what public statistics offices offer; numbers keep their digits."""
    assert read_table("data/x.json", text.encode(), AB) == ((("x", "1"), ("", "2.50")), ())


def test_a_list_of_values_is_a_table_of_one_column() -> None:
    """The shortest JSON that can mean only one thing."""
    assert read_table("x.json", b"[1, 2]", AB[1:]) == ((("1",), ("2",)), ())


@pytest.mark.parametrize(
    ("kind", "text", "normal"),
    [
        ("string", " a \t b\nc ", "a b c"),
        ("string", "=1+1", "=1+1"),
        ("string", "推論 – 🙂", "推論 – 🙂"),
        ("integer", "+7", "7"),
        ("integer", "-0", "0"),
        ("integer", "-9007199254740991", "-9007199254740991"),
        ("number", "-0.0", "0.0"),
        ("number", "+1.50", "1.50"),
        ("number", ".5", "0.5"),
        ("number", "5.", "5"),
        ("number", "1E+05", "1e5"),
        ("number", "2.1e25", "2.1e25"),
        ("number", "1e-300", "1e-300"),
        ("number", "-1e300", "-1e300"),
        ("number", "0e999", "0e999"),
        ("number", "38000000000000000000000000", "38000000000000000000000000"),
        ("date", "2024-02-29", "2024-02-29"),
        ("yearmonth", "2024-12", "2024-12"),
        ("year", "0001", "0001"),
        ("boolean", "TRUE", "true"),
        ("number", "  ", ""),
        ("date", "", ""),
    ],
)
def test_a_right_cell_has_one_spelling(kind: ColumnType, text: str, normal: str) -> None:
    """Charts, tables and downloads may then compare cells as text."""
    assert check_cell(kind, text) == normal
    assert check_cell(kind, normal) == normal


@pytest.mark.parametrize(
    ("kind", "text", "problem", "hint"),
    [
        ("number", "NaN", "is not a number", "leave the cell empty where nothing is known"),
        ("number", "-Infinity", "is not a number", "leave the cell empty where nothing is known"),
        ("number", "1e999", "is further from zero than 1e300", None),
        ("number", "-1.1e300", "is further from zero than 1e300", None),
        ("number", "1e-301", "is nearer to zero than 1e-300", None),
        ("number", "1_000", "is not a number", "write it without separators: 1000"),
        ("number", "1,234,567.8", "is not a number", "write it without separators: 1234567.8"),
        ("number", "1,5", "is not a number", "write a decimal point: 1.5"),
        ("number", "007", "is not a number", "drop the leading zeros, or declare the column as string"),
        ("number", "\u22125", "is not a number", "write a minus sign as a hyphen: -"),
        ("number", "$5", "is not a number", "write the number alone, and what it counts in `unit`"),
        ("number", "５", "is not a number", None),
        ("number", "0x10", "is not a number", None),
        ("number", "9007199254740993", "has more digits than JavaScript keeps", "round it: 9007199254740992"),
        ("number", "-12345678901234567890123", "has more digits than JavaScript keeps", "round it: -1.2345678901234568e22"),
        ("number", "0." + "1" * 39, "is longer than 40 characters", None),
        ("integer", "1.0", "is not a whole number", "declare the column as number"),
        ("integer", "9007199254740992", "is too large for JavaScript", "declare the column as number"),
        ("integer", "9" * 2000, "is too large for JavaScript", "declare the column as number"),
        ("date", "2024-02-30", "is no day of the calendar", "2024-02 has 29 days"),
        ("date", "2024-13-01", "is no day of the calendar", None),
        ("date", "0000-01-01", "is no day of the calendar", None),
        ("date", "2024-1-1", "is not a date", "write 2024-01-01"),
        ("date", "01/02/03", "is not a date", "write YYYY-MM-DD"),
        ("date", "2024-01-01T00:00:00Z", "is not a date", "write 2024-01-01"),
        ("yearmonth", "2024-13", "is not a month of a year", "write YYYY-MM"),
        ("year", "24", "is not a year", "write four digits, 0001 to 9999"),
        ("boolean", "yes", "is neither true nor false", "write true or false, or leave it empty"),
        ("string", "x" * 2001, "is longer than 2,000 characters", None),
        ("string", "a\u202eb", "holds the forbidden character U+202E", "delete it"),
        ("string", "a\x00b", "holds the forbidden character U+0000", "delete it"),
        ("string", "a\ud800b", "holds the forbidden character U+D800", "delete it"),
    ],
)  # fmt: skip
def test_a_wrong_cell_says_what_to_write(
    kind: ColumnType, text: str, problem: str, hint: str | None
) -> None:
    """`float` accepts NaN and 1_000, and a browser then refuses the whole page's data."""
    with pytest.raises(CellError) as caught:
        check_cell(kind, text)

    assert (str(caught.value), caught.value.hint) == (problem, hint)


def test_mistakes_stand_at_their_physical_line_and_column() -> None:
    """Blank lines and line ends within quotes count in every editor."""
    text = 'a,b\n\n"one\ntwo",1\n\nx,NaN\n"p, ""q""\nr",1.2.3\n'

    assert problems(text) == [
        '6:3 "NaN" is not a number (column "b") / leave the cell empty where nothing is known',
        '8:4 "1.2.3" is not a number (column "b")',
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ["1:1 the table is empty / write a header and rows"]),
        ("\n \n", ["1:1 the table is empty / write a header and rows"]),
        ("a,b\n", ["1:1 the table has no rows"]),
        ("a,b\nx,1\ny\nz,1,2\n", [
            "3:1 the row has 1 cell, and there are 2 columns",
            "4:1 the row has 3 cells, and there are 2 columns",
        ]),
        ("a,b\nx,1\n,\n", ["3:1 the row holds no value / delete the row"]),
        ("a,\nx,1\n", [
            '1:3 column 2 has no header / write "b"',
        ]),
        ("a,a\nx,1\n", [
            '1:3 the header "a" stands in column 1 too / keep one of the two',
            '1:1 the column "b" is missing',
        ]),
        ('"a", a,\nx,1\n', [
            '1:5 the header "a" stands in column 1 too / keep one of the two',
            '1:8 column 3 has no header / write "b"',
        ]),
        ("b,a\n1,x\n", [
            ("1:1 the columns stand in another order than in the description / "
            'put them in this order: "a, b"'),
        ]),
        ("a;b\nx;1,5\n", ["1:1 the cells are parted by semicolons / save the table as CSV with commas"]),
        ("a\tb\nx\t1\n", ["1:1 the cells are parted by tabs / save the table as CSV with commas"]),
        ('a,b\nx"y"z,1\n"a"b,2\nq,?\n', [
            ("3:1 text follows the quotation mark that closes a cell / "
            'write "" for a quotation mark within a quoted cell'),
            '4:3 "?" is not a number (column "b") / leave the cell empty where nothing is known',
        ]),
        ('a,b\nx,1\n"y,2\nz,3\n', [
            ("3:1 a quotation mark opens a cell and is never closed / "
            'close it, or write "" for a quotation mark within a cell'),
        ]),
        ("a,b\n" + "x" * 140_000 + ",1\ny,?\n", [
            "2:1 a cell is longer than 2,000 characters / look for a quotation mark left open",
            '3:3 "?" is not a number (column "b") / leave the cell empty where nothing is known',
        ]),
        ('a,b\n"x,1\n' + "y,1\n" * 40_000, [
            "2:1 a cell is longer than 2,000 characters / look for a quotation mark left open",
        ]),
        (",".join(f"c{i}" for i in range(101)) + "\n", [
            "1:1 the table has 101 columns, and 100 are allowed",
        ]),
    ],
)  # fmt: skip
def test_a_broken_csv_table_is_explained(text: str, expected: list[str]) -> None:
    """Each of these once made a chart silently empty, or a traceback."""
    assert problems(text) == expected


@pytest.mark.parametrize(
    ("columns", "expected"),
    [
        ("[{name: x, typ: year}]", ['2:21 the key "typ" is not known here / did you mean "type"?']),
        ("[x]", ["2:11 columns 1 must be keys and values, and here is text"]),
        ("[]", ["2:10 columns is empty"]),
    ],
)
def test_a_mistake_in_a_column_is_one_finding(columns: str, expected: list[str]) -> None:
    """A misspelt key is not missing too, nor a list empty because its items are wrong."""
    text = f"title: T\ncolumns: {columns}\nsources: [{{title: S}}]\n"
    described, found = read_description("data/x.yaml", text)

    assert (described, lines(found)) == (None, expected)


def test_a_misspelt_header_is_told_from_a_missing_one() -> None:
    """One mistake is one finding, at its own cell."""
    date, price = Column(name="date", type="date"), Column(name="price", type="number")

    assert problems("date,prize\nx,1\n", date, price) == [
        '1:6 "prize" is not a column here / did you mean "price"?',
    ]
    assert problems("date,q\nx,1\n", date, price) == [
        '1:6 "q" is not a column here',
        '1:1 the column "price" is missing',
    ]
    assert problems('[{"date": "x", "prize": 1}]', date, price, path="data/x.json") == [
        '1:2 the key "prize" is no column of the description / did you mean "price"?',
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ["1:1 the table is empty / write a list of rows"]),
        ("[]", ["1:1 the table has no rows"]),
        ('[["a", "b"]]', ["1:1 the table has no rows"]),
        ("nul", ["1:1 the JSON is broken: expecting value"]),
        ('{"a": 1, "a": 2}', ['1:1 the document is not a list of rows / write [{"column": value}, …]']),
        ('{"a":1}\n{"a":2}\n', [
            "2:1 more text follows the end of the document / put all rows into one list: [row, row]",
        ]),
        ('[{"a": "x",\n "b": NaN}]', ["2:7 NaN is not a JSON number / write null where nothing is known"]),
        ('[\n{"a": "x", "b": 1},\n]', ["2:19 a comma follows the last row / delete it"]),
        ('[{"a": "x", "b": 1}', ['1:20 a "," or "]" is missing after a row']),
        ('[{"a": "x", "b": 1} {"a": 1}]', ['1:21 a "," or "]" is missing after a row']),
        ("[" * 50_000, ["1:9 brackets nest deeper than 8 levels / write a list of objects"]),
        ('[["a", "b"], ["x", [1]]]', ['1:14 the cell in the column "b" is a list']),
        ('[{"a": {}, "b": 1}]', ['1:2 the cell in the column "a" is an object']),
        ('[\n {"a": "x", "b": 1, "b": 2},\n {"a": "y", "B": 1}, [1]]', [
            '2:21 the key "b" stands twice / keep one of the two',
            '3:2 the key "B" is no column of the description / did you mean "b"?',
            '3:22 the row is not an object / write {"column": value}',
        ]),
        ('[["a", "b"], {"a": 1}, ["x"]]', [
            "1:14 the row is not a list, as the one before it",
            "1:24 the row has 1 cell, and there are 2 columns",
        ]),
        ('[["a", null]]', ["1:2 the first list is not a header / write the columns' names"]),
        ('[["b", "a"], [1, "x"]]', [
            ("1:2 the columns stand in another order than in the description / "
            'put them in this order: "a, b"'),
        ]),
        ('[{"a": "\\u202e", "b": 9007199254740993}]', [
            '1:2 "\\u202e" holds the forbidden character U+202E (column "a") / delete it',
            ('1:2 "9007199254740993" has more digits than JavaScript keeps (column "b") / '
            "round it: 9007199254740992"),
        ]),
        ('[{"a": "\\ud800", "\\udfff": 1}]', [
            '1:2 the key "\\udfff" is no column of the description',
            '1:2 the key "b" is missing / write null where nothing is known',
        ]),
        ('["' + '\\"' * 200_000 + "\\", ["1:2 the JSON is broken: unterminated string starting at"]),
    ],
)  # fmt: skip
def test_a_broken_json_table_is_explained(text: str, expected: list[str]) -> None:
    """The standard parser takes NaN and repeated keys, and overflows on deep nesting."""
    assert problems(text, path="data/x.json") == expected


def test_digits_past_the_interpreters_limit_are_a_finding() -> None:
    """`int` refuses long numerals with an exception of its own."""
    found = problems("[" + "9" * 5_000 + "]", AB[1], path="x.json")

    assert found == [f'1:2 "{"9" * 39}…" is longer than 2,000 characters (column "b")']


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("a,b\n" + "x,?\n" * 30, "data/x.csv"),
        ("[" + ",".join(['{"a": "x", "b": "?"}'] * 30) + "]", "data/x.json"),
    ],
)
def test_mistakes_past_the_twentieth_are_counted(text: str, path: str) -> None:
    """One wrong column must not bury the findings of other files."""
    found = problems(text, path=path)

    assert len(found) == 21
    assert found[-1].endswith(" 10 more mistakes follow in this table")


def test_a_hopeless_table_is_read_no_further_than_a_thousand_mistakes() -> None:
    """Hints cost time, and a hostile file could ask for a million of them."""
    found = problems("a,b\n" + "x,?\n" * 50_000)

    assert found[-1] == "22:3 at least 980 more mistakes follow in this table"


@pytest.mark.parametrize("path", ["data/x.csv", "data/x.json"])
def test_a_table_of_too_many_rows_is_refused(path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A page cannot show them, and a build would crawl."""
    rows = table_checks.TABLE_ROWS
    column = Column(name="n", type="integer")
    full = b"n\n" + b"1\n" * rows if path.endswith("csv") else b"[" + b"1," * (rows - 1) + b"1]"
    more = full + b"1\n" if path.endswith("csv") else full[:-1] + b",1]"

    assert len(read_table(path, full, (column,))[0]) == rows
    assert [text.split(" ", 1)[1] for text in problems(more, column, path=path)] == [
        "the table has more than 100,000 rows"
    ]


def test_a_table_over_the_limit_is_refused_by_size() -> None:
    """The caller's limit may differ; ours holds anyway."""
    rows, found = read_table("x.csv", bytes(TABLE_BYTES + 1), AB)

    assert (rows, [one.code for one in found]) == ((), ["file-too-large"])


def test_text_that_is_not_utf8_or_holds_hidden_characters_is_refused() -> None:
    """A spreadsheet saves Latin-1 unless told otherwise."""
    assert problems(b"a,b\ncaf\xe9,1\n")[0].startswith("2:4 byte 0xE9 is not UTF-8")
    assert problems("a,b\n\u202ex,1\n")[0].startswith("2:1 the text direction control U+202E")


@pytest.mark.parametrize(
    ("cell", "kind", "safe"),
    [
        ("=cmd|' /C calc'!A0", "string", "'=cmd|' /C calc'!A0"),
        ("@SUM(1+1)", "string", "'@SUM(1+1)"),
        ("+1+1", "string", "'+1+1"),
        ("-2+3", "string", "'-2+3"),
        ("\t=1", "string", "'\t=1"),
        ("\r=1", "string", "'\r=1"),
        ("＝1+1", "string", "'＝1+1"),
        ("-5", "string", "-5"),
        ("+1.5e3", "string", "+1.5e3"),
        ("-5", "number", "-5"),
        ("a=1", "string", "a=1"),
        ("a;=1+1;b", "string", "a;'=1+1;b"),
        ("a; @SUM(1)", "string", "a;' @SUM(1)"),
        ("from -5; -3; +1", "string", "from -5; -3; +1"),
        ("", "string", ""),
    ],
)
def test_formulas_are_defused_and_numbers_are_not(cell: str, kind: ColumnType, safe: str) -> None:
    """A spreadsheet would run the cell of a file that a reader downloads and trusts."""
    assert defuse(cell, kind) == safe


def test_a_download_as_csv_is_quoted_and_defused() -> None:
    """The header is the author's text, too."""
    columns = (Column(name="=a", type="string"), Column(name="b, c", type="number"))

    assert write_csv(columns, (("=1+1", "-5"), ('say "x", y', ""), ("–", "1.50"))) == (
        b'\'=a,"b, c"\n\'=1+1,-5\n"say ""x"", y",\n\xe2\x80\x93,1.50\n'
    )


def test_a_download_stays_one_table_where_semicolons_part_cells_too() -> None:
    """LibreOffice suggests semicolons beside commas, and Excel takes them in half of Europe."""
    columns = (Column(name="a;=b", type="string"), Column(name="n", type="number"))

    written = write_csv(columns, (("x;y;=1+1", "5"),)).decode()

    assert written == '"a;\'=b",n\n"x;y;\'=1+1",5\n'
    assert not re.search(r'(^|[,;"])\s*[=@]', written, re.MULTILINE)


def test_formulas_in_a_json_table_are_defused_in_the_csv_file_alone() -> None:
    """A program that reads JSON wants the text as it is; a spreadsheet opens the other file."""
    rows, found = read_table("data/x.json", b'[{"a": "=1+1", "b": 1}]', AB)

    assert found == ()
    assert write_csv(AB, rows) == b"a,b\n'=1+1,1\n"
    assert json.loads(write_json(AB, rows)) == [{"a": "=1+1", "b": 1}]


def test_lines_may_end_as_any_spreadsheet_ends_them() -> None:
    """Excel on a Mac offers CSV with carriage returns alone; copying together mixes all three."""
    rows = (("x", "1"), ("y", "2"), ("z", "3"))

    for table in (b"a,b\rx,1\ry,2\rz,3\r", b"a,b\r\nx,1\ny,2\rz,3"):
        assert read_table("data/x.csv", table, AB) == (rows, ())
    assert problems(b"a,b\rx,1\ry,?\r")[0].startswith("3:3 ")


def test_a_download_as_json_keeps_digits_and_types() -> None:
    """A number read as a float and written again is another number."""
    kinds: tuple[ColumnType, ...] = ("string", "integer", "number", "year", "boolean", "date")
    columns = tuple(Column(name=kind, type=kind) for kind in kinds)

    body = write_json(columns, (("–<", "7", "1.50", "2024", "true", "2024-01-01"), ("",) * 6))

    assert body.decode() == (
        '[\n{"string": "–<", "integer": 7, "number": 1.50, "year": "2024", "boolean": true, '
        '"date": "2024-01-01"},\n{"string": null, "integer": null, "number": null, "year": null, '
        '"boolean": null, "date": null}\n]\n'
    )
    json.loads(body)


CELLS = st.tuples(
    st.text(max_size=8), st.decimals(allow_nan=False, allow_infinity=False, places=3).map(str)
)


@settings(max_examples=60, deadline=None)
@given(st.lists(CELLS, min_size=1, max_size=4))
def test_what_json_downloads_say_can_be_read_again(cells: list[tuple[str, str]]) -> None:
    """Importers are promised the same table; whatever was accepted once is accepted again."""
    rows, found = read_table("x.json", json.dumps([["a", "b"], *cells]).encode(), AB)
    if found:
        return

    assert read_table("x.json", write_json(AB, rows), AB) == (rows, ())


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=60) | st.text('ab,"\n1;\t[]{}:\\ue', max_size=60).map(str.encode))
def test_no_table_ever_raises(data: bytes) -> None:
    """An author's mistake is a finding, whatever it is."""
    for path, start in (("x.csv", b"a,b\n"), ("x.json", b'[["a","b"],')):
        for document in (data, start + data):
            rows, found = read_table(path, document, AB)
            assert bool(rows) != bool(found)

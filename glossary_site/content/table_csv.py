"""Tables as CSV (RFC 4180, commas only), with the lines an editor counts."""

import csv
import re
from collections.abc import Iterator, Sequence
from typing import Final

from glossary_site.content.cells import CELL_LIMIT, check_row, defuse
from glossary_site.content.table_checks import (
    TABLE_ROWS,
    Mistake,
    Mistakes,
    Row,
    Rows,
    count_mistake,
    header_mistakes,
)
from glossary_site.diagnostics import Findings
from glossary_site.fields.dataset import Column

_FIELD: Final = re.compile(r'"(?:[^"]|"")*+"|[^,\n]*')
_PLAIN: Final = re.compile(r'[^,;"\t\n\r]*')
_SEPARATORS: Final = {";": "semicolons", "\t": "tabs"}

_OPEN_QUOTE: Final = Mistake(
    "a quotation mark opens a cell and is never closed",
    'close it, or write "" for a quotation mark within a cell',
)
_STRAY_QUOTE: Final = Mistake(
    "text follows the quotation mark that closes a cell",
    'write "" for a quotation mark within a quoted cell',
)
_LONG_CELL: Final = Mistake(
    f"a cell is longer than {CELL_LIMIT:,} characters", "look for a quotation mark left open"
)


def read_csv(path: str, text: str, columns: Sequence[Column]) -> tuple[Rows, Findings]:
    """Read the rows of a CSV table.

    Args:
        path: The table's file, for messages.
        text: Decoded, with LF line ends.
        columns: As the description declares them.

    Returns:
        The rows, none if anything is wrong.
    """
    lines = text.removesuffix("\n").split("\n")
    mistakes = Mistakes(path)
    records = numbered_records(lines, mistakes)
    line, last, header = next(records, (1, 1, []))
    if not header:
        if not mistakes:
            mistakes.add(1, 1, Mistake("the table is empty", "write a header and rows"))
        return (), mistakes.findings()
    wrong = _separator_mistakes(header, columns) or header_mistakes(
        [name.strip() for name in header], columns
    )
    for index, mistake in wrong:
        mistakes.add(*cell_place(lines, line, last, index), mistake)
    if wrong:
        return (), mistakes.findings()
    rows: list[Row] = []
    count = 0
    for line, last, record in records:
        count += 1
        if count > TABLE_ROWS:
            message = f"the table has more than {TABLE_ROWS:,} rows"
            mistakes.add(line, 1, Mistake(message))
            break
        row, problems = _check_record(record, columns)
        rows.append(row)
        for index, mistake in problems:
            mistakes.add(*cell_place(lines, line, last, index), mistake)
    if not count and not mistakes:
        mistakes.add(line, 1, Mistake("the table has no rows"))
    return (() if mistakes else tuple(rows)), mistakes.findings()


def numbered_records(
    lines: list[str], mistakes: Mistakes, delimiter: str = ","
) -> Iterator[tuple[int, int, list[str]]]:
    """Iterate over records that are not blank, each with its first and last line."""
    reader = csv.reader((f"{line}\n" for line in lines), strict=True, delimiter=delimiter)
    while not mistakes.is_enough():
        first = reader.line_num + 1
        try:
            record = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            if "field larger than" in str(error):
                mistakes.add(first, 1, _LONG_CELL)
                if reader.line_num > first:
                    return
            elif "unexpected end" in str(error):
                mistakes.add(first, 1, _OPEN_QUOTE)
            else:
                mistakes.add(reader.line_num, 1, _STRAY_QUOTE)
            continue
        if len(record) > 1 or (record and record[0].strip()):
            yield first, reader.line_num, record


def _separator_mistakes(header: list[str], columns: Sequence[Column]) -> list[tuple[int, Mistake]]:
    """Recognise a table whose cells are parted by something else than commas."""
    if len(header) == 1 and len(columns) > 1:
        for separator, name in _SEPARATORS.items():
            if separator in header[0]:
                message = f"the cells are parted by {name}"
                return [(0, Mistake(message, "save the table as CSV with commas"))]
    return []


def _check_record(
    record: list[str], columns: Sequence[Column]
) -> tuple[Row, list[tuple[int, Mistake]]]:
    """Check the number of cells, then each."""
    if len(record) != len(columns):
        return (), [(0, count_mistake(len(record), columns))]
    return check_row(record, columns)


def cell_place(lines: list[str], first: int, last: int, index: int) -> tuple[int, int]:
    """Find the 1-based line and column of the cell `index` (0-based) of a record."""
    text = "\n".join(lines[first - 1 : last])
    offset = 0
    for _ in range(index):
        match = _FIELD.match(text, offset)
        assert match is not None  # its second branch matches anything
        offset = match.end() + 1
    return first + text.count("\n", 0, offset), offset - text.rfind("\n", 0, offset)


def write_csv(columns: Sequence[Column], rows: Rows) -> bytes:
    """Write a table for download: UTF-8, LF line ends, formulas defused.

    What other programs part cells at is quoted, too: LibreOffice suggests semicolons and tabs
    beside commas.
    """
    kinds = [column.type for column in columns]
    lines = [",".join(_quoted(defuse(column.name)) for column in columns)]
    lines += [",".join(map(_quoted, map(defuse, row, kinds))) for row in rows]
    return "".join(f"{line}\n" for line in lines).encode("utf-8")


def _quoted(cell: str) -> str:
    return cell if _PLAIN.fullmatch(cell) else '"' + cell.replace('"', '""') + '"'

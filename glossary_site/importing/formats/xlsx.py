"""Workbooks of Excel and LibreOffice: one sheet with a header."""

from typing import Final

from glossary_site.diagnostics import Findings, Span, quoted
from glossary_site.importing.records import Imported, Options, not_carried, refused
from glossary_site.importing.returning import is_own
from glossary_site.importing.sources import Source
from glossary_site.importing.tables import Cells, terms_of
from glossary_site.importing.workbooks import choose_sheet, open_workbook, read_sheet

SUFFIXES: Final = (".xlsx", ".xlsm")


def read(source: Source, options: Options) -> tuple[tuple[Imported, ...], Findings]:
    """Read the sheet of each workbook; a line is a row's number."""
    terms: tuple[Imported, ...] = ()
    found: Findings = ()
    paths = source.paths if len(source.paths) == 1 else source.ending(*SUFFIXES)
    for path in paths:
        data, problems = source.bytes(path)
        found += problems
        if data is not None:
            more, problems = _read(path, data, options)
            terms += more
            found += problems
    return terms, found


def _read(path: str, data: bytes, options: Options) -> tuple[tuple[Imported, ...], Findings]:
    book, found = open_workbook(path, data)
    if book is None:
        return (), found
    sheet, found = choose_sheet(book, options.sheet)
    if sheet is None:
        return (), found
    rows, found = read_sheet(book, sheet)
    is_ours = bool(rows) and is_own(rows[min(rows)].values())
    for other in book.sheets:
        if other is not sheet and not (is_ours and other.name == "About"):
            what = f"the {'hidden ' if other.is_hidden else ''}sheet {quoted(other.name)}"
            found += (not_carried(Span(path), what, "import it with --sheet"),)
    table = [_row(number, rows[number]) for number in sorted(rows)]
    if not table:
        what = f"the sheet {quoted(sheet.name)} is empty"
        return (), (*found, refused(Span(path), what, "write a header and rows"))
    terms, problems = terms_of(path, table[0], table[1:], options)
    return terms, found + problems


def _row(number: int, cells: dict[int, str]) -> Cells:
    return Cells(number, tuple(cells.get(i, "") for i in range(1, max(cells) + 1)))

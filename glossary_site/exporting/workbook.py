"""The glossary as a workbook (ISO/IEC 29500, .xlsx): every cell a text, never a formula or a link.

Written by hand, for that takes a fifth of the time of a library, and gives the same bytes each time.
"""

import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from typing import Final
from xml.sax.saxutils import escape

from glossary_site.exporting.columns import COLUMNS, FOR_READERS
from glossary_site.exporting.rows import header, rows
from glossary_site.render import addresses as at
from glossary_site.render.edition import Edition

MAIN: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006"
SPREADSHEET: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_DECLARATION: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_DAY_ZERO: Final = (1980, 1, 1, 0, 0, 0)
_CODE: Final = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_WIDTHS: Final = {"title": 28, "definition": 60, "sources": 50, "body": 60, "first_paragraph": 60}
_OTHER_WIDTH: Final = 22
_BOLD: Final = 2
_LEVEL: Final = 4
"""Of compression: half the time of the usual 6, for a file that is 7% larger."""
_STYLES: Final = (
    f'<styleSheet xmlns="{MAIN}"><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>'
    '<font><b/><sz val="11"/><name val="Calibri"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill>'
    '<fill><patternFill patternType="gray125"/></fill></fills>'
    "<borders><border><left/><right/><top/><bottom/><diagonal/></border></borders>"
    '<cellStyleXfs><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="3"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
    '<xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"'
    ' applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf>'
    '<xf numFmtId="49" fontId="1" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"'
    ' applyFont="1" applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf></cellXfs>'
    '<cellStyles><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)


def workbook(edition: Edition) -> bytes:
    """Write all terms, and behind them a sheet that says what they are."""
    names = header(edition)
    widths = [_WIDTHS.get(name.partition("_")[0], _OTHER_WIDTH) for name in names]
    table = [_row(1, names, _BOLD), *(_row(i, row) for i, row in enumerate(rows(edition), 2))]
    told = [_row(i, row) for i, row in enumerate(_about(edition), 1)]
    last = f"{column(len(names))}{len(table)}"
    parts = {
        "[Content_Types].xml": _types(),
        "_rels/.rels": _links((("officeDocument", "xl/workbook.xml"),)),
        "xl/workbook.xml": _book(last),
        "xl/_rels/workbook.xml.rels": _links((
            ("worksheet", "worksheets/sheet1.xml"), ("worksheet", "worksheets/sheet2.xml"),
            ("styles", "styles.xml"),
        )),
        "xl/styles.xml": _STYLES,
        "xl/worksheets/sheet1.xml": _sheet(table, widths, last),
        "xl/worksheets/sheet2.xml": _sheet(told, [22, 90], None),
    }  # fmt: skip
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, text in parts.items():
            entry = zipfile.ZipInfo(name, _DAY_ZERO)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3
            archive.writestr(entry, (_DECLARATION + text).encode(), compresslevel=_LEVEL)
    return stream.getvalue()


def _about(edition: Edition) -> Iterable[tuple[str, str]]:
    """Say what the workbook is, and what each column means."""
    site = edition.site
    yield "Glossary", site.title
    yield "Description", site.description or ""
    yield "Licence", site.licence or ""
    yield "Address", edition.addresses.best(at.HOME)
    yield "", ""
    yield from COLUMNS.items()
    yield from FOR_READERS.items()


def column(number: int) -> str:
    """Give the letters of a column, counted from 1.

    >>> column(1), column(26), column(27)
    ('A', 'Z', 'AA')
    """
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


_LETTERS: Final = [column(number) for number in range(1, 60)]


def _row(number: int, cells: Sequence[str], style: int = 1) -> str:
    shown = [
        f'<c r="{_LETTERS[i]}{number}" s="{style}" t="inlineStr"><is>'
        f'<t xml:space="preserve">{_text(cell)}</t></is></c>'
        for i, cell in enumerate(cells)
        if cell
    ]
    return f'<row r="{number}">{"".join(shown)}</row>'


def _text(cell: str) -> str:
    """Write a text; what looks like the code of a character is none."""
    return escape(_CODE.sub("_x005F_", cell) if "_x" in cell else cell)


def _sheet(table: Iterable[str], widths: Sequence[int], last: str | None) -> str:
    """Write a sheet; a table's header stays in sight, and has a filter."""
    frozen = '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>'
    columns = "".join(
        f'<col min="{i}" max="{i}" width="{width}" customWidth="1"/>'
        for i, width in enumerate(widths, 1)
    )
    shown = f'<sheetView workbookViewId="0">{frozen if last else ""}</sheetView>'
    chosen = f'<autoFilter ref="A1:{last}"/>' if last else ""
    return (
        f'<worksheet xmlns="{MAIN}"><sheetViews>{shown}</sheetViews>'
        f"<cols>{columns}</cols><sheetData>{''.join(table)}</sheetData>{chosen}</worksheet>"
    )


def _types() -> str:
    parts = {
        "/xl/workbook.xml": "sheet.main",
        "/xl/worksheets/sheet1.xml": "worksheet",
        "/xl/worksheets/sheet2.xml": "worksheet",
        "/xl/styles.xml": "styles",
    }
    named = "".join(
        f'<Override PartName="{part}" ContentType="{SPREADSHEET}.{kind}+xml"/>'
        for part, kind in parts.items()
    )
    links = "application/vnd.openxmlformats-package.relationships+xml"
    return (
        f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" ContentType="{links}"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{named}</Types>'
    )


def _links(targets: Iterable[tuple[str, str]]) -> str:
    links = "".join(
        f'<Relationship Id="rId{i}" Type="{RELATIONS}/{kind}" Target="{target}"/>'
        for i, (kind, target) in enumerate(targets, 1)
    )
    return f'<Relationships xmlns="{PACKAGE}/relationships">{links}</Relationships>'


def _book(last: str) -> str:
    letters, digits = re.sub("[0-9]", "", last), re.sub("[^0-9]", "", last)
    return (
        f'<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}"><sheets>'
        '<sheet name="Terms" sheetId="1" r:id="rId1"/><sheet name="About" sheetId="2" r:id="rId2"/>'
        '</sheets><definedNames><definedName name="_xlnm._FilterDatabase" localSheetId="0"'
        f' hidden="1">Terms!$A$1:${letters}${digits}</definedName></definedNames></workbook>'
    )

"""Workbooks (ISO/IEC 29500, .xlsx) as rows of text: what the cells show, and never a formula's code.

Nothing is unpacked to the disk, and no part is read further than its limit.
"""

import datetime as dt
import io
import re
import zipfile
import zlib
from collections.abc import Mapping
from typing import Final

from msgspec import Struct, field

from glossary_site.diagnostics import Findings, Span, did_you_mean, quoted
from glossary_site.importing.records import refused
from glossary_site.importing.tally import Tally
from glossary_site.importing.xml_entries import Element, read_entries

PART: Final = 48 * 1024 * 1024
"""The most bytes of one part, unpacked."""
RATIO: Final = 200
"""How many times larger than the file a part may be, beyond the first megabytes."""
SMALL: Final = 8 * 1024 * 1024
"""Bytes that need no look at the ratio."""
CELLS: Final = 1_000_000
"""The most cells and strings of a workbook."""
COLUMNS: Final = 100
"""The most columns of a sheet."""
_PLACE: Final = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_CODES: Final = re.compile(r"_x([0-9A-Fa-f]{4})_")
_DATES: Final = frozenset({*range(14, 18), 22, *range(27, 32), 36, *range(50, 59)})
"""Numbers of built-in formats that show a day."""
_LITERAL: Final = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.')
_DAY_ZERO: Final = dt.datetime(1899, 12, 30, tzinfo=dt.UTC)
_DAYS_1904: Final = 1462


class Sheet(Struct, frozen=True):
    """A sheet of a workbook, not read yet."""

    name: str
    """As its tab says."""
    part: str
    """Where it is in the file."""
    is_hidden: bool
    """Whether its tab is not shown."""


class Workbook(Struct):
    """A workbook opened: its sheets, and what their cells refer to."""

    path: str
    """The file."""
    archive: zipfile.ZipFile
    """Its parts."""
    limit: int
    """The most bytes of a part."""
    sheets: list[Sheet] = field(default_factory=list)
    """In the order of their tabs."""
    strings: list[str] = field(default_factory=list)
    """Texts that cells share."""
    days: set[int] = field(default_factory=set)
    """Numbers of styles that show a day."""
    is_1904: bool = False
    """Whether days are counted from 1904."""

    def entries(self, part: str, *names: str) -> tuple[list[Element], Findings]:
        """Read the elements of a part."""
        taken: list[Element] = []
        data, found = self.part(part)
        if data is None:
            return [], found
        return taken, read_entries(self.path, data, names, taken.append)

    def part(self, name: str) -> tuple[bytes | None, Findings]:
        """Read a part; one that is not there is empty."""
        try:
            with self.archive.open(name) as stream:
                data = stream.read(self.limit + 1)
        except KeyError:
            return None, ()
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError,
                NotImplementedError, RuntimeError) as error:  # fmt: skip
            return None, (refused(Span(self.path), f"the workbook cannot be read: {error}"),)
        if len(data) > self.limit:
            why = f"the workbook's part {quoted(name)} has more than {self.limit:,} bytes unpacked"
            return None, (refused(Span(self.path), why),)
        return data, ()


def open_workbook(path: str, data: bytes) -> tuple[Workbook | None, Findings]:
    """Open a workbook: everything but its sheets is read."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, OSError, OverflowError) as error:
        hint = "save it as .xlsx, or as CSV and import that"
        return None, (refused(Span(path), f"the file is no workbook: {error}", hint),)
    book = Workbook(path, archive, min(PART, max(SMALL, RATIO * len(data))))
    main, found = _targets(book, "_rels/.rels", "")
    part = next((target for kind, target in main.values() if kind == "officeDocument"), "")
    folder, _, name = part.rpartition("/")
    folder += "/" if folder else ""
    parts, more = _targets(book, f"{folder}_rels/{name}.rels", folder)
    found += more + _read_sheets(book, part, parts)
    for kind, target in parts.values():
        if kind == "sharedStrings":
            found += _read_strings(book, target)
        elif kind == "styles":
            found += _read_styles(book, target)
    if not book.sheets and not found:
        found = (refused(Span(path), "the file is no workbook with sheets"),)
    return (None if found else book), found


_Targets = Mapping[str, tuple[str, str]]
"""From an id to what kind of part it is, and where."""


def _targets(book: Workbook, part: str, folder: str) -> tuple[_Targets, Findings]:
    given, found = book.entries(part, "Relationship")
    targets = {}
    for one in given:
        target = one.attributes.get("Target", "")
        where = target[1:] if target.startswith("/") else folder + target
        kind = one.attributes.get("Type", "").rpartition("/")[2]
        targets[one.attributes.get("Id", "")] = (kind, where)
    return targets, found


def _read_sheets(book: Workbook, part: str, parts: _Targets) -> Findings:
    given, found = book.entries(part, "sheet", "workbookPr")
    for one in given:
        if one.name == "workbookPr":
            book.is_1904 = one.attributes.get("date1904") in {"1", "true"}
            continue
        kind, where = parts.get(one.attributes.get("id", ""), ("", ""))
        if kind == "worksheet":
            is_hidden = one.attributes.get("state", "visible") != "visible"
            book.sheets.append(Sheet(one.attributes.get("name", ""), where, is_hidden))
    return found


def _read_strings(book: Workbook, part: str) -> Findings:
    data, found = book.part(part)
    if data is None:
        return found
    if data.count(b"<si") > CELLS:
        return (refused(Span(book.path), f"the workbook has more than {CELLS:,} texts"),)
    return read_entries(book.path, data, {"si"}, lambda one: book.strings.append(_words(one)))


def _words(element: Element) -> str:
    """Give the text of a string, without how it is pronounced."""
    text = "".join(
        child.text if child.name == "t" else _words(child)
        for child in element.children if child.name in {"t", "r"}
    )  # fmt: skip
    return _CODES.sub(lambda code: _character(code[1]), text)


def _character(code: str) -> str:
    number = int(code, 16)
    return "" if 0xD800 <= number < 0xE000 or number == 0xD else chr(number)  # noqa: PLR2004


def _read_styles(book: Workbook, part: str) -> Findings:
    given, found = book.entries(part, "numFmt", "cellXfs")
    formats = {
        one.attributes.get("numFmtId"): _LITERAL.sub("", one.attributes.get("formatCode", ""))
        for one in given if one.name == "numFmt"
    }  # fmt: skip
    days = {str(number) for number in _DATES}
    days |= {key for key, code in formats.items() if key and re.search("[yYdD]", code)}
    for group in given:
        if group.name == "cellXfs":
            styles = [one.attributes.get("numFmtId", "") for one in group.children]
            book.days = {i for i, style in enumerate(styles) if style in days}
    return found


def choose_sheet(book: Workbook, wanted: str | None) -> tuple[Sheet | None, Findings]:
    """Choose the sheet that was asked for, or the first that is shown."""
    if wanted is None:
        return next((one for one in book.sheets if not one.is_hidden), book.sheets[0]), ()
    for one in book.sheets:
        if one.name == wanted:
            return one, ()
    names = [one.name for one in book.sheets]
    message = f"no sheet is called {quoted(wanted)}"
    hint = did_you_mean(wanted, names) or f"there is {', '.join(map(quoted, names[:10]))}"
    return None, (refused(Span(book.path), message, hint),)


_Rows = dict[int, dict[int, str]]
"""Texts by row and column, both from 1."""


def read_sheet(book: Workbook, sheet: Sheet) -> tuple[_Rows, Findings]:
    """Read what the cells of a sheet show."""
    data, found = book.part(sheet.part)
    if data is None:
        return {}, found
    if data.count(b"<c") > CELLS:
        why = f"the sheet {quoted(sheet.name)} has more than {CELLS:,} cells"
        return {}, (refused(Span(book.path), why),)
    rows: _Rows = {}
    tally = Tally()
    last = 0

    def take(element: Element) -> None:
        nonlocal last
        given = element.attributes.get("r", "")
        last = int(given) if given.isascii() and given.isdigit() and len(given) < 8 else last + 1  # noqa: PLR2004
        if cells := _cells(book, element, last, tally):
            rows[last] = cells

    found = read_entries(book.path, data, {"row"}, take)
    merged: list[Element] = []
    found += read_entries(book.path, data, {"mergeCell"}, merged.append) if not found else ()
    _fill(rows, [one.attributes.get("ref", "") for one in merged])
    return rows, found + tally.findings()


def _cells(book: Workbook, row: Element, number: int, tally: Tally) -> dict[int, str]:
    cells: dict[int, str] = {}
    column = 0
    span = Span(book.path, number)
    for cell in row.children:
        place = _PLACE.fullmatch(cell.attributes.get("r", ""))
        column = _column(place[1]) if place else column + 1
        if column > COLUMNS:
            tally.add(f"a cell beyond column {COLUMNS}", span)
            continue
        names = {child.name for child in cell.children}
        if "f" in names and not _value(cell):
            hint = "open the workbook, let it calculate, and save it"
            tally.add("a formula whose value is not saved in the workbook", span, hint)
        elif cell.attributes.get("t") == "e":
            tally.add(f"an error in a cell, {quoted(_value(cell))}", span)
        elif text := _text(book, cell):
            cells[column] = text
    return cells


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def _value(cell: Element) -> str:
    return next((child.text for child in cell.children if child.name == "v"), "")


def _text(book: Workbook, cell: Element) -> str:
    kind, value = cell.attributes.get("t", "n"), _value(cell)
    if kind == "inlineStr":
        return "".join(_words(child) for child in cell.children if child.name == "is")
    if kind == "s":
        is_known = value.isascii() and value.isdigit() and len(value) < 8  # noqa: PLR2004
        return book.strings[int(value)] if is_known and int(value) < len(book.strings) else ""
    if kind == "b":
        return {"1": "true", "0": "false"}.get(value, "")
    if kind != "n":
        return _CODES.sub(lambda code: _character(code[1]), value)
    style = cell.attributes.get("s", "0")
    is_day = style.isascii() and style.isdigit() and len(style) < 6 and int(style) in book.days  # noqa: PLR2004
    return _number(value, is_day=is_day, is_1904=book.is_1904)


def _number(value: str, *, is_day: bool, is_1904: bool) -> str:
    """Write a number as a cell shows it, up to its rounding; a day as YYYY-MM-DD."""
    try:
        number = float(value)
        if not is_day:
            return str(int(number)) if number.is_integer() else f"{number:.15g}"
        day = _DAY_ZERO + dt.timedelta(days=number + (_DAYS_1904 if is_1904 else 0))
    except (ValueError, OverflowError):
        return value
    return day.date().isoformat()


def _fill(rows: _Rows, merged: list[str]) -> None:
    """Write what a merged cell shows into all rows that it spans, in its first column."""
    left = CELLS
    for ref in merged:
        first, _, last = ref.partition(":")
        begin, end = _PLACE.fullmatch(first), _PLACE.fullmatch(last)
        if begin is None or end is None:
            continue
        column, top, bottom = _column(begin[1]), int(begin[2]), int(end[2])
        text = rows.get(top, {}).get(column)
        bottom = min(bottom, max(rows, default=0), top + left)
        left -= max(0, bottom - top)
        for row in range(top + 1, bottom + 1) if text else ():
            if row in rows:
                rows[row].setdefault(column, text or "")

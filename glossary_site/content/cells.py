"""Cells of a table: what each column type admits, and the one spelling it is kept in.

Numbers stay the decimal text their author typed, so that a download shows every digit; whatever
passes is also a JSON number that a browser can hold.
"""

import calendar
import datetime as dt
import re
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Final

from glossary_site.content.characters import hidden_character
from glossary_site.content.table_checks import Mistake, Row
from glossary_site.diagnostics import quoted
from glossary_site.fields.dataset import Column, ColumnType

CELL_LIMIT: Final = 2_000
"""The most characters of a cell."""
DIGIT_LIMIT: Final = 40
"""The most characters of a number."""
SAFE_INTEGER: Final = 2**53 - 1
"""The largest whole number that JavaScript counts up to without leaving one out."""
LARGEST: Final = 1e300
"""Numbers further from zero than this are refused."""
SMALLEST: Final = 1e-300
"""Numbers nearer to zero than this are refused, unless they are zero."""

_SPACE: Final = re.compile(r"[ \t\r\n]+")
_INTEGER: Final = re.compile(r"([+-]?)(0|[1-9][0-9]*)")
_NUMBER: Final = re.compile(
    r"([+-]?)(0|[1-9][0-9]*|(?=\.[0-9]))(?:\.([0-9]*))?(?:[eE]([+-]?)([0-9]+))?"
)
_DATE: Final = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_LOOSE_DATE: Final = re.compile(r"([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})(?:[T ].*)?")
_NUMBER_HINTS: Final = (
    (
        r"[+-]?(nan|inf|infinity)|n/?a|null|none|[-–—?]",
        "leave the cell empty where nothing is known",
    ),
    (r"[+-]?0[0-9]+(\.[0-9]*)?", "drop the leading zeros, or declare the column as string"),
    (
        r"[+-]?[0-9]{1,3}([,_ '’\u00a0\u2009\u202f][0-9]{3})+(\.[0-9]+)?",
        "write it without separators: {bare}",
    ),
    (r"[+-]?[0-9]+,[0-9]+", "write a decimal point: {point}"),
    ("\u2212.*", "write a minus sign as a hyphen: -"),
    (".*[0-9].*[%$€£¥a-z]|[$€£¥].*", "write the number alone, and what it counts in `unit`"),
)
"""Patterns of what is no number, and what to do; compiled where there is a mistake."""
_FORMULA: Final = tuple("=+-@\t\r\n＝＋－＠")


class CellError(ValueError):
    """A cell is not what its column promises; the message follows the quoted cell."""

    def __init__(self, problem: str, hint: str | None = None) -> None:
        super().__init__(problem)
        self.hint = hint


def check_cell(kind: ColumnType, text: str) -> str:
    """Check one cell and return it in its normal spelling; empty stays empty.

    >>> check_cell("number", "+1.50"), check_cell("boolean", "TRUE"), check_cell("string", " a  b ")
    ('1.50', 'true', 'a b')

    Raises:
        CellError: In the words shown to the author.
    """
    if len(text) > CELL_LIMIT:
        raise CellError(f"is longer than {CELL_LIMIT:,} characters")
    flat = _SPACE.sub(" ", text).strip()
    return _CHECKS[kind](flat) if flat else ""


def _string(text: str) -> str:
    hidden = hidden_character(text)
    if hidden is not None:
        raise CellError(f"holds the forbidden character U+{ord(hidden[0]):04X}", "delete it")
    return text


def _integer(text: str) -> str:
    match = _INTEGER.fullmatch(text)
    if match is None:
        if _NUMBER.fullmatch(text):
            raise CellError("is not a whole number", "declare the column as number")
        raise CellError("is not a whole number", _number_hint(text))
    if len(text) > DIGIT_LIMIT or int(text) not in range(-SAFE_INTEGER, SAFE_INTEGER + 1):
        raise CellError("is too large for JavaScript", "declare the column as number")
    sign, digits = match.groups()
    return f"-{digits}" if sign == "-" and digits != "0" else digits


def _number(text: str) -> str:
    match = _NUMBER.fullmatch(text)
    if match is None:
        raise CellError("is not a number", _number_hint(text))
    if len(text) > DIGIT_LIMIT:
        raise CellError(f"is longer than {DIGIT_LIMIT} characters")
    sign, whole, fraction, direction, exponent = match.groups(default="")
    digits = (whole or "0") + (f".{fraction}" if fraction else "")
    value = abs(float(text))
    if value > LARGEST:
        raise CellError("is further from zero than 1e300")
    if value < SMALLEST and digits.strip("0."):
        raise CellError("is nearer to zero than 1e-300")
    if value > SAFE_INTEGER and Decimal(repr(value)) != abs(Decimal(text)):
        raise CellError("has more digits than JavaScript keeps", _rounding_hint(text))
    normal = digits
    if exponent:
        normal += f"e{direction.strip('+')}{int(exponent)}"
    return f"-{normal}" if sign == "-" and digits.strip("0.") else normal


def _rounding_hint(text: str) -> str:
    """Spell a large number with as many digits as a browser keeps."""
    return f"round it: {repr(float(text)).replace('e+', 'e').removesuffix('.0')}"


def _number_hint(text: str) -> str | None:
    """Guess what an author meant by a number that is none."""
    for pattern, hint in _NUMBER_HINTS:
        if re.fullmatch(pattern, text, re.IGNORECASE):
            bare = re.sub("[^0-9.+-]", "", text)
            return hint.format(bare=bare, point=text.replace(",", "."))
    return None


def _date(text: str) -> str:
    if _DATE.fullmatch(text) is None:
        loose = _LOOSE_DATE.fullmatch(text)
        if loose is None:
            raise CellError("is not a date", "write YYYY-MM-DD")
        year, month, day = loose.groups()
        raise CellError("is not a date", f"write {year}-{month:0>2}-{day:0>2}")
    try:
        dt.date.fromisoformat(text)
    except ValueError:
        raise CellError("is no day of the calendar", _calendar_hint(text)) from None
    return text


def _calendar_hint(text: str) -> str | None:
    """Say how long the month is, where there is such a month."""
    year, month = int(text[:4]), int(text[5:7])
    if year == 0 or not 1 <= month <= 12:  # noqa: PLR2004 (months)
        return None
    return f"{text[:7]} has {calendar.monthrange(year, month)[1]} days"


def _year(text: str) -> str:
    if re.fullmatch("[0-9]{4}", text) is None or text == "0000":
        raise CellError("is not a year", "write four digits, 0001 to 9999")
    return text


def _yearmonth(text: str) -> str:
    if re.fullmatch(r"[0-9]{4}-(0[1-9]|1[0-2])", text) is None or text.startswith("0000"):
        raise CellError("is not a month of a year", "write YYYY-MM")
    return text


def _boolean(text: str) -> str:
    lower = text.lower()
    if lower not in {"true", "false"}:
        raise CellError("is neither true nor false", "write true or false, or leave it empty")
    return lower


_CHECKS: Final[Mapping[ColumnType, Callable[[str], str]]] = {
    "string": _string,
    "integer": _integer,
    "number": _number,
    "date": _date,
    "yearmonth": _yearmonth,
    "year": _year,
    "boolean": _boolean,
}


def defuse(cell: str, kind: ColumnType = "string") -> str:
    """Keep a spreadsheet from running a cell of a downloaded file as a formula.

    >>> defuse("=1+1"), defuse("-5"), defuse("-5", "number"), defuse("a; =1+1")
    ("'=1+1", '-5', '-5', "a;' =1+1")
    """
    if kind != "string":
        return cell
    return ";".join(map(_defused, cell.split(";")))


def _defused(part: str) -> str:
    """Defuse what a spreadsheet that parts cells at semicolons, too, takes for a cell."""
    bare = part.strip(" ")
    if not bare.startswith(_FORMULA) or _NUMBER.fullmatch(bare):
        return part
    return f"'{part}"


def check_row(
    row: Sequence[str], columns: Sequence[Column]
) -> tuple[Row, list[tuple[int, Mistake]]]:
    """Check the cells of one row, as many as there are columns.

    Returns:
        The normalised cells, and mistakes with the 0-based index of their cell.
    """
    cells = []
    mistakes = []
    for index, (text, column) in enumerate(zip(row, columns, strict=True)):
        try:
            cells.append(check_cell(column.type, text))
        except CellError as error:
            message = f"{quoted(text, 40)} {error} (column {quoted(column.name, 40)})"
            mistakes.append((index, Mistake(message, error.hint)))
    if not mistakes and not any(cells):
        mistakes.append((0, Mistake("the row holds no value", "delete the row")))
    return tuple(cells), mistakes

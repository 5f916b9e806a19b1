"""JSON one element at a time, with offsets: what the standard parser does not tell.

Numbers keep the digits their author typed, repeated keys are remembered, and nothing that nests
deeply ever reaches the parser.
"""

import json
import re
from collections import Counter
from collections.abc import Iterator
from typing import Final

from msgspec import Struct

from glossary_site.content.table_checks import TABLE_ROWS, Mistake

DEPTH_LIMIT: Final = 8
"""How deep brackets may nest; a table needs two levels."""

_SPACE: Final = re.compile(r"[ \t\n]*")
# Every branch takes what it starts, so that no input makes it look twice at the same text.
_BRACKETS: Final = re.compile(r'"(?:[^"\\]|\\.)*+"?|[\[\]{}]', re.DOTALL)


class JsonObject(Struct, frozen=True):
    """A JSON object with the keys it repeats."""

    cells: dict[str, object]
    """By key; the last of equal keys."""
    repeated: tuple[str, ...]
    """Keys that stand more than once."""


class SyntaxProblem(Exception):  # noqa: N818 (an author's mistake, not an error of ours)
    """The document is not JSON; carries the offset."""

    def __init__(self, offset: int, message: str, hint: str | None = None) -> None:
        super().__init__(message)
        self.offset = offset
        self.mistake = Mistake(message, hint)


def _object(pairs: list[tuple[str, object]]) -> JsonObject:
    cells = dict(pairs)
    if len(cells) == len(pairs):
        return JsonObject(cells, ())
    counts = Counter(key for key, _ in pairs)
    return JsonObject(cells, tuple(key for key, count in counts.items() if count > 1))


def _constant(name: str) -> object:
    raise ValueError(name)


class _Number(str):
    """A number as its author typed it."""

    __slots__ = ()


_DECODER: Final = json.JSONDecoder(
    object_pairs_hook=_object, parse_int=_Number, parse_float=_Number, parse_constant=_constant
)


def elements(text: str) -> list[tuple[int, object]]:
    """Parse a document that is a list, and find the offset of each element.

    Args:
        text: With LF line ends.

    Raises:
        SyntaxProblem: If it is not JSON, or not a list.
    """
    check_depth(text)
    return list(_elements(text))


def check_depth(text: str, limit: int = DEPTH_LIMIT) -> None:
    """Refuse nesting that a recursive parser could not follow.

    Raises:
        SyntaxProblem: If brackets nest deeper than `limit`.
    """
    depth = 0
    for match in _BRACKETS.finditer(text):
        bracket = match[0]
        if bracket in "[{":
            depth += 1
            if depth > limit:
                message = f"brackets nest deeper than {limit} levels"
                raise SyntaxProblem(match.start(), message, "write a list of objects")
        elif bracket in "]}":
            depth -= 1


def _elements(text: str) -> Iterator[tuple[int, object]]:
    """Iterate over the outermost list, with the offset of each element."""
    offset = skip_space(text, 0)
    if offset == len(text):
        raise SyntaxProblem(0, "the table is empty", "write a list of rows")
    if text[offset] != "[":
        _, end = parse_value(text, offset)
        check_end(text, end)
        message = "the document is not a list of rows"
        raise SyntaxProblem(offset, message, 'write [{"column": value}, …]')
    offset = skip_space(text, offset + 1)
    if text[offset : offset + 1] == "]":
        check_end(text, offset + 1)
        return
    for _ in range(TABLE_ROWS + (text[offset : offset + 1] == "[")):  # rows, and a header
        value, end = parse_value(text, offset)
        yield offset, value
        end = skip_space(text, end)
        follower = text[end : end + 1]
        if follower == "]":
            check_end(text, end + 1)
            return
        if follower != ",":
            raise SyntaxProblem(end, 'a "," or "]" is missing after a row')
        offset = skip_space(text, end + 1)
        if text[offset : offset + 1] == "]":
            raise SyntaxProblem(end, "a comma follows the last row", "delete it")
    raise SyntaxProblem(offset, f"the table has more than {TABLE_ROWS:,} rows")


def skip_space(text: str, offset: int) -> int:
    """Find the first character that is not white space."""
    match = _SPACE.match(text, offset)
    assert match is not None  # it matches nothing at all, too
    return match.end()


def check_end(text: str, end: int) -> None:
    """Refuse text after the document."""
    end = skip_space(text, end)
    if end < len(text):
        message = "more text follows the end of the document"
        raise SyntaxProblem(end, message, "put all rows into one list: [row, row]")


def parse_value(text: str, offset: int) -> tuple[object, int]:
    """Parse one value and find its end."""
    try:
        value: object
        value, end = _DECODER.raw_decode(text, offset)
    except json.JSONDecodeError as error:
        message = f"the JSON is broken: {error.msg[:1].lower()}{error.msg[1:]}"
        raise SyntaxProblem(error.pos, message) from None
    except ValueError as error:
        message = f"{error} is not a JSON number"
        start = text.find(str(error), offset)
        raise SyntaxProblem(
            max(start, offset), message, "write null where nothing is known"
        ) from None
    return value, end

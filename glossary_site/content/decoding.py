"""From bytes to text: UTF-8 and nothing else, without characters that no editor shows.

Whatever passes has LF line ends and no byte order mark, so that line and column mean the same to
every later stage as to an editor.
"""

import re
import unicodedata
from collections.abc import Iterator
from typing import Final

from glossary_site.content.characters import FORBIDDEN, is_harmless
from glossary_site.diagnostics import Diagnostic, Findings, Span, finding

PLACES: Final = 5
"""How many forbidden characters of one file are reported singly."""

_ASCII_CONTROLS: Final = bytes(sorted({*range(32), 127} - {*b"\t\n"}))
_BIDIRECTIONAL: Final = frozenset({"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"})

_MARKS: Final = (
    (b"\xff\xfe\x00\x00", "UTF-32"),
    (b"\x00\x00\xfe\xff", "UTF-32"),
    (b"\xff\xfe", "UTF-16"),
    (b"\xfe\xff", "UTF-16"),
)


def decode(path: str, data: bytes) -> tuple[str | None, Findings]:
    """Decode a file an author wrote.

    Args:
        path: Relative to the glossary's folder; for messages only.
        data: The whole file; a byte order mark at its start is dropped.

    Returns:
        The text with LF line ends, or None if it is not UTF-8 or holds a forbidden character.
    """
    if data.isascii() and len(data.translate(None, _ASCII_CONTROLS)) == len(data):
        return data.decode("ascii"), ()
    try:
        text = data.decode("utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        return None, (_not_utf8(path, data, error.start),)
    text = text.replace("\r\n", "\n")
    if not is_harmless(text):
        found = tuple(_refusals(path, text))
        if found:
            return None, found
    return text, ()


def place(text: str, offset: int) -> tuple[int, int]:
    r"""Find the 1-based line and column, in code points, of an offset into text with LF ends.

    >>> place("a\nbc", 3)
    (2, 2)
    """
    return text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)


def _not_utf8(path: str, data: bytes, start: int) -> Diagnostic:
    """Say where UTF-8 ends and what the file is more likely to be."""
    line_start = data.rfind(b"\n", 0, start) + 1
    before = data[line_start:start].decode("utf-8")
    if line_start == 0:
        before = before.removeprefix("\ufeff")
    span = Span(path, data.count(b"\n", 0, start) + 1, len(before) + 1)
    message = f"byte 0x{data[start]:02X} is not UTF-8"
    return finding("not-utf-8", span, message, _likely_encoding(data, start))


def _likely_encoding(data: bytes, start: int) -> str:
    """Guess what a file that is not UTF-8 holds, as a hint."""
    for mark, name in _MARKS:
        if data.startswith(mark):
            return f"the file looks like {name}: save it as UTF-8"
    if b"\x00" in data:
        return "the file looks like a picture, a document or a program: only text can be read here"
    try:
        letter = data[start : start + 1].decode("cp1252")
    except UnicodeDecodeError:
        return "save the file as UTF-8"
    return f'the file looks like Windows-1252, where the byte is "{letter}": save it as UTF-8'


def _refusals(path: str, text: str) -> Iterator[Diagnostic]:
    """Report the first forbidden characters singly, and how many more there are."""
    hits = list(re.finditer(f"{FORBIDDEN.pattern}|\r", text))
    for hit in hits[:PLACES]:
        message, hint = _explain(hit[0], text)
        yield finding("control-character", _one(path, text, hit.start()), message, hint)
    more = len(hits) - PLACES
    if more > 0:
        span = _one(path, text, hits[PLACES].start())
        message = f"{more} more forbidden character{'s stand' if more > 1 else ' stands'} from here"
        yield finding("control-character", span, message)


def _one(path: str, text: str, offset: int) -> Span:
    """Span one character."""
    line, column = place(text, offset)
    return Span(path, line, column, column + 1)


def _explain(character: str, text: str) -> tuple[str, str]:
    """Name a forbidden character and say what to do about it."""
    if character == "\r":
        hint = "save the file with Unix line ends (LF): old Mac line ends are not read"
        return "a carriage return (U+000D) stands without a line feed", hint
    code = f"U+{ord(character):04X}"
    if character == "\0":
        hint = "the file looks like UTF-16 or is no text at all: save it as UTF-8"
        return f"a zero character ({code}) stands in the text", hint
    if character in "\x85\u2028\u2029":
        return f"the line separator {code} is not a line end here", "end the line with LF"
    if unicodedata.bidirectional(character) in _BIDIRECTIONAL:
        hint = "delete it: it makes the text read otherwise than it is stored"
        return f"the text direction control {code} may not be used", hint
    if "\x80" <= character <= "\x9f" and "\ufffd" not in text:
        hint = "delete it; text once read as Latin-1 and saved as UTF-8 holds such characters"
        return f"the control character {code} may not be used", hint
    kind = "control" if character < "\xa0" else "invisible"
    return f"the {kind} character {code} may not be used", "delete it: no editor shows it"

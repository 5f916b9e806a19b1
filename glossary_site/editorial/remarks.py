"""What a check of this package hands back, and the exact place that is found for it."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from glossary_site.content.decoding import decode
from glossary_site.content.files import FILE_LIMIT, Reader
from glossary_site.diagnostics import Diagnostic, Fix, Span, finding
from glossary_site.model import Term

LINES: Final = 12
"""How far below its key a value that is folded over several lines is looked for."""


class Remark(Struct, frozen=True):
    """Something worth telling an editor."""

    code: str
    """A key of `CODES`."""
    span: Span
    """The nearest place that is known."""
    message: str
    """One sentence without a full stop."""
    hint: str
    """What to do."""
    words: str = ""
    """The words that it is about, as the file has them, at that place or soon after."""
    name: str = ""
    """What to call it where there are many: a title."""
    fix: Fix = ()
    """What mends it, where there is exactly one answer."""


def at_words(term: Term, start: int, end: int) -> Span:
    """Say where a part of a term's body stands in its file."""
    body = term.body
    line = body.count("\n", 0, start)
    column = start - body.rfind("\n", 0, start) + term.body_column - 1
    length = len(body[start:end].partition("\n")[0])
    return Span(term.path, term.body_line + line, column, column + length)


def findings_of(root: Path, remarks: Iterable[Remark]) -> Iterator[Diagnostic]:
    """Make findings of remarks, each at the words that it is about."""
    with Reader(root) as reader:
        lines: dict[str, list[str]] = {}
        for one in remarks:
            span = one.span
            if one.words and span.end_column is None:
                if span.path not in lines:
                    data, _ = reader.read(span.path, FILE_LIMIT)
                    text = None if data is None else decode(span.path, data)[0]
                    lines[span.path] = (text or "").split("\n")
                span = _exact(span, one.words, lines[span.path])
            yield finding(one.code, span, one.message, one.hint, one.fix)


def _exact(span: Span, words: str, lines: list[str]) -> Span:
    """Find the words at a place or below it; the place itself if they are written otherwise."""
    first = span.line - 1
    for number, line in enumerate(lines[first : first + LINES], start=first):
        at = line.find(words, span.column - 1 if number == first else 0)
        if at >= 0:
            return replace(span, line=number + 1, column=at + 1, end_column=at + 1 + len(words))
    return span

"""Where in an author's file a piece of a body stands.

Python-Markdown keeps no places, so a finding looks its words up in the source again, outside of
code, where they cannot have been markup.
"""

import re
from collections.abc import Iterator
from typing import Final

from markdown.extensions.fenced_code import FencedBlockPreprocessor

from glossary_site.diagnostics import Span

FENCED: Final = re.compile(
    FencedBlockPreprocessor.FENCED_BLOCK_RE.pattern.replace("[ ]*", "[ ]*+"),
    FencedBlockPreprocessor.FENCED_BLOCK_RE.flags,
)
"""Finds what the library's own expression finds, but never tries spaces anew, which would take it
seconds for a fence and 16,000 of them."""
_SEEN: Final = re.compile(r"[^\n]")
_ESCAPED: Final = re.compile(r"\\\\|\\([\[\]])")
_BLOCKS: Final = re.compile(r"\n(?=[ \t]*\n|[ \t]*(?:[-*+]|\d+\.)[ \t]|#|\|)")
_TICKS: Final = re.compile("`+")
_CONTAINER: Final = re.compile(r" {0,3}(?:[-*+][ \t]|\d+\.[ \t]|\[\^[^\]]*\]:|!!!|:[ \t])")
_INDENTED: Final = re.compile(r"(?: {4}| {0,3}\t)")


def mask_code(text: str, fenced: re.Pattern[str] = FENCED) -> str:
    """Hide fenced code, indented code and code between backticks; every offset stays."""
    if "`" in text or "~~~" in text:
        text = fenced.sub(lambda m: _hidden(m[0]), text)
    if "\n    " in text or "\t" in text or text.startswith("    "):
        text = "\n".join(_mask_indented(text))
    if "`" not in text:
        return text
    parts, at = [], 0
    for start, end in _code_spans(text):
        parts += [text[at:start], _hidden(text[start:end])]
        at = end
    return "".join([*parts, text[at:]])


def _hidden(text: str) -> str:
    return _SEEN.sub("\0", text)


def _mask_indented(text: str) -> Iterator[str]:
    """Hide code that is indented after a blank line, but not what continues a list or a note."""
    is_after_blank, is_code, is_contained = True, False, False
    for line in text.split("\n"):
        if not line.strip():
            is_after_blank = True
            yield line
            continue
        if _INDENTED.match(line):
            is_code = (is_code or is_after_blank) and not is_contained
        else:
            is_code = False
            if _CONTAINER.match(line):
                is_contained = True
            elif is_after_blank:
                is_contained = False
        is_after_blank = False
        yield _hidden(line) if is_code else line


def _code_spans(text: str) -> Iterator[tuple[int, int]]:
    """Find code between equal runs of backticks; it never reaches beyond its block."""
    start = 0
    for end in [*(m.start() for m in _BLOCKS.finditer(text)), len(text)]:
        if text.find("`", start, end) >= 0:
            yield from _code_spans_of_block(text, start, end)
        start = end


def _code_spans_of_block(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    runs = [m.span() for m in _TICKS.finditer(text, start, end)]
    later: dict[int, list[int]] = {}
    for first, last in reversed(runs):
        later.setdefault(last - first, []).append(first)
    done = start
    for first, last in runs:
        slashes = 0
        while first - slashes > start and text[first - slashes - 1] == "\\":
            slashes += 1
        opens = first + slashes % 2
        ends = later.get(last - opens, [])
        while ends and ends[-1] < last:
            ends.pop()
        if first >= done and opens < last and ends:
            done = ends[-1] + last - opens
            yield opens, done


class SourceText:
    """The body of one file."""

    def __init__(
        self,
        path: str,
        body: str,
        line: int,
        column: int = 1,
        fenced: re.Pattern[str] = FENCED,
    ) -> None:
        """Take the body, and the 1-based line and column of the file at which it begins.

        Args:
            path: The file.
            body: The body.
            line: Where it begins.
            column: How far it is indented.
            fenced: Finds code between fences.
        """
        self._fenced = fenced
        self.path = path
        self.body = body
        self._line = line
        self._column = column
        self._masked: str | None = None
        self._last: dict[str, int] = {}

    def locate(self, *spellings: str | re.Pattern[str], ends_before: str = "") -> Span:
        """Find the next place of the first spelling that occurs; the body's start if none does.

        Each call for the same words takes the next occurrence, so that two equal mistakes are
        found at two places.

        Args:
            spellings: How the words may stand in the source, the likeliest first.
            ends_before: Signs of which one must follow, unless the body ends; empty for any.
        """
        again: tuple[int, int] | None = None
        for words in spellings:
            if not words:
                continue
            key = words if isinstance(words, str) else words.pattern
            known = self._last.get(key, -1)
            if (found := self._next(words, known + 1, ends_before)) is not None:
                self._last[key] = found[0]
                return self._span(*found)
            if known >= 0 and again is None:
                again = self._next(words, known, ends_before)
        return self._span(*again) if again else Span(self.path, self._line, self._column)

    def _next(
        self, words: str | re.Pattern[str], start: int, ends_before: str
    ) -> tuple[int, int] | None:
        """Find words outside of code: where they begin and end."""
        if self._masked is None:
            masked = mask_code(self.body, self._fenced)
            self._masked = _ESCAPED.sub(lambda m: "\0\0" if m[1] else m[0], masked)
        if not isinstance(words, str):
            found = words.search(self._masked, start)
            return found.span() if found else None
        at = self._masked.find(words, start)
        while at >= 0:
            end = at + len(words)
            if not ends_before or self._masked[end : end + 1] in ends_before:
                return at, end
            at = self._masked.find(words, end)
        return None

    def _span(self, at: int, end: int) -> Span:
        line = self.body.count("\n", 0, at)
        column = at - self.body.rfind("\n", 0, at) + self._column - 1
        length = len(self.body[at:end].partition("\n")[0])
        return Span(self.path, self._line + line, column, column + length)

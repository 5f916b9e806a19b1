"""Where in an author's file a piece of a body stands.

Python-Markdown keeps no places, so a finding looks its words up in the source again, outside of
code, where they cannot have been markup.
"""

import re
from typing import Final

from glossary_site.diagnostics import Span

_CODE: Final = re.compile(
    r"^(?P<fence>`{3,}|~{3,})[^\n]*\n.*?^(?P=fence)[ \t]*$|(?P<tick>`+)[^`].*?(?P=tick)(?!`)",
    re.MULTILINE | re.DOTALL,
)


class SourceText:
    """The body of one file."""

    def __init__(self, path: str, body: str, line: int, column: int = 1) -> None:
        """Take the body and the 1-based line and column of the file at which it begins."""
        self.path = path
        self.body = body
        self._line = line
        self._column = column
        self._masked: str | None = None
        self._last: dict[str, int] = {}

    def locate(self, *spellings: str) -> Span:
        """Find the next place of the first spelling that occurs; the body's start if none does.

        Each call for the same words takes the next occurrence, so that two equal mistakes are
        found at two places.
        """
        if self._masked is None:
            self._masked = _CODE.sub(lambda m: re.sub(r"[^\n]", "\0", m[0]), self.body)
        for words in spellings:
            if not words:
                continue
            last = self._last.get(words, -1)
            following = self._masked.find(words, last + 1)
            at = last if following < 0 else following
            if at >= 0:
                self._last[words] = at
                return self._span(at, words)
        return Span(self.path, self._line, self._column)

    def _span(self, at: int, words: str) -> Span:
        line = self.body.count("\n", 0, at)
        column = at - self.body.rfind("\n", 0, at) + self._column - 1
        end = column + len(words.partition("\n")[0])
        return Span(self.path, self._line + line, column, end)

"""The files of a glossary as texts, and edits made in them one after the other."""

from collections.abc import Iterable
from pathlib import Path
from typing import Final

from glossary_site.content.decoding import decode
from glossary_site.content.files import Reader
from glossary_site.diagnostics import Edit, Findings
from glossary_site.mending.patching import is_apart, patched, patches

LIMIT: Final = 16 * 1024 * 1024
"""Bytes: the largest file that a glossary may have beside tables and pictures."""
_MARK: Final = "\ufeff"


class Texts:
    """Files as they are and as they are to be; keeps line ends and byte order marks."""

    def __init__(self, root: Path) -> None:
        """Read below `root`, without following a link."""
        self._root = root
        self.before: dict[str, bytes] = {}
        self._after: dict[str, str] = {}

    def read(self, path: str) -> tuple[str | None, Findings]:
        """Give a text with LF line ends as it is to be, or None and why it cannot be read."""
        if path not in self._after:
            with Reader(self._root) as reader:
                data, found = reader.read(path, LIMIT)
            text, problems = (None, ()) if data is None else decode(path, data)
            if data is None or text is None:
                return None, found + problems
            self.before[path], self._after[path] = data, data.decode()
        return self._after[path].removeprefix(_MARK).replace("\r\n", "\n"), ()

    def edit(self, path: str, edits: Iterable[Edit]) -> bool:
        """Make edits in a text that was read; say whether they could be made."""
        mark = _MARK if self._after[path].startswith(_MARK) else ""
        text = self._after[path].removeprefix(_MARK)
        made = patches(text, edits)
        if made is None or not is_apart(made, ()):
            return False
        self._after[path] = mark + patched(text, made)
        return True

    def changed(self) -> dict[str, bytes]:
        """Give the new bytes of all files that are to change, by path."""
        after = {path: text.encode() for path, text in self._after.items()}
        return {path: after[path] for path in sorted(after) if after[path] != self.before[path]}

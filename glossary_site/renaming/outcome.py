"""What a renaming changes, before it is carried out."""

import difflib
from collections.abc import Mapping
from typing import Final

from msgspec import Struct

from glossary_site.diagnostics import quoted
from glossary_site.renaming.names import Change

_NO_END: Final = "\\ No newline at end of file"


class Renaming(Struct, frozen=True):
    """What becomes of a glossary's files."""

    change: Change
    """The names."""
    source: str
    """The file of the term."""
    target: str
    """Where it goes."""
    before: Mapping[str, bytes]
    """The files that change, as they are."""
    after: Mapping[str, bytes]
    """The same, as they are to be; the term's own under its old path."""
    unlinked: int = 0
    """Bodies that mention the old title, and whose mention becomes no link any more."""

    def as_diff(self) -> str:
        """Show the change as `git apply` takes it."""
        lines: list[str] = []
        for path, after in self.after.items():
            target = self.target if path == self.source else path
            old, new = (
                text.decode().splitlines(keepends=True) for text in (self.before[path], after)
            )
            if target != path:
                lines += [f"diff --git a/{path} b/{target}\n", f"rename from {path}\n"]
                lines += [f"rename to {target}\n"]
            lines += difflib.unified_diff(old, new, f"a/{path}", f"b/{target}")
        return "".join(line if line.endswith("\n") else f"{line}\n{_NO_END}\n" for line in lines)

    def advice(self) -> str:
        """Say what becomes of mentions of the old title in prose."""
        many = "1 body mentions" if self.unlinked == 1 else f"{self.unlinked:,} bodies mention"
        return f"{many} {quoted(self.change.old)}, no name of the term now; --keep-alias keeps it."

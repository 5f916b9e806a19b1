"""What is imported: a folder, a file or an archive, read without trust and never written to."""

import os
import stat
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from msgspec import Struct, field

from glossary_site.archives import is_archive, read_archive
from glossary_site.content.decoding import decode
from glossary_site.content.files import Reader
from glossary_site.diagnostics import Findings, Span, finding, shown

FILE_BYTES: Final = 32 * 1024 * 1024
"""Of one file: some glossaries are one."""
MANY: Final = 200_000
"""Files of a folder."""
_PASSED_BY: Final = frozenset({"node_modules", "__pycache__", "__MACOSX"})


class Source(Struct, frozen=True):
    """Files by their paths, sorted; relative to `folder`, or inside an archive."""

    folder: Path
    """Where places of findings are relative to."""
    paths: tuple[str, ...]
    """With forward slashes; dot files and symbolic links are not among them."""
    members: Mapping[str, bytes] = field(default_factory=dict)
    """What an archive holds, by path; empty for folders and files."""

    def bytes(self, path: str, limit: int = FILE_BYTES) -> tuple[bytes | None, Findings]:
        """Read one of the files."""
        if path in self.members:
            return self.members[path], ()
        with Reader(self.folder) as reader:
            return reader.read(path, limit)

    def text(self, path: str) -> tuple[str | None, Findings]:
        """Read one of the files as UTF-8 text with LF line ends."""
        data, found = self.bytes(path)
        return (None, found) if data is None else decode(path, data)

    def ending(self, *suffixes: str) -> tuple[str, ...]:
        """List the files whose names end so, whatever their case."""
        return tuple(path for path in self.paths if path.lower().endswith(suffixes))


def open_source(path: Path) -> tuple[Source | None, Findings]:
    """Open what is to be imported; nothing in it is followed out of it, run or written to disk."""
    try:
        mode = path.stat().st_mode
    except OSError as error:
        message = f"cannot be read: {error.strerror or error}"
        return None, (finding("unreadable-file", Span(shown(str(path))), message),)
    if stat.S_ISDIR(mode):
        paths = _below(path)
        if len(paths) > MANY:
            message = f"the folder has more than {MANY:,} files"
            return None, (finding("file-too-large", Span(shown(str(path))), message),)
        return Source(path, paths), ()
    folder = path.resolve().parent
    if not is_archive(path.name):
        return Source(folder, (path.resolve().name,)), ()
    members, found = read_archive(path)
    named = {f"{path.name}/{name}": data for name, data in members.items()}
    return (None if found else Source(folder, tuple(sorted(named)), named)), found


def _below(root: Path) -> tuple[str, ...]:
    found: list[str] = []
    for folder, folders, files in os.walk(root):
        folders[:] = [one for one in folders if one not in _PASSED_BY and not one.startswith(".")]
        for name in files:
            path = os.path.join(folder, name)
            if not name.startswith(".") and stat.S_ISREG(os.lstat(path).st_mode):
                found.append(os.path.relpath(path, root).replace(os.sep, "/"))
        if len(found) > MANY:
            break
    return tuple(sorted(found))

"""The file that marks an output folder as ours and lists what we wrote there.

It stands between an editor's files and a build: what it does not list is not ours to replace.
"""

import json
import os
import re
import stat
from collections.abc import Mapping
from typing import Final

from glossary_site import __version__
from glossary_site.store import trees

FILE_NAME: Final = ".glossary-output.json"
FORMAT: Final = 1
"""Raised when the file's shape changes; a folder marked in an unknown format is not touched."""

Entry = tuple[str, int]
"""The SHA-256 of a file in hexadecimal, and its size in bytes."""

_DIGEST: Final = re.compile(r"[0-9a-f]{64}")
# What macOS writes into every folder that somebody looks at.
_SYSTEM_FILES: Final = frozenset({".DS_Store"})


def render(entry_by_path: Mapping[str, Entry]) -> bytes:
    """Make the file's content: the same for the same site, whatever the order of writing."""
    files = {path: list(entry) for path, entry in entry_by_path.items()}
    record = {"format": FORMAT, "generator": f"glossary-site {__version__}", "files": files}
    return json.dumps(record, sort_keys=True, separators=(",", ":")).encode("ascii") + b"\n"


def read(folder: str) -> dict[str, Entry] | None:
    """Read what we wrote into `folder`, or None if nothing valid marks it as ours.

    Raises:
        OSError: If the file is there and cannot be read.
    """
    path = os.path.join(folder, FILE_NAME)
    try:
        if not stat.S_ISREG(os.lstat(path).st_mode):
            return None
        with open(path, "rb") as file:
            record: object = json.loads(file.read())
    except (FileNotFoundError, NotADirectoryError, ValueError, RecursionError):
        return None
    return _entries(record)


def _entries(record: object) -> dict[str, Entry] | None:
    """Check the parsed file field by field: anybody may have edited it."""
    if not isinstance(record, dict) or record.get("format") != FORMAT:
        return None
    files = record.get("files")
    if not isinstance(files, dict):
        return None
    entries: dict[str, Entry] = {}
    for path, entry in files.items():
        match entry:
            case [str(digest), int(size)] if size >= 0 and _DIGEST.fullmatch(digest):
                entries[path] = (digest, size)
            case _:
                return None
    return entries


def is_ours(path: str, owned: Mapping[str, Entry]) -> bool:
    """Say whether a build may replace the file at `path`."""
    return path in owned or path == FILE_NAME or path.rpartition("/")[2] in _SYSTEM_FILES


def foreign(folder: str, owned: Mapping[str, Entry]) -> list[str]:
    """List in order what stands in `folder` and is not ours.

    Symbolic links, pipes and the like are never ours; an empty folder holds nothing to lose.
    """
    return sorted(
        path
        for path, entry in trees.walk(folder)
        if not (entry.is_file(follow_symlinks=False) and is_ours(path, owned))
        and not entry.is_dir(follow_symlinks=False)
    )

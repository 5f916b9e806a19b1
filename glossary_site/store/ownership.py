"""The file that marks an output folder as ours and lists what we wrote there.

It stands between an editor's files and a build: what it does not list is not ours to replace.
"""

import json
import os
import re
import stat
from collections.abc import Collection, Mapping
from typing import Final

import msgspec

from glossary_site import __version__
from glossary_site.store import trees

FILE_NAME: Final = ".glossary-output.json"
UNDER_WAY: Final = f"{FILE_NAME}.under-way"
"""Its name while a site is changed in place."""
FORMAT: Final = 1
"""Raised when the file's shape changes; a folder marked in an unknown format is not touched."""

Entry = tuple[str, int]
"""The SHA-256 of a file in hexadecimal, and its size in bytes."""

_DIGEST: Final = re.compile(r"[0-9a-f]{64}")
# A part that is empty or made of dots, or a backslash; parts end at a slash or at the next path.
_WILD: Final = re.compile(r"(?:^|[/\0])\.{0,2}(?:[/\0]|$)|\\", re.ASCII)
_PLAIN: Final = re.compile(r"[ -~]*")
# What macOS writes into every folder that somebody looks at.
_SYSTEM_FILES: Final = frozenset({".DS_Store"})


def render(entry_by_path: Mapping[str, Entry]) -> bytes:
    """Make the file's content: the same for the same site, whatever the order of writing."""
    files = {path: entry_by_path[path] for path in sorted(entry_by_path)}
    record = {"files": files, "format": FORMAT, "generator": f"glossary-site {__version__}"}
    if _PLAIN.fullmatch("".join(files)):  # the same bytes, sooner
        return msgspec.json.encode(record) + b"\n"
    return json.dumps(record, separators=(",", ":")).encode("ascii") + b"\n"


def read(folder: str) -> dict[str, Entry] | None:
    """Read what we wrote into `folder`, or None if nothing valid marks it as ours.

    Raises:
        OSError: If the file is there and cannot be read.
    """
    body = read_bytes(folder)
    return None if body is None else parse(body)


def read_bytes(folder: str, name: str = FILE_NAME) -> bytes | None:
    """Read the file itself, or None if there is no plain file.

    Raises:
        OSError: If the file is there and cannot be read.
    """
    path = os.path.join(folder, name)
    try:
        if not stat.S_ISREG(os.lstat(path).st_mode):
            return None
        with open(path, "rb") as file:
            return file.read()
    except (FileNotFoundError, NotADirectoryError):
        return None


def parse(body: bytes, *, is_known: bool = False) -> dict[str, Entry] | None:
    """Parse the file, and check it field by field: anybody may have edited it.

    Args:
        body: Its content.
        is_known: Whether its digest says that we wrote it, so that it need not be checked.
    """
    try:
        record: object = json.loads(body)
    except (ValueError, RecursionError):
        return None
    if not isinstance(record, dict) or record.get("format") != FORMAT:
        return None
    files = record.get("files")
    if not isinstance(files, dict) or not (is_known or all(map(_is_entry, files.values()))):
        return None
    return dict(zip(files, map(tuple, files.values()), strict=True))


def _is_entry(entry: object) -> bool:
    match entry:
        case [str(digest), int(size)]:
            return size >= 0 and _DIGEST.fullmatch(digest) is not None
    return False


def is_tame(paths: Collection[str]) -> bool:
    """Say whether a list that anybody may have edited leads nowhere out of its folder."""
    joined = "\0".join(paths)
    if joined.count("\0") != len(paths) - 1 or _WILD.search(joined):
        return not paths
    try:
        joined.encode()
    except UnicodeEncodeError:
        return False
    return True


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

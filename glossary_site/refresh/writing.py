"""Files replaced whole: a reader, a build or a power cut sees the old one or the new one.

Every folder on the way is opened without following a link, and kept open: what lies beneath
cannot be exchanged between a check and its use.
"""

import contextlib
import csv
import fcntl
import io
import os
import re
import stat
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from glossary_site.content.table_checks import Rows
from glossary_site.content.tables import write_json
from glossary_site.fields.dataset import Column

_FOLDER: Final = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
_NEW: Final = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW | os.O_CLOEXEC
_SUFFIX: Final = ".refreshing"
_LEFT: Final = re.compile(r"\.[a-z0-9-]+\.(?:csv|json|yaml)" + re.escape(_SUFFIX))


class BusyError(Exception):
    """Another refresh of the same glossary is at work."""


def table_bytes(path: str, columns: Sequence[Column], rows: Rows) -> bytes:
    """Write a table as its file keeps it: the format of its name, one row a line."""
    if path.endswith(".json"):
        return write_json(columns, rows)
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([column.name for column in columns])
    writer.writerows(rows)
    return out.getvalue().encode("utf-8")


@contextlib.contextmanager
def locked(root: Path) -> Iterator[None]:
    """Keep other refreshes of a glossary out, and clear what a killed one left.

    Raises:
        BusyError: If another is at work.
        OSError: If `data/` is not a folder, or cannot be locked.
    """
    with _folder(root, "data", is_made=False) as data:
        try:
            fcntl.flock(data, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise BusyError from None
        for name in os.listdir(data):
            if _LEFT.fullmatch(name):
                os.unlink(name, dir_fd=data)
        yield


def replace(root: Path, path: str, body: bytes) -> None:
    """Replace a file, or make it; its mode stays.

    Raises:
        OSError: If it cannot be written; then the file is the old one.
    """
    folder, _, name = path.rpartition("/")
    with _folder(root, folder, is_made=folder != "data") as inside:
        mode = _mode(name, inside)
        beside = f".{name.lstrip('.')}{_SUFFIX}"
        with contextlib.suppress(FileNotFoundError):
            os.unlink(beside, dir_fd=inside)
        fd = os.open(beside, _NEW | os.O_EXCL, 0o666, dir_fd=inside)
        try:
            try:
                if mode is not None:
                    os.fchmod(fd, mode)
                left = memoryview(body)
                while left:
                    left = left[os.write(fd, left) :]
                os.fsync(fd)
            finally:
                os.close(fd)
            os.rename(beside, name, src_dir_fd=inside, dst_dir_fd=inside)
        except BaseException:
            with contextlib.suppress(OSError):
                os.unlink(beside, dir_fd=inside)
            raise
        os.fsync(inside)


def _mode(name: str, inside: int) -> int | None:
    """Give the mode of a file, or None if there is none.

    Raises:
        OSError: If what is there is no regular file.
    """
    try:
        info = os.stat(name, dir_fd=inside, follow_symlinks=False)
    except FileNotFoundError:
        return None
    if not stat.S_ISREG(info.st_mode):
        raise OSError(0, "it is no regular file")
    return stat.S_IMODE(info.st_mode)


@contextlib.contextmanager
def _folder(root: Path, folder: str, *, is_made: bool) -> Iterator[int]:
    """Open a folder below the root, part by part."""
    fd = os.open(root, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        for part in filter(None, folder.split("/")):
            if is_made:
                with contextlib.suppress(FileExistsError):
                    os.mkdir(part, dir_fd=fd)
            inner = os.open(part, _FOLDER, dir_fd=fd)
            os.close(fd)
            fd = inner
        yield fd
    finally:
        os.close(fd)

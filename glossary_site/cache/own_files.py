"""The one way in which files of a cache are read: what is no plain file is not there."""

import os
import stat
from pathlib import Path


def read_plain(path: Path, most: int = -1) -> tuple[bytes, os.stat_result] | None:
    """Read a file, at `most` so many bytes, with what its inode says.

    It is not mapped into memory: who cuts a mapped file ends the process.

    Returns:
        None for a link, a device, a folder, and whatever cannot be read.
    """
    try:
        fd = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError:
        return None
    try:
        found = os.fstat(fd)
        if not stat.S_ISREG(found.st_mode):
            return None
        with open(fd, "rb", buffering=0, closefd=False) as file:
            return file.read(most), found
    except OSError:
        return None
    finally:
        os.close(fd)

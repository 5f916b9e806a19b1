"""Writing one output: the only function that makes an output path on disk.

Workers call it; a `Staging` is all they need to know.  A file that the published site already has,
byte for byte, becomes a second name of that file, so its time of modification stays and nothing
is written.
"""

import hashlib
import os
import stat
from dataclasses import dataclass
from typing import Final

from msgspec import Struct

from glossary_site.store import ownership, trees

FILE_MODE: Final = 0o644
FOLDER_MODE: Final = 0o755
"""Published files are for everybody to read, whatever the umask of who builds them."""


@dataclass(frozen=True, slots=True)
class Staging:
    """Where a build writes; plain paths, so that it can be pickled to a worker."""

    output: str
    """The output folder as the user named it, for messages."""
    published: str
    """The published site: absolute; need not exist."""
    folder: str
    """Beside `published`: where the new site grows.  Its name never comes twice."""
    lock: str
    """The lock file, held by the process that opened the staging folder."""
    is_first: bool = False
    """Whether nothing is published yet: then no file can be there already."""
    is_direct: bool = False
    """Whether the new site takes the old one's place file by file; then `folder` holds only what
    differs, each file under the name `staged` gives it."""


class Written(Struct, frozen=True):
    """One file of the new site."""

    path: str
    """Relative to the output folder, with forward slashes."""
    digest: str
    """SHA-256 in hexadecimal."""
    size: int
    """Bytes."""
    is_unchanged: bool
    """Whether the published site has this very file."""


_made: dict[str, set[str]] = {}
"""Folders that this process knows to exist, for the staging folder it last wrote to."""


def write(staging: Staging, path: str, body: bytes) -> Written:
    """Write one file of the new site.

    Args:
        staging: Where to.
        path: Relative to the output folder, with forward slashes.
        body: Its content.

    Raises:
        OSError: If the disk does not take it, or `path` has been written before (not in direct
            mode, where the last one counts); `publish.write_failed` makes a finding of it.
        ValueError: If `path` could leave the output folder: a bug of ours.
    """
    _check(path)
    published = f"{staging.published}/{path}"
    if staging.is_direct:
        is_unchanged = _stat_same(published, body) is not None
        if not is_unchanged:
            _stage(staging, path, body)
    else:
        target = f"{staging.folder}/{path}"
        make_folder(staging.folder, path.rpartition("/")[0])
        is_unchanged = not staging.is_first and _link_same(published, target, body)
        if not is_unchanged:
            _create_in_place(target, body)
    return Written(path, hashlib.sha256(body).hexdigest(), len(body), is_unchanged)


def _check(path: str) -> None:
    """Refuse a path that is absolute, climbs, or is taken by the ownership file."""
    is_odd = "\\" in path or "\0" in path or path in {ownership.FILE_NAME, ownership.UNDER_WAY}
    if is_odd or any(part in {"", ".", ".."} for part in path.split("/")):
        raise ValueError(f"not an output path: {path!r}")


def make_folder(root: str, folder: str) -> None:
    """Make a folder below `root`, and those above it, once per process.

    `root` itself is never made: where it is gone, the build has ended without this worker.
    """
    made = _made.get(root)
    if made is None:
        _made.clear()
        made = _made[root] = {""}
    if folder in made:
        return
    make_folder(root, folder.rpartition("/")[0])
    path = f"{root}/{folder}"
    try:
        os.mkdir(path, FOLDER_MODE)
    except FileExistsError:  # another worker's, or of the site that is built upon
        pass
    else:
        os.chmod(path, FOLDER_MODE)
    made.add(folder)


def forget_folders(root: str) -> None:
    """Forget which folders below `root` exist, because they were moved or removed."""
    _made.pop(root, None)


def _link_same(old: str, target: str, body: bytes) -> bool:
    """Give the published file the name `target` too, if it holds exactly `body`; say whether."""
    found = _stat_same(old, body)
    if found is None:
        return False
    try:
        os.link(old, target)
    except OSError:  # another file system, too many links, or a system that forbids them
        _create_in_place(target, body)
        os.utime(target, ns=(found.st_atime_ns, found.st_mtime_ns))
    return True


def _stat_same(path: str, body: bytes) -> os.stat_result | None:
    """Describe the file at `path` if it holds exactly `body`, and is one we could have written.

    The bytes are compared, not digests from a list: what an editor changed by hand is found.
    """
    try:
        fd = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError:
        return None
    try:
        found = os.fstat(fd)
        is_plain = stat.S_ISREG(found.st_mode) and stat.S_IMODE(found.st_mode) == FILE_MODE
        if not is_plain or found.st_size != len(body) or _read(fd, len(body)) != body:
            return None
    finally:
        os.close(fd)
    return found


def staged(staging: Staging, path: str) -> str:
    """Say where a file waits in direct mode: all in one folder, which spares making others."""
    return f"{staging.folder}/{hashlib.sha256(os.fsencode(path)).hexdigest()}"


def _stage(staging: Staging, path: str, body: bytes) -> None:
    """Write a file that is to be moved to its place."""
    waiting = staged(staging, path)
    try:
        try:
            create_file(waiting, body)
        except FileExistsError:  # left by a worker that died after it
            os.unlink(waiting)
            create_file(waiting, body)
    except OSError as error:  # by the name that the user knows
        raise OSError(error.errno, error.strerror, f"{staging.folder}/{path}") from error


def _create_in_place(path: str, body: bytes) -> None:
    """Write a file that must not exist yet; an empty folder, left from an older site, may."""
    try:
        create_file(path, body)
    except FileExistsError:
        try:
            trees.remove_empty(path)
        except OSError:
            pass
        else:
            create_file(path, body)
            return
        raise


def _read(fd: int, size: int) -> bytes:
    """Read up to `size` bytes, however many calls that takes; usually one."""
    body = os.read(fd, size)
    while len(body) < size and (more := os.read(fd, size - len(body))):
        body += more
    return body


def create_file(path: str, body: bytes) -> None:
    """Write a file that must not exist yet, so that nothing is written through a link.

    Raises:
        OSError: With the path, which a failing `os.write` does not tell.
    """
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
    fd = os.open(path, flags, FILE_MODE)
    try:
        os.fchmod(fd, FILE_MODE)
        rest = memoryview(body)
        while rest:
            rest = rest[os.write(fd, rest) :]
    except OSError as error:
        raise OSError(error.errno, error.strerror, path) from error
    finally:
        os.close(fd)

"""The one way input is read: content is untrusted, and so are the names of its files.

No symbolic link below the glossary's folder is ever followed: each part of a path is opened
relative to the folder before it, so that nothing can be exchanged between a check and its use.
"""

import errno
import os
import re
import stat
from collections.abc import Collection
from pathlib import Path
from typing import Final, Self

from glossary_site.content.decoding import decode
from glossary_site.diagnostics import Diagnostic, Findings, Span, finding, shown, sort_key
from glossary_site.names import fold_path, path_problem

__all__ = ["PATH_LIMIT", "Reader", "decode", "list_files", "read_bytes"]

PATH_LIMIT: Final = 1000
"""The most bytes a path relative to the glossary's folder may have."""

FILE_LIMIT: Final = 256 * 1024
"""Bytes of a text file."""
TERM_SUFFIXES: Final = (".md", ".yaml", ".yml")
"""What the files of terms end in."""

_FILE_FLAGS: Final = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC | os.O_NOCTTY
_FOLDER_FLAGS: Final = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC

_LITTER: Final = re.compile(
    r"\.(?!well-known$).*|.*~|#.*#|.*\.(?:swp|swo|bak|orig|tmp)|4913|Thumbs\.db|desktop\.ini",
    re.DOTALL,
)
"""Dot files and what editors and desktops leave behind; `.well-known` is published."""

_PLAIN_NAME: Final = re.compile(
    r"(?!(?:con|prn|aux|nul|com\d|lpt\d)\.)[a-z0-9][a-z0-9-]{0,150}\.(?:md|yaml|csv|json)",
    re.ASCII,
)
"""Most names: nothing can be wrong with them."""
_PLAIN_PATH: Final = re.compile(r"[a-z0-9/-]*\.[a-z]+", re.ASCII)
"""Paths that are already what `fold_path` makes of them."""
_REASONS: Final = {
    errno.ENOENT: "does not exist",
    errno.EACCES: "may not be read by this user",
    errno.EPERM: "may not be read by this user",
    errno.ELOOP: "is a symbolic link",
    errno.ENXIO: "is not a regular file",
    errno.ENOTDIR: "is not a folder",
}


def list_files(
    root: Path, folder: str, suffixes: Collection[str] | None
) -> tuple[tuple[str, ...], Findings]:
    """List the files below a folder that an author may have written.

    Args:
        root: The glossary's folder.
        folder: One part, relative to `root`.  If there is none, nothing is listed or reported.
        suffixes: Lower-case endings with their dot, or None for every file.

    Returns:
        Sorted paths relative to `root`.  What cannot be read is an error, what has another suffix
        a warning; neither is listed, nor the second of two names that are one elsewhere.
    """
    found: list[Diagnostic] = []
    paths: list[str] = []
    folders = [folder]
    while folders:
        inside, listed = _scan(root, folders.pop(), found)
        folders += inside
        for path in listed:
            if suffixes is None or path.endswith(tuple(suffixes)):
                paths.append(path)
            else:
                found.append(_unknown_file(path, suffixes))
    by_key: dict[str, str] = {}
    for path in sorted(paths):
        first = by_key.setdefault(path if _PLAIN_PATH.fullmatch(path) else fold_path(path), path)
        if first != path:
            message = f"on macOS or Windows this is the same file as {first}"
            found.append(finding("bad-file-name", Span(path), message, "rename one of the two"))
    return tuple(sorted(by_key.values())), tuple(sorted(found, key=sort_key))


def _scan(root: Path, folder: str, found: list[Diagnostic]) -> tuple[list[str], list[str]]:
    """List the folders and the files directly in one folder; `found` takes what is wrong."""
    folders: list[str] = []
    files: list[str] = []
    try:
        if "/" not in folder and stat.S_ISLNK(os.lstat(root / folder).st_mode):
            found.append(_unreadable(folder, "is a symbolic link"))
            return [], []
        with os.scandir(root / folder) as scanned:
            entries = list(scanned)
    except FileNotFoundError:
        return [], []
    except OSError as error:
        found.append(_unreadable(folder, _reason(error)))
        return [], []
    for entry in entries:
        path = f"{folder}/{entry.name}"
        if _is_plain(entry, path):
            files.append(path)
        elif _LITTER.fullmatch(entry.name) is None:
            _sort(entry, path, folders, files, found)
    return folders, files


def _is_plain(entry: os.DirEntry[str], path: str) -> bool:
    """Say whether a file's name and path are such that nothing can be wrong with them."""
    is_named_so = _PLAIN_NAME.fullmatch(entry.name) is not None
    is_short = len(path) <= PATH_LIMIT and path.isascii()
    return is_named_so and is_short and entry.is_file(follow_symlinks=False)


def _sort(
    entry: os.DirEntry[str],
    path: str,
    folders: list[str],
    files: list[str],
    found: list[Diagnostic],
) -> None:
    """Put what was found in a folder where it belongs."""
    problem = _name_problem(entry.name, path)
    if problem is not None:
        found.append(finding("bad-file-name", Span(shown(path)), problem, "rename it"))
    elif entry.is_symlink():
        found.append(_unreadable(path, "is a symbolic link"))
    elif entry.is_dir(follow_symlinks=False):
        folders.append(path)
    elif entry.is_file(follow_symlinks=False):
        files.append(path)
    else:
        found.append(_unreadable(path, "is not a regular file"))


def _name_problem(name: str, path: str) -> str | None:
    """Say in words why a file may not have this name, or None if it may."""
    if shown(name) != name:
        return "the name has a control or invisible character, or is not UTF-8"
    problem = path_problem(name)
    if problem is not None:
        return f"the name {problem}"
    if name.startswith("-"):
        return "the name starts with a hyphen, which programs take for an option"
    if "#" in name or "%" in name:
        return 'the name has a "#" or "%", which mean something else in an address'
    if len(os.fsencode(path)) > PATH_LIMIT:
        return f"the path is longer than {PATH_LIMIT} bytes"
    return None


def _unknown_file(path: str, suffixes: Collection[str]) -> Diagnostic:
    """Warn of a file that nothing reads."""
    lower = path.lower()
    near = next((suffix for suffix in sorted(suffixes) if lower.endswith(suffix)), None)
    if near is not None:
        hint = f"write its suffix in lower case: {near}"
    elif lower.endswith(".yml") and ".yaml" in suffixes:
        name = path.rpartition("/")[2]
        hint = f"call it {name[:-4]}.yaml"
    else:
        hint = f"files in {path[: path.index('/')]}/ end in {', '.join(sorted(suffixes))}"
    return finding("unknown-file", Span(path), "the file is not used", hint)


def _unreadable(path: str, why: str) -> Diagnostic:
    """Report a path that cannot or must not be read."""
    hint = "put the file itself here" if why == "is a symbolic link" else None
    return finding("unreadable-file", Span(path), f"{shown(path)} {why}", hint)


def _reason(error: OSError) -> str:
    """Say in words why the system refused."""
    text = os.strerror(error.errno) if error.errno else "no reason given"
    return _REASONS.get(error.errno or 0, f"cannot be read: {text}")


class Reader:
    """Reads files below one folder; keeps the last folder open, so sorted paths read fastest."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._folder = ""
        self._fd = -1

    def __enter__(self) -> Self:
        """Start reading."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close what is open."""
        self._close()

    def read(self, path: str, limit: int) -> tuple[bytes | None, Findings]:
        """Read one file.

        Args:
            path: Relative to the root, with forward slashes.
            limit: The most bytes the file may have.

        Returns:
            Its bytes, or None and why not.
        """
        folder, _, name = path.rpartition("/")
        if {"", ".", ".."}.intersection(path.split("/")) or "\0" in path:
            problem = "the path has an empty or relative part"
            return None, (finding("bad-file-name", Span(shown(path)), problem),)
        try:
            if self._fd < 0 or folder != self._folder:
                self._enter(folder)
            fd = os.open(name, _FILE_FLAGS, dir_fd=self._fd)
        except OSError as error:
            return None, (_unreadable(path, _reason(error)),)
        try:
            return _read_open(fd, path, limit)
        except OSError as error:
            return None, (_unreadable(path, _reason(error)),)
        finally:
            os.close(fd)

    def _enter(self, folder: str) -> None:
        """Open `folder` part by part, and keep it open in place of the one before."""
        self._close()
        fd = os.open(self._root, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        for part in folder.split("/") if folder else ():
            outer = fd
            try:
                fd = _open_folder(part, outer)
            finally:
                os.close(outer)
        self._fd, self._folder = fd, folder

    def _close(self) -> None:
        if self._fd >= 0:
            os.close(self._fd)
            self._fd = -1


def _open_folder(part: str, outer: int) -> int:
    """Open a folder inside an open one.

    Raises:
        OSError: With ELOOP for a symbolic link, which systems report in different ways.
    """
    try:
        return os.open(part, _FOLDER_FLAGS, dir_fd=outer)
    except NotADirectoryError:
        if stat.S_ISLNK(os.lstat(part, dir_fd=outer).st_mode):
            raise OSError(errno.ELOOP, "symbolic link") from None
        raise


def _read_open(fd: int, path: str, limit: int) -> tuple[bytes | None, Findings]:
    """Read an open file, whatever size it claims to have."""
    info = os.fstat(fd)
    if not stat.S_ISREG(info.st_mode):
        return None, (_unreadable(path, "is not a regular file"),)
    if info.st_size > limit:
        return None, (_too_large(path, f"{info.st_size:,}", limit),)
    data = os.read(fd, info.st_size + 1)
    if len(data) != info.st_size:
        # It grew, or is a file of the kernel's, whose size says nothing.
        while len(data) <= limit and (more := os.read(fd, limit + 1 - len(data))):
            data += more
        if len(data) > limit:
            return None, (_too_large(path, f"more than {limit:,}", limit),)
    return data, ()


def _too_large(path: str, size: str, limit: int) -> Diagnostic:
    """Report a file over its limit."""
    message = f"the file has {size} bytes, and {limit:,} are allowed"
    return finding("file-too-large", Span(path), message)


def read_bytes(root: Path, path: str, limit: int) -> tuple[bytes | None, Findings]:
    """Read a single file as `Reader.read` does."""
    with Reader(root) as reader:
        return reader.read(path, limit)

"""Archives of strangers, read into memory: nothing is unpacked to the disk."""

import stat
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Final

from glossary_site.diagnostics import Findings, Span, finding, quoted, shown
from glossary_site.names import fold_path, path_problem

MEMBERS: Final = 200_000
"""Files and folders in an archive."""
TOTAL: Final = 512 * 1024 * 1024
"""Bytes of all files together, unpacked."""
RATIO: Final = 200
"""How many times larger than the archive its files may be together; text seldom reaches 20."""
SMALL: Final = 4 * 1024 * 1024
"""Bytes that need no look at the ratio."""
_CHUNK: Final = 1024 * 1024
_ZIP: Final = (".zip",)
_TAR: Final = (".tar", ".tar.gz", ".tgz")


class _RefusalError(Exception):
    """Something in an archive that must not be read; its words are shown."""

    def __init__(self, member: str, why: str) -> None:
        super().__init__(why)
        self.member = member
        self.why = why


def is_archive(name: str) -> bool:
    """Say whether a file's name is that of an archive that can be read."""
    return name.lower().endswith((*_ZIP, *_TAR))


def read_archive(path: Path) -> tuple[dict[str, bytes], Findings]:
    """Read all files of a zip or tar archive.

    Returns:
        Contents by path; or nothing, and what is wrong: a path that leads out of the archive, a
        link, a device, a name twice, a password, or more than the limits allow.  One such member
        is enough, for whoever made it meant no good, or the archive is broken.
    """
    place = shown(str(path))
    try:
        compressed = path.stat().st_size
        limit = min(TOTAL, max(SMALL, RATIO * compressed))
        reading = _zip(path) if path.name.lower().endswith(_ZIP) else _tar(path)
        return _gathered(reading, limit), ()
    except _RefusalError as refusal:
        message = f"the archive is refused: {quoted(refusal.member)} {refusal.why}"
        return {}, (finding("import-refused", Span(place), message),)
    except (zipfile.BadZipFile, tarfile.TarError, zlib.error, EOFError, ValueError,
            NotImplementedError, RuntimeError, OverflowError) as error:  # fmt: skip
        message = f"the archive cannot be read: {error}"
        return {}, (finding("import-refused", Span(place), message),)
    except OSError as error:
        message = f"the archive cannot be read: {error.strerror or error}"
        return {}, (finding("unreadable-file", Span(place), message),)


_Member = tuple[str, IO[bytes] | None]
"""A path and what it holds; None for a folder."""


def _gathered(members: Iterator[_Member], limit: int) -> dict[str, bytes]:
    held: dict[str, bytes] = {}
    folded: set[str] = set()
    total = 0
    for number, (name, stream) in enumerate(members):
        if number >= MEMBERS:
            raise _RefusalError(name, f"comes after {MEMBERS:,} others, and that is the most")
        _check_name(name)
        if stream is None:
            continue
        if (key := fold_path(name)) in folded:
            raise _RefusalError(
                name, "is there twice, or differs from another name only by its case"
            )
        folded.add(key)
        chunks = []
        while chunk := stream.read(_CHUNK):  # whatever size the archive's listing claims
            total += len(chunk)
            if total > limit:
                raise _RefusalError(name, f"makes more than {limit:,} bytes of it when unpacked")
            chunks.append(chunk)
        held[name] = b"".join(chunks)
    return held


def _check_name(name: str) -> None:
    if name.startswith(("/", "\\")) or ":" in name[:2]:
        raise _RefusalError(name, "is an absolute path")
    if (problem := path_problem(name.rstrip("/"))) is not None:
        raise _RefusalError(name, f"cannot be a path: it {problem}")
    if shown(name) != name:
        raise _RefusalError(name, "has a control or invisible character in its name")


def _zip(path: Path) -> Iterator[_Member]:
    with zipfile.ZipFile(path) as archive:
        for info in archive.infolist():
            mode = info.external_attr >> 16
            if stat.S_IFMT(mode) not in {0, stat.S_IFREG, stat.S_IFDIR}:
                raise _RefusalError(info.filename, "is a link or a device, not a file")
            if info.flag_bits & 1:
                raise _RefusalError(info.filename, "is locked with a password")
            if info.is_dir():
                yield info.filename, None
                continue
            with archive.open(info) as stream:
                yield info.filename, stream


def _tar(path: Path) -> Iterator[_Member]:
    with tarfile.open(path, "r:*") as archive:
        for info in archive:
            if not (info.isfile() or info.isdir()):
                raise _RefusalError(info.name, "is a link or a device, not a file")
            yield info.name, None if info.isdir() else archive.extractfile(info)

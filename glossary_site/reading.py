"""What a worker does with term files, and what earlier builds did: between pipeline and `content`."""

import hashlib
import os
import time
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from pathlib import Path
from typing import Final

from msgspec import Struct

from glossary_site.cache.codec import Codec
from glossary_site.cache.memory import Memory
from glossary_site.cache.shelves import Shelf
from glossary_site.content.files import FILE_LIMIT, Reader
from glossary_site.content.marks import Marks, marks_of
from glossary_site.content.term_files import parse, unread
from glossary_site.content.terms import ReadFile


class Parsed(Struct, frozen=True):
    """A term file's content, with the marks of its terms in the same order."""

    file: ReadFile
    """Terms and findings."""
    marks: tuple[Marks, ...]
    """One for each term."""


class Reading(Struct, frozen=True):
    """What a worker hands back: bytes, which cross a pipe faster than records."""

    digest: bytes
    """Of the bytes that were read; empty if there were none."""
    body: bytes
    """A `Parsed`, by `PARSED`."""


PARSED: Final = Codec[Parsed](Parsed)


def make_reader(root: Path) -> Callable[[str], Reading]:
    """Prepare a worker for reading term files below `root`, one by one."""
    return partial(_read, Reader(root))


def _read(reader: Reader, path: str) -> Reading:
    data, found = reader.read(path, FILE_LIMIT)
    if data is None:
        return Reading(b"", PARSED.encode(Parsed(unread(path, found), ())))
    file = parse(path, data)
    return Reading(_digest(data), PARSED.encode(Parsed(file, tuple(map(marks_of, file.terms)))))


def _digest(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()


class KnownFiles:
    """The term files that earlier builds have read apart, by the digest of their bytes."""

    def __init__(self, memory: Memory, root: Path) -> None:
        """Look below `root`."""
        self._memory = memory
        self._root = root
        self._kept: Shelf[Parsed] = memory.shelf("terms", PARSED)

    def find(
        self, paths: Iterable[str], digests: Mapping[str, bytes] | None = None
    ) -> dict[str, Parsed]:
        """Find those whose content is known.

        Args:
            paths: The files.
            digests: Of their bytes, where somebody has read them; else all are read, for the
                times of files say little.
        """
        known: dict[str, Parsed] = {}
        if not self._kept:
            return known
        with Reader(self._root) as reader:
            for path in paths:
                digest = self._digest(reader, path) if digests is None else digests.get(path)
                parsed = None if digest is None else self._kept.get(path, digest)
                if parsed is not None:
                    known[path] = parsed
        return known

    def take(self, path: str, reading: Reading) -> Parsed | None:
        """Note what a worker has read, and give it back as records."""
        parsed = PARSED.decode(reading.body)
        if parsed is not None and reading.digest:
            self._kept.put(path, reading.digest, parsed, reading.body)
        return parsed

    def settle(self) -> None:
        """Forget files that are gone."""
        self._kept.settle()

    def _digest(self, reader: Reader, path: str) -> bytes | None:
        """Digest a file; in a lasting process one whose inode has not changed is not read again."""
        if not self._memory.is_lasting:
            data, _ = reader.read(path, FILE_LIMIT)
            return None if data is None else _digest(data)
        stamp = _stamp(f"{self._root}/{path}")
        known = self._memory.stamps.get(path)
        if known is not None and known[0] == stamp:
            return known[1]
        data, _ = reader.read(path, FILE_LIMIT)
        if data is None:
            return None
        digest = _digest(data)
        if stamp is not None and time.time_ns() - stamp[-1] > _RACY:
            self._memory.stamps[path] = (stamp, digest)
        return digest


_RACY: Final = 100_000_000
"""Nanoseconds: the time of a change this recent may be that of the next change, too."""


def _stamp(path: str) -> tuple[int, ...] | None:
    """Give what changes with a file's content, taken before the content is read."""
    try:
        found = os.lstat(path)
    except OSError:
        return None
    return (found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns)

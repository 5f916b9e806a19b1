"""What a worker does with term files, and what earlier builds did: between pipeline and `content`."""

import os
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Final

from msgspec import Struct

from glossary_site.cache.codec import Codec
from glossary_site.cache.memory import Memory
from glossary_site.cache.shelves import Shelf
from glossary_site.content.file_digests import digest_files, digest_of
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
    return Reading(digest_of(data), PARSED.encode(Parsed(file, tuple(map(marks_of, file.terms)))))


class KnownFiles:
    """The term files that earlier builds have read apart, by the digest of their bytes."""

    def __init__(self, memory: Memory, root: Path) -> None:
        """Look below `root`."""
        self._memory = memory
        self._root = root
        self._kept: Shelf[Parsed] = memory.shelf("terms", PARSED)

    def find(
        self, paths: Sequence[str], digests: Mapping[str, bytes] | None = None
    ) -> dict[str, Parsed]:
        """Find those whose content is known.

        Args:
            paths: The files.
            digests: Of their bytes, where somebody has read them; else all are read, for the
                times of files say little.
        """
        if not self._kept:
            return {}
        if digests is None:
            is_lasting = self._memory.is_lasting
            digests = self._changed(paths) if is_lasting else digest_files(self._root, paths)
        get, known = self._kept.get, {}
        for path in paths:
            digest = digests.get(path)
            parsed = None if digest is None else get(path, digest)
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

    def _changed(self, paths: Sequence[str]) -> dict[str, bytes]:
        """Digest files; in a lasting process only those are read whose inode has changed."""
        seen = self._memory.stamps
        stamps = _stamps(self._root, {path.rpartition("/")[0] for path in paths})
        digests: dict[str, bytes] = {}
        others: list[str] = []
        for path in paths:
            known = seen.get(path)
            if known is not None and known[0] == stamps.get(path):
                digests[path] = known[1]
            else:
                others.append(path)
        late = time.time_ns() - _RACY
        for path, digest in digest_files(self._root, others).items():
            digests[path] = digest
            stamp = stamps.get(path)
            if stamp is not None and stamp[-1] < late:
                seen[path] = (stamp, digest)
        return digests


_RACY: Final = 100_000_000
"""Nanoseconds: the time of a change this recent may be that of the next change, too."""


def _stamps(root: Path, folders: Iterable[str]) -> dict[str, tuple[int, ...]]:
    """Give by path what changes with a file's content, taken before the content is read."""
    stamps: dict[str, tuple[int, ...]] = {}
    for folder in folders:
        with suppress(OSError), os.scandir(root / folder) as entries:
            for entry in entries:
                found = entry.stat(follow_symlinks=False)
                stamps[f"{folder}/{entry.name}"] = (
                    found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns,
                    found.st_ctime_ns,
                )  # fmt: skip
    return stamps

"""Entries by name, in a few files of their own that are replaced whole.

A file is a header, the maker, a seal over all that follows, the length of the index, the index,
and the values.  One that is damaged, cut short, foreign or of another version is as good as absent
and is said so once.
"""

import hmac
import os
import secrets
import stat
import zlib
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Literal

import msgspec

HEADER: Final = b"glossary-site cache 1\n"
SEAL_BYTES: Final = 32
FILES: Final = 64
"""A large shelf has this many files, so that one edit rewrites a small part of it."""
ONE_FILE: Final = 512
"""Up to this many entries share one file."""
SUFFIX: Final = ".shelf"

Problem = Literal["damaged", "foreign", "older"]

_Index = list[tuple[str, bytes, int]]
_index = msgspec.msgpack.Decoder(_Index)


@dataclass(frozen=True, slots=True)
class Seal:
    """What a file must carry to be believed."""

    maker: bytes
    """From `maker.maker`."""
    key: bytes
    """From `seal.read_key`."""

    def over(self, rest: bytes | memoryview) -> bytes:
        """Seal the rest of a file."""
        return hmac.digest(self.key, rest, "sha256")


@dataclass(slots=True)
class Shelf:
    """Entries of one kind; what is asked for in a build stays, the rest goes when it is saved."""

    folder: Path | None
    """Where its files lie; need not exist.  None for a shelf that is not kept."""
    seal: Seal
    """For reading and writing."""
    problems: set[Problem] = field(default_factory=set)
    """Why files were passed over."""
    _entries: dict[str, tuple[bytes, bytes | memoryview]] = field(default_factory=dict)
    _files: dict[str, frozenset[str]] = field(default_factory=dict)
    """Which names each file holds, as it stands on the disk."""
    _changed: set[str] = field(default_factory=set)
    _is_loaded: bool = False

    def load(self) -> None:
        """Read all files, once."""
        if self._is_loaded or self.folder is None:
            return
        self._is_loaded = True
        for name in _listed(self.folder):
            held = self._read(self.folder / name)
            self._files[name] = frozenset(held or ())
            if held is not None:
                self._entries.update(held)

    def __len__(self) -> int:
        """Count the entries."""
        return len(self._entries)

    def get(self, name: str, key: bytes) -> bytes | memoryview | None:
        """Give the value under `name`, if it was made from what `key` is a digest of."""
        held = self._entries.get(name)
        return held[1] if held is not None and held[0] == key else None

    def key_of(self, name: str) -> bytes | None:
        """Give the key under which `name` is held."""
        held = self._entries.get(name)
        return None if held is None else held[0]

    def put(self, name: str, key: bytes, value: bytes) -> None:
        """Hold a value under `name`, in place of any other."""
        self._entries[name] = (key, value)
        self._changed.add(name)

    def keep_only(self, names: set[str] | frozenset[str]) -> None:
        """Drop every entry whose name is not among `names`."""
        for name in self._entries.keys() - names:
            del self._entries[name]
            self._changed.add(name)

    def save(self) -> None:
        """Write the files whose entries changed.

        Raises:
            OSError: If the disk does not take them; what is there then is still right.
        """
        if self.folder is None:
            return
        groups = self._groups()
        if not self._changed and groups.keys() == self._files.keys():
            return
        stale = {name for name, held in self._files.items() if not held.isdisjoint(self._changed)}
        stale |= {_file_of(name, len(self._entries)) for name in self._changed}
        written = {
            name: names
            for name, names in groups.items()
            if name in stale or self._files.get(name) != frozenset(names)
        }
        if written:
            self.folder.mkdir(parents=True, exist_ok=True)
        for name, names in written.items():
            self._write(self.folder, name, names)
            self._files[name] = frozenset(names)
        for name in self._files.keys() - groups.keys():
            with suppress(FileNotFoundError):
                os.unlink(self.folder / name)
            del self._files[name]
        self._changed.clear()

    def _groups(self) -> dict[str, list[str]]:
        groups: dict[str, list[str]] = {}
        count = len(self._entries)
        for name in self._entries:
            groups.setdefault(_file_of(name, count), []).append(name)
        return groups

    def _write(self, folder: Path, name: str, names: list[str]) -> None:
        held = [(each, *self._entries[each]) for each in names]
        index = msgspec.msgpack.encode([(each, key, len(value)) for each, key, value in held])
        rest = b"".join((len(index).to_bytes(8), index, *(value for _, _, value in held)))
        fresh = folder / f".{name}.{secrets.token_hex(8)}"
        try:
            with open(fresh, "xb") as file:
                file.write(HEADER + self.seal.maker + self.seal.over(rest))
                file.write(rest)
            os.replace(fresh, folder / name)
        except BaseException:
            with suppress(OSError):
                os.unlink(fresh)
            raise

    def _read(self, path: Path) -> dict[str, tuple[bytes, memoryview]] | None:
        body = _bytes_of(path)
        start = len(HEADER) + len(self.seal.maker)
        if body is None or len(body) < start + SEAL_BYTES + 8:
            self.problems.add("damaged")
            return None
        if not body.startswith(HEADER):
            self.problems.add("foreign")
            return None
        rest = memoryview(body)[start + SEAL_BYTES :]
        if not hmac.compare_digest(self.seal.over(rest), body[start : start + SEAL_BYTES]):
            self.problems.add("damaged")
            return None
        if body[len(HEADER) : start] != self.seal.maker:
            self.problems.add("older")
            return None
        return dict(_values(rest))


def _values(rest: memoryview) -> Iterator[tuple[str, tuple[bytes, memoryview]]]:
    """Take a sealed file apart; what the seal covers is as we wrote it."""
    at = 8 + int.from_bytes(rest[:8])
    for name, key, length in _index.decode(rest[8:at]):
        yield name, (key, rest[at : at + length])
        at += length


def _file_of(name: str, count: int) -> str:
    if count <= ONE_FILE:
        return f"all{SUFFIX}"
    return f"{zlib.crc32(name.encode()) % FILES:02d}{SUFFIX}"


def _listed(folder: Path) -> list[str]:
    try:
        return sorted(name for name in os.listdir(folder) if name.endswith(SUFFIX))
    except OSError:
        return []


def _bytes_of(path: Path) -> bytes | None:
    """Read a file, unless it is a link, a device or the like."""
    try:
        fd = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError:
        return None
    with open(fd, "rb", buffering=0) as file:
        try:
            return file.read() if stat.S_ISREG(os.fstat(fd).st_mode) else None
        except OSError:
            return None

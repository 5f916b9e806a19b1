"""Records by name, in a few files of their own that are replaced whole.

A file is a header, the maker, a seal over all that follows, and the records with their keys.  One
that is damaged, cut short, foreign or of another version is as good as absent and is said so once.
"""

import fcntl
import hmac
import os
import re
import secrets
import zlib
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final, Generic, Literal

import msgspec
from msgspec import Struct

from glossary_site.cache.codec import Codec, Record
from glossary_site.cache.own_files import read_plain

HEADER: Final = b"glossary-site cache 1\n"
SEAL_BYTES: Final = 32
FILES: Final = 64
"""A large shelf has this many files, so that one edit rewrites a small part of it."""
ONE_FILE: Final = 512
"""Up to this many records share one file."""
SUFFIX: Final = ".shelf"
_FRESH: Final = re.compile(r"\.[a-z0-9]+\.shelf\.[0-9a-f]{16}")
"""What a file is called while it is written."""

Problem = Literal["damaged", "foreign", "older"]


class Seal(Struct, frozen=True):
    """What a file must carry to be believed."""

    maker: bytes
    """From `maker.maker`."""
    key: bytes
    """From `seal.read_key`."""

    def over(self, kind: str, maker: bytes, rest: bytes | memoryview) -> bytes:
        """Seal what a file holds, of which kind and made by whom."""
        seal = hmac.new(self.key, f"{len(kind)} {kind} ".encode() + maker, "sha256")
        seal.update(rest)
        return seal.digest()


class Shelf(Generic[Record]):
    """Records of one kind, each with the key it was made from."""

    def __init__(self, folder: Path | None, seal: Seal, codec: Codec[Record]) -> None:
        """Read what is kept.

        Args:
            folder: Where the files lie; need not exist.  None for a shelf that is not kept.
            seal: For reading and writing.
            codec: For records of the kind.
        """
        self.problems: set[Problem] = set()
        """Why files were passed over."""
        if folder is not None and folder.is_symlink():  # it leads away: only content makes such
            folder = None
        self._folder = folder
        self._seal = seal
        self._codec = codec
        self._held: dict[str, tuple[bytes, Record]] = {}
        self._raw: dict[str, bytes] = {}
        self._asked: set[str] = set()
        self._changed: set[str] = set()
        self._files: dict[str, frozenset[str]] = {}
        if folder is not None:
            for name in _listed(folder):
                held = self._read(folder / name)
                self._files[name] = frozenset(held)
                self._held |= held

    def __len__(self) -> int:
        """Count the records."""
        return len(self._held)

    def get(self, name: str, key: bytes) -> Record | None:
        """Give the record under `name`, if it was made from what `key` is a digest of."""
        self._asked.add(name)
        held = self._held.get(name)
        return held[1] if held is not None and held[0] == key else None

    def all(self) -> Mapping[str, tuple[bytes, Record]]:
        """Give all records with their keys, by name."""
        return self._held

    def key_of(self, name: str) -> bytes | None:
        """Give the key under which `name` is held."""
        held = self._held.get(name)
        return None if held is None else held[0]

    def put(self, name: str, key: bytes, record: Record, raw: bytes | None = None) -> None:
        """Hold a record, in place of any other under `name`.

        Args:
            name: What it is called.
            key: A digest of what it was made from.
            record: What is held.
            raw: What the codec makes of it, where that is at hand.
        """
        self._asked.add(name)
        self._changed.add(name)
        self._held[name] = (key, record)
        self._raw.pop(name, None)
        if raw is not None and self._folder is not None:
            self._raw[name] = raw

    def settle(self) -> None:
        """Drop what nobody asked for since the last time: the stage that asks is complete."""
        self.keep_only(self._asked)
        self._asked.clear()

    def keep_only(self, names: Collection[str]) -> None:
        """Drop what has another name than these."""
        for name in self._held.keys() - names:
            del self._held[name]
            self._changed.add(name)

    def save(self) -> None:
        """Write the files whose records changed.

        Raises:
            OSError: If the disk does not take them; what is there then is still right.
        """
        if self._folder is None:
            return
        groups: dict[str, list[str]] = {}
        for name in self._held:
            groups.setdefault(_file_of(name, len(self._held)), []).append(name)
        touched = {_file_of(name, len(self._held)) for name in self._changed}
        due = {
            name: names
            for name, names in groups.items()
            if name in touched or self._files.get(name) != frozenset(names)
        }
        if due:
            with _entered(self._folder):
                for name, names in due.items():
                    self._write(self._folder, name, names)
                    self._files[name] = frozenset(names)
        for name in self._files.keys() - groups.keys():
            with suppress(FileNotFoundError):
                os.unlink(self._folder / name)
            del self._files[name]
        self._changed.clear()
        self._raw.clear()

    def _write(self, folder: Path, name: str, names: Collection[str]) -> None:
        raw = {
            each: (self._held[each][0], msgspec.Raw(self._raw[each]))
            if each in self._raw
            else self._held[each]
            for each in names
        }
        rest = self._codec.encode_all(raw)
        fresh = folder / f".{name}.{secrets.token_hex(8)}"
        try:
            with open(fresh, "xb") as file:
                seal = self._seal.over(folder.name, self._seal.maker, rest)
                file.write(HEADER + self._seal.maker + seal)
                file.write(rest)
            os.replace(fresh, folder / name)
        except BaseException:
            with suppress(OSError):
                os.unlink(fresh)
            raise

    def _read(self, path: Path) -> dict[str, tuple[bytes, Record]]:
        """Read a file, or nothing if there is any doubt about it."""
        body, _ = read_plain(path) or (b"", None)
        start = len(HEADER) + len(self._seal.maker)
        if len(body) < start + SEAL_BYTES:
            self.problems.add("damaged")
            return {}
        if body[: len(HEADER)] != HEADER:
            self.problems.add("foreign")
            return {}
        rest = memoryview(body)[start + SEAL_BYTES :]
        maker = body[len(HEADER) : start]
        seal = self._seal.over(path.parent.name, maker, rest)
        if not hmac.compare_digest(seal, body[start : start + SEAL_BYTES]):
            self.problems.add("damaged")
            return {}
        if maker != self._seal.maker:
            self.problems.add("older")
            return {}
        held = self._codec.decode_all(rest)
        if held is None:
            self.problems.add("damaged")
            return {}
        return held


def _file_of(name: str, count: int) -> str:
    if count <= ONE_FILE:
        return f"all{SUFFIX}"
    return f"{zlib.crc32(name.encode()) % FILES:02d}{SUFFIX}"


def _listed(folder: Path) -> list[str]:
    try:
        return sorted(name for name in os.listdir(folder) if name.endswith(SUFFIX))
    except OSError:
        return []


@contextmanager
def _entered(folder: Path) -> Iterator[None]:
    """Share a folder with others that write to it.

    Who is alone there first removes what killed builds left half written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    fd = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC)
    try:
        with suppress(OSError):  # somebody else writes, or the file system knows no locks
            fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
            for name in filter(_FRESH.fullmatch, os.listdir(fd)):
                os.unlink(name, dir_fd=fd)
        with suppress(OSError):
            fcntl.flock(fd, fcntl.LOCK_SH)
        yield
    finally:
        os.close(fd)

"""What is known from before: one memory for a build, or one for all builds of a server."""

import os
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, Generic, Self, TypeVar

from glossary_site.cache.codec import Codec, Record
from glossary_site.cache.maker import maker
from glossary_site.cache.shelves import Problem, Seal, Shelf

Value = TypeVar("Value")

FOLDER: Final = "build"
"""Below `.cache/`."""
_WORDS: Final[dict[Problem, str]] = {
    "damaged": "damaged, or sealed with another key",
    "foreign": "not one of ours",
    "older": "made by another version",
}


@dataclass(slots=True)
class Kept(Generic[Record]):
    """Records of one kind by name, each with the key it was made from."""

    shelf: Shelf
    """Where they lie as bytes."""
    codec: Codec[Record]
    """How they become bytes."""
    _made: dict[str, tuple[bytes, Record]] = field(default_factory=dict)
    _asked: set[str] = field(default_factory=set)

    def get(self, name: str, key: bytes) -> Record | None:
        """Give the record under `name`, if it was made from what `key` is a digest of."""
        self._asked.add(name)
        made = self._made.get(name)
        if made is not None and made[0] == key:
            return made[1]
        body = self.shelf.get(name, key)
        record = None if body is None else self.codec.decode(body)
        if record is not None:
            self._made[name] = (key, record)
        return record

    def __len__(self) -> int:
        """Count the records."""
        return len(self.shelf)

    def key_of(self, name: str) -> bytes | None:
        """Give the key under which `name` is held."""
        return self.shelf.key_of(name)

    def put(self, name: str, key: bytes, record: Record, body: bytes | None = None) -> None:
        """Hold a record, in place of any other under `name`; `body` is what encodes it."""
        self._asked.add(name)
        self._made[name] = (key, record)
        self.shelf.put(name, key, self.codec.encode(record) if body is None else body)

    def move(self, name: str, old: bytes, new: bytes) -> None:
        """Hold what was kept under the key `old` under `new`: it is right for both."""
        body = self.shelf.get(name, old)
        record = self.get(name, old)
        if body is not None and record is not None:
            self.put(name, new, record, bytes(body))

    def settle(self) -> None:
        """Drop what nobody asked for since the last time: the stage that asks is complete."""
        self.shelf.keep_only(self._asked)
        for name in self._made.keys() - self._asked:
            del self._made[name]
        self._asked.clear()


@dataclass(slots=True)
class Memory:
    """Shelves by the kind of record; they load when first asked for."""

    folder: Path | None
    """Where they lie; None keeps them for this process only."""
    seal: Seal
    """What files must carry."""
    is_lasting: bool = False
    """Whether it serves many builds of one process."""
    stamps: dict[str, tuple[tuple[int, ...], bytes]] = field(default_factory=dict)
    """Of a lasting memory: files by path, with what their inode says and their digest."""
    _kept: dict[str, Kept[Any]] = field(default_factory=dict)
    _made: dict[str, tuple[object, Any]] = field(default_factory=dict)
    _said: set[str] = field(default_factory=set)

    @classmethod
    def at(cls, cache: Path | None, key: bytes | None, *, is_lasting: bool = False) -> Self:
        """Open the memory in the folder `cache`.

        Args:
            cache: The glossary's `.cache`; None for a memory that is not kept.
            key: From `seal.read_key`; without it nothing is read or written.
            is_lasting: Whether it serves many builds of one process.
        """
        if cache is None or key is None or _leads_away(cache):
            return cls(None, Seal(b"", b""), is_lasting)
        return cls(cache / FOLDER, Seal(maker(), key), is_lasting)

    def kept(self, kind: str, codec: Codec[Record]) -> Kept[Record]:
        """Give the records of a kind."""
        if kind not in self._kept:
            folder = None if self.folder is None else self.folder / kind
            self._kept[kind] = Kept(Shelf(folder, self.seal), codec)
            self._kept[kind].shelf.load()
        return self._kept[kind]

    def once(self, name: str, key: object, make: Callable[[], Value]) -> Value:
        """Make something, or give what was made in this process from the same `key`."""
        if not self.is_lasting:
            return make()
        if name not in self._made or self._made[name][0] != key:
            self._made[name] = (key, make())
        made: Value = self._made[name][1]
        return made

    def save(self) -> None:
        """Bring to the disk what changed.

        Raises:
            OSError: If the disk does not take it; what is there then is still right.
        """
        for kept in self._kept.values():
            kept.shelf.save()

    def notes(self) -> tuple[str, ...]:
        """Say in at most one line, once, what of the cache could not be used."""
        problems = sorted({p for kept in self._kept.values() for p in kept.shelf.problems})
        text = "; ".join(_WORDS[problem] for problem in problems)
        if not text or text in self._said:
            return ()
        self._said.add(text)
        return (f"part of the cache is made anew: it was {text}",)


def _leads_away(cache: Path) -> bool:
    """Say whether the cache is a link to another place, which only content could have made."""
    return os.path.islink(cache) or os.path.islink(cache / FOLDER)

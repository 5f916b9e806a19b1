"""What is known from before: one memory for a build, or one for all builds of a server."""

import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, Final, Self, TypeVar

from msgspec import Struct, field

from glossary_site.cache.codec import Codec, Record
from glossary_site.cache.maker import maker
from glossary_site.cache.shelves import Problem, Seal, Shelf

Value = TypeVar("Value")

FOLDER: Final = "build"
"""Below `.cache/`."""
_LABELS: Final = {
    ".gitignore": "*\n",
    "CACHEDIR.TAG": "Signature: 8a477f597d28d172789f06886806bc55\n# Made by glossary-site.\n",
}
"""For git and for backups: nothing here needs keeping (https://bford.info/cachedir/)."""
_WORDS: Final[dict[Problem, str]] = {
    "damaged": "damaged, or sealed with another key",
    "foreign": "not one of ours",
    "older": "made by another version",
}


class Memory(Struct):
    """Shelves by the kind of record; they load when first asked for."""

    folder: Path | None
    """Where they lie; None keeps them for this process only."""
    seal: Seal
    """What files must carry."""
    is_lasting: bool = False
    """Whether it serves many builds of one process."""
    stamps: dict[str, tuple[tuple[int, ...], bytes]] = field(default_factory=dict)
    """Of a lasting memory: files by path, with what their inode says and their digest."""
    _shelves: dict[str, Shelf[Any]] = field(default_factory=dict)
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

    def shelf(self, kind: str, codec: Codec[Record]) -> Shelf[Record]:
        """Give the records of a kind."""
        if kind not in self._shelves:
            folder = None if self.folder is None else self.folder / kind
            self._shelves[kind] = Shelf(folder, self.seal, codec)
        return self._shelves[kind]

    def once(self, name: str, key: object, make: Callable[[], Value]) -> Value:
        """Make something, or give what was made in this process from the same `key`."""
        if name not in self._made or self._made[name][0] != key:
            self._made[name] = (key, make())
        made: Value = self._made[name][1]
        return made

    def save(self) -> None:
        """Bring to the disk what changed.

        Raises:
            OSError: If the disk does not take it; what is there then is still right.
        """
        if self.folder is not None and not self.folder.exists():
            self.folder.mkdir(parents=True)
            for name, text in _LABELS.items():
                with suppress(FileExistsError), open(self.folder.parent / name, "x") as file:
                    file.write(text)
        for shelf in self._shelves.values():
            shelf.save()

    def notes(self) -> tuple[str, ...]:
        """Say in at most one line, once, what of the cache could not be used."""
        problems = sorted({p for shelf in self._shelves.values() for p in shelf.problems})
        text = "; ".join(_WORDS[problem] for problem in problems)
        if not text or text in self._said:
            return ()
        self._said.add(text)
        return (f"part of the cache is made anew: it was {text}",)


def _leads_away(cache: Path) -> bool:
    """Say whether the cache is a link to another place, which only content could have made."""
    return os.path.islink(cache) or os.path.islink(cache / FOLDER)

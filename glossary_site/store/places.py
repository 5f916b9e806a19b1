"""Where an output stands, and where what is known of it is remembered.

The memory lies in the glossary's `.cache/`, under a name made from the way from there to the
output: outputs that share a cache do not meet, and a glossary that is moved keeps its memory.
"""

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Final

FOLDER: Final = "output"
"""Where the memory of all outputs lies in a cache."""


@dataclass(frozen=True, slots=True)
class Place:
    """An output and its memory."""

    published: str
    """Absolute; need not exist."""
    memory: str | None
    """The folder for seals and standby trees, absolute; None if there is no cache."""
    way: str
    """From the cache to the output."""

    @property
    def key(self) -> str:
        """What tells this output from others with the same cache."""
        return hashlib.sha256(os.fsencode(self.way)).hexdigest()[:16]

    @property
    def standby(self) -> str | None:
        """Where the site before the published one is kept."""
        return None if self.memory is None else f"{self.memory}/{self.key}"

    @property
    def seal(self) -> str | None:
        """The file that says what is known of both sites."""
        return None if self.memory is None else f"{self.memory}/{self.key}.json"


def locate(output: Path) -> str:
    """Make `output` absolute; links in its parents are resolved, a link it is itself is not."""
    if output.name in {"", ".."}:
        return os.path.realpath(output)
    return os.path.join(os.path.realpath(output.parent), output.name)


def find(output: Path, cache: Path | None) -> Place:
    """Find the memory of an output.

    There is none in an output itself, where it would be foreign, nor behind a symbolic link.

    Raises:
        OSError: If a folder on the way cannot be searched.
    """
    published = locate(output)
    if cache is None or _leads_away(cache):
        return Place(published, None, "")
    folder = os.path.realpath(cache)
    if f"{folder}/".startswith(f"{published}/"):
        return Place(published, None, "")
    return Place(published, f"{folder}/{FOLDER}", os.path.relpath(published, folder))


def _leads_away(cache: Path) -> bool:
    """Say whether the cache is a link to another place, as a checkout can bring one."""
    return os.path.islink(cache) or os.path.islink(cache / FOLDER)

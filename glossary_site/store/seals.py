"""What is known of an output between two builds, recorded outside of it.

A seal says: at this time both trees, the published one and the standby, were as their listings
say.  A file or folder that was changed later shows it by its ctime, which nobody can set back.
All times are the file system's own, from a file that is touched there: the clock of a process may
differ from it.
"""

import hashlib
import json
import os
import re
import stat
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from typing import Final

from glossary_site.store import ownership, trees
from glossary_site.store.ownership import Entry
from glossary_site.store.places import Place

FORMAT: Final = 1
FILE_MODE: Final = 0o644
_KEY: Final = re.compile(r"[0-9a-f]{16}")


@dataclass(frozen=True, slots=True)
class Identity:
    """What tells one state of a tree from every other: its folder, and its listing on disk."""

    device: int
    folder: int
    """Its inode."""
    listing: int
    """The inode of the ownership file."""
    changed: int
    """That file's ctime in nanoseconds."""
    modified: int
    """Its mtime."""


@dataclass(frozen=True, slots=True)
class TreeSeal:
    """What is known of one tree."""

    identity: Identity
    digest: str
    """SHA-256 of the listing."""
    time: int
    """When all was as listed, in nanoseconds."""
    joints: Mapping[str, int]
    """The inodes of all folders that hold folders.  Who puts another folder in the place of one
    touches that, but nothing deeper in it."""


@dataclass(frozen=True, slots=True)
class Seal:
    """What is known of an output."""

    published: TreeSeal
    standby: TreeSeal | None
    differs: Mapping[str, Entry | None]
    """What the standby has at the paths where it has not the very file of the published site; None
    for nothing.  All other files are one file with two names."""


def identify(folder: str) -> Identity | None:
    """Identify the tree at `folder`; None if it is no folder, or no plain file lists it.

    Raises:
        OSError: If it cannot be looked at.
    """
    try:
        root = os.lstat(folder)
        listing = os.lstat(f"{folder}/{ownership.FILE_NAME}")
    except (FileNotFoundError, NotADirectoryError):
        return None
    is_plain = listing.st_mode == stat.S_IFREG | FILE_MODE and listing.st_dev == root.st_dev
    if not stat.S_ISDIR(root.st_mode) or not is_plain:
        return None
    return Identity(
        root.st_dev, root.st_ino, listing.st_ino, listing.st_ctime_ns, listing.st_mtime_ns
    )


def joints(root: str, folders: Iterable[str]) -> dict[str, int]:
    """Identify those of a tree's folders that hold folders, but for the root.

    Raises:
        OSError: If one is not there.
    """
    found = {folder.rpartition("/")[0] for folder in folders} - {""}
    return {folder: os.lstat(f"{root}/{folder}").st_ino for folder in sorted(found)}


def now(place: Place, device: int | None = None) -> int:
    """Ask the file system of the memory for the time, in nanoseconds.

    Returns:
        0 if there is no memory, it cannot be written, or it is not on `device` (by default, the
        output's): then nothing can be sealed.
    """
    if place.memory is None:
        return 0
    try:
        if device is None:
            device = os.stat(os.path.dirname(place.published)).st_dev
        os.makedirs(place.memory, exist_ok=True)
        flags = os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC
        fd = os.open(f"{place.memory}/clock", flags, FILE_MODE)
        try:
            os.utime(fd)
            found = os.fstat(fd)
        finally:
            os.close(fd)
    except OSError:
        return 0
    return found.st_ctime_ns if found.st_dev == device else 0


def read(place: Place) -> Seal | None:
    """Read what is known; None if nothing is, or it is not exactly what we wrote."""
    if place.memory is None:
        return None
    try:
        whole = ownership.read_bytes(place.memory, f"{place.key}.json")
        if whole is None:
            return None
        digest, _, body = whole.partition(b"\n")
        if hashlib.sha256(body).hexdigest().encode() != digest:
            return None
        record = json.loads(body)
        if record["format"] != FORMAT or record["way"] != place.way:
            return None
        standby = record["standby"]
        differs = {path: entry and tuple(entry) for path, entry in record["differs"].items()}
        return Seal(_tree(record["published"]), standby and _tree(standby), differs)
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None


def _tree(record: dict[str, object]) -> TreeSeal:
    """Read one tree's part of a seal."""
    match record:
        case {
            "identity": dict(identity),
            "digest": str(digest),
            "time": int(time),
            "joints": dict(joints),
        }:
            return TreeSeal(Identity(**identity), digest, time, joints)
    raise ValueError("not a seal")


def write(place: Place, seal: Seal) -> None:
    """Record what is known, in one step.

    Raises:
        OSError: If it cannot be written; then what was known before no longer fits the output.
    """
    if place.seal is None:
        return
    record = {
        "format": FORMAT,
        "way": place.way,
        "published": asdict(seal.published),
        "standby": seal.standby and asdict(seal.standby),
        "differs": seal.differs,
    }
    body = json.dumps(record, sort_keys=True, separators=(",", ":")).encode("ascii") + b"\n"
    fresh = f"{place.seal}.new"
    with suppress(FileNotFoundError):
        os.unlink(fresh)
    with open(fresh, "xb") as file:
        file.write(hashlib.sha256(body).hexdigest().encode() + b"\n" + body)
    os.replace(fresh, place.seal)


def forget_the_dead(place: Place) -> None:
    """Remove what is remembered of outputs that are no more, which would lie here for ever.

    Raises:
        OSError: If something cannot be removed.
    """
    if place.memory is None or not os.path.isdir(place.memory):
        return
    for name in os.listdir(place.memory):
        seal, key = f"{place.memory}/{name}", name.removesuffix(".json")
        if key in {name, place.key} or not _KEY.fullmatch(key):
            continue
        whole = ownership.read_bytes(place.memory, name)
        if whole is None:
            continue
        with suppress(ValueError, KeyError, TypeError):
            way = json.loads(whole.partition(b"\n")[2])["way"]
            if os.path.lexists(os.path.normpath(f"{place.memory}/../{way}")):
                continue
            if os.path.lexists(f"{place.memory}/{key}"):
                trees.remove(f"{place.memory}/{key}")
            os.unlink(seal)

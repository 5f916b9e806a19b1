"""What the inodes of a tree say about it, and reading what they say too little about."""

import hashlib
import os
import stat
from collections.abc import Collection, Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Final

from glossary_site.store import seals
from glossary_site.store.ownership import Entry

_FILE: Final = stat.S_IFREG | 0o644
_FOLDER: Final = stat.S_IFDIR | 0o755


@dataclass(frozen=True, slots=True)
class Tree:
    """A tree, and what it should hold."""

    root: str
    device: int
    entries: Mapping[str, Entry]
    folders: AbstractSet[str]
    """The folders of these files, and those above them."""
    limit: int
    """What was touched at this time or later is doubtful."""
    joints: Mapping[str, int]
    """The inodes that folders with folders in them should have."""


@dataclass(frozen=True, slots=True)
class Look:
    """What a look at a tree's inodes gave."""

    doubtful: tuple[str, ...]
    """Files that must be read to be trusted."""
    missing: tuple[str, ...]
    """Files below what should be a folder and is none."""
    is_tidy: bool
    """Whether all folders are in order and hold nothing unlisted."""


def digest_of(body: bytes) -> str:
    """Make the SHA-256 of some bytes, in hexadecimal."""
    return hashlib.sha256(body).hexdigest()


def look_at(tree: Tree, files: Collection[str], listing: str) -> Look:
    """Look at all folders of a tree, and at some of its files, by their inodes."""
    touched = tree.folders
    if tree.limit:
        touched = {*_touched(tree, touched, _FOLDER), *_replaced(tree)}
    is_tidy, broken = _compare_names(tree, touched, listing)
    apart = [path for path in tree.entries if path.rpartition("/")[0] in touched]
    missing: list[str] = []
    if broken:
        missing = [path for path in tree.entries if path.startswith(broken)]
        apart = [path for path in apart if not path.startswith(broken)]
    if len(touched) < len(tree.folders):
        met = {*apart, *missing}
        apart += _touched(tree, [path for path in files if path not in met], _FILE)
    return Look(tuple(apart), tuple(missing), is_tidy and not broken)


def folders(paths: Iterable[str]) -> AbstractSet[str]:
    """List the folders in which these files lie, and those above them, in the order of the files.

    Neighbours on disk are neighbours there, which makes looking at them faster.
    """
    found = {"": None}
    for folder in dict.fromkeys([path.rpartition("/")[0] for path in paths]):
        above = folder
        while above not in found:
            found[above] = None
            above = above.rpartition("/")[0]
    return found.keys()


def _replaced(tree: Tree) -> list[str]:
    """List the folders in and below those that are not the very folders they were."""
    known = joints(tree.root, tree.folders)
    others = {f"{path}/" for path in known.keys() | tree.joints.keys()}
    others -= {f"{path}/" for path, inode in known.items() if tree.joints.get(path) == inode}
    return [path for path in tree.folders if f"{path}/".startswith(tuple(others))] if others else []


def _touched(tree: Tree, paths: Iterable[str], mode: int) -> list[str]:
    """List what was touched since the seal, or is not of this kind and mode."""
    prefix, limit, device, lstat = f"{tree.root}/", tree.limit, tree.device, os.lstat
    found = []
    for path in paths:
        try:
            now = lstat(prefix + path)
        except OSError:
            found.append(path)
            continue
        if now.st_ctime_ns >= limit or now.st_mode != mode or now.st_dev != device:
            found.append(path)
    return found


def _compare_names(
    tree: Tree, some: AbstractSet[str], listing: str
) -> tuple[bool, tuple[str, ...]]:
    """Compare the names in some folders with the listing.

    Returns:
        Whether there are no others and all modes are right; and what is no folder, with a slash.
    """
    expected: dict[str, set[str]] = {folder: set() for folder in some}
    for paths in (tree.entries, tree.folders):
        for path in paths:
            folder, _, name = path.rpartition("/")
            if folder in expected:
                expected[folder].add(name)
    if "" in expected:
        expected[""].add(listing)
    is_tidy = True
    broken: tuple[str, ...] = ()
    for folder in sorted(some):
        path = f"{tree.root}/{folder}" if folder else tree.root
        try:
            found = os.lstat(path)
        except OSError:
            broken += (f"{folder}/",)
            continue
        if broken and f"{folder}/".startswith(broken):
            continue
        if not stat.S_ISDIR(found.st_mode) or found.st_dev != tree.device:
            broken += (f"{folder}/",)
            continue
        is_tidy = is_tidy and found.st_mode == _FOLDER and {*os.listdir(path)} <= expected[folder]
    return is_tidy, broken


def is_as_listed(tree: Tree, path: str) -> bool:
    """Read one file and say whether it is the listed one, with the mode that we give."""
    digest, size = tree.entries[path]
    flags = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
    try:
        fd = os.open(f"{tree.root}/{path}", flags)
    except OSError:
        return False
    try:
        found = os.fstat(fd)
        if found.st_mode != _FILE or found.st_size != size or found.st_dev != tree.device:
            return False
        body = os.read(fd, size + 1)
        while len(body) < size and (more := os.read(fd, size - len(body))):
            body += more
    except OSError:
        return False
    finally:
        os.close(fd)
    return digest_of(body) == digest


def joints(root: str, every: Iterable[str]) -> dict[str, int]:
    """Identify folders with folders in them; none if one of them is missing."""
    try:
        return seals.joints(root, every)
    except OSError:
        return {}


def is_untouched(path: str, size: int, since: int, linked: int) -> bool:
    """Say whether a file got no more than a name since one moment, and nothing since another."""
    try:
        found = os.lstat(path)
    except OSError:
        return False
    is_known = found.st_mode == _FILE and found.st_size == size
    return is_known and found.st_mtime_ns < since and found.st_ctime_ns <= linked


def is_one_file(first: str, second: str) -> bool:
    """Say whether two names are of one file."""
    try:
        return os.path.samestat(os.lstat(first), os.lstat(second))
    except OSError:
        return False

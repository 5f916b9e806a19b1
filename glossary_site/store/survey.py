"""Looking at an output before it is built upon: what of it is still as we left it.

Reading 10,000 files takes longer than rendering the one that changed.  So files are not read whose
inode, by its ctime, was not touched since the last seal, and which lie in folders that were not
touched either; everything else is read.  No lock is needed and nothing is kept, so this can run in
a process of its own, while the caller does something else.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

from glossary_site.store import inodes, ownership, places, seals
from glossary_site.store.ownership import Entry
from glossary_site.store.places import Place
from glossary_site.store.seals import Identity, Seal, TreeSeal

SLACK: Final = 20_000_000
"""Nanoseconds: clocks of file systems tick every 10 ms at the slowest, so what was changed that
long before a seal may have been changed after it."""


@dataclass(frozen=True, slots=True)
class Survey:
    """What of an output can be trusted; small, whatever the size of the site."""

    time: int
    """A moment before the survey, by the clock of the file system; 0 if that is not known."""
    published: Identity | None = None
    """The published tree; None if there is none of ours."""
    standby: Identity | None = None
    """The standby; None if there is none, or if it is not wholly as it should be."""
    bad: tuple[str, ...] = ()
    """Listed paths of the published tree where the listed file does not stand."""
    is_clean: bool = False
    """Whether the published tree is exactly what its listing says."""
    is_under_way: bool = False
    """Whether a direct publication into it has not ended."""
    read: int = 0
    """How many files had to be read."""
    joints: Mapping[str, int] = field(default_factory=dict)
    """The folders in it that hold folders, as in a seal."""


def survey(output: Path, cache: Path | None) -> Survey:
    """Look at an output and its standby; where there is no cache yet, nothing is made.

    Args:
        output: Where the site is or will be published.
        cache: The glossary's `.cache/`; None for a survey that reads every file.
    """
    try:
        place = places.find(output, cache)
        if place.memory is not None and not os.path.isdir(os.path.dirname(place.memory)):
            place = replace(place, memory=None)
        return inspect(place)
    except OSError:
        return Survey(0)


def inspect(place: Place) -> Survey:
    """Do the same for an output that has been located; its memory is made, to have its clock.

    Raises:
        OSError: If the disk or the user's rights do not allow it.
    """
    time = seals.now(place)
    identity = seals.identify(place.published)
    body = ownership.read_bytes(place.published)
    if body is None:
        return _inspect_under_way(place, time)
    seal = seals.read(place)
    if seal is not None and not _fits(seal, identity, body, time):
        seal = None
    entries = _entries(body, is_known=seal is not None)
    if entries is None:
        return Survey(time)
    tree = _tree(place.published, entries, None if seal is None else seal.published)
    joints = inodes.joints(tree.root, tree.folders)
    look = inodes.look_at(tree, entries, ownership.FILE_NAME)
    bad = {path for path in look.doubtful if not inodes.is_as_listed(tree, path)}
    read = {*look.doubtful} - bad
    bad.update(look.missing)
    is_sound = seal is not None and _is_sound(place, seal, tree, read, bad)
    standby = seal.standby.identity if seal and seal.standby and is_sound else None
    is_clean = look.is_tidy and not bad and identity is not None
    return Survey(
        time,
        identity,
        standby,
        tuple(sorted(bad)),
        is_clean,
        read=len(look.doubtful),
        joints=joints,
    )


def _inspect_under_way(place: Place, time: int) -> Survey:
    """Look at a tree that has no listing, because a direct publication did not end."""
    body = ownership.read_bytes(place.published, ownership.UNDER_WAY)
    entries = None if body is None else _entries(body, is_known=False)
    if entries is None:
        return Survey(time)
    tree = _tree(place.published, entries, None)
    look = inodes.look_at(tree, entries, ownership.UNDER_WAY)
    bad = [path for path in look.doubtful if not inodes.is_as_listed(tree, path)]
    return Survey(time, bad=(*bad, *look.missing), is_under_way=True)


def _entries(body: bytes, *, is_known: bool) -> dict[str, Entry] | None:
    """Read a listing that leads nowhere else."""
    entries = ownership.parse(body, is_known=is_known)
    return entries if entries is None or is_known or ownership.is_tame(entries) else None


def _tree(root: str, entries: Mapping[str, Entry], seal: TreeSeal | None) -> inodes.Tree:
    folders, device = inodes.folders(entries), os.lstat(root).st_dev
    if seal is None:
        return inodes.Tree(root, device, entries, folders, limit=0, joints={})
    return inodes.Tree(root, device, entries, folders, seal.time - SLACK, seal.joints)


def _fits(seal: Seal, identity: Identity | None, body: bytes, time: int) -> bool:
    """Say whether a seal is of this very published tree, and from the past.

    The listing was written after everything else, which takes one more lie from who forges.
    """
    known = seal.published
    is_past = 0 < known.time <= min(time, known.identity.changed)
    return is_past and known.identity == identity and inodes.digest_of(body) == known.digest


def _is_sound(
    place: Place, seal: Seal, published: inodes.Tree, read: set[str], bad: set[str]
) -> bool:
    """Say whether the standby is wholly what its seal says.

    A file with a name in both trees needs no look of its own, unless its other name was changed.

    Args:
        place: Where it is.
        seal: What is known of it.
        published: The published tree.
        read: Files there that had to be read, and are right.
        bad: Files there that are not.
    """
    known, root = seal.standby, place.standby
    if known is None or root is None or known.time > seal.published.time:
        return False
    body = ownership.read_bytes(root)
    if (
        body is None
        or known.identity != seals.identify(root)
        or inodes.digest_of(body) != known.digest
    ):
        return False
    tree = _tree(root, apply(published.entries, seal.differs), known)
    own = [path for path in seal.differs if path in tree.entries]
    look = inodes.look_at(tree, own, ownership.FILE_NAME)
    if look.missing or not look.is_tidy:
        return False
    for path in {*look.doubtful} | ((read | bad) & tree.entries.keys()):
        is_own = path in seal.differs or path in bad
        if not is_own and not inodes.is_one_file(f"{root}/{path}", f"{published.root}/{path}"):
            return False
        if (is_own or path not in read) and not inodes.is_as_listed(tree, path):
            return False
    return True


def apply(entries: Mapping[str, Entry], differs: Mapping[str, Entry | None]) -> dict[str, Entry]:
    """Make the standby's listing of the published one."""
    listed: dict[str, Entry | None] = {**entries, **differs}
    return {path: entry for path, entry in listed.items() if entry is not None}

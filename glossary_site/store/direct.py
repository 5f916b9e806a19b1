"""Publishing file by file where the site stands, for a folder that nobody reads but us.

That is the development server's, which goes on serving it.  What differs is written beside it;
only when the whole build has gone right is each file moved to its place, in one step.  While that
goes on the listing has another name, so that a publication which did not end is noticed: then
every file is read, and what is not listed is deleted.
"""

import os
import stat
from collections.abc import Collection, Iterable, Mapping
from contextlib import suppress
from dataclasses import replace
from typing import Final

from glossary_site.store import inodes, keeping, ownership, seals, trees
from glossary_site.store.ownership import Entry
from glossary_site.store.places import Place
from glossary_site.store.reuse import Base, prepare
from glossary_site.store.seals import Seal, TreeSeal
from glossary_site.store.staging import FOLDER_MODE, Staging, create_file, staged
from glossary_site.store.survey import Survey

_known: Final[dict[str, Base]] = {}
"""What this process has published directly or found in order, by folder: that it trusts."""


def open_direct(place: Place, survey: Survey | None) -> Base:
    """Find what stands in a folder that is published to directly.

    Raises:
        OSError: If the disk does not allow it.
    """
    known = _known.pop(place.published, None)
    if known is None or known.survey.published != seals.identify(place.published):
        known = replace(prepare(place, survey), standby=None, differs={})
    base = replace(known, reused={})
    if base.survey.is_clean:
        _known[place.published] = base
    if base.survey.is_under_way:
        _delete_links(place.published)
    return base


def _delete_links(root: str) -> None:
    """Delete what a publication that did not end cannot have made: nothing may lead elsewhere."""
    for _, entry in [*trees.walk(root)]:
        if not entry.is_dir(follow_symlinks=False) and not entry.is_file(follow_symlinks=False):
            os.unlink(entry.path)


def commit(
    staging: Staging, base: Base, fresh: Collection[str], entries: Mapping[str, Entry], mark: bytes
) -> tuple[int, bool]:
    """Move what was written to its place, delete what is not wanted, and list what stands there.

    Args:
        staging: Where the files wait.
        base: What stood there before.
        fresh: Files that were written.
        entries: All files of the site.
        mark: Their listing.

    Returns:
        How many files are gone, and whether anything is other than before.

    Raises:
        OSError: If the disk does not take it; the folder then stays marked as under way.
    """
    root = base.place.published
    gone = base.entries.keys() - entries.keys()
    is_same = not fresh and not gone and base.digest == inodes.digest_of(mark)
    if is_same and base.survey.is_clean:
        keeping.seal_again(base)
        survey = replace(base.survey, published=seals.identify(root), read=0)
        _known[root] = replace(base, survey=survey)
        return 0, False
    _known.pop(root, None)
    _begin(staging, base)
    _move(staging, fresh, [path for path in fresh if path not in base.trusted])
    if base.survey.is_under_way:
        _delete_unlisted(root, entries)
    else:
        _delete(root, gone, inodes.folders(fresh))
    _put_listing(staging, mark)
    os.rename(f"{root}/{ownership.UNDER_WAY}", f"{root}/{ownership.FILE_NAME}")
    _remember(base, {**entries}, mark)
    return len(gone), not is_same


def _begin(staging: Staging, base: Base) -> None:
    """Mark the folder as under way."""
    root = staging.published
    listing, under_way = f"{root}/{ownership.FILE_NAME}", f"{root}/{ownership.UNDER_WAY}"
    if not os.path.lexists(root):
        os.mkdir(root, FOLDER_MODE)
    os.chmod(root, FOLDER_MODE)
    if base.survey.is_under_way:
        return
    if os.path.lexists(listing):
        os.rename(listing, under_way)
    else:
        _put_listing(staging, ownership.render({}))


def _put_listing(staging: Staging, mark: bytes) -> None:
    """Write the listing of a site that is under way, in one step."""
    waiting = f"{staging.folder}/{ownership.UNDER_WAY}"
    create_file(waiting, mark)
    os.replace(waiting, f"{staging.published}/{ownership.UNDER_WAY}")


def _move(staging: Staging, paths: Iterable[str], new: Iterable[str]) -> None:
    """Move files to their places; those that are `new` may need folders there."""
    root = staging.published
    _make_folders(root, new)
    for path in paths:
        waiting, target = staged(staging, path), f"{root}/{path}"
        try:
            os.replace(waiting, target)
        except IsADirectoryError:
            trees.remove(target)
            os.replace(waiting, target)
        except (FileNotFoundError, NotADirectoryError):  # somebody was there
            _make_folders(root, [path])
            os.replace(waiting, target)


def _make_folders(root: str, paths: Iterable[str]) -> None:
    """Make the folders of some files, and delete what stands in the way."""
    for folder in sorted(inodes.folders(paths) - {""}):
        way = f"{root}/{folder}"
        try:
            os.mkdir(way, FOLDER_MODE)
        except FileExistsError:
            if stat.S_ISDIR(os.lstat(way).st_mode):
                continue
            os.unlink(way)
            os.mkdir(way, FOLDER_MODE)
        os.chmod(way, FOLDER_MODE)


def _delete(root: str, gone: Collection[str], folders: Collection[str]) -> None:
    """Delete the files that are gone, but for those whose place a folder has taken."""
    for path in gone:
        if path not in folders:
            with suppress(FileNotFoundError, NotADirectoryError):
                os.unlink(f"{root}/{path}")
    trees.remove_if_empty(root, {path.rpartition("/")[0] for path in gone})


def _delete_unlisted(root: str, entries: Mapping[str, Entry]) -> None:
    """Delete what a publication that did not end has left."""
    found = [*trees.walk(root)]
    for path, entry in found:
        is_listed = path in entries or path == ownership.UNDER_WAY
        if not is_listed and not entry.is_dir(follow_symlinks=False):
            os.unlink(entry.path)
    emptied = {path for path, entry in found if entry.is_dir(follow_symlinks=False)}
    trees.remove_if_empty(root, emptied - inodes.folders(entries))


def _remember(base: Base, entries: dict[str, Entry], mark: bytes) -> None:
    """Keep in memory what this process has published, and on disk since when it is known."""
    place, digest = base.place, inodes.digest_of(mark)
    identity = seals.identify(place.published)
    if identity is None:
        return
    joints = seals.joints(place.published, inodes.folders(entries))
    survey = Survey(base.survey.time, identity, is_clean=True, joints=joints)
    _known[place.published] = Base(
        place, survey, entries, digest, is_sealed=True, standby=None, differs={}
    )
    if survey.time:
        with suppress(OSError):
            known = TreeSeal(identity, digest, survey.time, joints)
            seals.write(place, Seal(known, None, {}))

"""Publishing file by file where the site stands, for a folder that nobody reads but us.

That is the development server's.  There is no staging folder; each file is replaced in one step.
While a publication is under way the listing has another name, so that one which did not end is
noticed: then every file is read, and what is not listed is deleted.
"""

import os
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from contextlib import suppress
from typing import Final

from glossary_site.store import inodes, ownership, seals, trees
from glossary_site.store.ownership import Entry
from glossary_site.store.places import Place
from glossary_site.store.reuse import Base, prepare
from glossary_site.store.seals import Seal, TreeSeal
from glossary_site.store.staging import FOLDER_MODE, Written, create_file, forget_folders
from glossary_site.store.survey import Survey

_known: Final[dict[str, Base]] = {}
"""What this process has published directly, by folder: it trusts its own work."""


def open_direct(place: Place, survey: Survey | None) -> Base:
    """Find what stands in a folder that is published to directly.

    Raises:
        OSError: If the disk does not allow it.
    """
    known = _known.pop(place.published, None)
    if known is not None and known.survey.published == seals.identify(place.published):
        return known
    return prepare(place, survey)


def begin(base: Base) -> None:
    """Mark the folder as under way.

    Raises:
        OSError: If it cannot be made or written.
    """
    root = base.place.published
    listing, under_way = f"{root}/{ownership.FILE_NAME}", f"{root}/{ownership.UNDER_WAY}"
    forget_folders(root)
    if not os.path.lexists(root):
        os.mkdir(root, FOLDER_MODE)
    os.chmod(root, FOLDER_MODE)
    if base.survey.is_under_way:
        _delete_unlisted(base)
    elif os.path.lexists(listing):
        os.rename(listing, under_way)
    else:
        create_file(under_way, ownership.render({}))


def _delete_unlisted(base: Base) -> None:
    """Delete what a publication that did not end may have written."""
    root = base.place.published
    ours = base.trusted.keys() | {ownership.UNDER_WAY}
    found = [(path, entry) for path, entry in trees.walk(root) if path not in ours]
    folders = inodes.folders(base.trusted)
    for _, entry in found:
        if not entry.is_dir(follow_symlinks=False):
            os.unlink(entry.path)
    emptied = {path for path, entry in found if entry.is_dir(follow_symlinks=False)} - folders
    trees.remove_if_empty(root, emptied)


def commit(
    base: Base, files: Sequence[Written], entries: dict[str, Entry], mark: bytes
) -> tuple[int, bool]:
    """Delete what is no longer wanted, and list what stands there now.

    Returns:
        How many files are gone, and whether anything is other than before.

    Raises:
        OSError: If the disk does not take it; the folder then stays marked as under way.
    """
    root = base.place.published
    folders = inodes.folders(entries)
    gone = base.entries.keys() - entries.keys()
    for path in gone - folders:
        with suppress(FileNotFoundError, NotADirectoryError):
            os.unlink(f"{root}/{path}")
    trees.remove_if_empty(root, {path.rpartition("/")[0] for path in gone})
    forget_folders(root)
    listing, under_way = f"{root}/{ownership.FILE_NAME}", f"{root}/{ownership.UNDER_WAY}"
    is_same = base.digest == inodes.digest_of(mark)
    if not is_same:
        fresh = f"{under_way}.new"
        with suppress(FileNotFoundError):
            os.unlink(fresh)
        create_file(fresh, mark)
        os.replace(fresh, under_way)
    os.rename(under_way, listing)
    _remember(base, entries, folders, mark)
    return len(gone), bool(gone) or not is_same or not all(file.is_unchanged for file in files)


def _remember(
    base: Base, entries: dict[str, Entry], folders: AbstractSet[str], mark: bytes
) -> None:
    """Keep in memory what this process has published, and on disk since when it is known."""
    place, digest = base.place, inodes.digest_of(mark)
    identity = seals.identify(place.published)
    if identity is None:
        return
    joints = seals.joints(place.published, folders)
    survey = Survey(base.survey.time, identity, is_clean=True, joints=joints)
    _known[place.published] = Base(
        place, survey, entries, digest, is_sealed=True, standby=None, differs={}
    )
    if survey.time:
        with suppress(OSError):
            known = TreeSeal(identity, digest, survey.time, joints)
            seals.write(place, Seal(known, None, {}))

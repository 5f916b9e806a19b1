"""Folders as wholes: what lies in one, deleting one, and clearing what a killed run left.

No function here follows a symbolic link out of the folder it was given.
"""

import os
from collections.abc import Callable, Iterable, Iterator


def staging_prefix(published: str) -> str:
    """How the names of all staging folders beside `published` begin."""
    parent, name = os.path.split(published)
    return os.path.join(parent, f".{name}.glossary-staging-")


def aside(published: str) -> str:
    """Where the old site waits for a moment if folders cannot be exchanged in one step."""
    parent, name = os.path.split(published)
    return os.path.join(parent, f".{name}.glossary-old")


def walk(root: str) -> Iterator[tuple[str, os.DirEntry[str]]]:
    """Yield everything below `root` with its path relative to it, in no order."""
    waiting = [(root, "")]
    while waiting:
        folder, prefix = waiting.pop()
        with os.scandir(folder) as entries:
            for entry in entries:
                path = prefix + entry.name
                if entry.is_dir(follow_symlinks=False):
                    waiting.append((entry.path, f"{path}/"))
                yield path, entry


def remove(path: str) -> None:
    """Delete a folder with all it holds, or whatever else stands at `path`."""
    if os.path.islink(path) or not os.path.isdir(path):
        os.unlink(path)
    else:
        _dismantle(path, "", lambda _, entry: os.unlink(entry.path))


def remove_empty(path: str) -> None:
    """Delete a folder that holds at most such folders.

    Raises:
        OSError: If it holds anything else, or is no folder.
    """
    with os.scandir(path) as entries:
        folders = [entry.path for entry in entries if entry.is_dir(follow_symlinks=False)]
    for folder in folders:
        remove_empty(folder)
    os.rmdir(path)


def remove_if_empty(root: str, folders: Iterable[str]) -> None:
    """Delete those of these folders in which nothing is left, and those above them likewise."""
    for folder in sorted(folders, reverse=True):
        rest = folder
        while rest:
            try:
                os.rmdir(f"{root}/{rest}")
            except OSError:  # it holds something, or is gone
                break
            rest = rest.rpartition("/")[0]


def retire(old: str, new: str, is_ours: Callable[[str], bool]) -> None:
    """Delete the old site, except what appeared in it while we built.

    That moves to its place in the new site, where the next build will refuse it by name: nothing
    that an editor put there may vanish.
    """

    def drop_or_move(path: str, entry: os.DirEntry[str]) -> None:
        if is_ours(path) or os.path.lexists(target := os.path.join(new, path)):
            os.unlink(entry.path)
        else:
            os.makedirs(os.path.dirname(target), exist_ok=True)
            os.rename(entry.path, target)

    if os.path.islink(old) or not os.path.isdir(old):
        os.unlink(old)
    else:
        _dismantle(old, "", drop_or_move)


def _dismantle(folder: str, prefix: str, drop: Callable[[str, os.DirEntry[str]], None]) -> None:
    """Call `drop` for all that is no folder, with its relative path; remove the folders after."""
    with os.scandir(folder) as entries:
        for entry in list(entries):  # a folder may not change while it is read
            if entry.is_dir(follow_symlinks=False):
                _dismantle(entry.path, f"{prefix}{entry.name}/", drop)
            else:
                drop(prefix + entry.name, entry)
    os.rmdir(folder)


def clear_litter(published: str) -> None:
    """Remove what builds that did not end left beside `published`.

    A build killed between the two renames of the fallback left no site at all: it gets the old
    one back.  Call only with the lock held.
    """
    waiting = aside(published)
    if os.path.isdir(waiting) and not os.path.lexists(published):
        os.rename(waiting, published)
    ours = (staging_prefix(published), waiting)
    with os.scandir(os.path.dirname(published)) as entries:
        litter = [entry.path for entry in entries if entry.path.startswith(ours)]
    for path in litter:
        # An orphaned worker of a killed build may still be writing: under another name, the
        # folder is out of its reach.
        os.rename(path, f"{path}-")
        remove(f"{path}-")

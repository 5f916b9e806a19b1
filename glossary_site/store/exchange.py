"""The one step by which the new site takes the old one's place, and what must come before it."""

import contextlib
import os
from collections.abc import Container
from typing import Final

from glossary_site.store import libc, trees

NOT_IN_ONE_STEP: Final = (
    "this file system cannot exchange two folders in one step: there was no site for a moment"
)
"""The note of a publication by two renames."""


def make_durable(folder: str, kept: Container[str] = ()) -> None:
    """Bring all of `folder` to the disk, so that a power cut cannot publish empty files.

    Args:
        folder: The new site.
        kept: Files in it that have been there long since.

    Raises:
        OSError: If the disk did not take it.
    """
    if libc.sync_file_system(folder):
        return
    for path, entry in trees.walk(folder):
        if path not in kept:
            sync(entry.path)
    sync(folder)


def sync(path: str) -> None:
    """Bring one file, or the names in one folder, to the disk."""
    fd = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
    try:
        os.fsync(fd)
    finally:
        os.close(fd)


def put_in_place(new: str, published: str) -> str | None:
    """Publish the folder `new`; afterwards the old site, if there was one, stands at `new`.

    Returns:
        One line to tell the user, or None if all went in one step.

    Raises:
        OSError: If the new site is not published; after `trees.clear_litter` the old one stands
            where it was.
    """
    if not os.path.lexists(published):
        os.rename(new, published)
        return None
    if libc.exchange(new, published):
        return None
    waiting = trees.aside(published)
    os.rename(published, waiting)
    os.rename(new, published)  # after an error, `clear_litter` gives the old site its name back
    with contextlib.suppress(OSError):  # it is litter by its present name, too
        os.rename(waiting, new)
    return NOT_IN_ONE_STEP

"""Publish a new site beside the old one and exchange both in one step.

    staging, findings = open_staging(output, source=source)
    written = [write(staging, path, body) for path, body in outputs]  # in any process
    published, findings = commit(staging, written)  # or abandon(staging), on errors and Ctrl-C

Until `commit` has exchanged the folders the published site is untouched; from then on it is the
new one, whole.  Every function returns findings for what the disk or the user did, and raises only
for bugs of ours.
"""

import errno
import os
import re
import secrets
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from glossary_site.diagnostics import Diagnostic, Findings, Span, finding, quoted
from glossary_site.store import exchange, lock, ownership, refusals, trees
from glossary_site.store.staging import FOLDER_MODE, Staging, Written, create_file, write

__all__ = [
    "Published", "Staging", "Written", "abandon", "commit", "open_staging", "write", "write_failed",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Published:
    """What a publication did."""

    total: int
    """Files of the site, without the ownership file."""
    changed: int
    """Files that are new or differ from the old site's."""
    removed: int
    """Files of the old site that the new one does not have."""
    is_exchanged: bool
    """False if the site already stood exactly so and was left alone."""
    notes: tuple[str, ...] = ()
    """What went right in another way than usual, one line each."""


def open_staging(
    output: Path, *, source: Path, wait: bool = False
) -> tuple[Staging | None, Findings]:
    """Take the output's lock, clear what a killed build left, and make the staging folder.

    Args:
        output: Where the site is or will be published.
        source: The glossary's folder.
        wait: Whether to wait for another build's end rather than report it.

    Returns:
        A staging folder for `commit` or `abandon`; or None and what is in the way, with nothing
        changed on disk.
    """
    try:
        published = _locate(output)
        problem = refusals.place_problem(published, os.path.realpath(source))
        if problem is not None:
            return None, (_refused(output, problem),)
        parent, name = os.path.split(published)
        os.makedirs(parent, exist_ok=True)
        lock_path = os.path.join(parent, f".{name}.glossary-lock")
        holder = lock.acquire(lock_path, wait=wait)
    except OSError as error:
        return None, (write_failed(output, error),)
    if holder is not None:
        return None, (_locked(output, holder),)
    try:
        trees.clear_litter(published)
        problem = refusals.content_problem(published)
        if problem is None:
            return Staging(str(output), published, _make_staging(published), lock_path), ()
        found = _refused(output, problem)
    except OSError as error:
        found = write_failed(output, error)
    except BaseException:
        lock.release(lock_path)
        raise
    lock.release(lock_path)
    return None, (found,)


def commit(staging: Staging, written: Iterable[Written]) -> tuple[Published | None, Findings]:
    """Publish what was written and give the lock back.

    Args:
        staging: From `open_staging` in this same process.
        written: Everything that workers wrote, in any order.

    Returns:
        What was done; or None and why not, with the old site as it was and the staging folder gone.

    Raises:
        ValueError: If a path comes twice, or this process does not hold the lock: bugs of ours.
    """
    files = list(written)
    entry_by_path = {file.path: (file.digest, file.size) for file in files}
    if len(entry_by_path) != len(files) or not lock.is_held(staging.lock):
        raise ValueError("commit needs each path once, and the process that opened the staging")
    mark = ownership.render(entry_by_path)
    changed = sum(not file.is_unchanged for file in files)
    try:
        old = ownership.read(staging.published) or {}
        removed = len(old.keys() - entry_by_path.keys())
        if not changed and not removed and _is_marked(staging.published, mark):
            abandon(staging)
            return Published(len(files), 0, 0, is_exchanged=False), ()
        create_file(os.path.join(staging.folder, ownership.FILE_NAME), mark)
        exchange.make_durable(staging.folder)
        note = exchange.put_in_place(staging.folder, staging.published)
    except OSError as error:
        abandon(staging)
        return None, (write_failed(staging.output, error),)
    notes = [line for line in (note, _tidy(staging, old)) if line is not None]
    return Published(len(files), changed, removed, is_exchanged=True, notes=tuple(notes)), ()


def abandon(staging: Staging) -> None:
    """Remove the staging folder and give the lock back; the published site stays as it is.

    Does nothing after `commit`, or in a process that does not hold the lock.  End the workers
    first: what they still write goes nowhere, but their errors are noise.
    """
    if not lock.is_held(staging.lock):
        return
    try:
        with suppress(OSError):  # the next build clears what this one cannot
            trees.clear_litter(staging.published)
    finally:
        lock.release(staging.lock)


_HINTS: Final = {
    errno.ENOSPC: "free some space and build again",
    errno.EDQUOT: "free some space and build again",
    errno.EACCES: "make the folder writable, or choose another with --output",
    errno.EPERM: "make the folder writable, or choose another with --output",
    errno.EROFS: "choose a folder on another file system with --output",
    errno.EBUSY: "the folder may be a mount point: choose a folder inside it with --output",
    errno.EMFILE: "raise the limit of open files with ulimit -n",
}
_STAGED: Final = re.compile(r".*/\.[^/]*\.glossary-staging-[^/]*/?")


def write_failed(output: Path | str, error: OSError) -> Diagnostic:
    """Make the finding for an error of the disk, for instance one that `write` raised."""
    reason = error.strerror or str(error) or type(error).__name__
    name = _STAGED.sub("", os.fsdecode(error.filename)) if error.filename else ""
    place = f" ({quoted(name)})" if name else ""
    message = f"{reason}{place}: the published site is unchanged"
    return finding("write-failed", Span(str(output)), message, _HINTS.get(error.errno or 0))


def _refused(output: Path, problem: refusals.Problem) -> Diagnostic:
    return finding("output-refused", Span(str(output)), *problem)


def _locked(output: Path, pid: int) -> Diagnostic:
    other = f"process {pid}" if pid else "another process"
    message = f"{other} is building this site"
    return finding("output-locked", Span(str(output)), message, "wait until it has ended")


def _locate(output: Path) -> str:
    """Make `output` absolute; links in its parents are resolved, a link it is itself is not."""
    if output.name in {"", ".."}:
        return os.path.realpath(output)
    return os.path.join(os.path.realpath(output.parent), output.name)


def _make_staging(published: str) -> str:
    """Make a staging folder whose name no orphaned worker of an earlier build can know."""
    folder = trees.staging_prefix(published) + secrets.token_hex(8)
    os.mkdir(folder, FOLDER_MODE)
    os.chmod(folder, FOLDER_MODE)
    return folder


def _is_marked(published: str, mark: bytes) -> bool:
    """Say whether the published site's ownership file is exactly `mark`."""
    with (
        suppress(FileNotFoundError),
        open(os.path.join(published, ownership.FILE_NAME), "rb") as file,
    ):
        return file.read() == mark
    return False


def _tidy(staging: Staging, old: Mapping[str, ownership.Entry]) -> str | None:
    """Delete the old site and give the lock back; say in one line what could not be done.

    On Ctrl-C the lock stays, so that `abandon` can finish the work.
    """
    note = None
    try:
        exchange.sync(os.path.dirname(staging.published))
        if os.path.lexists(staging.folder):
            trees.retire(
                staging.folder, staging.published, lambda path: ownership.is_ours(path, old)
            )
        trees.clear_litter(staging.published)
    except OSError as error:
        note = f"the old site is not all deleted ({error.strerror}); the next build does it"
    lock.release(staging.lock)
    return note

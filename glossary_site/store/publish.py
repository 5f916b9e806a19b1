"""Publish a new site beside the old one and exchange both in one step.

    seen = survey(output, cache)  # in any process, before; or never
    staging, findings = open_staging(output, source=source, cache=cache, survey=seen)
    written = [*reuse(staging, wanted)]  # of what `have` lists; or nothing
    written += [write(staging, path, body) for path, body in outputs]  # in any process
    published, findings = commit(staging, written)  # or abandon(staging), on errors and Ctrl-C

Until `commit` has exchanged the folders the published site is untouched; from then on it is the
new one, whole.  In direct mode, for a folder that nobody else reads, `commit` moves single files.

With a cache, the next build starts from what stands there.  Every function returns findings for
what the disk or the user did, and raises only for bugs of ours.
"""

import os
import secrets
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from glossary_site.diagnostics import Diagnostic, Findings, Span, finding
from glossary_site.store import direct, exchange, keeping, lock, ownership, places, refusals, trees
from glossary_site.store.failures import write_failed
from glossary_site.store.ownership import Entry
from glossary_site.store.places import Place
from glossary_site.store.reuse import (
    Base,
    base_of,
    complete,
    forget,
    have,
    prepare,
    remember,
    reuse,
)
from glossary_site.store.staging import FOLDER_MODE, Staging, Written, create_file, write
from glossary_site.store.survey import Survey, survey

__all__ = [
    "Entry", "Published", "Staging", "Survey", "Written", "abandon", "commit", "have",
    "open_staging", "reuse", "survey", "write", "write_failed",
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
    output: Path,
    *,
    source: Path,
    wait: bool = False,
    cache: Path | None = None,
    survey: Survey | None = None,
    is_direct: bool = False,
) -> tuple[Staging | None, Findings]:
    """Take the output's lock, clear what a killed build left, and make the staging folder.

    Args:
        output: Where the site is or will be published.
        source: The glossary's folder.
        wait: Whether to wait for another build's end rather than report it.
        cache: The glossary's `.cache/`, where what the next build can use is kept; None for a
            build that starts from nothing and leaves nothing.
        survey: From `survey` with the same output and cache; made here if it is missing or late.
        is_direct: Whether to replace only the files that differ, one by one, at the end.

    Returns:
        A staging folder for `commit` or `abandon`; or None and what is in the way, with nothing
        changed on disk.
    """
    try:
        place = places.find(output, cache)
        problem = refusals.place_problem(place.published, os.path.realpath(source))
        if problem is not None:
            return None, (_refused(output, problem),)
        parent, name = os.path.split(place.published)
        os.makedirs(parent, exist_ok=True)
        lock_path = os.path.join(parent, f".{name}.glossary-lock")
        holder = lock.acquire(lock_path, wait=wait)
    except OSError as error:
        return None, (write_failed(output, error),)
    if holder is not None:
        return None, (_locked(output, holder),)
    try:
        trees.clear_litter(place.published)
        base = _find_base(place, survey, is_direct=is_direct)
        problem = _content_problem(place, base, is_direct=is_direct)
        if problem is None:
            return _open(str(output), place, lock_path, base, is_direct=is_direct), ()
        found = _refused(output, problem)
    except OSError as error:
        found = write_failed(output, error)
    except BaseException:
        with suppress(OSError):  # a Ctrl-C may come while the staging folder is being made
            trees.clear_litter(place.published)
        lock.release(lock_path)
        raise
    lock.release(lock_path)
    return None, (found,)


def _find_base(place: Place, survey: Survey | None, *, is_direct: bool) -> Base | None:
    if is_direct:
        return direct.open_direct(place, survey)
    return None if place.memory is None else prepare(place, survey)


def _content_problem(
    place: Place, base: Base | None, *, is_direct: bool
) -> refusals.Problem | None:
    """Say why the folder may not be replaced; a survey has seen that already if all is ours."""
    if base is not None and is_direct:
        is_ours = base.survey.is_clean or base.survey.is_under_way
    else:
        is_ours = base is not None and not keeping.rescue(base) and base.survey.is_clean
    if is_ours:
        return None
    return refusals.content_problem(place.published)


def _open(
    output: str, place: Place, lock_path: str, base: Base | None, *, is_direct: bool
) -> Staging:
    """Make the staging folder, and remember what it is built upon."""
    folder = _make_staging(place.published)
    is_first = not os.path.lexists(place.published)
    staging = Staging(output, place.published, folder, lock_path, is_first, is_direct=is_direct)
    if base is not None:
        remember(staging, base)
    return staging


def commit(staging: Staging, written: Iterable[Written]) -> tuple[Published | None, Findings]:
    """Publish what was written and give the lock back.

    Args:
        staging: From `open_staging` in this same process.
        written: Everything that was reused or that workers wrote, in any order.

    Returns:
        What was done; or None and why not, with the old site as it was and the staging folder gone.

    Raises:
        ValueError: If a path comes twice, if what was reused is missing, or this process does not
            hold the lock: bugs of ours.
    """
    files = list(written)
    entries = {file.path: (file.digest, file.size) for file in files}
    base = base_of(staging)
    is_whole = base is None or base.reused.items() <= entries.items()
    if len(entries) != len(files) or not is_whole or not lock.is_held(staging.lock):
        raise ValueError("commit needs each path once, and the process that opened the staging")
    mark = ownership.render(entries)
    try:
        if base is not None and staging.is_direct:
            return _commit_directly(staging, base, files, entries, mark), ()
        return _commit(staging, base, files, entries, mark), ()
    except OSError as error:
        abandon(staging)
        return None, (write_failed(staging.output, error),)


def _commit(
    staging: Staging,
    base: Base | None,
    files: list[Written],
    entries: dict[str, Entry],
    mark: bytes,
) -> Published:
    """Exchange the two folders if that makes a difference."""
    old = base.entries if base is not None else ownership.read(staging.published) or {}
    changed = sum(not file.is_unchanged for file in files)
    removed = len(old.keys() - entries.keys())
    is_damaged = base is not None and not base.survey.is_clean
    if not changed and not removed and not is_damaged and _is_marked(staging.published, mark):
        if base is not None:
            keeping.seal_again(base)
        abandon(staging)
        return Published(len(files), 0, 0, is_exchanged=False)
    fresh = None
    if base is not None:
        complete(staging, base, files)
        fresh = keeping.look_once_more(staging, base, files, entries, mark)
    create_file(os.path.join(staging.folder, ownership.FILE_NAME), mark)
    exchange.make_durable(staging.folder, () if base is None or base.is_copied else base.reused)
    note = exchange.put_in_place(staging.folder, staging.published)
    notes = [line for line in (note, _tidy(staging, old, base, fresh)) if line is not None]
    return Published(len(files), changed, removed, is_exchanged=True, notes=tuple(notes))


def _commit_directly(
    staging: Staging, base: Base, files: list[Written], entries: dict[str, Entry], mark: bytes
) -> Published:
    """Move what differs into the published site."""
    fresh = [file.path for file in files if not file.is_unchanged]
    removed, is_other = direct.commit(staging, base, fresh, entries, mark)
    abandon(staging)
    return Published(len(files), len(fresh), removed, is_exchanged=is_other)


def abandon(staging: Staging) -> None:
    """Remove the staging folder and give the lock back; the published site stays as it is.

    Does nothing after `commit`, or in a process that does not hold the lock.  End the workers
    first: what they still write goes nowhere, but their errors are noise.
    """
    if not lock.is_held(staging.lock):
        return
    forget(staging)
    try:
        with suppress(OSError):  # the next build clears what this one cannot
            trees.clear_litter(staging.published)
    finally:
        lock.release(staging.lock)


def _refused(output: Path, problem: refusals.Problem) -> Diagnostic:
    return finding("output-refused", Span(str(output)), *problem)


def _locked(output: Path, pid: int) -> Diagnostic:
    other = f"process {pid}" if pid else "another process"
    message, hint = f"{other} is building this site", "wait until it has ended"
    if pid and not lock.is_running(pid):  # a child that it left, or one elsewhere on a shared disk
        message = f"the site is locked in the name of {other}, which does not run here"
        hint = "wait, or end what it has left running"
    return finding("output-locked", Span(str(output)), message, hint)


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


def _tidy(
    staging: Staging, old: Mapping[str, Entry], base: Base | None, fresh: keeping.Fresh | None
) -> str | None:
    """Keep or delete the old site and give the lock back; say in one line what could not be done.

    On Ctrl-C the lock stays, so that `abandon` can finish the work.
    """
    note = None
    try:
        exchange.sync(os.path.dirname(staging.published))
        is_kept = base is not None and fresh is not None and keeping.keep(staging, base, fresh)
        if os.path.lexists(staging.folder):
            trees.retire(
                staging.folder, staging.published, lambda path: ownership.is_ours(path, old)
            )
        trees.clear_litter(staging.published)
        if base is not None and fresh is not None:
            keeping.seal(base, fresh, has_standby=is_kept)
    except OSError as error:
        note = f"the old site is not all deleted ({error.strerror}); the next build does it"
    forget(staging)
    lock.release(staging.lock)
    return note

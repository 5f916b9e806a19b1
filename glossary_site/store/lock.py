"""One build at a time for each output: an flock on a file beside it.

The kernel frees the lock when the last descriptor of its holder closes, so a killed build never
locks out the next.  A forked worker would inherit a descriptor and keep a dead build's lock alive
for as long as it lives; therefore every child closes its copy right after the fork.  (Spawned
workers and programs never get one: the descriptor is close-on-exec.)  Where the parent is killed
before the child has come so far, the lock outlives it for that moment: whoever meets a lock in the
name of a process that is gone tries again for a while.
"""

import contextlib
import fcntl
import os
import select
import time
from typing import Final

_TRIES: Final = 200
"""How often a lock is asked for that nobody alive seems to have."""
_PAUSE: Final = 0.01
"""Seconds from one try to the next."""

_held: Final[dict[str, int]] = {}
"""Descriptors of the locks that this process holds, by path."""


def _let_go_in_child() -> None:
    """Close a forked child's copies; closing one of several never unlocks."""
    for fd in _held.values():
        os.close(fd)
    _held.clear()


os.register_at_fork(after_in_child=_let_go_in_child)


def acquire(path: str, *, wait: bool) -> int | None:
    """Take the lock, and write our process id into its file for others to name.

    Returns:
        None once the lock is ours, else the id of the process that has it (0 if not known).

    Raises:
        OSError: If the file cannot be made, or the file system has no locks.
    """
    tries = 0
    while True:
        flags = os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC
        fd = os.open(path, flags, 0o644)
        try:
            fcntl.flock(fd, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)
            # Its holder may have removed the file after we opened it: then this lock guards
            # nothing, and somebody else may hold the one that counts.
            if _is_at(fd, path):
                with contextlib.suppress(OSError):  # the id is a courtesy; the lock is ours
                    os.ftruncate(fd, 0)
                    os.pwrite(fd, b"%d\n" % os.getpid(), 0)
                _held[path] = fd
                return None
        except BlockingIOError:
            holder, tries = _read_pid(fd), tries + 1
            if tries == _TRIES or is_running(holder):
                return holder
            _pause()
        finally:
            if _held.get(path) != fd:
                os.close(fd)


def release(path: str) -> None:
    """Give the lock back and leave no file; without effect in a process that does not hold it."""
    fd = _held.pop(path, None)
    if fd is None:
        return
    with contextlib.suppress(OSError):  # a file left behind locks nobody out
        # Before unlocking: afterwards the file may be the next holder's.
        if _is_at(fd, path):
            os.unlink(path)
    with contextlib.suppress(OSError):  # closed all the same
        os.close(fd)


def is_held(path: str) -> bool:
    """Say whether this very process holds the lock."""
    return path in _held


def is_running(pid: int) -> bool:
    """Say whether this process is here; one that nobody has waited for yet has ended all the same."""
    if not pid:
        return False
    try:
        if not hasattr(os, "pidfd_open"):
            os.kill(pid, 0)
            return True
        fd = os.pidfd_open(pid)
    except OSError as error:
        return not isinstance(error, ProcessLookupError)
    try:
        ended = select.poll()
        ended.register(fd, select.POLLIN)
        return not ended.poll(0)
    finally:
        os.close(fd)


def _pause() -> None:
    time.sleep(_PAUSE)


def _is_at(fd: int, path: str) -> bool:
    """Say whether the open file is still the one at `path`."""
    try:
        return os.path.samestat(os.fstat(fd), os.stat(path, follow_symlinks=False))
    except FileNotFoundError:
        return False


def _read_pid(fd: int) -> int:
    """Read the holder's process id, or 0 if it has not written it yet."""
    text = os.pread(fd, 20, 0).strip()
    return int(text) if text.isdigit() else 0

"""Noticing that a source changed, however the editor saved it.

The system tells of changes inside folders.  Single files, and folders that come and go, are looked
at instead: a notice is bound to what the name meant when it was asked for, and most editors save
by renaming a new file over the old one.  Where the system gives no notices, everything is looked
at: the polling of watchfiles sees one change a second (1.3.0 compares whole seconds), ours all.
"""

import os
import re
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Final

import watchfiles
from livereload.watcher import Watcher

from glossary_site.diagnostics import shown

_STEP_MS: Final = 20
"""How long nothing must change before a change is over."""
_LOOK_MS: Final = 100
"""How long it must rest if a file is empty or gone: editors empty a file, then fill it."""
_BURST: Final = 0.5
"""Seconds: a change so soon after another may be one of many, and is waited out."""
_LIMIT: Final = 0.8
"""Seconds after which a change counts, although others follow."""
_POLL: Final = 0.25
"""Seconds between two looks where there are no notices."""
_PATIENCE: Final = 4
"""After how many looks a change counts that is not over yet."""

_NOISE: Final = re.compile(
    r"~$|^\.|^#.*#$|^4913$|\.(?:sw[a-z]|tmp|part|pyc)$|___jb_(?:tmp|old)___$"
)
_FOREIGN: Final = frozenset({"_site", "__pycache__", "node_modules"})

Mark = tuple[int, int, int]
Marks = Mapping[str, Mark | None]
"""From a path to what changes whenever it does: inode, size, modification time."""


class SourceWatcher(Watcher):  # type: ignore[misc]  # livereload has no types
    """livereload's watcher, told by watchfiles instead of reading every file each 0.8 s.

    Args:
        ignored: Folders whose changes mean nothing, such as the one the build writes.
        say: Prints one line.
    """

    def __init__(self, *, ignored: tuple[Path, ...], say: Callable[[str], None]) -> None:
        super().__init__()
        self._ignored = tuple(os.path.realpath(path) + os.sep for path in ignored)
        self._say = say
        self._is_polling = False
        self._stop = threading.Event()
        self._is_ready = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self, callback: Callable[[], None]) -> bool:
        """Call `callback` from another thread after each batch of changes from now on."""
        self._thread = threading.Thread(target=self._run, args=(callback,), name="watch")
        self._thread.start()
        self._is_ready.wait(timeout=5)
        return True

    def stop(self) -> None:
        """Stop watching, and wait until that is so."""
        self._stop.set()
        if self._thread is not None:
            self._thread.join()

    def ignore(self, filename: str) -> bool:
        """Say whether a change of `filename` means nothing: output, caches, an editor's drafts."""
        if (filename + os.sep).startswith(self._ignored):
            return True
        roots = [root for root in self._roots() if filename.startswith(root + os.sep)]
        below = filename[len(max(roots, key=len)) + 1 :] if roots else os.path.basename(filename)
        parts = [part for part in below.split(os.sep) if part != ".well-known"]
        return any(part in _FOREIGN or _NOISE.search(part) is not None for part in parts)

    def _roots(self) -> list[str]:
        return [os.path.realpath(path) for path in self._tasks]

    def _run(self, callback: Callable[[], None]) -> None:
        has_gap = False
        while not self._stop.is_set():
            try:
                for is_change in self._polled() if self._is_polling else self._told():
                    if is_change or has_gap:
                        callback()
                    has_gap = False
                    self._is_ready.set()
            except (OSError, RuntimeError) as error:
                self._fall_back(error)
            # What changes before the watch is set up anew goes unnoticed.
            has_gap = self._is_ready.is_set()

    def _fall_back(self, error: OSError | RuntimeError) -> None:
        if isinstance(error, FileNotFoundError):  # a folder went while we began to watch it
            self._stop.wait(_LOOK_MS / 1000)
        else:
            self._is_polling = True
            self._say(
                "The system gives no notice of changes "
                f"({shown(str(error))}); looking for them every {_POLL} s"
            )

    def _told(self) -> Iterator[bool]:
        """Yield several times a second whether sources changed; end when the folders did."""
        # First the marks: a folder that comes between the two is then seen to differ from its mark.
        glance = _Glance(self._marks(is_deep=False))
        folders = [root for root in self._roots() if os.path.isdir(root)]
        since: float | None = None
        last = 0.0
        for changes in watchfiles.watch(
            *folders,
            watch_filter=lambda _, path: not self.ignore(path),
            debounce=2 * _LOOK_MS,
            step=_STEP_MS,
            rust_timeout=_LOOK_MS,
            yield_on_timeout=True,
            stop_event=self._stop,
            raise_interrupt=False,
        ):
            before, now = glance.reported, self._marks(is_deep=False)
            is_change = glance.has_settled(now)
            looked = time.monotonic()
            if changes and since is None:
                since = looked
            is_whole = bool(changes) and all(_has_content(path) for _, path in changes)
            is_lone = is_whole and looked - last > _BURST
            is_over = since is not None and (not changes or is_lone or looked - since > _LIMIT)
            if is_over:
                since, last = None, looked
            yield is_over or is_change
            if is_change and any(before[root] != now[root] for root in folders):
                return
            if is_change and folders != [root for root in self._roots() if os.path.isdir(root)]:
                return

    def _polled(self) -> Iterator[bool]:
        """Yield several times a second whether sources changed, by looking at each."""
        glance = _Glance(self._marks(is_deep=True))
        took = 0.0
        yield False
        while not self._stop.wait(max(_POLL, 4 * took)):
            began = time.monotonic()
            now = self._marks(is_deep=True)
            took = time.monotonic() - began
            yield glance.has_settled(now)

    def _marks(self, *, is_deep: bool) -> Marks:
        """Look at what is watched; with `is_deep` also at everything inside the folders."""
        marks: dict[str, Mark | None] = {root: _mark(root) for root in self._roots()}
        for root in list(marks) if is_deep else ():
            for folder, folders, files in os.walk(root):
                inner = [os.path.join(folder, name) for name in folders]
                folders[:] = [os.path.basename(path) for path in inner if not self.ignore(path)]
                for path in (os.path.join(folder, name) for name in files):
                    if not self.ignore(path):
                        marks[path] = _mark(path)
        return marks


class _Glance:
    """Tells a change that is over from one still going on."""

    def __init__(self, marks: Marks) -> None:
        self.reported = marks
        self._previous = marks
        self._waited = 0

    def has_settled(self, now: Marks) -> bool:
        """Say whether `now` differs from what was reported last, and has come to rest."""
        if now == self.reported:
            self._previous, self._waited = now, 0
            return False
        is_over = now == self._previous or self._waited >= _PATIENCE
        self._previous, self._waited = now, self._waited + 1
        if is_over:
            self.reported, self._waited = now, 0
        return is_over


def _has_content(path: str) -> bool:
    """Say whether a file is there and not empty, as it is in the middle of many editors' saving."""
    try:
        return os.stat(path).st_size > 0
    except OSError:
        return False


def _mark(path: str) -> Mark | None:
    try:
        found = os.stat(path)
    except OSError:
        return None
    if os.path.isdir(path):  # its own time changes with every file in it
        return (found.st_ino, 0, 0)
    return (found.st_ino, found.st_size, found.st_mtime_ns)

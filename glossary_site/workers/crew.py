"""The parent's side: hands out batches, watches the clock, and replaces who dies."""

import os
import signal
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final, Generic, Literal

from msgspec import Struct, field

from glossary_site.workers.inside import IDLE, Item, Make, Result, undisturbed, work

if TYPE_CHECKING:  # a build in which nothing changed starts no worker
    from multiprocessing.connection import Connection
    from multiprocessing.context import ForkContext, ForkServerContext, SpawnContext
    from multiprocessing.sharedctypes import Synchronized

TIME_LIMIT: Final = 5.0
"""Seconds that one item may take."""
BATCHES_PER_WORKER: Final = 8
"""Batches small enough to share the work evenly, large enough to hand out seldom."""
_TICK: Final = 0.2
"""Seconds between looks at the clock."""


class Failure(Struct, frozen=True):
    """An item whose worker did not survive it."""

    index: int
    """Which item."""
    reason: Literal["time", "death", "memory"]
    """What happened."""
    detail: str
    """The limit or the signal, in words."""


class WorkerError(Exception):
    """A worker raised: a bug of ours, with the worker's traceback."""


class _Worker(Struct):
    process: Any
    pipe: "Connection[Any, Any]"
    at: "Synchronized[int]"
    batch: deque[int] = field(default_factory=deque)
    """Indices handed out and not yet answered."""
    seen: int = IDLE
    since: float = 0.0
    """When the parent first saw the worker at `seen`."""


def run(
    make: Make[Item, Result],
    items: Sequence[Item],
    *,
    jobs: int,
    limit: float = TIME_LIMIT,
    on_done: Callable[[int], None] | None = None,
    on_time: Callable[[int, float], None] | None = None,
) -> tuple[list[Result | None], tuple[Failure, ...]]:
    """Do all items in workers.

    Args:
        make: Prepares a worker and returns the function for one item.
        items: What is to be done; each must be picklable.
        jobs: How many processes at a time, at least 1.
        limit: Seconds that one item may take.
        on_done: Told how many items are done.
        on_time: Told the index of each item that was done, and the seconds it took.

    Returns:
        Results in the order of the items, None where a failure is reported.

    Raises:
        WorkerError: If the function raised.
    """
    if not items:
        return [], ()
    crew = _Crew(make, items, jobs, limit, on_done, on_time=on_time)
    try:
        return crew.run()
    finally:
        crew.end()


Start = Literal["fork", "forkserver", "spawn"]


def start_method() -> Start:
    """Choose how workers start: by fork where that is safe, since it copies nothing.

    Forking a process that has threads (as under `serve`) can copy a lock that nobody releases; a
    server without threads forks for it.  macOS's own libraries do not bear any forking.
    """
    if sys.platform != "linux":
        return "spawn"
    return "fork" if threading.active_count() == 1 else "forkserver"


def _context(method: Start) -> "ForkContext | ForkServerContext | SpawnContext":
    import multiprocessing  # noqa: PLC0415

    if method == "fork":
        return multiprocessing.get_context("fork")
    if method == "forkserver":
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload([
            "glossary_site.pipeline", "glossary_site.render.markdown", "glossary_site.render.engine",
        ])  # fmt: skip
        return context
    return multiprocessing.get_context("spawn")


class _Crew(Generic[Item, Result]):
    """The parent's side of one run."""

    def __init__(
        self,
        make: Make[Item, Result],
        items: Sequence[Item],
        jobs: int,
        limit: float,
        on_done: Callable[[int], None] | None,
        *,
        on_time: Callable[[int, float], None] | None,
    ) -> None:
        self._make = make
        self._items = items
        self._limit = limit
        self._on_done = on_done
        self._on_time = on_time
        method = start_method()
        self._is_forking = method == "fork"
        self._context = _context(method)
        if self._is_forking:
            import ctypes  # noqa: F401, PLC0415 (loaded here once, not in each worker)
        size = max(1, len(items) // (jobs * BATCHES_PER_WORKER))
        self._waiting = deque(
            deque(range(start, min(start + size, len(items))))
            for start in range(0, len(items), size)
        )
        self._jobs = min(jobs, len(self._waiting))
        self._workers: list[_Worker] = []
        self._results: list[Result | None] = [None] * len(items)
        self._failures: list[Failure] = []
        self._retried: set[int] = set()
        self._done = 0

    def run(self) -> tuple[list[Result | None], tuple[Failure, ...]]:
        from multiprocessing.connection import wait  # noqa: PLC0415

        for _ in range(self._jobs):
            self._hire()
        while self._workers:
            by_handle: dict[Any, _Worker] = {}
            for worker in self._workers:
                by_handle[worker.pipe] = worker
                by_handle[worker.process.sentinel] = worker
            ready = wait(list(by_handle), timeout=_TICK)
            for worker in {id(by_handle[handle]): by_handle[handle] for handle in ready}.values():
                self._hear(worker)
            self._check_clocks()
        return self._results, tuple(sorted(self._failures, key=lambda f: f.index))

    def end(self) -> None:
        """End every worker that is left, without asking."""
        for worker in self._workers:
            worker.process.kill()
        for worker in self._workers:
            worker.process.join()
            worker.pipe.close()
            worker.process.close()
        self._workers.clear()

    def _hire(self) -> None:
        """Start a worker on the next batch."""
        ours, theirs = self._context.Pipe()
        at = self._context.Value("q", IDLE, lock=False)
        process = self._context.Process(
            target=work,
            args=(self._make, self._items_for(), theirs, at, self._inherited(ours)),
            daemon=True,
        )
        with undisturbed():
            process.start()
        theirs.close()
        worker = _Worker(process, ours, at)
        self._workers.append(worker)
        self._hand_out(worker)

    def _inherited(self, ours: "Connection[Any, Any]") -> tuple["Connection[Any, Any]", ...]:
        """List the parent's ends that a fork copies: a copy would hide the parent's death."""
        if not self._is_forking:
            return ()
        return (ours, *(worker.pipe for worker in self._workers))

    def _items_for(self) -> Sequence[Item] | None:
        """A forked worker has the items already; a spawned one gets each with its index."""
        return self._items if self._is_forking else None

    def _hand_out(self, worker: _Worker) -> None:
        """Give a worker its next batch, or send it home."""
        batch = self._waiting.popleft() if self._waiting else deque[int]()
        worker.batch = batch
        worker.seen, worker.since = IDLE, time.monotonic()
        message = [(i, None if self._is_forking else self._items[i]) for i in batch]
        with suppress(OSError):  # a worker that has died is heard of through its sentinel
            worker.pipe.send(message)

    def _hear(self, worker: _Worker) -> None:
        """Take a worker's answer, or note its end."""
        try:
            if worker.pipe.poll():
                kind, value = worker.pipe.recv()
                self._answer(worker, kind, value)
                return
        except (EOFError, OSError):
            pass
        if not worker.process.is_alive():
            self._bury(worker)

    def _answer(self, worker: _Worker, kind: str, value: Any) -> None:  # noqa: ANN401 (what the pipe carries)
        if kind == "raised":
            raise WorkerError(value)
        if kind == "memory":
            self._fail(worker, value, "memory", "it needs more memory than there is")
            return
        for index, result, seconds in value:
            self._results[index] = result
            if self._on_time is not None:
                self._on_time(index, seconds)
        self._done += len(value)
        if self._on_done is not None:
            self._on_done(self._done)
        worker.batch = deque[int]()
        self._hand_out(worker)

    def _check_clocks(self) -> None:
        now = time.monotonic()
        for worker in list(self._workers):
            at = worker.at.value
            if at != worker.seen:
                worker.seen, worker.since = at, now
            elif at != IDLE and now - worker.since > self._limit:
                self._fail(worker, at, "time", f"limit {self._limit:g} s")

    def _bury(self, worker: _Worker) -> None:
        """Find out what a dead worker was at."""
        code = worker.process.exitcode or 0
        if not worker.batch:
            self._dismiss(worker)
            return
        at = worker.at.value
        name = signal.Signals(-code).name if code < 0 else f"exit code {code}"
        index = at if at in worker.batch else worker.batch[0]
        if index not in self._retried:  # somebody else may have killed it: try once more
            self._retried.add(index)
            self._replace(worker, worker.batch)
            return
        self._fail(worker, index, "death", name)

    def _fail(
        self, worker: _Worker, index: int, reason: Literal["time", "death", "memory"], detail: str
    ) -> None:
        """Report one item, end its worker, and give the rest of the batch to a fresh one."""
        self._failures.append(Failure(index, reason, detail))
        self._replace(worker, deque(i for i in worker.batch if i != index))

    def _replace(self, worker: _Worker, rest: deque[int]) -> None:
        """End a worker and give what is left of its batch to a fresh one."""
        self._dismiss(worker)
        if rest:
            self._waiting.appendleft(rest)
        if self._waiting:
            self._hire()

    def _dismiss(self, worker: _Worker) -> None:
        worker.process.kill()
        worker.process.join()
        worker.pipe.close()
        worker.process.close()
        self._workers.remove(worker)


def usable_cores() -> int:
    """Count the cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return max(1, len(os.sched_getaffinity(0)))
    return os.cpu_count() or 1

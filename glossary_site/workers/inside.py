"""The worker's side: what runs in the other process."""

import gc
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from time import perf_counter
from typing import TYPE_CHECKING, Any, Final, TypeVar

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.sharedctypes import Synchronized

Item = TypeVar("Item")
Result = TypeVar("Result")

Make = Callable[[], Callable[[Item], Result]]
"""Runs once in each worker and returns the function that does one item; must be picklable."""

IDLE: Final = -1
"""What the shared index holds between items."""
_PR_SET_PDEATHSIG: Final = 1


def work(
    make: Make[Item, Result],
    items: Sequence[Item] | None,
    pipe: "Connection[Any, Any]",
    at: "Synchronized[int]",
    inherited: "tuple[Connection[Any, Any], ...]",
) -> None:
    """Run in a worker: answer batches until an empty one comes."""
    for copied in inherited:
        copied.close()
    end_with_parent()
    gc.freeze()  # what the parent made is not looked at again, and so stays shared
    gc.set_threshold(100_000)
    leave_ctrl_c_to_the_parent()
    try:
        do = make()
        while batch := pipe.recv():
            results = []
            for index, item in batch:
                at.value = index
                began = perf_counter()
                try:
                    result = do(items[index] if items is not None else item)
                    results.append((index, result, perf_counter() - began))
                except MemoryError:
                    at.value = IDLE
                    pipe.send(("memory", index))
                    return
            at.value = IDLE
            pipe.send(("done", results))
    except (EOFError, BrokenPipeError):
        pass  # the parent is gone, and with it the reason to work
    except BaseException:  # noqa: BLE001 (whatever it is, the parent must hear of it)
        import traceback  # noqa: PLC0415 (there is seldom anything to trace)

        with suppress(OSError):
            pipe.send(("raised", traceback.format_exc()))


_SIGNALS: Final = (signal.SIGINT, signal.SIGTERM)


@contextmanager
def undisturbed() -> Iterator[None]:
    """Put off Ctrl-C while a process is forked: what callbacks of a fork raise is ignored."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, _SIGNALS)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def leave_ctrl_c_to_the_parent() -> None:
    """Settle in a child what `undisturbed` has put off."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, _SIGNALS)


def end_with_parent() -> None:
    """Let the kernel end this process when the one that started it dies, where it can."""
    if sys.platform == "linux":
        import ctypes  # noqa: PLC0415 (only a child needs it)

        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)

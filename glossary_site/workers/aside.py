"""One function in a process of its own, while this one goes on with something else."""

import gc
import multiprocessing
import signal
from collections.abc import Callable
from contextlib import suppress
from multiprocessing.connection import Connection
from typing import Any, Generic, TypeVar

from glossary_site.workers.crew import start_method
from glossary_site.workers.inside import end_with_parent

Value = TypeVar("Value")


class Aside(Generic[Value]):
    """A value being made elsewhere, where a process can be forked; else when it is asked for."""

    def __init__(self, make: Callable[[], Value]) -> None:
        """Begin; `make` reads only, and its value can be pickled."""
        self._make = make
        self._process: Any = None
        if start_method() != "fork":
            return
        context = multiprocessing.get_context("fork")
        with suppress(OSError):  # no more processes: then it is made here
            self._pipe, theirs = context.Pipe(duplex=False)
            process = context.Process(target=_run, args=(make, theirs, self._pipe), daemon=True)
            process.start()
            theirs.close()
            self._process = process

    def value(self) -> Value:
        """Give the value, waiting for it if need be.

        Raises:
            Exception: Whatever making it raises.
        """
        if self._process is None:
            return self._make()
        try:
            made: Value = self._pipe.recv()
        except (EOFError, OSError):  # it went wrong there: here its error can be seen
            made = self._make()
        self.end()
        return made

    def end(self) -> None:
        """Stop making it."""
        if self._process is not None:
            self._process.kill()
            self._process.join()
            self._process.close()
            self._pipe.close()
            self._process = None


def _run(
    make: Callable[[], object], pipe: "Connection[Any, Any]", copied: "Connection[Any, Any]"
) -> None:
    copied.close()
    end_with_parent()
    gc.freeze()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    with suppress(Exception):
        pipe.send(make())

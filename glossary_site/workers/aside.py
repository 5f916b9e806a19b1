"""One function in a process of its own, while this one goes on with something else.

The program begins with this, so it does without `multiprocessing`, which takes a while to load.
"""

import gc
import os
import pickle
import signal
from collections.abc import Callable
from contextlib import suppress
from typing import Final, Generic, NoReturn, TypeVar

from glossary_site.workers.crew import start_method
from glossary_site.workers.inside import (
    end_with_parent,
    leave_ctrl_c_to_the_parent,
    undisturbed,
)

Value = TypeVar("Value")

_CHUNK: Final = 1 << 20


class Aside(Generic[Value]):
    """A value being made elsewhere, where a process can be forked; else when it is asked for."""

    def __init__(self, make: Callable[[], Value]) -> None:
        """Begin; `make` reads only, and its value can be pickled."""
        self._make = make
        self._process: int | None = None
        if start_method() == "fork":
            with suppress(OSError):  # no more processes: then it is made here
                self._start()

    def value(self) -> Value:
        """Give the value, waiting for it if need be.

        Raises:
            Exception: Whatever making it raises.
        """
        if self._process is None:
            return self._make()
        try:
            made: Value = pickle.loads(b"".join(iter(self._read, b"")))  # noqa: S301 (our own child's)
        except (EOFError, OSError, pickle.UnpicklingError):  # here it can be seen what went wrong
            made = self._make()
        self.end()
        return made

    def end(self) -> None:
        """Stop making it; a Ctrl-C may end this half-way, and it may be called again."""
        process, self._process = self._process, None
        if process is not None:
            with suppress(OSError):  # where nobody waits for children, it may be gone
                os.kill(process, signal.SIGKILL)
                os.waitpid(process, 0)
            os.close(self._pipe)

    def _start(self) -> None:
        self._pipe, theirs = os.pipe()
        try:
            with undisturbed():
                self._process = os.fork()
                if self._process == 0:
                    _run(self._make, theirs, self._pipe)
        except OSError:
            os.close(self._pipe)
            raise
        finally:
            os.close(theirs)

    def _read(self) -> bytes:
        return os.read(self._pipe, _CHUNK)


def _run(make: Callable[[], object], pipe: int, copied: int) -> NoReturn:
    """Run in the other process, which ends here whatever happens."""
    try:
        os.close(copied)
        end_with_parent()
        gc.freeze()
        leave_ctrl_c_to_the_parent()
        with suppress(Exception):
            rest = memoryview(pickle.dumps(make()))
            while rest:
                rest = rest[os.write(pipe, rest) :]
    finally:
        os._exit(0)

"""How a command starts and ends: what begins while it loads, and what it remembers.

Whatever is imported here is loaded at every start, so the rest waits until it is needed.
"""

import os
import signal
import threading
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from glossary_site.ahead import Ahead
    from glossary_site.cache.memory import Memory

INTERRUPTED: Final = 130
"""The exit code after Ctrl-C."""
_interrupts: Final[list[int]] = []
"""Signals that asked the program to end."""
_begun: "Final[list[Ahead]]" = []
"""What looks ahead in other processes."""
_left: Final[list[object]] = []
"""What ends with the process: to take a million records apart before would be a waste."""


def heed_interrupts() -> None:
    """Let Ctrl-C and SIGTERM end the program by way of its cleaning up, and remember them."""
    _interrupts.clear()
    if threading.current_thread() is threading.main_thread():
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, _interrupt)


def _interrupt(number: int, _frame: FrameType | None) -> None:
    _interrupts.append(number)
    raise KeyboardInterrupt


def is_interrupted() -> bool:
    """Say whether the program was asked to end, whatever error has become of that."""
    return bool(_interrupts)


def end() -> None:
    """Stop what still looks ahead."""
    for begun in _begun:
        begun.end()
    _begun.clear()


def ahead(source: Path, output: Path) -> "Ahead":
    """Begin in other processes before the rest of the program loads."""
    from glossary_site.ahead import look_ahead  # noqa: PLC0415

    is_first = not (source / ".cache" / "build" / "terms").is_dir()
    _begun[:] = [look_ahead(source, output, is_first=is_first)]
    return _begun[0]


def memory(source: Path, *, is_read_only: bool = False, is_lasting: bool = False) -> "Memory":
    """Open what earlier builds of a glossary found out.

    Args:
        source: The glossary's folder.
        is_read_only: Whether nothing may be written, not even the user's key.
        is_lasting: Whether it serves many builds of this process.
    """
    from glossary_site.cache.memory import Memory  # noqa: PLC0415
    from glossary_site.cache.seal import key_path, read_key  # noqa: PLC0415

    path = key_path(os.environ)
    if path is not None and path.resolve().is_relative_to(source.resolve()):
        path = None  # content could bring its own key, and what it seals
    key = read_key(path, is_made=not is_read_only)
    return Memory.at(source / ".cache", key, is_lasting=is_lasting)


def save(memory: "Memory") -> tuple[str, ...]:
    """Keep what a build found out; say in a line each what could not be read or kept."""
    try:
        memory.save()
    except OSError as error:
        return (f"the cache is not kept: {error.strerror or error}",)
    return memory.notes()


def leave(what: object) -> None:
    """Leave something to the end of the process."""
    _left[:] = [what]


def remove_cache(source: Path) -> None:
    """Forget what earlier builds found out; what a server shows stays."""
    import shutil  # noqa: PLC0415 (only here)

    cache = source / ".cache"
    if cache.is_dir() and not cache.is_symlink():
        for item in cache.iterdir():
            if item.name != "serve" and item.is_dir() and not item.is_symlink():
                shutil.rmtree(item, ignore_errors=True)

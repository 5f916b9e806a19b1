"""Programs under a stop watch: how long they take, and how much memory they and theirs need."""

import os
import platform
import re
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

BUILD: Final = Path(__file__).resolve().parents[2] / "build.py"
OURS: Final = (sys.executable, str(BUILD))
_SAMPLING: Final = 0.02
_POLLING: Final = 0.002
_PATIENCE: Final = 600.0


class MeasuringError(Exception):
    """Something did not do what was to be measured."""


def seconds_of(command: Sequence[str | Path], environment: dict[str, str]) -> float:
    """Run a command to its end, and say how long that took."""
    return _run(command, environment, lambda _: None)


def peak_of(command: Sequence[str | Path], environment: dict[str, str]) -> float:
    """Run a command, and give the largest sum of PSS of its processes in MiB (Linux only)."""
    peak = 0

    def sample(process: int) -> None:
        nonlocal peak
        peak = max(peak, _memory_of(process))

    _run(command, environment, sample)
    return peak / 1024


def _run(
    command: Sequence[str | Path], environment: dict[str, str], sample: Callable[[int], None]
) -> float:
    begin = time.perf_counter()
    process = subprocess.Popen(
        [str(part) for part in command], env=environment, text=True,
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip
    ended = threading.Event()

    def watch() -> None:
        while not ended.wait(_SAMPLING):
            sample(process.pid)

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    output, _ = process.communicate()
    taken = time.perf_counter() - begin
    ended.set()
    watcher.join()
    if process.returncode:
        raise MeasuringError(f"{command[0]} failed with {process.returncode}:\n{output[-3000:]}")
    return taken


def _memory_of(root: int) -> int:
    """Add up the PSS of a process and all that it started, in KiB."""
    children: dict[int, list[int]] = {}
    for name in os.listdir("/proc"):
        if name.isdigit():
            parent = _after(f"/proc/{name}/status", "PPid:")
            children.setdefault(parent, []).append(int(name))
    total, waiting = 0, [root]
    while waiting:
        process = waiting.pop()
        total += _after(f"/proc/{process}/smaps_rollup", "Pss:")
        waiting += children.get(process, ())
    return total


def _after(path: str, key: str) -> int:
    """Read the number behind a key in a file of the kernel's; 0 if there is none any more."""
    try:
        text = Path(path).read_text(encoding="utf-8")
    except OSError:
        return 0
    found = re.search(rf"^{key}\s+(\d+)", text, re.MULTILINE)
    return int(found[1]) if found else 0


@contextmanager
def served(source: Path, environment: dict[str, str]) -> Iterator[None]:
    """Serve a glossary until the block ends; its first build is then done."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    log = source.parent / "serve.log"
    with log.open("w") as out:
        process = subprocess.Popen(
            [*OURS, "serve", "--source", str(source), "--port", str(port)],
            env=environment, stdin=subprocess.DEVNULL, stdout=out, stderr=subprocess.STDOUT,
        )  # fmt: skip
    try:
        wait_for(lambda: re.search(r" in [\d.]+ s\.$", log.read_text(), re.MULTILINE) is not None)
        wait_for(lambda: "Serving at" in log.read_text())
        yield
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def wait_for(is_so: Callable[[], bool], patience: float = _PATIENCE) -> None:
    """Look every two milliseconds until something is so."""
    limit = time.monotonic() + patience
    while not is_so():
        if time.monotonic() > limit:
            raise MeasuringError(f"not within {patience:g} s")
        time.sleep(_POLLING)


def machine() -> str:
    """Say on what was measured."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    memory = _after("/proc/meminfo", "MemTotal:") / 1024**2
    return (
        f"{cores} cores ({_processor()}), {memory:.0f} GiB of memory, "
        f"Python {platform.python_version()}, {platform.system()} {platform.release()}"
    )


def _processor() -> str:
    try:
        text = Path("/proc/cpuinfo").read_text(encoding="utf-8")
    except OSError:
        return platform.processor() or platform.machine()
    found = re.search(r"^model name\s*:\s*(.+)$", text, re.MULTILINE)
    return found[1] if found else platform.machine()

"""Starts the program hundreds of times: every run is a process of its own, forked from one.

A hostile input may crash the interpreter, so it cannot be tried in the process of the tests; a
fresh interpreter for each would spend its time on imports.  This module is both sides: `Nursery`
is the tests' side, and run as a program it is the process that forks.
"""

import json
import os
import re
import signal
import subprocess
import sys
import time
import traceback
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Self

from tests.compiling import compile_theme
from tests.program import ROOT, environment

PATIENCE: Final = 10.0
"""Seconds after which a run counts as hanging, and is ended."""
MEMORY: Final = 512 * 1024
"""KiB that no process of a run may need."""
_FINDING: Final = re.compile(
    r"^(?P<path>\S[^\n]*?):(?P<line>\d+):(?P<column>\d+): (?P<severity>error|warning)"
    r"\[(?P<code>[a-z0-9-]+)\]: (?P<message>[^\n]*)$",
    re.MULTILINE,
)


@dataclass(frozen=True, slots=True)
class Printed:
    """A finding, as it was printed."""

    path: str
    """The file it names."""
    line: int
    """1-based."""
    severity: str
    """`error` or `warning`."""
    code: str
    """What it is called."""
    message: str
    """What it says."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run did."""

    code: int
    """Its exit code; negative if a signal ended it."""
    output: bytes
    """What it printed, errors included."""
    seconds: float
    """How long it took."""
    peak: int
    """KiB of memory that the largest of its processes had."""

    @property
    def text(self) -> str:
        """What it printed, which must be UTF-8."""
        return self.output.decode()

    @property
    def findings(self) -> tuple[Printed, ...]:
        """The findings in what it printed."""
        return tuple(
            Printed(m["path"], int(m["line"]), m["severity"], m["code"], m["message"])
            for m in _FINDING.finditer(self.text)
        )

    @property
    def errors(self) -> tuple[Printed, ...]:
        """The findings that stopped it."""
        return tuple(one for one in self.findings if one.severity == "error")


class Nursery:
    """The process that forks runs of the program."""

    def __init__(self) -> None:
        """Start it, and let it import everything once."""
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.hostile.nursery"],
            cwd=ROOT,
            env=environment(SOURCE_DATE_EPOCH="1795392000"),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )

    def __enter__(self) -> Self:
        """Stand ready."""
        return self

    def __exit__(self, *_: object) -> None:
        """End it."""
        self._process.communicate()

    def run(self, *arguments: str | Path, cwd: Path, patience: float = PATIENCE) -> Outcome:
        """Run the program to its end, or to the end of our patience."""
        log = cwd.parent / f"{cwd.name}.log"
        asked = {
            "arguments": [str(part) for part in arguments],
            "cwd": str(cwd),
            "log": str(log),
            "patience": patience,
        }
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(asked).encode() + b"\n")
        self._process.stdin.flush()
        told = json.loads(self._process.stdout.readline())
        output = log.read_bytes()
        log.unlink()
        return Outcome(told["code"], output, told["seconds"], told["peak"])


def serve() -> None:
    """Fork a run for each line on stdin, and answer with a line on stdout."""
    import glossary_site.pipeline  # noqa: F401, PLC0415 (imported once for all runs)
    from glossary_site import cli, console  # noqa: F401, PLC0415

    compile_theme()
    for line in sys.stdin.buffer:
        asked = json.loads(line)
        since = time.perf_counter()
        child = os.fork()
        if child == 0:
            _run(asked["arguments"], asked["cwd"], asked["log"])
        code, peak = _wait(child, since + asked["patience"])
        told = {"code": code, "peak": peak, "seconds": time.perf_counter() - since}
        sys.stdout.write(json.dumps(told) + "\n")
        sys.stdout.flush()


def _run(arguments: list[str], cwd: str, log: str) -> None:
    """Be the program, and never return."""
    from glossary_site.cli import main  # noqa: PLC0415 (imported by the parent)

    code = 99
    try:
        os.setpgid(0, 0)
        os.chdir(cwd)
        into = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        nothing = os.open(os.devnull, os.O_RDONLY)
        for source, target in ((nothing, 0), (into, 1), (into, 2)):
            os.dup2(source, target)
        sys.stdout = open(1, "w", encoding="utf-8", closefd=False)  # noqa: SIM115
        sys.stderr = open(2, "w", encoding="utf-8", closefd=False)  # noqa: SIM115
        code = main(arguments)
    except BaseException:  # noqa: BLE001 (as the interpreter would show it)
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def _wait(child: int, until: float) -> tuple[int, int]:
    """Wait for a run; end it and all its workers if it takes too long."""
    done, status, usage = os.wait4(child, os.WNOHANG)
    while not done and time.perf_counter() < until:
        time.sleep(0.002)
        done, status, usage = os.wait4(child, os.WNOHANG)
    if not done:
        os.killpg(child, signal.SIGKILL)
        _, status, usage = os.wait4(child, 0)
    unit = 1024 if sys.platform == "darwin" else 1
    return os.waitstatus_to_exitcode(status), usage.ru_maxrss // unit


if __name__ == "__main__":
    serve()

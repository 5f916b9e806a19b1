"""A build that gets a signal at a moment which is named by what has been done, and by no clock.

Moments are what Python itself tells of: files that are opened, moved and removed, locks, and forks
just after they have happened.  They need no tracer; each system call is swept in sweeping.py.
"""

import ast
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Final

from tests.program import ROOT, environment

FORKED: Final = "forked"
"""The moment in which a child may not have run yet."""
TOLD: Final = frozenset({
    "open", "os.mkdir", "os.rename", "os.remove", "os.rmdir", "os.link", "os.scandir", "os.listdir",
    "os.chmod", "os.utime", "os.truncate",
})  # fmt: skip
"""Events of the interpreter that name a file first."""
_NEVER: Final = 0
_PARENT: Final = "parent"
_WORKER: Final = "worker"


def moments(folder: Path) -> list[str]:
    """Build once, and list the moments of the first process."""
    done, _ = _build(folder, _PARENT, "KILL", _NEVER)
    assert done.returncode == 0, done.stderr
    told = ast.literal_eval(done.stdout.splitlines()[-1])
    assert isinstance(told, list)
    return told


def killed(folder: Path, number: int) -> bool:
    """Kill a build at one of its moments, and leave its workers alone; say whether it came so far."""
    done, _ = _build(folder, _PARENT, "KILL", number)
    assert done.returncode in {0, -signal.SIGKILL}, done.stderr
    return done.returncode != 0


def interrupted(folder: Path) -> tuple["subprocess.CompletedProcess[str]", int]:
    """Press Ctrl-C when a worker begins to write its first page; give the group's id, too."""
    return _build(folder, _WORKER, "INT", 1)


def _build(
    folder: Path, who: str, name: str, number: int
) -> tuple["subprocess.CompletedProcess[str]", int]:
    command: list[str | Path] = [sys.executable, "-m", "tests.faults.moments"]
    command += [who, name, str(number), folder]
    with subprocess.Popen(
        command, cwd=ROOT, env=environment(PYTHONPATH=str(ROOT)), text=True, start_new_session=True,
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    ) as process:  # fmt: skip
        out, err = process.communicate(timeout=60)
        return subprocess.CompletedProcess(command, process.returncode, out, err), process.pid


def _watch(folder: str, who: str, number: int, act: Callable[[], object]) -> list[str]:
    """Do something at a moment; give the list of those that there were, which grows."""
    parent, seen = os.getpid(), list[str]()

    def note(event: str) -> None:
        seen.append(event)
        if len(seen) == number:
            act()

    def hear(event: str, arguments: tuple[object, ...]) -> None:
        is_parent = os.getpid() == parent
        if event in TOLD:
            path = str(arguments[0])
            wanted = is_parent if who == _PARENT else not is_parent and ".glossary-staging-" in path
            if wanted and (path.startswith(folder) or not path.startswith("/")):
                note(event)
        elif event == "fcntl.flock" and is_parent and who == _PARENT:
            note(event)

    sys.addaudithook(hear)
    if who == _PARENT:
        os.register_at_fork(after_in_parent=partial(note, FORKED))
    return seen


def main(who: str, name: str, number: str, folder: str) -> int:
    """Build, and send the signal to this process, or to all as a terminal does."""
    from glossary_site.cli import main as program  # noqa: PLC0415 (its loading is no moment)

    which = signal.Signals[f"SIG{name}"]
    whom = os.kill if who == _PARENT else os.killpg  # its own group, of the same id
    seen = _watch(folder, who, int(number), partial(whom, os.getpid(), which))
    code = program(["build", "--source", folder, "--jobs", "2"])
    print(list(seen))  # noqa: T201 (who counts reads it)
    return code


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))

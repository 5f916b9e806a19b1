"""The program in a process of its own, as people start it."""

import datetime as dt
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[1]
"""The repository."""
BUILD: Final = ROOT / "build.py"
TODAY: Final = dt.date(2026, 11, 23)
"""The day on which tests build, unless they say otherwise."""

QUIET: Final = ("NO_COLOR", "FORCE_COLOR", "CI", "SOURCE_DATE_EPOCH", "PYTHONHASHSEED")
"""Variables that would colour or date the output."""

Argument = str | Path


def environment(**changes: str | None) -> dict[str, str]:
    """Give this process's environment with changes; None takes a variable away.

    What would colour or date the output is left out unless it is asked for.
    """
    wanted: dict[str, str | None] = {**os.environ, **dict.fromkeys(QUIET), **changes}
    return {name: value for name, value in wanted.items() if value is not None}


def run(
    *arguments: Argument,
    cwd: Path | None = None,
    env: Mapping[str, str] | None = None,
    command: tuple[Argument, ...] = (sys.executable, BUILD),
) -> subprocess.CompletedProcess[str]:
    """Run the program to its end, without a terminal."""
    return subprocess.run(
        [str(part) for part in (*command, *arguments)],
        cwd=cwd,
        env=environment() if env is None else env,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        timeout=120,
    )

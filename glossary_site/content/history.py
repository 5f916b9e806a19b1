"""When files last changed, from one `git log` for all of them."""

import datetime as dt
import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Final

TIMEOUT: Final = 60
"""Seconds; a history that takes longer is as good as none."""


def last_changes(root: Path, folder: str) -> Mapping[str, dt.date]:
    """Find the day of the last commit that touched each file below `folder`.

    Dates are the authors', in UTC, so that they are the same in every clone and time zone.

    Args:
        root: The glossary's folder.
        folder: Relative to `root`.

    Returns:
        Days by path relative to `root`.  Empty without git, outside a repository, in a shallow
        clone (whose last commit would seem to have made every file) or if git fails: a date is
        then simply absent.
    """
    git = shutil.which("git")
    if git is None or _ask(git, root, "rev-parse", "--is-shallow-repository") != b"false\n":
        return {}
    prefix = _ask(git, root, "rev-parse", "--show-prefix")
    log = _ask(
        git, root, "log", "--no-renames", "--name-only", "-z", "--format=%x01%at", "--", folder
    )
    changed = _ask(git, root, "status", "--porcelain", "-z", "--no-renames", "--", folder)
    if prefix is None or log is None or changed is None:
        return {}
    base = os.fsdecode(prefix.rstrip(b"\n"))
    uncommitted = {os.fsdecode(entry[3:]) for entry in changed.split(b"\0") if entry}
    days: dict[str, dt.date] = {}
    for commit in log.split(b"\x01")[1:]:
        stamp, *names = commit.split(b"\0")
        day = dt.datetime.fromtimestamp(int(stamp), dt.UTC).date()
        for name in names:
            path = os.fsdecode(name.lstrip(b"\n"))
            if path and path not in uncommitted:
                days.setdefault(path.removeprefix(base), day)
    return days


def _ask(git: str, root: Path, *arguments: str) -> bytes | None:
    """Run git without reading anybody's configuration of diffs, pagers or hooks."""
    environment = {
        "PATH": os.environ.get("PATH", os.defpath),
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_OPTIONAL_LOCKS": "0",
        "LC_ALL": "C",
    }
    # A checkout owned by another user, as in CI containers, is still only read.
    settings = ("-c", "safe.directory=*", "-c", "core.fsmonitor=false")
    try:
        done = subprocess.run(  # noqa: S603 (a fixed program and fixed arguments)
            [git, *settings, "-C", str(root), *arguments],
            env=environment, stdin=subprocess.DEVNULL, capture_output=True, timeout=TIMEOUT,
            check=True,
        )  # fmt: skip
    except (OSError, subprocess.SubprocessError):
        return None
    return done.stdout

"""When files were added and last changed, and by whom, from one `git log` for all of them."""

import datetime as dt
import os
import re
import shutil
import subprocess
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Final

from msgspec import Struct

from glossary_site.content.characters import FORBIDDEN

TIMEOUT: Final = 60
"""Seconds; a history that takes longer is as good as none."""
NAME_LIMIT: Final = 60
"""Characters of a person's name."""

HEAD: Final = "%x01%at%x00%aN%x00%ae%x00%(trailers:key=Co-authored-by,valueonly,unfold)"
"""Time, name by the mailmap, address as committed, co-authors: NUL stands in none of them."""
Head = tuple[str, str, str, str]
_CO_AUTHOR: Final = re.compile(r"(.*?)\s*<([^<>]*)>\s*")


class History(Struct, frozen=True):
    """What git knows of a file."""

    first: dt.date
    """The day of the first commit that touched it."""
    last: dt.date
    """The day of the last one."""
    people: tuple[str, ...]
    """Who made the commits: those with the most first, then those who came first."""


class Commit(Struct, frozen=True):
    """A commit, as far as it counts here."""

    day: dt.date | None
    """The author's, in UTC; None where no calendar has it, as a forged commit may say."""
    people: tuple[str, ...]
    """The author and the co-authors, without bots."""


def histories(root: Path, folder: str) -> Mapping[str, History]:
    """Ask git about each file below `folder`.

    Dates are the authors', in UTC, so that they are the same in every clone and time zone.

    Args:
        root: The glossary's folder.
        folder: Relative to `root`.

    Returns:
        Histories by path relative to `root`.  Empty without git, outside a repository, in a
        shallow clone (whose last commit would seem to have made every file) or if git fails: dates
        and names are then simply absent.  So they are for a file with changes not committed.
    """
    git = shutil.which("git")
    if git is None or ask(git, root, "rev-parse", "--is-shallow-repository") != b"false\n":
        return {}
    prefix = ask(git, root, "rev-parse", "--show-prefix")
    log = ask(
        git, root, "log", "--no-renames", "--name-only", "-z", "--encoding=UTF-8",
        f"--format={HEAD}", "--", folder,
    )  # fmt: skip
    changed = ask(git, root, "status", "--porcelain", "-z", "--no-renames", "--", folder)
    if prefix is None or log is None or changed is None:
        return {}
    base = os.fsdecode(prefix.rstrip(b"\n"))
    entries = changed.decode("utf-8", "surrogateescape").split("\0")
    uncommitted = {entry[3:] for entry in entries if entry}
    commits, touched = _read(log)
    sums: dict[tuple[int, ...], History | None] = {}  # many files have the same commits
    found = {}
    for path, numbers in touched.items():
        which = tuple(numbers)
        if which not in sums:
            sums[which] = _history([commits[number] for number in which])
        if path not in uncommitted and (known := sums[which]) is not None:
            found[as_listed(path).removeprefix(base)] = known
    return found


def as_listed(path: str) -> str:
    """Decode a path as the file system's are: the locale may say otherwise than git."""
    return path if path.isascii() else os.fsdecode(path.encode("utf-8", "surrogateescape"))


def _read(log: bytes) -> tuple[list[Commit], Mapping[str, list[int]]]:
    """Read the log: the commits, the newest first, and which of them touched each file."""
    heads: list[Head] = []
    touched: dict[str, list[int]] = {}
    tokens = iter(log.decode("utf-8", "surrogateescape").split("\0"))
    number = -1
    for token in tokens:
        if token[:1] == "\x01":
            heads.append((token[1:], next(tokens), next(tokens), next(tokens)))
            number += 1
        elif token:
            path = token[1:] if token[0] == "\n" else token
            if (numbers := touched.get(path)) is None:
                touched[path] = [number]
            else:
                numbers.append(number)
    names = {address.lower(): name for _, name, address, _ in reversed(heads)}
    return [read_commit(head, names) for head in heads], touched


def read_commit(head: Head, names: Mapping[str, str]) -> Commit:
    """Read the head of a commit; people are called as their own commits call them."""
    stamp, name, address, trailers = head
    co_authors = filter(None, map(_CO_AUTHOR.fullmatch, trailers.split("\n")))
    written = [
        (name, address),
        # Git maps no names in trailers: who has commits of his own is called as there.
        *((names.get(one[2].lower(), one[1]), one[2]) for one in co_authors),
    ]
    return Commit(_day(stamp), tuple(dict.fromkeys(_people(written))))


def _people(written: Iterable[tuple[str, str]]) -> Iterator[str]:
    """Clean names, and leave bots out."""
    for raw, address in written:
        name = " ".join(FORBIDDEN.sub("", raw).split())
        if not name.endswith("[bot]") and "[bot]@" not in address and any(map(str.isalnum, name)):
            yield name if len(name) <= NAME_LIMIT else name[: NAME_LIMIT - 1].rstrip() + "…"


def _day(stamp: str) -> dt.date | None:
    try:
        return dt.datetime.fromtimestamp(int(stamp), dt.UTC).date()
    except (ValueError, OverflowError, OSError):
        return None


def _history(commits: list[Commit]) -> History | None:
    """Sum up the commits that touched a file, the newest first."""
    days = [commit.day for commit in commits if commit.day is not None]
    if not days:
        return None
    if len(commits) == 1:
        return History(days[0], days[0], commits[0].people)
    counts: dict[str, int] = {}
    for commit in reversed(commits):
        for name in commit.people:
            counts[name] = counts.get(name, 0) + 1
    people = tuple(sorted(counts, key=lambda name: -counts[name]))
    return History(days[-1], days[0], people)


def ask(git: str, root: Path, *arguments: str, given: bytes = b"") -> bytes | None:
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
            env=environment, input=given, capture_output=True, timeout=TIMEOUT,
            check=True,
        )  # fmt: skip
    except (OSError, subprocess.SubprocessError):
        return None
    return done.stdout

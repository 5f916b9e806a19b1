"""A revision of the glossary's folder, taken out of git without trusting anything in it.

Only objects are read, by their names: no checkout, so no filter, hook or attribute of a hostile
revision is ever run, and no file of the working tree is touched.
"""

import os
import re
import shutil
import subprocess
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from msgspec import Struct

from glossary_site.diagnostics import quoted, shown

TIMEOUT: Final = 120
"""Seconds for one question to git."""
BLOB_LIMIT: Final = 32 * 1024 * 1024
"""Bytes of a file; no file of a glossary may have so many."""
TOTAL_LIMIT: Final = 512 * 1024 * 1024
"""Bytes of all files of a revision."""
FILES_LIMIT: Final = 200_000
"""Files of a revision."""
FOLDERS: Final = ("terms", "data", "newsletter", "images", "static", "docs")
"""Where a glossary's files lie; any other file is only known to exist."""
FILES: Final = ("site.yaml", "permalinks.txt")
"""Files beside these folders."""

_OBJECT: Final = re.compile(rb"[0-9a-f]{40,64}")
_ENTRY: Final = re.compile(rb"(\d{6}) (\w+) ([0-9a-f]{40,64}) +(\d+|-)\t(.+)", re.DOTALL)
_KINDS: Final = {b"120000": "a symbolic link", b"160000": "a submodule"}


class RevisionError(Exception):
    """A revision cannot be had, in words that say what to do."""


class Revision(Struct, frozen=True):
    """A revision that was taken out."""

    commit: str
    """Its full name."""
    left_out: tuple[str, ...]
    """What was left out and why, in sentences."""


class _Blob(Struct, frozen=True):
    """A file of a revision."""

    path: str
    """Below the glossary's folder."""
    name: bytes
    """The name of its object."""
    size: int
    """Bytes."""


class Repository:
    """The repository that a glossary lies in."""

    def __init__(self, root: Path) -> None:
        """Find it.

        Raises:
            RevisionError: Without git, or outside a repository.
        """
        git = shutil.which("git")
        if git is None:
            raise RevisionError("git is needed to compare revisions, and is not installed")
        self._git, self._root = git, root
        prefix = self.ask("rev-parse", "--show-prefix")
        if prefix is None:
            raise RevisionError(
                f"{shown(str(root))} lies in no git repository: run `git init` there"
            )
        self.prefix = os.fsdecode(prefix.removesuffix(b"\n"))

    def commit(self, name: str) -> str:
        """Resolve what somebody calls a revision.

        Raises:
            RevisionError: If there is none of that name.
        """
        named = not name.startswith("-") and "\0" not in name and name.strip()
        said = named and self.ask(
            "rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}"
        )
        found = said.split() if said else []
        if not found or _OBJECT.fullmatch(found[-1]) is None:
            raise RevisionError(f"there is no revision {quoted(name)}: {self._advice()}")
        return found[-1].decode()

    def merge_base(self, one: str, other: str) -> str:
        """Find the commit from which two went apart.

        Raises:
            RevisionError: If they have none in common.
        """
        said = self.ask("merge-base", one, other)
        if not said or _OBJECT.fullmatch(said.strip()) is None:
            advice = self._advice()
            raise RevisionError(f"{one[:12]} and {other[:12]} have no commit in common: {advice}")
        return said.strip().decode()

    @contextmanager
    def taken_out(self, commit: str, without: str = "") -> Iterator[tuple[Path, Revision]]:
        """Put the files of a commit into a folder that only this user sees, and remove it after.

        Args:
            commit: Its full name.
            without: A folder whose files are part of the program, not of the glossary.

        Raises:
            RevisionError: If git cannot read them, or they are too many.
        """
        with TemporaryDirectory(prefix="glossary-site-") as folder:
            root = Path(folder) / "glossary"
            root.mkdir(mode=0o700)
            yield root, Revision(commit, self._take_out(commit, root, without))

    def _take_out(self, commit: str, root: Path, without: str) -> tuple[str, ...]:
        left_out: list[str] = []
        listed = self._blobs(commit, left_out)
        blobs = [blob for blob in listed if blob.path.split("/", 1)[0] != without]
        if len(blobs) > FILES_LIMIT or sum(blob.size for blob in blobs) > TOTAL_LIMIT:
            raise RevisionError(f"the revision {commit[:12]} has too many files to be compared")
        contents = iter(self._contents(_read(blobs)))
        for blob in blobs:
            _write(root, blob.path, next(contents) if _is_read(blob.path) else b"")
        return tuple(left_out)

    def _blobs(self, commit: str, left_out: list[str]) -> Iterator[_Blob]:
        """List the files below the glossary's folder, and say which are left out."""
        tree = self.ask("rev-parse", "--verify", "--quiet", f"{commit}:{self.prefix}")
        if tree is None:
            return  # the folder was not there yet
        listed = self.ask("ls-tree", "-r", "-z", "-l", "--full-tree", tree.strip().decode())
        if listed is None:
            raise RevisionError(f"git cannot list the files of {commit[:12]}: {self._advice()}")
        for entry in listed.split(b"\0"):
            match = _ENTRY.fullmatch(entry)
            if match is None:
                continue
            mode, kind, name, size, raw = match.groups()
            path = os.fsdecode(raw)
            if mode in _KINDS or kind != b"blob":
                reason = f"is {_KINDS.get(mode, 'no file')}"
            elif any(part in {"", ".", ".."} or part.lower() == ".git" for part in path.split("/")):
                reason = "has a name that no file may have"
            elif _is_read(path) and int(size) > BLOB_LIMIT:
                reason = f"is larger than {BLOB_LIMIT // 1024 // 1024} MiB"
            else:
                yield _Blob(path, name, int(size) if _is_read(path) else 0)
                continue
            if _is_read(path):
                left_out.append(f"{shown(path)} {reason} and is left out")

    def _contents(self, blobs: Iterable[_Blob]) -> Iterator[bytes]:
        asked = list(blobs)
        if not asked:
            return
        names = b"".join(blob.name + b"\n" for blob in asked)
        said = self.ask("cat-file", "--batch", given=names)
        if said is None:
            raise RevisionError(f"git cannot read the files of a revision: {self._advice()}")
        at = 0
        for blob in asked:
            end = said.index(b"\n", at)
            head = said[at:end].split()
            if head != [blob.name, b"blob", str(blob.size).encode()]:
                raise RevisionError(f"git has not all files of a revision: {self._advice()}")
            yield said[end + 1 : end + 1 + blob.size]
            at = end + 2 + blob.size

    def content(self, commit: str, path: str) -> bytes | None:
        """Read one file of a commit, by its path below the glossary's folder; None without it."""
        return self.ask("cat-file", "blob", f"{commit}:{self.prefix}{path}")

    def _advice(self) -> str:
        if self.ask("rev-parse", "--is-shallow-repository") == b"true\n":
            return (
                "this clone has only a part of the history; fetch all of it "
                "(fetch-depth: 0 in GitHub Actions, GIT_DEPTH: 0 in GitLab, else "
                "git fetch --unshallow)"
            )
        return "name a commit, branch or tag that `git log` knows; `git fetch` gets those of others"

    def ask(self, *arguments: str, given: bytes = b"") -> bytes | None:
        """Run git without anybody's configuration, hooks, replacements or network."""
        environment = {
            "PATH": os.environ.get("PATH", os.defpath),
            "GIT_CONFIG_NOSYSTEM": "1",
            "GIT_CONFIG_GLOBAL": os.devnull,
            "GIT_OPTIONAL_LOCKS": "0",
            "GIT_NO_REPLACE_OBJECTS": "1",
            "GIT_NO_LAZY_FETCH": "1",
            "GIT_TERMINAL_PROMPT": "0",
            "LC_ALL": "C",
        }
        # A checkout owned by another user, as in CI containers, is still only read.
        settings = (
            "-c", "safe.directory=*", "-c", "core.fsmonitor=false", "-c", "protocol.allow=never",
        )  # fmt: skip
        try:
            done = subprocess.run(  # noqa: S603 (a fixed program, and names behind --end-of-options)
                [self._git, *settings, "-C", str(self._root), *arguments],
                env=environment, input=given, capture_output=True, timeout=TIMEOUT, check=True,
            )  # fmt: skip
        except (OSError, ValueError, subprocess.SubprocessError):
            return None
        return done.stdout


def _is_read(path: str) -> bool:
    """Say whether the content of a file counts."""
    return path in FILES or path.split("/", 1)[0] in FOLDERS


def _read(blobs: Iterable[_Blob]) -> Iterator[_Blob]:
    return (blob for blob in blobs if _is_read(blob.path))


def _write(root: Path, path: str, content: bytes) -> None:
    """Write a file that is not there yet; nothing in the folder is a link."""
    target = root / path
    try:
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with target.open("xb") as file:
            file.write(content)
    except OSError as error:
        reason = error.strerror or str(error)
        raise RevisionError(f"{shown(path)} cannot be taken out of git: {reason}") from error

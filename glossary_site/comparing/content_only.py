"""What a change touches besides content: for pull requests that may bring content alone.

Content is told by folder and kind of file; everything else decides how the site is made, or by
whom it is checked, and wants to be read as code.
"""

import os
import posixpath
import re
import stat
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from msgspec import Struct

from glossary_site.comparing.revisions import Repository, RevisionError
from glossary_site.content.files import TERM_SUFFIXES, Reader
from glossary_site.content.images import IMAGE_SUFFIXES
from glossary_site.content.load import TABLES
from glossary_site.content.permalinks import PERMALINKS, SIZE_LIMIT
from glossary_site.diagnostics import Findings, Span, finding, quoted, sort_key

CONTENT: Final[Mapping[str, tuple[str, ...]]] = {
    "terms": TERM_SUFFIXES,
    "data": (".yaml", *TABLES),
    "newsletter": (".md",),
    "images": IMAGE_SUFFIXES,
}
"""The folders of content, and what the names of their files end in."""
_FILE: Final = "100644"
_NONE: Final = "000000"
_MODES: Final = {
    "100755": "it may be run as a program",
    "120000": "it is a symbolic link",
    "160000": "it is a submodule",
}
_ENTRY: Final = re.compile(rb":(\d{6}) (\d{6}) [0-9a-f]+ [0-9a-f]+ [A-Z]")
_AS_DATA: Final = (
    "--raw", "-z", "--no-color", "--no-renames", "--no-relative", "--no-ext-diff",
    "--no-textconv", "--ignore-submodules=dirty",
)  # fmt: skip
"""Whatever the repository's configuration says: names and modes, and no program of somebody's."""


class Change(Struct, frozen=True):
    """A file that is not as it was."""

    path: str
    """Relative to the top of the repository, with forward slashes."""
    before: str
    """Its mode as git writes it, 000000 where it was not there."""
    after: str
    """The same of now."""


def outside_content(root: Path, base: str) -> Findings:
    """Find what differs from the commit at which `base` and the present state went apart.

    The state is what lies in the folder and what is staged, committed or not: files that git
    ignores are left out.

    Args:
        root: The glossary's folder.
        base: What git calls a revision.

    Raises:
        RevisionError: If there is no such revision, or it has no commit in common with HEAD.
    """
    repository = Repository(root)
    start = repository.merge_base(repository.commit(base), repository.commit("HEAD"))
    found = set()
    for change in _changes(repository, start):
        path = _from_glossary(change.path, repository.prefix)
        if path == PERMALINKS and _has_plain_mode(change):
            reason = _beyond_new_addresses(repository, start, root)
        else:
            reason = _reason(change, path)
        if reason is not None:
            message = f"since {quoted(base)} {_verb(change)}, and {reason}"
            hint = "send it in a pull request of its own, which is read as code"
            found.add(finding("not-content", Span(path), message, hint))
    return tuple(sorted(found, key=sort_key))


def _changes(repository: Repository, start: str) -> set[Change]:
    """List what is committed, staged, changed and new."""
    changes: set[Change] = set()
    for compared in ((start,), ("--cached", start)):
        said = repository.ask("diff", *_AS_DATA, *compared, "--")
        if said is None:
            raise RevisionError("git cannot tell what has changed")
        changes.update(_entries(said))
    top = repository.ask("rev-parse", "--show-toplevel")
    new = repository.ask("ls-files", "--others", "--exclude-standard", "-z", "--full-name", ":/")
    if top is None or new is None:
        raise RevisionError("git cannot tell which files are new")
    folder = Path(os.fsdecode(top.removesuffix(b"\n")))
    for raw in filter(None, new.split(b"\0")):
        path = os.fsdecode(raw)
        changes.add(Change(path, _NONE, _mode(folder / path)))
    return changes


def _entries(said: bytes) -> Iterator[Change]:
    fields = iter(said.split(b"\0"))
    for field in fields:
        entry = _ENTRY.fullmatch(field)
        if entry is not None:
            path = os.fsdecode(next(fields))
            yield Change(path, entry[1].decode(), entry[2].decode())


def _mode(path: Path) -> str:
    """Tell a new file's mode as git would."""
    try:
        mode = path.lstat().st_mode
    except OSError:
        return _FILE
    if stat.S_ISLNK(mode):
        return "120000"
    return "100755" if mode & stat.S_IXUSR else _FILE


def _from_glossary(path: str, prefix: str) -> str:
    """Name a path of the repository from the glossary's folder, which lies at `prefix`."""
    return path.removeprefix(prefix) if path.startswith(prefix) else posixpath.relpath(path, prefix)


def _reason(change: Change, path: str) -> str | None:
    """Say why a change is no change of content, or None if it is one."""
    folder, _, name = path.partition("/")
    parts = name.split("/")
    if folder not in CONTENT or not name:
        return "it is no file of a term, a dataset, an issue or a picture"
    if any(part.startswith(".") or not part for part in parts):
        return "its name is one that tools look for, and no content"
    if not path.endswith(CONTENT[folder]):
        return f"in {folder}/ only {', '.join(CONTENT[folder])} are content"
    if not _has_plain_mode(change):
        return _MODES.get(change.after, "it is no ordinary file")
    return None


def _verb(change: Change) -> str:
    if change.before == _NONE:
        return "this file is new"
    return "this file is gone" if change.after == _NONE else "this file has changed"


def _has_plain_mode(change: Change) -> bool:
    """Say whether what is there now is an ordinary file, or what was there has only gone."""
    return change.after in {_FILE, _NONE, change.before}


def _beyond_new_addresses(repository: Repository, start: str, root: Path) -> str | None:
    """Say what else was done to `permalinks.txt`: that new pages are listed is content."""
    with Reader(root) as reader:
        data, _ = reader.read(PERMALINKS, SIZE_LIMIT)
    old, new = _lines(repository.content(start, PERMALINKS)), _lines(data)
    if old - new:
        return "a line of it was taken out or changed"
    if any(len(line.split()) > 1 for line in new - old):
        return "a line says what became of a page, perhaps another term's"
    return None


def _lines(data: bytes | None) -> set[str]:
    """Give the lines that say something."""
    lines = (line.strip() for line in (data or b"").decode("utf-8", "replace").splitlines())
    return {line for line in lines if line and not line.startswith("#")}

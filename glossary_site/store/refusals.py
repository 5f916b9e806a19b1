"""Where no site may be published: a wrong `--output` must never cost anybody a file.

`place_problem` needs no lock and looks at names only; `content_problem` looks into the folder and
is asked under the lock.
"""

import os
import stat
from typing import Final

from glossary_site.diagnostics import quoted
from glossary_site.store import ownership

Problem = tuple[str, str]
"""A sentence about the output, and a hint."""

CONTENT_FOLDERS: Final = ("terms", "data", "templates", "static", "newsletter", "images")
"""What an editor's own files stand in, below the glossary's folder."""

_ELSEWHERE: Final = "choose a folder of its own with --output, for instance _site"
_NAMED: Final = 3
"""So many foreign files are named; a longer list would hide the sentence."""


def place_problem(published: str, source: str) -> Problem | None:
    """Say why nothing may be published at `published`, whatever stands there, or None.

    Args:
        published: Absolute, links in its parents resolved.
        source: The glossary's folder, absolute and resolved.
    """
    sentence = _kind_problem(published) or _overlap_problem(published, source)
    if sentence is None and os.path.ismount(published):
        hint = "choose a folder inside it with --output"
        return "the output folder is a mount point, which cannot be exchanged", hint
    return None if sentence is None else (sentence, _ELSEWHERE)


def _kind_problem(published: str) -> str | None:
    """Say why what stands at `published` is no folder to publish to, or None."""
    if os.path.dirname(published) == published:
        return "the output folder is the root of the file system"
    try:
        mode = os.lstat(published).st_mode
    except FileNotFoundError:
        return None
    if stat.S_ISLNK(mode):
        return "the output folder is a symbolic link"
    return None if stat.S_ISDIR(mode) else "the output is not a folder"


def _overlap_problem(published: str, source: str) -> str | None:
    """Say whose files stand in `published` or around it, or None."""
    if _holds(published, source):
        return "the output folder is or holds the glossary itself"
    if _holds(published, os.path.realpath(os.path.expanduser("~"))):
        return "the output folder is or holds the home folder"
    for name in CONTENT_FOLDERS:
        folder = os.path.realpath(os.path.join(source, name))
        if _holds(folder, published) or _holds(published, folder):
            return f"the output folder overlaps the glossary's own {quoted(name + '/')}"
    if os.path.lexists(os.path.join(published, ".git")) or ".git" in published.split(os.sep):
        return "the output folder is a git repository"
    return None


def content_problem(published: str) -> Problem | None:
    """Say why the folder at `published` may not be replaced, or None."""
    if not os.path.lexists(published) or not os.listdir(published):
        return None
    owned = ownership.read(published)
    if owned is None:
        return (
            f"the output folder holds files, and no valid {ownership.FILE_NAME} marks them as ours",
            "choose another folder with --output, or delete this one if nothing in it is needed",
        )
    found = ownership.foreign(published, owned)
    if not found:
        return None
    named = ", ".join(quoted(path) for path in found[:_NAMED])
    more = f" and {len(found) - _NAMED} more" if len(found) > _NAMED else ""
    return (
        f"the output folder holds what the program did not write: {named}{more}",
        "move it to static/, from where every build publishes it, or delete it",
    )


def _holds(outer: str, inner: str) -> bool:
    """Say whether `inner` is `outer` or lies in it, by name or as the same folder on disk.

    Names alone do not tell where the file system ignores case, or with bind mounts.
    """
    wanted = _identity(outer)
    while True:
        if inner == outer or (wanted is not None and _identity(inner) == wanted):
            return True
        parent = os.path.dirname(inner)
        if parent == inner:
            return False
        inner = parent


def _identity(path: str) -> tuple[int, int] | None:
    """Return what tells one folder from every other, or None if there is none at `path`."""
    try:
        found = os.stat(path)
    except (FileNotFoundError, NotADirectoryError):
        return None
    return found.st_dev, found.st_ino

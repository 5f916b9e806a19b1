"""Where an archive may lie: a wrong `--archive` must never cost anybody a file."""

import os
import stat
from pathlib import Path
from typing import Final

from glossary_site.archiving.container import is_ours
from glossary_site.diagnostics import Diagnostic, Span, finding, quoted
from glossary_site.store.refusals import CONTENT_FOLDERS

_ELSEWHERE: Final = "name another file with --archive, for instance _site.zip"


def default_place(output: Path) -> Path:
    """Give where an archive lies if nobody says: beside the output.

    >>> default_place(Path("book/_site")).as_posix()
    'book/_site.zip'
    """
    named = output if output.name not in {"", ".."} else Path(os.path.realpath(output))
    return named.with_name(f"{named.name}.zip")


def refusal(place: Path, *, output: Path, source: Path) -> Diagnostic | None:
    """Say why no archive may be written there, or None."""
    try:
        problem = _problem(place, output, source)
    except (OSError, ValueError) as error:
        problem = f"the place of the archive cannot be looked at: {error}"
    return (
        None
        if problem is None
        else finding("output-refused", Span(str(place)), problem, _ELSEWHERE)
    )


def _problem(place: Path, output: Path, source: Path) -> str | None:
    if place.name in {"", ".."}:
        return "the archive has no name"
    folder = Path(os.path.realpath(place.parent))
    if (folder / place.name).is_relative_to(os.path.realpath(output)):
        return "the archive would lie in the output folder, which each build replaces"
    if ".git" in folder.parts:
        return "the archive would lie among a git repository's own files"
    for name in CONTENT_FOLDERS:
        if folder.is_relative_to(os.path.realpath(source / name)):
            return f"the archive would lie in the glossary's own {quoted(name + '/')}"
    return _occupied(place)


def _occupied(place: Path) -> str | None:
    """Say what stands there that is not ours, or None."""
    try:
        mode = os.lstat(place).st_mode
    except FileNotFoundError:
        return None
    if not stat.S_ISREG(mode):
        return "what stands at the place of the archive is no plain file"
    return None if is_ours(place) else "a file that this program did not write stands there"

"""The files of a new glossary."""

import os
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path

from glossary_site.diagnostics import Findings, Span, finding


def init(folder: Path) -> tuple[tuple[Path, ...], Findings]:
    """Make a new glossary of two terms.

    Returns:
        The files written; or none and what is in the way, with nothing written.
    """
    starter = resources.files("glossary_site") / "starter"
    files = {_named(path): item for path, item in _walk(starter, "")}
    if os.path.lexists(folder) and not folder.is_dir():
        return (), (finding("output-refused", Span(str(folder)), "the path is not a folder"),)
    taken = [path for path in files if os.path.lexists(folder / path)]
    if taken:
        message = f"the folder already holds {', '.join(sorted(taken))}"
        hint = "choose another folder: nothing is overwritten"
        return (), (finding("output-refused", Span(str(folder)), message, hint),)
    written = []
    for path, item in sorted(files.items()):
        target = folder / path
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(item.read_bytes())
        except OSError as error:
            message = f"the file cannot be written: {error.strerror or error}"
            return (), (finding("write-failed", Span(str(target)), message),)
        written.append(target)
    return tuple(written), ()


def _named(path: str) -> str:
    """Give the name a starter file gets; a dot file would be left out of some packages."""
    return ".gitignore" if path == "gitignore" else path


def _walk(folder: Traversable, prefix: str) -> list[tuple[str, Traversable]]:
    found = []
    for item in folder.iterdir():
        path = f"{prefix}{item.name}"
        found += _walk(item, path + "/") if item.is_dir() else [(path, item)]
    return found

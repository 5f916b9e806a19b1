"""All files of a renaming replaced, or none: each is written beside its place before any is moved.

If something fails in the middle, what was replaced is put back; what could not be put back is named.
"""

import os
import stat
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Final

from glossary_site.content.files import Reader
from glossary_site.diagnostics import Diagnostic, Findings, Span, finding
from glossary_site.renaming.outcome import Renaming
from glossary_site.renaming.texts import LIMIT

_SUFFIX: Final = ".renaming"
_NEW: Final = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC


def carry_out(root: Path, renaming: Renaming) -> tuple[tuple[str, ...], Findings]:
    """Write what a renaming changes.

    Returns:
        The paths that changed, the new place of the term's file in place of the old one; or none
        and what went wrong, with the files as they were unless the findings say otherwise.
    """
    found = _changed_meanwhile(root, renaming)
    if found:
        return (), found
    targets = {path: path for path in renaming.after}
    if renaming.source != renaming.target:
        targets[renaming.source] = renaming.target
    beside: dict[str, Path] = {}
    try:
        for path, target in targets.items():
            beside[path] = _written_beside(root / target, renaming.after[path], root / path)
    except OSError as error:
        _clear(beside)
        path = next(path for path in targets if path not in beside)
        return (), (_unwritten(targets[path], error),)
    except BaseException:
        _clear(beside)
        raise
    return _exchange(root, renaming, targets, beside)


def _changed_meanwhile(root: Path, renaming: Renaming) -> Findings:
    """Report files that are not as they were when the renaming was worked out."""
    found: Findings = ()
    with Reader(root) as reader:
        for path, before in renaming.before.items():
            data, _ = reader.read(path, LIMIT)
            if data != before:
                message = "the file has changed meanwhile; nothing was written"
                found += (finding("write-failed", Span(path), message, "try again"),)
    if renaming.source != renaming.target and os.path.lexists(root / renaming.target):
        message = "there is such a file meanwhile; nothing was written"
        found += (finding("write-failed", Span(renaming.target), message, "move it first"),)
    return found


def _written_beside(target: Path, body: bytes, old: Path) -> Path:
    """Write a file beside the place where it goes, with the mode of the old one."""
    beside = target.with_name(f".{target.name}{_SUFFIX}")
    with suppress(FileNotFoundError):
        beside.unlink()
    fd = os.open(beside, _NEW, 0o666)
    try:
        os.fchmod(fd, stat.S_IMODE(os.lstat(old).st_mode))
        left = memoryview(body)
        while left:
            left = left[os.write(fd, left) :]
        os.fsync(fd)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise
    finally:
        os.close(fd)
    return beside


def _exchange(
    root: Path, renaming: Renaming, targets: Mapping[str, str], beside: Mapping[str, Path]
) -> tuple[tuple[str, ...], Findings]:
    """Put all files in place, the term's own last."""
    last = renaming.source
    order = [path for path in targets if path != last] + [path for path in targets if path == last]
    done: list[str] = []
    try:
        for path in order:
            os.rename(beside[path], root / targets[path])
            done.append(path)
        if targets.get(last, last) != last:
            os.unlink(root / last)
    except OSError as error:
        at = next((targets[path] for path in order if path not in done), last)
        return (), (_unwritten(at, error), *_put_back(root, renaming, targets, done))
    except BaseException:
        _put_back(root, renaming, targets, done)
        raise
    finally:
        _clear(beside)
    return tuple(sorted(targets.values())), ()


def _put_back(
    root: Path, renaming: Renaming, targets: Mapping[str, str], done: list[str]
) -> Findings:
    """Undo what was replaced, and name what could not be."""
    found: Findings = ()
    for path in reversed(done):
        try:
            if targets[path] != path:
                os.unlink(root / targets[path])
            if targets[path] == path or not os.path.lexists(root / path):
                back = _written_beside(root / path, renaming.before[path], _some(root, path))
                os.rename(back, root / path)
        except OSError as error:
            message = f"the file is left changed: {error.strerror or error}"
            found += (finding("write-failed", Span(targets[path]), message, "put it back by hand"),)
    return found


def _some(root: Path, path: str) -> Path:
    """Give a path that exists, for its mode: the file, else its folder's `site.yaml`."""
    return root / path if os.path.lexists(root / path) else root / "site.yaml"


def _clear(beside: Mapping[str, Path]) -> None:
    for path in beside.values():
        with suppress(OSError):
            path.unlink(missing_ok=True)


def _unwritten(path: str, error: OSError) -> Diagnostic:
    message = f"the file cannot be written: {error.strerror or error}; nothing was changed"
    return finding("write-failed", Span(path), message)

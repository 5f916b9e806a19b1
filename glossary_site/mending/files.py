"""Fixes of findings, made in files: a fix is made whole or not at all, a file is written whole."""

import difflib
import os
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Final

from msgspec import Struct

from glossary_site.content.decoding import decode
from glossary_site.content.files import Reader
from glossary_site.diagnostics import Diagnostic, Edit, Findings, Fix, Span, YamlEdit, finding
from glossary_site.mending.patching import Patch, is_apart, patched, patches
from glossary_site.mending.yaml_edits import exact
from glossary_site.names import lies_in
from glossary_site.refresh.writing import replace

SIZE_LIMIT: Final = 20_000_000
"""Bytes of a file that is mended."""
PARSED: Final = 1_000_000
"""Characters of a file that are parsed again to place edits; what comes later waits for its turn."""
_MARK: Final = "\ufeff"
_NO_END: Final = "\\ No newline at end of file"


class Mending(Struct, frozen=True):
    """What mending changes, before it is written."""

    before: Mapping[str, str]
    """The texts that change, by path, with their own line ends; empty for a new file."""
    after: Mapping[str, str]
    """What becomes of them."""
    mended: Findings
    """The findings whose fix was made."""

    def as_diff(self) -> str:
        """Show the change as `git apply` and `patch` take it."""
        lines: list[str] = []
        for path, after in self.after.items():
            old, new = (text.splitlines(keepends=True) for text in (self.before[path], after))
            was = f"a/{path}" if old else "/dev/null"
            lines += difflib.unified_diff(old, new, was, f"b/{path}")
        return "".join(line if line.endswith("\n") else f"{line}\n{_NO_END}\n" for line in lines)


def mend(root: Path, findings: Iterable[Diagnostic]) -> tuple[tuple[str, ...], Findings]:
    """Make the fixes of findings, as far as they do not touch each other.

    What could not be made now can be when the files have been looked at again.

    Args:
        root: The glossary's folder.
        findings: Whatever a check found; most have no fix.

    Returns:
        The paths of changed files, and a finding for each that could not be written.
    """
    return write(root, plan(root, findings))


def plan(root: Path, findings: Iterable[Diagnostic], within: tuple[str, ...] = ()) -> Mending:
    """Make the fixes of findings in memory.

    Args:
        root: The glossary's folder.
        findings: Whatever a check found; most have no fix.
        within: The only files and folders that may change; all if none is named.
    """
    texts = _Texts(root)
    chosen: defaultdict[str, list[Patch]] = defaultdict(list)
    mended = []
    for found in findings:
        if not found.fix or not all(lies_in(edit.path, within) for edit in found.fix):
            continue
        wanted = _patches(texts, found.fix)
        if wanted is None:
            continue
        fresh = {
            path: [one for one in new if one not in chosen[path]] for path, new in wanted.items()
        }
        if not all(is_apart(new, chosen[path]) for path, new in fresh.items()):
            continue
        for path, new in fresh.items():
            chosen[path] += new
        mended.append(found)
    before = {path: texts.get(path) or "" for path, made in sorted(chosen.items()) if made}
    after = {path: patched(text, chosen[path]) for path, text in before.items()}
    changed = [path for path, text in before.items() if after[path] != text]
    return Mending(
        {path: texts.mark(path) + before[path] for path in changed},
        {path: texts.mark(path) + after[path] for path in changed},
        tuple(mended),
    )


def exact_fixes(root: Path, findings: Iterable[Diagnostic]) -> Iterator[tuple[Edit, ...]]:
    """Give the fix of each finding by exact places; empty where there is none."""
    texts = _Texts(root)
    for found in findings:
        edits = [_placed(texts, edit) for edit in found.fix]
        yield tuple(edit for edit in edits if edit is not None) if all(edits) else ()


def write(root: Path, mending: Mending) -> tuple[tuple[str, ...], Findings]:
    """Write what mending changed: each file is the old one or the new one, whole.

    Returns:
        The paths of files that were written, and a finding for each that could not be.
    """
    written, found = [], []
    for path, text in mending.after.items():
        try:
            replace(root, path, text.encode())
        except OSError as error:
            message = f"the file cannot be written: {error.strerror or error}"
            found.append(finding("write-failed", Span(path), message))
        else:
            written.append(path)
    return tuple(written), tuple(found)


def text_of(root: Path, path: str) -> str:
    """Give the text of a file, mark and line ends and all; empty if there is none."""
    texts = _Texts(root)
    text = texts.get(path) or ""
    return texts.mark(path) + text


def _patches(texts: "_Texts", fix: Fix) -> Mapping[str, list[Patch]] | None:
    """Find where all edits of a fix are to be made; None if one cannot be."""
    wanted: dict[str, list[Patch]] = {}
    for edit in fix:
        placed = _placed(texts, edit)
        made = None if placed is None else patches(texts.get(edit.path) or "", [placed])
        if made is None:
            return None
        wanted.setdefault(edit.path, []).extend(made)
    return wanted if all(is_apart(made, ()) for made in wanted.values()) else None


def _placed(texts: "_Texts", edit: Edit | YamlEdit) -> Edit | None:
    """Find the exact place of an edit; None if something else stands there than should."""
    text = texts.get(edit.path)
    if text is None:
        return None
    if isinstance(edit, YamlEdit):
        return exact(edit, text) if texts.may_read_again(edit.path) else None
    made = patches(text, [edit])
    if made is None:
        return None
    (patch,) = made
    is_there = edit.was in {None, text[patch.start : patch.end].replace("\r\n", "\n")}
    return edit if is_there else None


class _Texts:
    """The texts of files, each read once; no link is followed."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._raw: dict[str, str | None] = {}
        self._read_again: Counter[str] = Counter()

    def may_read_again(self, path: str) -> bool:
        """Say whether a text may be parsed once more: who plants mistakes must not stop a check."""
        self._read_again[path] += len(self.get(path) or "")
        return self._read_again[path] <= PARSED

    def get(self, path: str) -> str | None:
        """Give a text with its own line ends, or None if it may not be changed."""
        if path not in self._raw:
            self._raw[path] = self._read(path)
        raw = self._raw[path]
        return None if raw is None else raw.removeprefix(_MARK)

    def mark(self, path: str) -> str:
        """Give the byte order mark that a text begins with, if it does."""
        return _MARK if (self._raw[path] or "").startswith(_MARK) else ""

    def _read(self, path: str) -> str | None:
        if {"", ".", ".."}.intersection(path.split("/")):
            return None
        if not os.path.lexists(self._root / path):
            return ""
        with Reader(self._root) as reader:
            data, _ = reader.read(path, SIZE_LIMIT)
        if data is None or decode(path, data)[0] is None:
            return None
        return data.decode()

"""The files whose form is looked at, each by itself."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from glossary_site.content.decoding import decode
from glossary_site.content.files import FILE_LIMIT, TERM_SUFFIXES, Reader, list_files
from glossary_site.diagnostics import CODES, Diagnostic, Severity

FORMS: Final = ("key-order", "trailing-space")
"""The codes of this package."""
_FOLDERS: Final = (("terms", TERM_SUFFIXES), ("data", (".yaml",)), ("newsletter", (".md",)))


def is_wanted(checks: Mapping[str, str], *, notes: bool) -> bool:
    """Say whether anybody would hear what is found: a build does not read files for nothing."""
    severities = {checks.get(code, str(CODES[code])) for code in FORMS} - {"off"}
    return bool(severities - (set() if notes else {str(Severity.NOTE)}))


def form_findings(root: Path) -> tuple[Diagnostic, ...]:
    """Look at every file that authors write as text."""
    with Reader(root) as reader:
        return tuple(_findings(root, reader))


def _findings(root: Path, reader: Reader) -> Iterator[Diagnostic]:
    from glossary_site.form.key_order import key_order  # noqa: PLC0415 (a build seldom wants it)
    from glossary_site.form.spaces import trailing_spaces  # noqa: PLC0415 (the same)

    paths = ["site.yaml"]
    for folder, suffixes in _FOLDERS:
        paths += list_files(root, folder, suffixes)[0]
    for path in paths:
        data, _ = reader.read(path, FILE_LIMIT)
        text = None if data is None else decode(path, data)[0]
        if text is not None:
            yield from trailing_spaces(path, text)
            yield from key_order(path, text)

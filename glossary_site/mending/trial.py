"""A copy of a glossary to try mending on: what all rounds together would change is seen there."""

import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from glossary_site.content.files import Reader, list_files
from glossary_site.mending.files import SIZE_LIMIT, Mending, text_of
from glossary_site.theme import default_theme

_FILES: Final = ("site.yaml", "permalinks.txt")
_FOLDERS: Final = ("terms", "data", "newsletter", "images", "docs", "static")


@contextmanager
def copied(root: Path) -> Iterator[Path]:
    """Copy what decides on findings that have a fix; the copy is gone afterwards."""
    folders = [name for name in _FOLDERS if name != "static" or not _is_theme(root / name)]
    with tempfile.TemporaryDirectory(prefix="glossary-site-") as name, Reader(root) as reader:
        paths = [*_FILES, *(path for one in folders for path in list_files(root, one, None)[0])]
        for path in paths:
            data, _ = reader.read(path, SIZE_LIMIT)
            if data is not None:
                target = Path(name) / path
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(data)
        yield Path(name)


def _is_theme(static: Path) -> bool:
    return static.resolve() == default_theme().static.resolve()


def difference(root: Path, copy: Path, changed: Iterable[str]) -> Mending:
    """Tell what was changed in a copy, as if it were to be written."""
    paths = [path for path in sorted(changed) if text_of(root, path) != text_of(copy, path)]
    before = {path: text_of(root, path) for path in paths}
    return Mending(before, {path: text_of(copy, path) for path in paths}, ())

"""A site that was built elsewhere: a folder, or the archive in which a CI keeps it.

It may come from a stranger's pull request.  So an archive is never unpacked onto the disk, a folder
is read without following links, and of what its pages say only one thing is believed, after it was
compared with the files: below which path they expect to live.
"""

import html
import re
from collections.abc import Callable, Collection, Iterator
from pathlib import Path
from typing import Final

from msgspec import Struct

from glossary_site.archives import read_archive
from glossary_site.content.files import PATH_LIMIT, Reader
from glossary_site.diagnostics import quoted
from glossary_site.fields.site import normal_base_url

FILE_LIMIT: Final = 64 * 1024 * 1024
"""Bytes of one file in a folder."""
_LINK: Final = re.compile(rb"<link\b[^>]*>", re.IGNORECASE)
_HREF: Final = re.compile(r"""\bhref=(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.IGNORECASE)
_INDEX: Final = "index.html"

ReadFile = Callable[[str], bytes | None]


class NotASiteError(Exception):
    """There is no site to show; the message says why in one sentence."""


class BuiltSite(Struct, frozen=True):
    """A site to look at."""

    read: ReadFile
    """Gives a file by its output path, or None if there is none."""
    base_path: str
    """The path below which its links expect it, with a slash at both ends."""


def open_built(path: Path) -> BuiltSite:
    """Open a built site.

    Raises:
        NotASiteError: If there is none, or its archive is not safe to read.
    """
    read = _in_folder(path) if path.is_dir() else _in_archive(path)
    page = read(_INDEX)
    if page is None:
        raise NotASiteError(
            f"{quoted(str(path), PATH_LIMIT)} holds no {_INDEX}, so it is no built site"
        )
    base_path = base_path_of(page, read)
    if base_path is None:
        raise NotASiteError(
            f"{_INDEX} names no style sheet of this site, so it is of another program"
        )
    return BuiltSite(read, base_path)


def base_path_of(page: bytes, read: ReadFile) -> str | None:
    """Tell below which path a page expects its site: what stands before the name of a file of it.

    >>> base_path_of(b'<link rel="stylesheet" href="/repo/a.css">', {"a.css": b""}.get)
    '/repo/'
    """
    for href in _style_sheets(page):
        parts = href.split("/")
        for cut in range(1, len(parts)):
            if read("/".join(parts[cut:])) is not None:
                return _checked("/".join(parts[:cut]) + "/")
    return None


def _checked(base_path: str) -> str | None:
    """Give a base path back if `site.yaml` could have it."""
    try:
        return normal_base_url(base_path) if base_path.startswith("/") else None
    except ValueError:
        return None


def _style_sheets(page: bytes) -> Iterator[str]:
    """List where a page's style sheets lie."""
    for link in _LINK.findall(page):
        tag = link.decode("utf-8", "replace")
        href = _HREF.search(tag)
        if href is not None and "stylesheet" in tag:
            yield html.unescape(next(group for group in href.groups() if group is not None))


def _in_folder(root: Path) -> ReadFile:
    """Read from a folder, through no symbolic link."""
    reader = Reader(root)
    return lambda path: reader.read(path, FILE_LIMIT)[0]


def _in_archive(path: Path) -> ReadFile:
    """Read an archive into memory.

    Raises:
        NotASiteError: If it is none, or one that no honest CI would make.
    """
    files, findings = read_archive(path)
    if findings:
        raise NotASiteError(f"{quoted(str(path), PATH_LIMIT)}: {findings[0].message}")
    top = _top(files)
    return lambda name: files.get(top + name)


def _top(names: Collection[str]) -> str:
    """Find the folder of the archive that holds the site: its top, or the one folder there.

    >>> _top({"index.html"}), _top({"_site/index.html", "_site/404.html"})
    ('', '_site/')
    """
    folders = {name.partition("/")[0] for name in names}
    only = f"{min(folders)}/" if len(folders) == 1 else ""
    return only if only + _INDEX in names else ""

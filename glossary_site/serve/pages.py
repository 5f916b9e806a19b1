"""Serving the published folder as a static host would: index pages, 404.html, content types."""

import os
import re
from collections.abc import Callable
from typing import Final
from urllib.parse import quote

from tornado.web import HTTPError

from glossary_site.serve.guard import Guard
from glossary_site.serve.html import error_page, missing_page, own_policy, with_client

ReadFile = Callable[[str], bytes | None]
"""Gives a file of the site by its output path, or None if there is none; follows no link."""

_INDEX: Final = "index.html"
_NOT_FOUND: Final = 404
_UNAVAILABLE: Final = 503

_UTF_8: Final = "; charset=utf-8"
_TYPES: Final = {
    "html": "text/html" + _UTF_8,
    "css": "text/css" + _UTF_8,
    "js": "text/javascript" + _UTF_8,
    "mjs": "text/javascript" + _UTF_8,
    "json": "application/json" + _UTF_8,
    "map": "application/json" + _UTF_8,
    "jsonld": "application/ld+json" + _UTF_8,
    "webmanifest": "application/manifest+json" + _UTF_8,
    "xml": "application/xml" + _UTF_8,
    "xsl": "text/xsl" + _UTF_8,
    "tbx": "application/xml" + _UTF_8,
    "svg": "image/svg+xml" + _UTF_8,
    "ttl": "text/turtle" + _UTF_8,
    "md": "text/markdown" + _UTF_8,
    "csv": "text/csv" + _UTF_8,
    "txt": "text/plain" + _UTF_8,
    "": "text/plain" + _UTF_8,
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "webp": "image/webp",
    "avif": "image/avif",
    "gif": "image/gif",
    "ico": "image/vnd.microsoft.icon",
    "woff2": "font/woff2",
    "woff": "font/woff",
    "wasm": "application/wasm",
    "pdf": "application/pdf",
    "gz": "application/gzip",
    "zip": "application/zip",
}
"""By the ending of the name; our own table, for `mimetypes` differs from machine to machine."""

_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f\\]")


def content_type(path: str) -> str:
    """Give the content type of a file by its name.

    >>> content_type("feed.xml"), content_type("CNAME")
    ('application/xml; charset=utf-8', 'text/plain; charset=utf-8')
    """
    ending = os.path.splitext(path)[1].lstrip(".").lower()
    return _TYPES.get(ending, "application/octet-stream")


def is_public(path: str) -> bool:
    """Say whether a decoded path under the base path may name a published file.

    >>> is_public("terms/gpu/"), is_public(".git/config"), is_public("a//b"), is_public("../x")
    (True, False, False, False)
    """
    if _CONTROL.search(path):
        return False
    *folders, _ = parts = path.split("/")
    return all(folders) and all(not part.startswith(".") or part == ".well-known" for part in parts)


def locate(read: ReadFile, path: str) -> tuple[str, bytes] | None:
    """Give the file that a static host would show for a decoded path: its own path, and its bytes.

    >>> locate({"terms/gpu/index.html": b"GPU"}.get, "terms/gpu")
    ('terms/gpu/index.html', b'GPU')
    """
    index = f"{path.removesuffix('/')}/{_INDEX}" if path else _INDEX
    for own in (path, index):
        body = read(own) if is_public(own) else None
        if body is not None:
            return own, body
    return None


def lacks_slash(path: str, own: str) -> bool:
    """Say whether relative links on the page `own` would lead elsewhere from `path`."""
    return path not in {own, ""} and not path.endswith("/")


class SitePages(Guard):
    """The published site."""

    async def get(self, path: str) -> None:
        """Serve one file, or the error page while nothing was ever published."""
        await self.session.wait_for_pages()
        if not self.session.is_published():
            self._finish_own(_UNAVAILABLE, error_page(self.session.state, path=self._client))
            return
        version = self.session.state.version  # before reading: an older number only reloads
        found = locate(self._read, path)
        if found is None:
            raise HTTPError(_NOT_FOUND)
        own, body = found
        if lacks_slash(path, own):
            self.redirect(f"{self.settings['base_path']}{quote(path)}/")
        elif own.endswith(".html"):
            self._finish_page(200, body, version)
        else:
            self.set_header("Content-Type", content_type(own))
            self.finish(body)

    async def head(self, path: str) -> None:
        """Answer as `get` does; tornado leaves the body out."""
        await self.get(path)

    def write_error(self, status_code: int, **kwargs: object) -> None:
        """Show the site's own page for an unknown address."""
        if status_code != _NOT_FOUND:
            super().write_error(status_code, **kwargs)
            return
        version = self.session.state.version
        page = self._read("404.html")
        if page is None:
            own = missing_page(self.settings["base_path"], path=self._client)
            self._finish_own(_NOT_FOUND, own)
        else:
            self._finish_page(_NOT_FOUND, page, version)

    @property
    def _read(self) -> ReadFile:
        read: ReadFile = self.settings["read"]
        return read

    @property
    def _client(self) -> str:
        path: str = self.settings["client_path"]
        return path

    def _finish_page(self, status: int, page: bytes, version: int) -> None:
        host = self.request.headers["Host"]
        self.set_status(status)
        self.set_header("Content-Type", _TYPES["html"])
        self.finish(with_client(page, path=self._client, version=version, host=host))

    def _finish_own(self, status: int, page: bytes) -> None:
        policy = own_policy(self.request.headers["Host"])
        self.set_header("Content-Security-Policy", policy)
        self._finish_page(status, page, self.session.state.version)


class OutsidePages(SitePages):
    """Addresses that lie outside the site's base path."""

    async def get(self, path: str) -> None:  # noqa: ARG002 (tornado's signature)
        """Say where the site is."""
        own = missing_page(self.settings["base_path"], path=self._client)
        self._finish_own(_NOT_FOUND, own)


class ToSite(Guard):
    """The way to the base path."""

    def get(self) -> None:
        """Send the visitor on."""
        self.redirect(self.settings["base_path"])

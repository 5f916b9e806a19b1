"""Serving the published folder as a static host would: index pages, 404.html, content types."""

import os
import re
from pathlib import Path
from typing import Final

from livereload.handlers import StaticFileHandler
from tornado.web import HTTPError

from glossary_site.serve.guard import Guard
from glossary_site.serve.html import error_page, missing_page, own_policy, with_client

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


class SitePages(Guard, StaticFileHandler):  # type: ignore[misc]  # livereload has no types
    """The published site."""

    async def get(self, path: str, include_body: bool = True) -> None:
        """Serve one file, or the error page while nothing was ever published."""
        await self.session.wait_for_pages()
        if not self.session.is_published():
            self._finish_own(_UNAVAILABLE, error_page(self.session.state, path=self._client))
            return
        version = self.session.state.version  # before reading: an older number only reloads
        found = self._locate(path)
        if found is None:
            return
        if found.endswith(".html"):
            self._finish_page(200, _read(found), version)
        else:
            await StaticFileHandler.get(self, path, include_body)

    def get_content_type(self) -> str:
        """Name the type with its charset."""
        return content_type(str(self.absolute_path))

    def write_error(self, status_code: int, **kwargs: object) -> None:
        """Show the site's own page for an unknown address."""
        if status_code != _NOT_FOUND:
            super().write_error(status_code, **kwargs)
            return
        version = self.session.state.version
        try:
            page = (self.session.published / "404.html").read_bytes()
        except OSError:
            own = missing_page(self.settings["base_path"], path=self._client)
            self._finish_own(_NOT_FOUND, own)
        else:
            self._finish_page(_NOT_FOUND, page, version)

    @property
    def _client(self) -> str:
        path: str = self.settings["client_path"]
        return path

    def _locate(self, path: str) -> str | None:
        """Find the file behind a path, or None if the visitor was sent to the path with a slash."""
        if not is_public(path):
            raise HTTPError(_NOT_FOUND)
        self.path = path
        try:
            absolute = self.get_absolute_path(self.root, path)
            found: str | None = self.validate_absolute_path(self.root, absolute)
        except HTTPError:  # outside the folder or no file: 403 would say which
            raise HTTPError(_NOT_FOUND) from None
        return found

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

    async def get(self, path: str, include_body: bool = True) -> None:  # noqa: ARG002 (tornado's signature)
        """Say where the site is."""
        own = missing_page(self.settings["base_path"], path=self._client)
        self._finish_own(_NOT_FOUND, own)


class ToSite(Guard):
    """The way to the base path."""

    def get(self) -> None:
        """Send the visitor on."""
        self.redirect(self.settings["base_path"])


def _read(path: str) -> bytes:
    try:
        return Path(path).read_bytes()
    except OSError:  # replaced by a build since it was found
        raise HTTPError(_NOT_FOUND) from None

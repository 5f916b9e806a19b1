"""Every address in a built site, and what it leads to."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

import lxml.etree
import lxml.html

_CSS_URL = re.compile(r"""url\(\s*["']?([^"')]*)|@import\s+["']([^"']*)""")
_PLAIN = ("href", "src", "action", "formaction", "poster", "data", "longdesc", "background")


@dataclass(frozen=True, slots=True)
class Link:
    """An address in a file."""

    path: str
    """The file."""
    tag: str
    """The element that holds it, or the file's kind."""
    address: str
    """As written."""
    is_loaded: bool
    """Whether a browser fetches it without being asked."""


@dataclass(frozen=True)
class Site:
    """A built site."""

    folder: Path
    """Where it lies."""
    home: str
    """Its absolute address, with a slash at the end."""
    pages: dict[str, lxml.html.HtmlElement] = field(default_factory=dict)
    """Parsed pages by path."""

    @cached_property
    def base_path(self) -> str:
        """The path of `home`."""
        return urlsplit(self.home).path

    @cached_property
    def files(self) -> frozenset[str]:
        """All files of the site."""
        found = (path for path in self.folder.rglob("*") if path.is_file())
        return frozenset(path.relative_to(self.folder).as_posix() for path in found)

    def page(self, path: str) -> lxml.html.HtmlElement:
        """Parse a page once."""
        if path not in self.pages:
            self.pages[path] = lxml.html.document_fromstring((self.folder / path).read_bytes())
        return self.pages[path]

    @property
    def html(self) -> list[str]:
        """Paths of all pages."""
        return sorted(path for path in self.files if path.endswith(".html"))

    def address_of(self, path: str) -> str:
        """Give the absolute address of a file."""
        return self.home + path.removesuffix("index.html")

    def problem(self, link: Link) -> str | None:
        """Say why an address leads nowhere, or None if it does or leads elsewhere."""
        whole, fragment = urldefrag(urljoin(self.address_of(link.path), link.address))
        if urlsplit(whole).scheme not in {"http", "https"} or not self.is_ours(whole):
            return None
        path = unquote(urlsplit(whole).path)
        if not path.startswith(self.base_path):
            return f"{link.path}: {link.address} lies outside {self.base_path}"
        target = path.removeprefix(self.base_path)
        if not target or target.endswith("/"):
            target += "index.html"
        if target not in self.files:
            return f"{link.path}: {link.address} does not exist"
        if fragment and unquote(fragment) not in ids(self.page(target)):
            return f"{link.path}: {link.address} names no element"
        return None

    def is_ours(self, address: str) -> bool:
        """Say whether an absolute address is on this site's host."""
        return urlsplit(address)[:2] == urlsplit(self.home)[:2]

    def links(self) -> Iterator[Link]:
        """List every address of every file."""
        for path in sorted(self.files):
            if path.endswith(".html"):
                yield from page_links(path, self.page(path))
            elif path.endswith(".css"):
                yield from css_links(path, (self.folder / path).read_text())
            elif path.endswith((".xml", ".svg")):
                yield from xml_links(path, (self.folder / path).read_bytes())


def page_links(path: str, page: lxml.html.HtmlElement) -> Iterator[Link]:
    """List the addresses of a page."""
    for element in page.iter(lxml.etree.Element):
        tag = element.tag
        for name in _PLAIN:
            if (address := element.get(name)) is not None:
                yield Link(path, tag, address, _is_loaded(element, name))
        for candidate in (element.get("srcset") or "").split(","):
            if candidate.strip():
                yield Link(path, tag, candidate.split()[0], is_loaded=True)
        if tag == "meta" and (element.get("http-equiv") or "").lower() == "refresh":
            yield Link(path, tag, element.get("content", "").partition("url=")[2], is_loaded=False)


def _is_loaded(element: lxml.html.HtmlElement, name: str) -> bool:
    if element.tag == "link":
        kinds = {"stylesheet", "icon", "preload", "modulepreload", "manifest", "prefetch"}
        return bool(kinds.intersection((element.get("rel") or "").split()))
    return element.tag not in {"a", "area", "form", "button", "input"} and name != "cite"


def css_links(path: str, text: str) -> Iterator[Link]:
    """List the addresses of a stylesheet."""
    for match in _CSS_URL.finditer(text):
        yield Link(path, "css", match[1] or match[2], is_loaded=True)


def xml_links(path: str, body: bytes) -> Iterator[Link]:
    """List the addresses of a feed, a sitemap or a picture."""
    for element in lxml.etree.fromstring(body).iter(lxml.etree.Element):
        for name, value in element.items():
            if name.rpartition("}")[2] == "href":
                yield Link(path, "xml", value, is_loaded=path.endswith(".svg"))
        if element.tag.endswith("}loc"):
            yield Link(path, "xml", element.text or "", is_loaded=False)


def ids(page: lxml.html.HtmlElement) -> list[str]:
    """List the ids of a page, repetitions included."""
    return [element.get("id") for element in page.iter(lxml.etree.Element) if element.get("id")]

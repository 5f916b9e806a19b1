"""What the heads of built pages say."""

import json
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import lxml.html

PNG: Final = b"\x89PNG\r\n\x1a\n"


def parsed(path: Path) -> lxml.html.HtmlElement:
    return lxml.html.fromstring(path.read_bytes(), parser=lxml.html.HTMLParser(encoding="utf-8"))


def indexed(folder: Path) -> Iterator[tuple[str, lxml.html.HtmlElement]]:
    """Parse every page that search engines may list."""
    for path in sorted(folder.rglob("*.html")):
        page = parsed(path)
        if not page.xpath("//meta[@name='robots']"):
            yield path.relative_to(folder).as_posix(), page


def said(page: lxml.html.HtmlElement, name: str) -> list[str]:
    """List what a page says under a name: a title, a link's relation, or a meta element's name."""
    if name == "title":
        return [str(title.text) for title in page.xpath("/html/head/title")]
    if name == "canonical":
        return [link.get("href") for link in page.xpath("/html/head/link[@rel='canonical']")]
    metas = page.xpath("/html/head/meta[@name=$name or @property=$name]", name=name)
    return [meta.get("content") for meta in metas]


def blocks(page: lxml.html.HtmlElement) -> list[str]:
    return [str(one.text) for one in page.xpath("//script[@type='application/ld+json']")]


def nodes(page: lxml.html.HtmlElement) -> dict[str, dict[str, Any]]:
    """Give what search engines are told, by type."""
    (block,) = blocks(page)
    return {node["@type"]: node for node in json.loads(block)["@graph"]}


def png_size(body: bytes) -> tuple[int, int]:
    assert body.startswith(PNG + b"\0\0\0\x0dIHDR")
    width, height = struct.unpack(">II", body[16:24])
    return width, height

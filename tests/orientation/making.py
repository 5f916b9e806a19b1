"""Small glossaries, and their pages as trees."""

from pathlib import Path

import html5lib
from lxml import etree

from glossary_site.names import slugify

HTML = "{http://www.w3.org/1999/xhtml}"


def entry(title: str, body: str = "Words.", **keys: str) -> dict[str, str]:
    """Write a term's file."""
    lines = [f"{key}: {value}" for key, value in keys.items()]
    text = "\n".join(["---", f"title: {title}", *lines, "---", body, ""])
    return {f"terms/{slugify(title)}.md": text}


def page(folder: Path, path: str) -> etree._Element:
    """Read a page as a browser would; one that is not valid HTML fails."""
    parser = html5lib.HTMLParser(html5lib.getTreeBuilder("lxml"), strict=True)
    text = (folder / "_site" / path / "index.html").read_text(encoding="utf-8")
    root: etree._Element = parser.parse(text).getroot()
    return root


def find(root: etree._Element, path: str) -> list[etree._Element]:
    """Find elements by an XPath whose elements are prefixed with `h:`."""
    found: list[etree._Element] = root.xpath(path, namespaces={"h": HTML[1:-1]})
    return found


def words(element: etree._Element) -> str:
    """Give the words of an element."""
    return " ".join("".join(element.itertext()).split())


def texts(root: etree._Element, path: str) -> list[str]:
    """Give the words of all elements that a path finds."""
    return [words(element) for element in find(root, path)]

"""Reads Markdown as another program does, and `llms.txt` by its convention."""

import re
from pathlib import Path
from typing import Final

import lxml.html
from markdown import Markdown
from msgspec import Struct

_EXTENSIONS: Final = ["tables", "footnotes", "def_list", "admonition", "fenced_code"]
_ENTRY: Final = re.compile(r"- \[((?:\\.|[^\]\\])+)\]\((\S+)\)(?:: (\S.*))?")


def rendered(text: str) -> lxml.html.HtmlElement:
    """Render Markdown by the library alone, with raw HTML as it comes; without the YAML head."""
    if text.startswith("---\n"):
        text = text.split("\n---\n", 1)[1]
    return lxml.html.fromstring(f"<div>{Markdown(extensions=_EXTENSIONS).convert(text)}</div>")


def words(element: lxml.html.HtmlElement) -> list[str]:
    """List the words of an element."""
    return re.findall(r"\w+", element.text_content())


def headings(element: lxml.html.HtmlElement, *tags: str) -> list[str]:
    """List the texts of headings."""
    return [one.text_content() for one in element.iter(*tags)]


def article(text: str) -> str:
    """Give what stands under *Article* in a mirror."""
    found = re.search(r"^## Article\n\n(.*?)\n(?=^## )", text, re.DOTALL | re.MULTILINE)
    assert found is not None
    return found[1]


def links(text: str) -> list[str]:
    """List the addresses that a mirror links to, of links and pictures."""
    tree = rendered(text)
    return [*tree.xpath("//a/@href"), *tree.xpath("//img/@src")]


def file_of(site: Path, address: str, base: str) -> Path:
    """Find the file that a host would send for an address below `base`."""
    path = address.removeprefix(base).partition("#")[0]
    return site / path / "index.html" if path.endswith("/") or not path else site / path


class Guide(Struct):
    """`llms.txt` in its parts."""

    title: str
    """The heading of the first level."""
    summary: str
    """The quotation below it."""
    about: str
    """What stands before the lists."""
    sections: dict[str, list[tuple[str, str, str | None]]]
    """Lists of links by their headings: title, address, note."""


def guide(text: str) -> Guide:
    """Read `llms.txt`, and fail where it breaks the convention of llmstxt.org."""
    before, *parts = re.split(r"^## ", text, flags=re.MULTILINE)
    whole = re.fullmatch(r"# (.+)\n\n(?:> (.+)\n\n)?((?:.|\n)*)", before)
    assert whole is not None, before
    assert not re.search(r"^#", whole[3], re.MULTILINE), whole[3]
    sections = {}
    for part in parts:
        name, _, lists = part.partition("\n\n")
        entries = [_ENTRY.fullmatch(line) for line in lists.strip().splitlines()]
        assert entries, name
        assert None not in entries, lists
        sections[name] = [(one[1], one[2], one[3]) for one in entries if one is not None]
    return Guide(whole[1], whole[2] or "", whole[3], sections)

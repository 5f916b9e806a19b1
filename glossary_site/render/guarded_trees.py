"""The last part of the guarded Markdown: from the tree to HTML, without looking for what is not there.

`tests/unit/test_guarded.py` holds it against the stock library.
"""

import xml.etree.ElementTree as ET
from collections.abc import Callable
from typing import Any, Final

from markdown import Markdown
from markdown.extensions.toc import TocExtension, TocTreeprocessor, escape_cdata
from markdown.serializers import to_html_string
from markdown.treeprocessors import PrettifyTreeprocessor, UnescapeTreeprocessor
from markdown.util import STX

_HEADINGS: Final = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_VOID: Final = frozenset({"br", "hr", "img"})
_PAIRED: Final = frozenset(
    """a blockquote code dd del div dl dt em h1 h2 h3 h4 h5 h6 li ol p pre span strong sub sup table
    tbody td th thead tr ul""".split()
)
_TAGS: Final = {tag: (f"<{tag}", "" if tag in _VOID else f"</{tag}>") for tag in _VOID | _PAIRED}


class GuardedPrettifier(PrettifyTreeprocessor):
    """Asks once whether a tag is of the block level."""

    def __init__(self, md: Markdown) -> None:
        """Serve `md`; a tag is looked up when it first comes."""
        super().__init__(md)
        self._known: dict[str, bool] = {}

    def _is_block(self, tag: str) -> bool:
        is_block = self._known.get(tag)
        if is_block is None:
            is_block = self._known[tag] = self.md.is_block_level(tag)
        return is_block

    def _prettifyETree(self, elem: ET.Element) -> None:  # noqa: N802 (the library's name)
        """Put line ends around blocks."""
        if len(elem) and self._is_block(elem.tag) and elem.tag not in {"code", "pre"}:
            if self._is_block(elem[0].tag) and (not elem.text or elem.text.isspace()):
                elem.text = "\n"
            for child in elem:
                if self._is_block(child.tag):
                    self._prettifyETree(child)
        if not elem.tail or elem.tail.isspace():
            elem.tail = "\n"


class GuardedUnescaper(UnescapeTreeprocessor):
    """Looks only at texts with something escaped."""

    def unescape(self, text: str) -> str:
        """Put escaped characters back."""
        return super().unescape(text) if STX in text else text

    def run(self, root: ET.Element) -> None:
        """Put escaped characters back all over the tree."""
        for element in root.iter():
            if element.text and STX in element.text and element.tag != "code":
                element.text = super().unescape(element.text)
            if element.tail and STX in element.tail:
                element.tail = super().unescape(element.tail)
            for name, value in element.items():
                if value is not None and STX in value:
                    element.set(name, super().unescape(value))


class _GuardedTocTreeprocessor(TocTreeprocessor):
    """Looks at headings only where there are some, and makes no table that is shown nowhere."""

    def build_toc_div(self, toc_list: list[Any]) -> ET.Element:
        """Make the table of contents, if the author can ask for it."""
        return super().build_toc_div(toc_list) if self.marker else ET.Element("div")

    def run(self, doc: ET.Element) -> None:
        """Give headings their ids."""
        if self.marker or not _HEADINGS.isdisjoint([element.tag for element in doc.iter()]):
            super().run(doc)


class GuardedTocExtension(TocExtension):
    """The library's table of contents with `_GuardedTocTreeprocessor`."""

    TreeProcessorClass = _GuardedTocTreeprocessor


def to_html(root: ET.Element) -> str:
    """Write a tree as the library does; what we do not know or is too deep it writes itself."""
    parts: list[str] = []
    try:
        _write(root, parts.append)
    except (LookupError, RecursionError):
        return to_html_string(root)
    return "".join(parts)


def _write(element: ET.Element, write: Callable[[str], None]) -> None:
    opening, closing = _TAGS[element.tag]
    for name, value in sorted(element.items()):
        if value is None or value == name:  # perhaps one that is written without a value
            raise LookupError(name)
        quotable = _escaped(value).replace('"', "&quot;")
        opening += f' {name}="{quotable}"'
    text, tail = element.text, element.tail
    write(f"{opening}>{_escaped(text)}" if text else f"{opening}>")
    for child in element:
        _write(child, write)
    write(f"{closing}{_escaped(tail)}" if tail else closing)


def _escaped(text: str) -> str:
    return escape_cdata(text) if "&" in text or "<" in text or ">" in text else text

"""Automatic links: the first mention of a term in a section becomes a link to it."""

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from typing import Final, Literal

from glossary_site.names import Slug
from glossary_site.render.context import Rendering
from glossary_site.render.elements import HEADINGS

_SKIPPED: Final = frozenset({"a", "code", "pre", *HEADINGS})
_STASHED: Final = re.compile("\x02[^\x03]*\x03")
"""What Python-Markdown has put aside; its placeholder must stay whole."""

Per = Literal["section", "page", "all", "off"]


class Autolinker:
    """Links one body; remembers what the section has linked."""

    def __init__(self, rendering: Rendering, per: Per) -> None:
        """Work on one rendering."""
        self._rendering = rendering
        self._per = per
        self._seen: set[Slug] = set()

    def run(self, root: ET.Element) -> None:
        """Walk the tree in reading order."""
        self._walk(root)

    def _walk(self, element: ET.Element) -> None:
        children = list(element)
        if element.text and (made := self._pieces(element.text)):
            element.text, links = made
            for at, link in enumerate(links):
                element.insert(at, link)
        for child in children:
            self._child(child)
            if child.tail and (made := self._pieces(child.tail)):
                child.tail, links = made
                at = list(element).index(child)
                for offset, link in enumerate(links, start=1):
                    element.insert(at + offset, link)

    def _child(self, child: ET.Element) -> None:
        if child.tag in HEADINGS:
            if self._per == "section":
                self._seen.clear()
        elif child.tag == "a":
            self._seen.update(slugs_of(child, self._rendering))
        elif child.tag not in _SKIPPED and child.get("class") != "admonition-title":
            self._walk(child)

    def _pieces(self, text: str) -> tuple[str, list[ET.Element]] | None:
        """Cut a text at its mentions; None if there is nothing to link."""
        if text.isspace():
            return None
        clean = _STASHED.sub(lambda m: "\x02" * len(m[0]), text) if "\x02" in text else text
        head, done = text, 0
        links: list[ET.Element] = []
        for mention in self._rendering.context.mentions.find(clean):
            if mention.slug == self._rendering.own or not self._is_due(mention.slug):
                continue
            link = ET.Element("a", {"class": "term-link auto"})
            link.set("href", self._rendering.context.term_href(mention.slug))
            link.text = text[mention.start : mention.end]
            between = text[done : mention.start]
            if links:
                links[-1].tail = between
            else:
                head = between
            links.append(link)
            done = mention.end
        if not links:
            return None
        links[-1].tail = text[done:]
        return head, links

    def _is_due(self, slug: Slug) -> bool:
        if self._per == "all":
            return True
        if slug in self._seen:
            return False
        self._seen.add(slug)
        return True


def slugs_of(link: ET.Element, rendering: Rendering) -> Iterator[Slug]:
    """Give the term that a link leads to, if it leads to one."""
    prefix = f"{rendering.context.base_path}terms/"
    href = link.get("href", "")
    if href.startswith(prefix):
        slug = Slug(href.removeprefix(prefix).partition("/")[0])
        if slug in rendering.context.slugs:
            yield slug

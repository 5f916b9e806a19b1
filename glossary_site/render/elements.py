"""The element filter: what may stand in a body's tree, whatever parser made it.

It is the first of two layers; nh3 is the second.  This one knows where each element came from;
that one sees what the parser stashed away as text.  Either alone lets something through.
"""

import html
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from typing import Final

from markdown.util import AMP_SUBSTITUTE, STX

from glossary_site.model import Heading
from glossary_site.render.context import Rendering
from glossary_site.render.outline import check_outline

HEADINGS: Final = ("h1", "h2", "h3", "h4", "h5", "h6")
TAGS: Final = frozenset(
    """a blockquote br code dd del div dl dt em h1 h2 h3 h4 h5 h6 hr img ins li ol p pre strong sub
    sup table tbody td th thead tr ul""".split()
)
ATTRIBUTES: Final[dict[str, frozenset[str]]] = {
    "a": frozenset({"href", "title", "data-source"}),
    "img": frozenset({"src", "alt", "title", "width", "height", "loading", "decoding"}),
    "ol": frozenset({"start"}),
    "th": frozenset({"scope"}),
}
CLASSES: Final = frozenset(
    """admonition admonition-title attention bound-figure caution danger definition error footnote
    footnote-backref footnote-ref hint important note table-scroll tip warning align-center
    align-end term-link auto""".split()
)
_ID_PREFIXES: Final = ("t-", "fn:", "fnref:", "fnref")
_STASHED: Final = re.compile("\x02[^\x03]*\x03")
_ALIGN: Final = {"right": "align-end", "center": "align-center"}


def filter_elements(root: ET.Element, rendering: Rendering) -> None:
    """Drop what is not allowed, keep its text, and note the headings."""
    tags = {element.tag for element in root.iter()}
    if not tags <= TAGS:
        _keep_allowed(root)
    if "h1" in tags:
        _shift_headings(root)
    for element in root.iter():
        if element.keys():
            is_free = rendering.docs is not None and element.tag in HEADINGS
            _filter_attributes(element, has_free_id=is_free)
    if tags.isdisjoint(HEADINGS):
        return
    for element in root.iter():
        if element.tag in HEADINGS and (text := plain_text(element)):
            heading = Heading(int(element.tag[1]), element.get("id", ""), text)
            rendering.headings.append(heading)
    check_outline(rendering, is_shifted="h1" in tags)


def plain_text(element: ET.Element) -> str:
    """Give the words of an element as a reader sees them, without numbers of footnotes."""
    text = "".join(_words(element))
    if STX in text:
        text = _STASHED.sub("", text)
    return " ".join(text.split())


def _words(element: ET.Element) -> Iterator[str]:
    """Give the texts within an element; the parser has escaped code and mail addresses already."""
    own = element.text or ""
    if element.tag == "code" or AMP_SUBSTITUTE in own:
        own = html.unescape(own.replace(AMP_SUBSTITUTE, "&"))
    yield own
    for child in element:
        if not child.get("id", "").startswith("fnref"):
            yield from _words(child)
        yield child.tail or ""


def _keep_allowed(root: ET.Element) -> None:
    for parent in list(root.iter()):
        if any(child.tag not in TAGS for child in parent):
            for child in list(parent):
                if child.tag not in TAGS:
                    _unwrap(parent, child)


def _unwrap(parent: ET.Element, child: ET.Element) -> None:
    """Replace a child by its own text, leaving the rest of the tree as it is."""
    replace_by_text(parent, child, "".join(child.itertext()))


def replace_by_text(parent: ET.Element, child: ET.Element, text: str) -> None:
    """Put `text` where `child` stands, and keep what follows it."""
    at = list(parent).index(child)
    words = text + (child.tail or "")
    if at:
        before = parent[at - 1]
        before.tail = (before.tail or "") + words
    else:
        parent.text = (parent.text or "") + words
    parent.remove(child)


def _shift_headings(root: ET.Element) -> None:
    """Begin a body's headings at the second level: the first is the page's title."""
    for element in root.iter():
        if element.tag in HEADINGS:
            element.tag = HEADINGS[min(HEADINGS.index(element.tag) + 1, 5)]


def _filter_attributes(element: ET.Element, *, has_free_id: bool) -> None:
    allowed = ATTRIBUTES.get(element.tag, frozenset())
    for name, value in list(element.attrib.items()):
        if name == "class":
            kept = " ".join(word for word in value.split() if word in CLASSES)
            _set(element, "class", kept)
        elif name == "id":
            is_kept = has_free_id or value.startswith(_ID_PREFIXES)
            _set(element, "id", value if is_kept else "")
        elif name == "align" and element.tag in {"th", "td"}:
            del element.attrib[name]
            _set(element, "class", _ALIGN.get(value, ""))
        elif name not in allowed or (name == "data-source" and not _is_figure(element)):
            del element.attrib[name]


def _is_figure(element: ET.Element) -> bool:
    """Say whether an element is a figure of a dataset; no Markdown of an author's can make one."""
    return element.get("class") == "bound-figure"


def _set(element: ET.Element, name: str, value: str) -> None:
    if value:
        element.set(name, value)
    else:
        element.attrib.pop(name, None)


def wrap_tables(root: ET.Element, rendering: Rendering) -> None:
    """Let a wide table scroll by itself on a narrow screen."""
    del rendering
    if next(root.iter("table"), None) is None:
        return
    for parent in [p for p in root.iter() if any(child.tag == "table" for child in p)]:
        for at, child in enumerate(list(parent)):
            if child.tag == "table":
                box = ET.Element("div", {"class": "table-scroll"})
                box.tail, child.tail = child.tail, None
                parent[at] = box
                box.append(child)

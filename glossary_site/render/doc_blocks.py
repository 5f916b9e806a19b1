"""Where the Markdown of documentation differs from that of bodies: it is also read on GitHub.

Code in fences may be indented, as below an item of a list, and the words behind the language say
what it is an example of: `wrong` or `right`, and the file.  What continues an item may be indented
by two or three spaces.
"""

import html
import re
import xml.etree.ElementTree as ET
from typing import Final

from markdown.preprocessors import Preprocessor

from glossary_site.content.docs import FENCE
from glossary_site.render.context import Rendering
from glossary_site.render.elements import HEADINGS

DOC_FENCE: Final = re.compile(
    r"^(?P<indent> *)(?P<fence>`{3,}|~{3,})[ ]*(?P<language>[\w#.+-]*)(?P<words>[^\n`]*)\n"
    r"(?P<code>(?:.*\n)*?) *(?P=fence)[ ]*$",
    re.MULTILINE,
)
"""A block of code with whatever stands behind its language."""
DOC_CLASSES: Final = frozenset({"example", "example-name", "wrong", "right"})
"""Classes that only this module gives."""
OWN_IDS: Final = frozenset({"main", "docs"})
"""Ids that a page of the documentation has besides its headings'."""

_WORD: Final = re.compile(r"(wrong|right)|file=(\S+)|\S+")
_LABELS: Final = {"wrong": "Wrong", "right": "Right"}
_ITEM: Final = re.compile(r"(?:[-*+]|\d+\.)[ \t]")
_STEP: Final = 4


class DocFences(Preprocessor):
    """Puts code in fences aside, with a line above it that says what it is an example of."""

    def run(self, lines: list[str]) -> list[str]:
        """Look for fences."""
        text = "\n".join(lines)
        return DOC_FENCE.sub(self._aside, text).split("\n") if FENCE.search(text) else lines

    def _aside(self, match: re.Match[str]) -> str:
        indent = len(match["indent"])
        code = match["code"].removesuffix("\n")
        if indent:
            code = re.sub(rf"^ {{1,{indent}}}", "", code, flags=re.MULTILINE)
        block = f"<pre><code>{html.escape(code, quote=False)}\n</code></pre>"
        placeholder = self.md.htmlStash.store(_example(match["words"], block))
        return f"\n\n{' ' * (_STEP if indent > 1 else 0)}{placeholder}\n\n"


def _example(words: str, block: str) -> str:
    kind = file = ""
    for found in _WORD.finditer(words):
        kind, file = found[1] or kind, found[2] or file
    if not kind and not file:
        return block
    name = f"<code>{html.escape(file)}</code>" if file else ""
    label = " ".join(filter(None, (_LABELS.get(kind, ""), name)))
    return f'<div class="example {kind}"><p class="example-name">{label}</p>{block}</div>'


class ItemIndents(Preprocessor):
    """Indents what continues an item of a list as far as Python-Markdown wants it."""

    def run(self, lines: list[str]) -> list[str]:
        """Look at each line that is indented by two or three spaces."""
        indented: list[str] = []
        is_item = is_after_blank = False
        for line in lines:
            spaces = len(line) - len(line.lstrip(" "))
            if not spaces and line:
                is_item = _ITEM.match(line) is not None or (is_item and not is_after_blank)
            if _ITEM.match(line) and indented and indented[-1].startswith(" " * _STEP):
                indented.append("")  # or else the item would be part of the one before
            is_after_blank = not line
            is_short = is_item and 1 < spaces < _STEP
            indented.append(" " * (_STEP - spaces) + line if is_short else line)
        return indented


def link_headings(root: ET.Element, rendering: Rendering) -> None:
    """Make each heading a link to itself, so that its address can be copied."""
    del rendering
    for heading in root.iter():
        own = heading.get("id")
        if heading.tag not in HEADINGS or not own or heading.find(".//a") is not None:
            continue
        link = ET.Element("a", {"href": f"#{own}"})
        link.text, heading.text = heading.text, None
        for child in list(heading):
            heading.remove(child)
            link.append(child)
        heading.append(link)


def heading_id(slug: str) -> str:
    """Make the id of a heading: what GitHub calls it, too, for nearly every heading."""
    return f"t-{slug}" if slug in OWN_IDS else slug

"""Python-Markdown without work that cannot find anything: same HTML, about half the time.

Every inline pattern needs some character to match at all; where the text has none of it, the
pattern is passed over.  Patterns of other extensions are always tried.
`tests/unit/test_guarded.py` shows over many texts that the HTML is that of the stock library.
"""

import xml.etree.ElementTree as ET
from typing import Any, Final

from markdown import Markdown
from markdown.extensions.toc import TocExtension, TocTreeprocessor
from markdown.treeprocessors import InlineProcessor
from markdown.util import AtomicString

TRIGGERS: Final = {
    "backtick": "`",
    "escape": "\\",
    "reference": "[",
    "link": "[",
    "image_link": "![",
    "image_reference": "![",
    "short_reference": "[",
    "short_image_ref": "![",
    "footnote": "[^",
    "wikilink": "[[",
    "unmade-link": "[[",
    "undefined-footnote": "[^",
    "autolink": "<",
    "automail": "<",
    "linebreak": "  \n",
    "html": "<",
    "entity": "&",
}
"""By the name of an inline pattern: text without which it cannot match."""
_EITHER: Final = {"em_strong": ("*", "_")}
_HEADINGS: Final = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})


class GuardedInlineProcessor(InlineProcessor):
    """Tries only patterns whose trigger stands in the text."""

    def __init__(self, md: Markdown) -> None:
        """Serve `md`, whose patterns are read when the first text comes: more may be added."""
        super().__init__(md)
        self._guarded: list[tuple[Any, str, str]] = []

    def _read_patterns(self) -> None:
        names = {}
        for name in (*TRIGGERS, *_EITHER):
            if name in self.inlinePatterns:
                names[id(self.inlinePatterns[name])] = name
        for pattern in self.inlinePatterns:
            name = names.get(id(pattern), "")
            one = TRIGGERS.get(name, "")
            self._guarded.append((pattern, *_EITHER.get(name, (one, one))))

    def _InlineProcessor__handleInline(  # noqa: N802 (the library's private name, overridden)
        self,
        data: str,
        patternIndex: int = 0,  # noqa: N803 (the library's name)
    ) -> str:
        """Apply the patterns from `patternIndex` on, as the library does, but for the guard."""
        if isinstance(data, AtomicString):
            return data
        if not self._guarded:
            self._read_patterns()
        apply = self._InlineProcessor__applyPattern  # type: ignore[attr-defined]
        for index in range(patternIndex, len(self._guarded)):
            pattern, trigger, other = self._guarded[index]
            matched, start = True, 0
            while matched and (trigger in data or other in data):
                data, matched, start = apply(pattern, data, index, start)
        return data


class _GuardedTocTreeprocessor(TocTreeprocessor):
    """Looks at headings only where there are some."""

    def run(self, doc: ET.Element) -> None:
        """Give headings their ids."""
        if any(element.tag in _HEADINGS for element in doc.iter()):
            super().run(doc)


class GuardedTocExtension(TocExtension):
    """The library's table of contents with `_GuardedTocTreeprocessor`."""

    TreeProcessorClass = _GuardedTocTreeprocessor


def guard(md: Markdown) -> None:
    """Put the guarded processor in the place of the stock one."""
    md.treeprocessors.register(GuardedInlineProcessor(md), "inline", 20)

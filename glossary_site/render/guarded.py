"""Python-Markdown without work that cannot find anything: the same HTML in much less time.

Every inline pattern needs some sign to match at all; where the text has none of it, the pattern is
passed over, and a text without any sign is left where it is.  Patterns of other extensions are
always tried.  `render.guarded_blocks` does the same for blocks, `render.guarded_trees` for what
comes after.
`tests/unit/test_guarded.py` shows over many texts that the HTML is that of the stock library.
"""

import re
import xml.etree.ElementTree as ET
from collections.abc import Callable
from typing import Any, ClassVar, Final, Literal

from markdown import Markdown
from markdown.inlinepatterns import DelimiterProcessor
from markdown.serializers import to_xhtml_string
from markdown.treeprocessors import InlineProcessor
from markdown.util import STX, AtomicString

from glossary_site.render.guarded_blocks import GuardedBlockParser, GuardedNormalizer
from glossary_site.render.guarded_trees import GuardedPrettifier, GuardedUnescaper, to_html

TRIGGERS: Final = {
    "backtick": "`",
    "figure": "{{",
    "no-figure": "{{",
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
_KNOWN_MODULES: Final = ("markdown.", "glossary_site.")

_Pattern = tuple[int, Any, str, str]
"""The index of a pattern, the pattern, and two triggers: one of them must stand in the text."""
_Made = list[tuple[ET.Element, list[str]]]
"""Elements made from a text, each with the tags it stands in."""


class GuardedInlineProcessor(InlineProcessor):
    """Tries only patterns whose trigger stands in the text."""

    def __init__(self, md: Markdown) -> None:
        """Serve `md`, whose patterns are read when the first text comes: more may be added."""
        super().__init__(md)
        self._patterns: list[_Pattern] = []
        self._marks: tuple[str, ...] = ()
        self._choices: dict[tuple[str, ...], tuple[_Pattern, ...]] = {}

    def _read_patterns(self) -> None:
        names = {id(self.inlinePatterns[n]): n for n in TRIGGERS if n in self.inlinePatterns}
        for index, pattern in enumerate(self.inlinePatterns):
            one = other = ""
            if isinstance(pattern, _GuardedEmphasis) and pattern.is_stock:
                one, other = pattern.tokens
            elif type(pattern).__module__.startswith(_KNOWN_MODULES):
                one = other = TRIGGERS.get(names.get(id(pattern), ""), "")
            self._patterns.append((index, pattern, one, other))
        triggers = [trigger for pattern in self._patterns for trigger in pattern[2:]]
        self._marks = tuple(dict.fromkeys(_mark(trigger) for trigger in triggers))

    def _choose(self, present: tuple[str, ...]) -> tuple[_Pattern, ...]:
        """Choose the patterns that may match where these marks are present, and no others."""
        choice = tuple(
            pattern
            for pattern in self._patterns
            if _mark(pattern[2]) in present or _mark(pattern[3]) in present
        )
        self._choices[present] = choice
        return choice

    def _InlineProcessor__handleInline(  # noqa: N802 (the library's private name, overridden)
        self,
        data: str,
        patternIndex: int = 0,  # noqa: N803 (the library's name)
    ) -> str:
        """Apply the patterns from `patternIndex` on, as the library does, but for the guard.

        All that a pattern leaves in the text is a placeholder, so no trigger ever comes to it.
        """
        if isinstance(data, AtomicString):
            return data
        present = tuple([mark for mark in self._marks if mark in data])
        choice = self._choices.get(present)
        apply = self._InlineProcessor__applyPattern  # type: ignore[attr-defined]
        for index, pattern, trigger, other in self._choose(present) if choice is None else choice:
            if index < patternIndex:
                continue
            matched, start = True, 0
            while matched:
                first = data.find(trigger, start)
                if first < 0 and (other == trigger or data.find(other, start) < 0):
                    break
                if other == trigger and not (trigger == "`" and "\\" in data):
                    start = first  # where every match begins, unless with a backslash
                data, matched, start = apply(pattern, data, index, start)
        return data

    def run(self, tree: ET.Element, ancestors: list[str] | None = None) -> ET.Element:
        """Apply the patterns to a tree, as the library does, but leave plain texts where they are.

        The order is the library's, level by level: it numbers footnotes.
        """
        if not self._patterns:
            self._read_patterns()
        self.stashed_nodes: dict[str, ET.Element | str] = {}
        queue = [(tree, list(ancestors or ()))]
        for parent, above in queue:  # which grows
            above.append(parent.tag.lower())
            self.ancestors = above
            made: list[tuple[ET.Element, _Made]] = []
            for child in parent:  # which grows, too
                text = child.text
                if text and not self._is_plain(text) and not isinstance(text, AtomicString):
                    made.append((child, self._make_of_text(child, text)))
                    queue += made[-1][1]
                if child.tail and not self._is_plain(child.tail):
                    self._make_of_tail(parent, child, child.tail)
                if len(child):
                    queue.append((child, above[:]))
            for child, elements in made:
                for at, (element, _) in enumerate(elements):
                    child.insert(at, element)
        return tree

    def _is_plain(self, text: str) -> bool:
        """Say whether there is nothing in a text to be made into elements."""
        for mark in self._marks:
            if mark in text:
                return False
        return STX not in text

    def _make_of_text(self, child: ET.Element, text: str) -> _Made:
        place = self._InlineProcessor__processPlaceholders  # type: ignore[attr-defined]
        child.text = None
        self.ancestors.append(child.tag.lower())
        made: _Made = place(self._InlineProcessor__handleInline(text), child)
        self.ancestors.pop()
        return made

    def _make_of_tail(self, parent: ET.Element, child: ET.Element, tail: str) -> None:
        place = self._InlineProcessor__processPlaceholders  # type: ignore[attr-defined]
        holder = ET.Element("d")
        made: _Made = place(self._InlineProcessor__handleInline(tail), holder, False)  # noqa: FBT003 (the library's)
        child.tail = holder.tail or None
        at = list(parent).index(child) + 1
        for element, _ in reversed(made):
            parent.insert(at, element)


def _mark(trigger: str) -> str:
    """Shorten a trigger to a part of it that many have: less to look for."""
    return "[" if "[" in trigger else trigger


class _GuardedEmphasis(DelimiterProcessor):
    """Makes the simplest emphasis at once: equal stars around words that hold no other sign."""

    _SIMPLE: Final = re.compile(r"(?<!\*)(\*\*?)(?!\*)([^\s*_](?:[^*_]*[^\s*_])?)\1(?!\*)")

    @property
    def is_stock(self) -> bool:
        """Whether emphasis is what it is without extensions."""
        return self.tokens == ["*", "_"] and self.delimiters["*"].tags == ("strong", "em")

    def handleMatch(  # type: ignore[override]  # noqa: N802 (the library's name; its stub is of the old interface)
        self, m: re.Match[str], data: str
    ) -> tuple[ET.Element | None, int | None, int | None]:
        """Make the element; leave all that nests or may pair in more than one way to the library."""
        simple = None if self.regions else self._SIMPLE.match(data, m.start(0))
        if simple is None or not self.is_stock:
            return super().handleMatch(m, data)
        element = ET.Element("strong" if simple[1] == "**" else "em")
        element.text = simple[2]
        return element, simple.start(), simple.end()


class GuardedMarkdown(Markdown):
    """The library's `Markdown`, made of guarded parts."""

    output_formats: ClassVar[dict[Literal["html", "xhtml"], Callable[[ET.Element], str]]] = {
        "html": to_html,
        "xhtml": to_xhtml_string,
    }

    def build_parser(self) -> "GuardedMarkdown":
        """Put guarded parts in the place of the stock ones, before extensions add theirs."""
        super().build_parser()
        self.parser = GuardedBlockParser(self, self.parser)
        self.preprocessors.register(GuardedNormalizer(self), "normalize_whitespace", 30)
        emphasis = _GuardedEmphasis("*", "strong,em", self)
        emphasis.add("_", "strong,em", smart=True)
        self.inlinePatterns.register(emphasis, "em_strong", 60)
        self.treeprocessors.register(GuardedInlineProcessor(self), "inline", 20)
        self.treeprocessors.register(GuardedPrettifier(self), "prettify", 10)
        self.treeprocessors.register(GuardedUnescaper(self), "unescape", 0)
        return self

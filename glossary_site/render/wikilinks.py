"""`[[Name]]` and `[[Name|words]]`: links to terms by any of their names."""

import re
import xml.etree.ElementTree as ET
from collections.abc import Callable
from typing import Final

from markdown import Markdown
from markdown.inlinepatterns import InlineProcessor

from glossary_site.graph.naming import resolve
from glossary_site.names import fold_name
from glossary_site.render.context import Rendering

PATTERN: Final = r"\[\[([^\[\]|\n]+)(?:\|([^\[\]\n]+))?\]\]"

CurrentRendering = Callable[[], Rendering]
"""Gives the rendering that is under way: one processor serves many bodies."""


class WikiLinkProcessor(InlineProcessor):
    """Turns double square brackets into links to terms."""

    def __init__(self, md: Markdown, current: CurrentRendering) -> None:
        """Serve `md`; `current` gives the rendering that is under way."""
        super().__init__(PATTERN, md)
        self._current = current

    def handleMatch(  # type: ignore[override]  # noqa: N802 (the library's name; its stub is of the old interface)
        self, m: re.Match[str], data: str
    ) -> tuple[ET.Element | str, int, int]:
        """Make the link, or leave its words where no term is meant."""
        del data
        rendering = self._current()
        name, words = m[1].strip(), (m[2] or m[1]).strip()
        names = rendering.context.names
        slugs = names.candidates.get(fold_name(name), ())
        if len(slugs) != 1:
            _, found = resolve(names, name, rendering.source.locate(m[0]))
            rendering.found += found
            return words, m.start(0), m.end(0)
        link = ET.Element("a", {"href": rendering.context.term_href(slugs[0])})
        link.set("class", "term-link")
        link.text = words
        rendering.written[slugs[0]] = None
        return link, m.start(0), m.end(0)

"""`[[Name]]` and `[[Name|words]]`: links to terms by any of their names.

A link may be wrapped once, and may stand in a table, where its bar parts no cells.  What begins as
a link and is none is reported, and shown as it is typed: `[[` before a letter, a digit, a bar or
`]]`.  Text in which every bracket is closed, as in `[[1, 2], [3]]`, never began as a link.
"""

import re
import xml.etree.ElementTree as ET
from collections.abc import Callable
from functools import partial
from typing import Final

from markdown import Markdown
from markdown.inlinepatterns import InlineProcessor
from markdown.preprocessors import Preprocessor
from markdown.util import INLINE_PLACEHOLDER_RE

from glossary_site.diagnostics import Edit, Fix, Span, quoted
from glossary_site.graph.meant import meant, mended
from glossary_site.graph.naming import resolve
from glossary_site.names import fold_name
from glossary_site.render.context import Rendering
from glossary_site.render.source_text import mask_code

BAR: Final = "\x1a"
ESCAPED_BAR: Final = "\x1b"
r"""What `|` and `\|` are within double brackets until tables are made; no body may hold either."""

_PART: Final = r"[^\[\]|\n\x1a\x1b]*+(?:\n[^\[\]|\n\x1a\x1b]*+)?"
_WORDS: Final = r"[^\[\]\n]*+(?:\n[^\[\]\n]*+)?"
PATTERN: Final = rf"\[\[({_PART})(?:[|\x1a\x1b]({_WORDS}))?\]\]"
_LIKELY: Final = re.compile(r"(?<!\\)\[\[[^\[\]\n]*\|[^\[\]\n]*\]\]")
_BAR: Final = re.compile(r"\\?\|")
_PLACEHOLDER: Final = re.compile("\x02[^\x03]*\x03")
_ESCAPE: Final = re.compile("\x02([0-9]+)\x03")
_ALTERED: Final = re.compile("[\x02\x1a\x1b\n]")
_SPACE: Final = re.compile(r"\s+")
_SHOWN: Final = 40

CurrentRendering = Callable[[], Rendering]
"""Gives the rendering that is under way: one processor serves many bodies."""


class ProtectBars(Preprocessor):
    """Keeps the bars of links from tables."""

    def __init__(self, md: Markdown, current: CurrentRendering) -> None:
        """Serve `md`; `current` gives the rendering that is under way."""
        super().__init__(md)
        self._current = current

    def run(self, lines: list[str]) -> list[str]:
        """Replace each bar within double brackets, outside of code."""
        text = "\n".join(lines)
        rendering = self._current()
        rendering.has_bars = BAR in text or ESCAPED_BAR in text
        if "[[" not in text or "|" not in text:
            return lines
        rendering.has_bars = True
        parts, at = [], 0
        for link in _LIKELY.finditer(mask_code(text)):
            for bar in _BAR.finditer(link[0]):
                parts += [
                    text[at : link.start() + bar.start()],
                    BAR if len(bar[0]) == 1 else ESCAPED_BAR,
                ]
                at = link.start() + bar.end()
        return "".join([*parts, text[at:]]).split("\n")


def plain_bars(text: str) -> str:
    """Turn what is left of `ProtectBars` back into bars."""
    return text.replace(BAR, "|").replace(ESCAPED_BAR, "|")


def restore_bars(root: ET.Element, rendering: Rendering) -> None:
    """Turn what is left of `ProtectBars` in a tree back into what was typed."""
    if not rendering.has_bars:
        return
    for element in root.iter():
        if element.text and (BAR in element.text or ESCAPED_BAR in element.text):
            bar = r"\|" if element.tag == "code" else "|"
            text = element.text.replace(ESCAPED_BAR, bar)
            element.text = text.replace(BAR, "|")
        if element.tail:
            element.tail = plain_bars(element.tail)
        for name, value in element.attrib.items():
            element.set(name, plain_bars(value))


class WikiLinkProcessor(InlineProcessor):
    """Turns double square brackets into links to terms."""

    def __init__(self, md: Markdown, current: CurrentRendering) -> None:
        """Serve `md`; `current` gives the rendering that is under way."""
        super().__init__(PATTERN, md)
        self._current = current

    def handleMatch(  # type: ignore[override]  # noqa: N802 (the library's name; its stub is of the old interface)
        self, m: re.Match[str], data: str
    ) -> tuple[ET.Element | str | None, int | None, int | None]:
        """Make the link, or leave its words where no term is meant."""
        del data
        rendering = self._current()
        name = _SPACE.sub(" ", as_shown(self, m[1])).strip()
        words = _SPACE.sub(" ", plain_bars(m[1] if m[2] is None else m[2])).strip()
        if not name or not words:
            return None, None, None  # `UnmadeLinkProcessor` says so
        names = rendering.context.names
        slugs = names.candidates.get(fold_name(name), ())
        if len(slugs) != 1:
            span = rendering.source.locate(as_typed(m[0]))
            _, found = resolve(names, name, span)
            new = meant(names, name, rendering.context.redirects.get)
            rendering.found += mended(found, new, partial(_rewritten, m, span))
            return unstash(self, words), m.start(0), m.end(0)
        link = ET.Element("a", {"href": rendering.context.term_href(slugs[0])})
        link.set("class", "term-link")
        link.text = words
        rendering.written[slugs[0]] = None
        return link, m.start(0), m.end(0)


def _rewritten(m: re.Match[str], span: Span, name: str) -> Fix:
    """Put another name into a link, if it stands in the source on one line, as it is read."""
    typed = m[0].replace(ESCAPED_BAR, r"\|").replace(BAR, "|")
    if span.end_column is None or re.search("[\x02\n]", typed) or re.search(r"[][|\n]", name):
        return ()
    text = f"[[{name}{typed[2 + len(m[1]) :]}"
    return (Edit(span.path, span.line, span.column, span.line, span.end_column, text, typed),)


class UnmadeLinkProcessor(InlineProcessor):
    """Reports what begins as a link to a term and is none, and changes nothing."""

    def __init__(self, md: Markdown, current: CurrentRendering) -> None:
        """Serve `md`; `current` gives the rendering that is under way."""
        super().__init__(r"\[\[(?!\[)", md)
        self._current = current

    def handleMatch(  # type: ignore[override]  # noqa: N802 (the library's name; its stub is of the old interface)
        self, m: re.Match[str], data: str
    ) -> tuple[None, None, None]:
        """Say what is wrong."""
        after = data[m.end() : m.end() + 1000]
        if problem := _problem(after):
            message, length = problem
            rendering = self._current()
            typed = m[0] + after[:length]
            spellings = [as_typed(typed)]
            if not typed.endswith("]]"):
                spellings.insert(0, _never_closed(typed))
            shown = quoted(as_shown(self, typed).strip(), _SHOWN)
            rendering.report(
                "broken-link",
                rendering.source.locate(*spellings),
                f"the link {shown} {message}",
                r"write [[Title]] or [[Title|words]]; where no link is meant, write \[[",
            )
        return None, None, None


def _problem(after: str) -> tuple[str, int] | None:
    """Judge what follows `[[` where no link could be made: a message and how much it is about."""
    whole = re.match(r"([^\[\]\n]*)\]\]", after)
    if whole:
        name = plain_bars(whole[1]).partition("|")[0]
        return ("has no words" if name.strip() else "names no term"), whole.end()
    if not after[:1].isalnum():
        return None
    depth = 2
    for at, char in enumerate(after):
        depth += (char == "[") - (char == "]")
        if depth == 0:
            if after[at - 1] != "]":
                return None
            is_list = re.match(r"[^\[\]]*\][^\]]", after)
            return None if is_list else ("holds brackets", at + 1)
    line = after.partition("\n")[0]
    return "is never closed", len(line.rstrip())


def unstash(processor: InlineProcessor, text: str) -> str:
    """Put back the text of what other patterns have put aside; escaped characters stay so."""
    if "\x02" not in text:
        return text
    stashed = processor.md.treeprocessors["inline"].stashed_nodes  # type: ignore[attr-defined]

    def words(m: re.Match[str]) -> str:
        node = stashed.get(m[1], "")
        return node if isinstance(node, str) else "".join(node.itertext())

    while (more := INLINE_PLACEHOLDER_RE.sub(words, text)) != text:
        text = more
    return text


def as_shown(processor: InlineProcessor, text: str) -> str:
    """Make a text fit for a message: no placeholder, no mark of ours."""
    text = _ESCAPE.sub(lambda m: chr(int(m[1])), unstash(processor, text))
    return plain_bars(_PLACEHOLDER.sub("", text))


def _never_closed(text: str) -> re.Pattern[str]:
    """Make a pattern that passes over links which only begin alike."""
    known = as_typed(text)
    pattern = re.escape(known) if isinstance(known, str) else known.pattern
    return re.compile(rf"{pattern}(?!\]|[^\[\]\n]*\]\])")


def as_typed(text: str) -> str | re.Pattern[str]:
    """Say how a text that is being rendered may stand in the source, by a pattern if it must be."""
    if not _ALTERED.search(text):
        return text
    parts = []
    for piece in re.split("(\x02[^\x03]*\x03|[\x1a\x1b\n])", text):
        if piece.startswith("\x02"):
            parts.append(r"[^\n]+?")
        elif piece == "\n":
            parts.append(r"[ \t]*\n[ \t>]*")
        else:
            parts.append(r"\\?\|" if piece in {BAR, ESCAPED_BAR} else re.escape(piece))
    return re.compile("".join(parts))

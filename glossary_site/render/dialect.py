"""Where our Markdown differs from the library's: raw HTML, entities, fences, lost footnotes."""

import html
import re
from typing import Any

from markdown import Markdown
from markdown.extensions.fenced_code import FencedBlockPreprocessor, FencedCodeExtension
from markdown.inlinepatterns import HTML_RE, InlineProcessor

from glossary_site.content.characters import FORBIDDEN
from glossary_site.diagnostics import quoted
from glossary_site.render.source_text import FENCED
from glossary_site.render.wikilinks import CurrentRendering, as_shown, as_typed, unstash


class LiteralHtml(InlineProcessor):
    """Shows raw HTML as the text it is, and says so."""

    def __init__(self, md: Markdown, current: CurrentRendering) -> None:
        """Serve `md`; `current` gives the rendering that is under way."""
        super().__init__(HTML_RE, md)
        self._current = current

    def handleMatch(  # type: ignore[override]  # noqa: N802 (the library's name; its stub is of the old interface)
        self, m: re.Match[str], data: str
    ) -> tuple[str, int, int]:
        """Return the tag as text."""
        del data
        rendering = self._current()
        message = f"raw HTML is shown as text: {quoted(as_shown(self, m[0]), 40)}"
        hint = "use Markdown, or put it between backticks"
        rendering.report("raw-html", rendering.source.locate(as_typed(m[0])), message, hint)
        return unstash(self, m[0]), m.start(0), m.end(0)


class UndefinedFootnote(InlineProcessor):
    """Reports a reference to a footnote that is not there, and changes nothing."""

    def __init__(self, md: Markdown, current: CurrentRendering) -> None:
        """Serve `md`; `current` gives the rendering that is under way."""
        super().__init__(r"\[\^([^\[\]\n]+)\]", md)
        self._current = current

    def handleMatch(  # type: ignore[override]  # noqa: N802 (the library's name; its stub is of the old interface)
        self, m: re.Match[str], data: str
    ) -> tuple[None, None, None]:
        """Say that it is not defined."""
        del data
        rendering = self._current()
        message = f"the footnote {quoted(as_shown(self, m[1]))} is not defined"
        hint = r"define it as [^…]: on a line of its own; where no footnote is meant, write \[^"
        rendering.report("broken-fragment", rendering.source.locate(as_typed(m[0])), message, hint)
        return None, None, None


class PlainEntity(InlineProcessor):
    """Turns a character reference into its character, or drops one that may not stand there."""

    def handleMatch(  # type: ignore[override]  # noqa: N802 (the library's name; its stub is of the old interface)
        self, m: re.Match[str], data: str
    ) -> tuple[str, int, int]:
        """Return the character, or nothing."""
        del data
        text = html.unescape(m[1])
        return ("" if FORBIDDEN.search(text) else text), m.start(0), m.end(0)


class PlainFence(FencedBlockPreprocessor):
    """Fenced code without attributes: what follows the fence sets nothing."""

    FENCED_BLOCK_RE = FENCED

    def run(self, lines: list[str]) -> list[str]:
        """Look for fences only where there are any."""
        text = "\n".join(lines)
        return super().run(lines) if "```" in text or "~~~" in text else lines

    def handle_attrs(  # the base class is untyped here
        self,
        attrs: Any,  # noqa: ANN401 (any shape; all of it is ignored)
    ) -> tuple[str, list[str], dict[str, Any]]:
        """Ignore ids, classes and settings."""
        del attrs
        return "", [], {}


class PlainFencedCode(FencedCodeExtension):
    """Registers `PlainFence` where the library registers its own."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 (the library's name)
        """Put the processor before HTML and reference blocks are looked for."""
        md.registerExtension(self)
        md.preprocessors.register(PlainFence(md, self.getConfigs()), "fenced_code_block", 25)

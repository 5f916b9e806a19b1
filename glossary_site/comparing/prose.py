"""The paragraphs of safe HTML as plain text."""

from html.parser import HTMLParser
from typing import Final

_BLOCKS: Final = frozenset(
    {
        "p", "li", "ul", "ol", "dl", "dt", "dd", "h1", "h2", "h3", "h4", "h5", "h6", "pre",
        "blockquote", "table", "tr", "td", "th", "figure", "figcaption", "div", "hr", "br",
    }
)  # fmt: skip


def paragraphs(html: str) -> tuple[str, ...]:
    """Take the text of a body apart: paragraphs, headings, points of lists, cells.

    >>> paragraphs("<h2>Use</h2><p>A <a href='#'>chip</a>.</p>")
    ('Use', 'A chip.')
    """
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.done()


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._found: list[str] = []
        self._text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "img":
            self._text.append(f"[{dict(attrs).get('alt') or ''}]")
        elif tag in _BLOCKS:
            self._settle()

    def handle_endtag(self, tag: str) -> None:
        if tag in _BLOCKS:
            self._settle()

    def handle_data(self, data: str) -> None:
        self._text.append(data)

    def done(self) -> tuple[str, ...]:
        """Give what was found."""
        self._settle()
        return tuple(self._found)

    def _settle(self) -> None:
        text = " ".join("".join(self._text).split())
        if text:
            self._found.append(text)
        self._text.clear()

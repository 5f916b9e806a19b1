"""Plain text of a mail: what readers without HTML see, and what filters compare the HTML with."""

import textwrap
from collections.abc import Mapping
from html.parser import HTMLParser
from typing import Final

from glossary_site.mailing.body import is_dropped, whole

WIDTH: Final = 72
"""Characters in a line, but for an address that has more."""
_HEADINGS: Final[Mapping[str, str]] = {"h2": "=", "h3": "-", "h4": "-", "h5": "-", "h6": "-"}
_BLOCKS: Final = frozenset({"p", "dt", "dd", "li", "tr", "pre", "blockquote", "div", *_HEADINGS})
_BREAK: Final = "\x00"
"""Stands for a line's end that the author wrote; no body holds this character."""


class Footnotes:
    """The addresses of a text, each with its number."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}

    def mark(self, address: str) -> str:
        """Give the mark that leads to an address, for instance `[1]`."""
        return f"[{self._numbers.setdefault(address, len(self._numbers) + 1)}]"

    def lines(self) -> list[str]:
        """List the addresses with their marks."""
        return [f"[{number}] {address}" for address, number in self._numbers.items()]


def wrapped(text: str, first: str = "", rest: str = "") -> str:
    """Break a text into lines; addresses stay whole."""
    lines: list[str] = []
    for line in text.split(_BREAK):
        words = " ".join(line.split())
        lines += textwrap.wrap(
            words, WIDTH, initial_indent=first if not lines else rest, subsequent_indent=rest,
            break_long_words=False, break_on_hyphens=False,
        )  # fmt: skip
    return "\n".join(lines)


def plain_body(html: str, origin: str, notes: Footnotes) -> list[str]:
    """Put a body in plain text.

    Args:
        html: From a `Fragment`.
        origin: Of the site.
        notes: Takes the addresses that it links to.

    Returns:
        Its paragraphs, headings and list items, each broken into lines.

    >>> plain_body('<p>A <a href="/b/">link</a>.</p><ul><li>x</li></ul>', "https://x.org", Footnotes())
    ['A link [1].', '- x']
    """
    reading = _Reading(origin, notes)
    reading.feed(html)
    reading.close()
    reading.end_block()
    return reading.blocks


class _Reading(HTMLParser):
    """Collects blocks of text while a body is read."""

    def __init__(self, origin: str, notes: Footnotes) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[str] = []
        self._origin = origin
        self._notes = notes
        self._words = ""
        self._lists: list[int | None] = []
        """For each list that is open the number of its next item; None without numbers."""
        self._first = ""
        self._quotes = 0
        self._links: list[str | None] = []
        self._is_silent = False
        self._is_kept = False
        self._has_cell = False

    def handle_starttag(self, name: str, attributes: list[tuple[str, str | None]]) -> None:
        """Begin an element."""
        given = dict(attributes)
        if name in _BLOCKS or name in {"ul", "ol", "table"}:
            self.end_block()
        if name in {"ul", "ol"}:
            self._lists.append(int(given.get("start") or 1) if name == "ol" else None)
        elif name == "li":
            self._first = self._bullet()
        elif name == "blockquote":
            self._quotes += 1
        elif name == "pre":
            self._is_kept = True
        elif name in {"td", "th"}:
            self._words += " | " if self._has_cell else ""
            self._has_cell = True
        elif name == "a":
            self._is_silent = is_dropped(name, given)
            self._links.append(whole(given.get("href") or "#", self._origin))
        elif name == "br":
            self._words += _BREAK
        elif name == "img" and given.get("alt"):
            self._words += f"[Picture: {given['alt']}]"

    def handle_endtag(self, name: str) -> None:
        """End an element."""
        if name == "a":
            address = self._links.pop()
            if address is not None and not self._is_silent:
                self._words += f" {self._notes.mark(address)}"
            self._is_silent = False
        elif name in _HEADINGS:
            title = " ".join(self._words.split())
            self._words = ""
            self.blocks.append(f"{wrapped(title)}\n{_HEADINGS[name] * min(len(title), WIDTH)}")
        elif name in _BLOCKS:
            self.end_block()
        elif name in {"ul", "ol"}:
            self.end_block()
            self._lists.pop()
            self._first = "  " if self._lists else ""
        if name == "blockquote":
            self._quotes -= 1

    def handle_data(self, data: str) -> None:
        """Take text."""
        if not self._is_silent:
            self._words += data

    def end_block(self) -> None:
        """Break what was collected into lines."""
        words, first = self._words, self._first
        indent = "  " * max(len(self._lists) - 1, 0) + "> " * self._quotes
        self._words, self._has_cell = "", False
        if self._is_kept:
            self._is_kept = False
            self.blocks.append(textwrap.indent(words.rstrip("\n"), f"{indent}    "))
        elif words.strip(f"{_BREAK} \n"):
            hang = " " * len(first)
            self.blocks.append(wrapped(words, indent + first, indent + hang))
            self._first = hang

    def _bullet(self) -> str:
        number = self._lists[-1] if self._lists else None
        if number is None:
            return "- "
        self._lists[-1] = number + 1
        return f"{number}. "

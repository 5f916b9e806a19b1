"""An issue's body as mail programs take it: every style on its element, every address whole.

Mail programs drop stylesheets, scripts and what they do not know.  The body's HTML comes from
`render.markdown`, well formed and of few elements; here each gets its style, and what leads nowhere
in a mail is left out.
"""

from collections.abc import Mapping
from html.parser import HTMLParser
from typing import Final

from markupsafe import Markup

from glossary_site.mailing.inert import inert

_SERIF: Final = "font-family:Georgia,'Times New Roman',serif"
_MONO: Final = "font-family:Menlo,Consolas,monospace;font-size:14px"
_INK: Final = "color:#16211c"
_CELL: Final = f"padding:6px 10px;border-bottom:1px solid #d3ddd7;text-align:left;{_SERIF};font-size:15px;line-height:1.45;{_INK}"
_TEXT: Final = f"{_SERIF};font-size:17px;line-height:1.55;{_INK}"
_TITLE: Final = f"{_SERIF};font-weight:bold;line-height:1.3;{_INK}"
STYLES: Final[Mapping[str, str]] = {
    "a": "color:#0b6b50;text-decoration:underline",
    "blockquote": "margin:0 0 16px;padding:0 0 0 16px;border-left:3px solid #0b6b50",
    "br": "",
    "code": _MONO,
    "dd": f"margin:0 0 12px 24px;{_TEXT}",
    "del": "",
    "div": "margin:0 0 16px;padding:12px 16px;border-left:3px solid #6f8078",
    "dl": "margin:0 0 16px",
    "dt": f"font-weight:bold;{_TEXT}",
    "em": "",
    "h2": f"margin:28px 0 8px;font-size:21px;{_TITLE}",
    "h3": f"margin:24px 0 8px;font-size:18px;{_TITLE}",
    "h4": f"margin:20px 0 8px;font-size:17px;{_TITLE}",
    "h5": f"margin:20px 0 8px;font-size:17px;{_TITLE}",
    "h6": f"margin:20px 0 8px;font-size:17px;{_TITLE}",
    "hr": "margin:24px 0;border:0;border-top:1px solid #d3ddd7",
    "img": "display:block;max-width:100%;height:auto;border:0",
    "ins": "",
    "li": f"margin:0 0 6px;{_TEXT}",
    "ol": "margin:0 0 16px;padding:0 0 0 26px",
    "p": f"margin:0 0 16px;{_TEXT}",
    "pre": f"margin:0 0 16px;padding:12px;background-color:#eef4f0;white-space:pre-wrap;{_MONO};{_INK}",
    "strong": "",
    "sub": "",
    "sup": "font-size:12px;line-height:1",
    "table": "margin:0 0 16px;border-collapse:collapse",
    "tbody": "",
    "td": _CELL,
    "th": f"font-weight:bold;{_CELL}",
    "thead": "",
    "tr": "",
    "ul": "margin:0 0 16px;padding:0 0 0 26px",
}
"""From an element that may stand in a mail to its style."""
_VOID: Final = frozenset({"br", "hr", "img"})
MEASURE: Final = 552
"""Pixels between the margins of a mail."""

Attributes = list[tuple[str, str | None]]


def mail_body(html: str, origin: str) -> Markup:
    """Give each element of a body its style, and each address its host.

    Args:
        html: From a `Fragment`.
        origin: Of the site, for instance `https://example.org`.

    >>> mail_body('<p><a class="term-link" href="/gpu/">A chip</a></p>', "https://x.org")[-91:-4]
    Markup('<a href="https://x.org/gpu/" style="color:#0b6b50;text-decoration:underline">A chip</a>')
    """
    rewriting = _Rewriting(origin)
    rewriting.feed(html)
    rewriting.close()
    return Markup("".join(rewriting.parts))  # noqa: S704 (every part is escaped or written here)


def whole(address: str, origin: str) -> str | None:
    """Give an address its host; None for one within the page, which a mail is not.

    >>> whole("/terms/gpu/", "https://x.org"), whole("#fn:1", "https://x.org")
    ('https://x.org/terms/gpu/', None)
    """
    if address.startswith("#"):
        return None
    return origin + address if address.startswith("/") else address


def is_dropped(name: str, attributes: Mapping[str, str | None]) -> bool:
    """Say whether an element says nothing in a mail: the arrow from a footnote back to its text."""
    return name == "a" and "footnote-backref" in (attributes.get("class") or "")


class _Rewriting(HTMLParser):
    """Writes a body anew while it is read."""

    def __init__(self, origin: str) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._origin = origin
        self._open: list[str | None] = []
        """For each element that is open what ends it; None within one that is dropped."""

    def handle_starttag(self, name: str, attributes: Attributes) -> None:
        """Begin an element."""
        given = dict(attributes)
        if self._is_silent() or is_dropped(name, given):
            if name not in _VOID:
                self._open.append(None)
            return
        made = self._start(name, given)
        self.parts.append(made)
        if name not in _VOID:
            self._open.append(f"</{name}>" if made else "")

    def handle_endtag(self, name: str) -> None:
        """End an element."""
        if name not in _VOID and self._open:
            self.parts.append(self._open.pop() or "")

    def handle_data(self, data: str) -> None:
        """Take text."""
        if not self._is_silent():
            self.parts.append(str(inert(data)))

    def _is_silent(self) -> bool:
        return None in self._open

    def _start(self, name: str, given: Mapping[str, str | None]) -> str:
        """Write an element's start; nothing for one of which only the content stays."""
        if name not in STYLES or (name == "div" and "admonition" not in (given.get("class") or "")):
            return ""
        attributes = self._kept(name, given)
        if attributes is None:
            return ""
        style = f' style="{STYLES[name]}"' if STYLES[name] else ""
        written = "".join(f' {key}="{inert(value)}"' for key, value in attributes.items())
        return f"<{name}{written}{style}>"

    def _kept(self, name: str, given: Mapping[str, str | None]) -> dict[str, str] | None:
        """Choose an element's attributes; None where it cannot stand in a mail."""
        if name == "a":
            address = whole(given.get("href") or "#", self._origin)
            return None if address is None else {"href": address}
        if name == "img":
            source = whole(given.get("src") or "#", self._origin)
            width = min(int(given.get("width") or MEASURE), MEASURE)
            if source is None:
                return None
            return {"src": source, "alt": given.get("alt") or "", "width": str(width)}
        if name == "table":
            return {"role": "table", "cellspacing": "0", "cellpadding": "0"}
        if name == "ol" and given.get("start"):
            return {"start": given["start"] or "1"}
        return {}

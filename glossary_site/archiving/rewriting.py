"""Pages and stylesheets as they must be in a folder.

Pages are read as browsers read them, tag by tag: what only looks like a tag, in a comment, in an
attribute or in a text, is left alone.
"""

import html
import re
from functools import partial
from typing import Final

from glossary_site.archiving.relative import Relative

_ATTRIBUTES: Final = r"""[^>"']*(?:"[^"]*"[^>"']*|'[^']*'[^>"']*)*>"""
_TOKEN: Final = re.compile(
    rf"<!--.*?-->|<(?P<raw>script|style|title|textarea)(?=[\s/>]){_ATTRIBUTES}.*?</(?P=raw)\s*>"
    rf"|<[a-zA-Z]{_ATTRIBUTES}",
    re.DOTALL | re.IGNORECASE,
)
"""A comment, an element whose content is text to the end, or the start of any other element."""
_ATTRIBUTE: Final = re.compile(
    r"""(?P<name>[^\s"'<>/=]+)(?P<is>\s*=\s*)(?:"(?P<two>[^"]*)"|'(?P<one>[^']*)'|(?P<none>[^\s"'>]+))"""
)
_TELLING: Final = re.compile(
    r"[hH][rR][eE][fF]|[sS][rR][cC]|[tT][iI][oO][nN]|[hH][tT][tT][pP]-|[dD][aA][tT][aA]=|[pP][oO][sS][tT]"
)
"""What of a name or value says that a tag may need a change; most have none."""
_NAMED: Final = frozenset({"href", "src", "action", "formaction", "poster", "data", "xlink:href"})
"""Attributes that are addresses."""
_LEFT_OUT: Final = re.compile(r"""<link\b[^>]*\brel=["']?manifest\b""", re.IGNORECASE)
"""A folder is nothing that a device can install."""
_POLICY: Final = re.compile(
    r"""<meta\s[^>]*http-equiv=["']?Content-Security-Policy\b""", re.IGNORECASE
)
_REFRESH: Final = re.compile(
    r"(?P<before>\s*[\d.]*\s*[;,]\s*url\s*=\s*)(?P<address>.*)", re.IGNORECASE | re.DOTALL
)
_DATA_BLOCK: Final = re.compile(r"""<script\b[^>]*\btype=["']application/""", re.IGNORECASE)
_SCRIPT: Final = frozenset({"sc", "Sc", "SC", "sC"})
"""How the name of an element begins that is a script; of those read as text no other does."""
_OF_SCRIPTS: Final = frozenset({"script-src", "connect-src", "worker-src", "manifest-src"})
"""Directives that an archive does without: `default-src 'none'` decides then."""
_CSS: Final = re.compile(
    r"""/\*.*?\*/|(?P<before>url\(\s*|@import\s+)(?:"(?P<two>[^"\n]*)"|'(?P<one>[^'\n]*)'|(?P<none>[^\s"')]+(?=\s*\))))""",
    re.DOTALL | re.IGNORECASE,
)


def page(text: str, path: str, relative: Relative) -> str:
    """Write a page for a folder: relative addresses, no script, and a policy that allows none.

    Browsers load no module from a folder, and no data.  The site's pages are whole without scripts,
    so all of them go, but those of a page that came without a policy: it is not one of ours.
    """
    is_ours = _POLICY.search(text) is not None

    def written(match: re.Match[str]) -> str:
        tag = match[0]
        if match.lastgroup is not None:
            return _raw(tag, path, relative, is_ours=is_ours) if tag[1:3] in _SCRIPT else tag
        if tag[1] == "!":
            return tag
        if "=" not in tag or _TELLING.search(tag) is None:
            return tag
        if tag[1] in "mM" and _POLICY.match(tag):
            return _ATTRIBUTE.sub(_policy, tag)
        if tag[1] in "lL" and _LEFT_OUT.match(tag):
            return ""
        return _tag(tag, path, relative)

    return _TOKEN.sub(written, text)


def _raw(element: str, path: str, relative: Relative, *, is_ours: bool) -> str:
    """Leave out a script of ours; data for search engines is none."""
    if _DATA_BLOCK.match(element):
        return element
    if is_ours:
        return ""
    tag, closing, rest = element.partition(">")
    return _tag(tag + closing, path, relative) + rest


def _tag(tag: str, path: str, relative: Relative) -> str:
    """Write the start of an element."""
    drawn = ""
    if tag[1:5].lower() == "use ":
        address = re.search(r'href="([^"]*)"', tag)
        drawn = relative.symbols.get(address[1], "") if address else ""
    if drawn:
        return f"{drawn}<use>"
    is_refresh = tag[1:5].lower() == "meta" and "refresh" in tag.lower()
    return _ATTRIBUTE.sub(
        partial(_attribute, path=path, relative=relative, is_refresh=is_refresh), tag
    )


def _attribute(match: re.Match[str], *, path: str, relative: Relative, is_refresh: bool) -> str:
    """Write an attribute."""
    name = match["name"].lower()
    if name in _NAMED:
        value = relative.address(_value(match), path)
    elif name == "srcset":
        value = _candidates(_value(match), path, relative)
    elif is_refresh and name == "content" and (parts := _REFRESH.fullmatch(_value(match))):
        value = parts["before"] + relative.address(parts["address"].strip("'\" "), path)
    else:
        return match[0]
    return f'{match["name"]}{match["is"]}"{html.escape(value, quote=False).replace(chr(34), "&quot;")}"'


def _candidates(value: str, path: str, relative: Relative) -> str:
    """Write the pictures that a browser may choose from."""
    chosen = (candidate.split(None, 1) for candidate in value.split(", "))
    return ", ".join(
        " ".join((relative.address(first, path), *rest)) for first, *rest in filter(None, chosen)
    )


def _policy(match: re.Match[str]) -> str:
    """Write the policy without what scripts would need."""
    if match["name"].lower() != "content":
        return match[0]
    directives = [one.strip() for one in _value(match).split(";")]
    kept = [one for one in directives if one.partition(" ")[0] not in _OF_SCRIPTS]
    policy = html.escape("; ".join(kept), quote=False).replace('"', "&quot;")
    return f'{match["name"]}{match["is"]}"{policy}"'


def _value(match: re.Match[str]) -> str:
    value = next(one for one in (match["two"], match["one"], match["none"]) if one is not None)
    return html.unescape(value) if "&" in value else value


def stylesheet(text: str, path: str, relative: Relative) -> str:
    """Write a stylesheet for a folder."""

    def written(match: re.Match[str]) -> str:
        if match["before"] is None:
            return match[0]
        given = next(one for one in (match["two"], match["one"], match["none"]) if one is not None)
        address = relative.address(given, path).replace('"', "%22").replace("\n", "")
        return f'{match["before"]}"{address}"'

    return _CSS.sub(written, text)

"""What a page gains on its way to the browser: the script that reloads it, and leave to run it.

The published files are never touched.
"""

import html
import re
from typing import Final

from glossary_site.serve.session import State

_META: Final = re.compile(r"""<meta\b(?:[^>"']|"[^"]*"|'[^']*')*>""", re.IGNORECASE)
_IS_POLICY: Final = re.compile(
    r"""\bhttp-equiv\s*=\s*["']?content-security-policy["'\s/>]""", re.IGNORECASE
)
_CONTENT: Final = re.compile(
    r"""(?<![\w-])content\s*=\s*("[^"]*"|'[^']*'|[^\s"'>]+)""", re.IGNORECASE
)
_ENDS: Final = (re.compile(r"</head\s*>", re.IGNORECASE), re.compile(r"</body\s*>", re.IGNORECASE))

_CHAINS: Final = {
    "script-src": ("script-src-elem", "script-src", "default-src"),
    "style-src": ("style-src-elem", "style-src", "default-src"),
    "connect-src": ("connect-src", "default-src"),
}
"""From what we need to the directives that may decide it; the first one present does."""


def with_client(page: bytes, *, path: str, version: int, host: str) -> bytes:
    """Add the reload script to a page and let its content security policy allow it.

    Args:
        page: A published page, in UTF-8.
        path: Where the script lies, with a slash at both ends.
        version: Which build the page is of, so that the script sees when it is out of date.
        host: The `Host` header of the request, which names the socket's address.
    """
    text = page.decode("utf-8", "surrogateescape")
    text = _META.sub(lambda tag: _with_wider_policy(tag[0], host), text)
    script = f'<script src="{path}reload.js" data-version="{version}" defer></script>'
    ends = [found for found in (end.search(text) for end in _ENDS) if found is not None]
    at = ends[0].start() if ends else len(text)
    return (text[:at] + script + text[at:]).encode("utf-8", "surrogateescape")


def widen_policy(policy: str, host: str) -> str:
    """Add to a content security policy what the reload script needs, and nothing else.

    >>> widen_policy("default-src 'none'; script-src 'self'; style-src 'self'", "127.0.0.1:80")
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self' ws://127.0.0.1:80"
    """
    directives: dict[str, list[str]] = {}
    for directive in policy.split(";"):
        name, *sources = directive.split() or [""]
        if name:
            directives.setdefault(name.lower(), sources)
    # A policy cannot name an IPv6 address; there 'self' must do.
    socket = [] if "[" in host else [f"ws://{host}"]
    for wanted, chain in _CHAINS.items():
        deciding = next((name for name in chain if name in directives), None)
        if deciding is None:
            continue
        target = wanted if deciding == "default-src" else deciding
        sources = [source for source in directives[deciding] if source.lower() != "'none'"]
        needed = ["'self'", *(socket if wanted == "connect-src" else [])]
        directives[target] = sources + [source for source in needed if source not in sources]
    return "; ".join(" ".join([name, *sources]) for name, sources in directives.items())


def own_policy(host: str) -> str:
    """Give the content security policy of pages that are ours and not the site's."""
    return widen_policy("default-src 'none'", host)


def error_page(state: State, *, path: str) -> bytes:
    """Make the page shown instead of a site that could not be built yet."""
    return _own_page(
        "The site cannot be built yet",
        f'<pre id="serve-report" tabindex="0">{html.escape(state.report or "")}</pre>',
        path,
    )


def missing_page(base_path: str, *, path: str) -> bytes:
    """Make the page shown for an unknown address where the site has none of its own."""
    home = html.escape(base_path)
    return _own_page("Nothing is here", f'<p>The site begins at <a href="{home}">{home}</a>.', path)


def _own_page(title: str, body: str, path: str) -> bytes:
    return (
        f'<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<title>{title}</title>'
        '\n<meta name="viewport" content="width=device-width">\n'
        f'<link rel="stylesheet" href="{path}overlay.css">\n</head>\n'
        f'<body class="serve-page">\n<h1>{title}</h1>\n{body}\n</body>\n</html>\n'
    ).encode()


def _with_wider_policy(tag: str, host: str) -> str:
    if _IS_POLICY.search(tag) is None:
        return tag

    def widened(content: re.Match[str]) -> str:
        value = content[1][1:-1] if content[1][0] in "\"'" else content[1]
        return f'content="{html.escape(widen_policy(html.unescape(value), host))}"'

    return _CONTENT.sub(widened, tag, count=1)

"""What hosts read: headers, redirects, and the mark that keeps GitHub from running Jekyll."""

from collections.abc import Iterator
from typing import Final

from glossary_site.content.permalinks import output_path
from glossary_site.diagnostics import Diagnostic, Span, finding
from glossary_site.exporting.host_headers import RULES, headers_file
from glossary_site.outputs.emitter import Emitter, Planned
from glossary_site.render.addresses import term_path
from glossary_site.render.digests import Digests
from glossary_site.render.edition import Edition
from glossary_site.render.html import Templates

REDIRECTS: Final = 2_000
"""Lines of `_redirects` that Cloudflare Pages reads; Netlify reads more, GitLab Pages 1,000."""
FILES: Final = 20_000
"""Files that Cloudflare Pages takes of a site at no charge."""
LINE: Final = 2_000
"""Characters of a line of `_headers` that Cloudflare Pages reads."""
_FILES: Final = (".nojekyll", "_headers", "_redirects")


def _plan(edition: Edition) -> Iterator[Planned]:
    del edition
    for path in _FILES:
        yield Planned(path, path, Span("site.yaml"))


def _shows(edition: Edition, digests: Digests, key: str) -> object:
    del digests
    if key == "_headers":
        return headers_file(edition)
    if key != "_redirects":
        return None
    leading = [(old, at.target) for old, at in edition.glossary.graph.redirects.items()]
    return leading, _moved(edition)


def _render(edition: Edition, templates: Templates, key: str) -> bytes:
    del templates
    if key == "_headers":
        return headers_file(edition).encode()
    if key == "_redirects":
        return _redirects(edition).encode()
    return b""


def _redirects(edition: Edition) -> str:
    href = edition.addresses.href
    lines = [
        f"{href(term_path(old))} {href(term_path(address.target))} 301"
        for old, address in edition.glossary.graph.redirects.items()
    ]
    lines += (f"{href(old)} {href(new)} 301" for old, new in _moved(edition))
    return "".join(line + "\n" for line in lines)


def _moved(edition: Edition) -> list[tuple[str, str]]:
    """List the pages that `permalinks.txt` says have moved, as output paths."""
    fates = edition.fates.items()
    moved = [(old, one.target) for old, one in fates if one.gone is None and one.target]
    return [(old, output_path(new)) for old, new in moved if old.endswith("/index.html")]


def beyond_limits(edition: Edition, files: int) -> Iterator[Diagnostic]:
    """Say what of a site a host would leave out; every other host takes it as it is."""
    site = Span("site.yaml")
    lines = len(edition.glossary.graph.redirects) + len(_moved(edition))
    if lines > REDIRECTS:
        message = (
            f"_redirects has {lines:,} lines, and Cloudflare Pages reads {REDIRECTS:,} of them"
        )
        hint = "the other old addresses still lead on, each by a page of its own"
        yield finding("host-limit", site, message, hint)
    if files > FILES:
        message = f"the site has {files:,} files, and Cloudflare Pages takes {FILES:,} at no charge"
        yield finding("host-limit", site, message)
    headers = headers_file(edition).splitlines()
    rules = sum(not line.startswith(" ") for line in headers)
    if rules > RULES:
        message = f"_headers has {rules:,} rules, and Cloudflare Pages reads {RULES:,} of them"
        hint = "put folders of static/ into one: each has a rule of its own"
        yield finding("host-limit", site, message, hint)
    longest = max(map(len, headers))
    if longest > LINE:
        message = (
            f"a line of _headers has {longest:,} characters, and Cloudflare Pages reads {LINE:,}"
        )
        yield finding("host-limit", site, message)


EMITTER: Final = Emitter("hosting", "hosting", _plan, _shows, _render)

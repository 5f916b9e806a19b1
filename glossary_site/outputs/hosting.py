"""What hosts read: headers, redirects, and the mark that keeps GitHub from running Jekyll."""

from collections.abc import Iterator
from typing import Final

from glossary_site.diagnostics import Span
from glossary_site.outputs.emitter import Emitter, Planned
from glossary_site.render.addresses import term_path
from glossary_site.render.digests import Digests
from glossary_site.render.edition import Edition
from glossary_site.render.html import Templates
from glossary_site.render.newsletter import reach
from glossary_site.render.policy import content_security_policy

PERMISSIONS: Final = "camera=(), geolocation=(), microphone=(), payment=(), usb=()"
_FILES: Final = (".nojekyll", "_headers", "_redirects")


def _plan(edition: Edition) -> Iterator[Planned]:
    del edition
    for path in _FILES:
        yield Planned(path, path, Span("site.yaml"))


def _shows(edition: Edition, digests: Digests, key: str) -> object:
    del digests
    if key != "_redirects":
        return None
    return [(old, at.target) for old, at in edition.glossary.graph.redirects.items()]


def _render(edition: Edition, templates: Templates, key: str) -> bytes:
    del templates
    if key == "_headers":
        return _headers(edition).encode()
    if key == "_redirects":
        return _redirects(edition).encode()
    return b""


def _headers(edition: Edition) -> str:
    base = edition.addresses.base_path
    beyond = reach(edition.glossary.config.newsletter)
    return "\n".join(
        [
            f"{base}*",
            f"  Content-Security-Policy: {content_security_policy(beyond, as_header=True)}",
            "  X-Content-Type-Options: nosniff",
            "  Referrer-Policy: strict-origin-when-cross-origin",
            f"  Permissions-Policy: {PERMISSIONS}",
            f"{base}assets/*",
            "  Cache-Control: public, max-age=31536000, immutable",
            "",
        ]
    )


def _redirects(edition: Edition) -> str:
    href = edition.addresses.href
    lines = [
        f"{href(term_path(old))} {href(term_path(address.target))} 301"
        for old, address in edition.glossary.graph.redirects.items()
    ]
    return "".join(line + "\n" for line in lines)


EMITTER: Final = Emitter("hosting", "hosting", _plan, _shows, _render)

"""The Content-Security-Policy: nothing inline, nothing from elsewhere, no text turned into HTML."""

import html
from typing import Final

from markupsafe import Markup
from msgspec import Struct

DIRECTIVES: Final = (
    ("default-src", "'none'"),
    ("script-src", "'self'"),
    ("style-src", "'self'"),
    ("img-src", "'self'"),
    ("font-src", "'self'"),
    ("connect-src", "'self'"),
    ("manifest-src", "'self'"),
    # What scripts may do, workers might too, if this were not said.
    ("worker-src", "'none'"),
    ("base-uri", "'none'"),
    # No script makes HTML or code of a string, so no policy for Trusted Types is needed.
    ("trusted-types", "'none'"),
    ("require-trusted-types-for", "'script'"),
    ("form-action", "'self'"),
)
"""Frames, plugins, sound and film are not named: `default-src` decides."""


class Reach(Struct, frozen=True):
    """Where else than to the site itself pages may send anything."""

    forms: tuple[str, ...] = ()
    """Origins that forms lead to."""
    connections: tuple[str, ...] = ()
    """Origins that scripts ask."""


def content_security_policy(reach: Reach, *, as_header: bool) -> str:
    """Write the policy.

    Args:
        reach: What goes beyond the site itself.
        as_header: Whether it is sent as a header, where alone `frame-ancestors` counts.
    """
    more = {"form-action": reach.forms, "connect-src": reach.connections}
    directives = [" ".join((name, value, *more.get(name, ()))) for name, value in DIRECTIVES]
    if as_header:
        directives.append("frame-ancestors 'none'")
    return "; ".join(directives)


def policy_attribute(reach: Reach) -> Markup:
    """Write the policy for `<meta>`: apostrophes stay, since each page would bear their escapes."""
    policy = html.escape(content_security_policy(reach, as_header=False), quote=False)
    return Markup(policy.replace('"', "&quot;"))  # noqa: S704 (escaped in this line and the last)

"""The Content-Security-Policy: nothing inline, nothing from elsewhere."""

from typing import Final

from msgspec import Struct

DIRECTIVES: Final = (
    ("default-src", "'none'"),
    ("script-src", "'self'"),
    ("style-src", "'self'"),
    ("img-src", "'self'"),
    ("font-src", "'self'"),
    ("connect-src", "'self'"),
    ("manifest-src", "'self'"),
    ("base-uri", "'none'"),
    ("form-action", "'self'"),
)


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

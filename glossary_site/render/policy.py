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


OFFLINE: Final = {"worker-src": "'self'", "trusted-types": "glossary-offline"}
"""What differs where pages are kept: one worker, whose address one policy names and no other."""


class Reach(Struct, frozen=True):
    """Where else than to the site itself pages may send anything."""

    forms: tuple[str, ...] = ()
    """Origins that forms lead to."""
    connections: tuple[str, ...] = ()
    """Origins that scripts ask."""
    is_offline: bool = False
    """Whether a script registers the worker that keeps pages."""


def content_security_policy(reach: Reach, *, ancestors: str | None, frames: bool = False) -> str:
    """Write the policy.

    Args:
        reach: What goes beyond the site itself.
        ancestors: Which sites may put the page into a frame; None in a page, where
            `frame-ancestors` does not count.
        frames: Whether the page may show others of the site in frames.
    """
    more = {"form-action": reach.forms, "connect-src": reach.connections}
    given = DIRECTIVES if not reach.is_offline else ({**dict(DIRECTIVES), **OFFLINE}).items()
    directives = [" ".join((name, value, *more.get(name, ()))) for name, value in given]
    if frames:
        directives.append("frame-src 'self'")
    if ancestors is not None:
        directives.append(f"frame-ancestors {ancestors}")
    return "; ".join(directives)


def policy_attribute(reach: Reach, *, frames: bool = False) -> Markup:
    """Write the policy for `<meta>`: apostrophes stay, since each page would bear their escapes."""
    policy = html.escape(content_security_policy(reach, ancestors=None, frames=frames), quote=False)
    return Markup(policy.replace('"', "&quot;"))  # noqa: S704 (escaped in this line and the last)

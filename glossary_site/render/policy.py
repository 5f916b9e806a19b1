"""The Content-Security-Policy: nothing inline, nothing from elsewhere."""

from typing import Final

DIRECTIVES: Final = (
    ("default-src", "'none'"),
    ("script-src", "'self'"),
    ("style-src", "'self'"),
    ("img-src", "'self'"),
    ("font-src", "'self'"),
    ("connect-src", "'self'"),
    ("manifest-src", "'self'"),
    ("base-uri", "'none'"),
)


def content_security_policy(form_origin: str, *, as_header: bool) -> str:
    """Write the policy.

    Args:
        form_origin: Where else than to the site itself forms may lead, or `'none'`.
        as_header: Whether it is sent as a header, where alone `frame-ancestors` counts.
    """
    forms = "'self'" if form_origin == "'none'" else f"'self' {form_origin}"
    directives = [*DIRECTIVES, ("form-action", forms)]
    if as_header:
        directives.append(("frame-ancestors", "'none'"))
    return "; ".join(f"{name} {value}" for name, value in directives)

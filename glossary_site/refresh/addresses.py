"""Which addresses may be asked: https, at hosts of the public internet.

A description in `data/` is untrusted, and so is every redirect.  Neither may make the machine that
refreshes ask its own network, or the service that hands out its cloud's passwords.
"""

import ipaddress
from typing import Final, NamedTuple
from urllib.parse import quote, urljoin, urlsplit

from glossary_site.diagnostics import quoted
from glossary_site.fields.common import web_address
from glossary_site.refresh.failures import FailureError

HTTPS_PORT: Final = 443

_TRANSLATED: Final = ipaddress.IPv6Network("64:ff9b::/96")
"""Where a network without IPv4 puts IPv4 addresses; the last 32 bits are one."""
_GLOBAL: Final = ipaddress.IPv6Network("2000::/3")
"""All that is given out so far; what lies beside it has some other use."""
_EXAMPLES: Final = ipaddress.IPv6Network("3fff::/20")
"""Given out for documentation, which older versions of Python do not know."""
_CLOUD: Final = frozenset({"168.63.129.16"})
"""Addresses that are public by their number, and answer only a cloud's own machines."""

_PATH_SAFE: Final = "/%:=&~+!$,;'()*@-._?"


class Target(NamedTuple):
    """What one request is sent to."""

    host: str
    """As it goes into the certificate's check: ASCII, lower case."""
    port: int
    """443 unless the description names another."""
    path: str
    """Path and query, as they stand in a request."""


def target_of(url: str) -> Target:
    """Take an address apart.

    Raises:
        FailureError: If it is not one that may be asked.
    """
    try:
        parts = urlsplit(web_address(url))
    except ValueError as error:
        raise FailureError(f"{quoted(url, 200)} {error}") from None
    if parts.scheme != "https":
        raise FailureError(f"{quoted(url, 200)} is no https address")
    if parts.username is not None or parts.password is not None:
        raise FailureError(f"{quoted(url, 200)} holds a name or password")
    try:
        host = (parts.hostname or "").encode("idna").decode("ascii").lower()
    except UnicodeError:
        raise FailureError(f"{quoted(url, 200)} names no host") from None
    path = quote(parts.path or "/", safe=_PATH_SAFE)
    if parts.query:
        path += "?" + quote(parts.query, safe=_PATH_SAFE + "/[]")
    return Target(host, parts.port or HTTPS_PORT, path)


def redirected(url: str, location: str, first: Target) -> str:
    """Give the address that a redirect leads to, if it may be asked.

    Args:
        url: Where the redirect came from.
        location: What it says.
        first: What was asked first: its port alone may be another than 443.

    Raises:
        FailureError: If it may not.
    """
    try:
        joined = urljoin(url, location)
    except ValueError:
        raise FailureError(f"a redirect leads to {quoted(location, 200)}, no address") from None
    try:
        target = target_of(joined)
    except FailureError as error:
        raise FailureError(f"a redirect leads astray: {error}") from None
    if target.port not in {HTTPS_PORT, first.port}:
        raise FailureError(f"a redirect leads to port {target.port} of {target.host}")
    return joined


def is_public(address: str) -> bool:
    """Say whether an IP address belongs to the public internet.

    >>> is_public("1.1.1.1"), is_public("169.254.169.254"), is_public("::ffff:1.1.1.1")
    (True, False, False)
    """
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return False
    if isinstance(parsed, ipaddress.IPv6Address):
        if parsed in _TRANSLATED:
            return is_public(str(ipaddress.IPv4Address(int(parsed) & 0xFFFFFFFF)))
        # Each of these wraps another address, which a gateway would unwrap.
        if parsed.ipv4_mapped or parsed.sixtofour or parsed.teredo or parsed.scope_id:
            return False
        if parsed not in _GLOBAL or parsed in _EXAMPLES:
            return False
    is_special = parsed.is_multicast or parsed.is_reserved or parsed.is_unspecified
    return parsed.is_global and not is_special and str(parsed) not in _CLOUD

"""Where the server listens, and which names it answers to.

A page on the web can make the visitor's browser ask any address of this machine; what it cannot
do is choose the `Host` header.  So that header decides (DNS rebinding).
"""

import errno
import ipaddress
import socket
from dataclasses import dataclass
from typing import Final

PORTS_TRIED: Final = 20
"""How many ports above the wanted one are tried when it is taken."""

HIGHEST_PORT: Final = 65535
_WEB_PORT: Final = 80
_LOOPBACK: Final = ("127.0.0.1", "localhost", "[::1]")


class AddressError(Exception):
    """Nothing can listen there; the message says why in one sentence."""


@dataclass(frozen=True, slots=True)
class Address:
    """A host and a port that are bound."""

    host: str
    """As asked for: a name, an IPv4 address, or an IPv6 address without brackets."""
    port: int
    """The port that was free."""

    def url(self, base_path: str) -> str:
        """Make the address to open in a browser on this machine."""
        name = "127.0.0.1" if self._is_wildcard() else _bracketed(self.host)
        return f"http://{name}:{self.port}{base_path}"

    def is_loopback(self) -> bool:
        """Say whether only this machine can reach the address."""
        literal = _literal(self.host)
        return self.host.lower() == "localhost" if literal is None else literal.is_loopback

    def has_name(self, host: str) -> bool:
        """Say whether `host`, a `Host` header, names this server and its port.

        A server bound to every interface also answers to any numeric address: a page elsewhere
        can rebind a name of its own to this machine, but not a number.
        """
        name, colon, port = host.lower().rpartition(":")
        if not colon or port.endswith("]"):
            name, port = host.lower(), str(_WEB_PORT)
        if port != str(self.port):
            return False
        if name in {*_LOOPBACK, _bracketed(self.host).lower()}:
            return True
        return self._is_wildcard() and _literal(name) is not None

    def _is_wildcard(self) -> bool:
        literal = _literal(self.host)
        return literal is not None and literal.is_unspecified


def bind_free(host: str, port: int) -> socket.socket:
    """Bind `port` on `host`, or else the next of `PORTS_TRIED` that is free; 0 takes any.

    Raises:
        AddressError: If the host is not of this machine, or no port can be had.
    """
    last = min(port + PORTS_TRIED, HIGHEST_PORT) if port else port
    for candidate in range(port, last + 1):
        try:
            return _bind(host, candidate)
        except OSError as error:
            if error.errno != errno.EADDRINUSE:
                reason = error.strerror or str(error)
                raise AddressError(f"cannot listen on {host}:{candidate}: {reason}") from error
    raise AddressError(f"ports {port} to {last} on {host} are all taken; choose one with --port")


def _bind(host: str, port: int) -> socket.socket:
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    # IPv4 first: browsers that try ::1 for `localhost` fall back to it at once.
    family, _, _, _, where = min(found, key=lambda entry: entry[0] != socket.AF_INET)
    bound = socket.create_server((str(where[0]), port), family=family, backlog=128)
    bound.settimeout(0)
    return bound


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def _literal(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    bare = host[1:-1] if host.startswith("[") and host.endswith("]") else host
    try:
        return ipaddress.ip_address(bare)
    except ValueError:
        return None

"""What goes over the wire, byte by byte."""

import socket
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress

from tests.serve.running import Running

PATIENCE = 5.0
"""Seconds after which a silent server counts as one that hangs."""


@contextmanager
def connected(running: Running) -> Iterator[socket.socket]:
    """Open a connection that says nothing yet."""
    with socket.create_connection(("127.0.0.1", running.port), timeout=PATIENCE) as connection:
        yield connection


def rest(connection: socket.socket) -> bytes:
    """Read until the server closes; what was sent after its answer may have that lost, too."""
    parts = []
    with suppress(ConnectionResetError):
        while part := connection.recv(65536):
            parts.append(part)
    return b"".join(parts)


def said(running: Running, *parts: bytes, ends: bool = False) -> bytes:
    """Send parts, perhaps end our half of the connection, and read until the server closes."""
    with connected(running) as connection:
        with suppress(OSError):  # a server that has heard enough closes at once
            for part in parts:
                connection.sendall(part)
            if ends:
                connection.shutdown(socket.SHUT_WR)
        return rest(connection)


def head(running: Running, line: str = "GET / HTTP/1.1", headers: Iterable[str] = ()) -> bytes:
    """Write a request as browsers do."""
    lines = [line, f"Host: 127.0.0.1:{running.port}", *headers, "", ""]
    return "\r\n".join(lines).encode("latin1")


def statuses(answer: bytes) -> list[int]:
    """List the status of each answer."""
    return [int(part[:3]) for part in answer.split(b"HTTP/1.1 ")[1:]]

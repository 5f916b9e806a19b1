"""What clients may take of the machine: bytes, seconds and connections."""

from dataclasses import dataclass
from typing import Final, cast

from tornado.http1connection import HTTP1ServerConnection
from tornado.httpserver import HTTPServer
from tornado.httputil import HTTPConnection, HTTPMessageDelegate
from tornado.iostream import IOStream
from tornado.web import Application


@dataclass(frozen=True, slots=True)
class Bounds:
    """How much is too much."""

    head: int = 16 * 1024
    """Bytes of a request line with its headers."""
    body: int = 1024
    """Bytes of a body; nothing here asks for one."""
    seconds: float = 20
    """How long a client may take for a head or for a body, and be silent after an answer."""
    connections: int = 128
    """How many at once, but for the sockets of open pages; a browser opens six."""


USUAL: Final = Bounds()


class BoundedServer(HTTPServer):
    """Closes the connection that has asked for nothing for longest when there are too many.

    Refusing the newest instead would let a crowd of silent clients keep the editor out.
    """

    def initialize(  # type: ignore[override]  # tornado takes its own parameters by name here
        self, application: Application, bounds: Bounds = USUAL
    ) -> None:
        """Start with no connection; tornado calls this in the place of `__init__`."""
        super().initialize(
            application,
            max_header_size=bounds.head,
            max_body_size=bounds.body,
            idle_connection_timeout=bounds.seconds,
            body_timeout=bounds.seconds,
        )
        self._most = bounds.connections
        self._by_turn: dict[IOStream, None] = {}

    def handle_stream(self, stream: IOStream, address: tuple[object, ...]) -> None:
        """Make room for a connection, and serve it."""
        while len(self._by_turn) >= self._most:
            longest = next(iter(self._by_turn))
            del self._by_turn[longest]
            longest.close()
        self._by_turn[stream] = None
        super().handle_stream(stream, address)

    def start_request(
        self, server_conn: object, request_conn: HTTPConnection
    ) -> HTTPMessageDelegate:
        """Put a connection that waits for its next request at the end of the row."""
        stream = _stream_of(server_conn)
        if stream in self._by_turn:
            del self._by_turn[stream]
            self._by_turn[stream] = None
        return super().start_request(server_conn, request_conn)

    def on_close(self, server_conn: object) -> None:
        """Forget a connection; one that became a page's socket counts no longer."""
        self._by_turn.pop(_stream_of(server_conn), None)
        super().on_close(server_conn)


def _stream_of(server_conn: object) -> IOStream:
    return cast("HTTP1ServerConnection", server_conn).stream

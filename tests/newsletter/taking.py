"""A server that takes sign-ups as Ghost and plain forms do, on https, and remembers them."""

import json
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Final
from urllib.parse import parse_qsl

import trustme

TOKEN: Final = "1763900000:1a2b"  # noqa: S105 (nobody's)


class Taker(ThreadingHTTPServer):
    """What was asked, and how to answer."""

    block_on_close = False  # a browser may keep its connections

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.posts: list[tuple[str, list[tuple[str, str]]]] = []
        """Paths and fields of plain forms."""
        self.documents: list[dict[str, object]] = []
        """What came as JSON."""
        self.status = 201
        """How Ghost answers a sign-up."""
        self.delay = 0.0
        """Seconds before a plain form is answered."""
        self.leads_to: str | None = None
        """Where a plain form is redirected to."""

    def handle_error(self, *_: object) -> None:
        """Keep quiet when a browser thinks better of a connection."""

    @property
    def address(self) -> str:
        """The server's address."""
        return f"https://127.0.0.1:{self.server_port}"


class _Handler(BaseHTTPRequestHandler):
    server: Taker

    def do_OPTIONS(self) -> None:
        """Let scripts of other sites send JSON, as Ghost does."""
        self._answer(204, "", {"Access-Control-Allow-Headers": "content-type"})

    def do_GET(self) -> None:
        """Give Ghost's token, or a page."""
        is_token = self.path == "/members/api/integrity-token/"
        self._answer(200, TOKEN if is_token else "<!doctype html><title>Home</title>")

    def do_POST(self) -> None:
        """Take a sign-up: JSON with the token for Ghost, fields for all others."""
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        if self.path == "/members/api/send-magic-link/":
            self._ghost(body)
            return
        self.server.posts.append((self.path, parse_qsl(body, keep_blank_values=True)))
        time.sleep(self.server.delay)
        if self.server.leads_to:
            self._answer(303, "", {"Location": self.server.leads_to})
        else:
            self._answer(200, "<!doctype html><title>Taken</title><p>Check your mail.")

    def _ghost(self, body: str) -> None:
        if self.headers["Content-Type"] != "application/json":
            self._answer(400, "{}")
            return
        sent = json.loads(body)
        self.server.documents.append(sent)
        has_token = sent.get("integrityToken") == TOKEN
        self._answer(self.server.status if has_token else 400, "Created.")

    def _answer(self, status: int, body: str, headers: dict[str, str] | None = None) -> None:
        self.send_response(status)
        self.send_header("Access-Control-Allow-Origin", "*")
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(body)))
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body.encode())

    def log_message(self, *_: object) -> None:
        """Keep quiet."""


@contextmanager
def taking() -> Iterator[Taker]:
    """Run the server, with a certificate that nobody else trusts."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    trustme.CA().issue_cert("127.0.0.1").configure_cert(context)
    with Taker() as server:
        server.socket = context.wrap_socket(
            server.socket, server_side=True, do_handshake_on_connect=False
        )
        thread = threading.Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()

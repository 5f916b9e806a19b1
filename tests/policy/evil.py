"""A stranger's server: it notes whatever reaches it, and answers so that scripts could go on."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import PurePosixPath
from typing import Any, Final
from urllib.parse import urlsplit

HOST: Final = "evil.example"
"""The name that the browser of these tests takes to this server."""


class Evil(ThreadingHTTPServer):
    """Notes connections and requests."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Answer)
        self.asked: set[str] = set()
        """The name in the path of each request: that of the breach which sent it."""
        self.connections = 0

    def get_request(self) -> Any:  # noqa: ANN401 (what socketserver has)
        """Count what a mere connection is, too."""
        self.connections += 1
        return super().get_request()

    def forget(self) -> None:
        """Begin anew."""
        self.asked.clear()
        self.connections = 0


class _Answer(BaseHTTPRequestHandler):
    server: Evil

    def do_GET(self) -> None:
        path = PurePosixPath(urlsplit(self.path).path)
        self.server.asked.add(path.stem)
        self.send_response(200)
        kind = {".js": "text/javascript", ".css": "text/css"}.get(path.suffix, "text/html")
        self.send_header("Content-Type", kind)
        self.send_header("Access-Control-Allow-Origin", "*")
        self.end_headers()
        self.wfile.write(f"alert('{path.stem}')".encode() if path.suffix == ".js" else b"")

    def do_POST(self) -> None:
        self.do_GET()

    def log_message(self, *_: object) -> None:
        """Keep quiet."""


@contextmanager
def listening() -> Iterator[Evil]:
    """Run the server."""
    with Evil() as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()

"""A real HTTPS server on this machine that answers as well or as badly as a test says."""

import contextlib
import gzip
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Final

from glossary_site.refresh.connecting import Limits, Network

CERTIFICATE: Final = Path(__file__).with_name("server.pem")
"""Key and certificate for data.example and other.example, worth nothing anywhere else."""
PUBLIC: Final = "93.184.216.34"
"""What the test's names lead to: a public address, which is never really connected to."""

Answer = Callable[[ssl.SSLSocket, Mapping[str, str]], None]


def reply(
    body: str | bytes = b"", status: str = "200 OK", *, sized: bool = True, **headers: str
) -> Answer:
    """Answer properly; a name like `content_type` makes the header Content-Type."""
    data = body.encode() if isinstance(body, str) else body
    lines = [f"HTTP/1.1 {status}"]
    lines += [f"{name.replace('_', '-').title()}: {value}" for name, value in headers.items()]
    lines += [f"Content-Length: {len(data)}"] if sized else []
    head = "\r\n".join([*lines, "", ""]).encode("latin-1")

    def answer(connection: ssl.SSLSocket, _headers: Mapping[str, str]) -> None:
        connection.sendall(head + data)
        connection.unwrap()

    return answer


def raw(data: bytes) -> Answer:
    """Send bytes and hang up, without the goodbye that TLS has."""

    def answer(connection: ssl.SSLSocket, _headers: Mapping[str, str]) -> None:
        connection.sendall(data)

    return answer


def politely(data: bytes) -> Answer:
    """Send bytes and say goodbye, as if that were all."""

    def answer(connection: ssl.SSLSocket, _headers: Mapping[str, str]) -> None:
        connection.sendall(data)
        connection.unwrap()

    return answer


def drip(head: bytes, piece: bytes, pause: float) -> Answer:
    """Send a piece after each pause, for ever."""

    def answer(connection: ssl.SSLSocket, _headers: Mapping[str, str]) -> None:
        connection.sendall(head)
        while True:
            connection.sendall(piece)
            time.sleep(pause)

    return answer


def redirect(location: str, status: str = "302 Found") -> Answer:
    """Send elsewhere."""
    return reply(status=status, location=location)


def packed(body: str) -> bytes:
    """Pack a text as servers do."""
    return gzip.compress(body.encode(), mtime=0)


class Server:
    """Answers requests by their paths; the last answer of a path is repeated."""

    def __init__(self) -> None:
        self.answers: dict[str, list[Answer]] = {}
        self.requests: list[tuple[str, Mapping[str, str]]] = []
        self.waits: list[float] = []
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self._context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self._context.load_cert_chain(CERTIFICATE)
        threading.Thread(target=self._serve, daemon=True).start()

    def on(self, path: str, *answers: Answer) -> None:
        """Say what a path answers, one request after the other."""
        self.answers[path] = list(answers)

    def paths(self) -> list[str]:
        """Name what was asked for."""
        return [path for path, _ in self.requests]

    def network(self, limits: Limits | None = None, **names: str) -> Network:
        """Make a network in which the test's public address is this server.

        Args:
            limits: Instead of the usual ones.
            names: Addresses of hosts, joined by spaces; a dot is written as `__`.
        """
        hosts = {name.replace("__", "."): found.split() for name, found in names.items()}

        def look_up(host: str, _port: int) -> list[str]:
            return hosts.get(host, [PUBLIC])

        def route(address: str, _port: int) -> tuple[str, int]:
            assert address == PUBLIC, f"{address} was connected to"
            return "127.0.0.1", self.port

        return Network(
            look_up=look_up,
            route=route,
            trust=lambda: ssl.create_default_context(cafile=str(CERTIFICATE)),
            limits=limits or Limits(),
            sleep=self.waits.append,
        )

    def close(self) -> None:
        """Answer no more."""
        self._listener.close()

    def _serve(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._answer, args=(connection,), daemon=True).start()

    def _answer(self, plain: socket.socket) -> None:
        with contextlib.suppress(OSError), plain:
            plain.settimeout(10)
            with self._context.wrap_socket(plain, server_side=True) as connection:
                data = b""
                while b"\r\n\r\n" not in data:
                    data += connection.recv(65536)
                first, *lines = data.decode("latin-1").split("\r\n\r\n")[0].split("\r\n")
                path = first.split(" ")[1]
                headers = dict(line.split(": ", 1) for line in lines)
                self.requests.append((path, headers))
                scripted = self.answers[path]
                answer = scripted.pop(0) if len(scripted) > 1 else scripted[0]
                answer(connection, headers)


@contextlib.contextmanager
def serving() -> Iterator[Server]:
    """Run a server."""
    server = Server()
    try:
        yield server
    finally:
        server.close()

"""A host for built sites: static files on a free port, with the headers of `_headers`."""

import gzip
import re
import threading
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache, partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote, urlsplit

from tests.forking import HOST

Rules = tuple[tuple[str, str, str], ...]
"""Pattern, header and value."""


def read_headers(text: str) -> Rules:
    """Read a `_headers` file, as Netlify and Cloudflare do."""
    rules: list[tuple[str, str, str]] = []
    pattern = ""
    for line in text.splitlines():
        if line.startswith(" "):
            name, _, value = line.strip().partition(": ")
            rules.append((pattern, name, value))
        elif line.strip():
            pattern = line.strip()
    return tuple(rules)


@cache
def cloudflare(pattern: str) -> re.Pattern[str]:
    """Read a pattern as Cloudflare Pages does: `:name` is a part, `*` is anything, once."""
    assert pattern.count("*") <= 1, pattern
    escaped = re.escape(pattern).replace(r"\*", ".*")
    return re.compile(re.sub(r":[A-Za-z]\w*", "[^/]+", escaped))


@cache
def netlify(pattern: str) -> re.Pattern[str]:
    """Read a pattern as Netlify does, for which a slash at the end counts nothing."""
    assert "*" not in pattern[:-1], pattern
    made = ""
    for part in filter(None, pattern.split("/")):
        known = "[^/]+" if part.startswith(":") else re.escape(part)
        made = made + "(?:|/.*)" if part == "*" else f"{made}/{known}"
    return re.compile(f"{made}/?")


Reading = Callable[[str], re.Pattern[str]]


def headers_of(
    rules: Rules, path: str, reading: Reading = cloudflare
) -> Mapping[str, Sequence[str]]:
    """List what a host would send with an address: each header with the value of every rule."""
    found = defaultdict(list)
    for pattern, name, value in rules:
        if reading(pattern).fullmatch(path):
            found[name].append(value)
    return found


class Host(SimpleHTTPRequestHandler):
    """Serves a folder below a base path, and `404.html` for what does not exist."""

    compresses = False
    """Whether a browser that can read gzip gets it."""

    def __init__(self, *args: object, folder: Path, base_path: str, rules: Rules) -> None:
        self.folder, self.base_path, self.rules = folder, base_path, rules
        super().__init__(*args, directory=str(folder))  # type: ignore[arg-type]

    def do_GET(self) -> None:
        """Answer with a file."""
        path = unquote(urlsplit(self.path).path)
        file = self.folder / path.removeprefix(self.base_path)
        if path.endswith("/"):
            file /= "index.html"
        is_there = path.startswith(self.base_path) and file.is_file()
        shown = file if is_there else self.folder / "404.html"
        body = shown.read_bytes()
        self.send_response(HTTPStatus.OK if is_there else HTTPStatus.NOT_FOUND)
        sent = {"Content-Type": [self.guess_type(str(shown))], **headers_of(self.rules, path)}
        if self.compresses and "gzip" in self.headers.get("Accept-Encoding", ""):
            body = gzip.compress(body, compresslevel=6)
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(body)))
        for name, values in sent.items():
            self.send_header(name, ", ".join(values))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Keep quiet."""


class Compressing(Host):
    """Serves as hosts on the web do: compressed, and many files over one connection."""

    compresses = True
    protocol_version = "HTTP/1.1"


@contextmanager
def serving(folder: Path, base_path: str = "/", host: type[Host] = Host) -> Iterator[str]:
    """Serve a folder on this machine; yields the address of its home page."""
    headers = folder / "_headers"
    rules = read_headers(headers.read_text()) if headers.is_file() else ()
    handler = partial(host, folder=folder, base_path=base_path, rules=rules)
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        seconds = 0.02  # between two looks whether it shall end
        thread = threading.Thread(target=server.serve_forever, name=HOST, args=(seconds,))
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}{base_path}"
        finally:
            server.shutdown()
            thread.join()

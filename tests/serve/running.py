"""A server in a process of its own, and what a test asks of it."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from http.client import HTTPResponse
from pathlib import Path
from typing import Self, TypeVar

T = TypeVar("T")

_ROOT = Path(__file__).parents[2]


def until(look: Callable[[], T | None], what: str, seconds: float = 10) -> T:
    """Look again and again until something is seen; fail after `seconds`."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        seen = look()
        if seen is not None:
            return seen
        time.sleep(0.02)
    raise AssertionError(f"not within {seconds} s: {what}")


@dataclass(frozen=True, slots=True)
class Answer:
    """What the server sent."""

    status: int
    headers: Mapping[str, str]
    body: str


class Running:
    """The fake site of `fake_site.py`, served; or another site by another `command`."""

    def __init__(
        self,
        folder: Path,
        *extra: str,
        base: str = "/",
        host: str = "127.0.0.1",
        port: int = 0,
        environment: Mapping[str, str] | None = None,
        command: Sequence[str] = (),
    ) -> None:
        self.folder = folder
        self.base = base
        fake = ["-m", "tests.serve.fake_site", str(folder), base, host, str(port), *extra]
        self._log = folder / "log"
        environment = {**os.environ, "PYTHONPATH": str(_ROOT), **(environment or {})}
        with self._log.open("wb") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-W", "error", *(command or fake)],
                cwd=_ROOT,
                env=environment,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(10)

    @property
    def output(self) -> str:
        """What it has printed so far."""
        return self._log.read_text()

    def has_begun(self) -> bool:
        """Say whether a build was begun."""
        return (self.folder / "builds").exists() and self.builds > 0

    @property
    def builds(self) -> int:
        """How many builds were begun."""
        return len((self.folder / "builds").read_text().splitlines())

    @property
    def port(self) -> int:
        """The port it announces, waited for."""

        def announced() -> int | None:
            assert self.process.poll() is None, self.output
            found = re.search(r"Serving at http://[^/]*:(\d+)/", self.output)
            return int(found[1]) if found else None

        return until(announced, f"an address in {self.output!r}")

    @property
    def url(self) -> str:
        """Where the site begins."""
        return f"http://127.0.0.1:{self.port}{self.base}"

    def write(self, path: str, text: str) -> None:
        """Save a source in place."""
        (self.folder / path).parent.mkdir(parents=True, exist_ok=True)
        (self.folder / path).write_text(text)

    def ask(self, path: str, method: str = "GET", **headers: str) -> Answer:
        """Send one request exactly as written; `Host` is right unless given, `_` means `-`."""
        wanted = {"Host": f"127.0.0.1:{self.port}", "Connection": "close"}
        wanted |= {name.replace("_", "-"): value for name, value in headers.items()}
        lines = [
            f"{method} {path} HTTP/1.1",
            *(f"{n}: {v}" for n, v in wanted.items() if v),
            "",
            "",
        ]
        with socket.create_connection(("127.0.0.1", self.port), timeout=10) as connection:
            connection.sendall("\r\n".join(lines).encode())
            with HTTPResponse(connection, method=method) as response:
                response.begin()
                body = (
                    response.read().decode()
                    if response.status != HTTPStatus.SWITCHING_PROTOCOLS
                    else ""
                )
                named = {name.lower(): value for name, value in response.getheaders()}
                return Answer(response.status, named, body)

    def client_path(self) -> str:
        """Find the random folder of the reload script in a page."""
        found = re.search(r'src="(/__[\w-]+__/)reload\.js"', self.ask(self.base).body)
        assert found is not None
        return found[1]

    def until_shown(self, path: str, text: str) -> Answer:
        """Wait until the page at `path` shows `text`."""

        def shown() -> Answer | None:
            answer = self.ask(path)
            return answer if f">{text}<" in answer.body else None

        return until(shown, f"{text!r} at {path}; {self.output}")

    def until_still(self) -> int:
        """Wait until no build came for longer than a batch takes, and count all builds."""
        count, since = self.builds, time.monotonic()

        def still() -> bool | None:
            nonlocal count, since
            if self.builds != count:
                count, since = self.builds, time.monotonic()
            return time.monotonic() - since > 1 or None

        until(still, "an end of building")
        return count

    def stop(self, wanted: signal.Signals = signal.SIGINT) -> int:
        """Send a signal and wait for the end; gives the exit code."""
        self.process.send_signal(wanted)
        code = self.process.wait(10)
        until(self._is_alone, "an end of every process it started")
        return code

    def _is_alone(self) -> bool | None:
        try:
            os.killpg(self.process.pid, 0)  # it leads a group of its own
        except ProcessLookupError:
            return True
        return None

"""Running it all: the address, the first build, the watch, the loop, and a clean end."""

import asyncio
import contextlib
import logging
import re
import secrets
import signal
import socket
import threading
import webbrowser
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from types import FrameType
from typing import Any, Final
from urllib.parse import quote

import livereload
from tornado.web import Application

from glossary_site.diagnostics import shown
from glossary_site.serve.address import Address, bind_free
from glossary_site.serve.bounds import USUAL, BoundedServer, Bounds
from glossary_site.serve.pages import OutsidePages, ReadFile, SitePages, ToSite
from glossary_site.serve.reload import ClientFile, ReloadSocket
from glossary_site.serve.session import BuildResult, Session
from glossary_site.serve.watch import SourceWatcher

_SIGNALS: Final = (signal.SIGINT, signal.SIGTERM)
_LOGGERS: Final = ("tornado", "livereload", "asyncio")


class DevServer(livereload.Server):  # type: ignore[misc]  # livereload has no types
    """livereload's server with guarded handlers, a base path and a build outside the loop."""

    def __init__(
        self, *, session: Session, watcher: SourceWatcher, address: Address, base_path: str,
        read: ReadFile, bounds: Bounds,
    ) -> None:  # fmt: skip
        super().__init__(watcher=watcher)
        self.read = read
        self.bounds = bounds
        self.session = session
        self.address = address
        self.base_path = quote("/" + base_path.strip("/") + "/").replace("//", "/")
        self.client_path = f"/__{secrets.token_urlsafe(18)}__/"

    def get_web_handlers(self, script: str) -> list[tuple[Any, ...]]:
        """List what answers which path; `script` is where the reload client lies."""
        base, client = re.escape(self.base_path), re.escape(script)
        return [
            (client + "livereload", ReloadSocket),
            (client + r"(reload\.js|overlay\.css)", ClientFile),
            (base + "(.*)", SitePages),
            (f"(?:/|{base[:-1]})", ToSite),
            ("(.*)", OutsidePages),
        ]

    def application(self) -> Application:
        """Make the application; livereload's own would also listen, and serve `/forcereload`."""
        return Application(
            self.get_web_handlers(self.client_path),
            log_function=lambda _: None,
            session=self.session,
            address=self.address,
            base_path=self.base_path,
            read=self.read,
            client_path=self.client_path,
            refusals=set(),
            websocket_ping_interval=30,
            websocket_max_message_size=4096,
        )

    async def serve(self, listening: socket.socket, announce: Callable[[], None]) -> None:
        """Answer requests and rebuild until a signal comes."""
        stopped = asyncio.Event()
        server = BoundedServer(self.application(), self.bounds)
        with stopping(stopped):
            server.add_socket(listening)
            builder = asyncio.create_task(self.session.keep_built())
            stop = asyncio.create_task(stopped.wait())
            announce()
            await asyncio.wait({builder, stop}, return_when=asyncio.FIRST_COMPLETED)
        # From here a second Ctrl-C interrupts the wait for a running build.
        server.stop()
        if self.session.is_building():
            self.session.say("Stopping as soon as the running build has ended")
        for page in tuple(self.session.listeners):
            if isinstance(page, ReloadSocket):
                page.cut()
        for task in (builder, stop):
            task.cancel()
        ended = await asyncio.gather(builder, stop, return_exceptions=True)
        await server.close_all_connections()
        for failure in ended:
            if isinstance(failure, Exception):
                raise failure


def run_server(
    *,
    build: Callable[[], BuildResult],
    published: Path,
    read: ReadFile,
    watched: Sequence[Path],
    base_path: str,
    host: str = "127.0.0.1",
    port: int = 8000,
    open_browser: bool = False,
    bounds: Bounds = USUAL,
    say: Callable[[str], None],
) -> None:
    """Build, serve, watch and rebuild until Ctrl-C or SIGTERM, then return.

    Args:
        build: Builds, publishes and prints its report; called here once, then in another thread.
        published: The folder a good build replaces.
        read: Gives a file of that folder; nothing else is served.
        watched: Files and folders whose changes lead to a build; they need not exist yet.
        base_path: Where the site is mounted: `/`, or `/repo/`.
        host: Whatever is not this machine alone is warned of.
        port: Where it is taken, the next free one of twenty serves; 0 takes any.
        open_browser: Whether to open the site when it is ready.
        bounds: What clients may take.
        say: Prints one line of plain text; called from several threads.

    Raises:
        AddressError: If nothing can listen there.
    """
    listening = bind_free(host, port)
    try:
        address = Address(host, listening.getsockname()[1])
        watcher = SourceWatcher(ignored=(published,), say=say)
        session = Session(build=build, published=published, say=say)
        server = DevServer(
            session=session, watcher=watcher, address=address, base_path=base_path,
            read=read, bounds=bounds,
        )  # fmt: skip
        for path in watched:
            server.watch(str(path))
        _explain(address, port, say)
        with contextlib.suppress(KeyboardInterrupt), _logging(say), _watching(watcher, session):
            _run(server, listening, lambda: _announce(server, open_browser))
    finally:
        listening.close()


def _explain(address: Address, wanted_port: int, say: Callable[[str], None]) -> None:
    if wanted_port not in {0, address.port}:
        say(f"Port {wanted_port} is taken, so this is port {address.port}")
    if not address.is_loopback():
        name = shown(address.host)
        say(f"Warning: on {name} everybody in your network can read this, drafts too")


def _run(server: DevServer, listening: socket.socket, announce: Callable[[], None]) -> None:
    with _interruptible():
        server.session.build_now()
    asyncio.run(server.serve(listening, announce))
    server.session.say("Stopped")


def _announce(server: DevServer, open_browser: bool) -> None:
    url = server.address.url(server.base_path)
    server.session.say(f"Serving at {url} — Ctrl-C stops")
    if open_browser:  # in a thread, for a browser in the terminal comes back when it is left
        threading.Thread(target=webbrowser.open, args=(url,), daemon=True).start()


@contextlib.contextmanager
def _watching(watcher: SourceWatcher, session: Session) -> Iterator[None]:
    """Watch from before the first build, so that what changes during it is not missed."""
    try:
        watcher.start(session.changed)
        yield
    finally:
        watcher.stop()


@contextlib.contextmanager
def _interruptible() -> Iterator[None]:
    """Let SIGTERM end the first build as Ctrl-C does."""

    def interrupt(_signal: int, _frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    if threading.current_thread() is not threading.main_thread():
        yield
        return
    previous = signal.signal(signal.SIGTERM, interrupt)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, previous)


@contextlib.contextmanager
def stopping(stopped: asyncio.Event) -> Iterator[None]:
    """Set `stopped` when a signal asks for the end."""
    loop = asyncio.get_running_loop()
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    previous = signal.getsignal(signal.SIGTERM)
    for wanted in _SIGNALS:
        loop.add_signal_handler(wanted, stopped.set)
    try:
        yield
    finally:
        for wanted in _SIGNALS:
            loop.remove_signal_handler(wanted)
        signal.signal(signal.SIGTERM, previous)


class _Said(logging.Handler):
    """Passes what libraries log on to `say`, made safe to print."""

    def __init__(self, say: Callable[[str], None]) -> None:
        super().__init__(logging.WARNING)
        self._say = say

    def emit(self, record: logging.LogRecord) -> None:
        for line in self.format(record).split("\n"):
            self._say(shown(line))


@contextlib.contextmanager
def _logging(say: Callable[[str], None]) -> Iterator[None]:
    """Print the libraries' warnings through `say`, and nothing beside it."""
    said = _Said(say)
    loggers = [logging.getLogger(name) for name in _LOGGERS]
    before = [logger.propagate for logger in loggers]
    for logger in loggers:
        logger.addHandler(said)
        logger.propagate = False
    try:
        yield
    finally:
        for logger, propagate in zip(loggers, before, strict=True):
            logger.removeHandler(said)
            logger.propagate = propagate

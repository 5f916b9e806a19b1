"""Showing a site that stands still: one that was built elsewhere, and whose maker may be hostile.

Nothing is built, watched or added to the pages.  Whatever a page says about itself, the browser
gets our content security policy with it, so that it loads nothing from elsewhere and sends nothing
there.
"""

import asyncio
import contextlib
import re
import threading
import webbrowser
from collections.abc import Callable
from http import HTTPStatus
from typing import Final, NamedTuple
from urllib.parse import quote

from tornado.web import Application

from glossary_site.serve.address import Address, bind_free
from glossary_site.serve.bounds import BoundedServer
from glossary_site.serve.guard import Guard
from glossary_site.serve.pages import ReadFile, content_type, lacks_slash, locate
from glossary_site.serve.server import stopping

HOST: Final = "127.0.0.1"
"""Nobody else in the network shall see what a stranger wrote under this machine's name."""


class Speaker(NamedTuple):
    """What `Guard` asks of a session."""

    say: Callable[[str], None]
    """Prints one line."""


class StillPages(Guard):
    """The files of the site."""

    def get(self, path: str) -> None:
        """Answer as a static host would."""
        read: ReadFile = self.settings["read"]
        found = locate(read, path)
        if found is None:
            missing = read("404.html") or b"Nothing is here\n"
            self._answer(HTTPStatus.NOT_FOUND, "404.html", missing)
        elif lacks_slash(path, found[0]):
            self.redirect(f"{self.settings['base_path']}{quote(path)}/")
        else:
            self._answer(HTTPStatus.OK, *found)

    def head(self, path: str) -> None:
        """Answer as `get` does; tornado leaves the body out."""
        self.get(path)

    def _answer(self, status: HTTPStatus, path: str, body: bytes) -> None:
        self.set_status(status)
        self.set_header("Content-Type", content_type(path))
        self.set_header("Content-Security-Policy", self.settings["policy"])
        self.finish(body)


class Elsewhere(Guard):
    """Addresses outside the base path: the way to it from `/`, and nothing else."""

    def get(self, path: str) -> None:
        """Send the visitor on, or say where the site begins."""
        base: str = self.settings["base_path"]
        if path in {"/", base.rstrip("/")}:
            self.redirect(base)
            return
        self.set_status(HTTPStatus.NOT_FOUND)
        self.finish(f"404: the site begins at {base}\n")

    def head(self, path: str) -> None:
        """Answer as `get` does."""
        self.get(path)


def show(
    read: ReadFile,
    *,
    base_path: str,
    policy: str,
    port: int = 8000,
    open_browser: bool = False,
    say: Callable[[str], None],
) -> None:
    """Show a site on this machine until Ctrl-C or SIGTERM.

    Args:
        read: Gives the site's files.
        base_path: Where the site was built to live: `/`, or `/repo/`.
        policy: The content security policy that every answer carries.
        port: Where it is taken, the next free one of twenty serves; 0 takes any.
        open_browser: Whether to open the site when it is ready.
        say: Prints one line of plain text.

    Raises:
        AddressError: If nothing can listen there.
    """
    listening = bind_free(HOST, port)
    address = Address(HOST, listening.getsockname()[1])
    application = _application(read, base_path, policy, address, say)

    async def serve() -> None:
        stopped = asyncio.Event()
        server = BoundedServer(application)
        with stopping(stopped):
            server.add_socket(listening)
            url = address.url(quote(base_path))
            say(f"Serving at {url} — Ctrl-C stops")
            if open_browser:
                threading.Thread(target=webbrowser.open, args=(url,), daemon=True).start()
            await stopped.wait()
        server.stop()
        await server.close_all_connections()

    with contextlib.closing(listening), contextlib.suppress(KeyboardInterrupt):
        if port not in {0, address.port}:
            say(f"Port {port} is taken, so this is port {address.port}")
        asyncio.run(serve())
        say("Stopped")


def _application(
    read: ReadFile, base_path: str, policy: str, address: Address, say: Callable[[str], None]
) -> Application:
    below = re.escape(quote(base_path)) + "(.*)"
    return Application(
        [(below, StillPages), ("(.*)", Elsewhere)],
        log_function=lambda _: None,
        session=Speaker(say),
        address=address,
        base_path=quote(base_path),
        read=read,
        policy=policy,
        refusals=set(),
    )

"""Telling open pages of a build: the socket, and the script and style at the pages' end of it."""

from dataclasses import asdict
from pathlib import Path
from typing import Final

from livereload.handlers import LiveReloadHandler

from glossary_site.serve.guard import Guard
from glossary_site.serve.pages import content_type
from glossary_site.serve.session import State

_CLIENT: Final = Path(__file__).parent / "client"


class ReloadSocket(Guard, LiveReloadHandler):  # type: ignore[misc]  # livereload has no types
    """One open page; it is told the state at once and after every build, and is not listened to."""

    def check_origin(self, origin: str) -> bool:
        """Admit the server's own pages only, where livereload admits everybody's."""
        return origin.lower() == f"http://{self.request.headers['Host']}".lower()

    def open(self, *_: str, **__: str) -> None:
        """Tell the page what it may have missed while it loaded."""
        self.session.listeners.add(self)
        self.tell(self.session.state)

    def on_message(self, message: str | bytes) -> None:
        """Ignore what pages send: livereload would print it."""

    def on_close(self) -> None:
        """Forget the page."""
        self.session.listeners.discard(self)

    def tell(self, state: State) -> None:
        """Send the state; a page that has just gone needs none."""
        if self.ws_connection is not None and not self.ws_connection.is_closing():
            self.send_message(asdict(state))

    def cut(self) -> None:
        """Close the connection at once, for the server ends."""
        if self.ws_connection is not None and self.ws_connection.stream is not None:
            self.ws_connection.stream.close()


class ClientFile(Guard):
    """The script and the style of the reload client."""

    def get(self, name: str) -> None:
        """Serve one of the two."""
        self.set_header("Content-Type", content_type(name))
        self.finish((_CLIENT / name).read_bytes())

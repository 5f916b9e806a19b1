"""Who may ask: every handler stands behind this one.

Drafts lie on this server, and any page in the editor's browser can send requests to it.  So only
requests that name the server rightly and come from its own pages are answered, apart from a
person's following a link to it.
"""

from typing import Final

from tornado.httputil import HTTPHeaders
from tornado.web import RequestHandler

from glossary_site.diagnostics import quoted
from glossary_site.serve.address import Address
from glossary_site.serve.session import Session

_MISDIRECTED: Final = 421
_FORBIDDEN: Final = 403

_HEADERS: Final = {
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "SAMEORIGIN",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Content-Type": "text/plain; charset=utf-8",
}


def refusal(headers: HTTPHeaders, method: str, address: Address) -> tuple[int, str] | None:
    """Say why a request is not answered, as a status and a sentence, or None if it is.

    `Sec-Fetch-Site` is sent by every current browser to loopback addresses; `same-site` is
    refused too, for another port of this machine is another site's page.  The one thing a
    foreign page may do is send its visitor here, for it cannot see what the visitor then sees.
    """
    host = headers.get("Host", "")
    if not address.has_name(host):
        return _MISDIRECTED, f"this server does not answer to the host {quoted(host)}"
    origin = headers.get("Origin")
    if origin is not None and origin.lower() != f"http://{host}".lower():
        return _FORBIDDEN, f"a page of {quoted(origin)} may not read this site"
    site = headers.get("Sec-Fetch-Site", "none")
    is_visit = (
        method in {"GET", "HEAD"}
        and headers.get("Sec-Fetch-Mode") == "navigate"
        and headers.get("Sec-Fetch-Dest") == "document"
    )
    if site not in {"same-origin", "none"} and not is_visit:
        return _FORBIDDEN, "pages of other sites may not read this one"
    return None


class Guard(RequestHandler):
    """Refuses what `refusal` names, and sets the headers that all answers share."""

    SUPPORTED_METHODS = ("GET", "HEAD")

    @property
    def session(self) -> Session:
        """The run that this request belongs to."""
        session: Session = self.settings["session"]
        return session

    def set_default_headers(self) -> None:
        """Let nothing be kept, guessed at, framed or read from elsewhere."""
        self.clear_header("Server")
        for name, value in _HEADERS.items():
            self.set_header(name, value)

    def prepare(self) -> None:
        """Refuse a request before any handler sees it."""
        refused = refusal(self.request.headers, self.request.method or "", self.settings["address"])
        if refused is not None:
            status, reason = refused
            self._say_once(reason)
            self.set_status(status)
            self.finish(f"{status}: {reason}\n")

    def compute_etag(self) -> str | None:
        """Give none: nothing is kept, so nothing is compared."""
        return None

    def write_error(self, status_code: int, **_: object) -> None:
        """Answer an error in one plain line, without a traceback."""
        self.finish(f"{status_code}: {self._reason}\n")

    def _say_once(self, reason: str, limit: int = 20) -> None:
        said: set[str] = self.settings["refusals"]
        if reason not in said and len(said) < limit:
            said.add(reason)
            self.session.say(f"Refused a request: {reason}")

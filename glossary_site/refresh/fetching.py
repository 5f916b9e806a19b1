"""One document: asked for politely, held to limits while it comes, and unpacked."""

import contextlib
import datetime as dt
import email.utils
import http.client
import re
import zlib
from http import HTTPStatus
from typing import Final

from msgspec import Struct

from glossary_site import __version__
from glossary_site.refresh.addresses import redirected, target_of
from glossary_site.refresh.connecting import Clock, Network, connect
from glossary_site.refresh.failures import FailureError

AGENT: Final = f"glossary-site/{__version__}"
PASSING: Final = frozenset({429, 500, 502, 503, 504})
"""Statuses after which it may help to ask again."""
MEMBERS: Final = 100
"""In how many pieces a document may be packed."""
_REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
_CHUNK: Final = 64 * 1024
_ACCEPT: Final = {"csv": "text/csv, */*;q=0.5", "json": "application/json, */*;q=0.5"}
_VALIDATOR: Final = re.compile(r"[\x20-\x7e]{1,300}")
_PAGES: Final = (b"<!doctype html", b"<html")


class Validators(Struct, frozen=True):
    """By what a server recognises the version of a document that was fetched last."""

    etag: str | None = None
    """Its `ETag`."""
    modified: str | None = None
    """Its `Last-Modified`."""


class Answer(Struct, frozen=True):
    """What a server said."""

    data: bytes | None
    """The document; None if it is the one fetched last."""
    validators: Validators
    """By what it is recognised the next time."""


class _Redirect(Exception):  # noqa: N818 (a turn of the way, not an error)
    """The document lies elsewhere."""


def fetch(network: Network, url: str, form: str, known: Validators) -> Answer:
    """Fetch a document, patiently but not for ever.

    Args:
        network: The way to the internet, with its limits.
        url: The address.
        form: csv or json.
        known: By what the server recognises the version that we have.

    Raises:
        FailureError: If there is no document to be had.
    """
    clock = Clock(network)
    for attempt in range(1, network.limits.attempts + 1):
        try:
            return _follow(network, clock, url, form, known)
        except FailureError as failure:
            pause = network.limits.pause * 4 ** (attempt - 1)
            if failure.wait is not None:
                pause = max(pause, failure.wait)
            if not failure.is_passing or attempt == network.limits.attempts:
                raise
            if pause >= clock.left():
                if failure.wait is None:
                    raise
                message = f"{failure}, and asks to wait {failure.wait:g} seconds: try again later"
                raise FailureError(message) from None
            network.sleep(pause)
    raise AssertionError  # the last attempt returns or raises


def _follow(network: Network, clock: Clock, url: str, form: str, known: Validators) -> Answer:
    """Ask once, and follow redirects."""
    first = target_of(url)
    for _ in range(network.limits.redirects + 1):
        try:
            return _ask(network, clock, url, form, known)
        except _Redirect as turn:
            url = redirected(url, str(turn), first)
    raise FailureError(f"more than {network.limits.redirects} redirects follow one another")


def _ask(network: Network, clock: Clock, url: str, form: str, known: Validators) -> Answer:
    """Send one request and read its answer."""
    target = target_of(url)
    connection = connect(network, target, clock)
    try:
        connection.putrequest("GET", target.path, skip_accept_encoding=True)
        for name, value in _headers(form, known).items():
            connection.putheader(name, value)
        connection.endheaders()
        with contextlib.closing(connection.getresponse()) as response:
            return _read(network, response, known)
    except TimeoutError:
        clock.left()
        raise FailureError(f"{target.host} does not answer", is_passing=True) from None
    except (OSError, http.client.IncompleteRead):
        message = f"the connection to {target.host} broke off before the answer was complete"
        raise FailureError(message, is_passing=True) from None
    except http.client.HTTPException:
        raise FailureError(f"what {target.host} answers is not HTTP", is_passing=True) from None
    finally:
        connection.close()


def _headers(form: str, known: Validators) -> dict[str, str]:
    wanted = {
        "User-Agent": AGENT,
        "Accept": _ACCEPT[form],
        "Accept-Encoding": "gzip",
        "If-None-Match": known.etag,
        "If-Modified-Since": known.modified,
        "Connection": "close",
    }
    return {name: value for name, value in wanted.items() if value is not None}


def _read(network: Network, response: http.client.HTTPResponse, known: Validators) -> Answer:
    """Judge the head of an answer, and read its body."""
    status = response.status
    if status in _REDIRECTS and response.headers["Location"] is not None:
        raise _Redirect(response.headers["Location"])
    if status == HTTPStatus.NOT_MODIFIED and known != Validators():
        return Answer(None, known)
    if status != HTTPStatus.OK:
        raise FailureError(
            f"the server answers {_status_words(status)}",
            is_passing=status in PASSING,
            wait=wait_of(response.headers["Retry-After"]) if status in PASSING else None,
        )
    kind = response.headers.get_content_type()
    if kind in {"text/html", "application/xhtml+xml"}:
        raise FailureError(f"the address leads to a web page ({kind}), and not to a table")
    packing = (response.headers["Content-Encoding"] or "identity").strip().lower()
    if packing not in {"identity", "gzip", "x-gzip"}:
        raise FailureError("the answer is packed in a way that nobody asked for")
    data = _body(response, network.limits.size)
    if packing != "identity":
        data = unpacked(data, network.limits.size)
    if data[:1000].removeprefix(b"\xef\xbb\xbf").lstrip().lower().startswith(_PAGES):
        raise FailureError("the address leads to a web page, and not to a table")
    validators = Validators(
        _validator(response.headers["ETag"]), _validator(response.headers["Last-Modified"])
    )
    return Answer(data, validators)


def _status_words(status: int) -> str:
    """Name a status in the words of the standard: the server's own are anybody's."""
    try:
        return f"{status} {HTTPStatus(status).phrase}"
    except ValueError:
        return str(status)


def _body(response: http.client.HTTPResponse, limit: int) -> bytes:
    """Read a body, and no more than is allowed."""
    declared = response.length
    if declared is not None and declared > limit:
        raise FailureError(f"the document has {declared:,} bytes, and {limit:,} are allowed")
    data = bytearray()
    while chunk := response.read(_CHUNK):
        data += chunk
        if len(data) > limit:
            raise FailureError(f"the document has more than the {limit:,} bytes allowed")
    if declared is not None and len(data) < declared:
        raise http.client.IncompleteRead(bytes(data[:0]), declared - len(data))
    return bytes(data)


def unpacked(data: bytes, limit: int) -> bytes:
    """Unpack gzip, and no more than is allowed.

    Raises:
        FailureError: If it is too large, damaged or cut off.
    """
    out = bytearray()
    for _ in range(MEMBERS):
        packed = zlib.decompressobj(wbits=31)
        try:
            out += packed.decompress(data, limit + 1 - len(out))
        except zlib.error:
            raise FailureError("the answer is packed, and damaged", is_passing=True) from None
        if len(out) > limit:
            raise FailureError(f"the document unpacks to more than the {limit:,} bytes allowed")
        if not packed.eof:
            raise FailureError("the answer is packed, and cut off", is_passing=True)
        data = packed.unused_data
        if not data:
            return bytes(out)
    raise FailureError(f"the answer is packed in more than {MEMBERS} pieces")


def _validator(text: str | None) -> str | None:
    """Take a validator that can be sent back."""
    return text if is_sendable(text) else None


def is_sendable(text: str | None) -> bool:
    """Say whether a text can stand in a request, and cannot bring a line of its own."""
    return text is not None and _VALIDATOR.fullmatch(text) is not None


def wait_of(text: str | None) -> float | None:
    """Read `Retry-After`: seconds, or a date."""
    if text is None:
        return None
    if re.fullmatch("[0-9]{1,9}", text.strip()):
        return float(text)
    try:
        then = email.utils.parsedate_to_datetime(text)
    except ValueError:
        return None
    if then.tzinfo is None:
        then = then.replace(tzinfo=dt.UTC)
    return max(0.0, (then - dt.datetime.now(dt.UTC)).total_seconds())

"""One address: asked for with as little as possible, by the careful means of `refresh`."""

import contextlib
import http.client
import socket
from http import HTTPStatus
from typing import Final, NamedTuple

from glossary_site.external.turns import Turns
from glossary_site.external.verdicts import Verdict
from glossary_site.refresh.addresses import redirected, target_of
from glossary_site.refresh.connecting import Clock, Limits, Network, connect
from glossary_site.refresh.failures import FailureError
from glossary_site.refresh.fetching import AGENT, wait_of

LIMITS: Final = Limits(connect=10.0, total=20.0, attempts=2)
"""What asking once may take, without the pauses before it."""
LONGEST_WAIT: Final = 30.0
"""Seconds that a server may ask us to wait."""
PASSING: Final = frozenset({429, 500, 502, 503, 504})
"""Statuses after which it may help to ask again."""
_GONE: Final = frozenset({404, 410})
_PERMANENT: Final = frozenset({301, 308})
_REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
_NOT_SATISFIABLE: Final = 416
"""The answer to asking for the first byte of a document that has none."""
_UNKNOWN_HOST: Final = frozenset(
    {socket.EAI_NONAME, getattr(socket, "EAI_NODATA", socket.EAI_NONAME)}
)
_HEADERS: Final = {"User-Agent": f"{AGENT} (link check)", "Accept": "*/*", "Connection": "close"}


class _Said(NamedTuple):
    """The head of an answer."""

    status: int
    location: str | None
    wait: float | None


def ask(network: Network, turns: Turns, url: str) -> Verdict:
    """Ask for an address: for its head alone, where that is answered.

    Args:
        network: The way to the internet, with its limits.
        turns: Sees to it that no host is asked twice at once, or without a pause.
        url: The address; without a fragment.
    """
    secure = f"https{url[4:]}" if url.startswith("http:") else url
    try:
        said, at, is_moved = _follow(network, turns, secure)
    except FailureError as failure:
        if _is_unknown(network, secure):
            return Verdict("unknown-host")
        return Verdict("unsure", reason=str(failure))
    is_there = HTTPStatus.OK <= said.status < HTTPStatus.MULTIPLE_CHOICES
    if is_there or said.status == _NOT_SATISFIABLE:
        is_other = at != url and (is_moved or secure != url)
        return Verdict("moved", said.status, at) if is_other else Verdict("there", said.status)
    if said.status in _GONE and secure == url:
        return Verdict("gone", said.status)
    if secure != url:
        return Verdict("unsure", said.status, reason="only https is asked, and not answered well")
    return Verdict("unsure", said.status)


def _follow(network: Network, turns: Turns, url: str) -> tuple[_Said, str, bool]:
    """Follow redirects.

    Returns:
        The last answer, the address that all permanent redirects at the beginning lead to, and
        whether there was one.
    """
    first = target_of(url)
    moved_to, is_permanent, is_moved = url, True, False
    for _ in range(network.limits.redirects + 1):
        said = _patiently(network, turns, url)
        if said.status not in _REDIRECTS or said.location is None:
            return said, moved_to, is_moved
        url = redirected(url, said.location, first).partition("#")[0]
        is_permanent = is_permanent and said.status in _PERMANENT
        if is_permanent:
            moved_to, is_moved = url, True
    raise FailureError(f"more than {network.limits.redirects} redirects follow one another")


def _patiently(network: Network, turns: Turns, url: str) -> _Said:
    """Ask for the head, and for the first byte where that is refused or may be wrong."""
    said = _again(network, turns, url, "HEAD")
    if said.status < HTTPStatus.BAD_REQUEST or said.status in PASSING:
        return said
    return _again(network, turns, url, "GET")


def _again(network: Network, turns: Turns, url: str, method: str) -> _Said:
    """Ask, and once more after a pause where that may help."""
    for attempt in range(1, network.limits.attempts + 1):
        is_last = attempt == network.limits.attempts
        pause = network.limits.pause
        try:
            said = _once(network, turns, url, method)
        except FailureError as failure:
            if is_last or not failure.is_passing:
                raise
        else:
            pause = max(pause, said.wait or 0.0)
            if is_last or said.status not in PASSING or pause > LONGEST_WAIT:
                return said
        network.sleep(pause)
    raise AssertionError  # the last attempt returns or raises


def _once(network: Network, turns: Turns, url: str, method: str) -> _Said:
    """Send one request and read the head of its answer."""
    target = target_of(url)
    with turns.of(target.host):
        clock = Clock(network)
        connection = connect(network, target, clock)
        try:
            connection.putrequest(method, target.path, skip_accept_encoding=True)
            for name, value in _HEADERS.items():
                connection.putheader(name, value)
            if method == "GET":
                connection.putheader("Range", "bytes=0-0")
            connection.endheaders()
            with contextlib.closing(connection.getresponse()) as response:
                headers = response.headers
                return _Said(response.status, headers["Location"], wait_of(headers["Retry-After"]))
        except TimeoutError:
            clock.left()
            raise FailureError(f"{target.host} does not answer", is_passing=True) from None
        except OSError:
            message = f"the connection to {target.host} broke off"
            raise FailureError(message, is_passing=True) from None
        except http.client.HTTPException:
            raise FailureError(f"what {target.host} answers is not HTTP") from None
        finally:
            connection.close()


def _is_unknown(network: Network, url: str) -> bool:
    """Say whether there is no such host; without a network nobody can say so."""
    try:
        target = target_of(url)
        return not network.look_up(target.host, target.port)
    except socket.gaierror as error:
        return error.errno in _UNKNOWN_HOST
    except (OSError, UnicodeError, FailureError):
        return False

"""One connection: to an address that was checked, under TLS, and for no longer than allowed.

A host is looked up once for each connection, every address it has must be public, and the very
addresses that were checked are connected to: a name that leads elsewhere at the next question is
never asked that question.  Neither proxies nor cookies nor passwords of the user's are used.
"""

import http.client
import socket
import ssl
import time
from collections.abc import Callable, Sequence
from typing import Final, cast

from msgspec import Struct

from glossary_site.diagnostics import quoted
from glossary_site.refresh.addresses import Target, is_public
from glossary_site.refresh.failures import FailureError

ADDRESSES: Final = 4
"""How many addresses of a host are tried."""


class Limits(Struct, frozen=True):
    """What a fetch may take."""

    connect: float = 10.0
    """Seconds to connect, for each address."""
    total: float = 60.0
    """Seconds for a document, with all redirects, repetitions and pauses."""
    size: int = 20_000_000
    """Bytes of a document, as it comes and unpacked."""
    attempts: int = 3
    """How often it is asked for."""
    redirects: int = 5
    """How many redirects are followed."""
    pause: float = 1.0
    """Seconds before the second attempt; four times as many before the next."""


def look_up(host: str, port: int) -> Sequence[str]:
    """Ask the system for the addresses of a host.

    Raises:
        OSError: If it has none, or cannot be asked for.
    """
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return tuple(dict.fromkeys(str(one[4][0]) for one in found))


def _straight(address: str, port: int) -> tuple[str, int]:
    return address, port


class Network(Struct, frozen=True):
    """The way to the internet; tests build one of their own."""

    look_up: Callable[[str, int], Sequence[str]] = look_up
    """From a host and a port to the host's addresses."""
    route: Callable[[str, int], tuple[str, int]] = _straight
    """From an address that was checked to where it is reached."""
    trust: Callable[[], ssl.SSLContext] = ssl.create_default_context
    """Makes what certificates are checked with."""
    limits: Limits = Limits()
    """What a fetch may take."""
    sleep: Callable[[float], None] = time.sleep
    """Waits before another attempt."""
    now: Callable[[], float] = time.monotonic
    """Tells seconds, from wherever."""


class _TimedSocket(ssl.SSLSocket):
    """Waits at each step no longer than until one end: many short waits do not add up."""

    left: Callable[[], float]

    def recv_into(self, *arguments: object, **options: object) -> int:
        """Receive within the time that is left."""
        self.settimeout(self.left())
        return super().recv_into(*arguments, **options)  # type: ignore[arg-type]

    def sendall(self, *arguments: object, **options: object) -> None:
        """Send within the time that is left."""
        self.settimeout(self.left())
        super().sendall(*arguments, **options)  # type: ignore[arg-type]


class Clock:
    """The time that a fetch has left."""

    def __init__(self, network: Network) -> None:
        self._now = network.now
        self._total = network.limits.total
        self._end = network.now() + self._total

    def left(self) -> float:
        """Give the seconds that are left.

        Raises:
            FailureError: If there are none.
        """
        left = self._end - self._now()
        if left <= 0:
            raise FailureError(f"the answer took longer than {self._total:g} seconds")
        return left


def checked(network: Network, target: Target) -> Sequence[str]:
    """Look a host up, and refuse it if any of its addresses is not public.

    Raises:
        FailureError: If it is refused or not known.
    """
    try:
        addresses = network.look_up(target.host, target.port)
    except (OSError, UnicodeError):
        raise FailureError(f"no host is called {quoted(target.host)}", is_passing=True) from None
    if not addresses:
        raise FailureError(f"no host is called {quoted(target.host)}", is_passing=True)
    for address in addresses:
        if not is_public(address):
            message = f"{target.host} has the address {address}, which is not public"
            raise FailureError(message)
    return addresses[:ADDRESSES]


def connect(network: Network, target: Target, clock: Clock) -> http.client.HTTPSConnection:
    """Open a connection; whoever gets it closes it.

    Raises:
        FailureError: If none of the host's addresses can be reached safely.
    """
    context = network.trust()
    context.sslsocket_class = _TimedSocket
    failed = FailureError("")
    for address in checked(network, target):
        try:
            raw = _open(network, address, target.port, clock)
            try:
                # An answer that is cut off must not pass for one that is complete.
                secure = context.wrap_socket(
                    raw, server_hostname=target.host, suppress_ragged_eofs=False
                )
            except BaseException:
                raw.close()
                raise
        except ssl.SSLCertVerificationError as error:
            message = f"the certificate of {target.host} is not valid: {error.verify_message}"
            raise FailureError(message) from None
        except TimeoutError:
            clock.left()
            message = f"{target.host} could not be connected to in {network.limits.connect:g} s"
            failed = FailureError(message, is_passing=True)
        except OSError as error:
            message = f"{target.host} could not be connected to: {_words(error)}"
            failed = FailureError(message, is_passing=True)
        else:
            cast("_TimedSocket", secure).left = clock.left
            connection = http.client.HTTPSConnection(target.host, target.port, context=context)
            connection.sock = secure
            return connection
    raise failed


def _open(network: Network, address: str, port: int, clock: Clock) -> socket.socket:
    place = network.route(address, port)
    timeout = min(network.limits.connect, clock.left())
    return socket.create_connection(place, timeout=timeout)


def _words(error: OSError) -> str:
    """Put an error of the system in words."""
    return (error.strerror or str(error) or type(error).__name__).lower()

"""Hosts take turns: none is asked twice at once, nor without a pause in between."""

import contextlib
import threading
from collections import defaultdict
from collections.abc import Iterator

from glossary_site.refresh.connecting import Network


class Turns:
    """Who may be asked now; serves several threads."""

    def __init__(self, network: Network) -> None:
        """Wait by the network's clock, and as long as it pauses."""
        self._network = network
        self._guard = threading.Lock()
        self._locks: defaultdict[str, threading.Lock] = defaultdict(threading.Lock)
        self._last: dict[str, float] = {}

    @contextlib.contextmanager
    def of(self, host: str) -> Iterator[None]:
        """Wait for a host's turn and keep it; whoever has it asks no other meanwhile."""
        with self._guard:
            lock = self._locks[host]
        with lock:
            last = self._last.get(host)
            if last is not None:
                left = last + self._network.limits.pause - self._network.now()
                if left > 0:
                    self._network.sleep(left)
            try:
                yield
            finally:
                self._last[host] = self._network.now()

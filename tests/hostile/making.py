"""What the workers of test_workers do; a spawned worker imports it by name."""

import faulthandler
import os
import signal
import sys
import time
from collections.abc import Callable

from glossary_site import workers

Work = Callable[[str], str]


def obedient() -> Work:
    """Prepare a worker that does what its items say."""
    return obey


def obey(item: str) -> str:
    """Do what an item says."""
    if item == "sleep":
        time.sleep(600)
    if item == "nap":
        time.sleep(1)
    if item == "spin":
        while True:
            pass
    if item == "kill":
        os.kill(os.getpid(), signal.SIGKILL)
    if item == "segfault":
        faulthandler.disable()
        os.kill(os.getpid(), signal.SIGSEGV)
    if item == "exit":
        os._exit(7)
    if item == "memory":
        raise MemoryError
    if item == "raise":
        raise LookupError("a bug of ours")
    return item.upper()


def unprepared() -> Work:
    """Fail before the first item."""
    raise LookupError("a bug of ours")


def main(*orders: str) -> None:
    """Keep two workers busy until Ctrl-C."""
    try:
        workers.run(obedient, orders, jobs=2, limit=600)
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main(*sys.argv[1:])

"""Builds fork their workers beside the tests' own hosts, as they do in the program.

A host of built sites stands until the end of the run, in a thread.  The program forks only where
it has no other thread; elsewhere it starts workers from a server, and each takes so long that the
tests would do little but wait for them.
"""

import threading
from typing import Final

from glossary_site.workers import crew

HOST: Final = "tests' host"
"""Name of the threads that wait for requests, in which they hold no lock that a fork could copy."""
_start_method: Final = crew.start_method


def start_method() -> crew.Start:
    """Choose as the program would without our hosts."""
    chosen: crew.Start = _start_method()
    others = [thread for thread in threading.enumerate() if thread.name != HOST]
    return "fork" if chosen == "forkserver" and len(others) == 1 else chosen


def fork_beside_hosts() -> None:
    """From now on, let builds in this process fork although sites are being served."""
    crew.start_method = start_method

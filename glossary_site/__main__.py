"""`python -m glossary_site`: the same program as `glossary-site` and `build.py`."""

import gc
import os
import signal
import sys
from contextlib import suppress


def run() -> int:
    """Run the program; Ctrl-C is a plain end from the first moment to the last."""
    _open_closed_streams()
    gc.disable()  # it would look at what stays to the end; `serve`, which goes on, enables it
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")  # we use none, and to look is slow
    try:
        from glossary_site.cli import main  # noqa: PLC0415 (loading takes a while, too)

        status = main()
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # what is left is only leaving
        for stream in (sys.stdout, sys.stderr):
            with suppress(OSError, ValueError):  # whoever read it has gone
                stream.flush()
    except KeyboardInterrupt:
        return 130
    os._exit(status)  # the interpreter would take a million records apart, one by one


def _open_closed_streams() -> None:
    """Put nothing in the place of streams that are closed: else a file would take their number.

    Whatever is printed would go into that file.
    """
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)  # takes the lowest free number: this one
    if sys.stdout is None:
        sys.stdout = open(1, "w", encoding="utf-8", closefd=False)  # noqa: SIM115
    if sys.stderr is None:
        sys.stderr = open(2, "w", encoding="utf-8", closefd=False)  # noqa: SIM115


if __name__ == "__main__":
    raise SystemExit(run())

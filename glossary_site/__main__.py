"""`python -m glossary_site`: the same program as `glossary-site` and `build.py`."""

import gc
import os
import signal
import sys
from contextlib import suppress


def run() -> int:
    """Run the program; Ctrl-C is a plain end from the first moment to the last."""
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


if __name__ == "__main__":
    raise SystemExit(run())

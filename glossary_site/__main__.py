"""`python -m glossary_site`: the same program as `glossary-site` and `build.py`."""

import signal


def run() -> int:
    """Run the program; Ctrl-C is a plain end from the first moment to the last."""
    try:
        from glossary_site.cli import main  # noqa: PLC0415 (loading takes a while, too)

        status = main()
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # what is left is only leaving
    except KeyboardInterrupt:
        return 130
    return status


if __name__ == "__main__":
    raise SystemExit(run())

"""`serve`: the pipeline behind the development server, publishing into a folder of its own.

Builds run in a process of their own, which remembers from build to build.  It has no threads, so
its workers can be forked from it with all it knows; the server, which has some, could not do that.
"""

import datetime as dt
import gc
import multiprocessing
import signal
import sys
from contextlib import suppress
from functools import partial
from multiprocessing.connection import Connection
from pathlib import Path
from types import FrameType
from typing import Any, Final

from glossary_site import starting
from glossary_site.cache.memory import Memory
from glossary_site.console import build_text, count_text, findings_text
from glossary_site.content.files import Reader
from glossary_site.content.load import Folder, load_config
from glossary_site.pipeline import BuildOptions, build
from glossary_site.render.addresses import addresses
from glossary_site.serve import AddressError, BuildResult, run_server
from glossary_site.theme import default_theme
from glossary_site.workers import end_with_parent, start_method

__all__ = ["AddressError", "run"]

WATCHED = (
    "site.yaml", "permalinks.txt", "terms", "data", "images", "newsletter", "templates", "static",
)  # fmt: skip
_LARGEST: Final = 64 * 1024 * 1024
"""Bytes of a file that is shown."""
_PATIENCE: Final = 5.0
"""Seconds that a build has to clean up after itself when the server ends."""


def run(
    source: Path,
    *,
    base_url: str | None,
    host: str,
    port: int,
    open_browser: bool,
    drafts: bool,
    jobs: int | None,
    today: dt.date,
) -> None:
    """Serve a glossary until Ctrl-C."""
    gc.enable()  # the program begins without
    cache = source / ".cache"
    if cache.is_symlink() or (cache / "serve").is_symlink():
        raise AddressError(".cache is a symbolic link, and would lead elsewhere: remove it")
    published = cache / "serve" / "site"
    place = base_url or _configured_base_url(source)
    options = BuildOptions(
        source=source, output=published, today=today, base_url=place, drafts=drafts, jobs=jobs,
        is_preview=True,
    )  # fmt: skip
    theme = default_theme()
    builder = _Builder(options)
    try:
        run_server(
            build=builder.build,
            published=published,
            read=partial(_read, published),
            watched=[*(source / name for name in WATCHED), theme.templates, theme.static],
            base_path=addresses(place).base_path,
            host=host,
            port=port,
            open_browser=open_browser,
            say=_say,
        )
    finally:
        builder.end()


def _read(published: Path, path: str) -> bytes | None:
    """Read a file through no link; the folder is opened anew, for a build may replace it."""
    with Reader(published) as reader:
        return reader.read(path, _LARGEST)[0]


class _Builder:
    """The server's side of the process that builds."""

    def __init__(self, options: BuildOptions) -> None:
        self._options = options
        self._start()

    def build(self) -> BuildResult:
        """Build, and wait until that is done; a process that has ended is replaced."""
        try:
            self._pipe.send(None)
            result: BuildResult = self._pipe.recv()
        except (EOFError, OSError):
            self.end()
            self._start()
            return BuildResult(ok=False, report="The process that builds has ended; save again")
        return result

    def end(self) -> None:
        """End the process, and a build with it, which cleans up first."""
        self._pipe.close()
        self._process.terminate()
        self._process.join(_PATIENCE)
        if self._process.is_alive():
            self._process.kill()
            self._process.join()

    def _start(self) -> None:
        method = "fork" if start_method() == "fork" else "spawn"
        context: Any = multiprocessing.get_context(method)
        self._pipe, theirs = context.Pipe()
        ours = self._pipe if method == "fork" else None
        self._process = context.Process(
            target=_build_when_asked, args=(self._options, theirs, ours)
        )
        self._process.start()
        theirs.close()


def _build_when_asked(
    options: BuildOptions, pipe: "Connection[Any, Any]", copied: "Connection[Any, Any] | None"
) -> None:
    """Run in the other process: one build for each message, until there is nobody to send one."""
    if copied is not None:
        copied.close()
    end_with_parent()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the server decides
    memory = starting.memory(options.source, is_lasting=True)
    with suppress(EOFError, BrokenPipeError, KeyboardInterrupt):
        while True:
            signal.signal(signal.SIGTERM, signal.SIG_DFL)  # nothing to clean up
            pipe.recv()
            signal.signal(signal.SIGTERM, _stop)
            pipe.send(_build(options, memory))
            if not gc.get_freeze_count():
                gc.freeze()  # most of what the first build made stays
    signal.signal(signal.SIGTERM, signal.SIG_IGN)


def _stop(_number: int, _frame: FrameType | None) -> None:
    """Leave what is being done, by way of its cleaning up."""
    raise KeyboardInterrupt


def _build(options: BuildOptions, memory: Memory) -> BuildResult:
    report = build(options, memory=memory)
    _say(build_text(report, options.output))
    text = findings_text(report.findings, options.source)
    if report.findings:
        sys.stderr.write(text)
    for note in starting.save(memory):
        _say(f"note: {note}")
    return BuildResult(report.is_ok, f"{text}\n{count_text(report.findings)}\n")


def _configured_base_url(source: Path) -> str:
    """Read where the site will live; a mistake in `site.yaml` shows as the first finding."""
    with Reader(source) as reader:
        config, _ = load_config(Folder(reader, source))
    return "/" if config is None else config.base_url


def _say(line: str) -> None:
    sys.stderr.write(line + "\n")
    sys.stderr.flush()

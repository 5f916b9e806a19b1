"""One run of the server: what was built last, what went wrong, and which pages want to know.

Builds run one at a time in a thread of their own, so that pages are served meanwhile.  Whatever
changes during a build leads to exactly one more.
"""

import asyncio
import contextlib
import os
import traceback
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Protocol

from glossary_site.diagnostics import shown

_REPORT_LIMIT: Final = 50_000
_WAIT_FOR_PAGES: Final = 30.0


@dataclass(frozen=True, slots=True)
class BuildResult:
    """How a build ended."""

    ok: bool
    """Whether it was published; if not, the pages are as they were."""
    report: str
    """The findings as the build has printed them, in plain text; shown over the pages."""


@dataclass(frozen=True, slots=True)
class State:
    """What an open page must know to be right."""

    version: int
    """How many builds were published in this run."""
    report: str | None
    """Why the last build was not published, or None if it was."""


class Listener(Protocol):
    """Somebody who wants to hear of every build: an open page."""

    def tell(self, state: State) -> None:
        """Take note of how the build went."""
        ...


class Session:
    """What the handlers share.

    Args:
        build: Builds, publishes and prints its report; called again and again, never twice at once.  The first call
            comes from the thread that made the session, the others from one other thread.
        published: The folder that a build replaces when it succeeds.
        say: Prints one line; called from several threads.
    """

    def __init__(
        self, *, build: Callable[[], BuildResult], published: Path, say: Callable[[str], None]
    ) -> None:
        self.published = published
        self.say = say
        self.state = State(0, None)
        self.listeners: set[Listener] = set()
        self._build = build
        self._is_stale = False
        self._wake: Callable[[], object] | None = None
        self._idle = asyncio.Event()
        self._idle.set()

    def is_published(self) -> bool:
        """Say whether there are pages to show, of this run or an earlier one."""
        return self.state.version > 0 or os.path.isfile(self.published / "index.html")

    def changed(self) -> None:
        """Ask for a build; safe from any thread, and cheap to call often."""
        self._is_stale = True
        if self._wake is not None:
            self._wake()

    def build_now(self) -> None:
        """Build in this thread, before there is anybody to serve."""
        self._is_stale = False
        self._settle(self._attempt())

    async def keep_built(self) -> None:
        """Build after every change until cancelled; a running build is then waited for."""
        loop = asyncio.get_running_loop()
        woken = asyncio.Event()
        self._wake = lambda: loop.call_soon_threadsafe(woken.set)
        if self._is_stale:
            woken.set()
        try:
            with ThreadPoolExecutor(max_workers=1, thread_name_prefix="build") as executor:
                while await woken.wait():
                    woken.clear()
                    self._idle.clear()
                    self._settle(await loop.run_in_executor(executor, self._attempt))
                    self._idle.set()
        finally:
            self._wake = None

    async def wait_for_pages(self) -> None:
        """Wait while a running build has the folder in its hands.

        Where a file system cannot exchange two folders in one step, there is none for a moment.
        """
        if self.is_building() and not self._has_folder():
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._idle.wait(), _WAIT_FOR_PAGES)

    def is_building(self) -> bool:
        """Say whether a build runs beside the loop."""
        return not self._idle.is_set()

    def _has_folder(self) -> bool:
        return os.path.isdir(self.published)

    def _attempt(self) -> BuildResult:
        try:
            return self._build()
        except Exception as error:  # noqa: BLE001 (a bug in the build must not end the server)
            last = traceback.format_exception_only(error)[-1].strip()
            report = f"The build itself failed, a bug of ours: {last}\n\n{traceback.format_exc()}"
            for line in report.split("\n"):
                self.say(shown(line))
            return BuildResult(ok=False, report=report)

    def _settle(self, result: BuildResult) -> None:
        if result.ok:
            self.state = State(self.state.version + 1, None)
        else:
            report = "\n".join(shown(line) for line in result.report.split("\n"))
            cut = report if len(report) <= _REPORT_LIMIT else report[:_REPORT_LIMIT] + "\n…"
            self.state = State(self.state.version, cut.strip() or "The build failed")
        for listener in tuple(self.listeners):
            listener.tell(self.state)

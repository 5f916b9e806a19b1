"""A build under way: what was asked for, what was found, and how workers are used."""

import datetime as dt
import time
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from heapq import nlargest
from pathlib import Path
from typing import Final

from msgspec import Struct, field

from glossary_site.ahead import Ahead
from glossary_site.cache.memory import Memory
from glossary_site.content.marks import Marks
from glossary_site.diagnostics import (
    Diagnostic,
    Findings,
    Span,
    apply_severities,
    finding,
    has_errors,
    without_notes,
)
from glossary_site.names import Slug
from glossary_site.render.edition import Edition
from glossary_site.store.publish import Published
from glossary_site.theme import Theme
from glossary_site.workers import Failure, Item, Make, Result, run, usable_cores

SLOWEST: Final = 10
"""Term files whose time is told."""
Progress = Callable[[str, int, int], None]
"""Told the stage, how many items are done and how many there are."""


def never() -> bool:
    """Say that nobody asked the build to end."""
    return False


class BuildOptions(Struct, frozen=True):
    """What the command line asked for."""

    source: Path
    """The glossary's folder."""
    output: Path
    """Where the site is published."""
    today: dt.date
    """The build date; only what depends on the day uses it."""
    base_url: str | None = None
    """Instead of the configured one; checked by `fields.site.normal_base_url`."""
    strict: bool = False
    """Whether warnings count as errors."""
    drafts: bool = False
    """Whether drafts are published."""
    jobs: int | None = None
    """Worker processes; None for all cores."""
    dry_run: bool = False
    """Whether to stop before anything is written: that is `check`."""
    is_only_planned: bool = False
    """Whether to stop once the pages are planned: `diff` looks at none of them."""
    notes: bool = False
    """Whether advice is wanted: only `check` wants it."""
    is_preview: bool = False
    """Whether to publish file by file, for nobody but the development server."""


class BuildReport(Struct, frozen=True):
    """What a build found and did."""

    findings: Findings
    """Sorted, with the severities that count."""
    terms: int = 0
    """Published terms."""
    published: Published | None = None
    """What was written; None if nothing was."""
    timings: tuple[tuple[str, float], ...] = ()
    """Stages and their seconds, in order."""
    slowest: tuple[tuple[str, float], ...] = ()
    """The term files that took workers longest, and the seconds; the slowest first."""
    edition: Edition | None = None
    """What the pages were made from; None where the build did not come so far."""

    @property
    def is_ok(self) -> bool:
        """Whether there are no errors."""
        return not has_errors(self.findings)


class Run(Struct):
    """A build under way; lives as long as it runs."""

    options: BuildOptions
    """What was asked for."""
    progress: Progress | None
    """Who wants to know how far it is."""
    theme: Theme
    """The default theme."""
    memory: Memory
    """What earlier builds found out."""
    ahead: Ahead | None
    """What began before."""
    is_interrupted: Callable[[], bool] = never
    """Says whether the build was asked to end."""
    found: list[Diagnostic] = field(default_factory=list)
    """Findings so far."""
    checks: Mapping[str, str] = field(default_factory=dict)
    """Severities that the glossary chose."""
    marks: dict[Slug, Marks] = field(default_factory=dict)
    """Digests of all terms' parts."""
    timings: list[tuple[str, float]] = field(default_factory=list)
    """Stages and their seconds."""
    spent: defaultdict[str, float] = field(default_factory=partial(defaultdict, float))
    """Seconds that workers spent on each file."""
    since: float = field(default_factory=time.perf_counter)
    """When the stage began."""
    edition: Edition | None = None
    """What pages are made from, once it is there."""

    def take(self, stage: str, findings: Findings = ()) -> None:
        """Note the end of a stage and what it found.

        Raises:
            KeyboardInterrupt: If the build was asked to end.  One that is raised within a callback,
                of an import for instance, is lost there.
        """
        if self.is_interrupted():
            raise KeyboardInterrupt
        now = time.perf_counter()
        self.timings.append((stage, now - self.since))
        self.since = now
        self.found += findings

    def report(self, terms: int = 0, published: Published | None = None) -> BuildReport:
        """Report what was found and done."""
        findings = apply_severities(self.found, self.checks, strict=self.options.strict)
        findings = findings if self.options.notes else without_notes(findings)
        spent = [(took, path) for path, took in self.spent.items() if path.startswith("terms/")]
        slowest = tuple((path, took) for took, path in nlargest(SLOWEST, spent))
        timings = tuple(self.timings)
        return BuildReport(findings, terms, published, timings, slowest, self.edition)

    def has_errors(self) -> bool:
        """Say whether anything found so far keeps the site from being written."""
        return has_errors(apply_severities(self.found, self.checks, strict=self.options.strict))

    @property
    def jobs(self) -> int:
        """How many workers there may be."""
        return self.options.jobs or usable_cores()

    def on_done(self, stage: str, total: int) -> Callable[[int], None] | None:
        """Give what tells of a stage's progress, if anybody wants to know."""
        progress = self.progress
        return None if progress is None else partial(_tell, progress, stage, total)


def _tell(progress: Progress, stage: str, total: int, done: int) -> None:
    progress(stage, done, total)


def work(
    now: Run,
    make: Make[Item, Result],
    items: Sequence[Item],
    paths: Sequence[str],
    stage: str | None = None,
) -> tuple[list[Result | None], tuple[Failure, ...]]:
    """Do items in workers; a machine that can start none is a finding like any other.

    Args:
        now: The build.
        make: Prepares a worker.
        items: What is to be done.
        paths: For each item the file it belongs to.
        stage: What the progress bar says.
    """
    on_done = None if stage is None else now.on_done(stage, len(items))

    def on_time(index: int, seconds: float) -> None:
        now.spent[paths[index]] += seconds

    try:
        return run(make, items, jobs=now.jobs, on_done=on_done, on_time=on_time)
    except OSError as error:
        message = f"worker processes cannot be started: {error.strerror or error}"
        now.found.append(finding("write-failed", Span(str(now.options.output)), message))
        return [None] * len(items), ()


BODY_HINT: Final = "simplify the body, or split the term"
PAGE_HINT: Final = "look at the template of this page"


def in_words(failure: Failure, span: Span, hint: str = BODY_HINT) -> Diagnostic:
    """Put a worker's end in words that name the term."""
    if failure.reason == "time":
        message = f"takes too long to render ({failure.detail})"
        return finding("too-slow", span, message, hint)
    message = f"cannot be rendered: {failure.detail}"
    if failure.reason == "death":
        message = f"ended the process that rendered it ({failure.detail})"
    return finding("worker-died", span, message, hint)

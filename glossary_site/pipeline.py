"""One build from first to last: load, link, render, weave, plan, emit, publish.

Nothing below this module reads a clock or the environment, and nothing here renders: this is the
order of the stages, and what happens to their findings.
"""

import datetime as dt
import gc
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Final

from glossary_site import weaving
from glossary_site.bodies import BodyJob, make_renderer
from glossary_site.content.files import list_files
from glossary_site.content.load import load
from glossary_site.content.term_files import make_term_reader, read_in_turn
from glossary_site.content.terms import ReadFile, names_of_file
from glossary_site.diagnostics import (
    Diagnostic,
    Findings,
    Span,
    apply_severities,
    finding,
    has_errors,
)
from glossary_site.graph.linking import link
from glossary_site.model import Content, Fragment
from glossary_site.outputs.plan import Planning, broken_paths, plan
from glossary_site.pages import PageJob, make_writer
from glossary_site.render.addresses import Addresses, addresses
from glossary_site.render.context import RenderContext
from glossary_site.render.edition import Edition
from glossary_site.render.html import Templates
from glossary_site.store.publish import Published, Staging, abandon, commit, open_staging
from glossary_site.theme import Theme, default_theme
from glossary_site.workers import Failure, Item, Make, Result, run, usable_cores

WORTHWHILE: Final = 400
"""Files: below this many, starting workers to read them costs more than it saves."""
Progress = Callable[[str, int, int], None]
"""Told the stage, how many items are done and how many there are."""


@dataclass(frozen=True, slots=True)
class BuildOptions:
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


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build found and did."""

    findings: Findings
    """Sorted, with the severities that count."""
    terms: int = 0
    """Published terms."""
    published: Published | None = None
    """What was written; None if nothing was."""
    timings: tuple[tuple[str, float], ...] = ()
    """Stages and their seconds, in order."""

    @property
    def is_ok(self) -> bool:
        """Whether there are no errors."""
        return not has_errors(self.findings)


@dataclass(slots=True)
class _Run:
    """A build under way; lives as long as `build` runs."""

    options: BuildOptions
    progress: Progress | None
    theme: Theme
    found: list[Diagnostic] = field(default_factory=list)
    checks: Mapping[str, str] = field(default_factory=dict)
    timings: list[tuple[str, float]] = field(default_factory=list)
    since: float = field(default_factory=time.perf_counter)

    def take(self, stage: str, findings: Findings = ()) -> None:
        now = time.perf_counter()
        self.timings.append((stage, now - self.since))
        self.since = now
        self.found += findings

    def report(self, terms: int = 0, published: Published | None = None) -> BuildReport:
        findings = apply_severities(self.found, self.checks, strict=self.options.strict)
        return BuildReport(findings, terms, published, tuple(self.timings))

    def has_errors(self) -> bool:
        return not self.report().is_ok

    @property
    def jobs(self) -> int:
        return self.options.jobs or usable_cores()

    def on_done(self, stage: str, total: int) -> Callable[[int], None] | None:
        progress = self.progress
        return None if progress is None else partial(_tell, progress, stage, total)


def _tell(progress: Progress, stage: str, total: int, done: int) -> None:
    progress(stage, done, total)


def build(options: BuildOptions, progress: Progress | None = None) -> BuildReport:
    """Build a glossary.

    With an error nothing is written, and what was published stays.
    """
    is_collecting = gc.isenabled()
    gc.disable()  # millions of records and hardly a cycle: collecting would only look at them
    try:
        return _build(options, progress)
    finally:
        if is_collecting:
            gc.enable()


def _build(options: BuildOptions, progress: Progress | None) -> BuildReport:
    now = _Run(options, progress, default_theme())
    content, found = load(
        options.source,
        drafts=options.drafts,
        today=options.today,
        theme_static=now.theme.static,
        read_files=partial(_read_files, now),
    )
    now.take("load", found)
    if content is None:
        return now.report()
    now.checks = content.config.checks
    graph, found = link(content)
    now.take("link", found)
    place = _addresses(options, content)
    context = weaving.render_context(content, graph, place)
    fragments, found = _render_bodies(now, content, context)
    now.take("render", found + weaving.common_words(content))
    templates = Templates(_template_folders(options.source, now.theme), options.source)
    _, found = list_files(options.source, "templates", None)
    now.take("templates", found + templates.check())
    glossary = weaving.weave(content, graph, fragments)
    edition = weaving.edition(glossary, place, now.theme)
    planning, found = plan(edition)
    now.take("weave", found + broken_paths(edition, planning))
    if now.has_errors():
        return now.report(len(content.terms))
    return _emit(now, edition, planning, templates)


def within(findings: Findings, paths: tuple[str, ...]) -> Findings:
    """Keep the findings in these files and folders; all of them if none is named."""
    if not paths or "." in paths:
        return findings
    return tuple(
        found
        for found in findings
        if any(found.span.path == path or found.span.path.startswith(path + "/") for path in paths)
    )


def _addresses(options: BuildOptions, content: Content) -> Addresses:
    configured = content.config.base_url
    return addresses(configured if options.base_url is None else options.base_url)


def _template_folders(source: Path, theme: Theme) -> tuple[Path, ...]:
    own = source / "templates"
    is_theme = own.resolve() == theme.templates.resolve()
    return (theme.templates,) if is_theme or not own.is_dir() else (own, theme.templates)


def _work(
    now: _Run, make: Make[Item, Result], items: Sequence[Item], stage: str | None = None
) -> tuple[list[Result | None], tuple[Failure, ...]]:
    """Do items in workers; a machine that can start none is a finding like any other."""
    on_done = None if stage is None else now.on_done(stage, len(items))
    try:
        return run(make, items, jobs=now.jobs, on_done=on_done)
    except OSError as error:
        message = f"worker processes cannot be started: {error.strerror or error}"
        now.found.append(finding("write-failed", Span(str(now.options.output)), message))
        return [None] * len(items), ()


def _read_files(now: _Run, root: Path, paths: tuple[str, ...]) -> Iterable[ReadFile]:
    """Read term files, in workers where that pays."""
    if now.jobs == 1 or len(paths) < WORTHWHILE:
        return read_in_turn(root, paths)
    results, failures = _work(now, partial(make_term_reader, root), paths)
    now.found += (_failure(one, Span(paths[one.index])) for one in failures)
    return [
        result or ReadFile((), (), names_of_file(path))
        for path, result in zip(paths, results, strict=True)
    ]


def _render_bodies(
    now: _Run, content: Content, context: RenderContext
) -> tuple[dict[str, Fragment], Findings]:
    """Render all bodies in workers; fragments by path and slug."""
    jobs = [BodyJob.of_term(term) for term in content.terms]
    jobs += [BodyJob.of_issue(issue) for issue in content.issues]
    make = partial(make_renderer, context, content.config.autolink.per)
    results, failures = _work(now, make, jobs, "Rendering")
    found = [_failure(failure, jobs[failure.index].span) for failure in failures]
    fragments = {}
    for job, result in zip(jobs, results, strict=True):
        fragment, findings = result or (EMPTY, ())
        fragments[job.key] = fragment
        found += findings
    return fragments, tuple(found)


EMPTY = Fragment("", "", {}, (), ())


BODY_HINT: Final = "simplify the body, or split the term"
PAGE_HINT: Final = "look at the template of this page"


def _failure(failure: Failure, span: Span, hint: str = BODY_HINT) -> Diagnostic:
    """Put a worker's end in words that name the term."""
    if failure.reason == "time":
        message = f"takes too long to render ({failure.detail})"
        return finding("too-slow", span, message, hint)
    message = f"cannot be rendered: {failure.detail}"
    if failure.reason == "death":
        message = f"ended the process that rendered it ({failure.detail})"
    return finding("worker-died", span, message, hint)


def _emit(now: _Run, edition: Edition, planning: Planning, templates: Templates) -> BuildReport:
    """Render and write every output in workers, then publish all of it in one step."""
    terms = len(edition.glossary.content.terms)
    staging: Staging | None = None
    if not now.options.dry_run:
        staging, found = open_staging(now.options.output, source=now.options.source)
        now.take("stage", found)
        if staging is None:
            return now.report(terms)
    try:
        jobs = [PageJob(item.emitter, item.key, item.path) for item in planning.files]
        make = partial(make_writer, edition, templates, staging)
        results, failures = _work(now, make, jobs, "Writing")
        found = tuple(_failure(one, planning.files[one.index].owner, PAGE_HINT) for one in failures)
        done = [result for result in results if result is not None]
        found += tuple(one for result in done for one in result.findings)
        now.take("emit", found)
        if staging is None or now.has_errors():
            return now.report(terms)
        published, found = commit(staging, [r.written for r in done if r.written is not None])
        now.take("publish", found)
        return now.report(terms, published)
    finally:
        if staging is not None:
            abandon(staging)

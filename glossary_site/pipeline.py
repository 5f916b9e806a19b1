"""One build from first to last: load, link, render, weave, plan, emit, publish.

Nothing below this module reads a clock or the environment, and nothing here renders: this is the
order of the stages, and what happens to their findings.
"""

import datetime as dt
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from glossary_site.bodies import BodyJob, make_renderer
from glossary_site.content.load import load
from glossary_site.diagnostics import (
    Diagnostic,
    Findings,
    Span,
    apply_severities,
    finding,
    has_errors,
    quoted,
)
from glossary_site.fields.site import normal_base_url
from glossary_site.graph.linking import link
from glossary_site.graph.neighbours import backlinks, outgoing, related
from glossary_site.model import Content, Fragment, Glossary, Graph
from glossary_site.names import Slug
from glossary_site.outputs.plan import Planning, broken_paths, plan
from glossary_site.pages import PageJob, make_writer
from glossary_site.render.addresses import Addresses, addresses
from glossary_site.render.context import PictureView, RenderContext
from glossary_site.render.edition import Edition
from glossary_site.render.html import Templates
from glossary_site.render.mentions import Mentions, is_common_word, surface_forms
from glossary_site.render.site_view import site_view
from glossary_site.render.topics import shown_topics
from glossary_site.store.publish import Published, Staging, abandon, commit, open_staging
from glossary_site.theme import Theme, assets, default_theme
from glossary_site.workers import Failure, run, usable_cores

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
    """Instead of the configured one."""
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
    now = _Run(options, progress, default_theme())
    content, found = load(
        options.source,
        drafts=options.drafts,
        today=options.today,
        theme_static=now.theme.static,
    )
    now.take("load", found)
    if content is None:
        return now.report()
    now.checks = content.config.checks
    graph, found = link(content)
    now.take("link", found)
    place, found = _addresses(options, content)
    context = _render_context(content, graph, place)
    fragments, more = _render_bodies(now, content, context)
    now.take("render", (*found, *more, *_common_words(content)))
    templates = Templates(_template_folders(options.source, now.theme), options.source)
    now.take("templates", templates.check())
    glossary = _weave(content, graph, fragments)
    edition = _edition(glossary, place, now.theme)
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


def _addresses(options: BuildOptions, content: Content) -> tuple[Addresses, Findings]:
    if options.base_url is None:
        return addresses(content.config.base_url), ()
    return addresses(normal_base_url(options.base_url)), ()


def _template_folders(source: Path, theme: Theme) -> tuple[Path, ...]:
    own = source / "templates"
    is_theme = own.resolve() == theme.templates.resolve()
    return (theme.templates,) if is_theme or not own.is_dir() else (own, theme.templates)


def _render_context(content: Content, graph: Graph, place: Addresses) -> RenderContext:
    config = content.config
    names = surface_forms(
        (graph.term_by_slug[slug] for slug in graph.order), config.autolink, config.language
    )
    return RenderContext(
        base_path=place.base_path,
        names=graph.names,
        slugs=frozenset(graph.term_by_slug),
        redirects=graph.redirects,
        images={
            path: PictureView(place.href(f"images/{path}"), image.width, image.height)
            for path, image in content.images.items()
        },
        mentions=Mentions(names),
        extensions=config.markdown.extensions,
    )


def _common_words(content: Content) -> Findings:
    """Tell authors which of their names are too common to be linked."""
    return tuple(
        finding(
            "common-word-alias",
            term.span("title" if name == term.title else "aliases"),
            f"{quoted(name)} is so common a word that prose is not linked by it",
            "choose a longer name, or set autolink: off",
        )
        for term in content.terms
        if term.autolink != "off"
        for name in term.names
        if is_common_word(name)
    )


def _render_bodies(
    now: _Run, content: Content, context: RenderContext
) -> tuple[dict[str, Fragment], Findings]:
    """Render all bodies in workers; fragments by path and slug."""
    jobs = [BodyJob.of_term(term) for term in content.terms]
    jobs += [BodyJob.of_issue(issue) for issue in content.issues]
    make = partial(make_renderer, context, content.config.autolink.per)
    results, failures = run(make, jobs, jobs=now.jobs, on_done=now.on_done("Rendering", len(jobs)))
    found = tuple(_failure(failure, jobs[failure.index].span) for failure in failures)
    fragments = {}
    for job, result in zip(jobs, results, strict=True):
        fragment, findings = result or (EMPTY, ())
        fragments[job.key] = fragment
        found += findings
    return fragments, found


EMPTY = Fragment("", "", {}, (), ())


def _failure(failure: Failure, span: Span) -> Diagnostic:
    """Put a worker's end in words that name the term."""
    if failure.reason == "time":
        message = f"takes too long to render ({failure.detail})"
        return finding("too-slow", span, message, "simplify the body, or split the term")
    message = f"cannot be rendered: {failure.detail}"
    if failure.reason == "death":
        message = f"ended the process that rendered it ({failure.detail})"
    return finding("worker-died", span, message, "simplify the body, or split the term")


def _weave(content: Content, graph: Graph, fragments: Mapping[str, Fragment]) -> Glossary:
    """Derive what follows from the rendered links."""
    by_slug = {slug: fragments[f"term:{slug}"] for slug in graph.term_by_slug}
    links = outgoing(graph, by_slug)
    options = content.config.related
    return Glossary(
        content=content,
        graph=graph,
        fragments=by_slug,
        issue_fragments={i.slug: fragments[f"issue:{i.slug}"] for i in content.issues},
        related=related(graph, links, options.limit, fill=options.fill),
        backlinks=backlinks(graph, links),
    )


def _edition(glossary: Glossary, place: Addresses, theme: Theme) -> Edition:
    files = assets(theme)
    paths = {name: asset.path for name, asset in files.items()}
    return Edition(
        glossary=glossary,
        addresses=place,
        families=frozenset(glossary.config.outputs),
        site=site_view(glossary.content, place, paths),
        assets={asset.path: asset.body for asset in files.values()},
        rank={slug: i for i, slug in enumerate(glossary.graph.order)},
        topics=shown_topics(glossary),
        shown_by=_shown_by(glossary),
    )


def _shown_by(glossary: Glossary) -> dict[str, tuple[Slug, ...]]:
    """Invert the terms' lists of datasets."""
    held: dict[str, dict[Slug, None]] = {}
    for slug in glossary.graph.order:
        for name in glossary.graph.term_by_slug[slug].data:
            held.setdefault(name, {})[slug] = None
    return {name: tuple(slugs) for name, slugs in held.items()}


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
        results, failures = run(
            make, jobs, jobs=now.jobs, on_done=now.on_done("Writing", len(jobs))
        )
        found = tuple(_failure(one, planning.files[one.index].owner) for one in failures)
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

"""One build from first to last: load, link, render, weave, plan, emit, publish.

Nothing below this module reads a clock or the environment, and nothing here renders: this is the
order of the stages, and what happens to their findings.
"""

import gc
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from pathlib import Path
from typing import Final

from glossary_site import weaving
from glossary_site.ahead import Ahead
from glossary_site.bodies import (
    UNRENDERED,
    Bodies,
    BodyJob,
    KnownBodies,
    load_renderer,
    make_renderer,
)
from glossary_site.cache.codec import Codec, mark
from glossary_site.cache.memory import Memory
from glossary_site.content.files import list_files
from glossary_site.content.load import load
from glossary_site.content.terms import ReadFile, names_of_file
from glossary_site.diagnostics import Diagnostic, Findings, Span
from glossary_site.indexing import search_index
from glossary_site.joining import join, weave
from glossary_site.model import Content, Graph, Issue, Term
from glossary_site.outputs.plan import Planning, broken_paths, plan
from glossary_site.pages import KnownPages, PageJob, make_writer
from glossary_site.reading import KnownFiles, Parsed, Reading, make_reader
from glossary_site.render.addresses import Addresses, addresses
from glossary_site.render.digests import Digests, digests
from glossary_site.render.edition import Edition
from glossary_site.render.html import Templates
from glossary_site.run import (
    PAGE_HINT,
    BuildOptions,
    BuildReport,
    Progress,
    Run,
    in_words,
    never,
    work,
)
from glossary_site.store.publish import (
    Staging,
    Written,
    abandon,
    commit,
    have,
    open_staging,
    reuse,
)
from glossary_site.theme import default_theme, template_folders

__all__ = ["BuildOptions", "BuildReport", "Progress", "build", "within"]

WORTHWHILE: Final = 400
"""Files: below this many, starting workers to read them costs more than it saves."""
CHECKED: Final = Codec[Findings](Findings)
PLANNED: Final = Codec[tuple[Planning, Findings]](tuple[Planning, Findings])


def build(
    options: BuildOptions,
    progress: Progress | None = None,
    memory: Memory | None = None,
    ahead: Ahead | None = None,
    *,
    is_interrupted: Callable[[], bool] = never,
) -> BuildReport:
    """Build a glossary.

    With an error nothing is written, and what was published stays.

    Args:
        options: What was asked for.
        progress: Told how far the build is.
        memory: What earlier builds found out; this one adds to it, but saves nothing.
        ahead: What began before.
        is_interrupted: Says whether the build was asked to end; asked at the end of each stage.

    Raises:
        KeyboardInterrupt: If it was.  Until it is published nothing has changed then.
    """
    is_collecting = gc.isenabled()
    gc.disable()  # millions of records and hardly a cycle: collecting would only look at them
    try:
        memory = memory or Memory.at(None, None)
        return _build(Run(options, progress, default_theme(), memory, ahead, is_interrupted))
    finally:
        if ahead is not None:
            ahead.end()
        if is_collecting:
            gc.enable()


def _build(now: Run) -> BuildReport:
    options = now.options
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
    graph, found, joined = join(now.memory, content, now.marks)
    now.take("link", found)
    place = _addresses(options, content)
    bodies, found = _render_bodies(now, content, graph, place)
    now.take("render", found)
    templates, found = _templates(now)
    now.take("templates", found)
    glossary, neighbours = weave(now.memory, content, graph, bodies, joined)
    now.take("weave")
    edition = now.edition = weaving.edition(glossary, place, now.theme, search_index(now, glossary))
    now.take("index")
    planning, found = _plan(now, edition, joined)
    now.take("plan", found + broken_paths(edition, planning))
    if now.has_errors():
        return now.report(len(content.terms))
    behind = digests(
        edition,
        now.marks,
        bodies={slug: made.digest for slug, made in bodies.terms.items()},
        issues={slug: made.digest for slug, made in bodies.issues.items()},
        templates=templates.digest,
        neighbours=neighbours,
    )
    return _emit(now, edition, behind, planning, templates)


def _plan(now: Run, edition: Edition, joined: bytes) -> tuple[Planning, Findings]:
    """Plan all outputs, unless what decides them is what it was."""
    content = edition.glossary.content
    key = mark((
        joined, sorted(edition.families), edition.addresses, list(edition.topics),
        edition.site.changes_href, edition.site.sources_href,
        list(edition.assets), list(content.images), list(content.static),
        [(one.id, one.path, one.fields.download) for one in content.datasets.values()],
        [(one.slug, one.span()) for one in content.issues],
        None if (index := edition.search) is None else (index.division, index.names.bounds),
    ))  # fmt: skip
    shelf = now.memory.shelf("plan", PLANNED)
    known = shelf.get("all", key)
    if known is None:
        known = plan(edition)
        shelf.put("all", key, known)
    return known


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


def _templates(now: Run) -> tuple[Templates, Findings]:
    """Read all templates, and compile those that no earlier build has found to be right."""
    source, memory = now.options.source, now.memory
    compiled = ahead.templates.value() if (ahead := now.ahead) and ahead.templates else {}
    read = Templates(template_folders(source, now.theme), source, compiled)
    _, found = list_files(source, "templates", None)
    checked = memory.shelf("templates", CHECKED)
    known = checked.get("all", read.digest)
    if known is not None and not memory.is_lasting:
        return read, found + known
    # A server compiles all the same, once: its workers are forked with what is compiled here.
    templates, problems = memory.once("templates", read.digest, lambda: (read, read.check()))
    if known is None:
        checked.put("all", read.digest, problems)
    return templates, found + problems


def _read_files(now: Run, root: Path, paths: tuple[str, ...]) -> Iterable[ReadFile]:
    """Read term files: what is known from before is not read apart again."""
    files = KnownFiles(now.memory, root)
    known = files.find(paths, ahead.terms.value() if (ahead := now.ahead) and ahead.terms else None)
    missing = [path for path in paths if path not in known]
    for path, reading in zip(missing, _readings(now, root, missing), strict=True):
        parsed = None if reading is None else files.take(path, reading)
        known[path] = parsed or Parsed(ReadFile((), (), names_of_file(path)), ())
    files.settle()
    for one in known.values():
        for term, marks in zip(one.file.terms, one.marks, strict=True):
            now.marks[term.slug] = marks
    return [known[path].file for path in paths]


def _readings(now: Run, root: Path, paths: list[str]) -> Sequence[Reading | None]:
    """Read term files, in workers where that pays."""
    if now.jobs == 1 or len(paths) < WORTHWHILE:
        return list(map(make_reader(root), paths))
    results, failures = work(now, partial(make_reader, root), paths, paths, "Reading")
    now.found += (in_words(one, Span(paths[one.index])) for one in failures)
    return results


def _render_bodies(
    now: Run, content: Content, graph: Graph, place: Addresses
) -> tuple[Bodies, Findings]:
    """Render bodies in workers, but for those known from before."""
    bodies = KnownBodies(now.memory, content, now.marks, place.base_path)
    terms = {term.slug: bodies.get(term) for term in content.terms}
    issues = {issue.slug: bodies.get(issue) for issue in content.issues}
    missing: list[Term | Issue] = [term for term in content.terms if terms[term.slug] is None]
    missing += (issue for issue in content.issues if issues[issue.slug] is None)
    found: list[Diagnostic] = []
    if missing:
        context = weaving.render_context(content, graph, place)
        load_renderer()
        make = partial(make_renderer, context, content.config.autolink.per)
        jobs = [BodyJob.of(one) for one in missing]
        paths = [one.path for one in missing]
        results, failures = work(now, make, jobs, paths, "Rendering")
        found += (in_words(failure, jobs[failure.index].span) for failure in failures)
        for one, result in zip(missing, results, strict=True):
            made = None if result is None else bodies.take(one, result)
            (issues if isinstance(one, Issue) else terms)[one.slug] = made
    bodies.settle()
    done = Bodies(
        {slug: made or UNRENDERED for slug, made in terms.items()},
        {slug: made or UNRENDERED for slug, made in issues.items()},
    )
    every = (*done.terms.values(), *done.issues.values())
    return done, (*found, *(one for made in every for one in made.findings))


def _emit(
    now: Run, edition: Edition, behind: Digests, planning: Planning, templates: Templates
) -> BuildReport:
    """Render and write in workers what is not there already, then publish all of it at once."""
    terms = len(edition.glossary.content.terms)
    pages = KnownPages(now.memory, edition, behind)
    known = pages.find(planning.files)
    now.take("compare")
    staging: Staging | None = None
    try:
        if not now.options.dry_run:
            staging, found = _open_output(now)
            now.take("stage", found)
            if staging is None:
                return now.report(terms)
        written: list[Written] = []
        if staging is not None:
            there = have(staging)
            known = {path: entry for path, entry in known.items() if there.get(path) == entry}
            written += reuse(staging, known)
            now.take("reuse")
        files = [file for file in planning.files if file.path not in known]
        jobs = [PageJob(file.emitter, file.key, file.path) for file in files]
        if jobs:
            templates.prepare()
        make = partial(make_writer, edition, behind, templates, pages.letters(), staging)
        results, failures = work(now, make, jobs, [f.owner.path for f in files], "Writing")
        found = tuple(in_words(one, files[one.index].owner, PAGE_HINT) for one in failures)
        done = [result for result in results if result is not None]
        now.take("emit", found + tuple(one for result in done for one in result.findings))
        if staging is None or now.has_errors():
            return now.report(terms)
        for result in done:
            pages.take(result)
        pages.settle()
        written += (result.written for result in done if result.written is not None)
        published, found = commit(staging, written)
        now.take("publish", found)
        return now.report(terms, published)
    finally:
        if staging is not None:
            abandon(staging)


def _open_output(now: Run) -> tuple[Staging | None, Findings]:
    options = now.options
    seen = ahead.output.value() if (ahead := now.ahead) and ahead.output else None
    return open_staging(
        options.output,
        source=options.source,
        cache=options.source / ".cache",
        survey=seen,
        is_direct=options.is_preview,
    )

"""One build from first to last: load, link, render, weave, plan, emit, publish.

Nothing below this module reads a clock or the environment, and nothing here renders: this is the
order of the stages, and what happens to their findings.
"""

import gc
from collections.abc import Callable
from functools import partial
from typing import Final

from glossary_site import permanence, weaving
from glossary_site.ahead import Ahead
from glossary_site.cache.codec import Codec, mark
from glossary_site.cache.memory import Memory
from glossary_site.content.load import load
from glossary_site.diagnostics import Findings, Severity
from glossary_site.editorial.wanted import is_wanted as is_advice_wanted
from glossary_site.form.files import form_findings, is_wanted
from glossary_site.indexing import search_index
from glossary_site.joining import join, weave
from glossary_site.model import Content
from glossary_site.names import lies_in
from glossary_site.outputs.plan import Planning, broken_paths, plan
from glossary_site.pages import KnownPages, jobs_for, make_writer
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
from glossary_site.stages import read_files, read_templates, render_bodies, term_versions
from glossary_site.store.publish import (
    Staging,
    Written,
    abandon,
    commit,
    have,
    open_staging,
    reuse,
)
from glossary_site.theme import default_theme

__all__ = ["BuildOptions", "BuildReport", "Progress", "build", "within"]

PLANNED: Final = Codec[tuple[Planning, Findings]](tuple[Planning, Findings])
LASTING: Final = Codec[Findings](Findings)


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
        read_files=partial(read_files, now),
    )
    now.take("load", found)
    if content is None:
        return now.report()
    if options.is_preview and content.config.offline:
        content = weaving.previewed(content)
    now.checks = content.config.checks
    if is_wanted(now.checks, notes=options.notes):
        now.take("form", form_findings(options.source))
    graph, found, joined = join(now.memory, content, now.marks)
    now.take("link", found)
    place = _addresses(options, content)
    bodies, found = render_bodies(now, content, graph, place)
    now.take("render", found)
    templates, found = read_templates(now)
    now.take("templates", found)
    glossary, neighbours = weave(now.memory, content, graph, bodies, joined)
    now.take("weave")
    if is_advice_wanted(now.checks, notes=options.notes):
        from glossary_site.editorial.looking import advice  # noqa: PLC0415 (few ask for it)

        now.take("advice", advice(glossary, options.source, options.today))
    search, versions = search_index(now, glossary), term_versions(now, content)
    edition = now.edition = weaving.edition(glossary, place, now.theme, search, versions)
    now.take("index")
    planning, found, planned = _plan(now, edition, joined)
    found += broken_paths(edition, planning)
    now.take("plan", found + _lasting(now, edition, planning, planned))
    if options.is_only_planned or now.has_errors():
        return now.report(len(content.terms))
    behind = digests(
        edition,
        now.marks,
        bodies={slug: made.digest for slug, made in bodies.terms.items()},
        issues={slug: made.digest for slug, made in bodies.issues.items()},
        docs={path: made.digest for path, made in bodies.docs.items()},
        templates=templates.digest,
        neighbours=neighbours,
    )
    return _emit(now, edition, behind, planning, templates)


def _plan(now: Run, edition: Edition, joined: bytes) -> tuple[Planning, Findings, bytes]:
    """Plan all outputs, unless what decides them, told by a digest, is what it was."""
    content = edition.glossary.content
    key = mark((
        joined, sorted(edition.families), edition.addresses, list(edition.topics),
        edition.site.changes_href, edition.site.sources_href,
        list(edition.assets), list(content.images), list(content.static),
        [(one.id, one.path, one.fields.download) for one in content.datasets.values()],
        [(one.slug, one.span()) for one in content.issues], list(edition.fates.values()),
        sorted(edition.lineages),
        None if (manual := content.manual) is None else (list(manual.docs), list(manual.pictures)),
        None if (index := edition.search) is None else (index.division, index.names.bounds),
    ))  # fmt: skip
    shelf = now.memory.shelf("plan", PLANNED)
    known = shelf.get("all", key)
    if known is None:
        known = plan(edition)
        shelf.put("all", key, known)
    return *known, key


def _lasting(now: Run, edition: Edition, planning: Planning, planned: bytes) -> Findings:
    """Compare what will be written with all that ever was, unless both are what they were."""
    content, drafts = edition.glossary.content, now.options.drafts
    spoilt = sorted({one.span.path for one in now.found if one.severity is Severity.ERROR})
    key = mark((planned, content.permalinks, spoilt, drafts, content.refused))
    shelf = now.memory.shelf("lasting", LASTING)
    known = shelf.get("all", key)
    if known is None:
        known = permanence.check(edition, planning, spoilt=spoilt, drafts=drafts)
        shelf.put("all", key, known)
    return known


def within(findings: Findings, paths: tuple[str, ...]) -> Findings:
    """Keep the findings in these files and folders; all of them if none is named."""
    return tuple(found for found in findings if lies_in(found.span.path, paths))


def _addresses(options: BuildOptions, content: Content) -> Addresses:
    configured = content.config.base_url
    return addresses(configured if options.base_url is None else options.base_url)


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
        jobs, owners = jobs_for(file for file in planning.files if file.path not in known)
        if jobs:
            templates.prepare()
        make = partial(make_writer, edition, behind, templates, pages.letters(), staging)
        results, failures = work(now, make, jobs, [one.path for one in owners], "Writing")
        found = tuple(in_words(one, owners[one.index], PAGE_HINT) for one in failures)
        done = [result for result in results if result is not None]
        now.take("emit", found + tuple(one for result in done for one in result.findings))
        if staging is None or now.has_errors():
            return now.report(terms)
        for result in done:
            pages.take(result)
        pages.settle()
        written += (one for result in done for one in result.written)
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

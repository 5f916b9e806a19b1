"""Stages of a build that earlier builds and workers help with: reading, templates, bodies."""

from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Final

from glossary_site import weaving
from glossary_site.bodies import (
    UNRENDERED,
    Bodies,
    BodyJob,
    KnownBodies,
    Text,
    load_renderer,
    make_renderer,
)
from glossary_site.cache.codec import Codec, mark
from glossary_site.content.files import list_files
from glossary_site.content.terms import ReadFile, names_of_file
from glossary_site.content.versions import Version, read_log, read_versions
from glossary_site.diagnostics import Diagnostic, Findings, Span
from glossary_site.manual import Doc
from glossary_site.model import Content, Graph, Issue
from glossary_site.names import Slug
from glossary_site.reading import KnownFiles, Parsed, Reading, make_reader
from glossary_site.render.addresses import Addresses
from glossary_site.render.html import Templates
from glossary_site.run import Run, in_words, work
from glossary_site.theme import template_folders

WORTHWHILE: Final = 400
"""Files: below this many, starting workers to read them costs more than it saves."""
CHECKED: Final = Codec[Findings](Findings)


def read_templates(now: Run) -> tuple[Templates, Findings]:
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


def read_files(now: Run, root: Path, paths: tuple[str, ...]) -> Iterable[ReadFile]:
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


def render_bodies(
    now: Run, content: Content, graph: Graph, place: Addresses
) -> tuple[Bodies, Findings]:
    """Render bodies in workers, but for those known from before."""
    bodies = KnownBodies(now.memory, content, now.marks, place.base_path)
    terms = {term.slug: bodies.get(term) for term in content.terms}
    issues = {issue.slug: bodies.get(issue) for issue in content.issues}
    manual = {} if content.manual is None else content.manual.docs
    docs = {path: bodies.get(doc) for path, doc in manual.items()}
    missing: list[Text] = [term for term in content.terms if terms[term.slug] is None]
    missing += (issue for issue in content.issues if issues[issue.slug] is None)
    missing += (doc for path, doc in manual.items() if docs[path] is None)
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
            if isinstance(one, Doc):
                docs[one.path] = made
            else:
                (issues if isinstance(one, Issue) else terms)[one.slug] = made
    bodies.settle()
    done = Bodies(
        {slug: made or UNRENDERED for slug, made in terms.items()},
        {slug: made or UNRENDERED for slug, made in issues.items()},
        {path: made or UNRENDERED for path, made in docs.items()},
    )
    every = (*done.terms.values(), *done.issues.values(), *done.docs.values())
    return done, (*found, *(one for made in every for one in made.findings))


VERSIONS: Final = Codec[dict[Slug, tuple[Version, ...]]](dict[Slug, tuple[Version, ...]])


def term_versions(now: Run, content: Content) -> Mapping[Slug, tuple[Version, ...]]:
    """Read what readers have seen of each term, where that is published, unless git says the same."""
    if "history" not in content.config.outputs:
        return {}
    told = read_log(now.options.source, "terms")
    if told is None:
        return {}
    shelf, key = now.memory.shelf("versions", VERSIONS), mark(told)
    known = shelf.get("all", key)
    if known is None:
        known = dict(read_versions(now.options.source, *told))
        shelf.put("all", key, known)
    return known

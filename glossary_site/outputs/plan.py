"""All output paths of a build, before any is rendered: no two may be one, and links must lead."""

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from typing import Final, NamedTuple

from msgspec import Struct

from glossary_site.content.permalinks import output_path
from glossary_site.diagnostics import Diagnostic, Findings, Span, did_you_mean, finding, quoted
from glossary_site.model import Fragment, Glossary
from glossary_site.names import RESERVED_SLUGS, Slug, fold_path, path_problem, slugify
from glossary_site.outputs import EMITTERS
from glossary_site.outputs.hosting import beyond_limits
from glossary_site.render import addresses as at
from glossary_site.render.edition import Edition

PARTS: Final = frozenset("term main live-data related mentioned-in sources cite newsletter".split())
"""Ids that a term's page may have besides its headings'."""
DATA_PARTS: Final = frozenset(
    """main dataset chart table table-filter notes columns download cite sources newsletter
    terms-title issues-title""".split()
)
"""Ids that a dataset's page may have."""
ISSUE_PARTS: Final = frozenset("main datasets-title terms-title newsletter".split())
"""Ids that the page of a newsletter issue may have besides its headings'."""
_PAGE: Final = re.compile(r"(terms|newsletter|data)/([a-z0-9-]+)/index\.html")
_ENDS: Final = frozenset({"html", "json", "md", "png", "ttl"})
"""Behind a slug and a point, these make no name that a system reads as something else."""
_NO_BODY: Final = Fragment("", "", {}, (), ())


class PlannedFile(NamedTuple):
    """A file and who renders it."""

    path: str
    """Output path."""
    emitter: str
    """The emitter's name."""
    key: str
    """What the emitter is asked for."""
    owner: Span
    """The source that asks for it."""
    part: int = 0
    """Which of those that are rendered together."""


class Planning(Struct, frozen=True):
    """Everything a build will write."""

    files: tuple[PlannedFile, ...]
    """In the order in which they are best made."""
    paths: Mapping[str, str]
    """Output paths by their folded form (`names.fold_path`)."""


def plan(edition: Edition) -> tuple[Planning, Findings]:
    """List every output, and report those that want one path, or a file where a folder must be."""
    files = tuple(_planned(edition))
    files += tuple(_moved_files(edition, files))
    folded, found = _folded(edition, files)
    if len(set(folded)) < len(files):
        files, repeated = _first_of_each(folded, files)
        folded, found = _folded(edition, files)
        found += repeated
    by_path = dict(zip(folded, files, strict=True))
    if not _folders(by_path).isdisjoint(by_path):
        found += _where_folders_must_be(by_path)
    if "hosting" in edition.families:
        found += beyond_limits(edition, len(by_path))
    paths = {path: file.path for path, file in by_path.items()}
    return Planning(_largest_first(by_path.values()), paths), tuple(found)


def _folded(edition: Edition, files: Iterable[PlannedFile]) -> tuple[list[str], list[Diagnostic]]:
    """Fold all paths, and report those that cannot be written on every system."""
    graph = edition.glossary.graph
    slugs = (*graph.term_by_slug, *graph.redirects)
    plain = set[str](slugs) - RESERVED_SLUGS  # a slug's grammar sees to the rest
    folded, found = [], []
    for file in files:
        path = file.path
        folder, _, name = path.rpartition("/")
        stem, _, end = name.partition(".")
        if name not in plain and not (stem in plain and end in _ENDS):
            name = ""  # not known to be fine
        parts = folder.split("/") if folder else []
        if not name or not plain.issuperset(parts):
            problem = path_problem(path)
            if problem:
                message = f"the path {quoted(path)} {problem}"
                found.append(finding("bad-file-name", file.owner, message))
            path = fold_path(path)
            if path == file.path and not problem:
                plain.update((*parts, path.rpartition("/")[2]))
        folded.append(path)
    return folded, found


def _first_of_each(
    folded: Iterable[str], files: Iterable[PlannedFile]
) -> tuple[tuple[PlannedFile, ...], list[Diagnostic]]:
    """Keep the first file of each path, and report the others."""
    by_path: dict[str, PlannedFile] = {}
    found = []
    for path, file in zip(folded, files, strict=True):
        first = by_path.setdefault(path, file)
        if first is not file:
            found.append(_collision(file, "is already written", first))
    return tuple(by_path.values()), found


def _folders(paths: Iterable[str]) -> set[str]:
    """List the folders that paths lie in, and those that these lie in."""
    folders: set[str] = set()
    new = {path.rpartition("/")[0] for path in paths}
    while new:
        folders |= new
        new = {path.rpartition("/")[0] for path in new} - folders
    return folders


def _where_folders_must_be(by_path: Mapping[str, PlannedFile]) -> Iterator[Diagnostic]:
    """Report files at whose path a folder must be, each with the first file that needs it."""
    inside: dict[str, PlannedFile] = {}
    for path, file in by_path.items():
        parent = path.rpartition("/")[0]
        while parent and parent not in inside:
            inside[parent] = file
            parent = parent.rpartition("/")[0]
    for path in sorted(by_path.keys() & inside.keys()):
        yield _collision(by_path[path], "must be a folder", inside[path])


def _largest_first(files: Iterable[PlannedFile]) -> tuple[PlannedFile, ...]:
    """Put files first of which there are few: they list the many, and take the longest."""
    groups: dict[str, list[PlannedFile]] = {}
    for file in files:
        groups.setdefault(file.emitter, []).append(file)
    by_size: list[list[PlannedFile]] = sorted(groups.values(), key=len)
    return tuple(chain.from_iterable(by_size))


def _planned(edition: Edition) -> Iterator[PlannedFile]:
    for emitter in EMITTERS:
        if emitter.family in edition.families:
            name = emitter.name
            for planned in emitter.plan(edition):
                yield PlannedFile(planned.path, name, planned.key, planned.owner, planned.part)


def _moved_files(edition: Edition, files: Iterable[PlannedFile]) -> Iterator[PlannedFile]:
    """Write files that have moved at their old addresses too: no page can stand there."""
    moved = [one for one in edition.fates.values() if one.gone is None and one.target]
    moved = [one for one in moved if not one.address.endswith("/")]
    if not moved or "redirects" not in edition.families:
        return
    by_path = {file.path: file for file in files}
    for one in moved:
        target = by_path.get(output_path(one.target or ""))
        if target is not None:
            path = output_path(one.address)
            yield PlannedFile(path, target.emitter, target.key, one.span(), target.part)


def _collision(file: PlannedFile, what: str, other: PlannedFile) -> Diagnostic:
    place = f"{other.owner.path}:{other.owner.line}"
    message = f"the path {quoted(file.path)} {what} for {place}"
    return finding("permalink-collision", file.owner, message)


def broken_paths(edition: Edition, planning: Planning) -> Findings:
    """Report addresses in bodies that lead to no output, or to no heading of one."""
    glossary = edition.glossary
    content = glossary.content
    bodies = [(at.term_path(slug), one) for slug, one in glossary.fragments.items() if one.paths]
    bodies += ((at.issue_path(slug), one) for slug, one in glossary.issue_fragments.items())
    bodies += ((at.doc_path(path), one) for path, one in glossary.doc_fragments.items())
    if not bodies:
        return ()
    known = set(planning.paths.values())
    lost = {at.term_path(slugify(name)) for name in content.refused}
    lost |= {at.dataset_path(name) for name in content.refused_data}
    found: list[Diagnostic] = []
    for own, fragment in bodies:
        for address, span in fragment.paths:
            path, _, mark = address.partition("#")
            targets = _targets(path)
            if not known.isdisjoint(targets):
                found += _broken_fragment(glossary, targets, mark, span)
            elif lost.isdisjoint(targets):
                message = f"no page of this site has the address {quoted(path)}"
                others = (f"/{at.page_path(name)}" for name in known if name != own)
                found.append(finding("broken-link", span, message, did_you_mean(path, others)))
    return tuple(found)


def _broken_fragment(
    glossary: Glossary, targets: set[str], mark: str, span: Span
) -> Iterator[Diagnostic]:
    """Report a heading that a page does not have; the parts of our own are all there."""
    if not mark or mark.removeprefix("data-") in glossary.content.datasets:
        return
    for what, parts, fragment in _at(glossary, targets):
        known = {heading.id for heading in fragment.headings}
        if mark not in known and mark not in parts:
            message = f"{what} has no heading {quoted(mark)}"
            hint = did_you_mean(mark, known | (parts if what.startswith("the dataset") else set()))
            yield finding("broken-fragment", span, message, hint)


def _at(glossary: Glossary, targets: set[str]) -> Iterator[tuple[str, frozenset[str], Fragment]]:
    """Give what is at an address and has headings, the ids of its parts, and its body."""
    for target in targets:
        match = _PAGE.fullmatch(target)
        name = Slug(match[2]) if match else Slug("")
        kind = match[1] if match else ""
        if kind == "terms" and name in glossary.fragments:
            yield f"the term {quoted(name)}", PARTS, glossary.fragments[name]
        elif kind == "newsletter" and name in glossary.issue_fragments:
            yield f"the issue {quoted(name)}", ISSUE_PARTS, glossary.issue_fragments[name]
        elif kind == "data" and name in glossary.content.datasets:
            yield f"the dataset {quoted(name)}", DATA_PARTS, _NO_BODY
    for path, fragment in glossary.doc_fragments.items():
        if at.doc_path(path) in targets:
            yield f"the page {quoted(path)}", frozenset({"main", "docs"}), fragment


def _targets(path: str) -> set[str]:
    """List the output paths that an address may mean."""
    plain = path.removeprefix("/")
    if not plain or plain.endswith("/"):
        return {plain + "index.html"}
    return {plain, plain + "/index.html"}

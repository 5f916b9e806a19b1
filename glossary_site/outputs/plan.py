"""All output paths of a build, before any is rendered: no two may be one, and links must lead."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from glossary_site.diagnostics import Diagnostic, Findings, Span, did_you_mean, finding, quoted
from glossary_site.model import Fragment, Glossary
from glossary_site.names import Slug, fold_path, path_problem, slugify
from glossary_site.outputs import EMITTERS
from glossary_site.render import addresses as at
from glossary_site.render.edition import Edition

PARTS: Final = frozenset("term main live-data related mentioned-in sources cite newsletter".split())
"""Ids that a term's page may have besides its headings'."""
_TERM_PAGE: Final = re.compile(r"terms/([a-z0-9-]+)/index\.html")


@dataclass(frozen=True, slots=True)
class PlannedFile:
    """A file and who renders it."""

    path: str
    """Output path."""
    emitter: str
    """The emitter's name."""
    key: str
    """What the emitter is asked for."""
    owner: Span
    """The source that asks for it."""


@dataclass(frozen=True, slots=True)
class Planning:
    """Everything a build will write."""

    files: tuple[PlannedFile, ...]
    """In the emitters' order."""
    paths: Mapping[str, str]
    """Output paths by their folded form (`names.fold_path`)."""


def plan(edition: Edition) -> tuple[Planning, Findings]:
    """List every output, and report those that want one path, or a file where a folder must be."""
    files: list[PlannedFile] = []
    owner_by_path: dict[str, PlannedFile] = {}
    inside: dict[str, PlannedFile] = {}
    found: list[Diagnostic] = []
    for file in _planned(edition):
        folded = fold_path(file.path)
        first = owner_by_path.setdefault(folded, file)
        if first is not file:
            found.append(_collision(file, "is already written", first))
            continue
        if problem := path_problem(file.path):
            message = f"the path {quoted(file.path)} {problem}"
            found.append(finding("bad-file-name", file.owner, message))
        files.append(file)
        parent = folded.rpartition("/")[0]
        while parent and parent not in inside:
            inside[parent] = file
            parent = parent.rpartition("/")[0]
    found += (
        _collision(owner_by_path[folded], "must be a folder", inside[folded])
        for folded in sorted(owner_by_path.keys() & inside.keys())
    )
    paths = {folded: file.path for folded, file in owner_by_path.items()}
    return Planning(tuple(files), paths), tuple(found)


def _planned(edition: Edition) -> Iterator[PlannedFile]:
    for emitter in EMITTERS:
        if emitter.family in edition.families:
            for planned in emitter.plan(edition):
                yield PlannedFile(planned.path, emitter.name, planned.key, planned.owner)


def _collision(file: PlannedFile, what: str, other: PlannedFile) -> Diagnostic:
    place = f"{other.owner.path}:{other.owner.line}"
    message = f"the path {quoted(file.path)} {what} for {place}"
    return finding("permalink-collision", file.owner, message)


def broken_paths(edition: Edition, planning: Planning) -> Findings:
    """Report addresses in bodies that lead to no output, or to no heading of one."""
    glossary = edition.glossary
    content = glossary.content
    known = set(planning.paths.values())
    lost = {at.term_path(slugify(name)) for name in content.refused}
    lost |= {at.dataset_path(name) for name in content.refused_data}
    bodies = [(at.term_path(slug), one) for slug, one in glossary.fragments.items()]
    bodies += [(at.issue_path(slug), one) for slug, one in glossary.issue_fragments.items()]
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
    """Report a heading that a term's page does not have; the parts of our own are all there."""
    if not mark:
        return
    for slug, fragment in _at(glossary, targets):
        known = {heading.id for heading in fragment.headings}
        if mark not in known and mark not in PARTS:
            message = f"the term {quoted(slug)} has no heading {quoted(mark)}"
            hint = did_you_mean(mark, known)
            yield finding("broken-fragment", span, message, hint)


def _at(glossary: Glossary, targets: set[str]) -> Iterator[tuple[Slug, Fragment]]:
    for target in targets:
        match = _TERM_PAGE.fullmatch(target)
        if match and match[1] in glossary.fragments:
            yield Slug(match[1]), glossary.fragments[Slug(match[1])]


def _targets(path: str) -> set[str]:
    """List the output paths that an address may mean."""
    plain = path.removeprefix("/")
    if not plain or plain.endswith("/"):
        return {plain + "index.html"}
    return {plain, plain + "/index.html"}

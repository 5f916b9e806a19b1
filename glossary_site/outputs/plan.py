"""All output paths of a build, before any is rendered: no two may be one, and links must lead."""

from collections.abc import Mapping
from dataclasses import dataclass

from glossary_site.diagnostics import Findings, Span, did_you_mean, finding, quoted
from glossary_site.names import fold_path, path_problem, slugify
from glossary_site.outputs import EMITTERS
from glossary_site.render import addresses as at
from glossary_site.render.edition import Edition


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
    """List every output, and report those that want one path."""
    files: list[PlannedFile] = []
    owner_by_path: dict[str, PlannedFile] = {}
    found: Findings = ()
    for emitter in EMITTERS:
        if emitter.family not in edition.families:
            continue
        for planned in emitter.plan(edition):
            file = PlannedFile(planned.path, emitter.name, planned.key, planned.owner)
            first = owner_by_path.setdefault(fold_path(file.path), file)
            if first is not file:
                place = f"{first.owner.path}:{first.owner.line}"
                message = f"the path {quoted(file.path)} is already written for {place}"
                found += (finding("permalink-collision", file.owner, message),)
                continue
            if problem := path_problem(file.path):
                message = f"the path {quoted(file.path)} {problem}"
                found += (finding("bad-file-name", file.owner, message),)
            files.append(file)
    paths = {folded: file.path for folded, file in owner_by_path.items()}
    return Planning(tuple(files), paths), found


def broken_paths(edition: Edition, planning: Planning) -> Findings:
    """Report addresses in bodies that lead to no output."""
    glossary = edition.glossary
    known = set(planning.paths.values())
    lost = {at.term_path(slugify(name)) for name in glossary.content.refused}
    found: Findings = ()
    bodies = [(at.term_path(slug), one) for slug, one in glossary.fragments.items()]
    bodies += [(at.issue_path(slug), one) for slug, one in glossary.issue_fragments.items()]
    for own, fragment in bodies:
        for path, span in fragment.paths:
            targets = _targets(path)
            if known.isdisjoint(targets) and lost.isdisjoint(targets):
                message = f"no page of this site has the address {quoted(path)}"
                others = (f"/{at.page_path(name)}" for name in known if name != own)
                found += (finding("broken-link", span, message, did_you_mean(path, others)),)
    return found


def _targets(path: str) -> set[str]:
    """List the output paths that an address may mean."""
    plain = path.removeprefix("/")
    if not plain or plain.endswith("/"):
        return {plain + "index.html"}
    return {plain, plain + "/index.html"}

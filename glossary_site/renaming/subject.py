"""Which term is meant, and what it would become."""

import json
from pathlib import Path

from msgspec import Struct

from glossary_site.diagnostics import Findings, Span, finding, quoted
from glossary_site.graph.naming import name_table, redirects, resolve, slug_findings
from glossary_site.model import Term
from glossary_site.names import Slug, fold_name, is_reserved, slug_problem, slugify


class Subject(Struct, frozen=True):
    """The term that gets another name."""

    term: Term
    """As it is."""
    root: str
    """Where its mapping is in the file: empty, or its number in a list."""
    is_alone: bool
    """Whether the file holds no other term."""
    path: str
    """Where the file goes; the same where it does not move."""
    slug: Slug
    """The slug it gets."""


def find_term(terms: tuple[Term, ...], old: str) -> tuple[Term | None, Findings]:
    """Find the term that a title, alias, slug or path names."""
    path = old.removeprefix("./")
    inside = [term for term in terms if term.path in {path, f"terms/{path}"}]
    if len(inside) == 1:
        return inside[0], ()
    if inside:
        message = f"the file holds {len(inside)} terms"
        listed = ", ".join(quoted(term.title) for term in inside[:5])
        hint = f"name one of them: {listed}"
        return None, (finding("ambiguous-term", Span(inside[0].path), message, hint),)
    table, _ = name_table(terms, ())
    slug, found = resolve(table, old, Span("terms"))
    return next((term for term in terms if term.slug == slug), None), found


def subject_of(
    root: Path, terms: tuple[Term, ...], term: Term, new: str
) -> tuple[Subject | None, Findings]:
    """Say where a term would go under its new name, or what is in the way."""
    made = slugify(new)
    slug = Slug(made) if made else term.slug
    span = term.span("title")
    problem = slug_problem(slug)
    if problem is not None or is_reserved(slug):
        message = f"the slug {quoted(slug)} {problem or 'means something else to web servers'}"
        return None, (finding("bad-slug", span, message, "choose another title"),)
    together = [one for one in terms if one.path == term.path]
    together.sort(key=lambda one: one.places.get("title", (1, 1)))
    folder, _, name = term.path.rpartition("/")
    stem, dot, suffix = name.rpartition(".")
    is_named_so = stem in {term.slug, slugify(term.title)}
    path = term.path
    if len(together) == 1 and is_named_so and slug != term.slug:
        path = f"{folder}/{slug}{dot}{suffix}"
        if (root / path).exists() or (root / path).is_symlink():
            message = f"there is a file {path} already"
            return None, (finding("permalink-collision", span, message, "move it first"),)
    at = "" if len(together) == 1 and not _is_listed(term) else str(_index(together, term))
    return Subject(term, at, len(together) == 1, path, slug), ()


def _is_listed(term: Term) -> bool:
    """Say whether a term stands in a list: then its keys are indented."""
    return not term.path.endswith(".md") and term.places.get("title", (1, 1))[1] > 1


def _index(together: list[Term], term: Term) -> int:
    return next(i for i, one in enumerate(together) if one.slug == term.slug)


def collisions(before: tuple[Term, ...], after: tuple[Term, ...], new: Term) -> Findings:
    """Report names and addresses that two terms would claim, and did not before."""
    known = {_claim(one.message) for one in _clashes(before)}
    found = tuple(one for one in _clashes(after) if _claim(one.message) not in known)
    mine = tuple(one for one in found if one.span.path == new.path or new.path in one.message)
    return mine or found


def _clashes(terms: tuple[Term, ...]) -> Findings:
    ordered = tuple(sorted(terms, key=lambda term: (term.path, term.slug)))
    return name_table(ordered, ())[1] + slug_findings(ordered) + redirects(ordered)[1]


def _claim(message: str) -> str:
    """Leave out of a message what moves with lines and files."""
    return json.dumps(message.partition(" already ")[0])


def resolved(terms: tuple[Term, ...], change: tuple[Slug, Slug]) -> list[tuple[str, ...]]:
    """List what all references of front matter lead to, under the slugs after a change."""
    old, new = change
    table, _ = name_table(tuple(sorted(terms, key=lambda one: (one.path, one.slug))), ())
    lists = []
    for term in terms:
        names = (*term.related, "", *term.broader, "", term.replaced_by or "")
        owners = (table.candidates.get(fold_name(name), ()) for name in names)
        leads = (",".join(new if one == old else one for one in owner) for owner in owners)
        lists.append((new if term.slug == old else term.slug, *leads))
    return sorted(lists)

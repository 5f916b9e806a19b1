"""A new term file, judged beside those that are there, and written."""

from pathlib import Path

from glossary_site.authoring.composing import NewTerm
from glossary_site.authoring.surroundings import Surroundings
from glossary_site.content.permalinks import listed, put_in
from glossary_site.content.terms import read_terms
from glossary_site.diagnostics import (
    Diagnostic,
    Findings,
    Severity,
    Span,
    finding,
    quoted,
)
from glossary_site.graph.linking import topic_findings
from glossary_site.graph.naming import name_table, redirects, resolve, slug_findings
from glossary_site.mending import mend
from glossary_site.model import Term
from glossary_site.names import slugify


def new_term(around: Surroundings, wanted: NewTerm) -> tuple[Path | None, Findings]:
    """Write a term file that passes `check`, and list its addresses where they are listed.

    Returns:
        The new file; or None and what is in the way, with nothing written.
    """
    title = " ".join(wanted.title.split())
    slug = slugify(title)
    path = f"terms/{slug}.md"
    if not slug:
        message = f"no address can be made from the title {quoted(title)}"
        hint = "write the file by hand, with slug: …"
        return None, (finding("bad-slug", Span("terms"), message, hint),)
    text = wanted.as_text()
    added, found = _judged(around, path, text)
    target = around.root / path
    if target.exists() or target.is_symlink():
        message = "the file exists already"
        found = (finding("permalink-collision", Span(path), message, "edit it"),)
    if found:
        return None, found
    try:
        target.parent.mkdir(exist_ok=True)
        with target.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except OSError as error:
        message = f"the file cannot be written: {error.strerror or error}"
        return None, (finding("write-failed", Span(path), message),)
    return target, _listed(around, added)


def _judged(around: Surroundings, path: str, text: str) -> tuple[tuple[Term, ...], Findings]:
    """Say what `check` would say of a new file beside those that are there."""
    read = read_terms(path, text)
    added, found = read.terms, read.findings
    terms = (*(term for term in around.terms if term.path != path), *added)
    table, collisions = name_table(terms, ())
    collisions += slug_findings(terms) + redirects(terms)[1]
    found += tuple(one for one in collisions if one.span.path == path)
    found += tuple(topic_findings(around.config, added))
    for term in added:
        for key, names in (("related", term.related), ("broader", term.broader)):
            for i, name in enumerate(names):
                found += _reference(around, term, resolve(table, name, term.span(f"{key}.{i}")))
    return added, tuple(one for one in found if one.severity is Severity.ERROR)


def _reference(around: Surroundings, term: Term, answer: tuple[object, Findings]) -> Findings:
    """Judge one reference: to a draft there is nothing to lead to yet."""
    slug, found = answer
    span = found[0].span if found else term.span()
    if slug == term.slug:
        return (finding("self-reference", span, "the term names itself", "leave it out"),)
    other = next((one for one in around.terms if one.slug == slug), None)
    if other is not None and other.draft:
        message = f"{quoted(other.title)} is a draft, in {other.path}"
        return (finding("draft-term", span, message, "leave it out until it is published"),)
    return found


def _listed(around: Surroundings, added: tuple[Term, ...]) -> Findings:
    """Add the addresses of a new term to `permalinks.txt`, if there is one."""
    if around.permalinks is None:
        return ()
    slugs = [*(term.slug for term in added), *redirects(added)[0]]
    known = listed(around.permalinks)
    new = [f"/terms/{slug}/" for slug in slugs if f"/terms/{slug}/" not in known]
    if not new:
        return ()
    message = f"{len(new)} addresses are new"
    wanted: Diagnostic = finding(
        "unlisted-permalink", added[0].span(), message, fix=put_in(around.permalinks, new)
    )
    return mend(around.root, (wanted,))[1]

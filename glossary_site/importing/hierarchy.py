"""Which term is broader than which, where a source says it from both ends, or in a circle."""

from collections.abc import Iterable, Mapping

from msgspec.structs import replace

from glossary_site.diagnostics import Findings, quoted
from glossary_site.importing.records import Imported, Reference, not_carried


def with_inverse(
    terms: tuple[Imported, ...], narrower: Iterable[tuple[str, Reference]]
) -> tuple[tuple[Imported, ...], tuple[Reference, ...]]:
    """Give narrower terms their broader ones.

    Args:
        terms: All terms.
        narrower: Keys of broader terms, each with a term below it.

    Returns:
        The terms, and the references that lead to none of them.
    """
    known = {term.key for term in terms}
    added: dict[str, list[Reference]] = {}
    nowhere = []
    for key, reference in narrower:
        if reference.key in known:
            added.setdefault(reference.key, []).append(Reference(key, reference.span))
        else:
            nowhere.append(reference)
    return tuple(_with_broader(term, added.get(term.key, ())) for term in terms), tuple(nowhere)


def _with_broader(term: Imported, more: Iterable[Reference]) -> Imported:
    known = {reference.key for reference in term.broader}
    new = {one.key: one for one in more if one.key not in known}
    return replace(term, broader=(*term.broader, *new.values())) if new else term


def without_cycles(terms: tuple[Imported, ...]) -> tuple[tuple[Imported, ...], Findings]:
    """Leave out the references by which a term would be broader than itself, and say so."""
    by_key: dict[str, Imported] = {}
    for term in terms:
        by_key.setdefault(term.key, term)
    closing = _closing({key: [one.key for one in term.broader] for key, term in by_key.items()})
    found: Findings = ()
    kept = []
    for term in terms:
        cut = [one for one in term.broader if (term.key, one.key) in closing]
        for one in cut:
            what = f"that {quoted(_title(by_key, one.key))} is broader than {quoted(term.title)}"
            found += (not_carried(one.span, f"{what}: the hierarchy would be a circle"),)
        rest = tuple(one for one in term.broader if one not in cut)
        kept.append(replace(term, broader=rest) if cut else term)
    return tuple(kept), found


def _title(terms: Mapping[str, Imported], key: str) -> str:
    return terms[key].title if key in terms else key


def _closing(above: Mapping[str, list[str]]) -> set[tuple[str, str]]:
    """Find the edges that lead back to where a walk upwards came from; walks begin in order."""
    closing: set[tuple[str, str]] = set()
    done: set[str] = set()
    for start in above:
        if start in done:
            continue
        path = {start: None}
        stack = [(start, iter(above[start]))]
        while stack:
            key, rest = stack[-1]
            step = next(rest, None)
            if step is None:
                stack.pop()
                path.pop(key)
                done.add(key)
            elif step in path:
                closing.add((key, step))
            elif step in above and step not in done:
                path[step] = None
                stack.append((step, iter(above[step])))
    return closing

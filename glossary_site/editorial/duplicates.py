"""Terms that may be one: by their names, or by definitions that say nearly the same.

Definitions are compared only with those that begin or end alike, so none is compared for nothing.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Final

from glossary_site.diagnostics import quoted
from glossary_site.editorial.remarks import Remark
from glossary_site.graph.likeness import alike_pairs
from glossary_site.graph.naming import keyed_names
from glossary_site.model import Glossary, Graph, Term
from glossary_site.names import Slug, fold_name

EDGE: Final = 5
"""Words at the start or the end of a definition by which it meets those like it."""
SAME: Final = 85
"""Percent of words that two definitions share that say nearly the same."""
MEETING: Final = 8
"""More definitions that begin alike follow a pattern."""


def duplicates(glossary: Glossary) -> Iterator[Remark]:
    """Report each two terms once, at the later of them."""
    graph = glossary.graph
    told: set[frozenset[Slug]] = set()
    owners: dict[str, tuple[Term, str]] = {}
    for term in graph.term_by_slug.values():
        for key, name in keyed_names(term):
            owners.setdefault(fold_name(name), (term, key))
    names = sorted(name for term in graph.term_by_slug.values() for name in term.names)
    for one, other in alike_pairs(names):
        first, second = _in_order(owners[fold_name(one)], owners[fold_name(other)])
        if not _may_be_one(graph, first[0], second[0], told):
            continue
        old, new = _named(first), _named(second)
        message = f"{quoted(new)} may mean the same as {quoted(old)} in {first[0].path}"
        yield Remark("near-duplicate", second[0].span(second[1]), message, _HINT, new, new)
    yield from _same_definitions(graph, told)


_HINT: Final = "make it an alias there, or name the other under related"


def _named(owner: tuple[Term, str]) -> str:
    term, key = owner
    return dict(keyed_names(term))[key]


def _in_order(
    one: tuple[Term, str], other: tuple[Term, str]
) -> tuple[tuple[Term, str], tuple[Term, str]]:
    """Put the term that git knows longer first: the new one is to be mended."""
    first, second = sorted((one, other), key=lambda owner: _age(owner[0]))
    return first, second


def _age(term: Term) -> tuple[str, str]:
    return ("9999" if term.added is None else term.added.isoformat(), term.path)


def _may_be_one(graph: Graph, one: Term, other: Term, told: set[frozenset[Slug]]) -> bool:
    """Say whether nothing tells two terms apart yet; an author who relates them knows of both."""
    pair = frozenset((one.slug, other.slug))
    if one.slug == other.slug or pair in told or one.lang != other.lang:
        return False
    told.add(pair)
    for lists in (graph.authored, graph.broader, graph.narrower):
        if other.slug in lists.get(one.slug, ()) or one.slug in lists.get(other.slug, ()):
            return False
    replaced = (graph.replaced_by.get(one.slug), graph.replaced_by.get(other.slug))
    return other.slug != replaced[0] and one.slug != replaced[1]


def _same_definitions(graph: Graph, told: set[frozenset[Slug]]) -> Iterator[Remark]:
    meeting: defaultdict[tuple[str, ...], list[tuple[Term, list[str]]]] = defaultdict(list)
    for term in graph.term_by_slug.values():
        words = (term.definition or "").lower().rstrip(".").split()
        if len(words) > EDGE:
            meeting[("", *words[:EDGE])].append((term, words))
            meeting[tuple(words[-EDGE:])].append((term, words))
    for group in meeting.values():
        if not 1 < len(group) <= MEETING:
            continue
        for at, (one, words) in enumerate(group):
            for other, others in group[:at]:
                if _says_the_same(words, others) and _may_be_one(graph, one, other, told):
                    yield _same(*sorted((one, other), key=_age))


def _same(first: Term, second: Term) -> Remark:
    message = (
        f"the definition of {quoted(second.title)} says nearly the same as that of "
        f"{quoted(first.title)} in {first.path}"
    )
    span = second.span("definition")
    return Remark("near-duplicate", span, message, _HINT, "", second.title)


def _says_the_same(words: Sequence[str], others: Sequence[str]) -> bool:
    one, other = set(words), set(others)
    return len(one & other) * 100 >= SAME * len(one | other)

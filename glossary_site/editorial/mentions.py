"""Terms that are named where no link is made: in definitions, and in bodies of a site without any.

In a body every mention is linked by itself, unless an author turned that off for the term; such a
wish is not questioned.  A definition is plain text.  What it rests on is worth a link, so the page
should lead to it in some other way.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Final

from glossary_site.diagnostics import Span, quoted
from glossary_site.editorial.prose import plain_body
from glossary_site.editorial.remarks import Remark, at_words
from glossary_site.graph.likeness import singular
from glossary_site.model import Glossary, Term
from glossary_site.names import Slug, fold_name
from glossary_site.render.surface_forms import is_common_word, plural

WORDS: Final = 4
"""Words of the longest name that is looked for."""
_JOINING: Final = frozenset("/-@&")
"""Signs that make words beside them a part of something else, as in `CI/CD`."""
_WORD: Final = re.compile(r"[\w’'+#.-]*[\w+#]")


class _Names(dict[str, tuple[Slug, str]]):
    """From a folded name, in the singular, to its term and how it is written."""

    def __init__(self, glossary: Glossary) -> None:
        super().__init__()
        excluded = {fold_name(name) for name in glossary.config.autolink.exclude}
        self.firsts: set[str] = set()
        for term in glossary.graph.term_by_slug.values():
            if term.autolink == "off" or term.slug in glossary.graph.replaced_by:
                continue
            for name in term.names:
                folded = fold_name(name)
                if folded not in excluded and not is_common_word(name):
                    words = folded.split()
                    self.setdefault(_key(words), (term.slug, name))
                    self.firsts.add(words[0])
                    if len(words) == 1 and (form := plural(folded)):
                        self.firsts.add(form)


def _key(words: list[str]) -> str:
    return " ".join((*words[:-1], singular(words[-1]))) if words else ""


def mentions(glossary: Glossary) -> Iterator[Remark]:
    """Report terms that a page names and does not lead to."""
    names = _Names(glossary)
    is_off = glossary.config.autolink.per == "off"
    for term in glossary.graph.term_by_slug.values():
        if term.lang is not None or term.slug in glossary.graph.replaced_by:
            continue
        if term.definition:
            for slug, found in _unlinked(glossary, names, term, term.definition):
                yield _remark(glossary, term, slug, term.span("definition"), found)
        if is_off:
            body = plain_body(term.body)
            for slug, (start, end) in _unlinked(glossary, names, term, body):
                yield _remark(glossary, term, slug, at_words(term, start, end), (start, end))


def _unlinked(
    glossary: Glossary, names: _Names, term: Term, text: str
) -> Iterator[tuple[Slug, tuple[int, int]]]:
    """Find the first mention of each term that the page leads to in no way."""
    seen = {term.slug}
    for slug, place in _found(names, text, glossary.graph.term_by_slug):
        if slug not in seen:
            seen.add(slug)
            if not _leads(glossary, term.slug, slug):
                yield slug, place


def _found(
    names: _Names, text: str, terms: Mapping[Slug, Term]
) -> Iterator[tuple[Slug, tuple[int, int]]]:
    """Find names in a text, the longest first, from left to right."""
    if names.firsts.isdisjoint(_WORD.findall(text.lower())):
        return
    words = [(m[0].lower(), m.start(), m.end()) for m in _WORD.finditer(text)]
    at = 0
    while at < len(words):
        step = 1
        if words[at][0] in names.firsts:
            for count in range(min(WORDS, len(words) - at), 0, -1):
                group = words[at : at + count]
                known = names.get(_key([word for word, _, _ in group]))
                start, end = group[0][1], group[-1][2]
                if known is None or {text[start - 1 : start], text[end : end + 1]} & _JOINING:
                    continue
                if _is_meant(terms[known[0]], known[1], text[start:end]):
                    yield known[0], (start, end)
                    step = count
                    break
        at += step


def _is_meant(term: Term, name: str, written: str) -> bool:
    """Say whether words are a name as autolinks would have it; capitals must be capitals."""
    if term.autolink == "exact-case" or name.isupper():
        return written.startswith(name)
    return " " in written or not written.endswith("ing")  # then it is likely to be a verb


def _leads(glossary: Glossary, one: Slug, other: Slug) -> bool:
    graph = glossary.graph
    lists = (graph.authored, graph.broader, graph.narrower)
    return (
        other in glossary.fragments[one].links
        or any(other in each.get(one, ()) for each in lists)
        or other == graph.replaced_by.get(one)
    )


def _remark(
    glossary: Glossary, term: Term, slug: Slug, span: Span, place: tuple[int, int]
) -> Remark:
    other = glossary.graph.term_by_slug[slug]
    is_body = span.end_column is not None
    text = term.body if is_body else term.definition or ""
    words = text[place[0] : place[1]]
    where = "body" if is_body else "definition"
    message = f"the {where} names {quoted(words)}, to which the page does not lead"
    has_room = len(term.related) < glossary.config.related.limit
    hint = f"add {quoted(other.title)} to related" if has_room else "name it in the body"
    hint = f"write [[{other.title}]]" if is_body else hint
    return Remark("unlinked-mention", span, message, hint, words, term.title)

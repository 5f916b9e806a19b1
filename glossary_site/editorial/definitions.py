"""Definitions: what ISO 704 and every style guide for glossaries ask of them.

A definition does not begin with its term, does not explain it by itself, and is a sentence or two.
Only definitions that are written as such are judged: a body's first paragraph is prose.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Final

from glossary_site.diagnostics import YamlEdit, quoted
from glossary_site.editorial.prose import excerpt
from glossary_site.editorial.remarks import Remark
from glossary_site.model import Glossary, Term
from glossary_site.names import fold_name
from glossary_site.render.surface_forms import is_common_word, plural

LENGTH: Final = 300
"""Characters that a reader takes in at a glance; no definition may have more than 400."""
SENTENCES: Final = 2
ENOUGH: Final = 10
"""Definitions that it takes to tell a custom."""
CLEAR: Final = 9
"""Of ten, those that must keep to a custom for it to be one."""
_SENTENCE: Final = re.compile(r"[.!?]\s+(?=[A-Z\d])")
_START: Final = re.compile(
    r"(?:(?:an?|the|la|le|der|die|das)\s+)?(?:(?:term|word)\s+)?[\"“'*]*", re.IGNORECASE
)
_COPULA: Final = re.compile(
    r"[\"”'*]*(?:\s*\([^()]*\))?(?:\s*[:–—]|\s+-|,?\s+(?:is|are|was|were|means?|refers?\s+to|"
    r"describes?|denotes?|stands?\s+for)\b)\s*"
)
_ARTICLE: Final = re.compile(r"(?:an?|the)\s", re.IGNORECASE)
_WORD: Final = r"(?<![\w-]){}(?![\w-])"


def definitions(glossary: Glossary) -> Iterator[Remark]:
    """Look at each definition by itself, then at how all of them end."""
    graph = glossary.graph
    judged = [
        term for term in graph.term_by_slug.values()
        if term.definition and term.slug not in graph.replaced_by
    ]  # fmt: skip
    for term in judged:
        yield from _own_name(term)
        yield from _length(term)
    yield from _ends(judged)


def _own_name(term: Term) -> Iterator[Remark]:
    """Report a definition that begins with its term, or explains it by itself.

    An alias is often the long form of an abbreviation, and may well stand in the definition.
    """
    text = term.definition or ""
    folded = fold_name(text)
    for name in (term.title, *((term.abbreviation,) if term.abbreviation else ())):
        if fold_name(name) not in folded or is_common_word(name):
            continue
        used = _mention(text, name)
        if used is None:
            continue
        start = _START.match(text)
        copula = _COPULA.match(text, used.end()) if start and used.start() <= start.end() else None
        if copula is not None:
            yield _begins(term, text, used[0], text[copula.end() :])
            return
        if name == term.title:
            message = f"the definition of {quoted(name)} explains it by itself"
            hint = f"say what {quoted(name)} is in other words"
            span = term.span("definition")
            yield Remark("circular-definition", span, message, hint, used[0], name)
            return


def _mention(text: str, name: str) -> re.Match[str] | None:
    """Find a name in a definition; one in capitals, as most abbreviations are, only as written."""
    forms = sorted({name, plural(name) or name}, key=len, reverse=True)
    pattern = _WORD.format(f"(?:{'|'.join(map(re.escape, forms))})")
    return re.search(pattern, text, 0 if name.isupper() else re.IGNORECASE)


def _begins(term: Term, text: str, words: str, rest: str) -> Remark:
    message = f"the definition of {quoted(term.title)} begins with its title"
    rest = rest[:1].upper() + rest[1:]
    hint = f"leave it out: {quoted(excerpt(rest))}" if rest else "say what it is"
    span = term.span("definition")
    is_sure = _ARTICLE.match(rest) is not None
    fix = (YamlEdit(span.path, span.line, span.column, text, rest),) if is_sure else ()
    return Remark("title-in-definition", span, message, hint, words, term.title, fix)


def _length(term: Term) -> Iterator[Remark]:
    text = term.definition or ""
    if len(text) <= LENGTH // 2:
        return
    sentences = len(_SENTENCE.findall(text)) + 1
    if len(text) > LENGTH or sentences > SENTENCES:
        size = f"{len(text)} characters" if len(text) > LENGTH else f"{sentences} sentences"
        message = f"the definition of {quoted(term.title)} has {size}"
        hint = "keep a sentence or two, and move the rest to the body"
        yield Remark("long-definition", term.span("definition"), message, hint, "", term.title)


def _ends(judged: Iterable[Term]) -> Iterator[Remark]:
    """Report definitions that end otherwise than nearly all do: with a full stop, or without."""
    stopped, bare = [], []
    for term in judged:
        text = term.definition or ""
        if text.endswith("."):
            stopped.append(term)
        elif text[-1].isalnum():
            bare.append(term)
    many, odd = sorted((stopped, bare), key=len, reverse=True)
    if len(many) < ENOUGH or len(many) * 10 < CLEAR * (len(many) + len(odd)):
        return
    for term in odd:
        text = term.definition or ""
        is_missing = odd is bare
        new = f"{text}." if is_missing else text[:-1]
        message = f"the definition of {quoted(term.title)} ends " + (
            "without a full stop, as few do" if is_missing else "with a full stop, as few do"
        )
        hint = "add one" if is_missing else "leave it out"
        span = term.span("definition")
        fix = (YamlEdit(span.path, span.line, span.column, text, new),)
        yield Remark("odd-full-stop", span, message, hint, text.split()[-1], term.title, fix)

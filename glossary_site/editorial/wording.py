"""Slips that readers notice before editors do: words twice, notes to oneself, links called here."""

import re
from collections.abc import Iterator
from operator import eq
from typing import Final

from glossary_site.diagnostics import Edit, Fix, Span, quoted
from glossary_site.editorial.prose import plain_body
from glossary_site.editorial.remarks import Remark, at_words
from glossary_site.model import Glossary, Term

_TWICE: Final = re.compile(r"(?<![\w-])([^\W\d_]{2,})[ \t]*(?:\n[ \t]*|[ \t])\1(?![\w-])")
_MAY_STAND_TWICE: Final = frozenset("that had very bla blah".split())
_PLACEHOLDERS: Final = ("TODO", "FIXME", "TBD", "XXX", "TKTK", "Lorem ipsum", "lorem ipsum")
_PLACEHOLDER: Final = re.compile(rf"(?<!\w)(?:{'|'.join(_PLACEHOLDERS)})(?!\w)")
_VAGUE: Final = re.compile(
    r"\[((?:[Cc]lick )?[Hh]ere|[Tt]his|[Ll]ink|[Tt]his (?:link|page)|(?:[Rr]ead |[Ll]earn |[Ss]ee )?"
    r"[Mm]ore)\]\("
)


def wording(glossary: Glossary) -> Iterator[Remark]:
    """Look at the words of every definition and body."""
    for term in glossary.graph.term_by_slug.values():
        text, body = term.definition or "", term.body
        if _is_suspect(text):
            for found in _slips(text):
                yield _slip(term, term.span("definition"), found)
        if _is_suspect(body):
            plain = plain_body(body)
            for found in _slips(plain):
                yield _slip(term, at_words(term, *found.span()), found)
        if "](" in body:
            yield from _vague_links(term)


def _is_suspect(text: str) -> bool:
    """Say at little cost whether there may be a slip."""
    words = text.split()
    return True in map(eq, words, words[1:]) or any(sign in text for sign in _PLACEHOLDERS)


def _slips(text: str) -> Iterator[re.Match[str]]:
    for found in _TWICE.finditer(text):
        if found[1].islower() and found[1] not in _MAY_STAND_TWICE:
            yield found
    yield from _PLACEHOLDER.finditer(text)


def _slip(term: Term, span: Span, found: re.Match[str]) -> Remark:
    words = found[0]
    if found.re is _PLACEHOLDER:
        message = f"{quoted(words)} is a note to yourself, and readers will see it"
        return Remark("placeholder-text", span, message, "write what is missing", words, term.title)
    message = f"{quoted(found[1])} stands twice"
    fix = _once(span, words, found[1])
    return Remark("repeated-word", span, message, "leave one out", words, term.title, fix)


def _once(span: Span, words: str, word: str) -> Fix:
    """Leave one of two words out, where the place of both is known."""
    if span.end_column is None or "\n" in words:
        return ()
    return (Edit(span.path, span.line, span.column, span.line, span.end_column, word, words),)


def _vague_links(term: Term) -> Iterator[Remark]:
    for found in _VAGUE.finditer(term.body):
        if term.body[found.start() - 1 : found.start()] == "!":
            continue
        message = f"a link called {quoted(found[1])} does not say where it leads"
        hint = "link the words that name what the reader will find"
        span = at_words(term, *found.span(1))
        yield Remark("vague-link", span, message, hint, found[1], term.title)

"""Figures that rest on nothing, and sources of which nobody knows how old they are."""

import re
from collections.abc import Iterator
from typing import Final

from glossary_site.diagnostics import Span, quoted
from glossary_site.editorial.prose import plain_body
from glossary_site.editorial.remarks import Remark, at_words
from glossary_site.model import Dataset, Glossary, Term

_FIGURE: Final = re.compile(
    r"(?<![\w.,])(?:(?:USD|EUR|GBP|US\$|[$€£¥])\s?\d[\d.,]*\d?(?:\s(?:thousand|million|billion|trillion))?"
    r"|\d[\d.,]*\s?(?:%|percent\b|per cent\b)"
    r"|\d[\d.,]*\s(?:thousand|million|billion|trillion|quadrillion|USD|EUR|GBP|dollars|euros)\b"
    r"|\d[\d.,]*\s?(?:[kMGTP]Wh?|[kMG]t|tonnes|TFLOPS?|FLOPS?)\b)"
)
"""A number that counts something of the world: money, a share, a mass of things, energy."""
_TRIVIAL: Final = re.compile(r"(?:0|50|99(?:\.9+)?|100)\s?(?:%|percent)")
"""Shares that are a way of speaking, or a promise."""
_SUPPOSED: Final = re.compile(
    r"\b(?:if|suppose|imagine|assume|say|e\.g\.|for (?:example|instance)|such as|can|could|might|may|"
    r"would)(?!\w)[^.!?]*\Z",
    re.IGNORECASE,
)
"""Words of a sentence behind which a figure is only an example."""
_SENTENCE: Final = 300
"""Characters before a figure that are looked at for such a word."""
_LINK: Final = ("](http", "<http", "://", "[^")
"""What a body names where its figures are from by."""


def sourcing(glossary: Glossary) -> Iterator[Remark]:
    """Look at what the figures of terms and datasets rest on."""
    for term in glossary.graph.term_by_slug.values():
        if not term.sources:
            yield from _unsourced(term)
        elif all(source.published is None for source in term.sources):
            yield from _undated(term)
    for dataset in glossary.content.datasets.values():
        yield from _undated_dataset(dataset)


def _unsourced(term: Term) -> Iterator[Remark]:
    """Report the first figure of a term without sources; a body's own links count as such."""
    if term.data or any(sign in term.body for sign in _LINK):
        return
    hint = "add the publication it is taken from under sources"
    found = _first(term.definition or "")
    if found is not None:
        message = f"{quoted(found[0])} is a figure without a source"
        span = term.span("definition")
        yield Remark("unsourced-figure", span, message, hint, found[0], term.title)
        return
    found = _first(plain_body(term.body)) if _may_count(term.body) else None
    if found is not None:
        message = f"{quoted(found[0])} is a figure without a source"
        span = at_words(term, *found.span())
        yield Remark("unsourced-figure", span, message, hint, found[0], term.title)


def _undated(term: Term) -> Iterator[Remark]:
    """Report a term with figures of which no source says how old they are."""
    if _first(term.definition or "") is None and (
        not _may_count(term.body) or _first(plain_body(term.body)) is None
    ):
        return
    title = term.sources[0].title
    message = f"{quoted(term.title)} states figures, and none of its sources has a date"
    hint = "add published: YYYY-MM-DD, YYYY-MM or YYYY to the source"
    span = term.span("sources.0.title")
    yield Remark("undated-source", span, message, hint, title, term.title)


def _undated_dataset(dataset: Dataset) -> Iterator[Remark]:
    """Report a source of which neither it nor the dataset says when its figures were true."""
    if dataset.fields.updated is not None:
        return
    for source in dataset.fields.sources:
        if source.published is None:
            message = f"nothing says how old the figures of {quoted(dataset.id)} are"
            hint = "add published to the source, or updated to the dataset"
            span = Span(dataset.path)
            yield Remark("undated-source", span, message, hint, source.title, source.title)


def _may_count(body: str) -> bool:
    """Say at little cost whether there may be a figure."""
    return re.search(r"\d", body) is not None


def _first(text: str) -> re.Match[str] | None:
    for found in _FIGURE.finditer(text):
        before = text[max(0, found.start() - _SENTENCE) : found.start()]
        if not _TRIVIAL.fullmatch(found[0]) and not _SUPPOSED.search(before):
            return found
    return None

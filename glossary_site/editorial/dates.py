"""Dates that cannot be right, and words of time that have grown old or will."""

import datetime as dt
import re
from collections.abc import Iterator
from typing import Final

from glossary_site.diagnostics import Span, quoted
from glossary_site.editorial.prose import plain_body
from glossary_site.editorial.remarks import Remark, at_words
from glossary_site.model import Glossary, Term

OLD: Final = 2
"""Years after which what was true "as of" a year is looked up anew."""
_AS_OF: Final = re.compile(
    r"\b[Aa]s of (?:(?:early|mid|late|the end of|[A-Z][a-z]+)[ -])?(\d{4})\b"
)
_RELATIVE: Final = re.compile(
    r"\b(?:this|last) (?:year|month|week|quarter)\b(?!['’]s\b)", re.IGNORECASE
)
_PERIODS: Final = (" year", " month", " week", " quarter")


def dates(glossary: Glossary, today: dt.date) -> Iterator[Remark]:
    """Look at the dates of terms, sources and issues, and at what texts say of time."""
    for term in glossary.graph.term_by_slug.values():
        yield from _of_front_matter(term, today)
        yield from _of_definition(term, today)
        yield from _of_body(term, today)
    for issue in glossary.content.issues:
        if issue.date > today:
            yield _future(issue.span("date"), issue.date.isoformat(), "the issue is dated")


def _of_front_matter(term: Term, today: dt.date) -> Iterator[Remark]:
    """Compare the dates of a term's file with the day and with each other."""
    written = term.updated if "updated" in term.places else None
    if written is not None and written > today:
        yield _future(term.span("updated"), written.isoformat(), "the term is said to have changed")
    newest = ""
    for i, source in enumerate(term.sources):
        published = source.published
        if published is None:
            continue
        if published > today.isoformat()[: len(published)]:
            span = term.span(f"sources.{i}.published")
            yield _future(span, published, "the source is said to have appeared")
        elif len(published) == len("2026-01-01"):
            newest = max(newest, published)
    if written is not None and written.isoformat() < newest:
        message = f"a source of {newest} is newer than the term, which was updated {written}"
        hint = f"set updated to the day the term was last changed, {newest} or later"
        span = term.span("updated")
        yield Remark("early-updated", span, message, hint, written.isoformat(), term.title)


def _future(span: Span, date: str, what: str) -> Remark:
    hint = "correct the date, or leave it out until then"
    return Remark("future-date", span, f"{what} {date}, which is still to come", hint, date, date)


def _of_definition(term: Term, today: dt.date) -> Iterator[Remark]:
    if term.definition:
        for found in _stale(term.definition, today):
            yield _remark(term.span("definition"), found, term)


def _of_body(term: Term, today: dt.date) -> Iterator[Remark]:
    body = term.body
    if "s of " in body or any(word in body for word in _PERIODS):
        for found in _stale(plain_body(body), today):
            yield _remark(at_words(term, *found.span()), found, term)


def _stale(text: str, today: dt.date) -> Iterator[re.Match[str]]:
    """Find old years, and words of time that say nothing without the day they were written."""
    for found in _AS_OF.finditer(text):
        if int(found[1]) <= today.year - OLD:
            yield found
    yield from _RELATIVE.finditer(text)


def _remark(span: Span, found: re.Match[str], term: Term) -> Remark:
    if found.re is _RELATIVE:
        message = f"{quoted(found[0])} is true only in the year it is written"
        return Remark("relative-date", span, message, "name the year", found[0], term.title)
    message = f"{quoted(found[0])} is old"
    hint = "look up what is true now, or say that it is history: in, by or until that year"
    return Remark("stale-year", span, message, hint, found[0], term.title)

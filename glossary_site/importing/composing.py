"""Imported terms as text of term files: every value quoted so that it can be nothing else."""

import datetime as dt
import re
from collections.abc import Iterator
from typing import Final

from glossary_site.authoring import yaml_scalar
from glossary_site.content.characters import FORBIDDEN
from glossary_site.diagnostics import Findings, quoted
from glossary_site.fields.common import web_address
from glossary_site.fields.term import DEFINITION_LIMIT
from glossary_site.importing.records import Imported, ImportedSource, not_carried
from glossary_site.importing.resolving import Resolved
from glossary_site.names import slugify

TITLE_LIMIT: Final = 150
LINE_LIMIT: Final = 300
_PARTIAL_DATE: Final = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?", re.ASCII)
_BLANKS: Final = re.compile(r"\n{3,}")


def compose(resolved: Resolved, topics: tuple[str, ...]) -> tuple[str, Findings]:
    """Write a term file.

    Args:
        resolved: The term.
        topics: Ids of its topics that the glossary has.

    Returns:
        Its text, with keys in the order of the reference; and what had no place in it.
    """
    term = resolved.placed.term
    title = _line(term.title)
    found: Findings = ()
    if len(title) > TITLE_LIMIT:
        found += (not_carried(term.span, f"the end of the title, over {TITLE_LIMIT} characters"),)
        title = title[: TITLE_LIMIT - 1] + "…"
    definition, body = _definition(term, _text(resolved.body))
    sources, problems = _sources(term)
    updated, more = _day(term)
    lines = [f"title: {yaml_scalar(title)}"]
    lines += _one("definition", definition)
    lines += _one("abbreviation", _short(term.abbreviation))
    lines += _list("aliases", term.aliases)
    lines += _list("topics", topics)
    lines += _list("related", resolved.related)
    lines += _list("broader", tuple(x for x in resolved.broader if x not in resolved.related))
    lines += sources
    if slugify(title) not in {"", resolved.placed.slug}:
        lines.append(f"slug: {yaml_scalar(resolved.placed.slug)}")
    lines += _list("former_slugs", _former(resolved))
    lines += _one("updated", updated)
    lines += ["draft: true"] if term.draft else []
    lines += _one("replaced_by", resolved.replaced_by)
    lines += _one("lang", term.lang)
    text = "\n".join(["---", *lines, "---", ""])
    return text + (f"\n{body}\n" if body else ""), found + problems + more


def _former(resolved: Resolved) -> tuple[str, ...]:
    slugs = (slugify(slug) for slug in resolved.placed.term.former_slugs)
    return tuple(slug for slug in slugs if slug != resolved.placed.slug)


def _line(text: str) -> str:
    return " ".join(FORBIDDEN.sub(" ", text).split())


def _text(text: str) -> str:
    """Clean a body: no character that a term file may not hold, no gaps, no tail."""
    cleaned = FORBIDDEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    lines = [line.rstrip() for line in cleaned.split("\n")]
    return _BLANKS.sub("\n\n", "\n".join(lines)).strip("\n")


def _short(text: str | None) -> str | None:
    return None if text is None else _line(text)


def _definition(term: Imported, body: str) -> tuple[str | None, str]:
    """Keep what a definition may be; a longer one begins the body, where it serves as well."""
    definition = _line(term.definition or "")
    if len(definition) <= DEFINITION_LIMIT:
        return definition or None, body
    escaped = re.sub(r"([\\`*_\[\]{}<>#])", r"\\\1", definition)
    return None, f"{escaped}\n\n{body}".strip()


def _one(key: str, value: str | None) -> list[str]:
    return [f"{key}: {yaml_scalar(value)}"] if value else []


def _list(key: str, values: tuple[str, ...]) -> list[str]:
    """Write a list: in a line if it is short, else an item a line."""
    cleaned = list(dict.fromkeys(_line(value) for value in values if _line(value)))
    if not cleaned:
        return []
    scalars = [_in_list(value) for value in cleaned]
    short = f"{key}: [{', '.join(scalars)}]"
    return [short] if len(short) <= 100 else [f"{key}:", *(f"  - {one}" for one in scalars)]  # noqa: PLR2004


def _in_list(value: str) -> str:
    return yaml_scalar(value[:TITLE_LIMIT])


def _sources(term: Imported) -> tuple[list[str], Findings]:
    lines: list[str] = []
    found: Findings = ()
    for source in term.sources:
        title = _line(source.title)[:LINE_LIMIT] or _line(source.url or "")[:LINE_LIMIT]
        if not title:
            continue
        lines.append(f"  - title: {yaml_scalar(title)}")
        for key, value in _parts(source):
            problem = _source_problem(key, value)
            if problem is None:
                lines.append(f"    {key}: {yaml_scalar(value)}")
            else:
                what = f"{key} {quoted(value)} of the source {quoted(title)}, which {problem}"
                found += (not_carried(term.span, what),)
    return (["sources:", *lines] if lines else []), found


def _parts(source: ImportedSource) -> Iterator[tuple[str, str]]:
    for key, value in (
        ("publisher", source.publisher), ("url", source.url), ("published", source.published),
    ):  # fmt: skip
        if value is not None and (cleaned := _line(value)):
            yield key, cleaned


def _source_problem(key: str, value: str) -> str | None:
    if key == "url":
        try:
            web_address(value)
        except ValueError as error:
            return str(error)
    if key == "published" and not _PARTIAL_DATE.fullmatch(value):
        return "is no date"
    return None


def _day(term: Imported) -> tuple[str | None, Findings]:
    if not term.updated:
        return None, ()
    try:
        return dt.date.fromisoformat(term.updated[:10]).isoformat(), ()
    except ValueError:
        return None, (not_carried(term.span, f"the date {quoted(term.updated)}"),)

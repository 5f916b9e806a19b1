"""Glosario: one YAML file with all terms in many languages.

Source: https://github.com/carpentries/glosario, glossary.yml.
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Final

from glossary_site.diagnostics import Findings, Span
from glossary_site.importing.bodies import Rule, read_body, unplaced
from glossary_site.importing.documents import record_of
from glossary_site.importing.lists import SUFFIXES, block_at, read_data
from glossary_site.importing.mapping import Record, as_list
from glossary_site.importing.records import (
    Body,
    Imported,
    Options,
    Reference,
    not_carried,
    refused,
)
from glossary_site.importing.sources import Source

_LANGUAGE: Final = re.compile(r"[a-z]{2,3}(?:[-_][A-Za-z0-9]+)*")
_KEYS: Final = frozenset({"slug", "ref"})
_STRAY: Final = re.compile(r"\]\(#([^()\n]+)\)")
_RULES: Final[tuple[Rule, ...]] = ((_STRAY, lambda match: unplaced(match[1])),)
"""The end of a link whose beginning is lost, as in some translations."""
_PARTS: Final = frozenset({"term", "acronym", "def"})


def read(source: Source, options: Options) -> tuple[tuple[Imported, ...], Findings]:
    """Read the terms of one language; the others are named."""
    terms: list[Imported] = []
    found: Findings = ()
    others: Counter[str] = Counter()
    for path in source.ending(*SUFFIXES):
        yaml, text, problems = read_data(source, path)
        found += problems
        if yaml is None or not isinstance(yaml.value, list):
            continue
        lines = text.split("\n")
        for i, item in enumerate(yaml.value):
            if not isinstance(item, dict) or "slug" not in item:
                continue
            record = record_of(path, yaml, str(i))
            term, problems = _term(record, lines, options.language, others)
            found += problems
            terms.append(term)
    if others:
        named = ", ".join(f"{language} ({count:,})" for language, count in sorted(others.items()))
        what = f"the words in other languages, with how many terms have them: {named}"
        found += (not_carried(terms[0].span, what, "import them with --language"),)
    return tuple(terms), found


def _term(
    record: Record, lines: Sequence[str], language: str, others: Counter[str]
) -> tuple[Imported, Findings]:
    found: Findings = ()
    values = record.values
    slug = str(values.get("slug"))
    for key, value in values.items():
        if key in _KEYS or key == language:
            continue
        if isinstance(value, dict) and _LANGUAGE.fullmatch(key) and not _PARTS.isdisjoint(value):
            others[key] += 1
        elif value is not None:
            found += (not_carried(record.span_of(key), f'the key "{key}"'),)
    mine = values.get(language)
    related = tuple(
        Reference(key, record.span_of(f"ref.{i}"))
        for i, key in enumerate(as_list(values.get("ref")))
    )
    if not isinstance(mine, dict) or not mine.get("term"):
        why = f"has no words in {language}"
        return Imported(slug, "", record.span, absent=why), found
    unknown = [key for key in mine if key not in _PARTS]
    found += tuple(
        not_carried(record.span_of(f"{language}.{key}"), f'the key "{key}"') for key in unknown
    )
    body, problems = _definition(record, mine, lines, language)
    acronym = mine.get("acronym")
    return Imported(
        key=slug, title=str(mine["term"]), span=record.span, slug=slug, body=body, related=related,
        abbreviation=acronym if isinstance(acronym, str) else None,
    ), found + problems  # fmt: skip


def _definition(
    record: Record, mine: Mapping[str, object], lines: Sequence[str], language: str
) -> tuple[Body, Findings]:
    """Read the definition as the body's first paragraph, where its links can stay."""
    given = mine.get("def")
    span: Span = record.span_of(f"{language}.def")
    if not isinstance(given, str):
        problem = refused(span, "the term has no definition") if given else None
        return (), () if problem is None else (problem,)
    raw, line = block_at(lines, record.line_of_value(f"{language}.def"), given)
    return read_body(raw, span.path, line, _key_of, _RULES)


def _key_of(target: str) -> str | None:
    return target[1:] if target.startswith("#") and len(target) > 1 else None

"""The Kubernetes glossary: a page for each term, with a short description and tooltips.

Source: https://github.com/kubernetes/website, content/en/docs/reference/glossary.
"""

import re
from typing import Final

from msgspec.structs import replace

from glossary_site.diagnostics import Findings
from glossary_site.importing.bodies import Rule, plain, read_body, unplaced
from glossary_site.importing.documents import address_key, no_term, passed_by, read_documents
from glossary_site.importing.mapping import (
    Meaning,
    Record,
    meaning,
    source_of,
    to_term,
    unknown_keys,
)
from glossary_site.importing.records import Imported, ImportedSource, Link, Options
from glossary_site.importing.sources import Source

_OWN: Final = {"date": "", "fulllink": "full_link", "shortdescription": "short", "id": "slug"}
_TOOLTIP: Final = re.compile(r"\{\{<\s*glossary_tooltip\s+(.*?)\s*>\}\}", re.DOTALL)
_ATTRIBUTE: Final = re.compile(r"""(\w+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_SHORTCODE: Final = re.compile(r"\{\{([<%])\s*(.*?)\s*[%>]\}\}", re.DOTALL)
_SITE: Final = "https://kubernetes.io"


def _tooltip(match: re.Match[str]) -> Link:
    given = {name: one or other for name, one, other in _ATTRIBUTE.findall(match[1])}
    return unplaced(given.get("term_id", ""), given.get("text", ""))


RULES: Final[tuple[Rule, ...]] = (
    (_TOOLTIP, _tooltip),
    (re.compile(r"\{\{[<%]\s*/.*?[%>]\}\}"), lambda _match: ""),
    (_SHORTCODE, lambda match: (f"the shortcode {match[2].split(' ')[0]}",)),
)


def read(source: Source, options: Options) -> tuple[tuple[Imported, ...], Findings]:
    """Read all terms; what `full_link` names becomes a source."""
    documents, found = read_documents(source)
    terms: list[Imported] = []
    seen: list[tuple[Record, Meaning]] = []
    for document, is_passed_by in passed_by(documents):
        values = document.record.values
        meant = meaning(values, options, _OWN)
        if is_passed_by or "title" not in meant.foreign:
            found += no_term(document)
            continue
        seen.append((document.record, meant))
        text = _without_repetition(document.body)
        body, problems = read_body(
            text, document.path, document.body_line, _key_of, RULES, origin=_SITE
        )
        found += problems
        given = values.get(meant.foreign.get("short", ""))
        short, problems = read_body(
            given if isinstance(given, str) else "", document.path,
            document.record.line_of_value(meant.foreign.get("short", "")), _key_of, RULES,
            origin=_SITE,
        )  # fmt: skip
        found += problems
        slug = values.get(meant.foreign.get("slug", ""))
        key = slug if isinstance(slug, str) and slug else document.stem
        term = to_term(document.record, meant, key, body, definition=plain(short), slug=key)
        terms.append(replace(term, sources=(*term.sources, *_full(values, meant))))
    return tuple(terms), found + unknown_keys(seen)


def _without_repetition(body: str) -> str:
    """Leave out what stands before `<!--more-->`: it is the short description once more."""
    before, sign, _ = body.partition("<!--more-->")
    return body if not sign else "\n" * before.count("\n") + body[len(before) :]


def _key_of(target: str) -> str | None:
    """Find the term that an address names: `?all=true#term-pod`, or the page of the glossary."""
    _, sign, fragment = target.partition("#term-")
    if sign:
        return fragment
    return address_key(target) if "/glossary/" in target else None


def _full(values: object, meant: Meaning) -> tuple[ImportedSource, ...]:
    given = values.get(meant.foreign.get("full_link", "")) if isinstance(values, dict) else None
    if not isinstance(given, str) or not given.strip():
        return ()
    made = source_of(f"{_SITE}{given}" if given.startswith("/") else given)
    return () if made is None else (made,)

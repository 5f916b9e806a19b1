"""Docusaurus: the list of docusaurus-plugin-glossary, or a document for each term.

Source: https://github.com/mcclowes/docusaurus-plugin-glossary (glossary.json) and
https://docusaurus.io/docs/markdown-features (admonitions, MDX).
"""

import re
from typing import Final

from glossary_site.diagnostics import Findings, Span
from glossary_site.importing.bodies import Rule, pieces, plain, read_body, unplaced
from glossary_site.importing.documents import (
    Document,
    address_key,
    no_term,
    passed_by,
    read_documents,
)
from glossary_site.importing.formats.yaml_files import term_of
from glossary_site.importing.lists import read_data, records_in
from glossary_site.importing.mapping import Meaning, Record, meaning, to_term, unknown_keys
from glossary_site.importing.records import Imported, Link, Options, not_carried
from glossary_site.importing.sources import Source

_OWN: Final = {
    "sidebarlabel": "", "sidebarposition": "", "hidetitle": "", "paginationlabel": "",
    "hovertext": "definition", "description": "definition", "id": "key",
}  # fmt: skip
_ADMONITION: Final = re.compile(
    r"^:::[ \t]*(\w+)(?:\[(.*?)\]|[ \t]+(.*?))?[ \t]*\n(.*?)^:::[ \t]*$", re.DOTALL | re.MULTILINE
)
_IMPORT: Final = re.compile(r"(?m)^(?:import|export)\s.*$")
_JSX_COMMENT: Final = re.compile(r"\{/\*.*?\*/\}", re.DOTALL)
_TERM: Final = re.compile(
    r"""<GlossaryTerm\s+term=["']([^"']+)["'][^>]*?(?:/>|>(.*?)</GlossaryTerm>)""", re.DOTALL
)
_TITLE: Final = re.compile(
    r"\A((?:[ \t]*\n|(?:import|export)\b[^\n]*\n)*)[ ]{0,3}#[ \t]+([^\n]+?)[ \t]*#*[ \t]*(?:\n|\Z)"
)


def _term_link(match: re.Match[str]) -> Link:
    return unplaced(match[1], match[2] or match[1])


RULES: Final[tuple[Rule, ...]] = (
    (_JSX_COMMENT, lambda _match: ""),
    (_IMPORT, lambda _match: ("the import or export of a component",)),
    (_TERM, _term_link),
)


def read(source: Source, options: Options) -> tuple[tuple[Imported, ...], Findings]:
    """Read glossary.json where there is one, and all documents."""
    terms: list[Imported] = []
    seen: list[tuple[Record, Meaning]] = []
    found: Findings = ()
    for path in source.ending(".json"):
        yaml, _, problems = read_data(source, path)
        if yaml is None or not isinstance(yaml.value, dict) or "terms" not in yaml.value:
            found += problems or (
                not_carried(Span(path), f"the file {path}, which lists no terms"),
            )
            continue
        records, more = records_in(path, yaml, options)
        found += problems + more
        for record in records:
            term, problems, meant = term_of(record, options)
            found += problems
            seen.append((record, meant))
            terms.append(term)
    documents, problems = read_documents(source, needs_front_matter=False)
    found += problems
    for document, is_passed_by in passed_by(documents):
        if is_passed_by or document.stem.lower() == "readme":
            found += no_term(document)
            continue
        term, problems, meant, record = _page(document, options)
        found += problems
        seen.append((record, meant))
        terms.append(term)
    return tuple(terms), found + unknown_keys(seen)


def _page(document: Document, options: Options) -> tuple[Imported, Findings, Meaning, Record]:
    """Read a document; without a title of its own the first heading is its title."""
    values = dict(document.record.values)
    text = document.body
    heading = _TITLE.match(text)
    if heading is not None:
        if "title" not in values:
            values["title"] = plain((heading[2],))
        text = f"{heading[1]}\n{text[heading.end() :]}"
    values.setdefault("title", values.get("sidebar_label") or document.stem)
    record = Record(document.record.span, values, document.record.yaml)
    meant = meaning(values, options, _OWN)
    body, found = read_body(
        _admonitions(text), document.path, document.body_line, address_key, RULES
    )
    key = values.get(meant.foreign.get("key", ""))
    return (
        to_term(record, meant, key if isinstance(key, str) else document.stem, body,
                slug=address_key(_slug(values, meant)) or document.stem),
        found, meant, record,
    )  # fmt: skip


def _slug(values: dict[str, object], meant: Meaning) -> str:
    value = values.get(meant.foreign.get("slug", ""))
    return value if isinstance(value, str) else ""


def _admonitions(text: str) -> str:
    """Write `:::note` as our `!!! note`; the number of lines stays."""

    def ours(match: re.Match[str]) -> str:
        title = (match[2] or match[3] or "").replace('"', "'")
        head = f'!!! {match[1]} "{title}"' if title else f"!!! {match[1]}"
        inner = "\n".join(f"    {line}" if line.strip() else "" for line in match[4].split("\n"))
        return f"{head}\n{inner}"

    return "".join(
        piece if is_code else _ADMONITION.sub(ours, piece) for piece, _, is_code in pieces(text)
    )

"""Obsidian: a vault of notes, linked by their names.

Source: https://help.obsidian.md (links, embeds, properties, callouts, comments).
"""

import re
from typing import Final

from glossary_site.diagnostics import Findings
from glossary_site.importing.bodies import Rule, read_body, unplaced
from glossary_site.importing.documents import Document, address_key, read_documents
from glossary_site.importing.mapping import Meaning, Record, meaning, to_term, unknown_keys
from glossary_site.importing.records import Imported, Link, Options
from glossary_site.importing.sources import Source

_OWN: Final = {"cssclasses": "", "cssclass": "", "publish": "", "created": "", "date": ""}
_EMBED: Final = re.compile(r"!\[\[([^\[\]]+)\]\]")
_WIKI: Final = re.compile(r"\[\[([^\[\]|]+)(?:\\?\|([^\[\]]*))?\]\]")
_COMMENT: Final = re.compile(r"%%.*?%%", re.DOTALL)
_CALLOUT: Final = re.compile(r"(?m)^(>[ \t]*)\[!([\w-]+)\][+-]?[ \t]*(.*)$")
_BLOCK: Final = re.compile(r"(?m)[ \t]+\^[A-Za-z0-9-]+[ \t]*$")
_MARKED: Final = re.compile(r"==([^=\n]+)==")


def _wiki(match: re.Match[str]) -> "str | Link":
    """Make a link of `[[Note#Heading|words]]`; the note's folder and the heading do not count."""
    note, _, heading = match[1].partition("#")
    words = (match[2] or "").strip()
    if not note.strip():
        return words or heading
    return unplaced(_name(note), words or note.rpartition("/")[2].strip())


RULES: Final[tuple[Rule, ...]] = (
    (_COMMENT, lambda _match: ""),
    (_EMBED, lambda match: (f"the embedded {match[1]}",)),
    (_WIKI, _wiki),
    (_CALLOUT, lambda match: f"{match[1]}**{match[3] or match[2].capitalize()}**"),
    (_BLOCK, lambda _match: ""),
    (_MARKED, lambda match: f"**{match[1]}**"),
)


def read(source: Source, options: Options) -> tuple[tuple[Imported, ...], Findings]:
    """Read all notes: each is a term, called as its file is unless a property says otherwise."""
    documents, found = read_documents(source, needs_front_matter=False)
    terms: list[Imported] = []
    seen: list[tuple[Record, Meaning]] = []
    for document in documents:
        record = _with_title(document)
        meant = meaning(record.values, options, _OWN)
        seen.append((record, meant))
        body, problems = read_body(
            document.body, document.path, document.body_line, address_key, RULES
        )
        found += problems
        terms.append(to_term(record, meant, _name(document.stem), body))
    return tuple(terms), found + unknown_keys(seen)


def _name(note: str) -> str:
    return note.rpartition("/")[2].strip().removesuffix(".md")


def _with_title(document: Document) -> Record:
    """Give a note its file's name as title, and take signs of Obsidian's from its properties."""
    values = {key: _plain(value) for key, value in document.record.values.items()}
    values.setdefault("title", document.stem)
    return Record(document.record.span, values, document.record.yaml)


def _plain(value: object) -> object:
    if isinstance(value, list):
        return [_plain(item) for item in value]
    if isinstance(value, str):
        wiki = _WIKI.fullmatch(value.strip())
        return _name(wiki[1].partition("#")[0]) if wiki is not None else value.lstrip("#")
    return value

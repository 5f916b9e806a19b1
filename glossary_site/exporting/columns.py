"""The columns of a glossary as a table, and how what a cell holds is written so that it comes back.

Lists have an item a line, for no item holds a line end.  A source is a line of its own: its title,
then what else is known, as `Title | publisher: Who | url: https://…`.
"""

import re
from collections.abc import Mapping
from typing import Final

from glossary_site.fields.common import Source

TEXTS: Final = ("title", "definition", "abbreviation")
"""The first columns: what everybody looks for."""
LISTS: Final = ("aliases", "topics", "related", "broader", "data", "former_slugs")
"""Columns with an item a line."""
COLUMNS: Final[Mapping[str, str]] = {
    "title": "The term's name.",
    "definition": "One or two sentences; empty where the text's first paragraph serves.",
    "abbreviation": "A short form.",
    "aliases": "Other names, one a line.",
    "topics": "Ids of its topics, one a line.",
    "related": "Names of related terms, one a line.",
    "broader": "Names of more general terms, one a line.",
    "data": "Ids of the datasets that it shows, one a line.",
    "sources": "One a line: Title | publisher: … | url: … | published: … | licence: … | attribution: …",
    "slug": "The last part of its address, where that is not made from the title.",
    "former_slugs": "Earlier slugs, one a line.",
    "updated": "When its author says it changed: YYYY-MM-DD.",
    "draft": "true for a draft.",
    "replaced_by": "The name of the term to use instead.",
    "autolink": "exact-case or off; empty for any-case.",
    "lang": "Its language, where that is not the glossary's.",
    "body": "Its text in Markdown.",
}
"""The keys of a term file, in the table's order, and what each means."""
FOR_READERS: Final[Mapping[str, str]] = {
    "first_paragraph": "The text's first paragraph, where it serves as the definition. Not imported.",
    "last_changed": "When it last changed, by its author or by git. Not imported.",
    "address": "Its page. Not imported, but for the slug of a title that cannot be spelled.",
}
"""Columns that say what the site knows besides."""
PIECE: Final = 16_000
"""Characters of a body in one cell: spreadsheets hold 32,767 units, of which a sign may take two."""
_SOURCE_KEYS: Final = ("publisher", "url", "published", "licence", "attribution")
_PART: Final = re.compile(r"(?:[^\\|]|\\.)+")
_FORMULA: Final = r"(?=[ '\"\u00a0\u3000]*[=+\-@\t\r＝＋－＠])"
_BEGINS: Final = re.compile(_FORMULA)
_GOES_ON: Final = re.compile(rf"[;\t\n]{_FORMULA}")
_GUARDED: Final = re.compile(rf"(?<![^;\t\n])'{_FORMULA}")


def guarded(cell: str) -> str:
    """Keep every spreadsheet from running a cell as a formula, wherever it parts the cells.

    >>> guarded("=1+1"), guarded("'=1+1"), guarded("a;@b"), guarded("a-b")
    ("'=1+1", "''=1+1", "a;'@b", 'a-b')
    """
    if _GOES_ON.search(cell):
        cell = _GOES_ON.sub(r"\g<0>'", cell)
    return f"'{cell}" if _BEGINS.match(cell) else cell


def unguarded(cell: str) -> str:
    """Take away what `guarded` added, and nothing else.

    >>> unguarded(guarded("'=1+1")), unguarded("'tis")
    ("'=1+1", "'tis")
    """
    return _GUARDED.sub("", cell)


def source_line(source: Source) -> str:
    r"""Write a source as a line.

    >>> source_line(Source(title="A | B", published="2024"))
    'A \\| B | published: 2024'
    """
    known = ((key, getattr(source, key)) for key in _SOURCE_KEYS)
    parts = [source.title, *(f"{key}: {value}" for key, value in known if value is not None)]
    return " | ".join(part.replace("\\", "\\\\").replace("|", "\\|") for part in parts)


def read_source(line: str) -> dict[str, str]:
    r"""Read a source from its line; a part that says nothing known belongs to the one before it.

    >>> read_source(r"A \| B | published: 2024")
    {'title': 'A | B', 'published': '2024'}
    """
    parts = [re.sub(r"\\(.)", r"\1", part).strip() for part in _PART.findall(line)]
    read = {"title": parts[0] if parts else ""}
    for part in parts[1:]:
        key, sign, value = part.partition(": ")
        if sign and key in _SOURCE_KEYS:
            read[key] = value
        else:
            last = list(read)[-1]
            read[last] = f"{read[last]} | {part}"
    return read


def pieces(body: str) -> list[str]:
    """Part a body that is longer than a cell; blank lines around it mean nothing and are left out."""
    body = body.strip("\n")
    return [body[at : at + PIECE] for at in range(0, len(body), PIECE)] or [""]


def body_column(number: int) -> str:
    """Name the column of a piece of the body, counted from 1.

    >>> body_column(1), body_column(2)
    ('body', 'body_2')
    """
    return "body" if number == 1 else f"body_{number}"

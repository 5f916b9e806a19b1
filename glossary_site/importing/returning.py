"""Terms that come back from a glossary's own tables and TBX: as term files, key for key.

Nothing in them is foreign, so nothing is made into something else.  What an editor changed in
between is checked like a file that an author wrote.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from glossary_site.authoring import yaml_scalar
from glossary_site.content.terms import read_terms
from glossary_site.diagnostics import Findings, Span, has_errors, quoted
from glossary_site.exporting.columns import (
    COLUMNS,
    FOR_READERS,
    LISTS,
    body_column,
    read_source,
)
from glossary_site.fields.term import TermFields
from glossary_site.importing.records import Imported, refused
from glossary_site.model import Term
from glossary_site.names import SLUG, fold_name, slugify

_BODY: Final = re.compile(r"body(_[0-9]+)?")
_ADDRESS: Final = re.compile(r"(?:.*/)?terms/([^/]+)/")
_MANY: Final = 60
"""The most columns with pieces of a body."""


def is_own(names: Iterable[str]) -> bool:
    """Say whether a table has all columns that ours have, in whatever order."""
    return COLUMNS.keys() <= set(names)


def is_foreign(name: str) -> bool:
    """Say whether a column is none of ours."""
    return name not in COLUMNS and name not in FOR_READERS and not _BODY.fullmatch(name)


def from_row(cells: Mapping[str, str], span: Span) -> Imported:
    """Read a row of our own table."""
    values: dict[str, str | Sequence[str]] = {
        key: _items(cells[key]) if key in LISTS or key == "sources" else cells[key].strip()
        for key in COLUMNS
        if key != "body"
    }
    pieces = (cells.get(body_column(number), "") for number in range(1, _MANY))
    match = _ADDRESS.fullmatch(cells.get("address", ""))
    return term_of(values, "".join(pieces), span, "" if match is None else match[1])


def _items(cell: str) -> list[str]:
    return [item.strip() for item in cell.split("\n") if item.strip()]


def term_of(
    values: Mapping[str, str | Sequence[str]], body: str, span: Span, slug: str = ""
) -> Imported:
    """Make a term with the text of its file.

    Args:
        values: The front matter; sources are lines, and what is empty is not written.
        body: Markdown.
        span: Where the term stands.
        slug: The last part of its address, if that is known otherwise.
    """
    title = str(values["title"])
    own = str(values.get("slug") or "") or slugify(title) or slug
    lines = [line for key in TermFields.model_fields for line in _lines(key, values.get(key) or "")]
    body = body.strip("\n")
    text = "\n".join(["---", *lines, "---", "", *([body, ""] if body else [])])
    return Imported(title, title, span, own, file=text)


def _lines(key: str, value: str | Sequence[str]) -> list[str]:
    if not value:
        return []
    if isinstance(value, str):
        return [f"{key}: {value if key == 'draft' and value == 'true' else yaml_scalar(value)}"]
    if key == "sources":
        return ["sources:", *(line for one in value for line in _source(one))]
    scalars = list(map(yaml_scalar, value))
    short = f"{key}: [{', '.join(scalars)}]"
    return [short] if len(short) <= 100 else [f"{key}:", *(f"  - {one}" for one in scalars)]  # noqa: PLR2004


def _source(line: str) -> list[str]:
    told = [f"{key}: {yaml_scalar(value)}" for key, value in read_source(line).items()]
    return [f"  - {told[0]}", *(f"    {one}" for one in told[1:])]


def put_back(
    terms: Iterable[Imported], there: Iterable[Term], into: str
) -> tuple[Mapping[str, tuple[str, Span]], Findings]:
    """Give each term its file; one with a mistake, or with a name of another file, is refused.

    Args:
        terms: Those that have the text of a file.
        there: The glossary's own terms.
        into: The folder for the new files.

    Returns:
        By path the text, and where the term stands.
    """
    owners: dict[str, str] = {}
    for known in there:
        for name in (*known.names, known.slug):
            owners.setdefault(fold_name(name), known.path)
    files: dict[str, tuple[str, Span]] = {}
    found: Findings = ()
    for term in terms:
        slug, text = term.slug or "", term.file or ""
        path = f"{into}/{slug}.md"
        taken = owners.get(fold_name(term.title), owners.get(slug, path))
        read = read_terms(path, text) if SLUG.fullmatch(slug) else None
        if read is None:
            why = f"no address can be made from {quoted(slug or term.title)}"
            found += (refused(term.span, why, "give it a slug of a to z"),)
        elif path in files:
            found += (
                refused(
                    term.span, f"the address /terms/{slug}/ already belongs to {files[path][1]}"
                ),
            )
        elif taken != path:
            why = f"the name {quoted(term.title)} already belongs to {taken}"
            found += (refused(term.span, why),)
        elif has_errors(read.findings):
            found += tuple(
                refused(term.span, f"the term cannot be carried: {one.message}", one.hint)
                for one in read.findings
            )
        else:
            files[path] = (text, term.span)
    return files, found

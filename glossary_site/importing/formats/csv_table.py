"""CSV with a header: cells parted by commas, semicolons or tabs, as spreadsheets save them.

Source: RFC 4180.
"""

from typing import Final

from glossary_site.content.table_checks import Mistakes
from glossary_site.content.table_csv import numbered_records
from glossary_site.diagnostics import Findings, Span
from glossary_site.importing.records import Imported, Options, refused
from glossary_site.importing.sources import Source
from glossary_site.importing.tables import Cells, terms_of

SUFFIXES: Final = (".csv", ".tsv", ".tab")
_DELIMITERS: Final = ",;\t"
"""The first of those that are as frequent counts."""


def read(source: Source, options: Options) -> tuple[tuple[Imported, ...], Findings]:
    """Read all tables; a file asked for by itself is one, whatever its name ends in."""
    terms: tuple[Imported, ...] = ()
    found: Findings = ()
    paths = source.paths if len(source.paths) == 1 else source.ending(*SUFFIXES)
    for path in paths:
        text, problems = source.text(path)
        found += problems
        if text is not None:
            more, problems = _read(path, text, options)
            terms += more
            found += problems
    return terms, found


def _read(path: str, text: str, options: Options) -> tuple[tuple[Imported, ...], Findings]:
    lines = text.removesuffix("\n").split("\n")
    mistakes = Mistakes(path)
    records = numbered_records(lines, mistakes, _delimiter(text))
    first = next(records, None)
    if first is None:
        message = "the table is empty"
        return (), _refusals(mistakes) or (refused(Span(path), message, "write a header and rows"),)
    header = Cells(first[0], tuple(first[2]))
    rows = (Cells(line, tuple(values)) for line, _, values in records)
    terms, found = terms_of(path, header, rows, options, is_guarded=True)
    if wrong := _refusals(mistakes):
        return (), wrong + found  # rows may have run into each other
    return terms, found


def _refusals(mistakes: Mistakes) -> Findings:
    return tuple(refused(one.span, one.message, one.hint) for one in mistakes.findings())


def _delimiter(text: str) -> str:
    """Find what parts the cells: what stands most often in the header, outside quotation marks."""
    header, is_quoted = [], False
    for character in text.lstrip("\n"):
        if character == '"':
            is_quoted = not is_quoted
        elif character == "\n" and not is_quoted:
            break
        elif not is_quoted:
            header.append(character)
    return max(_DELIMITERS, key=header.count)

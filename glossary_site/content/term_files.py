"""All term files of a folder, read here or in other processes."""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from glossary_site.content.files import FILE_LIMIT, TERM_SUFFIXES, Reader, decode, list_files
from glossary_site.content.terms import ReadFile, names_in_text, names_of_file, read_terms
from glossary_site.diagnostics import Findings
from glossary_site.model import Term

ReadFiles = Callable[[Path, tuple[str, ...]], Iterable[ReadFile]]
"""Reads term files below a folder, in order; `pipeline` has one that uses worker processes."""


def read_in_turn(root: Path, paths: tuple[str, ...]) -> Iterator[ReadFile]:
    """Read term files in this process."""
    with Reader(root) as reader:
        for path in paths:
            yield _read_file(reader, path)


def _read_file(reader: Reader, path: str) -> ReadFile:
    data, found = reader.read(path, FILE_LIMIT)
    return unread(path, found) if data is None else parse(path, data)


def unread(path: str, found: Findings) -> ReadFile:
    """Stand in for a file that could not be read."""
    return ReadFile((), found, names_of_file(path))


def parse(path: str, data: bytes) -> ReadFile:
    """Read the terms in a file's bytes; nothing else decides what they are."""
    text, found = decode(path, data)
    if text is None:
        names = names_in_text(data.decode(errors="replace"))
        return ReadFile((), found, (*names_of_file(path), *names))
    return read_terms(path, text)


def read_all_terms(root: Path, read_files: ReadFiles = read_in_turn) -> ReadFile:
    """Read every term file, as if they were one; terms come sorted by slug."""
    paths, found = list_files(root, "terms", TERM_SUFFIXES)
    terms: list[Term] = []
    findings = [*found]
    refused: list[str] = []
    for read in read_files(root, paths):
        terms += read.terms
        findings += read.findings
        refused += read.refused
    ordered = sorted(terms, key=lambda term: (term.slug, term.path))
    return ReadFile(tuple(ordered), tuple(findings), tuple(refused))

"""Markdown documents with front matter, as many systems keep their terms."""

import re
import tomllib
from collections.abc import Collection, Iterable, Iterator
from pathlib import PurePosixPath
from typing import Final

from msgspec import Struct

from glossary_site.content.front_matter import split_file
from glossary_site.content.yaml_text import Yaml
from glossary_site.diagnostics import Findings, Span
from glossary_site.importing.mapping import Record
from glossary_site.importing.records import not_carried, refused
from glossary_site.importing.sources import Source

SUFFIXES: Final = (".md", ".markdown", ".mdx")
_TOML: Final = re.compile(r"\+\+\+[ \t]*\n(.*?)\n\+\+\+[ \t]*(?:\n|$)", re.DOTALL)


class Document(Struct, frozen=True):
    """A Markdown file in its parts."""

    path: str
    """The source's file."""
    record: Record
    """Its front matter."""
    body: str
    """Everything after it."""
    body_line: int
    """The 1-based line on which the body begins."""

    @property
    def stem(self) -> str:
        """Its name: the file's, or its folder's where it is the folder's page."""
        path = PurePosixPath(self.path)
        name = path.stem
        return path.parent.name if name in {"index", "_index"} and path.parent.name else name


def read_documents(
    source: Source, *, needs_front_matter: bool = True
) -> tuple[tuple[Document, ...], Findings]:
    """Read all Markdown files; one that cannot be read is a finding."""
    documents: list[Document] = []
    found: Findings = ()
    for path in source.ending(*SUFFIXES):
        text, problems = source.text(path)
        found += problems
        if text is None:
            continue
        document, problems = _read(path, text, needs_front_matter=needs_front_matter)
        found += problems
        documents += [] if document is None else [document]
    return tuple(documents), found


def _read(path: str, text: str, *, needs_front_matter: bool) -> tuple[Document | None, Findings]:
    begin = Span(path)
    if (toml := _TOML.match(text)) is not None:
        try:
            values = _texts(tomllib.loads(toml[1]))
        except tomllib.TOMLDecodeError as error:
            return None, (refused(begin, f"the front matter is no TOML: {error}"),)
        assert isinstance(values, dict)
        line = text.count("\n", 0, toml.end()) + 1
        return Document(path, Record(begin, values), text[toml.end() :], line), ()
    if not needs_front_matter and not text.lstrip("\n").startswith("---"):
        return Document(path, Record(begin, {}), text, 1), ()
    split, found = split_file(path, text)
    found = tuple(refused(one.span, one.message, one.hint) for one in found)
    if split is None or (found and not isinstance(split.yaml.value, dict)):
        return None, found
    return Document(path, record_of(path, split.yaml), split.body, split.body_line), found


def record_of(path: str, yaml: Yaml, root: str = "") -> Record:
    """Make a record of a YAML mapping.

    Args:
        path: The file.
        yaml: Its document.
        root: The dotted path of the mapping; empty for the whole document.
    """
    value = yaml.value
    for part in root.split(".") if root else ():
        value = value[int(part)] if isinstance(value, list) else _at(value, part)
    span = Span(path, *yaml.values.get(root, (1, 1)))
    return Record(span, value if isinstance(value, dict) else {}, yaml, root)


def _at(value: object, key: str) -> object:
    return value.get(key) if isinstance(value, dict) else None


def _texts(value: object) -> object:
    """Make all scalars text, as YAML's are here."""
    if isinstance(value, dict):
        return {str(key): _texts(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_texts(item) for item in value]
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


def passed_by(documents: Iterable[Document]) -> Iterator[tuple[Document, bool]]:
    """Tell pages that are no terms: indexes and templates, whose names begin with an underscore."""
    for document in documents:
        yield document, PurePosixPath(document.path).name.startswith("_")


def no_term(document: Document, why: str = "which is no term") -> Findings:
    """Say that a page is left behind."""
    return (not_carried(Span(document.path), f"the page {document.path}, {why}"),)


def address_key(target: str, prefixes: Collection[str] = ()) -> str | None:
    """Find the last part of an address within the source, or None if it leads elsewhere.

    >>> address_key("/de/cloud-native/", ["de"]), address_key("https://example.org/x/")
    ('cloud-native', None)
    """
    path = target.partition("#")[0].partition("?")[0]
    if not path or ":" in path or (path.startswith("//") and not path.strip("/")):
        return None
    parts = [part for part in path.split("/") if part not in {"", ".", ".."}]
    if parts and parts[0].lower() in prefixes and len(parts) > 1:
        parts = parts[1:]
    if not parts:
        return None
    name = parts[-1]
    for suffix in SUFFIXES:
        name = name.removesuffix(suffix)
    return None if "." in name else name

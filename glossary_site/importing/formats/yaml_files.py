"""YAML and JSON files with any keys, and Markdown files with front matter."""

from glossary_site.diagnostics import Findings
from glossary_site.importing.bodies import plain, read_body
from glossary_site.importing.documents import Document, address_key, read_documents
from glossary_site.importing.lists import SUFFIXES, read_data, records_in
from glossary_site.importing.mapping import Meaning, Record, meaning, to_term, unknown_keys
from glossary_site.importing.records import Imported, Options
from glossary_site.importing.sources import Source


def read(source: Source, options: Options) -> tuple[tuple[Imported, ...], Findings]:
    """Read all terms, by what `--map` and the usual words say of the keys."""
    terms: list[Imported] = []
    seen: list[tuple[Record, Meaning]] = []
    found: Findings = ()
    for path in source.ending(*SUFFIXES):
        yaml, _, problems = read_data(source, path)
        found += problems
        if yaml is None:
            continue
        records, problems = records_in(path, yaml, options)
        found += problems
        for record in records:
            term, problems, meant = term_of(record, options)
            found += problems
            seen.append((record, meant))
            terms.append(term)
    documents, problems = read_documents(source)
    found += problems
    for document in documents:
        term, problems, meant = term_of(document.record, options, document)
        found += problems
        seen.append((document.record, meant))
        terms.append(term)
    return tuple(terms), found + unknown_keys(seen)


def term_of(
    record: Record, options: Options, document: Document | None = None
) -> tuple[Imported, Findings, Meaning]:
    """Make a term of a mapping, and of the text behind it if it is front matter."""
    meant = meaning(record.values, options)
    found: Findings = ()
    path = record.span.path

    def text(ours: str) -> tuple[str, int]:
        foreign = meant.foreign.get(ours, "")
        value = record.values.get(foreign)
        return (value if isinstance(value, str) else ""), record.line_of_value(foreign)

    given, line = text("definition")
    definition, problems = read_body(given, path, line, key_of)
    found += problems
    given, line = (document.body, document.body_line) if document is not None else text("body")
    body, problems = read_body(given, path, line, key_of)
    found += problems
    stem = None if document is None else document.stem
    key = text("key")[0] or text("slug")[0] or stem or text("title")[0]
    term = to_term(record, meant, key, body, definition=plain(definition) or None, slug=stem)
    return term, found, meant


def key_of(target: str) -> str | None:
    """Find the key that a link names: `#slug`, or the last part of an address."""
    return target[1:] if target.startswith("#") and len(target) > 1 else address_key(target)

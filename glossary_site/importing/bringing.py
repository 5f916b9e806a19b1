"""One import from first to last: read, give addresses, resolve, write, and say what became of it."""

import os
import secrets
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from glossary_site.content.files import Reader
from glossary_site.content.load import Folder, load_config
from glossary_site.content.term_files import read_all_terms
from glossary_site.content.terms import read_terms
from glossary_site.diagnostics import Findings, Span, finding, has_errors, quoted, sort_key
from glossary_site.fields.site import SiteFields
from glossary_site.importing.composing import compose
from glossary_site.importing.formats import reader_of
from glossary_site.importing.records import Imported, Options, not_carried, refused
from glossary_site.importing.resolving import Names, Placed, place, resolve
from glossary_site.importing.returning import put_back
from glossary_site.importing.sources import Source, open_source
from glossary_site.names import SLUG, slugify

REPEATED: Final = 5
"""How many places of one unlisted topic are told apart."""


class Wanted(Struct, frozen=True):
    """What was asked for."""

    form: str
    """A key of `formats.FORMATS`."""
    source: Path
    """What to import."""
    into: str = "terms"
    """The folder for the new files, relative to the glossary's: `terms` or below."""
    options: Options = Options()
    """Of the format."""
    is_dry: bool = False
    """Whether nothing is to be written."""
    is_language_given: bool = False
    """Whether `options.language` was asked for; else the glossary's own is taken."""


class Brought(Struct, frozen=True):
    """What became of an import."""

    findings: Findings = ()
    """With places in the source."""
    folder: Path = Path()
    """Where these places are relative to."""
    terms: int = 0
    """Terms that the source has."""
    written: tuple[str, ...] = ()
    """New files, relative to the glossary's folder; in a dry run those that would be written."""
    unchanged: tuple[str, ...] = ()
    """Files that were there already, the same byte for byte."""
    differing: tuple[str, ...] = ()
    """Files that were there with something else in them; they are left alone."""


def bring(root: Path, wanted: Wanted) -> Brought:
    """Import terms into a glossary.

    A term with a mistake is left out, and said; the others are written.  If the source as a whole
    cannot be read, nothing is.

    Args:
        root: The glossary's folder.
        wanted: What was asked for.
    """
    with Reader(root) as reader:
        config, found = load_config(Folder(reader, root))
    if config is None or has_errors(found):
        return Brought(found, root)
    source, found = open_source(wanted.source)
    if source is None:
        return Brought(found, Path())
    options = wanted.options
    if not wanted.is_language_given:
        options = replace(options, language=config.language)
    terms, found = reader_of(wanted.form)(source, options)
    if not terms:
        if not has_errors(found):
            what = f"nothing in it is a term of the format {wanted.form}"
            found += (refused(Span(_name(source, wanted.source)), what),)
        return Brought(tuple(sorted(found, key=sort_key)), source.folder)
    texts, more = _texts(root, wanted, config, terms)
    written, unchanged, differing, problems = _write(root, texts, is_dry=wanted.is_dry)
    findings = tuple(sorted({*found, *more, *problems}, key=sort_key))
    return Brought(findings, source.folder, len(terms), written, unchanged, differing)


def _name(source: Source, path: Path) -> str:
    return source.paths[0] if len(source.paths) == 1 else path.name or "."


_Texts = Mapping[str, tuple[str, Span]]
"""New files: their text, and where their term stands in the source."""


def _texts(
    root: Path, wanted: Wanted, config: SiteFields, terms: tuple[Imported, ...]
) -> tuple[_Texts, Findings]:
    there = read_all_terms(root).terms
    texts, returned = put_back((one for one in terms if one.file is not None), there, wanted.into)
    texts = dict(texts)
    terms = tuple(one for one in terms if one.file is None)
    placed, found = place(terms, there, wanted.into)
    names = Names(placed, there, terms)
    topics, more = _topics(config, placed)
    found += more + returned
    for one in placed:
        resolved, problems = resolve(one, names)
        text, more = compose(
            resolved, tuple(topics[name] for name in one.term.topics if name in topics)
        )
        found += problems + more
        path = f"{wanted.into}/{one.slug}.md"
        mistakes = read_terms(path, text).findings
        if has_errors(mistakes):
            found += tuple(
                refused(
                    one.term.span, f"the term cannot be carried: {mistake.message}", mistake.hint
                )
                for mistake in mistakes
            )
            continue
        texts[path] = (text, one.term.span)
    return texts, found


def _topics(config: SiteFields, placed: tuple[Placed, ...]) -> tuple[Mapping[str, str], Findings]:
    """Find the ids of topics; where the glossary lists its topics, others are not carried."""
    listed = {slugify(name): one.id for one in config.topics for name in (one.title, one.id)}
    known: dict[str, str] = {}
    missing: dict[str, list[Span]] = {}
    for one in placed:
        for name in one.term.topics:
            topic = slugify(name)
            if topic in listed:
                known[name] = listed[topic]
            elif not listed and SLUG.fullmatch(topic):
                known[name] = topic
            elif name.strip():
                missing.setdefault(name, []).append(one.term.span)
    found = []
    for name, spans in missing.items():
        often = f", of {len(spans):,} terms" if len(spans) > 1 else ""
        hint = None
        if (topic := slugify(name)) and listed:
            hint = f"list it under topics in site.yaml before importing: id: {topic}"
        found.append(not_carried(spans[0], f"the topic {quoted(name)}{often}", hint))
    return known, tuple(found)


def _write(
    root: Path, texts: _Texts, *, is_dry: bool
) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...], Findings]:
    """Write what is not there; nothing that is there is touched."""
    written, unchanged, differing = [], [], []
    found: Findings = ()
    for path, (text, span) in texts.items():
        target = root / path
        data = text.encode()
        if os.path.lexists(target):
            held = _held(root, path)
            if held == data:
                unchanged.append(path)
            else:
                differing.append(path)
                what = f"the file {path} is there already, with something else in it"
                found += (finding("already-there", span, what, "delete it to import it anew"),)
            continue
        if is_dry:
            written.append(path)
            continue
        try:
            _create(target, data)
        except OSError as error:
            message = f"the file cannot be written: {error.strerror or error}"
            return tuple(written), tuple(unchanged), tuple(differing), (
                *found, finding("write-failed", Span(path), message),
            )  # fmt: skip
        written.append(path)
    return tuple(written), tuple(unchanged), tuple(differing), found


def _held(root: Path, path: str) -> bytes | None:
    with Reader(root) as reader:
        return reader.read(path, 1 << 20)[0]


def _create(target: Path, data: bytes) -> None:
    """Write a new file whole, and never over another one."""
    target.parent.mkdir(parents=True, exist_ok=True)
    beside = target.with_name(f".{target.name}.{secrets.token_hex(4)}")
    try:
        with beside.open("xb") as file:
            file.write(data)
        os.link(beside, target)
    finally:
        with suppress(FileNotFoundError):
            beside.unlink()

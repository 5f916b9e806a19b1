"""All addresses outside the site that a glossary shows, each with every place where it stands."""

import html
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Final

from glossary_site.content.files import FILE_LIMIT, Reader
from glossary_site.diagnostics import Span
from glossary_site.model import Fragment, Glossary
from glossary_site.render.doc_blocks import DOC_FENCE
from glossary_site.render.source_text import SourceText

_HREF: Final = re.compile(r'href="(https?://[^"]+)"')
_EDGES: Final = " \t\r\n)>\"'<,]}|"
"""What ends an address in a file."""


def gather(root: Path, glossary: Glossary, origin: str) -> Mapping[str, tuple[Span, ...]]:
    """Gather addresses without their fragments, in the order of their places.

    Args:
        root: The glossary's folder.
        glossary: What the site is made from.
        origin: Where the site lives; what begins so is no outside address.
    """
    places: dict[str, dict[Span, None]] = {}
    for address, span in (
        *_in_bodies(glossary),
        *_in_front_matter(glossary),
        *_in_yaml(root, glossary),
    ):
        if not origin or not address.startswith(f"{origin}/"):
            places.setdefault(address.partition("#")[0], {})[span] = None
    return {
        address: tuple(sorted(spans, key=_order))
        for address, spans in sorted(places.items(), key=lambda item: item[0])
    }


def _order(span: Span) -> tuple[str, int, int]:
    return span.path, span.line, span.column


def _in_bodies(glossary: Glossary) -> Iterator[tuple[str, Span]]:
    terms = glossary.graph.term_by_slug
    for slug, fragment in glossary.fragments.items():
        term = terms[slug]
        yield from _in_body(
            fragment, SourceText(term.path, term.body, term.body_line, term.body_column)
        )
    for issue in glossary.content.issues:
        source = SourceText(issue.path, issue.body, issue.body_line)
        yield from _in_body(glossary.issue_fragments[issue.slug], source)
    manual = glossary.content.manual
    for path, fragment in glossary.doc_fragments.items():
        if manual is not None:
            source = SourceText(path, manual.docs[path].body, 1, fenced=DOC_FENCE)
            yield from _in_body(fragment, source)


def _in_body(fragment: Fragment, source: SourceText) -> Iterator[tuple[str, Span]]:
    """Find the links that readers see, and where they are written."""
    for match in _HREF.finditer(fragment.html):
        address = html.unescape(match[1])
        escaped = address.replace("&", "&amp;")
        yield address, source.locate(address, escaped, ends_before=_EDGES)


def _in_front_matter(glossary: Glossary) -> Iterator[tuple[str, Span]]:
    for term in glossary.content.terms:
        for at, source in enumerate(term.sources):
            if source.url is not None:
                yield source.url, term.span(f"sources.{at}.url")


def _in_yaml(root: Path, glossary: Glossary) -> Iterator[tuple[str, Span]]:
    """Find the addresses of datasets' descriptions and of `site.yaml` that pages show."""
    config = glossary.config
    shown = [
        config.repository,
        None if config.newsletter is None else config.newsletter.privacy_url,
    ]
    with Reader(root) as reader:
        yield from _in_file(reader, "site.yaml", shown)
        for dataset in glossary.content.datasets.values():
            sources = [one.url for one in dataset.fields.sources]
            yield from _in_file(reader, dataset.path, sources)


def _in_file(
    reader: Reader, path: str, addresses: Iterable[str | None]
) -> Iterator[tuple[str, Span]]:
    data, _ = reader.read(path, FILE_LIMIT)
    lines = (data or b"").decode(errors="replace").splitlines()
    for address in addresses:
        if address is not None:
            yield address, _find(path, lines, address)


def _find(path: str, lines: Iterable[str], address: str) -> Span:
    for number, line in enumerate(lines, 1):
        at = line.find(address)
        if at >= 0 and line[at + len(address) :][:1] in _EDGES:
            return Span(path, number, at + 1, at + 1 + len(address))
    return Span(path)

"""Everything in a glossary's folder, read and checked: the content stage as a list of steps."""

import datetime as dt
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from msgspec.structs import replace

from glossary_site.content.datasets import one_table, read_dataset, read_description, staleness
from glossary_site.content.docs import read_manual
from glossary_site.content.files import FILE_LIMIT, Reader, decode, list_files
from glossary_site.content.history import histories
from glossary_site.content.images import (
    IMAGE_BYTES,
    IMAGE_SUFFIXES,
    REFUSED_SUFFIXES,
    read_image,
)
from glossary_site.content.issues import read_issue
from glossary_site.content.permalinks import PERMALINKS, SIZE_LIMIT
from glossary_site.content.site import read_site
from glossary_site.content.table_checks import TABLE_BYTES
from glossary_site.content.term_files import ReadFiles, read_all_terms, read_in_turn
from glossary_site.diagnostics import Findings, Span, finding, quoted
from glossary_site.fields.site import SiteFields
from glossary_site.model import Content, Dataset, Issue, Term
from glossary_site.names import Slug
from glossary_site.pictures import Image

STATIC_LIMIT: Final = 25 * 1024 * 1024
"""Bytes: what the strictest of the common hosts takes."""
TABLES: Final = (".csv", ".json")


class Folder:
    """A glossary's folder, read through one reader."""

    def __init__(self, reader: Reader, root: Path) -> None:
        """Read below `root`."""
        self.root = root
        self._reader = reader

    def texts(self, folder: str, suffixes: tuple[str, ...]) -> Iterator[tuple[str, str, Findings]]:
        """Read all text files of a folder; one with findings of its own comes as empty text."""
        paths, found = list_files(self.root, folder, suffixes)
        if found:
            yield "", "", found
        for path in paths:
            text, problems = self.text(path)
            yield path, text or "", problems

    def text(self, path: str) -> tuple[str | None, Findings]:
        """Read one text file."""
        data, found = self._reader.read(path, FILE_LIMIT)
        return (None, found) if data is None else decode(path, data)

    def bytes(self, path: str, limit: int) -> tuple[bytes | None, Findings]:
        """Read one file."""
        return self._reader.read(path, limit)


def load(
    root: Path,
    *,
    drafts: bool,
    today: dt.date,
    theme_static: Path,
    read_files: ReadFiles = read_in_turn,
) -> tuple[Content | None, Findings]:
    """Read a glossary.

    Args:
        root: Its folder.
        drafts: Whether drafts count as published.
        today: The build date, for what promises to be fresh.
        theme_static: The theme's own static folder, which is no part of a glossary's content.
        read_files: How term files are read: in this process, or in others.

    Returns:
        What could be read, with every mistake found; None if there is no usable `site.yaml`.
    """
    with Reader(root) as reader:
        folder = Folder(reader, root)
        config, found = load_config(folder, today)
        read = read_all_terms(root, read_files)
        found += read.findings
        datasets, more = _datasets(folder, today)
        found += more
        issues, more = _issues(folder, drafts=drafts)
        found += more
        images, more = _images(folder)
        found += more
        static, more = _static(folder, theme_static)
        found += more
        permalinks, more = read_permalinks(folder)
        found += more
        manual = None
        if config is not None and "docs" in config.outputs:
            manual, more = read_manual(root, folder.text, folder.bytes)
            found += more
    if config is None:
        return None, found
    terms = _dated(root, read.terms, names=config.contributors)
    published = tuple(term for term in terms if drafts or not term.draft)
    hidden = tuple(term for term in terms if term.draft and not drafts)
    content = Content(
        config=config,
        terms=published,
        drafts=hidden,
        datasets={name: dataset for name, dataset in datasets.items() if dataset is not None},
        issues=issues,
        images={path: image for path, image in images.items() if image is not None},
        static=static,
        refused=read.refused,
        refused_images=frozenset(path for path, image in images.items() if image is None),
        refused_data=frozenset(name for name, dataset in datasets.items() if dataset is None),
        permalinks=permalinks,
        manual=manual,
    )
    return content, found


def load_config(folder: Folder, today: dt.date | None = None) -> tuple[SiteFields | None, Findings]:
    """Read `site.yaml`.

    Args:
        folder: The glossary's.
        today: The build date; None where nobody asks what has run out.

    Returns:
        None only if there is no such file.  With mistakes in it, what can be used stands in, so
        that those elsewhere are found in the same run.
    """
    text, found = folder.text("site.yaml")
    if text is None:
        hint = "glossary-site init DIR makes a new glossary"
        return None, tuple(replace(one, hint=one.hint or hint) for one in found)
    config, invalid = read_site("site.yaml", text, today)
    return config, found + invalid


def read_permalinks(folder: Folder) -> tuple[str | None, Findings]:
    """Read `permalinks.txt`; None if there is none, or none that can be read."""
    if not os.path.lexists(folder.root / PERMALINKS):
        return None, ()
    data, found = folder.bytes(PERMALINKS, SIZE_LIMIT)
    return (None, found) if data is None else decode(PERMALINKS, data)


def _dated(root: Path, terms: tuple[Term, ...], *, names: bool) -> tuple[Term, ...]:
    """Give terms what git knows of their file; a date that the author gives wins."""
    known = histories(root, "terms")
    return tuple(
        replace(
            term,
            updated=term.updated or history.last,
            added=history.first,
            contributors=history.people if names else (),
        )
        if (history := known.get(term.path)) is not None
        else term
        for term in terms
    )


def _datasets(folder: Folder, today: dt.date) -> tuple[Mapping[str, Dataset | None], Findings]:
    """Read all datasets by id; one that has a mistake is None."""
    paths, found = list_files(folder.root, "data", (".yaml", *TABLES))
    reported = {one.span for one in found}
    files: dict[str, list[str]] = {}
    for path in paths:
        files.setdefault(path.rpartition(".")[0], []).append(path)
    datasets: dict[str, Dataset | None] = {}
    for stem, beside in files.items():
        tables = [path for path in beside if path.endswith(TABLES)]
        found += one_table(tables)
        if f"{stem}.yaml" in beside:
            dataset, mistakes = _dataset(folder, f"{stem}.yaml", tables[0] if tables else None)
        else:
            dataset, mistakes = None, ()
            if Span(f"{stem}.yml") not in reported:
                message = f"there is no description {quoted(stem + '.yaml')} beside the table"
                mistakes = (finding("missing-data", Span(tables[0]), message, "write one"),)
        found += mistakes
        datasets[stem.removeprefix("data/")] = dataset
        if dataset is not None:
            found += staleness(dataset, today)
    return datasets, found


def _dataset(folder: Folder, path: str, table_path: str | None) -> tuple[Dataset | None, Findings]:
    text, found = folder.text(path)
    if text is None:
        return None, found
    description, mistakes = read_description(path, text)
    found += mistakes
    if table_path is None:
        message = "there is no table beside the description"
        hint = f"put {path.rpartition('.')[0].rpartition('/')[2]}.csv into data/"
        return None, (*found, finding("missing-data", Span(path), message, hint))
    table, mistakes = folder.bytes(table_path, TABLE_BYTES)
    found += mistakes
    if description is None or table is None:
        return None, found
    dataset, mistakes = read_dataset(path, description, table_path, table)
    return dataset, found + mistakes


def _issues(folder: Folder, *, drafts: bool) -> tuple[tuple[Issue, ...], Findings]:
    issues: dict[Slug, Issue] = {}
    found: Findings = ()
    for path, text, problems in folder.texts("newsletter", (".md",)):
        if problems:
            found += problems
            continue
        read, mistakes = read_issue(path, text)
        found += mistakes
        if read is None or (read[1] and not drafts):
            continue
        issue = read[0]
        first = issues.setdefault(issue.slug, issue)
        if first is not issue:
            message = f"the address /newsletter/{issue.slug}/ already belongs to {first.path}"
            found += (finding("permalink-collision", issue.span("slug"), message),)
    newest = sorted(issues.values(), key=lambda issue: (issue.date, issue.slug), reverse=True)
    return tuple(newest), found


def _images(folder: Folder) -> tuple[Mapping[str, Image | None], Findings]:
    """Read all pictures by their paths below `images/`; one that has a mistake is None."""
    paths, found = list_files(folder.root, "images", (*IMAGE_SUFFIXES, *REFUSED_SUFFIXES))
    images: dict[str, Image | None] = {}
    for path in paths:
        data, problems = folder.bytes(path, IMAGE_BYTES)
        image, mistakes = (None, ()) if data is None else read_image(path, data)
        found += problems + mistakes
        images[path.removeprefix("images/")] = image
    return images, found


def _static(folder: Folder, theme_static: Path) -> tuple[Mapping[str, bytes], Findings]:
    if (folder.root / "static").resolve() == theme_static.resolve():
        return {}, ()
    paths, found = list_files(folder.root, "static", None)
    static: dict[str, bytes] = {}
    for path in paths:
        data, problems = folder.bytes(path, STATIC_LIMIT)
        found += problems
        if data is not None:
            static[path.removeprefix("static/")] = data
    return static, found

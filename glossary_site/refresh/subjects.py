"""The datasets that name an address, with what they say now."""

import re
from collections.abc import Collection
from pathlib import Path
from typing import Final, NamedTuple

from msgspec import Struct

from glossary_site.content.datasets import (
    Description,
    dataset_id,
    one_table,
    read_dataset,
    read_description,
)
from glossary_site.content.files import FILE_LIMIT, Reader, decode, list_files
from glossary_site.content.table_checks import TABLE_BYTES, Rows
from glossary_site.diagnostics import Findings, Span, did_you_mean, has_errors
from glossary_site.fields.refresh import Refresh

_NAMES_ADDRESS: Final = re.compile(r"""\brefresh["']?:(?! *(?:null|~) *$)""", re.MULTILINE)
"""In a description that has mistakes, which `check` reports unless it is to be refreshed."""


class UnknownDatasetError(Exception):
    """A name on the command line is no dataset that can be refreshed."""


class Subject(Struct, frozen=True):
    """A dataset that is refreshed."""

    name: str
    """Its id."""
    path: str
    """Its description, relative to the glossary's folder."""
    raw: bytes
    """The description as it stands on the disk."""
    text: str
    """The same, decoded."""
    described: Description
    """The same, read and checked."""
    refresh: Refresh
    """Where its newest rows come from."""
    table_path: str
    """Its table, which may be missing."""
    table: bytes | None
    """The table as it stands on the disk."""
    rows: Rows
    """Its rows; none if it is missing, or is replaced since it has mistakes."""

    def span(self) -> Span:
        """Where the address stands."""
        return Span(self.path, *self.described.yaml.values["refresh.url"])


class Refused(Struct, frozen=True):
    """A dataset whose files have mistakes of their own."""

    name: str
    """Its id."""
    findings: Findings
    """The mistakes."""


def subjects(root: Path, wanted: Collection[str]) -> list[Subject | Refused]:
    """Read the datasets that name an address.

    Args:
        root: The glossary's folder.
        wanted: Their ids, or none for all.

    Raises:
        UnknownDatasetError: If one that is wanted does not exist, or names no address.
    """
    paths, _ = list_files(root, "data", (".yaml", ".csv", ".json"))
    known = [path[5:-5] for path in paths if path.endswith(".yaml")]
    for name in wanted:
        if name not in known:
            hint = did_you_mean(name, known)
            raise UnknownDatasetError(f"there is no dataset {name}" + (f": {hint}" if hint else ""))
    read = []
    with Reader(root) as reader:
        for name in known:
            if wanted and name not in wanted:
                continue
            one = _read(reader, name, set(paths))
            if one is None and name in wanted:
                raise UnknownDatasetError(f"data/{name}.yaml names no address under refresh")
            read += [one] if one is not None else []
    return read


def _read(reader: Reader, name: str, paths: Collection[str]) -> Subject | Refused | None:
    """Read one dataset; None if it names no address."""
    path = f"data/{name}.yaml"
    raw, found = reader.read(path, FILE_LIMIT)
    text, mistakes = (None, ()) if raw is None else decode(path, raw)
    found += mistakes
    if raw is None or text is None:
        return Refused(name, found)
    if _NAMES_ADDRESS.search(text) is None:
        return None
    described, mistakes = read_description(path, text)
    found += mistakes + dataset_id(path)[1]
    if described is None or has_errors(found):
        return Refused(name, found)
    refresh = described.fields.refresh
    return (
        None
        if refresh is None
        else _joined(reader, paths, Half(path, raw, text, described), refresh)
    )


class Half(NamedTuple):
    """A description without its table."""

    path: str
    raw: bytes
    text: str
    described: Description


def _joined(
    reader: Reader, paths: Collection[str], half: Half, refresh: Refresh
) -> Subject | Refused:
    """Read the table of a dataset; it may be missing, and where it is replaced, also wrong."""
    stem = half.path.removesuffix(".yaml")
    name = stem.removeprefix("data/")
    tables = [one for one in (f"{stem}.csv", f"{stem}.json") if one in paths]
    if found := one_table(tables):
        return Refused(name, found)
    path = tables[0] if tables else f"{stem}.csv"
    table, problems = reader.read(path, TABLE_BYTES) if tables else (None, ())
    rows: Rows = ()
    if table is not None:
        dataset, problems = read_dataset(half.path, half.described, path, table)
        rows = () if dataset is None else dataset.rows
    if has_errors(problems) and (table is None or refresh.append):
        return Refused(name, problems)
    return Subject(name, *half, refresh, path, table, rows)

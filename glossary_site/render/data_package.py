"""A dataset as a Data Package: the CSV file with its meaning, for programs.

The descriptor follows the Data Package standard, version 2, and names the profiles of version 1
beside it, so that tools of either know a table when they see one.  What the standard has no word
for (`unit`, `licence`, `attribution`, `published`) is added under names of its own, as it allows.
"""

import hashlib
from typing import Any, Final

import msgspec

from glossary_site.content.cells import defuse
from glossary_site.content.figures import NUMBERS
from glossary_site.fields.common import Source
from glossary_site.fields.dataset import Column
from glossary_site.model import Dataset
from glossary_site.render.licences import common_licences

_PROFILE: Final = "https://datapackage.org/profiles/2.0/"


def data_package(
    dataset: Dataset, table: bytes, *, homepage: str | None, keywords: tuple[str, ...]
) -> bytes:
    """Write the descriptor of a dataset's table.

    Args:
        dataset: The dataset.
        table: Its CSV file, which lies beside the descriptor.
        homepage: Absolute address of its page, if the host is known.
        keywords: What it is about.
    """
    fields = dataset.fields
    package: dict[str, Any] = {
        "$schema": f"{_PROFILE}datapackage.json",
        "profile": "tabular-data-package",
        "name": dataset.id,
        "title": fields.title,
        "description": _description(dataset),
    }
    if homepage is not None:
        package["homepage"] = homepage
    if keywords:
        package["keywords"] = keywords
    licences = common_licences(fields.sources)
    if licences:
        package["licenses"] = [
            {"name": one.name, "path": one.href, "title": one.title} for one in licences
        ]
    package["sources"] = [_source(source) for source in fields.sources]
    package["resources"] = [_resource(dataset, table)]
    given = {key: value for key, value in package.items() if value is not None}
    return msgspec.json.format(msgspec.json.encode(given), indent=2) + b"\n"


def _description(dataset: Dataset) -> str | None:
    """Say what the table shows; the cautions go where the table goes."""
    fields = dataset.fields
    parts = [fields.description] if fields.description else []
    parts += [f"- {note}" for note in fields.notes]
    return "\n\n".join(parts) or None


def _source(source: Source) -> dict[str, str]:
    told = {
        "title": source.title,
        "path": source.url,
        "publisher": source.publisher,
        "published": source.published,
        "licence": source.licence,
        "attribution": source.attribution,
    }
    return {key: value for key, value in told.items() if value is not None}


def _resource(dataset: Dataset, table: bytes) -> dict[str, Any]:
    return {
        "$schema": f"{_PROFILE}dataresource.json",
        "profile": "tabular-data-resource",
        "name": dataset.id,
        "type": "table",
        "path": f"{dataset.id}.csv",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(table),
        "hash": f"sha256:{hashlib.sha256(table).hexdigest()}",
        "schema": {
            "$schema": f"{_PROFILE}tableschema.json",
            "fields": [_field(column, dataset.fields.unit) for column in dataset.fields.columns],
            "missingValues": [""],
        },
    }


def _field(column: Column, shared_unit: str | None) -> dict[str, str]:
    """Describe a column under the name that its header has in the file."""
    field = {"name": defuse(column.name), "type": column.type}
    if column.description is not None:
        field["description"] = column.description
    unit = column.unit or (shared_unit if column.type in NUMBERS else None)
    if unit is not None:
        field["unit"] = unit
    return field

"""What search engines are told of datasets, as JSON-LD: `Dataset` and `DataCatalog`."""

from collections.abc import Sequence
from typing import Any

from glossary_site.content.figures import NUMBERS, TIMES, time_column
from glossary_site.fields.common import Source
from glossary_site.fields.dataset import Column
from glossary_site.model import Dataset
from glossary_site.render import addresses as at
from glossary_site.render.addresses import Addresses
from glossary_site.render.json_ld import Node, in_short
from glossary_site.render.licences import known_licence
from glossary_site.render.views import SiteView


def data_catalog(site: SiteView, place: Addresses) -> Node:
    """Describe all datasets together; each names the catalog, so it need not name them."""
    return _catalog_name(site, place) | {"url": place.best(at.DATA), "inLanguage": site.language}


def dataset_node(
    dataset: Dataset,
    site: SiteView,
    place: Addresses,
    *,
    downloads: Sequence[tuple[str, str]],
    keywords: Sequence[str],
) -> Node:
    """Describe a dataset.

    Args:
        dataset: The dataset.
        site: What every page shows.
        place: Where the site will live.
        downloads: Output path and media type of each file.
        keywords: What it is about.
    """
    fields, url = dataset.fields, place.best(at.dataset_path(dataset.id))
    node: dict[str, Any] = {"@type": "Dataset", "@id": f"{url}#dataset", "name": fields.title}
    if fields.description:
        node["description"] = in_short(fields.description)
    node |= {"url": url, "identifier": dataset.id, "inLanguage": site.language}
    node["isAccessibleForFree"] = True
    publishers = dict.fromkeys(one.publisher for one in fields.sources if one.publisher)
    if publishers:
        node["creator"] = [{"@type": "Organization", "name": name} for name in publishers]
    licences = list(dict.fromkeys(one.licence for one in fields.sources if one.licence))
    if licences:
        node["license"] = [_licence(text) for text in licences]
    node["isBasedOn"] = [_source(source) for source in fields.sources]
    if fields.updated is not None:
        node["dateModified"] = fields.updated
    span = covered(dataset)
    if span is not None:
        node["temporalCoverage"] = span
    node["variableMeasured"] = [
        _variable(column, fields.unit) for column in fields.columns if column.type not in TIMES
    ]
    if downloads:
        node["distribution"] = [
            {"@type": "DataDownload", "encodingFormat": kind, "contentUrl": place.best(path)}
            for path, kind in downloads
        ]
    if keywords:
        node["keywords"] = list(keywords)
    node["includedInDataCatalog"] = _catalog_name(site, place)
    return node


def covered(dataset: Dataset) -> str | None:
    """Say from when to when the rows reach, as ISO 8601 does, if a column says when."""
    when = time_column(dataset.fields.columns)
    if when is None:
        return None
    known = [row[when] for row in dataset.rows if row[when]]
    if not known:
        return None
    first, last = min(known), max(known)
    return first if first == last else f"{first}/{last}"


def _catalog_name(site: SiteView, place: Addresses) -> Node:
    name = f"{site.title}: data"
    return {"@type": "DataCatalog", "@id": place.best(at.DATA) + "#catalog", "name": name}


def _licence(text: str) -> str | Node:
    known = known_licence(text)
    return {"@type": "CreativeWork", "name": text} if known is None else known.href


def _source(source: Source) -> Node:
    node: Node = {"@type": "CreativeWork", "name": source.title}
    if source.url is not None:
        node["url"] = source.url
    if source.publisher is not None:
        node["publisher"] = {"@type": "Organization", "name": source.publisher}
    if source.published is not None:
        node["datePublished"] = source.published
    return node


def _variable(column: Column, shared_unit: str | None) -> Node:
    node: Node = {"@type": "PropertyValue", "name": column.name}
    if column.description is not None:
        node["description"] = column.description
    unit = column.unit or (shared_unit if column.type in NUMBERS else None)
    if unit is not None:
        node["unitText"] = unit
    return node

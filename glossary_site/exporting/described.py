"""The JSON Schemas and the OpenAPI description of the API, for one site.

`api-v1.json` has the schemas; `python -m glossary_site.api_schemas` makes it from the records, whose
docstrings an installed program need not read.
"""

import json
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Any, Final

import msgspec

from glossary_site.exporting.list_records import DOCUMENTS
from glossary_site.exporting.term_records import VERSION
from glossary_site.exporting.terms import encode
from glossary_site.render import addresses as at
from glossary_site.render.edition import Edition

NAMES: Final = tuple(name for name, _ in DOCUMENTS)
FILE: Final = "api-v1.json"
DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"


@cache
def definitions() -> Mapping[str, Any]:
    """Give the schemas of all records, by the names of their classes."""
    text = resources.files("glossary_site.exporting").joinpath(FILE).read_text(encoding="utf-8")
    held: Mapping[str, Any] = json.loads(text)
    return held


def schema(edition: Edition, name: str) -> bytes:
    """Write the JSON Schema of a document of the API."""
    record = dict(DOCUMENTS)[name].__name__
    found = definitions()
    whole = {
        "$schema": DIALECT,
        "$id": edition.addresses.best(at.api_schema_path(name)),
        **found[record],
        "$defs": {one: found[one] for one in _named_by(record)},
    }
    return _pretty(whole)


def _named_by(record: str) -> list[str]:
    """List the records that one refers to, directly and through others, sorted."""
    found: set[str] = set()
    todo = [record]
    while todo:
        text = json.dumps(definitions()[todo.pop()])
        new = {part.partition('"')[0] for part in text.split("#/$defs/")[1:]} - found
        found |= new
        todo += new
    return sorted(found)


def description(edition: Edition) -> bytes:
    """Write the OpenAPI description of all documents that this site has."""
    site = edition.site
    info: dict[str, Any] = {
        "title": f"{site.title}: API",
        "summary": "The glossary as static JSON documents.",
        "version": VERSION,
    }
    if site.description is not None:
        info["description"] = site.description
    if site.licence is not None:
        info["license"] = {"name": site.licence}
    whole = {
        "openapi": "3.1.0",
        "info": info,
        "jsonSchemaDialect": DIALECT,
        "servers": [{"url": edition.addresses.best("api/v1")}],
        "paths": _paths(),
        "components": {"schemas": _components()},
    }
    return _pretty(whole)


def _paths() -> dict[str, Any]:
    slug = _parameter("slug", "The last part of the address of a term's page.", {"type": "string"})
    page = _parameter("page", "Which page, from 2.", {"type": "integer", "minimum": 2})
    return {
        "/terms.json": _path("listTerms", "All terms, or the first 5,000.", "TermList"),
        "/terms-{page}.json": _path("listMoreTerms", "The next 5,000 terms.", "TermList", page),
        "/terms/{slug}.json": _path(
            "getTerm", "One term; it is JSON-LD in SKOS, too.", "TermDocument", slug
        ),
        "/graph.json": _path("getGraph", "How all terms hang together.", "GraphDocument"),
        "/topics.json": _path("listTopics", "All topics with their terms.", "TopicList"),
        "/data.json": _path("listDatasets", "All datasets; rows are in files.", "DatasetList"),
        "/names.json": _path("listNames", "Names by which texts mention terms.", "NameList"),
    }


def _parameter(name: str, said: str, kind: Mapping[str, Any]) -> dict[str, Any]:
    return {"name": name, "in": "path", "required": True, "description": said, "schema": kind}


def _path(name: str, said: str, record: str, *parameters: Mapping[str, Any]) -> dict[str, Any]:
    content = {"application/json": {"schema": {"$ref": f"#/components/schemas/{record}"}}}
    answers: dict[str, Any] = {"200": {"description": said, "content": content}}
    if parameters:
        answers["404"] = {"description": "There is none of that name."}
    get: dict[str, Any] = {"operationId": name, "summary": said, "responses": answers}
    return {"parameters": list(parameters), "get": get} if parameters else {"get": get}


def _components() -> Any:  # noqa: ANN401 (the same as what it is given, with other references)
    text = json.dumps(definitions()).replace("#/$defs/", "#/components/schemas/")
    return json.loads(text)


def _pretty(value: object) -> bytes:
    return msgspec.json.format(encode(value), indent=2) + b"\n"

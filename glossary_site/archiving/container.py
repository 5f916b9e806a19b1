"""The zip itself: the same members give the same bytes.

It is written here because members come packed from several processes, which `zipfile` does not
take.  Times and modes are fixed, and whoever calls sorts the names.
"""

import struct
import zlib
from collections.abc import Iterable
from pathlib import Path
from typing import IO, Final, NamedTuple

LEVEL: Final = 6
"""Of compression: nine takes longer and gains less than a hundredth."""
MARK: Final = b"glossary-site archive 1"
"""The comment at the end, by which an archive is known as ours."""
MOST_BYTES: Final = (1 << 32) - 1
"""More than 4 GB would need records that some programs cannot read."""
_MANY: Final = (1 << 16) - 1
"""From so many members on, the end says elsewhere how many there are."""
_STORED, _DEFLATED = 0, 8
_VERSION, _VERSION_64, _UNIX = 20, 45, 3 << 8
_UTF_8: Final = 1 << 11
_DAY: Final = 1 << 5 | 1
"""1 January 1980, the first day that a zip can tell."""
_PLAIN_FILE: Final = 0o100644 << 16
_LOCAL: Final = struct.Struct("<4s5H3L2H")
_CENTRAL: Final = struct.Struct("<4s6H3L5H2L")
_END: Final = struct.Struct("<4s4H2LH")
_END_64: Final = struct.Struct("<4sQ2H2L4Q")
_LOCATOR_64: Final = struct.Struct("<4sLQL")


class Member(NamedTuple):
    """A file of the archive, packed."""

    name: str
    """Its path, with slashes."""
    check: int
    """The CRC-32 of its content."""
    size: int
    """Of its content, in bytes."""
    is_deflated: bool
    """Whether it became smaller by packing."""
    packed: bytes
    """The content as it lies in the archive."""


class TooLargeError(Exception):
    """The archive would have more than `MOST_BYTES`."""


def member(name: str, body: bytes) -> Member:
    """Pack a file."""
    packer = zlib.compressobj(LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
    packed = packer.compress(body) + packer.flush()
    is_smaller = len(packed) < len(body)
    return Member(name, zlib.crc32(body), len(body), is_smaller, packed if is_smaller else body)


def write(file: IO[bytes], members: Iterable[Member]) -> int:
    """Write an archive, and return how many members it has.

    Raises:
        OSError: If the disk does not take it.
        TooLargeError: If it would be larger than most programs can read.
    """
    at, records = 0, []
    for one in members:
        name = one.name.encode()
        told = (_UTF_8, _DEFLATED if one.is_deflated else _STORED, 0, _DAY)
        sizes = (one.check, len(one.packed), one.size)
        if at + _LOCAL.size + len(name) + max(len(one.packed), one.size) > MOST_BYTES:
            raise TooLargeError
        head = _LOCAL.pack(b"PK\3\4", _VERSION, *told, *sizes, len(name), 0) + name
        file.write(head)
        file.write(one.packed)
        made_by = _UNIX | _VERSION
        records.append(
            _CENTRAL.pack(
                b"PK\1\2", made_by, _VERSION, *told, *sizes, len(name), 0, 0, 0, 0, _PLAIN_FILE, at
            )
            + name
        )
        at += len(head) + len(one.packed)
    _end(file, records, at)
    return len(records)


def _end(file: IO[bytes], records: list[bytes], at: int) -> None:
    """Write the list of all members, and where it is."""
    listing = b"".join(records)
    count = len(records)
    if at + len(listing) > MOST_BYTES:
        raise TooLargeError
    file.write(listing)
    if count >= _MANY:
        rest = _END_64.size - 12
        told = (_UNIX | _VERSION_64, _VERSION_64, 0, 0, count, count, len(listing), at)
        file.write(_END_64.pack(b"PK\6\6", rest, *told))
        file.write(_LOCATOR_64.pack(b"PK\6\7", 0, at + len(listing), 1))
    few = min(count, _MANY)
    file.write(_END.pack(b"PK\5\6", 0, 0, few, few, len(listing), at, len(MARK)) + MARK)


def is_ours(place: Path) -> bool:
    """Say whether a file ends as our archives do.

    Raises:
        OSError: If it cannot be read.
    """
    end = _END.size + len(MARK)
    with place.open("rb") as file:
        file.seek(0, 2)
        if file.tell() < end:
            return False
        file.seek(-end, 2)
        tail = file.read(end)
    return tail.startswith(b"PK\5\6") and tail.endswith(MARK)

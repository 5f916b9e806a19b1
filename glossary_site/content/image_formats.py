"""The structure of the five picture formats, as far as size and completeness need it.

Nothing is decompressed: a picture is walked from its first byte to its last by the lengths it
states, so that a truncated file, or one that carries something else behind the picture, is found
out, and no hostile file can cost more than its own size.
"""

import re
import struct
import zlib
from collections.abc import Callable, Iterator
from typing import Final, NamedTuple

Size = tuple[int, int]
"""Width and height in pixels."""


class Format(NamedTuple):
    """A picture format a browser shows and a content file may have."""

    name: str
    """As people call it."""
    media_type: str
    """For instance `image/png`."""
    suffixes: tuple[str, ...]
    """What its files' names end in, the usual one first."""
    measure: Callable[[bytes], Size]
    """Walks the file; raises `BrokenImageError`, or `struct.error` or `IndexError` where it ends."""


class BrokenImageError(ValueError):
    """The file is not a whole picture; the message completes "the picture …"."""


def _png(data: bytes) -> Size:
    offset, kinds = 8, set[bytes]()
    size = (0, 0)
    while b"IEND" not in kinds:
        length, kind = struct.unpack_from(">I4s", data, offset)
        end = offset + 12 + length
        if not kinds and (kind, length) != (b"IHDR", 13):
            raise BrokenImageError("does not begin with its header")
        if zlib.crc32(data[offset + 4 : end - 4]) != struct.unpack_from(">I", data, end - 4)[0]:
            raise BrokenImageError(f"is damaged at byte {offset:,}: a checksum does not fit")
        if not kinds:
            size = struct.unpack_from(">II", data, offset + 8)
        kinds.add(kind)
        offset = end
    if b"IDAT" not in kinds:
        raise BrokenImageError("holds no pixels")
    return _ended(size, offset, data)


_JPEG_MARKER: Final = re.compile(rb"\xff++[^\x00\xd0-\xd7]", re.DOTALL)
# Without fill bytes, so that a long run of them is looked at once.
_JPEG_SCAN_END: Final = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]", re.DOTALL)
_JPEG_FRAMES: Final = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_SCAN, _END, _EXIF = 0xDA, 0xD9, 0xE1


def _jpeg(data: bytes) -> Size:
    offset, orientation, scans = 2, 1, 0
    size: Size | None = None
    while True:
        marker = _JPEG_MARKER.match(data, offset)
        if marker is None:
            raise BrokenImageError("is cut short" if offset >= len(data) else "is damaged")
        kind, offset = data[marker.end() - 1], marker.end()
        if kind == _END:
            break
        length: int = struct.unpack_from(">H", data, offset)[0]
        if kind in _JPEG_FRAMES:
            height, width = struct.unpack_from(">HH", data, offset + 3)
            size = (width, height)
        elif kind == _EXIF:
            orientation = _exif_orientation(data[offset + 2 : offset + length]) or orientation
        offset += length
        if kind == _SCAN:
            scans += 1
            following = _JPEG_SCAN_END.search(data, offset)
            if following is None:
                raise BrokenImageError("is cut short")
            offset = following.start()
    if size is None or not scans:
        raise BrokenImageError("holds no pixels")
    return _ended(size if orientation < 5 else size[::-1], offset, data)  # noqa: PLR2004 (5 to 8 turn by 90°)


def _exif_orientation(exif: bytes) -> int | None:
    """Read how a camera was held: browsers turn the picture, and so its width and height."""
    if not exif.startswith((b"Exif\0\0II*\0", b"Exif\0\0MM\0*")):
        return None
    order = "<" if exif[6:7] == b"I" else ">"
    try:
        start = 6 + struct.unpack_from(f"{order}I", exif, 10)[0]
        for i in range(struct.unpack_from(f"{order}H", exif, start)[0]):
            tag, _, _, value = struct.unpack_from(f"{order}HHIH", exif, start + 2 + 12 * i)
            if tag == 0x0112:  # noqa: PLR2004 (Orientation)
                return int(value)
    except struct.error:
        pass
    return None


def _gif(data: bytes) -> Size:
    width, height, flags = struct.unpack_from("<HHB", data, 6)
    offset = 13 + _palette(flags)
    frames = 0
    while data[offset] != 0x3B:  # noqa: PLR2004 (the trailer)
        if data[offset] == 0x2C:  # noqa: PLR2004 (a frame)
            frames += 1
            left, top, wide, high = struct.unpack_from("<HHHH", data, offset + 1)
            if left + wide > width or top + high > height:
                raise BrokenImageError("has a frame that is larger than the picture")
            offset += 11 + _palette(data[offset + 9])
        elif data[offset] == 0x21:  # noqa: PLR2004 (an extension)
            offset += 2
        else:
            raise BrokenImageError(f"is damaged at byte {offset:,}")
        while data[offset]:
            offset += data[offset] + 1
        offset += 1
    if not frames:
        raise BrokenImageError("holds no pixels")
    return _ended((width, height), offset + 1, data)


def _palette(flags: int) -> int:
    """Count the bytes of a GIF colour table."""
    return 6 << (flags & 7) if flags & 0x80 else 0


def _webp(data: bytes) -> Size:
    end = 8 + struct.unpack_from("<I", data, 4)[0]
    size: Size | None = None
    pixels = False
    offset = 12
    while offset < end:
        kind, length = struct.unpack_from("<4sI", data, offset)
        body = data[offset + 8 : offset + 8 + length]
        found = _webp_size(kind, body)
        if size is None and found is None:
            raise BrokenImageError("does not begin with its header")
        if found not in {None, size or found}:
            raise BrokenImageError("states two different sizes")
        size = size or found
        pixels = pixels or kind in {b"VP8 ", b"VP8L", b"ANMF"}
        offset += 8 + length + length % 2
    if size is None or not pixels:
        raise BrokenImageError("holds no pixels")
    return _ended(size, max(offset, end), data)


def _webp_size(kind: bytes, body: bytes) -> Size | None:
    """Read the size from the chunk that states it."""
    if kind == b"VP8X":
        return (
            int.from_bytes(body[4:7], "little") + 1,
            int.from_bytes(body[7:10], "little") + 1,
        )
    if kind == b"VP8L" and body[:1] == b"\x2f":
        bits = struct.unpack_from("<I", body, 1)[0]
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    if kind == b"VP8 " and body[3:6] == b"\x9d\x01\x2a":
        width, height = struct.unpack_from("<HH", body, 6)
        return width & 0x3FFF, height & 0x3FFF
    return None


def _avif(data: bytes) -> Size:
    kinds = {kind for kind, _, _ in _boxes(data, 0, len(data))}
    if b"meta" not in kinds or b"mdat" not in kinds:
        raise BrokenImageError("holds no pixels")
    properties = list(_properties(data))
    sizes = [struct.unpack_from(">II", body, 4) for kind, body in properties if kind == b"ispe"]
    if not sizes:
        raise BrokenImageError("does not say how large it is")
    # Tiles and thumbnails state sizes too; the picture's own is the largest.
    width, height = max(sizes, key=lambda size: size[0] * size[1])
    turned = any(kind == b"irot" and body[0] & 1 for kind, body in properties)
    return (height, width) if turned else (width, height)


def _properties(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Iterate over the item properties of an AVIF file: meta, iprp, ipco."""
    spans = [(0, len(data))]
    for wanted, skipped in ((b"meta", 4), (b"iprp", 0), (b"ipco", 0)):
        spans = [
            (start + skipped, end)
            for outer in spans
            for kind, start, end in _boxes(data, *outer)
            if kind == wanted
        ]
    for outer in spans:
        for kind, start, end in _boxes(data, *outer):
            yield kind, data[start:end]


def _boxes(data: bytes, start: int, end: int) -> Iterator[tuple[bytes, int, int]]:
    """Iterate over boxes that fill a range, each with the range of its content."""
    while start < end:
        length, kind = struct.unpack_from(">I4s", data, start)
        head = 8
        if length == 1:
            length, head = struct.unpack_from(">Q", data, start + 8)[0], 16
        elif length == 0:
            length = end - start
        if length < head or start + length > end:
            raise BrokenImageError("is cut short")
        yield kind, start + head, start + length
        start += length


def _ended(size: Size, end: int, data: bytes) -> Size:
    """Return `size` if the file ends where the picture does."""
    if end > len(data):
        raise BrokenImageError("is cut short")
    if end < len(data):
        raise BrokenImageError(f"is followed by {len(data) - end:,} bytes of something else")
    return size


PNG: Final = Format("PNG", "image/png", (".png",), _png)
JPEG: Final = Format("JPEG", "image/jpeg", (".jpg", ".jpeg"), _jpeg)
GIF: Final = Format("GIF", "image/gif", (".gif",), _gif)
WEBP: Final = Format("WebP", "image/webp", (".webp",), _webp)
AVIF: Final = Format("AVIF", "image/avif", (".avif",), _avif)
FORMATS: Final = (PNG, JPEG, GIF, WEBP, AVIF)


def recognise(data: bytes) -> Format | None:
    """Tell a picture's format by its first bytes."""
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    if data.startswith(b"\xff\xd8\xff"):
        return JPEG
    if data.startswith((b"GIF87a", b"GIF89a")):
        return GIF
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return WEBP
    brands = data[8 : int.from_bytes(data[:4], "big")] if data[4:8] == b"ftyp" else b""
    return AVIF if re.search(rb"avi[fs]", brands[:256]) else None

"""Pictures that bodies show: five formats, told by content, within limits, and whole."""

import struct
from typing import Final

from glossary_site.content.image_formats import FORMATS, BrokenImageError, Format, Size, recognise
from glossary_site.diagnostics import Findings, Span, finding
from glossary_site.pictures import Image

IMAGE_BYTES: Final = 5_000_000
"""The most bytes of a picture's file."""
IMAGE_SIDE: Final = 8_192
"""The most pixels of a picture's width or height."""
IMAGE_PIXELS: Final = 40_000_000
"""The most pixels of a picture: what a phone can hold decoded."""
IMAGE_SUFFIXES: Final = tuple(suffix for known in FORMATS for suffix in known.suffixes)
"""What names of pictures end in."""
REFUSED_SUFFIXES: Final = (".svg", ".svgz", ".html", ".htm", ".xhtml", ".xht", ".xml")
"""Files that may carry scripts: to be listed as pictures are, so that `read_image` refuses them."""

_MARKUP_HINT: Final = "SVG and HTML may carry scripts; export a PNG or WebP"


def read_image(path: str, data: bytes) -> tuple[Image | None, Findings]:
    """Check a picture and measure it.

    Args:
        path: Relative to the glossary's folder: `images/…`.
        data: The whole file.
    """
    if len(data) > IMAGE_BYTES:
        message = f"the picture has {len(data):,} bytes, and {IMAGE_BYTES:,} are allowed"
        hint = "export it smaller, or as WebP or AVIF"
        return None, (finding("file-too-large", Span(path), message, hint),)
    known = recognise(data)
    if known is None:
        return None, _refuse(path, *_stranger(path, data))
    if not path.endswith(known.suffixes):
        suffix = known.suffixes[0]
        return None, _refuse(
            path, f"the file holds a {known.name} picture", f"let its name end in {suffix}"
        )
    try:
        width, height = _measure(known, data)
    except BrokenImageError as error:
        return None, _refuse(path, f"the picture {error}", "export it again")
    problem = _size_problem((width, height))
    if problem is not None:
        return None, _refuse(path, problem, "export it smaller")
    return Image(path.removeprefix("images/"), known.media_type, width, height, data), ()


def _refuse(path: str, message: str, hint: str) -> Findings:
    return (finding("bad-image", Span(path), message, hint),)


def _stranger(path: str, data: bytes) -> tuple[str, str]:
    """Say what is wrong with a file that is none of the five formats."""
    if not data:
        return "the file is empty", "export it again"
    start = data[:200].removeprefix(b"\xef\xbb\xbf").lstrip()
    if path.endswith(REFUSED_SUFFIXES) or start.startswith(b"<"):
        return "the file is no picture that may be published", _MARKUP_HINT
    names = ", ".join(known.name for known in FORMATS)
    return "the file is no picture that browsers show", f"export one of {names}"


def _measure(known: Format, data: bytes) -> Size:
    """Walk a picture; the parsers run off its end where it is cut short."""
    try:
        return known.measure(data)
    except (struct.error, IndexError):
        raise BrokenImageError("is cut short") from None


def _size_problem(size: Size) -> str | None:
    """Say why a picture's size is refused, or None."""
    width, height = size
    if not width or not height:
        return "the picture has no width or height"
    if max(size) > IMAGE_SIDE:
        return f"the picture has {width:,} × {height:,} pixels; a side may have {IMAGE_SIDE:,}"
    if width * height > IMAGE_PIXELS:
        return f"the picture has {width * height:,} pixels, and {IMAGE_PIXELS:,} are allowed"
    return None

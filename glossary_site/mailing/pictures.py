"""Charts as pictures: what mail programs show, since they draw no SVG."""

from importlib.util import find_spec
from typing import Final

from msgspec import Struct

from glossary_site.mailing.body import MEASURE
from glossary_site.model import Dataset
from glossary_site.render.charts import picture
from glossary_site.render.lettering import font_files

NEEDED: Final = ("resvg_py", "fontTools", "font_source_serif_pro", "font_source_sans_pro")
"""What draws; the extra `cards` installs it."""
_SHARPNESS: Final = 2
"""Pixels of the file for each pixel shown: most screens have that many."""
_SIZE_AT: Final = slice(16, 24)
"""Where a PNG has its width and height."""


class Picture(Struct, frozen=True):
    """A chart, drawn."""

    name: str
    """The file's name."""
    body: bytes
    """The PNG."""

    @property
    def height(self) -> int:
        """Pixels, where it is shown as wide as the text."""
        width, height = self.size
        return round(height * MEASURE / width)

    @property
    def size(self) -> tuple[int, int]:
        """The file's own width and height in pixels."""
        numbers = self.body[_SIZE_AT]
        return int.from_bytes(numbers[:4], "big"), int.from_bytes(numbers[4:], "big")


def missing() -> str | None:
    """Name something that is needed to draw and is not installed."""
    return next((name for name in NEEDED if find_spec(name) is None), None)


def draw(dataset: Dataset) -> Picture | None:
    """Draw the chart of a dataset; None where there is nothing to draw.

    It stands on white: what is around it may be any colour.

    Raises:
        ValueError: If what draws cannot read the chart.
    """
    from resvg_py import svg_to_bytes  # noqa: PLC0415 (only where pictures are drawn)

    svg = picture(dataset)
    if not svg:
        return None
    body = svg_to_bytes(
        svg_string=svg,
        width=MEASURE * _SHARPNESS,
        background="#ffffff",
        skip_system_fonts=True,
        font_files=font_files(),
        font_family="Source Sans Pro",
        sans_serif_family="Source Sans Pro",
        serif_family="Source Serif Pro",
    )
    return Picture(f"{dataset.id}.png", body)

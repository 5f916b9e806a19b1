"""Draws the pictures of `static/icons/` from SVG: `make icons`, after a drawing has changed.

The pictures are committed, so that a build needs nothing that draws.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from resvg_py import svg_to_bytes

ROOT: Final = Path(__file__).resolve().parents[2]
ICONS: Final = ROOT / "static" / "icons"
DRAWINGS: Final = Path(__file__).resolve().parent / "drawings"
PICTURES: Final[Mapping[str, tuple[Path, int, int]]] = {
    "icon-32.png": (ICONS / "icon.svg", 32, 32),
    "icon-192.png": (ICONS / "icon.svg", 192, 192),
    "icon-512.png": (ICONS / "icon.svg", 512, 512),
    "icon-maskable-512.png": (DRAWINGS / "tile.svg", 512, 512),
    "apple-touch-icon.png": (DRAWINGS / "tile.svg", 180, 180),
    "card.png": (DRAWINGS / "card.svg", 1200, 630),
}
"""From a picture's name to its drawing, width and height."""


def png(drawing: Path, width: int, height: int) -> bytes:
    return svg_to_bytes(
        svg_string=drawing.read_text(encoding="utf-8"),
        width=width,
        height=height,
        skip_system_fonts=True,
    )


def pictures() -> dict[str, bytes]:
    return {name: png(*how) for name, how in PICTURES.items()}


if __name__ == "__main__":
    for name, body in pictures().items():
        (ICONS / name).write_bytes(body)

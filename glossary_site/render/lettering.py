"""Text set by measure: how wide it is in a font, what the font lacks, where lines end.

What draws a picture breaks no lines.  The fonts come with packages of the extra `cards`, never from
the host: every machine must draw the same picture.
"""

import functools
import unicodedata
from collections.abc import Iterator, Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import Final, Literal

from msgspec import Struct

from glossary_site.render.title_lines import ended

FaceName = Literal["serif", "serif-bold", "sans-bold"]
_FILES: Final[Mapping[FaceName, tuple[str, str]]] = {
    "serif": ("font_source_serif_pro", "SourceSerifPro-Regular.ttf"),
    "serif-bold": ("font_source_serif_pro", "SourceSerifPro-Semibold.ttf"),
    "sans-bold": ("font_source_sans_pro", "SourceSansPro-Semibold.ttf"),
}
"""Package and file of each face."""
_UNSEEN: Final = str.maketrans("", "", "\u00ad\u200b\u2060\ufeff")
"""Characters that only say where a line may end, or may not."""


class Face(Struct, frozen=True):
    """One weight of a font."""

    file: str
    """Where it lies."""
    widths: Mapping[str, float]
    """Width of each character that it has, at a size of 1."""

    def has(self, text: str) -> bool:
        """Say whether every character can be shown."""
        return self.widths.keys() >= set(text)

    def width(self, text: str) -> float:
        """Measure a text, all of whose characters it has, at a size of 1."""
        return sum(map(self.widths.__getitem__, text))


@functools.cache
def face(name: FaceName) -> Face:
    """Load a face, once."""
    from fontTools.ttLib import TTFont  # noqa: PLC0415 (only where cards are drawn)

    package, file = _FILES[name]
    spec = find_spec(package)
    assert spec is not None
    assert spec.origin is not None
    path = Path(spec.origin).parent / "files" / file
    with TTFont(path, lazy=True) as font:
        size, metrics = font["head"].unitsPerEm, font["hmtx"].metrics
        widths = {chr(code): metrics[glyph][0] / size for code, glyph in font.getBestCmap().items()}
    return Face(str(path), widths)


def font_files() -> list[str]:
    """List the files of all faces."""
    return [face(name).file for name in _FILES]


def plain(text: str) -> str:
    """Compose accents, and make every run of white space one blank."""
    return " ".join(unicodedata.normalize("NFC", text.translate(_UNSEEN)).split())


def lines(text: str, shape: Face, measure: float) -> list[str]:
    """Break a text into lines no wider than `measure`, which counts in the font's size.

    Lines end at blanks, else behind hyphens and slashes; a longer word is broken anywhere.
    """
    set_lines: list[str] = []
    line = ""
    for piece in _pieces(text, shape, measure):
        if line and shape.width((line + piece).rstrip()) > measure:
            set_lines.append(line.rstrip())
            line = ""
        line += piece
    return [*set_lines, line.rstrip()] if line.strip() else set_lines


def _pieces(text: str, shape: Face, measure: float) -> Iterator[str]:
    """Cut a text where a line may end; the blank behind a piece belongs to it."""
    piece = ""
    for char in text:
        if piece.strip() and shape.width(piece + char) > measure and char != " ":
            yield piece
            piece = ""
        piece += char
        if char in " -/‐–—":
            yield piece
            piece = ""
    if piece:
        yield piece


def cut(text: str, shape: Face, measure: float, most: int) -> list[str]:
    """Break a text into at most so many lines; where words are left out, an ellipsis says so."""
    whole = lines(text, shape, measure)
    if len(whole) <= most:
        return whole
    if most < 1:
        return []
    last = f"{whole[most - 1]} {whole[most]}".rstrip()
    while last and shape.width(ended(last)) > measure:
        last = last.rpartition(" ")[0] if " " in last else last[:-1]
    return [*whole[: most - 1], ended(last)]

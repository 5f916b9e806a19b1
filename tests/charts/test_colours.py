"""Colours of series: seen on paper, in the dark, and by those who tell fewer colours apart."""

import re
from collections.abc import Mapping, Sequence
from itertools import combinations
from typing import Final

import pytest

from tests.program import ROOT

CSS: Final = (ROOT / "static/css/tokens.css").read_text(encoding="utf-8")
Rows = tuple[tuple[float, float, float], ...]
EYES: Final[Mapping[str, Rows]] = {
    "all colours": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "no red": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "no green": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "no blue": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}
"""What of linear red, green and blue each kind of eye sees: Machado, Oliveira, Fernandes 2009."""
APART: Final = 0.08
"""The least distance in OKLab; 0.02 is about what can just be told apart side by side."""


def roles(scheme: int) -> Mapping[str, str]:
    """Read the colours of the theme: 0 is the light scheme, 1 the dark one."""
    found = re.findall(r"--([\w-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})", CSS)
    return {name: pair[scheme] for name, *pair in reversed(found)}


def linear(color: str) -> list[float]:
    parts = [int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    return [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]


def contrast(a: str, b: str) -> float:
    light = [
        sum(x * y for x, y in zip(linear(c), (0.2126, 0.7152, 0.0722), strict=True)) for c in (a, b)
    ]
    return (max(light) + 0.05) / (min(light) + 0.05)


def oklab(color: Sequence[float]) -> tuple[float, float, float]:
    r, g, b = (max(part, 0.0) for part in color)
    long = (0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b) ** (1 / 3)
    middle = (0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b) ** (1 / 3)
    short = (0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b) ** (1 / 3)
    return (
        0.2104542553 * long + 0.7936177850 * middle - 0.0040720468 * short,
        1.9779984951 * long - 2.4285922050 * middle + 0.4505937099 * short,
        0.0259040371 * long + 0.7827717662 * middle - 0.8086757660 * short,
    )


def seen(color: str, eyes: Rows) -> tuple[float, float, float]:
    parts = linear(color)
    return oklab([sum(a * b for a, b in zip(row, parts, strict=True)) for row in eyes])


@pytest.mark.parametrize("scheme", [0, 1])
def test_every_series_and_its_name_can_be_seen(scheme: int) -> None:
    """4.5:1, as for any text, since names have the colour of what they name."""
    color = roles(scheme)

    low = {(name, paper): ratio for name in color if name.startswith("series-")
           for paper in ("paper", "wash") if (ratio := contrast(color[name], color[paper])) < 4.5}  # fmt: skip
    assert low == {}
    assert sum(name.startswith("series-") for name in color) == 6


@pytest.mark.parametrize("eyes", EYES)
@pytest.mark.parametrize("scheme", [0, 1])
def test_series_can_be_told_apart(scheme: int, eyes: str) -> None:
    """By one reader in twelve men, too, who has no cone for red or for green."""
    color = roles(scheme)
    series = [seen(color[f"series-{i}"], EYES[eyes]) for i in range(1, 7)]

    least = min(
        sum((a - b) ** 2 for a, b in zip(x, y, strict=True)) ** 0.5
        for x, y in combinations(series, 2)
    )
    assert least >= APART

"""A chart as a file of its own, for mail and other places that know nothing of stylesheets.

It is made of elements and not of text, so that whatever a dataset says stays text.
"""

import re
from collections.abc import Mapping
from typing import Final
from xml.etree import ElementTree as ET

from glossary_site.render.charts.marks import WIDE, number
from glossary_site.render.charts.placing import measure
from glossary_site.render.views import ChartSeriesView, ChartTextView, ChartView

WIDTH: Final = 560
"""Pixels."""
INK: Final = "#16211c"
SOFT: Final = "#4b5a53"
EDGE: Final = "#6f8078"
RULE: Final = "#d3ddd7"
PAPER: Final = "#fcfdfb"
SERIES: Final = ("#0b6b50", "#4534a9", "#76710f", "#ad3687", "#634700", "#1d2830")
"""The colours of the theme in the light; a test compares them."""
_MARGIN: Final = 8
_LEGEND: Final = 20
_FAMILY: Final = "Noto Sans, Segoe UI, Helvetica, Arial, sans-serif"
_DASHES: Final = {2: "7 4", 3: "1 4", 4: "9 4 1 4", 5: "14 4", 6: "4 4"}
_STEP: Final = re.compile(r"([MLHVhvz])([^MLHVhvz]*)")

Attributes = Mapping[str, str]


def picture_of(view: ChartView) -> str:
    """Draw a chart as SVG with plain colours and fonts."""
    keys = _legend(view)
    height = float(view.height) + 2 * _MARGIN + (keys[-1][2] + _LEGEND if keys else 0)
    root = ET.Element(
        "svg",
        xmlns="http://www.w3.org/2000/svg",
        width=str(WIDTH),
        height=number(height),
        viewBox=f"0 0 {WIDTH} {number(height)}",
        role="img",
    )
    ET.SubElement(root, "title").text = view.title
    ET.SubElement(root, "desc").text = view.description
    ET.SubElement(root, "rect", width="100%", height="100%", fill=PAPER)
    left = int(view.left) + _MARGIN
    wide = WIDTH - left - int(view.right) - _MARGIN
    letters = {"font-family": _FAMILY, "font-size": "12"}
    plot = ET.SubElement(root, "g", {"transform": f"translate({left} {_MARGIN})", **letters})
    _path(plot, view.grid, wide, {"stroke": RULE})
    for one in view.series:
        for role, path in one.paths:
            _path(plot, path, wide, _look(one.style, role))
    _path(plot, view.axis, wide, {"stroke": EDGE})
    _path(plot, view.leaders, wide, {"stroke": EDGE})
    for text in view.texts:
        _text(plot, text, wide)
    for one, x, y in keys:
        _key(plot, one, x - int(view.left), float(view.height) + y)
    return ET.tostring(root, encoding="unicode", short_empty_elements=True)


def stretched(path: str, wide: float) -> str:
    """Give a path for a plot of so many pixels.

    >>> stretched("M500 20h100V9", 500)
    'M250 20h50V9'
    """
    scale = wide / WIDE
    parts = []
    for command, rest in _STEP.findall(path):
        numbers = [float(one) for one in re.findall(r"-?[0-9.]+", rest)]
        if command in "MLHh":
            numbers[0] *= scale
        parts.append(command + " ".join(map(number, numbers)))
    return "".join(parts)


def _path(parent: ET.Element, path: str, wide: float, look: Attributes) -> None:
    if path:
        ET.SubElement(parent, "path", {"fill": "none", "d": stretched(path, wide), **look})


def _look(style: int, role: str) -> dict[str, str]:
    """Say of a path what the stylesheet says by its class."""
    color = SERIES[style - 1]
    if role == "b":
        if style in {2, 4}:
            look = {"fill": color, "fill-opacity": "0.3", "stroke": color}
            return look if style == 2 else look | {"stroke-dasharray": "2 2"}  # noqa: PLR2004
        return {"fill": color}
    if role == "l":
        dashes = {"stroke-dasharray": _DASHES[style]} if style in _DASHES else {}
        joined = {"stroke-linejoin": "round", "stroke-linecap": "round"}
        return {"stroke": color, "stroke-width": "2", **joined, **dashes}
    if role == "r":
        return {"stroke": color, "stroke-width": "6", "stroke-linecap": "round"}
    if role == "h":
        color = PAPER
    width = {"h": 3, "p": 7}.get(role) or {2: 6, 3: 3, 4: 9}.get(style, 7)
    cap = {2: "square", 3: "butt", 4: "butt", 6: "square"}.get(style, "round")
    cap = "round" if role == "p" else cap
    return {"stroke": color, "stroke-width": str(width), "stroke-linecap": cap}


def _text(parent: ET.Element, text: ChartTextView, wide: float) -> None:
    roles = text.role.split()
    x = float(text.x.removesuffix("%")) * (wide / 100 if text.x.endswith("%") else 1)
    named = next((role for role in roles if re.fullmatch("s[1-6]", role)), None)
    color = INK if {"v", "n"} & set(roles) else SOFT
    look = {"fill": color if named is None else SERIES[int(named[1]) - 1]}
    if named is not None:
        look["font-weight"] = "600"
    anchor = "end" if "e" in roles else "middle" if "m" in roles else None
    if anchor is not None:
        look["text-anchor"] = anchor
    place = {"x": number(x + float(text.dx or 0)), "y": text.y}
    ET.SubElement(parent, "text", {**place, **look}).text = text.text


def _legend(view: ChartView) -> list[tuple[ChartSeriesView, float, float]]:
    """Find where the keys stand, in lines below the chart."""
    found: list[tuple[ChartSeriesView, float, float]] = []
    x, y = 0.0, 6.0
    for one in view.series if view.has_legend else ():
        room = measure(one.name) + 48
        if x and x + room > WIDTH - 2 * _MARGIN:
            x, y = 0.0, y + _LEGEND
        found.append((one, x, y))
        x += room
    return found


def _key(parent: ET.Element, one: ChartSeriesView, x: float, y: float) -> None:
    group = ET.SubElement(parent, "g", transform=f"translate({number(x)} {number(y)})")
    for role, path in one.key:
        ET.SubElement(group, "path", {"fill": "none", "d": path, **_look(one.style, role)})
    ET.SubElement(group, "text", x="28", y="10", fill=INK).text = one.name

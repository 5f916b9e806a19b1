"""A chart as it was laid out, before it is put in words."""

from msgspec import Struct

from glossary_site.render.charts.sheet import Sheet
from glossary_site.render.views import ChartSeriesView


class Drawing(Struct, frozen=True):
    """What was laid out."""

    sheet: Sheet
    """Margins, words and leaders."""
    height: float
    """Pixels."""
    grid: str
    """Path of the lines at ticks."""
    axis: str
    """Path of the line that marks stand on."""
    series: tuple[ChartSeriesView, ...]
    """What is drawn."""
    has_legend: bool
    """Whether series are named beside the drawing."""
    is_lying: bool
    """Whether values lie along x."""

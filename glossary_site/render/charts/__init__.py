"""Charts of datasets, drawn when the site is built.

`points` says what is drawn, `scales` and `ticks` where, `marks` as which paths, `placing` where
words stand.  `upright` and `rows` put these together, `sentences` says the same in words.  The
result is a record; a template makes SVG of it, and `picture` a file that needs no stylesheet.
"""

from typing import Final, Literal

from glossary_site.model import Dataset
from glossary_site.render.charts import rows, upright
from glossary_site.render.charts.drawing import Drawing
from glossary_site.render.charts.marks import number
from glossary_site.render.charts.picture import picture_of
from glossary_site.render.charts.points import Plot, plot
from glossary_site.render.charts.sentences import description, title
from glossary_site.render.charts.spark import spark_view
from glossary_site.render.views import ChartView

__all__ = ["chart_view", "picture", "spark_view"]

DEPTHS: Final = {"term": 200, "page": 300}
"""Pixels from the top of a plot to its lower edge; one with names is as long as they are many."""


def draw(shown: Plot, depth: int) -> Drawing:
    """Lay a chart out."""
    return upright.draw(shown, depth) if shown.names is None else rows.draw(shown)


def chart_view(dataset: Dataset, href: str, size: Literal["term", "page"]) -> ChartView | None:
    """Make the view of a dataset's chart; None without one.

    Args:
        dataset: The dataset.
        href: Its page.
        size: Where the chart stands.
    """
    shown = plot(dataset)
    if shown is None:
        return None
    drawing = draw(shown, DEPTHS[size])
    sheet = drawing.sheet
    names = [column.name for column in dataset.fields.columns]
    said = (shown.chart.label, shown.chart.x)
    return ChartView(
        id=dataset.id,
        kind=shown.chart.kind,
        title=title(dataset, shown),
        description=description(dataset, shown),
        href=href,
        columns=" ".join(str(names.index(name)) for name in said if name is not None),
        is_lying=drawing.is_lying,
        height=number(drawing.height),
        left=str(sheet.frame.left),
        right=str(sheet.frame.right),
        grid=drawing.grid,
        axis=drawing.axis,
        leaders="".join(sheet.leaders),
        series=drawing.series,
        texts=tuple(sheet.texts),
        has_legend=drawing.has_legend,
    )


def picture(dataset: Dataset) -> str:
    """Draw a dataset's chart as an SVG file that needs no stylesheet; empty without a chart."""
    view = chart_view(dataset, "", "term")
    return "" if view is None else picture_of(view)

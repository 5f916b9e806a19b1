"""Figures in sentences: `{{ ID.FIGURE … }}` becomes the figure, with a link to its dataset.

A figure is put in as an element of the tree, never as text that is read again, so no cell of a
table can become markup.  `content.figure_grammar` says what may stand between the braces.
"""

import re
import xml.etree.ElementTree as ET
from decimal import Decimal
from typing import Final

from markdown import Markdown
from markdown.inlinepatterns import InlineProcessor
from markdown.util import AMP_SUBSTITUTE, AtomicString

from glossary_site.content.figure_grammar import (
    Misspelling,
    Reference,
    asks_for_figure,
    parse,
)
from glossary_site.content.figures import (
    NUMBERS,
    Figure,
    Pick,
    Problem,
    find,
    position,
    rows_where,
)
from glossary_site.diagnostics import did_you_mean, quoted
from glossary_site.model import Dataset
from glossary_site.render.context import Rendering
from glossary_site.render.dates import in_words
from glossary_site.render.figure_words import (
    cell_in_words,
    change_in_words,
    date_in_words,
    factor_in_words,
    number_in_words,
    unit_parts,
)
from glossary_site.render.wikilinks import CurrentRendering, as_shown, as_typed

SIGN: Final = "{{"
ESCAPE_HINT: Final = r"where no figure is meant, write \{{"
_SHOWN: Final = 60


class BoundFigureProcessor(InlineProcessor):
    """Puts figures in the place of what asks for them."""

    def __init__(self, md: Markdown, current: CurrentRendering) -> None:
        """Serve `md`; `current` gives the rendering that is under way."""
        super().__init__(r"\{\{([^{}]*)\}\}", md)
        self._current = current

    def handleMatch(  # type: ignore[override]  # noqa: N802 (the library's name; its stub is of the old interface)
        self, m: re.Match[str], data: str
    ) -> tuple[ET.Element | None, int | None, int | None]:
        """Make the figure, or leave what is typed."""
        del data
        rendering = self._current()
        asked = as_shown(self, m[1])
        if not _is_meant(asked, rendering):
            return None, None, None
        reference = parse(asked)
        link = None
        if isinstance(reference, Misspelling):
            name = asked.split()[0].partition(".")[0]
            if name in rendering.context.refused_data:
                return None, None, None
            hint = reference.hint or ESCAPE_HINT
            _report(self, m[0], f"{quoted(asked.strip(), _SHOWN)} {reference.message}", hint)
        elif reference.dataset not in rendering.context.datasets:
            self._report_unknown(m[0], reference.dataset)
        else:
            link = self._figure(m[0], rendering.context.datasets[reference.dataset], reference)
        return (None, None, None) if link is None else (link, m.start(0), m.end(0))

    def _report_unknown(self, typed: str, name: str) -> None:
        rendering = self._current()
        if name not in rendering.context.refused_data:
            hint = did_you_mean(name, rendering.context.datasets) or ESCAPE_HINT
            span = rendering.source.locate(as_typed(typed))
            rendering.report("unknown-dataset", span, f"there is no dataset {quoted(name)}", hint)

    def _figure(self, typed: str, dataset: Dataset, reference: Reference) -> ET.Element | None:
        text, problem = figure_text(dataset, reference)
        if text is None:
            assert problem is not None
            hint = problem.hint or f"its columns are {_names(dataset)}"
            _report(self, typed, f"{dataset.id}: {problem.message}", hint)
            return None
        rendering = self._current()
        if problem is not None:
            span = rendering.source.locate(as_typed(typed))
            message = f"{dataset.id}: {problem.message}"
            rendering.report("ambiguous-figure", span, message, problem.hint)
        rendering.figures.append(text)
        return _element(dataset, text, rendering)


class UnclosedFigureProcessor(InlineProcessor):
    """Reports a figure whose braces are never closed, and changes nothing."""

    def __init__(self, md: Markdown, current: CurrentRendering) -> None:
        """Serve `md`; `current` gives the rendering that is under way."""
        super().__init__(r"\{\{(?![^{}]*\}\})([^{}\n]*)\}?", md)
        self._current = current

    def handleMatch(  # type: ignore[override]  # noqa: N802 (the library's name; its stub is of the old interface)
        self, m: re.Match[str], data: str
    ) -> tuple[None, None, None]:
        """Say what is wrong."""
        del data
        asked = as_shown(self, m[1]).strip()
        if _is_meant(asked, self._current()):
            shown = quoted(f"{{{{ {asked}", _SHOWN)
            _report(self, m[0].rstrip(), f"the figure {shown} is never closed", "end it with }}")
        return None, None, None


def _report(
    processor: BoundFigureProcessor | UnclosedFigureProcessor, typed: str, message: str, hint: str
) -> None:
    rendering = processor._current()  # noqa: SLF001 (both are of this module)
    span = rendering.source.locate(as_typed(typed))
    rendering.report("broken-figure", span, message, hint)


def _is_meant(asked: str, rendering: Rendering) -> bool:
    context = rendering.context
    return asks_for_figure(
        asked,
        lambda name: name in context.datasets or name in context.refused_data,
        lambda name: did_you_mean(name, context.datasets) is not None,
    )


def _names(dataset: Dataset) -> str:
    return ", ".join(column.name for column in dataset.fields.columns)


def figure_text(dataset: Dataset, asked: Reference) -> tuple[str | None, Problem | None]:
    """Write the figure that is asked for.

    Returns:
        The text, or None where there is no such figure; then why, else whether another would fit
        as well.
    """
    where = dict(asked.where)
    headline = dataset.fields.headline
    if headline is not None and asked.column is None and not where:
        where = dict(headline.where)
    if asked.figure == "count":
        return _count(dataset, asked, where)
    if asked.figure in {"change", "factor"}:
        return _comparison(dataset, asked, where)
    pick: Pick = "latest" if asked.figure == "date" else asked.figure  # type: ignore[assignment]
    found, problem = find(dataset, pick, asked.column, where)
    if found is None:
        return None, problem
    part = "date" if asked.figure == "date" else asked.part
    text, problem = _shown(dataset, found, asked) if part is None else _part(
        dataset, found, part, asked
    )  # fmt: skip
    return text, problem or _ambiguity(dataset, asked, found)


def _shown(dataset: Dataset, found: Figure, asked: Reference) -> tuple[str | None, Problem | None]:
    unit = dataset.unit_of(found.column)
    text = cell_in_words(found.value, found.column, unit, asked)
    return text, None if text is not None else _misfit(found.column.name, asked)


def _part(
    dataset: Dataset, found: Figure, part: str, asked: Reference
) -> tuple[str | None, Problem | None]:
    """Write another cell of the figure's row."""
    columns = dataset.fields.columns
    at = position(columns, part)
    if at is None and part == "date":
        if found.date is None:
            return None, Problem("date", "no column says when this was")
        text = date_in_words(found.date, asked)
        return text, None if text is not None else _misfit("date", asked)
    if at is None:
        names = [column.name for column in columns]
        message = f"the dataset has no column {quoted(part)}"
        return None, Problem("column", message, did_you_mean(part, [*names, "date"]))
    if not found.row[at]:
        return None, Problem("column", f"the column {quoted(part)} is empty in this row")
    text = cell_in_words(found.row[at], columns[at], dataset.unit_of(columns[at]), asked)
    return text, None if text is not None else _misfit(part, asked)


def _misfit(name: str, asked: Reference) -> Problem:
    written = asked.form or "rounded"
    return Problem("as", f"the figure ({name}) cannot be written {quoted(written)}", _FITTING)


_FITTING: Final = (
    "numbers can be written as number, unit, short, percent and words or be rounded, dates as "
    "year, month and day"
)


def _count(
    dataset: Dataset, asked: Reference, where: dict[str, str]
) -> tuple[str | None, Problem | None]:
    rows, problem = rows_where(dataset, where)
    if problem is not None:
        return None, problem
    if asked.column is not None:
        at = position(dataset.fields.columns, asked.column)
        if at is None:
            return None, find(dataset, "latest", asked.column)[1]
        rows = tuple(row for row in rows if row[at])
    text = number_in_words(Decimal(len(rows)), unit_parts(None), asked)
    return text, None if text is not None else _misfit("count", asked)


def _comparison(
    dataset: Dataset, asked: Reference, where: dict[str, str]
) -> tuple[str | None, Problem | None]:
    """Compare the latest figure with the first."""
    now, problem = find(dataset, "latest", asked.column, where)
    then, _ = find(dataset, "first", asked.column, where)
    if now is None or then is None:
        return None, problem
    if now.column.type not in NUMBERS:
        message = f"{asked.figure} needs numbers, and the column {quoted(now.column.name)} holds "
        return None, Problem("column", f"{message}{now.column.type}s")
    one, other = Decimal(now.value), Decimal(then.value)
    if asked.figure == "factor":
        if min(one, other) <= 0:
            message = f"no factor can be made of {then.value} and {now.value}"
            return None, Problem("factor", message, "factors need numbers above zero")
        text = factor_in_words(one, other, asked)
    else:
        unit = unit_parts(dataset.unit_of(now.column))
        text = change_in_words(one, other, unit, asked)
        if text is None and asked.form is None and asked.digits is None:
            message = f"no change can be put in words from {then.value} to {now.value}"
            return None, Problem("change", message, "show both figures instead")
    if text is None:
        return None, _misfit(asked.figure, asked)
    return text, _ambiguity(dataset, asked, now, then)


def _ambiguity(dataset: Dataset, asked: Reference, *figures: Figure) -> Problem | None:
    """Say whether another row would fit as well, or whether unlike rows are compared."""
    if asked.figure in {"max", "min"}:
        return None
    for one in figures:
        if one.others:
            message = f"{len(one.others) + 1} rows of {one.date} hold different figures"
            return Problem("where", message, "say which: … where COLUMN = VALUE")
    chart = dataset.fields.chart
    at = None if chart is None or chart.series is None else position(
        dataset.fields.columns, chart.series
    )  # fmt: skip
    if at is not None and len({one.row[at] for one in figures}) > 1:
        before, after = (quoted(figure.row[at], 40) for figure in figures)
        message = f"{asked.figure} compares {before} with {after}"
        return Problem("where", message, f"say which: … where {chart.series} = VALUE")  # type: ignore[union-attr]
    return None


def _element(dataset: Dataset, text: str, rendering: Rendering) -> ET.Element:
    """Make the figure, which links to its dataset and says where it comes from."""
    link = ET.Element(
        "a", {"class": "bound-figure", "data-source": _inert(source_in_words(dataset))}
    )
    if rendering.context.has_data_pages:
        link.set("href", rendering.context.dataset_href(dataset.id))
    elif address := dataset.fields.sources[0].url:
        link.set("href", _inert(address))
    link.text = AtomicString(_inert(text))
    return link


def source_in_words(dataset: Dataset) -> str:
    """Say who published a dataset and when, or when it was looked up."""
    source, looked_up = dataset.fields.sources[0], dataset.fields.updated
    name = source.publisher or source.title
    if source.published is not None:
        return f"{name}, {in_words(source.published)}"
    return name if looked_up is None else f"{name}, as of {in_words(looked_up)}"


def _inert(text: str) -> str:
    """Keep what looks like a character reference from being read as one."""
    return text.replace("&", f"{AMP_SUBSTITUTE}amp;")

"""Datasets and a renderer for tests of figures in sentences."""

from collections.abc import Mapping
from typing import Final

from glossary_site.diagnostics import Findings
from glossary_site.model import Dataset, Fragment
from glossary_site.names import Slug
from glossary_site.render.context import RenderContext
from glossary_site.render.markdown import BodyRenderer
from glossary_site.render.mentions import Mentions
from glossary_site.render.source_text import SourceText
from tests.unit.making import dataset, linked, term

PRICE: Final = dataset(
    [
        ("2024-10-03", "Flash", "0.07", "75"),
        ("2022-11-30", "GPT-3.5", "20", "64.8"),
        ("2023-03-06", "Turbo", "2", ""),
    ],
    [
        {"name": "date", "type": "date"},
        {"name": "model", "type": "string"},
        {"name": "price", "type": "number", "unit": "USD per million tokens"},
        {"name": "score", "type": "number"},
    ],
    headline={"column": "price"},
    sources=[{"title": "Prices", "publisher": "Epoch AI", "published": "2025-03-12"}],
)
"""Not sorted by time."""
TOKENS: Final = dataset(
    [("2025-05", "480"), ("2026-05", "3200")],
    [{"name": "month", "type": "yearmonth"}, {"name": "tokens", "type": "number"}],
    unit="trillion tokens per month",
)
SHARES: Final = dataset(
    [("2024", "AI", "78"), ("2025", "AI", "88"), ("2025", "Web of things", "33.33")],
    [
        {"name": "year", "type": "year"},
        {"name": "measure", "type": "string"},
        {"name": "share", "type": "number", "unit": "%"},
    ],
    chart={"kind": "line", "x": "year", "y": ["share"], "series": "measure"},
)
MONEY: Final = dataset(
    [("World", "2024", "130.9", ""), ("World", "2025", "290.1", ""), ("China", "2025", "17.4", "")],
    [
        {"name": "region", "type": "string"},
        {"name": "year", "type": "year"},
        {"name": "investment", "type": "number"},
        {"name": "deals", "type": "integer"},
    ],
    unit="billion 2021 USD",
    headline={"column": "investment", "where": {"region": "World"}},
)
DATA: Final[Mapping[str, Dataset]] = {
    "price": PRICE, "tokens-a-month": TOKENS, "ai-shares": SHARES, "money": MONEY,
}  # fmt: skip


def context(data: Mapping[str, Dataset] = DATA, **rest: object) -> RenderContext:
    """Make what rendering needs, with a term that prose can mean."""
    names = linked(term("Prompt"))[0].names
    known = {name: _named(name, one) for name, one in data.items()}
    return RenderContext(
        "/r/", names, frozenset({Slug("prompt")}), {}, {}, Mentions([]), datasets=known,
        **rest,  # type: ignore[arg-type]
    )  # fmt: skip


def _named(name: str, one: Dataset) -> Dataset:
    return Dataset(name, f"data/{name}.yaml", f"data/{name}.csv", one.fields, one.rows)


def render(
    body: str, *, data: tuple[str, ...] = (), made: RenderContext | None = None
) -> tuple[Fragment, Findings]:
    """Render one body."""
    source = SourceText("terms/t.md", body, 5)
    return BodyRenderer(made or context(), "section").render(
        source, None, marks_lead=False, data=data
    )

"""What other sites show of the glossary: cards in frames, and answers for oEmbed.

Source: https://oembed.com/.
"""

import base64
import hashlib
from html import escape
from typing import Final

from glossary_site.exporting.terms import encode, prepared
from glossary_site.names import Slug
from glossary_site.render import addresses as at
from glossary_site.render.data_view import source_view
from glossary_site.render.edition import Edition
from glossary_site.render.html import Templates
from glossary_site.render.site_view import direction
from glossary_site.render.views import EmbedChartPage, EmbedTermPage

WIDTH: Final = 600
TERM_HEIGHT: Final = 220
_BESIDE_CHART: Final = 190
"""Pixels of a card above and below its chart."""
_AGE: Final = 86_400
"""Seconds for which an answer may be kept."""


def term_card(edition: Edition, templates: Templates, slug: Slug) -> bytes:
    """Render the card of a term."""
    glossary = edition.glossary
    term = glossary.graph.term_by_slug[slug]
    language = term.lang or edition.site.language
    page = EmbedTermPage(
        title=term.title,
        abbreviation=term.abbreviation,
        definition=glossary.definition(slug),
        is_deprecated=slug in glossary.graph.replaced_by,
        language=language,
        direction=edition.site.direction if term.lang is None else direction(language),
        href=f"{edition.addresses.base_path}terms/{slug}/",
        canonical=f"{prepared(edition).root}terms/{slug}/" if edition.addresses.origin else None,
    )
    return templates.render("embed/term.html", edition.site, page)


def has_card(edition: Edition, name: str) -> bool:
    """Say whether a dataset has a chart to show."""
    fields = edition.glossary.content.datasets[name].fields
    return fields.chart is not None and "data" in edition.families


def chart_card(edition: Edition, templates: Templates, name: str) -> bytes:
    """Render the card of a dataset's chart."""
    fields = edition.glossary.content.datasets[name].fields
    chart = edition.chart(name, "term")
    assert chart is not None
    views = [source_view(source) for source in fields.sources]
    named = dict.fromkeys(view.publisher or view.title for view in views)
    page = EmbedChartPage(
        title=fields.title,
        chart=chart,
        sources=tuple(named),
        href=edition.addresses.href(at.dataset_path(name)),
        canonical=edition.addresses.absolute(at.dataset_path(name)),
    )
    return templates.render("embed/chart.html", edition.site, page)


def chart_height(edition: Edition, name: str) -> int:
    """Say how high the frame of a chart is, in pixels: one with names is as long as they are many."""
    from glossary_site.render.charts import chart_view  # noqa: PLC0415 (many glossaries have none)

    view = chart_view(edition.glossary.content.datasets[name], "", "term")
    assert view is not None
    return round(float(view.height)) + _BESIDE_CHART


def frame(card: str, title: str, height: int) -> str:
    """Write the element that shows a card, given its absolute address."""
    return (
        f'<iframe src="{escape(card)}" title="{escape(title)}" width="{WIDTH}" height="{height}"'
        ' loading="lazy" sandbox="allow-popups allow-popups-to-escape-sandbox"></iframe>'
    )


def frame_title(edition: Edition, title: str) -> str:
    """Say what a frame holds."""
    return f"{title} ({edition.site.title})"


def oembed(edition: Edition, card: str, title: str, height: int) -> bytes:
    """Answer what to show for a page.

    Args:
        edition: What is published, at a known host.
        card: Output path of the card.
        title: What it shows.
        height: How high its frame is, in pixels.
    """
    root = prepared(edition).root
    return encode({
        "version": "1.0",
        "type": "rich",
        "title": title,
        "provider_name": edition.site.title,
        "provider_url": root,
        "cache_age": _AGE,
        "html": frame(root + at.page_path(card), frame_title(edition, title), height),
        "width": WIDTH,
        "height": height,
    })  # fmt: skip


def integrity(script: bytes) -> str:
    """Digest a script as browsers compare it."""
    return f"sha384-{base64.b64encode(hashlib.sha384(script).digest()).decode()}"

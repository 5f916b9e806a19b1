"""What is the same on many pages, rendered once: header, footer, newsletter block, cards.

A letter of A to Z is rendered by itself too: in the next build it is the same if its cards are.
A worker calls `finish` before its first page.  The partials stay ordinary templates, which a
glossary may override; only their HTML is kept.
"""

import functools
from collections.abc import Callable, Mapping, Sequence

from markupsafe import Markup
from msgspec import Struct, field
from msgspec.structs import replace

from glossary_site.names import Slug
from glossary_site.render.addresses import dataset_path
from glossary_site.render.edition import ChartSize, Edition
from glossary_site.render.html import Templates
from glossary_site.render.views import CardView, LetterView, SiteView


class HeaderPage(Struct, frozen=True):
    """`partials/header.html`: all it may see of a page."""

    section_href: str | None
    """The main section the page belongs to."""


class Letters(Struct):
    """The letters of A to Z that earlier builds have rendered, and those that this one has."""

    known: Mapping[str, tuple[bytes, str]]
    """From a letter to a digest of its cards and its HTML."""
    digest: Callable[[Sequence[Slug]], bytes]
    """Digests cards, and what every page depends on."""
    made: dict[str, tuple[bytes, str]] = field(default_factory=dict)
    """Those that were not known."""

    def html(self, letter: str, slugs: Sequence[Slug], render: Callable[[], Markup]) -> Markup:
        """Give the HTML of a letter, rendering it only if its cards are not those they were."""
        key = self.digest(slugs)
        known = self.known.get(letter)
        if known is not None and known[0] == key:
            return Markup(known[1])  # noqa: S704 (rendered by us, and sealed)
        html = render()
        self.made[letter] = (key, str(html))
        return html


def finish(edition: Edition, templates: Templates, letters: Letters) -> Edition:
    """Give an edition its chrome, and a way to render cards and letters.

    Raises:
        TemplateFailure: If a partial goes wrong.
    """
    site = _with_chrome(edition.site, templates)

    def card_html(card: CardView) -> Markup:
        return _partial(templates, "card", site, card)

    def letter_html(letter: LetterView, slugs: Sequence[Slug]) -> Markup:
        return letters.html(
            letter.letter, slugs, lambda: _partial(templates, "letter", site, letter)
        )

    @functools.cache
    def chart_html(name: str, size: ChartSize) -> Markup | None:
        from glossary_site.render.charts import (  # noqa: PLC0415 (many glossaries have none)
            chart_view,
            spark_view,
        )

        dataset = edition.glossary.content.datasets[name]
        if size == "small":
            spark = spark_view(dataset)
            return None if spark is None else _partial(templates, "spark", site, spark)
        chart = chart_view(dataset, edition.addresses.href(dataset_path(name)), size)
        return None if chart is None else _partial(templates, "chart", site, chart)

    return replace(
        edition,
        site=site,
        card_html=card_html,
        letter_html=letter_html,
        chart_html=chart_html,
        made={},
        data_cards={},
        links={},
    )


def _with_chrome(site: SiteView, templates: Templates) -> SiteView:
    sections = (None, *(link.href for link in site.navigation))
    return replace(
        site,
        head_links=_partial(templates, "head_links", site, None),
        headers={
            section: _partial(templates, "header", site, HeaderPage(section))
            for section in sections
        },
        footer=_partial(templates, "footer", site, None),
        newsletter_block=_partial(templates, "newsletter", site, None),
    )


def _partial(templates: Templates, name: str, site: SiteView, page: object) -> Markup:
    html = templates.render(f"partials/{name}.html", site, page).decode()
    return Markup(html)  # noqa: S704 (rendered with everything escaped)

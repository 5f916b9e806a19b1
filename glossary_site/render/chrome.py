"""What is the same on many pages, rendered once: header, footer, newsletter block, cards.

A letter of A to Z is rendered by itself too: it is the same in the next build if its cards are.
A worker calls `finish` before its first page.  The partials stay ordinary templates, which a
glossary may override; only their HTML is kept.
"""

from dataclasses import replace

from markupsafe import Markup

from glossary_site.render.edition import Edition
from glossary_site.render.html import Templates
from glossary_site.render.views import CardView, LetterView, SiteView, view


@view
class HeaderPage:
    """`partials/header.html`: all it may see of a page."""

    section_href: str | None
    """The main section the page belongs to."""


def finish(edition: Edition, templates: Templates) -> Edition:
    """Give an edition its chrome, and a way to render cards.

    Raises:
        TemplateFailure: If a partial goes wrong.
    """
    site = _with_chrome(edition.site, templates)

    def card_html(card: CardView) -> Markup:
        return _partial(templates, "card", site, card)

    def letter_html(letter: LetterView) -> Markup:
        return _partial(templates, "letter", site, letter)

    return replace(
        edition, site=site, card_html=card_html, letter_html=letter_html, made={}, links={}
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

"""A social card for each term: the picture shown where its page is linked to."""

from collections.abc import Iterator
from typing import Final

from glossary_site.diagnostics import Span, finding
from glossary_site.names import Slug
from glossary_site.outputs.emitter import Emitter, Planned
from glossary_site.render import addresses as at
from glossary_site.render.digests import Digests
from glossary_site.render.edition import Edition
from glossary_site.render.html import TemplateFailure, Templates
from glossary_site.render.social_card import draw, drawn_site, social_card
from glossary_site.render.views import SocialCardPage

TEMPLATE: Final = "machine/card.svg"


def _plan(edition: Edition) -> Iterator[Planned]:
    for slug, term in edition.glossary.graph.term_by_slug.items():
        if edition.social_card(slug) is not None:
            yield Planned(at.social_card_path(slug), slug, term.span("slug"))


def _shows(edition: Edition, digests: Digests, key: str) -> object:
    return digests.drawing, digests.cards[Slug(key)], _topic(edition, Slug(key))


def _render(edition: Edition, templates: Templates, key: str) -> bytes:
    svg = templates.render(TEMPLATE, drawn_site(edition.site), _page(edition, Slug(key)))
    try:
        return draw(svg.decode())
    except ValueError as error:
        span = Span(f"templates/{TEMPLATE}")
        message = f"the social card cannot be drawn: {error}"
        raise TemplateFailure((finding("template-error", span, message),)) from None


def _page(edition: Edition, slug: Slug) -> SocialCardPage:
    return social_card(
        edition.glossary.graph.term_by_slug[slug].title,
        edition.glossary.definition(slug),
        topic=_topic(edition, slug),
        glossary=edition.site.title,
        language=edition.site.language,
    )


def _topic(edition: Edition, slug: Slug) -> str:
    topic = edition.first_topic(slug)
    return "" if topic is None else edition.topics[topic].title


EMITTER: Final = Emitter("cards", "cards", _plan, _shows, _render, stands_alone=True)

"""Home and the page for addresses that do not exist."""

from collections.abc import Iterator
from typing import Final

from glossary_site.diagnostics import Span
from glossary_site.outputs.emitter import Emitter, Planned
from glossary_site.render import addresses as at
from glossary_site.render import alternates
from glossary_site.render.digests import Digests
from glossary_site.render.edition import Edition
from glossary_site.render.headline import headline_view
from glossary_site.render.html import Templates
from glossary_site.render.json_ld import web_site
from glossary_site.render.letters import letter_id
from glossary_site.render.recent import change_view, newest
from glossary_site.render.views import DatasetCardView, HomePage, LinkView, NotFoundPage

TERMS_PER_TOPIC: Final = 5
CHANGES: Final = 8
FIRST_TERMS: Final = 12
DATASETS: Final = 4
SUGGESTIONS: Final = 6
NOT_FOUND: Final = "404.html"


def _plan(edition: Edition) -> Iterator[Planned]:
    del edition
    yield Planned(at.HOME, "home", Span("site.yaml"))
    yield Planned(NOT_FOUND, "not-found", Span("site.yaml"))


def _shows(edition: Edition, digests: Digests, key: str) -> object:
    topics = [(name, one.title, one.description) for name, one in edition.topics.items()]
    return (
        digests.lists if key != "home" else (digests.lists, topics, list(digests.datasets.items()))
    )


def _render(edition: Edition, templates: Templates, key: str) -> bytes:
    if key == "home":
        return templates.render("pages/home.html", edition.site, _home(edition))
    head = edition.head(NOT_FOUND, "Page not found", None, is_indexed=False)
    suggestions = tuple(edition.card(slug) for slug in edition.glossary.most_linked[:SUGGESTIONS])
    page = NotFoundPage(head, edition.addresses.href(at.A_TO_Z), suggestions)
    return templates.render("pages/not_found.html", edition.site, page)


def _home(edition: Edition) -> HomePage:
    glossary = edition.glossary
    content, terms = glossary.content, glossary.graph.term_by_slug
    dated = newest(glossary)
    featured = next((s for s in edition.glossary.most_linked if glossary.definition(s)), None)
    has_data = bool(content.datasets) and "data" in edition.families
    a_to_z = edition.addresses.href(at.A_TO_Z)
    return HomePage(
        head=edition.head(
            at.HOME,
            content.config.title,
            content.config.description,
            about=web_site(edition.site, edition.addresses),
            alternates=alternates.of_glossary(edition.addresses, edition.families, at.HOME),
        ),
        term_count=len(terms),
        dataset_count=len(content.datasets) if has_data else 0,
        terms_href=a_to_z,
        data_href=edition.addresses.href(at.DATA) if has_data else None,
        featured=None if featured is None else edition.card(featured),
        letters=tuple(
            LinkView(f"{a_to_z}#{letter_id(letter)}", letter) for letter in glossary.graph.letters
        ),
        topics=tuple(edition.topic(name, TERMS_PER_TOPIC) for name in edition.topics),
        changes=tuple(change_view(edition, day, slug) for day, slug in dated[:CHANGES]),
        first_terms=()
        if dated
        else tuple(edition.card(slug) for slug in glossary.graph.order[:FIRST_TERMS]),
        datasets=_shown_datasets(edition) if has_data else (),
    )


def _shown_datasets(edition: Edition) -> tuple[DatasetCardView, ...]:
    """Choose datasets with a headline figure.

    Those whose figure moved come first, then those that well-linked terms show first of all.
    """
    glossary = edition.glossary
    weight = dict.fromkeys(glossary.content.datasets, 0)
    for slug, term in glossary.graph.term_by_slug.items():
        for name in term.data[:1]:
            if name in weight:
                weight[name] += 1 + len(glossary.backlinks[slug])
    ranked = sorted(weight, key=lambda name: (-weight[name], name))
    headlines = {name: headline_view(glossary.content.datasets[name]) for name in ranked}
    told = [name for name in ranked if headlines[name] is not None]
    told.sort(key=lambda name: (shown := headlines[name]) is None or shown.change is None)
    return tuple(edition.dataset(name, 1, "small") for name in told[:DATASETS])


EMITTER: Final = Emitter("home", "pages", _plan, _shows, _render)

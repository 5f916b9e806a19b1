"""For other sites: the script that shows definitions, cards of charts, and a page that tries both."""

from collections.abc import Iterator
from typing import Final

from glossary_site.diagnostics import Span
from glossary_site.exporting.embeds import (
    TERM_HEIGHT,
    chart_card,
    chart_height,
    frame,
    frame_title,
    has_card,
    integrity,
    oembed,
)
from glossary_site.exporting.terms import prepared
from glossary_site.names import Slug
from glossary_site.outputs.emitter import Emitter, Planned
from glossary_site.render import addresses as at
from glossary_site.render.digests import Digests
from glossary_site.render.edition import Edition
from glossary_site.render.html import Templates
from glossary_site.render.views import EmbedDemoPage, EmbedExampleView

TITLE: Final = "Definitions on your site"
SENTENCES: Final = 3
"""Definitions in which the page lets the script find words."""
_HOST: Final = "https://glossary.example"
"""Stands in code for a host that is not known."""


def _plan(edition: Edition) -> Iterator[Planned]:
    owner = Span("site.yaml")
    yield Planned(at.EMBED_SCRIPT, "newest", owner)
    for version in edition.embed_scripts:
        yield Planned(at.embed_script_path(version), f"script:{version}", owner)
    if edition.glossary.graph.order:
        yield Planned(at.EMBED_DEMO, "demo", owner)
    for name, dataset in edition.glossary.content.datasets.items():
        if has_card(edition, name):
            card = at.embed_chart_path(name)
            yield Planned(card, f"chart:{name}", Span(dataset.path))
            if edition.addresses.origin:
                yield Planned(at.oembed_path(card), f"oembed:{name}", Span(dataset.path))


def _shows(edition: Edition, digests: Digests, key: str) -> object:
    kind, _, name = key.partition(":")
    if kind in {"newest", "script"}:
        return list(edition.embed_scripts.items())
    if kind == "demo":
        shown = _shown(edition)
        chart = next(_charts(edition), None)
        datasets = digests.of_datasets(() if chart is None else (chart,))
        return list(edition.embed_scripts.items()), shown, digests.of_cards(shown), datasets
    return digests.datasets[name]


def _render(edition: Edition, templates: Templates, key: str) -> bytes:
    kind, _, name = key.partition(":")
    if kind == "newest":
        return list(edition.embed_scripts.values())[-1]
    if kind == "script":
        return edition.embed_scripts[name]
    if kind == "chart":
        return chart_card(edition, templates, name)
    if kind == "oembed":
        title = edition.glossary.content.datasets[name].fields.title
        return oembed(edition, at.embed_chart_path(name), title, chart_height(edition, name))
    return templates.render("pages/embed.html", edition.site, _demo(edition))


def _shown(edition: Edition) -> list[Slug]:
    """Choose terms that many others point to."""
    return list(edition.glossary.most_linked[: SENTENCES + 1])


def _charts(edition: Edition) -> Iterator[str]:
    datasets = edition.glossary.content.datasets
    return (name for name in datasets if has_card(edition, name))


def _demo(edition: Edition) -> EmbedDemoPage:
    slug, *others = _shown(edition)
    title = edition.glossary.graph.term_by_slug[slug].title
    root = prepared(edition).root if edition.addresses.origin else _HOST + prepared(edition).root
    version, script = list(edition.embed_scripts.items())[-1]
    fixed = f"{root}{at.embed_script_path(version)}"
    crumbs = edition.crumbs((at.FORMATS, "Data and formats"), (at.EMBED_DEMO, TITLE))
    description = f"How other sites show definitions and charts of {edition.site.title}."
    origin = root.removesuffix(edition.addresses.base_path)
    return EmbedDemoPage(
        head=edition.head(at.EMBED_DEMO, TITLE, description, crumbs),
        breadcrumbs=crumbs,
        script_href=edition.addresses.href(at.embed_script_path(version)),
        term=edition.link(slug),
        slug=slug,
        sentences=tuple(edition.glossary.definition(other) for other in others),
        script_code=f'<script src="{root}embed.js" defer></script>',
        fixed_code=f'<script src="{fixed}" defer crossorigin="anonymous"\n'
        f'  integrity="{integrity(script)}"></script>',
        link_code=f'<a href="{root}terms/{slug}/" data-glossary>{title}</a>',
        word_code=f'<span data-glossary="{slug}">{title}</span>',
        find_code="<article data-glossary-find> … </article>",
        policy_code=f"Content-Security-Policy: script-src {origin}; connect-src {origin}; "
        f"frame-src {origin}",
        version=version,
        cards=tuple(_examples(edition, slug, root)),
        formats_href=edition.addresses.href(at.FORMATS),
    )


def _examples(edition: Edition, slug: Slug, root: str) -> Iterator[EmbedExampleView]:
    shown = [(at.embed_path(slug), edition.glossary.graph.term_by_slug[slug].title, TERM_HEIGHT)]
    for name in list(_charts(edition))[:1]:
        title = edition.glossary.content.datasets[name].fields.title
        shown.append((at.embed_chart_path(name), title, chart_height(edition, name)))
    for card, title, height in shown:
        told = frame_title(edition, title)
        code = frame(root + at.page_path(card), told, height)
        yield EmbedExampleView(told, edition.addresses.href(card), height, code)


EMITTER: Final = Emitter("embeds", "machines", _plan, _shows, _render)

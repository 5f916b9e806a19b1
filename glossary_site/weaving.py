"""What joins the stages: records of one made into what the next is given."""

from glossary_site.diagnostics import Findings, finding, quoted
from glossary_site.graph.naming import keyed_names
from glossary_site.model import Content, Glossary, Graph
from glossary_site.names import Slug
from glossary_site.render.addresses import Addresses
from glossary_site.render.context import PictureView, RenderContext
from glossary_site.render.edition import Edition
from glossary_site.render.site_view import site_view
from glossary_site.render.surface_forms import is_common_word, surface_forms
from glossary_site.render.topics import shown_topics
from glossary_site.theme import Theme, assets


def render_context(content: Content, graph: Graph, place: Addresses) -> RenderContext:
    """Gather what rendering any body needs."""
    from glossary_site.render.mentions import Mentions  # noqa: PLC0415 (only for rendering)

    config = content.config
    names = surface_forms(
        (graph.term_by_slug[slug] for slug in graph.order), config.autolink, config.language
    )
    return RenderContext(
        base_path=place.base_path,
        names=graph.names,
        slugs=frozenset(graph.term_by_slug),
        redirects={old: address.target for old, address in graph.redirects.items()},
        images={
            path: PictureView(place.href(f"images/{path}"), image.width, image.height)
            for path, image in content.images.items()
        },
        refused_images=content.refused_images,
        mentions=Mentions(names),
        extensions=config.markdown.extensions,
    )


def common_words(content: Content) -> Findings:
    """Tell authors which of their names are too common to be linked."""
    return tuple(
        finding(
            "common-word-alias",
            term.span(key),
            f"{quoted(name)} is so common a word that prose is not linked by it",
            "choose a longer name, or set autolink: off",
        )
        for term in content.terms
        if term.autolink != "off"
        for key, name in keyed_names(term)
        if is_common_word(name)
    )


def edition(glossary: Glossary, place: Addresses, theme: Theme) -> Edition:
    """Gather what every emitter is given."""
    files = assets(theme)
    paths = {name: asset.path for name, asset in files.items()}
    return Edition(
        glossary=glossary,
        addresses=place,
        families=frozenset((*glossary.config.outputs, "pages")),  # the others lead to them
        site=site_view(glossary.content, place, paths),
        assets={asset.path: asset.body for asset in files.values()},
        rank={slug: i for i, slug in enumerate(glossary.graph.order)},
        topics=shown_topics(glossary),
        shown_by=_shown_by(glossary),
    )


def _shown_by(glossary: Glossary) -> dict[str, tuple[Slug, ...]]:
    """Invert the terms' lists of datasets."""
    held: dict[str, dict[Slug, None]] = {}
    for slug in glossary.graph.order:
        for name in glossary.graph.term_by_slug[slug].data:
            held.setdefault(name, {})[slug] = None
    return {name: tuple(slugs) for name, slugs in held.items()}

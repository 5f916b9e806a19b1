"""What joins the stages: records of one made into what the next is given."""

from msgspec.structs import replace

from glossary_site.content.permalinks import fates, output_path
from glossary_site.manual import Manual
from glossary_site.model import Content, Glossary, Graph
from glossary_site.render.addresses import Addresses, doc_path, page_path
from glossary_site.render.context import DocPlaces, PictureView, RenderContext
from glossary_site.render.edition import Edition
from glossary_site.render.issues import coverage
from glossary_site.render.lineage import NO_VERSIONS, Versions, lineages
from glossary_site.render.repository import file_href
from glossary_site.render.site_view import site_view
from glossary_site.render.surface_forms import surface_forms
from glossary_site.render.topics import shown_topics
from glossary_site.search.index import Index
from glossary_site.theme import Theme, assets, embed_scripts


def previewed(content: Content) -> Content:
    """Leave out what must not last: a worker would go on showing this site at the next one's port."""
    return replace(content, config=content.config.model_copy(update={"offline": False}))


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
        datasets=content.datasets,
        refused_data=content.refused_data,
        has_data_pages="data" in config.outputs,
        docs=None if content.manual is None else _doc_places(content, content.manual, place),
    )


def _doc_places(content: Content, manual: Manual, place: Addresses) -> DocPlaces:
    """Gather what links in the documentation may lead to."""
    repository, branch = content.config.repository, content.config.branch
    beside = {} if repository is None else {
        path: file_href(repository, branch, path) for path in manual.beside
    }  # fmt: skip
    return DocPlaces(
        pages={path: f"/{page_path(doc_path(path))}" for path in manual.docs},
        pictures={
            path: PictureView(place.href(path), image.width, image.height)
            for path, image in manual.pictures.items()
        },
        beside=beside,
        refused=manual.refused,
        has_repository=repository is not None,
    )


def edition(
    glossary: Glossary,
    place: Addresses,
    theme: Theme,
    search: Index | None,
    versions: Versions = NO_VERSIONS,
) -> Edition:
    """Gather what every emitter is given."""
    files = assets(theme, is_offline=glossary.config.offline)
    paths = {name: asset.path for name, asset in files.items()}
    return Edition(
        glossary=glossary,
        addresses=place,
        families=frozenset((*glossary.config.outputs, "pages")),  # the others lead to them
        site=site_view(glossary.content, place, paths),
        assets={asset.path: asset.body for asset in files.values()},
        embed_scripts=embed_scripts(theme),
        rank={slug: i for i, slug in enumerate(glossary.graph.order)},
        topics=shown_topics(glossary),
        search=search,
        coverage=coverage(glossary),
        lineages=lineages(glossary.graph, versions),
        fates={output_path(one.address): one for one in fates(glossary.content.permalinks or "")},
    )

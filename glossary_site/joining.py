"""The graph and what follows from it, from an earlier build where nothing of it has changed."""

from collections.abc import Mapping
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from glossary_site.bodies import Bodies
from glossary_site.cache.codec import Codec, mark
from glossary_site.cache.memory import Memory
from glossary_site.content.figure_grammar import named_datasets
from glossary_site.content.marks import Marks
from glossary_site.diagnostics import Findings, finding, quoted
from glossary_site.graph.collation import collation_name
from glossary_site.graph.layout import lay_out
from glossary_site.graph.linking import link
from glossary_site.graph.naming import keyed_names
from glossary_site.graph.neighbours import Links, backlinks, outgoing, related
from glossary_site.model import Content, Fragment, Glossary, Graph, Layout
from glossary_site.names import Slug
from glossary_site.render.site_view import has_graph
from glossary_site.render.surface_forms import is_common_word


class Joined(Struct, frozen=True):
    """How terms hang together, without the terms."""

    graph: Graph
    """With an empty `term_by_slug`."""
    findings: Findings
    """What is wrong with names and references."""


class Neighbours(Struct, frozen=True):
    """What follows from the rendered links."""

    related: Links
    """What *Related Terms* shows."""
    backlinks: Links
    """Terms that link here."""
    most_linked: tuple[Slug, ...]
    """Those that most others point to first."""


JOINED: Final = Codec[Joined](Joined)
NEIGHBOURS: Final = Codec[Neighbours](Neighbours)
LAYOUT: Final = Codec[Layout](Layout)
_ALL: Final = "all"


def join(
    memory: Memory, content: Content, marks: Mapping[Slug, Marks]
) -> tuple[Graph, Findings, bytes]:
    """Join the terms into a graph.

    Returns:
        The graph, what is wrong, and a digest of all that decides both.
    """
    key = mark([
        b"".join([marks[term.slug].names for term in content.terms]),
        b"".join([marks[term.slug].relations for term in content.terms]),
        b"".join([marks[term.slug].names for term in content.drafts]),
        content.refused, sorted(content.refused_data),
        [(dataset.id, dataset.path) for dataset in content.datasets.values()],
        [(one.path, one.data, one.places, named_datasets(one.body)) for one in content.issues],
        [marks[one.slug].datasets for one in (*content.terms, *content.drafts) if one.slug in marks],
        content.config.topics, collation_name(content.config.language),
    ])  # fmt: skip
    kept = memory.shelf("graph", JOINED)
    known = kept.get(_ALL, key)
    if known is None:
        graph, found = link(content)
        found += _common_words(content)
        known = Joined(replace(graph, term_by_slug={}), found)
        kept.put(_ALL, key, known)
        return graph, found, key
    terms = sorted(content.terms, key=lambda term: (term.path, term.slug))
    graph = replace(known.graph, term_by_slug={term.slug: term for term in terms})
    return graph, known.findings, key


def _common_words(content: Content) -> Findings:
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


def weave(
    memory: Memory,
    content: Content,
    graph: Graph,
    bodies: Bodies,
    joined: bytes,
) -> tuple[Glossary, bytes]:
    """Put together what was read, joined and rendered, and derive what follows from the links.

    Args:
        memory: What earlier builds found out.
        content: What was read.
        graph: The terms.
        bodies: Rendered bodies.
        joined: The digest that `join` gave.

    Returns:
        The glossary, and a digest of how its terms hang together.
    """
    by_slug = {slug: bodies.terms[slug].fragment for slug in graph.term_by_slug}
    near, digest = _neighbours(memory, content, graph, by_slug, joined)
    glossary = Glossary(
        content=content,
        graph=graph,
        fragments=by_slug,
        issue_fragments={slug: made.fragment for slug, made in bodies.issues.items()},
        related=near.related,
        backlinks=near.backlinks,
        most_linked=near.most_linked,
        layout=_layout(memory, graph, near.backlinks) if has_graph(content) else None,
        doc_fragments={path: made.fragment for path, made in bodies.docs.items()},
    )
    return glossary, digest


def _layout(memory: Memory, graph: Graph, back: Links) -> Layout:
    """Give each term its place, anew only if terms hang together otherwise."""
    key = mark((
        graph.order,
        [graph.term_by_slug[slug].topics[:1] for slug in graph.order],
        [back[slug] for slug in graph.order],
        [graph.broader.get(slug, ()) for slug in graph.order],
    ))  # fmt: skip
    kept = memory.shelf("layout", LAYOUT)
    known = kept.get(_ALL, key)
    if known is None:
        known = lay_out(graph, back)
        kept.put(_ALL, key, known)
    return known


def _neighbours(
    memory: Memory,
    content: Content,
    graph: Graph,
    fragments: Mapping[Slug, Fragment],
    joined: bytes,
) -> tuple[Neighbours, bytes]:
    options = content.config.related
    key = mark((joined, options, [list(fragments[slug].links) for slug in graph.order]))
    kept = memory.shelf("neighbours", NEIGHBOURS)
    known = kept.get(_ALL, key)
    if known is None:
        to = outgoing(graph, fragments)
        back = backlinks(graph, to)
        known = Neighbours(
            related=related(graph, to, options.limit, fill=options.fill),
            backlinks=back,
            most_linked=tuple(sorted(graph.order, key=lambda slug: -len(back[slug]))),
        )
        kept.put(_ALL, key, known)
    return known, key

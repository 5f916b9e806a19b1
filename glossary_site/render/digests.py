"""What stands behind each thing that pages show, as digests: what a page's key is made of.

A page whose key is the one it had is the page it was.  So whatever a template can reach through a
view has its digest here.
"""

from collections.abc import Collection, Mapping

from msgspec import Struct

from glossary_site.cache.codec import mark
from glossary_site.content.marks import Marks
from glossary_site.graph.collation import collation_name
from glossary_site.model import Dataset, Glossary, Issue, Term
from glossary_site.names import Slug
from glossary_site.render.edition import Edition
from glossary_site.render.social_card import drawn_site

ELSEWHERE = {"autolink", "checks", "markdown", "outputs", "related"}
"""Settings that no view shows: what follows from them has digests of its own."""


class Digests(Struct, frozen=True):
    """Digests of 16 bytes, by what they are of."""

    common: bytes
    """Templates, configuration, addresses, and what every page shows."""
    neighbours: bytes
    """How terms hang together, and in what order."""
    marks: Mapping[Slug, Marks]
    """Of terms, from when they were read."""
    cards: Mapping[Slug, bytes]
    """What others show of a term."""
    origins: Mapping[Slug, bytes]
    """When a term last changed, and what else git knows of it."""
    pages: bytes
    """What only their own pages show of all terms, A to Z."""
    days: bytes
    """The same of all terms, A to Z."""
    lists: bytes
    """All that lists of terms show, whichever they are."""
    bodies: Mapping[Slug, bytes]
    """Of the rendered bodies of terms."""
    datasets: Mapping[str, bytes]
    """Tables with what is said of them."""
    drawing: bytes
    """What every social card shows beside its term; empty without cards.  What draws them is part
    of what is installed, to which `cache.maker` looks."""
    issues: Mapping[str, bytes]
    """Issues of the newsletter with their bodies, by slug, the newest first."""
    docs: Mapping[str, bytes]
    """Pages of the documentation, by file."""

    def of_cards(self, slugs: Collection[Slug]) -> bytes:
        """Join what stands behind some cards, in order."""
        if not slugs:
            return b""
        return b"".join(map(self.cards.__getitem__, slugs))

    def of_datasets(self, names: Collection[str]) -> bytes:
        """Join what stands behind some datasets, in order; unknown ones are left out."""
        if not names:
            return b""
        return b"".join([self.datasets[name] for name in names if name in self.datasets])


def digests(
    edition: Edition,
    marks: Mapping[Slug, Marks],
    *,
    bodies: Mapping[Slug, bytes],
    issues: Mapping[Slug, bytes],
    docs: Mapping[str, bytes],
    templates: bytes,
    neighbours: bytes,
) -> Digests:
    """Gather the digests of a build.

    Args:
        edition: What is published.
        marks: Of all terms, from when they were read.
        bodies: Of the rendered bodies of terms.
        issues: Of the rendered bodies of newsletter issues.
        docs: Of the rendered pages of the documentation.
        templates: Of all templates' sources.
        neighbours: Of names, relations and links.
    """
    content, graph = edition.glossary.content, edition.glossary.graph
    origins = {
        slug: _origin(graph.term_by_slug[slug]) + (b"\0\0" if slug in edition.lineages else b"")
        for slug in graph.order
    }
    days = mark(list(origins.values()))
    cards = _cards(edition.glossary, marks)
    pages = b"".join([marks[slug].page for slug in graph.order])
    config = content.config.model_dump(mode="json", exclude=ELSEWHERE)
    return Digests(
        common=mark([
            templates, config, edition.addresses, sorted(edition.families), edition.site,
        ]),
        neighbours=neighbours,
        marks=marks,
        cards=cards,
        origins=origins,
        pages=mark(pages),
        days=days,
        lists=mark((neighbours, days, pages, b"".join(map(cards.__getitem__, graph.order)))),
        bodies=bodies,
        datasets={name: _dataset(one) for name, one in content.datasets.items()},
        drawing=_drawing(edition, templates),
        issues={one.slug: _issue(one, issues[one.slug]) for one in content.issues},
        docs=docs,
    )  # fmt: skip


def _cards(glossary: Glossary, marks: Mapping[Slug, Marks]) -> dict[Slug, bytes]:
    graph = glossary.graph
    cards = {slug: marks[slug].card for slug in graph.order}
    for slug, term in graph.term_by_slug.items():
        if term.definition is None:
            cards[slug] = mark((cards[slug], glossary.fragments[slug].lead))
    for slug in graph.replaced_by:
        cards[slug] = mark((cards[slug], "replaced"))
    return cards


def _drawing(edition: Edition, templates: bytes) -> bytes:
    if "cards" not in edition.families:
        return b""
    site = edition.site
    return mark((templates, collation_name(site.language), drawn_site(site)))


def _origin(term: Term) -> bytes:
    if term.updated is None:
        return b""
    added = "" if term.added is None else term.added.isoformat()
    return "\0".join((term.updated.isoformat(), added, *term.contributors)).encode()


def _dataset(dataset: Dataset) -> bytes:
    return mark([dataset.id, dataset.path, dataset.fields, dataset.rows])


def _issue(issue: Issue, body: bytes) -> bytes:
    return mark([issue.path, issue.slug, issue.title, issue.date, issue.data, body])

"""The lists of the JSON API: terms by pages, the graph, topics, datasets, and names."""

from collections.abc import Iterable, Iterator
from typing import Final

from glossary_site.exporting.list_records import (
    ColumnRecord,
    DatasetList,
    DatasetRecord,
    Downloads,
    GraphDocument,
    GraphLink,
    GraphTerm,
    LinkKind,
    NameList,
    TermEntry,
    TermList,
    TopicList,
    TopicRecord,
)
from glossary_site.exporting.term_records import VERSION
from glossary_site.exporting.terms import (
    collection,
    digest_of,
    encode,
    glossary_reference,
    prepared,
    source_record,
    topics,
)
from glossary_site.model import Dataset
from glossary_site.names import Slug
from glossary_site.render import addresses as at
from glossary_site.render.edition import Edition
from glossary_site.render.surface_forms import surface_forms

PAGE: Final = 5_000
"""Terms of one page of the list: about 3 MB, which hosts compress to a tenth."""


def pages(edition: Edition) -> int:
    """Count the pages of the list of terms."""
    return max(1, -(-len(edition.glossary.graph.order) // PAGE))


def slugs_of(edition: Edition, page: int) -> tuple[Slug, ...]:
    """List the terms of a page, which is counted from 1."""
    return edition.glossary.graph.order[(page - 1) * PAGE : page * PAGE]


def term_list(edition: Edition, page: int) -> bytes:
    """Write a page of the list of all terms."""
    last = pages(edition)
    following = None if page == last else edition.addresses.best(at.term_list_path(page + 1))
    return encode(
        TermList(
            api_version=VERSION,
            glossary=glossary_reference(edition),
            total=len(edition.glossary.graph.order),
            page=page,
            pages=last,
            next=following,
            terms=tuple([_entry(edition, slug) for slug in slugs_of(edition, page)]),
        )
    )


def _entry(edition: Edition, slug: Slug) -> TermEntry:
    graph, root = edition.glossary.graph, prepared(edition).root
    term, replaced = graph.term_by_slug[slug], graph.replaced_by.get(slug)
    return TermEntry(
        slug=slug,
        title=term.title,
        url=f"{root}terms/{slug}/",
        json=f"{root}api/v1/terms/{slug}.json",
        language=term.lang or edition.site.language,
        abbreviation=term.abbreviation,
        aliases=term.aliases,
        definition=edition.glossary.definition(slug),
        topics=tuple(topics(edition, term)),
        replaced_by=replaced,
        updated=None if term.updated is None else term.updated.isoformat(),
        digest=digest_of(term),
    )


def graph_document(edition: Edition) -> bytes:
    """Write how all terms hang together."""
    terms = edition.glossary.graph.term_by_slug
    return encode(
        GraphDocument(
            api_version=VERSION,
            base=edition.addresses.best("terms/"),
            terms=tuple([GraphTerm(s, terms[s].title) for s in edition.glossary.graph.order]),
            links=tuple(_links(edition)),
        )
    )


def _links(edition: Edition) -> Iterator[GraphLink]:
    glossary, graph, rank = edition.glossary, edition.glossary.graph, edition.rank
    for slug in graph.order:
        at_rank = rank[slug]
        said: dict[LinkKind, Iterable[Slug]] = {
            "related": graph.authored.get(slug, ()),
            "broader": graph.broader.get(slug, ()),
            "link": glossary.fragments[slug].links,
        }
        for kind, others in said.items():
            for other in others:
                yield GraphLink(at_rank, rank[other], kind)
        replaced = graph.replaced_by.get(slug)
        if replaced is not None:
            yield GraphLink(at_rank, rank[replaced], "replaced_by")


def topic_list(edition: Edition) -> bytes:
    """Write all topics with the slugs of their terms."""
    return encode(
        TopicList(
            api_version=VERSION,
            topics=tuple(
                TopicRecord(
                    id=collection(edition, name),
                    slug=name,
                    title=shown.title,
                    description=shown.description,
                    url=edition.addresses.best(at.topic_path(name)),
                    terms=tuple(shown.terms),
                )
                for name, shown in edition.topics.items()
            ),
        )
    )


def dataset_list(edition: Edition) -> bytes:
    """Write what all datasets are; their rows are in their files."""
    shown = edition.named_datasets(edition.glossary.content.datasets)
    records = tuple(_dataset(edition, dataset) for dataset in shown)
    return encode(DatasetList(api_version=VERSION, datasets=records))


def _dataset(edition: Edition, dataset: Dataset) -> DatasetRecord:
    fields, best = dataset.fields, edition.addresses.best
    url, stem = best(at.dataset_path(dataset.id)), best(f"data/{dataset.id}")
    files = Downloads(f"{stem}.csv", f"{stem}.json", f"{stem}.datapackage.json")
    return DatasetRecord(
        id=f"{url}#dataset",
        slug=dataset.id,
        title=fields.title,
        description=fields.description,
        unit=fields.unit,
        url=url,
        rows=len(dataset.rows),
        columns=tuple(
            ColumnRecord(one.name, one.type, dataset.unit_of(one), one.description)
            for one in fields.columns
        ),
        notes=fields.notes,
        sources=tuple(source_record(source) for source in fields.sources),
        updated=fields.updated,
        downloads=files if fields.download else None,
        terms=edition.glossary.graph.shown_by.get(dataset.id, ()),
    )


def name_list(edition: Edition) -> bytes:
    """Write every name by which prose may mention a term, as automatic links have them."""
    names: tuple[dict[str, str], dict[str, str]] = ({}, {})
    config, graph = edition.glossary.config, edition.glossary.graph
    terms = (graph.term_by_slug[slug] for slug in graph.order)
    # A glossary may leave its own prose unlinked, and still be looked up from elsewhere.
    rules = config.autolink.model_copy(update={"per": "all"})
    for form in surface_forms(terms, rules, config.language):
        names[form.is_exact][form.text] = form.slug
    return encode(
        NameList(
            api_version=VERSION,
            terms=edition.addresses.best("api/v1/terms/"),
            any_case=names[False],
            exact_case=names[True],
        )
    )

"""Terms as the JSON API has them, in bytes: one document for programs and for readers of JSON-LD."""

import hashlib
from collections.abc import Iterable, Mapping
from html import escape
from typing import Final

import msgspec
from msgspec import UNSET, Struct

from glossary_site.cache.codec import mark
from glossary_site.exporting.term_records import (
    VERSION,
    DatasetReference,
    Definition,
    GlossaryReference,
    SourceRecord,
    Term,
    TermLinks,
    TermReference,
    TopicReference,
)
from glossary_site.fields.common import Source
from glossary_site.model import Term as Written
from glossary_site.names import Slug
from glossary_site.render import addresses as at
from glossary_site.render.edition import Edition

encode: Final = msgspec.json.Encoder().encode


class Prepared(Struct):
    """What many terms name, made once; a memo, which nothing else reads."""

    glossary: GlossaryReference
    """What all are part of."""
    context: bytes
    """How a document begins, up to its own fields."""
    root: str
    """The address of the site."""
    related: Mapping[Slug, tuple[Slug, ...]]
    """Related terms in both directions, without those above and below."""
    terms: Mapping[Slug, TermReference]
    """References to all terms."""
    titles: bytes
    """A digest of what references say."""
    topics: dict[str, TopicReference]
    """References to topics made so far."""


def collection(edition: Edition, topic: str) -> str:
    """Give the IRI of a topic."""
    return edition.addresses.best(at.topic_path(topic)) + "#topic"


def scheme(edition: Edition) -> str:
    """Give the IRI of the glossary."""
    return edition.addresses.best(at.A_TO_Z) + "#set"


def prepared(edition: Edition) -> Prepared:
    """Give what many terms name, made once in each process."""
    known = edition.prepared.get("terms")
    if not isinstance(known, Prepared):
        references = _references(edition)
        context = encode(edition.addresses.best(at.API_CONTEXT)).decode()
        known = edition.prepared["terms"] = Prepared(
            glossary=glossary_reference(edition),
            context=f'{{"@context":{context},"api_version":"{VERSION}",'.encode(),
            root=edition.addresses.best(""),
            related=_related(edition),
            terms=references,
            titles=mark(
                [list(references.values()), [(i, t.title) for i, t in edition.topics.items()]]
            ),
            topics={},
        )
    return known


def glossary_reference(edition: Edition) -> GlossaryReference:
    """Say what the terms are part of."""
    url = edition.addresses.best(at.A_TO_Z)
    return GlossaryReference(scheme(edition), edition.site.title, url, edition.site.licence)


def _related(edition: Edition) -> dict[Slug, tuple[Slug, ...]]:
    """Make the relation hold in both directions; SKOS forbids it between a term and one above it."""
    graph = edition.glossary.graph
    found: dict[Slug, dict[Slug, None]] = {slug: {} for slug in graph.order}
    for slug in graph.order:
        for other in graph.authored.get(slug, ()):
            found[slug][other] = None
    for slug in graph.order:
        for other in graph.authored.get(slug, ()):
            found[other][slug] = None
    for slug, above in ancestors(graph.broader).items():
        for other in above:
            found[slug].pop(other, None)
            found[other].pop(slug, None)
    return {slug: tuple(others) for slug, others in found.items()}


def ancestors(broader: Mapping[Slug, Iterable[Slug]]) -> dict[Slug, set[Slug]]:
    """List for each term all terms above it.

    >>> ancestors({"a": ["b"], "b": ["c"]}) == {"a": {"b", "c"}, "b": {"c"}}
    True
    """
    found: dict[Slug, set[Slug]] = {}
    for slug, direct in broader.items():
        above: set[Slug] = set()
        todo = list(direct)
        while todo:
            one = todo.pop()
            if one not in above:
                above.add(one)
                todo += broader.get(one, ())
        found[slug] = above
    return found


def _references(edition: Edition) -> dict[Slug, TermReference]:
    best, terms = edition.addresses.best, edition.glossary.graph.term_by_slug
    return {
        slug: TermReference(f"{best(at.term_path(slug))}#term", slug, term.title)
        for slug, term in terms.items()
    }


def _topic(edition: Edition, name: str) -> TopicReference:
    known = prepared(edition).topics
    made = known.get(name)
    if made is None:
        url = edition.addresses.best(at.topic_path(name))
        title = edition.topics[name].title
        made = known[name] = TopicReference(f"{url}#topic", name, title)
    return made


def source_record(source: Source) -> SourceRecord:
    """Name a source."""
    return SourceRecord(
        source.title,
        source.url or UNSET,
        source.publisher or UNSET,
        source.published or UNSET,
        source.licence or UNSET,
        source.attribution or UNSET,
    )


def term_record(edition: Edition, slug: Slug) -> Term:
    """Make the record of a term."""
    glossary, known = edition.glossary, prepared(edition)
    graph, term = glossary.graph, glossary.graph.term_by_slug[slug]
    me, definition = known.terms[slug], glossary.definition(slug)
    url = me.id.removesuffix("#term")
    replaced = graph.replaced_by.get(slug)
    to = known.terms.__getitem__
    return Term(
        id=me.id,
        type="Concept",
        slug=slug,
        url=url,
        title=term.title,
        language=term.lang or edition.site.language,
        abbreviation=term.abbreviation,
        aliases=term.aliases,
        definition=Definition(definition, f"<p>{escape(definition, quote=False)}</p>"),
        note=note(edition, term),
        deprecated=replaced is not None,
        replaced_by=None if replaced is None else to(replaced),
        topics=tuple([_topic(edition, name) for name in topics(edition, term)]),
        broader=tuple(map(to, graph.broader.get(slug, ()))),
        narrower=tuple(map(to, graph.narrower.get(slug, ()))),
        related=tuple(map(to, known.related[slug])),
        nearest=tuple(map(to, glossary.related[slug])),
        mentioned_in=tuple(map(to, glossary.backlinks[slug])),
        datasets=_datasets(edition, term.data) if term.data else (),
        sources=tuple([source_record(one) for one in term.sources]),
        added=None if term.added is None else term.added.isoformat(),
        updated=None if term.updated is None else term.updated.isoformat(),
        glossary=known.glossary,
        links=_links(known.root, slug, url, has_host=bool(edition.addresses.origin)),
    )


def note(edition: Edition, term: Written) -> str | None:
    """Give the first paragraph of a term's text, where that is not its definition."""
    if term.definition is None:
        return None
    return edition.glossary.fragments[term.slug].lead or None


def topics(edition: Edition, term: Written) -> Iterable[str]:
    """List the topics of a term that are published."""
    return [name for name in dict.fromkeys(term.topics) if name in edition.topics]


def _datasets(edition: Edition, names: Iterable[str]) -> tuple[DatasetReference, ...]:
    best = edition.addresses.best
    return tuple(
        DatasetReference(f"{best(at.dataset_path(one.id))}#dataset", one.id, one.fields.title)
        for one in edition.named_datasets(names)
    )


def _links(root: str, slug: Slug, url: str, *, has_host: bool) -> TermLinks:
    card = f"{root}embed/{slug}/"
    return TermLinks(
        html=url,
        json=f"{root}api/v1/terms/{slug}.json",
        markdown=f"{url}index.md",
        turtle=f"{url}index.ttl",
        card=card,
        oembed=f"{card}oembed.json" if has_host else None,
    )


def digest_of(term: Written) -> str:
    """Digest what an author wrote of a term, its text included."""
    told = encode((
        term.slug, term.title, term.abbreviation, term.aliases, term.definition, term.topics,
        term.related, term.broader, term.data, term.replaced_by, term.lang,
    ))  # fmt: skip
    digest = hashlib.sha256(told)
    for source in term.sources:
        digest.update(encode(source_record(source)))
    digest.update(term.body.encode())
    return f"sha256-{digest.hexdigest()}"


def term_document(edition: Edition, record: Term) -> bytes:
    """Make the document of a term from its record."""
    start, term = prepared(edition).context, edition.glossary.graph.term_by_slug[Slug(record.slug)]
    if record.language != edition.site.language:
        context = encode([edition.addresses.best(at.API_CONTEXT), {"@language": record.language}])
        start = b'{"@context":%b,"api_version":"%b",' % (context, VERSION.encode())
    return b'%b%b,"digest":"%b"}' % (start, encode(record)[1:-1], digest_of(term).encode())

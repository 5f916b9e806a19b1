"""The JSON-LD context that makes SKOS of the API's documents, and the whole glossary with it.

Source: https://www.w3.org/TR/skos-reference/ and https://www.w3.org/TR/json-ld11/.
"""

from collections.abc import Iterator, Sequence
from typing import Any, Final

import msgspec
from msgspec import Struct

from glossary_site.exporting.term_records import SourceRecord
from glossary_site.exporting.terms import encode, note, prepared, source_record, topics
from glossary_site.names import Slug
from glossary_site.render.edition import Edition

PREFIXES: Final = {
    "dcterms": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "owl": "http://www.w3.org/2002/07/owl#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
_NAMED: Final[dict[str, Any]] = {"slug": None, "title": None, "url": None, "licence": None}
"""Within a reference only the identifier says something: what is named has a document of its own."""


def _plain(name: str) -> dict[str, Any]:
    """Map to a text without a language."""
    return {"@id": name, "@language": None}


def _reference(name: str) -> dict[str, Any]:
    """Map to other things, told by records or by their identifiers alone."""
    return {"@id": name, "@type": "@id", "@context": _NAMED}


_MEANINGS: Final[dict[str, Any]] = {
    "id": "@id",
    "type": "@type",
    "Concept": "skos:Concept",
    "ConceptScheme": "skos:ConceptScheme",
    "Collection": "skos:Collection",
    "slug": _plain("dcterms:identifier"),
    "url": {"@id": "foaf:page", "@type": "@id"},
    "title": "skos:prefLabel",
    "description": "dcterms:description",
    "language": _plain("dcterms:language"),
    "licence": _plain("dcterms:rights"),
    "abbreviation": "skos:altLabel",
    "aliases": "skos:altLabel",
    "definition": "@nest",
    "text": "skos:definition",
    "note": "skos:scopeNote",
    "deprecated": "owl:deprecated",
    "replaced_by": _reference("dcterms:isReplacedBy"),
    "topics": {"@reverse": "skos:member", "@type": "@id", "@context": _NAMED},
    "broader": _reference("skos:broader"),
    "narrower": _reference("skos:narrower"),
    "related": _reference("skos:related"),
    "datasets": _reference("rdfs:seeAlso"),
    "sources": {
        "@id": "dcterms:source",
        "@context": {
            "url": "@id",
            "title": _plain("dcterms:title"),
            "publisher": _plain("dcterms:publisher"),
            "published": _plain("dcterms:issued"),
            "attribution": _plain("dcterms:bibliographicCitation"),
        },
    },
    "added": {"@id": "dcterms:created", "@type": "xsd:date"},
    "updated": {"@id": "dcterms:modified", "@type": "xsd:date"},
    "glossary": _reference("skos:inScheme"),
    "top": {"@id": "skos:hasTopConcept", "@type": "@id"},
}
"""What the fields of a document mean in SKOS; those that are not named mean nothing there."""


def context(edition: Edition) -> dict[str, Any]:
    """Make the context of all documents of a glossary."""
    language = {"@version": 1.1, "@language": edition.site.language}
    return {**language, **PREFIXES, **_MEANINGS}


def context_document(edition: Edition) -> bytes:
    """Write the context as the file that documents name."""
    return msgspec.json.format(encode({"@context": context(edition)}), indent=2) + b"\n"


class Concept(Struct, frozen=True, omit_defaults=True):
    """What SKOS is told of a term; identifiers are relative to the folder of all terms.

    JSON-LD has it under the names that the documents of the API have, so one context serves both.
    """

    id: str
    slug: str
    url: str
    title: str
    language: str
    definition: dict[str, str]
    deprecated: bool
    glossary: str
    type: str
    abbreviation: str | None = None
    aliases: tuple[str, ...] = ()
    note: str | None = None
    broader: Sequence[str] = ()
    narrower: Sequence[str] = ()
    related: Sequence[str] = ()
    replaced_by: str | None = None
    datasets: Sequence[str] = ()
    topics: Sequence[str] = ()
    sources: Sequence[SourceRecord] = ()
    added: str | None = None
    updated: str | None = None


def concept(edition: Edition, slug: Slug) -> Concept:
    """Gather what SKOS is told of a term."""
    glossary, graph = edition.glossary, edition.glossary.graph
    term, replaced = graph.term_by_slug[slug], graph.replaced_by.get(slug)
    return Concept(
        id=_term(slug),
        slug=slug,
        url=f"{slug}/",
        title=term.title,
        language=term.lang or edition.site.language,
        definition={"text": glossary.definition(slug)},
        deprecated=replaced is not None,
        glossary="#set",
        type="Concept",
        abbreviation=term.abbreviation,
        aliases=term.aliases,
        note=note(edition, term),
        broader=[_term(other) for other in graph.broader.get(slug, ())],
        narrower=[_term(other) for other in graph.narrower.get(slug, ())],
        related=[_term(other) for other in prepared(edition).related[slug]],
        replaced_by=None if replaced is None else _term(replaced),
        datasets=[f"../data/{one.id}/#dataset" for one in edition.named_datasets(term.data)]
        if term.data
        else (),
        topics=[_topic(name) for name in topics(edition, term)],
        sources=[source_record(one) for one in term.sources],
        added=None if term.added is None else term.added.isoformat(),
        updated=None if term.updated is None else term.updated.isoformat(),
    )


def _term(slug: str) -> str:
    return f"{slug}/#term"


def _topic(name: str) -> str:
    return f"../topics/{name}/#topic"


def about(edition: Edition) -> dict[str, Any]:
    """Describe the glossary itself."""
    site, graph = edition.site, edition.glossary.graph
    return {
        "id": "#set",
        "type": "ConceptScheme",
        "title": site.title,
        "description": site.description,
        "language": site.language,
        "licence": site.licence,
        "url": "./",
        "top": [
            _term(slug)
            for slug in graph.order
            if graph.narrower.get(slug) and not graph.broader.get(slug)
        ],
    }


def groups(edition: Edition) -> Iterator[dict[str, Any]]:
    """Describe the topics; which terms they hold, the terms say."""
    for name, shown in edition.topics.items():
        yield {
            "id": _topic(name),
            "type": "Collection",
            "slug": name,
            "title": shown.title,
            "description": shown.description,
            "url": f"../topics/{name}/",
        }


def json_ld_glossary(edition: Edition) -> bytes:
    """Write the whole glossary as JSON-LD that needs no other file."""
    own = {"@base": edition.addresses.best("terms/"), **context(edition)}
    nodes = [encode(about(edition)), *map(encode, groups(edition))]
    nodes += (_json_ld_node(edition, slug) for slug in edition.glossary.graph.order)
    return b'{"@context":%b,"@graph":[\n%b\n]}\n' % (encode(own), b",\n".join(nodes))


def _json_ld_node(edition: Edition, slug: Slug) -> bytes:
    """Write a term as a node of the whole, with its own language where that is another."""
    node = concept(edition, slug)
    if node.language == edition.site.language:
        return encode(node)
    return b'{"@context":%b,%b' % (encode({"@language": node.language}), encode(node)[1:])


def _head(edition: Edition) -> str:
    return f"@base <{edition.addresses.best('terms/')}> .\n{_PREFIXES}"


_PREFIXES: Final = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in PREFIXES.items())


def _literal(text: str, language: str = "") -> str:
    """Write a text as Turtle does: JSON escapes the same characters in the same way."""
    quoted = encode(text).decode()
    return f"{quoted}@{language}" if language else quoted


def turtle_term(term: Concept) -> str:
    """Say in Turtle what JSON-LD says of a term."""
    language, me = term.language, f"<{term.id}>"
    said = [
        f"{me} a skos:Concept ;\n    skos:inScheme <{term.glossary}>",
        f'dcterms:identifier "{term.slug}" ;\n    dcterms:language "{language}"',
        f"skos:prefLabel {_literal(term.title, language)}",
    ]
    names = term.aliases if term.abbreviation is None else (term.abbreviation, *term.aliases)
    said += [f"skos:altLabel {_literal(name, language)}" for name in names]
    said.append(f"skos:definition {_literal(term.definition['text'], language)}")
    if term.note is not None:
        said.append(f"skos:scopeNote {_literal(term.note, language)}")
    for predicate, others in (
        ("skos:broader", term.broader), ("skos:narrower", term.narrower),
        ("skos:related", term.related), ("rdfs:seeAlso", term.datasets),
    ):  # fmt: skip
        if others:
            said.append(f"{predicate} <{'>, <'.join(others)}>")
    if term.replaced_by is not None:
        said.append(f"dcterms:isReplacedBy <{term.replaced_by}>")
    said.append(f"owl:deprecated {'true' if term.deprecated else 'false'}")
    if term.added is not None:
        said.append(f'dcterms:created "{term.added}"^^xsd:date')
    if term.updated is not None:
        said.append(f'dcterms:modified "{term.updated}"^^xsd:date')
    apart = [f"<{topic}> skos:member {me} .\n" for topic in term.topics]
    for source in term.sources:
        told = " ; ".join(_source(source))
        if isinstance(source.url, str):
            said.append(f"dcterms:source <{source.url}>")
            apart.append(f"<{source.url}> {told} .\n")
        else:
            said.append(f"dcterms:source [ {told} ]")
    said.append(f"foaf:page <{term.url}> .\n")
    return " ;\n    ".join(said) + "".join(apart)


def _source(source: SourceRecord) -> Iterator[str]:
    for predicate, text in (
        ("dcterms:title", source.title),
        ("dcterms:publisher", source.publisher),
        ("dcterms:issued", source.published),
        ("dcterms:rights", source.licence),
        ("dcterms:bibliographicCitation", source.attribution),
    ):
        if isinstance(text, str):
            yield f"{predicate} {_literal(text)}"


def turtle_document(edition: Edition, slug: Slug) -> bytes:
    """Write a term as a Turtle file of its own."""
    return f"{_head(edition)}\n{turtle_term(concept(edition, slug))}".encode()


def turtle_glossary(edition: Edition) -> bytes:
    """Write the whole glossary as Turtle."""
    parts = [_head(edition), _node(edition, about(edition))]
    parts += (_node(edition, group) for group in groups(edition))
    order = edition.glossary.graph.order
    parts += (turtle_term(concept(edition, slug)) for slug in order)
    return "\n".join(parts).encode()


def _node(edition: Edition, node: dict[str, Any]) -> str:
    """Say in Turtle what the glossary or a topic is."""
    language = edition.site.language
    said = [f"<{node['id']}> a skos:{node['type']}"]
    for key, predicate in (("slug", "identifier"), ("language", "language"), ("licence", "rights")):
        if node.get(key) is not None:
            said.append(f"dcterms:{predicate} {_literal(node[key])}")
    said.append(f"skos:prefLabel {_literal(node['title'], language)}")
    if node["description"] is not None:
        said.append(f"dcterms:description {_literal(node['description'], language)}")
    said += [f"skos:hasTopConcept <{one}>" for one in node.get("top", ())]
    return " ;\n    ".join([*said, f"foaf:page <{node['url']}>"]) + " .\n"

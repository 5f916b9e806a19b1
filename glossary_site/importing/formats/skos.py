"""SKOS in Turtle, N-Triples, RDF/XML or JSON-LD; a folder of files is one vocabulary.

Source: https://www.w3.org/TR/skos-reference/.
"""

from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Final

from msgspec import Struct, field

from glossary_site.diagnostics import Findings, Span
from glossary_site.importing.designations import distinct
from glossary_site.importing.graphs import Graphs, read_graphs
from glossary_site.importing.hierarchy import with_inverse, without_cycles
from glossary_site.importing.languages import nearest
from glossary_site.importing.mapping import source_of
from glossary_site.importing.places import Places
from glossary_site.importing.records import (
    Imported,
    ImportedSource,
    Options,
    Reference,
    dangling,
    not_carried,
)
from glossary_site.importing.sources import Source
from glossary_site.importing.tally import Tally
from glossary_site.render.plain_markdown import escaped

if TYPE_CHECKING:
    from rdflib import Graph

_SKOS: Final = "http://www.w3.org/2004/02/skos/core#"
_XL: Final = "http://www.w3.org/2008/05/skos-xl#"
_DC: Final = "http://purl.org/dc/terms/"
_RDF: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_RDFS: Final = "http://www.w3.org/2000/01/rdf-schema#"
_OWL: Final = "http://www.w3.org/2002/07/owl#"
_TITLES: Final = (f"{_SKOS}prefLabel", f"{_XL}prefLabel", f"{_RDFS}label", f"{_DC}title")
_ALIASES: Final = (f"{_SKOS}altLabel", f"{_XL}altLabel")
_DEFINITIONS: Final = (f"{_SKOS}definition", f"{_DC}description", f"{_RDFS}comment")
_NOTES: Final = (f"{_SKOS}scopeNote", f"{_SKOS}note")
_EXAMPLE: Final = f"{_SKOS}example"
_SOURCES: Final = (
    f"{_DC}source", f"{_DC}bibliographicCitation", f"{_DC}references",
    "http://www.w3.org/ns/prov#wasDerivedFrom", "http://purl.org/dc/elements/1.1/source",
)  # fmt: skip
_MODIFIED: Final = f"{_DC}modified"
_REPLACED: Final = f"{_DC}isReplacedBy"
_WITHIN: Final = (f"{_SKOS}broadMatch", f"{_SKOS}relatedMatch", f"{_SKOS}exactMatch",
                  f"{_SKOS}closeMatch", f"{_RDFS}seeAlso")  # fmt: skip
_OTHER_ENDS: Final = frozenset(
    f"{_SKOS}{name}" for name in (
        "inScheme", "topConceptOf", "broader", "narrower", "related", "broaderTransitive",
        "narrowerTransitive", "semanticRelation",
    )
) | {f"{_RDF}type", f"{_OWL}deprecated", _REPLACED, _MODIFIED, f"{_DC}created"}  # fmt: skip
_PLACED: Final = frozenset({*_TITLES, *_ALIASES, *_NOTES, *_SOURCES, *_OTHER_ENDS, _EXAMPLE,
                            *_DEFINITIONS})  # fmt: skip
_GROUPS: Final = (f"{_SKOS}ConceptScheme", f"{_SKOS}Collection", f"{_SKOS}OrderedCollection")


class _Reading(Struct):
    """A vocabulary while it is being read."""

    graph: "Graph"
    places: Places
    language: str
    keys: dict[Any, str] = field(default_factory=dict)
    """From a node to what it is called by: its IRI; for one without, its title."""
    topics: dict[Any, list[str]] = field(default_factory=dict)
    others: Counter[str] = field(default_factory=Counter)
    tally: Tally = field(default_factory=Tally)

    def objects(self, node: Any, *properties: str) -> list[Any]:  # noqa: ANN401 (rdflib's nodes)
        """List what a node says, sorted, in the order of the properties."""
        from rdflib import URIRef  # noqa: PLC0415 (an optional library)

        return [
            one
            for name in properties
            for one in sorted(self.graph.objects(node, URIRef(name)), key=_order)
        ]

    def texts(self, node: Any, name: str) -> list[str]:  # noqa: ANN401 (rdflib's nodes)
        """List the texts of a property in the language asked for, or the nearest there is."""
        given: list[Any] = []
        for one in self.objects(node, name):
            given += [one] if hasattr(one, "language") else self._inner(one)
        tag = nearest({one.language or "" for one in given}, self.language)
        return [str(one) for one in given if tag is not None and (one.language or "") == tag]

    def _inner(self, node: Any) -> list[Any]:  # noqa: ANN401 (rdflib's nodes)
        inner = self.objects(node, f"{_RDF}value", f"{_XL}literalForm")
        return [one for one in inner if hasattr(one, "language")]

    def first(self, node: Any, names: Iterable[str]) -> list[str]:  # noqa: ANN401 (rdflib's nodes)
        """List the texts of the first property that has any."""
        return next((texts for name in names if (texts := self.texts(node, name))), [])


def _order(node: Any) -> tuple[str, str, str]:  # noqa: ANN401 (rdflib's nodes)
    return (str(node), getattr(node, "language", None) or "", str(getattr(node, "datatype", "")))


def read(source: Source, options: Options) -> tuple[tuple[Imported, ...], Findings]:
    """Read the concepts of a vocabulary with the words of one language."""
    graphs, found = read_graphs(source)
    if graphs is None or not len(graphs.graph):
        return (), found
    reading = _Reading(graphs.graph, Places(graphs), options.language)
    concepts = _concepts(reading, graphs)
    for node, _ in concepts:
        reading.keys[node] = _key(reading, node)
    _collections(reading)
    terms = tuple(_term(reading, node, span) for node, span in concepts)
    narrower = [
        (reading.keys[node], _reference(reading, node, other))
        for node, _ in concepts for other in reading.objects(node, f"{_SKOS}narrower")
    ]  # fmt: skip
    terms, nowhere = with_inverse(terms, narrower)
    terms, circles = without_cycles(terms)
    if reading.others:
        listed = ", ".join(f"{tag} ({count:,})" for tag, count in sorted(reading.others.items()))
        what = f"the words in other languages, with how many terms have them: {listed}"
        found += (not_carried(terms[0].span, what, "import them with --language"),)
    return terms, found + tuple(map(dangling, nowhere)) + circles + reading.tally.findings()


def _concepts(reading: _Reading, graphs: Graphs) -> list[tuple[Any, Span]]:
    """List the concepts in the order of the source."""
    from rdflib import BNode, URIRef  # noqa: PLC0415 (an optional library)

    graph, kind = graphs.graph, URIRef(f"{_RDF}type")
    nodes = set(graph.subjects(kind, URIRef(f"{_SKOS}Concept")))
    groups = {node for group in _GROUPS for node in graph.subjects(kind, URIRef(group))}
    nodes |= set(graph.subjects(URIRef(f"{_SKOS}prefLabel"), None)) - groups
    placed = []
    for node in nodes:
        span = reading.places.subject(str(node))
        title = "".join(reading.first(node, _TITLES)) if isinstance(node, BNode) else ""
        placed.append(((span.path, span.line, span.column, title or str(node)), node, span))
    return [(node, span) for _, node, span in sorted(placed, key=lambda one: one[0])]


def _key(reading: _Reading, node: Any) -> str:  # noqa: ANN401 (rdflib's nodes)
    from rdflib import BNode  # noqa: PLC0415 (an optional library)

    if not isinstance(node, BNode):
        return str(node)
    return (*reading.first(node, _TITLES), "a concept without a name")[0]


def _collections(reading: _Reading) -> None:
    """Make topics of collections."""
    from rdflib import URIRef  # noqa: PLC0415 (an optional library)

    for kind in _GROUPS[1:]:
        for group in sorted(
            reading.graph.subjects(URIRef(f"{_RDF}type"), URIRef(kind)), key=_order
        ):
            label = reading.first(group, _TITLES)
            for member in reading.objects(group, f"{_SKOS}member") if label else ():
                reading.topics.setdefault(member, []).append(label[0])


def _reference(reading: _Reading, node: Any, other: Any) -> Reference:  # noqa: ANN401 (rdflib's nodes)
    span = reading.places.naming(str(node), str(other))
    return Reference(reading.keys.get(other, str(other)), span)


def _term(reading: _Reading, node: Any, span: Span) -> Imported:  # noqa: ANN401 (rdflib's nodes)
    titles = reading.first(node, _TITLES)
    key = reading.keys[node]
    tags = {one.language for one in reading.objects(node, _TITLES[0])
            if getattr(one, "language", None)}  # fmt: skip
    chosen = nearest(tags, reading.language)
    reading.others.update(tag for tag in tags if tag != chosen)
    if not titles:
        return Imported(key, "", span, absent=f"has no words in {reading.language}")
    _note_rest(reading, node, span)
    definitions = reading.first(node, _DEFINITIONS)
    notes = [escaped(text) for text in definitions[1:]]
    notes += [escaped(text) for name in _NOTES for text in reading.texts(node, name)]
    notes += [f"> {escaped(text)}" for text in reading.texts(node, _EXAMPLE) if text.strip()]
    body = "\n\n".join(filter(None, notes))
    more = [text for name in _ALIASES for text in reading.texts(node, name)]
    replaced = [_reference(reading, node, one) for one in reading.objects(node, _REPLACED)]
    return Imported(
        key=key, title=titles[0], span=span,
        definition=definitions[0] if definitions else None,
        body=(body,) if body else (),
        aliases=distinct([*titles[1:], *more]),
        topics=tuple(reading.topics.get(node, ())),
        related=_related(reading, node),
        broader=_above(reading, node),
        replaced_by=replaced[0] if replaced else None,
        sources=_sources(reading, node),
        updated=max((str(one)[:10] for one in reading.objects(node, _MODIFIED)), default=None),
    )  # fmt: skip


def _above(reading: _Reading, node: Any) -> tuple[Reference, ...]:  # noqa: ANN401 (rdflib's nodes)
    broader = reading.objects(node, f"{_SKOS}broader")
    broader += [one for one in reading.objects(node, _WITHIN[0]) if one in reading.keys]
    return tuple(_reference(reading, node, one) for one in dict.fromkeys(broader))


def _related(reading: _Reading, node: Any) -> tuple[Reference, ...]:  # noqa: ANN401 (rdflib's nodes)
    """List related concepts, and matches where they are of the vocabulary itself."""
    related = reading.objects(node, f"{_SKOS}related")
    related += [one for one in reading.objects(node, *_WITHIN[1:]) if one in reading.keys]
    return tuple(_reference(reading, node, one) for one in dict.fromkeys(related) if one != node)


def _sources(reading: _Reading, node: Any) -> tuple[ImportedSource, ...]:  # noqa: ANN401 (rdflib's nodes)
    given = []
    for one in reading.objects(node, *_SOURCES):
        title = reading.first(one, (f"{_DC}title", f"{_RDFS}label"))
        is_web = str(one).startswith(("http://", "https://"))
        given.append({"title": title[0], "url": str(one)} if title and is_web else str(one))
    sources = (source_of(one) for one in given)
    return tuple(dict.fromkeys(one for one in sources if one is not None))


def _note_rest(reading: _Reading, node: Any, span: Span) -> None:  # noqa: ANN401 (rdflib's nodes)
    """Note what a term file has no place for."""
    for name in sorted({str(one) for one in reading.graph.predicates(node, None)}):
        if name in _WITHIN:
            for other in reading.objects(node, name):
                if other not in reading.keys:
                    reading.tally.add(_named(reading, name), span)
        elif name == f"{_OWL}deprecated" and not reading.objects(node, _REPLACED):
            if "true" in map(str, reading.objects(node, name)):
                reading.tally.add("that a term without a replacement is deprecated", span)
        elif name not in _PLACED:
            for _ in reading.objects(node, name):
                reading.tally.add(_named(reading, name), span)


def _named(reading: _Reading, name: str) -> str:
    from rdflib import URIRef  # noqa: PLC0415 (an optional library)

    try:
        return f"the property {reading.graph.namespace_manager.qname(URIRef(name))}"
    except (ValueError, KeyError):
        return f"the property {name}"

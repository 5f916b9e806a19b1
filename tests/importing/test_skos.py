"""SKOS in every syntax: the same terms, nothing fetched, and a real vocabulary as a whole."""

import importlib
import socket
import string
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rdflib import Graph, Literal, URIRef
from rdflib.namespace import DCTERMS, RDF, SKOS

from glossary_site.diagnostics import has_errors
from glossary_site.importing.formats.skos import read
from glossary_site.importing.records import Options
from glossary_site.importing.sources import Source
from tests.importing.bringing import CORPORA, glossary, lay, said, take, terms, tree
from tests.program import run

TURTLE = """\
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix dct: <http://purl.org/dc/terms/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix ex: <https://example.org/words/> .

ex:gpu a skos:Concept ;
    skos:prefLabel "GPU"@en-GB , "Grafikprozessor"@de ;
    skos:altLabel "graphics card"@en ;
    skos:definition "A chip for pictures."@en ;
    skos:scopeNote "Costs *much* money."@en ;
    skos:example "As in games."@en ;
    skos:broader ex:chip ;
    skos:related ex:nowhere ;
    skos:notation "G1" ;
    dct:source <https://example.org/source> ;
    dct:modified "2026-03-01"^^<http://www.w3.org/2001/XMLSchema#date> .

ex:chip a skos:Concept ;
    skos:prefLabel "chip"@en ;
    skos:narrower ex:vpu .

ex:vpu a skos:Concept ;
    skos:prefLabel "VPU"@en ;
    owl:deprecated true ;
    dct:isReplacedBy ex:gpu .

ex:hard a skos:Collection ;
    skos:prefLabel "Hardware"@en ;
    skos:member ex:gpu .
"""


@pytest.mark.parametrize(
    ("name", "syntax"),
    [("a.ttl", "turtle"), ("a.nt", "nt"), ("a.rdf", "pretty-xml"), ("a.jsonld", "json-ld")],
)
def test_every_syntax_gives_the_same_terms(tmp_path: Path, name: str, syntax: str) -> None:
    """What a vocabulary says does not depend on how it is written down."""
    root = glossary(tmp_path / "to")
    text = Graph().parse(data=TURTLE, format="turtle").serialize(format=syntax)

    brought = take(root, "skos", lay(tmp_path / "from", {name: text}))

    found = terms(root)
    gpu = found["gpu"]
    assert set(found) == {"gpu", "chip", "vpu"}
    assert (gpu.title, gpu.aliases, gpu.definition) == (
        "GPU", ("graphics card",), "A chip for pictures.",
    )  # fmt: skip
    assert gpu.body.strip() == "Costs \\*much\\* money.\n\n> As in games."
    assert (gpu.broader, gpu.topics, str(gpu.updated)) == (("chip",), ("hardware",), "2026-03-01")
    assert [one.url for one in gpu.sources] == ["https://example.org/source"]
    assert (found["vpu"].broader, found["vpu"].replaced_by) == (("chip",), "GPU")
    codes = [found.code for found in brought.findings]
    assert codes.count("dangling-reference") == 1
    assert "de (1)" in " ".join(found.message for found in brought.findings)


def test_findings_stand_where_the_source_says_it(tmp_path: Path) -> None:
    """Rdflib knows no lines; an editor does."""
    brought = take(glossary(tmp_path / "to"), "skos", lay(tmp_path / "from", {"a.ttl": TURTLE}))

    assert ("a.ttl", 13, "dangling-reference") in said(brought)
    assert ("a.ttl", 6, "not-carried") in said(brought)


@pytest.mark.parametrize(
    ("name", "text", "line"),
    [
        ("a.jsonld", '{\n"@context": "https://example.org/c.jsonld",\n"@id": "a:b"}', 2),
        ("a.jsonld", '{\n"@context": {\n"@import": "https://example.org/c.jsonld"}}', 3),
        ("a.jsonld", '{"@graph": [{"@context": [{},\n"http://example.org/"]}]}', 2),
        ("a.rdf", '<?xml version="1.0"?>\n<!DOCTYPE r [<!ENTITY a "b">]>\n<r/>', 2),
        ("a.ttl", "<a> <b>\n" + "[ <c> " * 500, 100),
        ("a.ttl", "@prefix a: <b:c> .\n\na:b a:c 'open .\n", 3),
        ("a.jsonld", '{\n"a": }', 2),
    ],
)
def test_what_must_not_or_cannot_be_read_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, text: str, line: int
) -> None:
    """A context is an address to fetch, and nothing here fetches."""

    def no_network(*_given: object) -> None:
        raise AssertionError("the network was asked")

    monkeypatch.setattr(socket, "getaddrinfo", no_network)
    root = glossary(tmp_path / "to")

    brought = take(root, "skos", lay(tmp_path / "from", {name: text}))

    assert [found.code for found in brought.findings] == ["import-refused"]
    assert name != "a.jsonld" or brought.findings[0].span.line == line
    assert brought.written == ()


def test_without_rdflib_the_command_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is an extra: builds do without it."""
    real = importlib.import_module

    def without(name: str, package: str | None = None) -> object:
        if name == "rdflib":
            raise ImportError(name)
        return real(name, package)

    monkeypatch.setattr(importlib, "import_module", without)
    brought = take(glossary(tmp_path / "to"), "skos", lay(tmp_path / "from", {"a.ttl": TURTLE}))

    assert [(found.message, found.hint) for found in brought.findings] == [
        (
            "reading SKOS needs rdflib, which is not installed",
            "run: pip install 'glossary-site[import]'",
        )
    ]
    assert has_errors(brought.findings)


def test_a_real_vocabulary_imports_builds_and_stays_as_it_is(tmp_path: Path) -> None:
    """575 concepts in 582 files; two have the name of another one, and no reference dangles."""
    source = CORPORA / "voc4cat"
    if not source.is_dir():
        pytest.skip("the corpora are not on this machine")
    graph = Graph()
    for path in sorted(source.rglob("*.ttl")):
        graph.parse(path)
    concepts = set(graph.subjects(RDF.type, SKOS.Concept))
    nowhere = [
        other
        for relation in (SKOS.broader, SKOS.narrower, SKOS.related)
        for other in graph.objects(None, relation)
        if other not in concepts
    ]
    root = glossary(tmp_path / "to")

    brought = take(root, "skos", source)

    codes = [found.code for found in brought.findings]
    assert (brought.terms, len(brought.written)) == (len(concepts), 573) == (575, 573)
    assert codes.count("dangling-reference") == len(nowhere) == 0
    refused = [found.message for found in brought.findings if found.code == "import-refused"]
    assert [message.split("/")[2] for message in refused] == ["material", "hydrothermal-synthesis"]
    links = sum(len(term.broader) for term in terms(root).values())
    twice = {"voc4cat_0005014", "voc4cat_0007029"}
    assert links == sum(
        str(node).rpartition("/")[2] not in twice for node in graph.subjects(SKOS.broader, None)
    )
    before = tree(root)
    assert len(take(root, "skos", source).unchanged) == 573
    assert tree(root) == before
    done = run("build", "--source", root, "--output", tmp_path / "site")
    assert done.returncode == 0, done.stderr


WORDS = st.text(alphabet=string.ascii_lowercase, min_size=3, max_size=8)
TEXTS = st.text(alphabet=string.ascii_letters + " *_[]<>&#-1.\"'\\", min_size=1, max_size=40)


@st.composite
def vocabularies(draw: st.DrawFn) -> Graph:
    """Draw concepts with words, texts and relations between them."""
    graph = Graph()
    names = draw(st.lists(WORDS, min_size=1, max_size=6, unique=True))
    for name in names:
        node = URIRef(f"https://example.org/{name}")
        graph.add((node, RDF.type, SKOS.Concept))
        graph.add((node, SKOS.prefLabel, Literal(name, lang="en")))
        graph.add((node, SKOS.definition, Literal(draw(TEXTS), lang="en")))
        for other in draw(st.lists(st.sampled_from(names), max_size=3)):
            relation = draw(st.sampled_from([SKOS.broader, SKOS.narrower, SKOS.related]))
            graph.add((node, relation, URIRef(f"https://example.org/{other}")))
        graph.add((node, DCTERMS.source, Literal(draw(TEXTS))))
    return graph


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(vocabularies())
def test_any_vocabulary_is_the_same_in_three_syntaxes(graph: Graph) -> None:
    """The order in which a file says things means nothing."""
    read_as = []
    for name, syntax in (("a.ttl", "turtle"), ("a.rdf", "xml"), ("a.jsonld", "json-ld")):
        data = graph.serialize(format=syntax, encoding="utf-8")
        found, _ = read(Source(Path(), (name,), {name: data}), Options())
        read_as.append(
            {
                (
                    term.key, term.title, term.definition, term.sources,
                    frozenset(one.key for one in term.related),
                    len(term.broader),
                )
                for term in found
            }
        )  # fmt: skip

    assert len(read_as[0]) == len(set(graph.subjects(RDF.type, SKOS.Concept)))
    assert [{one[:5] for one in each} for each in read_as[1:]] == [
        {one[:5] for one in read_as[0]}
    ] * 2


@settings(max_examples=60, deadline=10_000, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_damaged_files_give_findings_and_never_an_exception(data: st.DataObject) -> None:
    """A file of a stranger may be anything, or nearly RDF."""
    name = data.draw(st.sampled_from(["a.ttl", "a.nt", "a.rdf", "a.jsonld"]))
    syntax = {"a.ttl": "turtle", "a.nt": "nt", "a.rdf": "xml", "a.jsonld": "json-ld"}[name]
    whole = bytearray(Graph().parse(data=TURTLE, format="turtle").serialize(
        format=syntax, encoding="utf-8"
    ))  # fmt: skip
    for place in data.draw(st.lists(st.integers(0, len(whole) - 1), max_size=6)):
        whole[place] = data.draw(st.integers(0, 127))
    held = data.draw(st.just(bytes(whole)) | st.binary(max_size=200))

    read(Source(Path(), (name,), {name: held}), Options())

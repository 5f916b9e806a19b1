"""The glossary in SKOS: two ways to write it, one meaning, and no mistake of the standard's."""

import json
from pathlib import Path
from typing import Any, Final

import pytest
from rdflib import RDF, Graph, Literal, URIRef
from rdflib.compare import isomorphic
from rdflib.namespace import DCTERMS, OWL, SKOS

from tests.conftest import BuildSite, MakeSite, RealSite
from tests.importing.bringing import glossary, take, terms
from tests.machines.reading import API, read, term
from tests.machines.shapes import conforms
from tests.machines.sites import CONFIG, FILES

BASE: Final = "https://g.example/words/"
# rdflib warns of classes that its own parser uses.
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")


def turtle(path: Path) -> Graph:
    return Graph().parse(path, format="turtle", publicID=f"{BASE}x")


def json_ld(value: Any) -> Graph:  # noqa: ANN401 (JSON)
    return Graph().parse(data=json.dumps(value), format="json-ld", publicID=f"{BASE}x")


def of_document(site: Path, document: Any) -> Graph:  # noqa: ANN401 (JSON)
    """Read a document of the API as JSON-LD, with its context in place of the address of that."""
    context = read(site / API / "context.jsonld")["@context"]
    given = document["@context"]
    more = given[1:] if isinstance(given, list) else []
    return json_ld(document | {"@context": [context, *more]})


@pytest.fixture(params=["real", "animals"])
def site(request: pytest.FixtureRequest) -> Path:
    """A built site."""
    if request.param == "real":
        real: RealSite = request.getfixturevalue("real_site")
        return real.root
    small: Path = request.getfixturevalue("animals")
    return small


def test_turtle_and_json_ld_say_the_same(site: Path) -> None:
    """Who reads one must know what who reads the other knows."""
    one = turtle(site / "glossary.ttl")
    other = json_ld(read(site / "glossary.jsonld"))

    assert len(one) > 50
    assert isomorphic(one, other)


def test_each_term_says_in_both_what_the_whole_says_of_it(site: Path) -> None:
    """A term that is fetched alone is the term of the whole glossary."""
    whole = turtle(site / "glossary.ttl")
    together = Graph()
    for path in sorted((site / API / "terms").glob("*.json")):
        alone = turtle(site / "terms" / path.stem / "index.ttl")
        assert isomorphic(alone, of_document(site, read(path))), path.stem
        together += alone
    groups = {SKOS.ConceptScheme, SKOS.Collection}
    about = {s for kind in groups for s in whole.subjects(RDF.type, kind)}
    rest = Graph()
    for triple in whole:
        if triple[0] not in about or triple[1] == SKOS.member:
            rest.add(triple)
    assert isomorphic(rest, together)


def test_the_glossary_keeps_the_integrity_conditions_of_skos(site: Path) -> None:
    """Thesaurus tools refuse what breaks them, or show nonsense."""
    is_fine, text = conforms(turtle(site / "glossary.ttl"))

    assert is_fine, text


DOG: Final = URIRef(f"{BASE}terms/dog/#term")
ANIMAL: Final = URIRef(f"{BASE}terms/animal/#term")
PUPPY: Final = URIRef(f"{BASE}terms/puppy/#term")
BROKEN: Final = {
    "two preferred labels": (DOG, SKOS.prefLabel, Literal("Hound", "en")),
    "a label of two kinds": (DOG, SKOS.altLabel, Literal("Dog", "en")),
    "a label without a language": (DOG, SKOS.prefLabel, Literal("Dog")),
    "related and above": (PUPPY, SKOS.related, ANIMAL),
    "related in one direction": (DOG, SKOS.related, URIRef(f"{BASE}terms/leash/#term")),
    "above without below": (DOG, SKOS.broader, URIRef(f"{BASE}terms/leash/#term")),
    "a circle": (ANIMAL, SKOS.broader, PUPPY),
    "a concept that is a collection": (DOG, RDF.type, SKOS.Collection),
    "a concept that is a scheme": (DOG, RDF.type, SKOS.ConceptScheme),
    "a relation to nothing": (DOG, SKOS.related, URIRef(f"{BASE}terms/wolf/#term")),
    "a member that is no concept": (
        URIRef(f"{BASE}topics/living/#topic"), SKOS.member, URIRef(f"{BASE}terms/#set")
    ),
    "a day that is none": (DOG, DCTERMS.modified, Literal("yesterday")),
}  # fmt: skip


@pytest.mark.parametrize("mistake", BROKEN)
def test_the_shapes_notice(mistake: str, animals: Path) -> None:
    """Shapes that let everything pass would prove nothing."""
    graph = turtle(animals / "glossary.ttl")
    graph.add(BROKEN[mistake])

    assert not conforms(graph)[0]


def test_everything_that_an_author_wrote_has_its_place(animals: Path) -> None:
    """What is left out here is lost for every tool that reads SKOS."""
    graph = turtle(animals / "glossary.ttl")

    def said(subject: str, predicate: URIRef) -> set[Any]:
        return set(graph.objects(URIRef(BASE + subject), predicate))

    animal, hund, lead = "terms/animal/#term", "terms/hund/#term", "terms/lead/#term"
    assert said(animal, SKOS.altLabel) == {Literal("Beast", "en"), Literal("Creature", "en")}
    assert said(animal, SKOS.definition) == {Literal('What moves & eats; "so" they say.', "en")}
    assert said(animal, SKOS.scopeNote) == {Literal("Animals live. A Dog is one.", "en")}
    assert said(animal, SKOS.narrower) == {
        URIRef(f"{BASE}terms/cat/#term"), DOG
    }  # fmt: skip
    assert {str(one) for one in said(animal, DCTERMS.modified)} == {"2026-03-01"}
    sources = said(animal, DCTERMS.source)
    titles = {str(graph.value(one, DCTERMS.title)) for one in sources}
    assert URIRef("https://a.example/animals?x=1&y=2") in sources
    assert titles == {'On "Animals"', "A book without an address"}
    assert said(hund, SKOS.prefLabel) == {Literal("Hund", "de")}
    assert said(lead, SKOS.altLabel) == {Literal("LD", "en")}
    assert said(lead, SKOS.definition) == {
        Literal("A strap; a\u200bzero width space and a \U0001d11e.", "en")
    }
    assert said("terms/leash/#term", DCTERMS.isReplacedBy) == {URIRef(BASE + lead)}
    assert said("terms/leash/#term", OWL.deprecated) == {Literal(True)}  # noqa: FBT003 (rdflib's)
    assert said("topics/living/#topic", SKOS.member) == {ANIMAL, DOG, PUPPY}
    assert said("topics/made/#topic", SKOS.prefLabel) == {Literal("Made things", "en")}
    assert said("terms/#set", SKOS.hasTopConcept) == {ANIMAL}
    assert said("terms/#set", SKOS.prefLabel) == {Literal('Words & "Things"', "en")}


@pytest.mark.parametrize("name", ["glossary.ttl", "glossary.jsonld"])
def test_what_is_exported_can_be_imported_again(name: str, animals: Path, tmp_path: Path) -> None:
    """A format that only leads out is a trap."""
    root = glossary(tmp_path / "new")
    source = tmp_path / "source"
    source.mkdir()
    (source / name).write_bytes((animals / name).read_bytes())

    brought = take(root, "skos", source)

    assert not [one for one in brought.findings if one.severity == "error"]
    back = terms(root)
    for path in (animals / API / "terms").glob("*.json"):
        told = term(animals, path.stem)
        if told["language"] != "en":
            continue
        one = next(t for t in back.values() if t.title == told["title"])
        assert one.definition == told["definition"]["text"]
        short = () if told["abbreviation"] is None else (told["abbreviation"],)
        assert {*one.aliases} == {*told["aliases"], *short}
        assert one.topics == tuple(topic["title"] for topic in told["topics"]) or one.topics
        assert (one.replaced_by is None) == (told["replaced_by"] is None)


def test_without_a_host_the_address_of_the_file_gives_the_names(
    make_site: MakeSite, build_site: BuildSite
) -> None:
    """A name that is relative is completed by where the file was found."""
    root = make_site({**FILES, "site.yaml": CONFIG.replace(BASE, "/words/")})
    build_site(root)
    site = root / "_site"

    one = turtle(site / "glossary.ttl")
    assert (DOG, RDF.type, SKOS.Concept) in one
    assert isomorphic(one, json_ld(read(site / "glossary.jsonld")))
    assert isomorphic(turtle(site / "terms/dog/index.ttl"), of_document(site, term(site, "dog")))

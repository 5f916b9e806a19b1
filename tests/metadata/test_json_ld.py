"""What search engines are told as JSON-LD, read by a library and held against the vocabulary."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import html5lib
import lxml.html
import pytest
import rdflib
from rdflib.namespace import RDF, SDO

from glossary_site.render.json_ld import json_ld
from tests.conftest import REPO_URL, BuildSite, MakeSite, RealSite
from tests.metadata.pages import blocks, indexed, nodes, parsed
from tests.whole.sites import EVERYTHING

pytestmark = [
    # rdflib's own reader of JSON-LD uses what rdflib has deprecated.
    pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning"),
]

PARENTS: Final = {
    "DefinedTerm": "Thing",
    "DefinedTermSet": "CreativeWork",
    "WebPage": "CreativeWork",
    "WebSite": "CreativeWork",
    "CreativeWork": "Thing",
    "BreadcrumbList": "ItemList",
    "ItemList": "Thing",
    "ListItem": "Thing",
    "SearchAction": "Action",
    "Action": "Thing",
    "EntryPoint": "Thing",
    "Dataset": "CreativeWork",
    "DataCatalog": "CreativeWork",
    "DataDownload": "MediaObject",
    "MediaObject": "CreativeWork",
    "PropertyValue": "Thing",
    "Organization": "Thing",
}
"""What each type we use is, in schema.org's hierarchy."""
DOMAINS: Final = {
    "name": "Thing",
    "alternateName": "Thing",
    "description": "Thing",
    "url": "Thing",
    "mainEntityOfPage": "Thing",
    "potentialAction": "Thing",
    "termCode": "DefinedTerm",
    "inDefinedTermSet": "DefinedTerm",
    "inLanguage": "CreativeWork",
    "dateModified": "CreativeWork",
    "citation": "CreativeWork",
    "isPartOf": "CreativeWork",
    "itemListElement": "ItemList",
    "position": "ListItem",
    "item": "ListItem",
    "target": "Action",
    "query": "SearchAction",
    "urlTemplate": "EntryPoint",
    "identifier": "Thing",
    "creator": "CreativeWork",
    "publisher": "CreativeWork",
    "datePublished": "CreativeWork",
    "license": "CreativeWork",
    "isBasedOn": "CreativeWork",
    "isAccessibleForFree": "CreativeWork",
    "keywords": "CreativeWork",
    "temporalCoverage": "CreativeWork",
    "encodingFormat": "CreativeWork",
    "contentUrl": "MediaObject",
    "includedInDataCatalog": "Dataset",
    "variableMeasured": "Dataset",
    "distribution": "Dataset",
    "unitText": "PropertyValue",
}
"""To what each property we use belongs, by schema.org's own pages."""
VOCABULARY: Final = {"@vocab": str(SDO)}
"""Stands for https://schema.org, which tests cannot ask."""


def things(value: object) -> Iterator[dict[str, Any]]:
    """List everything described in a block, however deep."""
    if isinstance(value, dict):
        if "@type" in value:
            yield value
        for inner in value.values():
            yield from things(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from things(inner)


def kinds(name: str) -> set[str]:
    found = {name}
    while name in PARENTS:
        name = PARENTS[name]
        found.add(name)
    return found


def read(page: lxml.html.HtmlElement, base: str) -> rdflib.Graph:
    (block,) = blocks(page)
    data = json.loads(block) | {"@context": VOCABULARY}
    return rdflib.Graph().parse(data=json.dumps(data), format="json-ld", publicID=base)


def test_every_page_has_one_block_in_the_words_of_schema_org(built: tuple[Path, str]) -> None:
    """What the vocabulary does not have is read by nobody, and nobody says so."""
    used: set[str] = set()
    for path, page in indexed(built[0]):
        (block,) = blocks(page)
        data = json.loads(block)
        assert set(data) == {"@context", "@graph"}, path
        assert data["@context"] == "https://schema.org"
        for thing in things(data):
            kind = thing["@type"]
            used.add(kind)
            assert SDO[kind] in SDO
            for key in thing:
                if key.startswith("@"):
                    continue
                name = key.removesuffix("-input")  # how an action asks for a property's value
                assert SDO[name] in SDO
                assert DOMAINS[name] in kinds(kind), (path, kind, key)

    assert used == PARENTS.keys() - {"MediaObject", "ItemList", "Action"}


def test_every_block_is_read_by_a_library_as_the_thing_of_its_page(
    built: tuple[Path, str],
) -> None:
    """A term's page is about the term, which belongs to the set that A to Z describes."""
    folder, home = built
    the_set = rdflib.URIRef(f"{home}terms/#set")
    seen = 0
    for path, page in indexed(folder):
        graph = read(page, "https://nowhere.example/")
        assert not [node for node in graph.all_nodes() if "nowhere" in str(node)], path
        for term in graph.subjects(RDF.type, SDO.DefinedTerm):
            seen += 1
            address = f"{home}{path.removesuffix('index.html')}"
            assert str(term) == f"{address}#term"
            assert str(graph.value(term, SDO.url)) == address
            assert graph.value(term, SDO.inDefinedTermSet) == the_set
            assert graph.value(term, SDO.mainEntityOfPage) == rdflib.URIRef(address)
            (title,) = page.xpath("//h1")
            assert str(graph.value(term, SDO.name)) == title.text_content()
            assert page.xpath("//*[@id='term']")
    index = read(parsed(folder / "terms/index.html"), home)

    assert seen > 50
    assert (the_set, RDF.type, SDO.DefinedTermSet) in index


def test_breadcrumbs_are_those_that_readers_see(built: tuple[Path, str]) -> None:
    """A result shows them in place of the address."""
    folder, home = built
    compared = 0
    for path, page in indexed(folder):
        seen = page.xpath("//nav[contains(@class, 'breadcrumbs')]//a")
        if not seen:
            assert path == "index.html"
            continue
        items = nodes(page)["BreadcrumbList"]["itemListElement"]
        compared += 1
        assert [item["position"] for item in items] == list(range(1, len(seen) + 1))
        assert [item["name"] for item in items][1:] == [link.text_content() for link in seen][1:]
        origin = home.partition("/repo/")[0].rstrip("/")
        assert [item["item"] for item in items[:-1]] == [
            origin + link.get("href") for link in seen[:-1]
        ]
        assert "item" not in items[-1]

    assert compared > 60


def test_a_term_is_told_whole(make_site: MakeSite, build_site: BuildSite) -> None:
    """Names, definition, language, date and sources: what a card of a search engine needs."""
    gpu = (
        "---\ntitle: GPU\nabbreviation: GP\naliases: [Graphics Processor]\nlang: de\n"
        "definition: Ein Chip.\nupdated: 2026-01-01\nslug: gpu\n"
        "sources: [{title: Eine Studie}, {title: Noch eine, url: 'https://example.org/?a=1&b=2'}]\n"
        "---\n"
    )
    folder = make_site({"site.yaml": "title: Chips & Co\n", "terms/gpu.md": gpu})
    assert build_site(folder, base_url=REPO_URL).is_ok
    home = "https://x.org/repo/"

    assert nodes(parsed(folder / "_site/terms/gpu/index.html"))["DefinedTerm"] == {
        "@type": "DefinedTerm",
        "@id": f"{home}terms/gpu/#term",
        "name": "GPU",
        "alternateName": ["GP", "Graphics Processor"],
        "description": "Ein Chip.",
        "url": f"{home}terms/gpu/",
        "termCode": "gpu",
        "inDefinedTermSet": {
            "@type": "DefinedTermSet",
            "@id": f"{home}terms/#set",
            "name": "Chips & Co",
        },
        "mainEntityOfPage": {
            "@type": "WebPage",
            "@id": f"{home}terms/gpu/",
            "inLanguage": "de",
            "dateModified": "2026-01-01",
            "citation": ["Eine Studie", "https://example.org/?a=1&b=2"],
        },
    }


def test_without_a_host_addresses_are_resolved_against_the_page(
    make_site: MakeSite, build_site: BuildSite
) -> None:
    """Wherever the site is copied to, what it says of itself is true there."""
    folder = make_site(EVERYTHING)
    assert build_site(folder, base_url="/repo/").is_ok
    page = parsed(folder / "_site/terms/gpu/index.html")
    graph = read(page, "https://anywhere.example/repo/terms/gpu/")
    home = nodes(parsed(folder / "_site/index.html"))["WebSite"]

    (term,) = graph.subjects(RDF.type, SDO.DefinedTerm)
    assert str(term) == "https://anywhere.example/repo/terms/gpu/#term"
    assert str(graph.value(term, SDO.inDefinedTermSet)) == (
        "https://anywhere.example/repo/terms/#set"
    )
    assert "potentialAction" not in home  # its template would be resolved by nobody


def test_the_search_that_is_promised_is_the_field_of_the_page(real_site: RealSite) -> None:
    """An address at which nothing is searched would be asked in vain."""
    page = parsed(real_site.repo / "index.html")
    action = nodes(page)["WebSite"]["potentialAction"]
    (form,) = page.xpath("//header//form[@role='search']")
    (field,) = form.xpath(".//input[@type='search']")

    assert action["target"]["urlTemplate"] == (
        f"https://x.org{form.get('action')}?{field.get('name')}={{words}}"
    )
    assert action["query-input"] == "required name=words"


HOSTILE: Final = (
    "</script><script>alert(1)</script>",
    "<!--<script>",
    "]]> & \" ' \\",
    "\\u003c/script\\u003e",
    '" onload="alert(1)" x="',
)


@pytest.mark.parametrize("title", HOSTILE)
def test_no_title_ends_the_block_or_an_attribute(
    make_site: MakeSite, build_site: BuildSite, title: str
) -> None:
    """Whoever can write a term could else write a script for every reader."""
    gpu = f"---\ntitle: {json.dumps(title)}\nslug: gpu\ndefinition: {json.dumps(title)}\n---\n"
    folder = make_site({"site.yaml": "title: T\n", "terms/gpu.md": gpu})
    assert build_site(folder, base_url=REPO_URL).is_ok
    source = (folder / "_site/terms/gpu/index.html").read_bytes()
    document = html5lib.parse(source, namespaceHTMLElements=False, transport_encoding="utf-8")
    scripts = [one for one in document.iter("script") if not one.get("src")]
    (block,) = ["".join(one.itertext()) for one in scripts]
    (told,) = (
        meta.get("content") for meta in document.iter("meta") if meta.get("property") == "og:title"
    )
    term, crumbs = json.loads(block)["@graph"]

    assert not set("<>&\u2028\u2029") & set(block)
    assert told == term["name"] == term["description"] == crumbs["itemListElement"][-1]["name"]
    assert str(told).split() == title.split()


def test_separators_that_end_a_line_of_a_script_are_escaped() -> None:
    """JSON may hold them raw, scripts of old may not; no reader must care."""
    block = json_ld([{"name": "a\u2028b\u2029c"}])

    assert '"a\\u2028b\\u2029c"' in block
    assert json_ld([]) == ""


def test_a_to_z_of_a_large_glossary_stays_small(make_site: MakeSite, build_site: BuildSite) -> None:
    """Ten thousand terms name the set they belong to; it need not name them."""
    terms = {f"terms/t{i}.md": f"---\ntitle: Term {i}\n---\nWords.\n" for i in range(300)}
    folder = make_site({"site.yaml": "title: T\ndescription: D\n", **terms})
    assert build_site(folder, base_url=REPO_URL).is_ok

    (block,) = blocks(parsed(folder / "_site/terms/index.html"))
    assert len(block) < 1000
    assert nodes(parsed(folder / "_site/terms/index.html"))["DefinedTermSet"]["description"] == "D"

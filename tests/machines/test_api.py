"""The JSON API: what a program may rely on."""

import json
from pathlib import Path
from typing import Any

import lxml.html
import pytest
from jsonschema import Draft202012Validator
from openapi_spec_validator import validate

from glossary_site.exporting import lists
from tests.conftest import ORIGIN, REPO_URL, BuildSite, MakeSite, RealSite
from tests.machines.reading import API, documents, file_at, mistakes, read, term, texts, validator
from tests.machines.sites import CONFIG, FILES

BASE = "https://g.example/words/"


@pytest.fixture(params=["root", "repo", "animals"])
def built(request: pytest.FixtureRequest) -> tuple[Path, str]:
    """A site, and its address."""
    if request.param == "animals":
        return request.getfixturevalue("animals"), BASE
    real: RealSite = request.getfixturevalue("real_site")
    return (real.root, f"{ORIGIN}/") if request.param == "root" else (real.repo, REPO_URL)


def test_every_document_fits_the_schema_that_is_published_beside_it(
    built: tuple[Path, str],
) -> None:
    """A schema that the data does not follow is worse than none."""
    assert mistakes(built[0]) == []


def test_a_document_with_a_field_taken_away_or_spoilt_does_not_fit(animals: Path) -> None:
    """A schema that admits everything would make the test above worthless."""
    whole = term(animals, "dog")
    judge = validator(animals, "term")
    assert judge.is_valid(whole)
    for key in whole:
        assert not judge.is_valid({k: v for k, v in whole.items() if k != key}), key
        assert not judge.is_valid(whole | {key: 12}), key
    assert not judge.is_valid(whole | {"updated": "yesterday"})
    assert not judge.is_valid(whole | {"digest": "sha256-0"})


def test_no_document_has_a_field_that_no_schema_tells_of(built: tuple[Path, str]) -> None:
    """Schemas stay open for the fields of later versions, so they would not tell."""
    site, _ = built
    for name, path in documents(site):
        closed = json.loads(json.dumps(validator(site, name).schema))
        for node in (closed, *closed["$defs"].values()):
            if "properties" in node:
                node["additionalProperties"] = False
        assert list(Draft202012Validator(closed).iter_errors(read(path)))[:1] == [], path


def test_the_description_is_valid_openapi_and_names_every_document(
    built: tuple[Path, str],
) -> None:
    """Tools make clients of it: what it leaves out does not exist for them."""
    site, base = built
    told = read(site / API / "openapi.json")
    validate(told)
    assert told["openapi"].startswith("3.1")
    assert told["servers"] == [{"url": f"{base}{API}"}]
    names = {f"/{path.relative_to(site / API).as_posix()}" for _, path in documents(site)}
    terms = {name for name in names if name.startswith("/terms/")}
    assert names - terms <= told["paths"].keys()
    assert terms
    assert told["paths"].keys() - names == {"/terms/{slug}.json", "/terms-{page}.json"}


def test_the_description_and_the_schemas_say_the_same(animals: Path) -> None:
    """Two descriptions of one thing drift apart where nobody looks."""
    parts = read(animals / API / "openapi.json")["components"]["schemas"]
    for path in (animals / API / "schemas").glob("*.json"):
        schema = read(path)
        shown = {key: schema[key] for key in parts[schema["title"]]}
        moved = json.loads(json.dumps(shown).replace("#/$defs/", "#/components/schemas/"))
        assert moved == parts[schema["title"]]


def test_every_address_leads_to_a_file_of_the_site(built: tuple[Path, str]) -> None:
    """Programs follow addresses without asking whether they are meant."""
    site, base = built
    prefixes = (f"{base}terms/", f"{base}api/v1/terms/")
    for _, path in documents(site):
        for text in texts(read(path)):
            if text.startswith(base) and text not in prefixes:
                assert file_at(site, base, text).is_file(), f"{path.name}: {text}"


def test_a_term_says_what_its_page_says(real_site: RealSite) -> None:
    """A definition that reads otherwise for machines would be two glossaries."""
    for path in sorted((real_site.root / API / "terms").glob("*.json")):
        told = read(path)
        page = lxml.html.fromstring(
            (real_site.root / "terms" / path.stem / "index.html").read_bytes()
        )
        (article,) = page.xpath("//article[@id='term']")
        assert told["title"] == article.xpath("string(.//h1)").strip().partition("\n")[0]
        definition = lxml.html.fromstring(told["definition"]["html"])
        assert definition.tag == "p"
        assert definition.text_content() == told["definition"]["text"]
        shown = article.xpath("string(p[@class='definition'])")
        assert shown in ("", told["definition"]["text"])
        cards = page.xpath("//section[@id='related']//h3//a/@href")
        assert [f"/terms/{one['slug']}/" for one in told["nearest"]] == cards


def test_the_list_has_every_term_once_and_the_digest_of_its_document(
    built: tuple[Path, str],
) -> None:
    """Who keeps a copy fetches the list, compares digests, and fetches what differs."""
    site, _ = built
    whole = read(site / API / "terms.json")
    entries = {one["slug"]: one for one in whole["terms"]}
    kept = {path.stem: read(path) for path in (site / API / "terms").glob("*.json")}
    assert whole["total"] == len(whole["terms"]) == len(entries)
    assert entries.keys() == kept.keys()
    assert {slug: one["digest"] for slug, one in entries.items()} == {
        slug: one["digest"] for slug, one in kept.items()
    }
    assert (whole["page"], whole["pages"], whole["next"]) == (1, 1, None)


def test_relations_hold_from_both_ends(built: tuple[Path, str]) -> None:
    """Half a relation leads a program one way and loses it on the way back."""
    site, _ = built
    terms = {path.stem: read(path) for path in (site / API / "terms").glob("*.json")}

    def of(slug: str, key: str) -> set[str]:
        return {one["slug"] for one in terms[slug][key]}

    for slug in terms:
        assert all(slug in of(other, "narrower") for other in of(slug, "broader"))
        assert all(slug in of(other, "broader") for other in of(slug, "narrower"))
        assert all(slug in of(other, "related") for other in of(slug, "related"))
        assert not of(slug, "related") & (of(slug, "broader") | of(slug, "narrower"))


def test_the_graph_has_the_relations_that_the_terms_have(built: tuple[Path, str]) -> None:
    """It saves a program from fetching every term."""
    site, _ = built
    graph = read(site / API / "graph.json")
    slugs = [one["slug"] for one in graph["terms"]]
    links = {(slugs[a], slugs[b], kind) for a, b, kind in graph["links"]}
    for slug in slugs:
        told = term(site, slug)
        assert {b for a, b, kind in links if (a, kind) == (slug, "broader")} == {
            one["slug"] for one in told["broader"]
        }
        assert {a for a, b, kind in links if b == slug and kind in ("link", "related")} == {
            one["slug"] for one in told["mentioned_in"]
        }


def test_a_deprecated_term_says_what_to_use_instead(animals: Path) -> None:
    """A program that shows it must be able to lead on."""
    leash = term(animals, "leash")

    assert leash["deprecated"] is True
    assert leash["replaced_by"]["slug"] == "lead"
    assert term(animals, "lead")["deprecated"] is False


def test_what_is_related_to_a_term_above_it_is_only_above_it(animals: Path) -> None:
    """SKOS forbids both at once; an author may write both."""
    assert [one["slug"] for one in term(animals, "puppy")["related"]] == []
    assert [one["slug"] for one in term(animals, "dog")["related"]] == ["cat", "lead", "hund"]
    assert [one["slug"] for one in term(animals, "dog")["nearest"]][:2] == ["animal", "cat"]


def test_names_are_those_that_prose_is_linked_by(animals: Path) -> None:
    """Another site that marks our words must not mark what our own pages would not."""
    names = read(animals / API / "names.json")

    assert names["any_case"]["Felis catus"] == "cat"
    assert names["any_case"]["Dogs"] == "dog"
    assert names["exact_case"]["LD"] == names["exact_case"]["Lead"] == "lead"
    assert "Leash" not in {**names["any_case"], **names["exact_case"]}
    assert term(animals, names["any_case"]["Beast"])["title"] == "Animal"


def test_names_are_told_where_own_prose_is_not_linked(
    make_site: MakeSite, build_site: BuildSite
) -> None:
    """That a glossary leaves its own prose alone says nothing of other sites."""
    off = CONFIG + "autolink: {per: 'off'}\n"
    root = make_site({**FILES, "site.yaml": off})
    build_site(root)

    assert "Dogs" in read(root / "_site" / API / "names.json")["any_case"]


def test_many_terms_are_listed_on_several_pages(
    make_site: MakeSite, build_site: BuildSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One file of all terms would grow past what a host takes."""
    monkeypatch.setattr(lists, "PAGE", 3)
    root = make_site(FILES)
    edition = build_site(root, is_only_planned=True).edition
    assert edition is not None
    pages: list[Any] = [json.loads(lists.term_list(edition, page)) for page in (1, 2, 3)]

    assert lists.pages(edition) == 3
    assert [len(page["terms"]) for page in pages] == [3, 3, 1]
    assert [page["page"] for page in pages] == [1, 2, 3]
    assert {page["pages"] for page in pages} == {3}
    parts = [f"{BASE}api/v1/terms-2.json", f"{BASE}api/v1/terms-3.json", None]
    assert [page["next"] for page in pages] == parts
    titles = [one["title"] for page in pages for one in page["terms"]]
    assert titles == sorted(titles)


def test_an_edit_changes_the_digest_of_its_term_alone(
    make_site: MakeSite, build_site: BuildSite
) -> None:
    """A digest that changes with the neighbours would have everybody fetch everything."""
    root = make_site(FILES)
    build_site(root)
    before = read(root / "_site" / API / "terms.json")["terms"]
    for old, new in (("For dogs.", "For all dogs."), ("A strap", "A long strap")):
        path = root / "terms/lead.md"
        path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
        build_site(root)
        after = read(root / "_site" / API / "terms.json")["terms"]
        changed = [
            one["slug"] for one, other in zip(before, after, strict=True)
            if one["digest"] != other["digest"]
        ]  # fmt: skip
        assert changed == ["lead"]
        before = after


def test_without_a_host_addresses_begin_at_the_root(
    make_site: MakeSite, build_site: BuildSite
) -> None:
    """A glossary may be built before it is known where it will live."""
    root = make_site({**FILES, "site.yaml": CONFIG.replace(BASE, "/words/")})
    build_site(root)
    told = term(root / "_site", "dog")

    assert told["url"] == "/words/terms/dog/"
    assert told["@context"] == "/words/api/v1/context.jsonld"
    assert told["links"]["oembed"] is None
    assert mistakes(root / "_site") == []


def test_a_glossary_may_do_without_files_for_machines(
    make_site: MakeSite, build_site: BuildSite
) -> None:
    """Each family can be left out, and nothing then speaks of it."""
    outputs = "outputs: [pages, data, newsletter, feeds, sitemap, hosting, graph, search]\n"
    root = make_site({**FILES, "site.yaml": CONFIG + outputs})
    build_site(root)
    site = root / "_site"

    assert not (site / "api").exists()
    assert not list(site.glob("glossary.*"))
    for page in site.rglob("*.html"):
        assert b"api/v1" not in page.read_bytes(), page
        assert b"index.ttl" not in page.read_bytes(), page

"""All sources on one page."""

from tests.conftest import BuildSite, MakeSite
from tests.orientation.making import entry, find, page, texts
from tests.whole.sites import EVERYTHING

SITE = {"site.yaml": "title: T\n"}
ITEMS = "//h:main//h:section//h:li"


def test_a_source_stands_once_with_all_that_rests_on_it(
    make_site: MakeSite, build_site: BuildSite
) -> None:
    """The same address is the same source, whatever a term calls it; else title and publisher."""
    report = "{title: Report, publisher: Agency, url: 'https://a.example/r', published: 2025-04}"
    again = "{title: The report, url: 'https://a.example/r#page=3'}"
    book, same = "{title: A Book, publisher: Press}", "{title: a  book, publisher: press}"
    folder = make_site(
        {
            **SITE,
            **entry("Ant", sources=f"[{report}, {book}, {again}]"),
            **entry("Bee", sources=f"[{again}]"),
            **entry("Cat", sources=f"[{same}, {{title: A Book}}]"),
        }
    )

    assert build_site(folder).is_ok

    sources = page(folder, "sources")
    assert texts(sources, "//h:h2") == ["Agency", "Press", "Others"]
    assert texts(sources, ITEMS) == [
        "Report, April 2025. Terms: Ant, Bee", "A Book. Terms: Ant, Cat", "A Book. Terms: Cat",
    ]  # fmt: skip
    assert find(sources, "//h:a[@rel='external']/@href") == ["https://a.example/r"]


def test_sources_of_data_stand_beside_those_of_terms(
    make_site: MakeSite, build_site: BuildSite
) -> None:
    """A figure's source is a source; where data has no pages there is nothing to link to."""
    folder = make_site({**EVERYTHING, **entry("Zeal", sources="[{title: A study}]")})
    assert build_site(folder).is_ok
    assert texts(page(folder, "sources"), ITEMS) == ["A study. Terms: Zeal Data: Prices"]

    make_site(
        {"site.yaml": EVERYTHING["site.yaml"] + "outputs: [pages]\nchecks: {broken-link: off}\n"}
    )
    assert build_site(folder).is_ok
    assert texts(page(folder, "sources"), ITEMS) == ["A study. Terms: Zeal"]


def test_publishers_and_titles_stand_in_the_order_of_a_to_z(
    make_site: MakeSite, build_site: BuildSite
) -> None:
    """É belongs to E, and not behind Z."""
    listed = ("{title: T, publisher: Zoo}", "{title: T, publisher: Éditions}",
              "{title: Über, publisher: Eagle}", "{title: Ant, publisher: Eagle}")  # fmt: skip
    folder = make_site({**SITE, **entry("Ant", sources=f"[{', '.join(listed)}]")})

    assert build_site(folder).is_ok

    assert texts(page(folder, "sources"), "//h:h2") == ["Eagle", "Éditions", "Zoo"]
    items = texts(page(folder, "sources"), ITEMS)
    assert [item.partition(".")[0] for item in items] == ["Ant", "Über", "T", "T"]


def test_thousands_of_sources_make_a_page_that_is_bounded_and_says_so(
    make_site: MakeSite, build_site: BuildSite
) -> None:
    """Those that most terms rest on stay."""
    shared = "{title: Shared, publisher: P}"
    files = {
        path: text
        for at in range(60)
        for path, text in entry(
            f"Term {at:02}",
            sources=f"[{', '.join(f'{{title: S {at} {n}, publisher: P{at}}}' for n in range(20))},"
            f"{shared}]",
        ).items()
    }
    folder = make_site({**SITE, **files})

    assert build_site(folder).is_ok

    sources = page(folder, "sources")
    items = texts(sources, ITEMS)
    assert len(items) == 1000
    assert "The 1000 sources" in texts(sources, "//h:p[@class='lead']")[0]
    assert ", of 1201," in texts(sources, "//h:p[@class='lead']")[0]
    (most,) = (item for item in items if item.startswith("Shared"))
    assert most.endswith("Term 11 and 48 others")
    assert (folder / "_site/sources/index.html").stat().st_size < 400_000


def test_a_terms_sources_lead_to_all_of_them(make_site: MakeSite, build_site: BuildSite) -> None:
    """And without any source there is no page, and no link to one."""
    folder = make_site({**SITE, **entry("Ant", sources="[{title: S}]"), **entry("Bee")})
    assert build_site(folder).is_ok
    ant = page(folder, "terms/ant")
    assert "/sources/" in find(ant, "//h:section[@id='sources']//h:a/@href")
    assert "/sources/" in find(ant, "//h:footer//h:a/@href")

    make_site(entry("Ant"))
    assert build_site(folder).is_ok
    assert not (folder / "_site/sources").exists()
    assert "/sources/" not in find(page(folder, "terms/ant"), "//h:a/@href")

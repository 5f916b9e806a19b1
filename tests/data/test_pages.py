"""Explore the Data: what the pages of datasets say, without a script."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from lxml import html

from tests.conftest import BuildSite, MakeSite

COLUMNS = [
    {"name": "day", "type": "date", "description": "Day of the survey"},
    {"name": "price_usd", "type": "number", "unit": "USD per hour"},
]
TABLE = {
    "title": "Price of a gadget",
    "description": "What a gadget costs in shops that were asked for it.",
    "columns": COLUMNS,
    "sources": [
        {
            "title": "A survey",
            "publisher": "We",
            "url": "https://example.org/s",
            "licence": "CC BY 4.0",
            "attribution": "We, 2026",
            "published": "2026-03",
        }
    ],
    "notes": ["List prices."],
    "headline": {"column": "price_usd", "say": "per hour"},
    "updated": "2026-08-05",
}
ROWS = "day,price_usd\n2024-01-01,4\n2025-01-01,3.5\n2026-01-01,2.10\n"
SITE = """title: T
base_url: https://example.org/g/
topics:
  - {id: things, title: Things}
  - {id: words, title: Words}
"""
TERM = "---\ntitle: {}\ndefinition: A thing.\ntopics: [{}]\ndata: [{}]\n---\nBody.\n"

Explore = Callable[..., Path]


@pytest.fixture
def explore(make_site: MakeSite, build_site: BuildSite) -> Explore:
    """Build a glossary with one table, changed at will, and give the site."""

    def build(files: dict[str, str] | None = None, rows: str = ROWS, **changes: object) -> Path:
        folder = make_site(
            {
                "site.yaml": SITE,
                "terms/gadget.md": TERM.format("Gadget", "things", "gadget-price"),
                "data/gadget-price.yaml": json.dumps(TABLE | changes),
                "data/gadget-price.csv": rows,
            }
            | (files or {})
        )
        report = build_site(folder)
        assert [one for one in report.findings if one.severity == "error"] == []
        return folder / "_site"

    return build


def page(site: Path, path: str = "data/gadget-price/index.html") -> Any:  # noqa: ANN401 (lxml has no types)
    """Parse a page."""
    return html.fromstring((site / path).read_bytes())


def text(element: Any) -> str:  # noqa: ANN401 (lxml has no types)
    """Read what an element says, as one line."""
    return " ".join(element.text_content().split())


def test_the_page_of_a_dataset_says_all_there_is_to_know(explore: Explore) -> None:
    """A figure without its definition, its source and its cautions is hearsay."""
    issue = "---\ntitle: On gadgets\ndate: 2026-09-01\ndata: [gadget-price]\n---\nHello.\n"

    shown = page(explore({"newsletter/one.md": issue}))

    main = shown.find(".//main")
    assert text(main.find(".//h1")) == "Price of a gadget"
    assert "$2.10 per hour, January 2026" in text(main)
    assert [text(one) for one in main.cssselect("tbody tr")] == [
        "2024-01-01 4", "2025-01-01 3.5", "2026-01-01 2.10",
    ]  # fmt: skip
    assert text(main.cssselect("#columns dl")[0]) == (
        "Day day Day of the survey Day Price usd price_usd Number, USD per hour"
    )
    assert "List prices." in text(main.cssselect("#notes")[0])
    sources = main.cssselect("#sources")[0]
    assert "A survey, We, March 2026. License: CC BY 4.0. Credit: We, 2026" in text(sources)
    links = [link.get("href") for link in sources.cssselect("a")]
    assert "https://creativecommons.org/licenses/by/4.0/" in links
    files = {link.get("href") for link in main.cssselect("#download a[download]")}
    assert files == {f"/g/data/gadget-price.{form}" for form in ("csv", "json", "datapackage.json")}
    assert main.cssselect("#download time")[0].get("datetime") == "2026-08-05"
    assert "Gadget" in text(main.cssselect(".cards")[0])
    assert "/g/newsletter/one/" in [
        link.get("href") for link in main.cssselect("section[aria-labelledby=issues-title] a")
    ]
    cited = text(main.cssselect("#cite")[0])
    assert "Price of a gadget [Data set]. (2026, August 5). In T" in cited
    assert "https://example.org/g/data/gadget-price/" in cited
    assert '"type": "dataset"' in cited


def test_search_engines_are_told_of_a_dataset(explore: Explore) -> None:
    """Dataset Search lists what describes itself as schema.org has it."""
    site = explore()

    data = json.loads(page(site).cssselect('script[type="application/ld+json"]')[0].text)
    [node] = [one for one in data["@graph"] if one["@type"] == "Dataset"]

    address = "https://example.org/g/data/"
    assert node["@id"] == f"{address}gadget-price/#dataset"
    assert node["name"] == "Price of a gadget"
    assert node["description"] == TABLE["description"]
    assert node["license"] == ["https://creativecommons.org/licenses/by/4.0/"]
    assert node["creator"] == [{"@type": "Organization", "name": "We"}]
    assert node["temporalCoverage"] == "2024-01-01/2026-01-01"
    assert node["dateModified"] == "2026-08-05"
    assert node["variableMeasured"] == [
        {"@type": "PropertyValue", "name": "price_usd", "unitText": "USD per hour"}
    ]
    assert [one["contentUrl"] for one in node["distribution"]] == [
        f"{address}gadget-price.{form}" for form in ("csv", "json", "datapackage.json")
    ]
    assert node["isBasedOn"][0]["url"] == "https://example.org/s"
    assert node["keywords"] == ["Gadget"]
    index = json.loads(
        page(site, "data/index.html").cssselect('script[type="application/ld+json"]')[0].text
    )
    catalogs = [one["@id"] for one in index["@graph"] if one["@type"] == "DataCatalog"]
    assert catalogs == [node["includedInDataCatalog"]["@id"]]


def test_the_list_of_datasets_follows_the_topics(explore: Explore) -> None:
    """A reader looks for prices among prices."""
    files = {
        "terms/word.md": TERM.format("Word", "words", "words-used"),
        "data/words-used.yaml": json.dumps(TABLE | {"title": "Words used"}),
        "data/words-used.csv": ROWS,
        "data/nobody.yaml": json.dumps(TABLE | {"title": "Shown by nobody"}),
        "data/nobody.csv": ROWS,
    }

    main = page(explore(files), "data/index.html").find(".//main")

    groups = [
        (text(one.find("h2")), [text(title) for title in one.cssselect("h3")])
        for one in main.cssselect("section")
    ]
    assert groups == [
        ("Things", ["Price of a gadget"]),
        ("Words", ["Words used"]),
        ("More data", ["Shown by nobody"]),
    ]
    for link in main.cssselect("nav[aria-label] a[href^='#']"):
        assert main.cssselect(link.get("href")), link.get("href")


def test_a_long_table_is_cut_to_its_newest_rows(explore: Explore) -> None:
    """The newest rows are those of the last days, wherever they stand; the files have all."""
    days = [f"20{year:02}-{month:02}-01" for year in range(20) for month in range(1, 13)]
    rows = "".join(f"{day},{shop}\n" for shop in range(10) for day in days)

    site = explore(rows="day,price_usd\n" + rows)

    shown = page(site)
    cells = [text(one) for one in shown.cssselect("tbody th")]
    assert len(cells) == 2000
    assert min(cells) == "2003-05-01"
    assert "The table shows the newest 2,000 of 2,400 rows." in text(shown.find(".//main"))
    assert len((site / "data/gadget-price.csv").read_text().splitlines()) == 2401
    on_term = page(site, "terms/gadget/index.html")
    assert {text(one) for one in on_term.cssselect("tbody th")} == {"2019-12-01", "2019-11-01"}
    assert "The table shows the newest 12 of 2,400 rows." in text(on_term.find(".//main"))


def test_a_table_without_files_is_shown_to_its_end(explore: Explore) -> None:
    """What can be had nowhere else must stand on the page."""
    rows = "".join(f"2024-01-01,{number}\n" for number in range(2400))

    shown = page(explore(rows="day,price_usd\n" + rows, download=False))

    assert len(shown.cssselect("tbody tr")) == 2400
    assert "The table shows" not in text(shown)


def test_on_a_term_s_page_come_figure_source_and_the_way_to_the_data(explore: Explore) -> None:
    """The figure counts for as much as the source below it."""
    shown = page(explore(), "terms/gadget/index.html")

    [block] = shown.cssselect("#live-data .dataset")
    assert block.get("id") == "data-gadget-price"
    said = text(block)
    order = ["Price of a gadget", "$2.10", "Explore the Data", "2026-01-01", "As of 5 August 2026", "Source: A survey, We, March 2026 (CC BY 4.0)", "Credit: We, 2026"]  # fmt: skip
    places = [said.find(part) for part in order]
    assert -1 not in places, said
    assert places == sorted(places)
    assert block.cssselect(".as-of time")[0].get("datetime") == "2026-08-05"


def test_hostile_words_of_a_dataset_stay_words_everywhere(explore: Explore) -> None:
    """A title, a unit, a header or a note is content, and content is not trusted."""
    evil = "</script><img src=x onerror=alert(1)>\"'"
    columns = [{"name": evil, "type": "string", "unit": evil, "description": evil}]
    source = {"title": evil, "publisher": evil, "licence": evil, "attribution": evil}

    site = explore(
        rows='"' + evil.replace('"', '""') + '"\n' + '"' + evil.replace('"', '""') + '"\n',
        title=evil,
        description=evil,
        unit=evil,
        columns=columns,
        sources=[source],
        notes=[evil],
        headline=None,
    )

    for path in ("data/gadget-price/index.html", "data/index.html", "terms/gadget/index.html"):
        shown = page(site, path)
        assert shown.cssselect("main img, [onerror]") == []
        raw = (site / path).read_text(encoding="utf-8")
        for block in re.findall(r'<script type="application/ld\+json">(.*?)</script>', raw):
            json.loads(block)
    json.loads((site / "data/gadget-price.datapackage.json").read_bytes())

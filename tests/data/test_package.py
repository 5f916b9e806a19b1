"""Data Packages: what other people's tools make of the tables that a reader takes away."""

import csv
import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import BuildSite, MakeSite, RealSite

TABLE = {
    "title": "A table",
    "description": "Shows what.",
    "unit": "USD",
    "columns": [
        {"name": "=when", "type": "yearmonth", "description": "The month"},
        {"name": "a;b", "type": "string"},
        {"name": "price", "type": "number", "unit": "EUR"},
        {"name": "count", "type": "integer"},
        {"name": "is it", "type": "boolean"},
        {"name": "day", "type": "date"},
        {"name": "year", "type": "year"},
    ],
    "sources": [{"title": "A survey", "publisher": "We", "licence": "CC BY 4.0"}],
    "notes": ["Mind the gap."],
}
ROWS = (
    "=when,a;b,price,count,is it,day,year\n"
    '2024-01,"=1+1, ""q""",5e26,9007199254740991,true,0999-12-31,0999\n'
    "2024-02,x;=1,-0.10,0,false,,2024\n"
    ",–,,,,2024-02-29,\n"
)


@pytest.fixture(autouse=True)
def field_limit() -> Iterator[None]:
    """Undo what frictionless does to the whole process: our own reader counts on this limit."""
    limit = csv.field_size_limit()
    yield
    csv.field_size_limit(limit)


def package(site: Path, name: str = "table") -> dict[str, Any]:
    """Read a descriptor."""
    text = (site / f"data/{name}.datapackage.json").read_text(encoding="utf-8")
    found: dict[str, Any] = json.loads(text)
    return found


def mistakes(descriptor: Path) -> list[list[Any]]:
    """Let frictionless read the descriptor and every cell of the table beside it."""
    from frictionless import Package  # noqa: PLC0415 (it lifts a limit that all readers of CSV share)

    report = Package(str(descriptor)).validate()
    found: list[list[Any]] = report.flatten(["rowNumber", "fieldName", "type", "note"])
    return found


def build(make_site: MakeSite, build_site: BuildSite, rows: str = ROWS, **changes: object) -> Path:
    """Build a glossary whose term shows a table."""
    files = {
        "site.yaml": "title: T\nbase_url: https://example.org/g/\n",
        "terms/a.md": "---\ntitle: Gadget\ndefinition: A thing.\ndata: [table]\n---\nBody.\n",
        "data/table.yaml": json.dumps(TABLE | changes),
        "data/table.csv": rows,
    }
    folder = make_site(files)
    report = build_site(folder)
    assert [one for one in report.findings if one.severity == "error"] == []
    return folder / "_site"


def test_every_dataset_of_the_real_glossary_is_a_valid_data_package(real_site: RealSite) -> None:
    """The standard is worth what a tool that we did not write says of it."""
    found = sorted(real_site.root.glob("data/*.datapackage.json"))

    assert len(found) >= 10
    assert {path.name: mistakes(path) for path in found} == {path.name: [] for path in found}
    tables = {path.name.removesuffix(".csv") for path in real_site.root.glob("data/*.csv")}
    assert tables == {path.name.removesuffix(".datapackage.json") for path in found}


def test_every_type_of_column_is_read_as_what_it_is(
    make_site: MakeSite, build_site: BuildSite
) -> None:
    """Headers and cells that a spreadsheet would run are defused alike in both files."""
    site = build(make_site, build_site)

    descriptor = site / "data/table.datapackage.json"
    assert mistakes(descriptor) == []
    from frictionless import Package  # noqa: PLC0415 (likewise)

    resource = Package(str(descriptor)).get_table_resource("table")
    rows = [row.to_list(json=True) for row in resource.read_rows()]
    assert rows[0][1:5] == ['\'=1+1, "q"', "5E+26", 9007199254740991, True]
    assert rows[1][:4] == ["2024-02", "x;'=1", "-0.10", 0]
    assert rows[2] == [None, "–", None, None, None, "2024-02-29", None]


def test_a_table_that_was_tampered_with_no_longer_fits_its_package(
    make_site: MakeSite, build_site: BuildSite
) -> None:
    """Were nothing ever a mistake, the test before would say nothing."""
    site = build(make_site, build_site)
    table = site / "data/table.csv"
    table.write_bytes(table.read_bytes().replace(b"-0.10", b"cheap"))

    kinds = {found[2] for found in mistakes(site / "data/table.datapackage.json")}

    assert kinds >= {"type-error"}


def test_a_package_tells_what_the_page_tells(make_site: MakeSite, build_site: BuildSite) -> None:
    """Units, definitions, sources, licence and cautions go where the table goes."""
    site = build(make_site, build_site)

    told = package(site)
    table = (site / "data/table.csv").read_bytes()
    [resource] = told["resources"]
    assert told["name"] == "table"
    assert told["title"] == "A table"
    assert told["description"] == "Shows what.\n\n- Mind the gap."
    assert told["homepage"] == "https://example.org/g/data/table/"
    assert told["keywords"] == ["Gadget"]
    assert [one["name"] for one in told["licenses"]] == ["CC-BY-4.0"]
    assert told["sources"] == [{"title": "A survey", "publisher": "We", "licence": "CC BY 4.0"}]
    assert resource["path"] == "table.csv"
    assert resource["bytes"] == len(table)
    assert resource["hash"] == "sha256:" + hashlib.sha256(table).hexdigest()
    assert resource["schema"]["missingValues"] == [""]
    fields = resource["schema"]["fields"]
    assert [one["type"] for one in fields] == [one["type"] for one in TABLE["columns"]]  # type: ignore[index]
    assert fields[0] == {"name": "'=when", "type": "yearmonth", "description": "The month"}
    assert [one.get("unit") for one in fields] == [None, None, "EUR", "USD", None, None, None]


@pytest.mark.parametrize(
    ("licences", "names"),
    [
        (["CC BY 4.0", "CC0"], ["CC-BY-4.0", "CC0-1.0"]),
        (["CC BY 4.0", "CC BY 4.0"], ["CC-BY-4.0"]),
        (["CC BY 4.0", None], None),
        (["CC BY 4.0; parts may have other terms"], None),
    ],
)
def test_a_licence_is_promised_only_where_every_source_gives_it(
    make_site: MakeSite, build_site: BuildSite, licences: list[str | None], names: list[str] | None
) -> None:
    """Half a licence is none: who reuses a table needs the consent of all."""
    sources = [
        {"title": f"S{i}"} | ({"licence": one} if one else {}) for i, one in enumerate(licences)
    ]

    told = package(build(make_site, build_site, sources=sources))

    assert ([one["name"] for one in told["licenses"]] if "licenses" in told else None) == names


def test_what_may_not_be_downloaded_has_no_package(
    make_site: MakeSite, build_site: BuildSite
) -> None:
    """A package without its table is of no use, and with it is what the licence forbids."""
    site = build(make_site, build_site, download=False)

    files = {path.name for path in (site / "data").iterdir() if path.is_file()}
    assert files == {"index.html", "index.md"}
    page = (site / "data/table/index.html").read_text(encoding="utf-8")
    assert "datapackage" not in page
    assert "DataDownload" not in page
    assert "No files to download" in page

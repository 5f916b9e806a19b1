"""Figures from table to page: what a changed row changes, and what it leaves alone."""

from pathlib import Path
from typing import Final

import pytest

from glossary_site.cache.memory import Memory
from glossary_site.pipeline import build
from tests.cache.keeping import KEY, assert_as_clean, build_kept, different, edit, options
from tests.conftest import MakeSite
from tests.whole.sites import tree

DESCRIPTION: Final = (
    "title: Price\ncolumns:\n- {name: year, type: year}\n- {name: price, type: number, unit: USD}\n"
    "sources: [{title: A list}]\n"
)
SITE: Final = {
    "site.yaml": "title: Test\nnewsletter: {name: News, provider: none}\n"
    "checks: {unused-dataset: 'off'}\n",
    "data/price.yaml": DESCRIPTION,
    "data/price.csv": "year,price\n2024,20\n2025,7\n",
    "data/other.yaml": DESCRIPTION,
    "data/other.csv": "year,price\n2024,3\n",
    "terms/bound.md": "---\ntitle: Bound\n---\nIt costs {{ price.latest }} now.\n",
    "terms/plain.md": "---\ntitle: Plain\ndefinition: It has none.\n---\nNothing at all.\n",
    "terms/elsewhere.md": "---\ntitle: Elsewhere\ndefinition: D.\n---\nIt was {{ other.latest }}.\n",
    "terms/linking.md": "---\ntitle: Linking\ndefinition: D.\n---\nA [[Bound]] thing.\n",
    "newsletter/one.md": "---\ntitle: One\ndate: 2026-01-01\n---\nOf {{ price.factor }}.\n",
}


def rendered(folder: Path) -> int:
    """Build, and count the bodies that were rendered."""
    told: dict[str, int] = {}
    memory = Memory.at(folder / ".cache", KEY)
    report = build(options(folder), lambda stage, _, total: told.update({stage: total}), memory)
    assert report.is_ok
    memory.save()
    return told.get("Rendering", 0)


def test_a_changed_row_changes_all_that_shows_it_and_nothing_else(make_site: MakeSite) -> None:
    """The sentence, the definition that is its first paragraph, cards, feeds and the search."""
    folder = make_site(SITE)
    assert build_kept(folder)[0].is_ok
    before = tree(folder / "_site")

    edit(folder, {"data/price.csv": "year,price\n2024,20\n2025,5\n"})
    bodies = rendered(folder)

    after = tree(folder / "_site")
    changed = set(different(before, after))
    assert bodies == 2, "the term and the issue that show the figure"
    assert {"terms/bound/index.html", "newsletter/one/index.html", "index.html"} <= changed
    assert any(path.startswith("search/") for path in changed)
    assert not {"terms/plain/index.html", "terms/elsewhere/index.html"} & changed
    assert b">$5</a> now" in after["terms/bound/index.html"]
    assert b'content="It costs $5 now."' in after["terms/bound/index.html"]
    assert_as_clean(folder)


@pytest.mark.parametrize(
    "change",
    [
        {"data/price.csv": "year,price\n2024,20\n2025,7\n2026,1\n"},
        {"data/price.yaml": DESCRIPTION.replace("USD", "EUR")},
        {"data/price.yaml": DESCRIPTION.replace("A list", "A better list")},
        {"data/price.yaml": DESCRIPTION.replace("price,", "cost,"), "data/price.csv": "year,cost\n2024,1\n"},
        {"data/price.yaml": None, "data/price.csv": None},
        {"data/price.csv": "year,price\n2024,x\n"},
        {"terms/bound.md": "---\ntitle: Bound\n---\nIt costs {{ price.first }} now.\n"},
        {"terms/bound.md": "---\ntitle: Bound\n---\nIt costs {{ prize.latest }} now.\n"},
        {"terms/plain.md": "---\ntitle: Plain\ndata: [price]\n---\nIn 2025 it was 6 USD.\n"},
        {"site.yaml": SITE["site.yaml"] + "outputs: [pages, newsletter, feeds, search]\n"},
    ],
)  # fmt: skip
def test_an_incremental_build_is_a_clean_one(make_site: MakeSite, change: dict[str, str]) -> None:
    """There and back again: kept bodies know every dataset that they speak of."""
    folder = make_site(SITE)
    assert build_kept(folder)[0].is_ok
    before = tree(folder / "_site")

    edit(folder, change)
    assert_as_clean(folder)
    edit(folder, {path: SITE[path] for path in change})
    assert build_kept(folder)[0].is_ok

    assert different(before, tree(folder / "_site")) == []


def test_a_dataset_that_appears_heals_the_sentence(make_site: MakeSite) -> None:
    """What was not there is part of what a body is kept under."""
    gone = {path: text for path, text in SITE.items() if "data/price" not in path}
    folder = make_site(gone)
    report, _ = build_kept(folder)
    assert [one.code for one in report.findings] == ["unknown-dataset"] * 2

    edit(folder, {path: SITE[path] for path in ("data/price.yaml", "data/price.csv")})

    assert build_kept(folder)[0].is_ok
    assert_as_clean(folder)


def test_search_finds_a_figure_and_not_what_asks_for_it(make_site: MakeSite) -> None:
    """A reader types what stands on the page."""
    body = "---\ntitle: Bound\ndefinition: D.\n---\nIt is {{ price.max.model as-is }}.\n"
    described = DESCRIPTION.replace("{name: year, type: year}", "{name: model, type: string}")
    folder = make_site(
        SITE
        | {
            "data/price.yaml": described,
            "data/price.csv": "model,price\nZyxo,1\n",
            "terms/bound.md": body.replace(" as-is", ""),
            "newsletter/one.md": "---\ntitle: One\ndate: 2026-01-01\n---\nText.\n",
        }
    )
    assert build_kept(folder)[0].is_ok

    found = b"".join(body for path, body in _search(folder).items())

    assert b"zyxo" in found
    assert b"model" not in found


def _search(folder: Path) -> dict[str, bytes]:
    site = tree(folder / "_site")
    return {path: body for path, body in site.items() if path.startswith("search/")}


def test_a_definition_stays_plain_text_and_says_so(make_site: MakeSite) -> None:
    """It goes to feeds, cards and other programs as it is written."""
    text = '---\ntitle: Bound\ndefinition: "It costs {{ price.latest }} {{ x }}."\n---\nText.\n'
    report, _ = build_kept(make_site(SITE | {"terms/bound.md": text}))

    assert [(one.code, one.span.line) for one in report.findings] == [("broken-figure", 3)]
    assert report.findings[0].message.startswith("a definition is plain text")


@pytest.mark.parametrize(
    ("headline", "said"),
    [
        ("{column: prize}", 'headline.column names no column: "prize"'),
        ("{column: price, where: {yeer: 2024}}", 'headline.where.yeer: there is no column "yeer"'),
        ("{column: price, where: {year: soon}}",
         'headline.where.year: "soon" is not a year (column "year")'),
        ("{column: price, where: {year: 2031}}",
         'headline.where.year: no row has "2031" in the column "year"'),
    ],
)  # fmt: skip
def test_a_headline_that_cannot_be_is_one_error_at_its_key(
    make_site: MakeSite, headline: str, said: str
) -> None:
    """And the sentences that use the dataset are no further ones."""
    text = f"{DESCRIPTION}headline: {headline}\n"
    report, _ = build_kept(make_site(SITE | {"data/price.yaml": text}))

    assert [(one.code, one.message) for one in report.findings] == [("bad-value", said)]
    assert (report.findings[0].span.path, report.findings[0].span.line) == ("data/price.yaml", 6)


def test_stale_figures_are_counted_at_the_build_date_and_never_stop_a_build(
    make_site: MakeSite,
) -> None:
    """A site must not cease to build because a day has passed."""
    text = f"{DESCRIPTION}updated: 2026-01-01\nstale_after: 30d\n"
    folder = make_site(SITE | {"data/price.yaml": text})

    strict, _ = build_kept(folder, strict=True)

    assert strict.is_ok
    assert [str(one.severity) for one in strict.findings if one.code == "stale-data"] == ["warning"]

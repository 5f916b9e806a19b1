"""The table of a dataset in a real Chromium: sorted, filtered, by keyboard, and without scripts."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from glossary_site.pipeline import BuildOptions, build
from tests.conftest import ServeFolder
from tests.program import TODAY

pytestmark = pytest.mark.browser

LONG: Final = 5_000
"""As many as a page may show."""
COLUMNS: Final = [
    {"name": "day", "type": "date"},
    {"name": "name", "type": "string"},
    {"name": "figure", "type": "number"},
    {"name": "known", "type": "boolean"},
]
SHORT: Final = (
    "day,name,figure,known\n"
    "2024-03-01,Zoë 10,1234.5,true\n"
    "2024-01-01,Zoë 9,-3,false\n"
    ",Ångström,5e26,true\n"
    "2024-02-01,apple,,\n"
    "2023-12-31,Éclair,0.00000004,true\n"
)
BLOCKED: Final = """() => new Promise((resolve) => {
    const seen = [];
    new PerformanceObserver((list) => seen.push(...list.getEntries().map((e) => e.duration)))
        .observe({ type: 'longtask', buffered: true });
    setTimeout(() => resolve(seen), 300);
})"""


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory, serve_folder: ServeFolder) -> str:
    """Serve a glossary with a short table and a very long one."""
    folder = tmp_path_factory.mktemp("tables")
    described = {"title": "T", "columns": COLUMNS, "sources": [{"title": "S"}], "download": False}
    described["updated"] = "2024-06-15"
    rows = "".join(
        f"20{i % 90 + 10}-01-{i % 28 + 1:02},name {i * 7919 % LONG},{i * 104729 % LONG},true\n"
        for i in range(LONG)
    )
    for name, table in (("short", SHORT), ("long", "day,name,figure,known\n" + rows)):
        _write(folder / f"data/{name}.yaml", json.dumps(described))
        _write(folder / f"data/{name}.csv", table)
    _write(folder / "site.yaml", "title: T\n")
    _write(folder / "terms/a.md", "---\ntitle: A\ndefinition: B.\ndata: [short]\n---\nBody.\n")
    build(BuildOptions(source=folder, output=folder / "_site", today=TODAY, jobs=1))
    return serve_folder(folder / "_site")


def _write(path: Path, content: str) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_text(content, encoding="utf-8")


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    """A window in which any complaint of the browser is a failure."""
    window = chromium.new_page(viewport={"width": 1200, "height": 900})
    complaints: list[str] = []
    window.on("console", lambda message: complaints.append(message.text))
    window.on("pageerror", lambda error: complaints.append(str(error)))
    yield window
    window.close()
    assert complaints == []


def column(page: Page, place: int) -> Locator:
    """Find the cells of a column, from the top."""
    return page.locator(f"tbody tr > :nth-child({place})")


def test_a_column_is_sorted_by_what_it_holds(page: Page, home: str) -> None:
    """Numbers as numbers however they are written, days as days, words as the language has them."""
    page.goto(f"{home}data/short/")
    status = page.get_by_role("status").first
    expect(status).to_have_text("5 rows")
    expect(page.get_by_role("button", name="Reset")).to_be_hidden()

    page.get_by_role("button", name="Figure").click()
    expect(page.locator("th[aria-sort=ascending]")).to_have_text("Figure")
    expect(column(page, 3)).to_have_text(["−3", "4 × 10⁻⁸", "1,234.5", "5 × 10²⁶", "–"])
    page.get_by_role("button", name="Figure").click()
    expect(page.locator("th[aria-sort=descending]")).to_have_text("Figure")
    expect(column(page, 3)).to_have_text(["5 × 10²⁶", "1,234.5", "4 × 10⁻⁸", "−3", "–"])
    page.get_by_role("button", name="Day").click()
    expect(page.locator("th[aria-sort]")).to_have_text("Day")
    expect(column(page, 1)).to_have_text(
        ["2023-12-31", "2024-01-01", "2024-02-01", "2024-03-01", "–"]
    )
    page.get_by_role("button", name="Name").click()
    expect(page.locator("th[aria-sort]")).to_have_text("Name")
    expect(column(page, 2)).to_have_text(["Ångström", "apple", "Éclair", "Zoë 9", "Zoë 10"])
    page.get_by_role("button", name="Reset").click()
    expect(page.locator("th[aria-sort]")).to_have_count(0)
    expect(column(page, 2)).to_have_text(["Zoë 10", "Zoë 9", "Ångström", "apple", "Éclair"])


def test_a_table_is_filtered_and_sorted_by_keyboard(page: Page, home: str) -> None:
    """What a pointer can do, keys can do, and the count is told to those who do not see it."""
    page.goto(f"{home}data/short/")
    status = page.get_by_role("status").first

    page.get_by_label("Filter").focus()
    page.keyboard.type("ZOE 10")
    expect(status).to_have_text("1 of 5 rows")
    expect(column(page, 2)).to_have_text(["Zoë 10"])
    page.keyboard.press("Control+A")
    page.keyboard.type("zoe")
    expect(status).to_have_text("2 of 5 rows")
    page.get_by_role("button", name="Figure").focus()
    page.keyboard.press("Enter")
    expect(page.locator("th[aria-sort=ascending]")).to_have_text("Figure")
    expect(page.get_by_role("button", name="Figure")).to_be_focused()
    expect(column(page, 2)).to_have_text(["Zoë 9", "Zoë 10"])
    page.get_by_label("Filter").fill("nothing of the kind")
    expect(status).to_have_text("0 of 5 rows")
    page.get_by_role("button", name="Reset").press("Enter")
    expect(status).to_have_text("5 rows")
    expect(page.get_by_label("Filter")).to_be_focused()


def test_five_thousand_rows_never_hold_up_the_page(page: Page, home: str) -> None:
    """Sorting and filtering work in steps: no task takes 50 ms, or a few times that on a busy machine."""
    page.goto(f"{home}data/long/")
    status = page.get_by_role("status").first
    expect(status).to_have_text(f"{LONG:,} rows")
    before = len(page.evaluate(BLOCKED))
    page.get_by_role("button", name="Name").click()
    expect(page.locator("tbody tr")).to_have_count(500)

    page.get_by_role("button", name="Figure").click()
    expect(page.locator("tbody tr").first).to_contain_text("name 0")
    page.get_by_role("button", name="Name").click()
    expect(page.locator("tbody tr").nth(1)).to_contain_text("name 1")
    page.get_by_label("Filter").fill("name 4242")
    expect(status).to_have_text("1 of 5,000 rows")
    slow = page.evaluate(BLOCKED)[before:]

    page.get_by_role("button", name="Reset").click()
    expect(status).to_have_text(f"{LONG:,} rows")
    page.get_by_role("button", name="Show 500 more rows").click()
    expect(page.locator("tbody tr")).to_have_count(1000)
    assert max(slow, default=0) < 200


def test_without_javascript_the_table_is_a_plain_table(chromium: Browser, home: str) -> None:
    """Nothing is offered that does not work, and nothing is missing."""
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{home}data/short/")

    expect(column(page, 1)).to_have_count(5)
    assert page.locator("main button:visible, main input:visible").count() == 0
    expect(page.locator(".as-of").first).to_have_text("As of 15 June 2024")
    context.close()


def test_the_age_of_figures_is_said_and_moves_nothing(page: Page, home: str) -> None:
    """Days pass after a build: only the reader's own clock knows how many."""
    page.clock.set_fixed_time("2024-07-20T12:00:00")
    page.goto(f"{home}data/short/")

    expect(page.locator(".as-of .age")).to_have_text("5 weeks ago")
    shifts = page.evaluate(
        "new Promise((resolve) => { const seen = [];"
        " new PerformanceObserver((list) => seen.push(...list.getEntries().map((e) => e.value)))"
        ".observe({ type: 'layout-shift', buffered: true }); setTimeout(() => resolve(seen), 200); })"
    )
    assert sum(shifts) < 0.01

"""Charts in a browser: values asked for by pointer and by keys, series switched off, by any eyes."""

from typing import Final

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from glossary_site.outputs.data import ROWS
from tests.browser.conftest import OpenWindow
from tests.browser.test_accessibility import violations
from tests.conftest import BuildSite, MakeSite, ServeFolder

pytestmark = pytest.mark.browser

STEP: Final = "data/inference-price/"
LINES: Final = "data/hyperscaler-capex/"


def value(page: Page) -> Locator:
    return page.locator(".chart-value")


def test_a_value_is_said_on_pointing_and_comes_from_the_table(open_window: OpenWindow) -> None:
    """With every digit; nothing is loaded before a reader asks."""
    window = open_window("real")
    page = window.open(STEP)
    page.wait_for_load_state("networkidle")
    before = [path for path in window.requests if "chart-" in path]
    box = page.locator(".chart-plot").bounding_box()
    assert box is not None

    page.mouse.move(box["x"] + box["width"] - 2, box["y"] + box["height"] - 50)

    expect(value(page)).to_have_text("2024-10-03: 0.07 USD per million tokens")
    assert before == []
    assert window.complaints == []


def test_rows_that_a_page_leaves_out_shift_no_value(
    chromium: Browser, make_site: MakeSite, build_site: BuildSite, serve_folder: ServeFolder
) -> None:
    """A long table is cut on its page; then a chart says where values are, and no other row's."""
    columns = "[{name: year, type: year}, {name: kind, type: string}, {name: n, type: integer}]"
    chart = "{kind: line, x: year, y: n, where: {kind: drawn}}"
    described = f"title: T\ncolumns: {columns}\nsources: [{{title: S}}]\nchart: {chart}\n"
    rows = [f"{2000 + i},drawn,{i}\n" for i in range(3)] + ["1990,other,7\n"] * (ROWS - 2)
    term = "---\ntitle: A\ndefinition: B.\ndata: [long]\n---\n"
    files = {"site.yaml": "title: T\n", "terms/a.md": term, "data/long.yaml": described}
    folder = make_site({**files, "data/long.csv": "year,kind,n\n" + "".join(reversed(rows))})
    assert build_site(folder).is_ok
    page = chromium.new_page()
    page.goto(f"{serve_folder(folder / '_site')}terms/a/")
    page.locator(".chart-view").focus()

    page.keyboard.press("ArrowRight")

    expect(value(page)).to_contain_text("dataset's page")
    page.close()


def test_arrow_keys_step_through_values_and_series(open_window: OpenWindow) -> None:
    """From the last value of the first series on; each is announced as a status."""
    page = open_window("real").open(LINES)
    page.locator(".chart-view").focus()

    page.keyboard.press("ArrowRight")
    expect(value(page)).to_contain_text("Alphabet, 2025: ")
    page.keyboard.press("ArrowLeft")
    expect(value(page)).to_contain_text("Alphabet, 2024: ")
    page.keyboard.press("ArrowDown")
    expect(value(page)).to_contain_text("Amazon, 2024: ")

    assert value(page).get_attribute("role") == "status"


def test_a_series_can_be_switched_off(open_window: OpenWindow) -> None:
    """Its marks and its name go, and its values are passed over."""
    page = open_window("real").open(LINES)
    button = page.get_by_role("button", name="Amazon")
    expect(page.locator(".chart g.s2 path").first).to_be_visible()

    button.click()

    expect(button).to_have_attribute("aria-pressed", "false")
    expect(page.locator(".chart g.s2 path").first).to_be_hidden()
    expect(page.locator(".chart text.s2")).to_be_hidden()
    page.locator(".chart-view").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowDown")
    expect(value(page)).to_contain_text("Meta, 2025: ")


def test_a_chart_is_for_everybody(open_window: OpenWindow) -> None:
    """In the light, in the dark, in forced colours: while a value is shown."""
    page = open_window("real").open("terms/inference-cost/")
    page.locator(".chart-view").first.focus()
    page.keyboard.press("ArrowRight")
    expect(value(page)).to_contain_text("2024-10-03")

    assert violations(page) == []


@pytest.mark.parametrize("width", [320, 360, 1440])
def test_words_on_charts_are_as_large_as_ever_and_do_not_cover_each_other(
    open_window: OpenWindow, width: int
) -> None:
    """Twelve pixels on any page; scaled with the drawing they would be six on a phone."""
    window = open_window("real", viewport={"width": width, "height": 800})
    for path in (STEP, LINES, "data/training-compute/", "data/price-by-mmlu-level/"):
        page = window.open(path)
        found = page.locator(".chart-drawing > text").evaluate_all(
            """(all) => all.filter((e) => e.checkVisibility()).map((e) => {
                const { left, right, top, bottom } = e.getBoundingClientRect();
                return [e.textContent, left, right, top + 3, bottom - 3,
                    parseFloat(getComputedStyle(e).fontSize) * e.getScreenCTM().a];
            })"""
        )
        assert len(found) > 5
        assert {size for *_, size in found} == {12}
        assert all(left >= 0 and right <= width for _, left, right, *_ in found)
        met = [
            (a[0], b[0])
            for i, a in enumerate(found)
            for b in found[:i]
            if a[1] < b[2] - 1 and b[1] < a[2] - 1 and a[3] < b[4] and b[3] < a[4]
        ]
        assert met == []


def test_without_scripts_the_chart_is_all_there(open_window: OpenWindow) -> None:
    """The picture, its words, and the table behind it."""
    page = open_window("real", java_script_enabled=False).open(LINES)

    expect(page.get_by_role("img", name="Line chart")).to_be_visible()
    expect(page.locator(".chart text.s1")).to_have_text("Alphabet")

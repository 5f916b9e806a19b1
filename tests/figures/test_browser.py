"""The source of a figure, in a real browser: shown to a pointer and to the keyboard, and harmless."""

from collections.abc import Iterator
from typing import Final

import pytest
from playwright.sync_api import Browser, Page

from glossary_site.pipeline import BuildOptions, build
from tests.conftest import ServeFolder
from tests.figures.test_building import DESCRIPTION
from tests.program import TODAY

pytestmark = pytest.mark.browser

FILES: Final = {
    "site.yaml": "title: Test\nnewsletter: {name: News, provider: none}\n",
    "data/price.yaml": DESCRIPTION.replace("A list", "The list of prices of a long-named office"),
    "data/price.csv": "year,price\n2024,20\n2025,7\n",
    "terms/bound.md": "---\ntitle: Bound\ndefinition: D.\ndata: [price]\n---\n"
    "With many words before it in a narrow window it costs {{ price.latest }} now.\n\n"
    "| a wide column of words | another one |\n|---|---:|\n| x | {{ price.first }} |\n",
}
SOURCE: Final = '"The list of prices of a long-named office"'
PHONE: Final = {"width": 360, "height": 640}


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory, serve_folder: ServeFolder) -> str:
    """A page with figures in a paragraph and in a table."""
    folder = tmp_path_factory.mktemp("bound")
    for path, text in FILES.items():
        (folder / path).parent.mkdir(exist_ok=True)
        (folder / path).write_text(text)
    assert build(BuildOptions(folder, folder / "_site", TODAY, jobs=1)).is_ok
    return f"{serve_folder(folder / '_site')}terms/bound/"


@pytest.fixture(params=[True, False], ids=["scripts", "no-scripts"])
def page(chromium: Browser, address: str, request: pytest.FixtureRequest) -> Iterator[Page]:
    """The page on a telephone."""
    context = chromium.new_context(viewport=PHONE, java_script_enabled=request.param)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(address)
    yield page
    context.close()


def shown(page: Page, number: int) -> str:
    """Give what stands beside a figure."""
    figure = page.locator(".bound-figure").nth(number)
    return str(figure.evaluate("e => getComputedStyle(e, '::after').content"))


def test_a_pointer_and_focus_show_the_source_within_the_window(page: Page) -> None:
    """With scripts and without, in a sentence and in a cell at the edge."""
    for number in (0, 1):
        assert shown(page, number) == "none"
        page.locator(".bound-figure").nth(number).hover()
        assert shown(page, number) == SOURCE
        assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
    page.mouse.move(0, 0)
    page.locator(".bound-figure").nth(0).focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Shift+Tab")

    assert shown(page, 0) == SOURCE


def test_what_is_shown_is_not_copied_and_leads_to_the_data(page: Page) -> None:
    """The words of the sentence stay its words."""
    figure = page.locator(".bound-figure").first
    figure.hover()

    assert "office" not in page.locator(".prose p").first.inner_text()
    figure.click()
    page.wait_for_url("**/data/price/")


def test_escape_takes_the_source_away_until_the_reader_comes_back(
    chromium: Browser, address: str
) -> None:
    """It stands on the next line, which somebody may want to read: WCAG 1.4.13."""
    page = chromium.new_page()
    page.goto(address)
    figure = page.locator(".bound-figure").first
    with page.expect_response("**/previews-intent*"):
        figure.hover()
    page.wait_for_timeout(100)
    page.keyboard.press("Escape")
    assert shown(page, 0) == "none"

    page.mouse.move(0, 0)
    figure.hover()

    assert shown(page, 0) == SOURCE
    page.close()

"""Light or dark: the system decides until the reader does."""

from typing import Any, Final

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.conftest import OpenWindow

pytestmark = pytest.mark.browser

TERM: Final = "terms/everything/"
PAPER: Final = "getComputedStyle(document.body).backgroundColor"


def is_dark(page: Page) -> bool:
    """Say whether the paper is dark, whatever its exact colour."""
    red, green, blue = page.evaluate(f"{PAPER}.match(/[0-9.]+/g).slice(0, 3).map(Number)")
    return bool(max(red, green, blue) < 128)


def theme_colors(page: Page) -> list[str]:
    """Give the colours of the browser's own bar that count now."""
    colors = page.evaluate(
        "[...document.querySelectorAll('meta[name=theme-color]')]"
        ".filter((m) => matchMedia(m.media || 'all').matches).map((m) => m.content)"
    )
    assert isinstance(colors, list)
    return colors


@pytest.mark.parametrize("system", ["light", "dark"])
def test_the_page_follows_the_system_until_the_reader_chooses(
    open_window: OpenWindow,
    system: Any,  # noqa: ANN401 (a literal of Playwright's)
) -> None:
    """Also when the system changes in the evening, while the page is open."""
    page = open_window("kitchen", color_scheme=system).open(TERM)
    other: Any = "light" if system == "dark" else "dark"

    assert is_dark(page) is (system == "dark")
    page.emulate_media(color_scheme=other)
    assert is_dark(page) is (other == "dark")


@pytest.mark.parametrize("system", ["light", "dark"])
def test_a_choice_is_remembered_on_every_page(
    open_window: OpenWindow,
    system: Any,  # noqa: ANN401
) -> None:
    """It outlives the page, and the browser's own bar goes with it."""
    window = open_window("kitchen", color_scheme=system)
    page = window.open(TERM)
    other = "light" if system == "dark" else "dark"

    page.get_by_label("Color scheme").select_option(other)

    assert is_dark(page) is (other == "dark")
    window.open("topics/")
    assert is_dark(page) is (other == "dark")
    expect(page.get_by_label("Color scheme")).to_have_value(other)
    assert len(theme_colors(page)) == 1
    assert theme_colors(page) == page.locator(
        f"meta[name=theme-color][data-media*={other}]"
    ).evaluate_all("all => all.map((m) => m.content)")

    page.get_by_label("Color scheme").select_option("system")
    assert is_dark(page) is (system == "dark")
    window.open(TERM)
    assert is_dark(page) is (system == "dark")
    assert len(theme_colors(page)) == 1
    assert window.complaints == []


def test_a_choice_is_applied_before_the_first_paint(open_window: OpenWindow) -> None:
    """A flash of white in a dark room is what the choice was made against."""
    window = open_window("kitchen", color_scheme="light")
    page = window.open(TERM)
    page.get_by_label("Color scheme").select_option("dark")
    page.add_init_script(
        "new MutationObserver((_, observer) => {"
        "  if (!document.documentElement?.dataset.scheme) return;"
        "  window.chosenAt = performance.now(); observer.disconnect();"
        "}).observe(document, {attributes: true, subtree: true, childList: true})"
    )
    window.open(TERM)
    chosen, painted = page.evaluate(
        "new Promise((tell) => new PerformanceObserver((list) =>"
        " tell([window.chosenAt, list.getEntries()[0].startTime])"
        ").observe({type: 'paint', buffered: true}))"
    )
    script = page.locator("head script[src*='/scheme.']:not([type], [defer], [async])")
    expect(script).to_have_count(1)
    assert chosen < painted


def test_all_tabs_change_together(open_window: OpenWindow) -> None:
    """Two halves of a screen, one light and one dark, would be a mistake."""
    window = open_window("kitchen", color_scheme="light")
    first = window.open(TERM)
    context: BrowserContext = first.context
    second = context.new_page()
    second.goto(window.home)

    first.get_by_label("Color scheme").select_option("dark")

    expect(second.locator("html")).to_have_attribute("data-scheme", "dark")
    expect(second.get_by_label("Color scheme")).to_have_value("dark")
    assert is_dark(second)


def test_a_reader_whose_browser_keeps_nothing_can_still_choose(open_window: OpenWindow) -> None:
    """For this page; and nothing complains."""
    window = open_window("kitchen", color_scheme="light")
    window.page.add_init_script(
        "Object.defineProperty(window, 'localStorage', {get() { throw new Error('denied'); }})"
    )
    page = window.open(TERM)

    page.get_by_label("Color scheme").select_option("dark")

    assert is_dark(page)
    assert window.complaints == []


@pytest.mark.parametrize("stored", ["", "sepia", "<b>", "dark light"])
def test_a_choice_that_is_none_is_not_followed(open_window: OpenWindow, stored: str) -> None:
    """Another site at the same host may have kept something there."""
    window = open_window("kitchen", color_scheme="dark")
    window.open(TERM)
    window.page.evaluate("s => localStorage.setItem('glossary:scheme', s)", stored)
    page = window.open(TERM)

    assert is_dark(page)
    expect(page.get_by_label("Color scheme")).to_have_value("system")


def test_the_switch_works_by_keyboard(open_window: OpenWindow) -> None:
    """It is an ordinary list of three: the keys are those of the system."""
    page = open_window("kitchen", color_scheme="light").open(TERM)
    page.get_by_label("Color scheme").focus()

    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")

    expect(page.get_by_label("Color scheme")).to_have_value("dark")
    assert is_dark(page)


def test_without_javascript_there_is_no_switch(open_window: OpenWindow) -> None:
    """It could not do anything, and would take the room of what can."""
    page = open_window("kitchen", java_script_enabled=False, color_scheme="dark").open(TERM)

    expect(page.locator(".scheme-switch")).to_be_hidden()
    assert is_dark(page)


def test_paper_is_white_whatever_was_chosen(open_window: OpenWindow) -> None:
    """Nobody prints a page of black ink."""
    page = open_window("kitchen", color_scheme="light").open(TERM)
    page.get_by_label("Color scheme").select_option("dark")

    page.emulate_media(media="print")

    assert not is_dark(page)
    expect(page.locator(".scheme-switch")).to_be_hidden()

"""Taking something from a page: citations, code, the address, by the clipboard or by sharing."""

from typing import Final

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenWindow

pytestmark = pytest.mark.browser

TERM: Final = "terms/everything/"
SAID: Final = "[role=status].visually-hidden"
"""Where those are told who do not see the button change."""
ALLOWED: Final = ["clipboard-write"]
ROOM: Final = """() => {
    window.pasted = document.body.appendChild(document.createElement("textarea"));
    pasted.focus();
}"""
SHARES: Final = "navigator.share = async (what) => { window.shared = what; };"
SHARES_NOT: Final = "Object.defineProperty(Navigator.prototype, 'share', {value: undefined});"
NO_CLIPBOARD: Final = "Object.defineProperty(Navigator.prototype, 'clipboard', {value: undefined});"


def clipboard(page: Page) -> str:
    """Paste as readers do: pages may not read the clipboard by themselves."""
    page.evaluate(ROOM)
    page.keyboard.press("Control+V")
    return str(page.evaluate("pasted.value"))


@pytest.mark.parametrize(
    ("name", "selector"),
    [
        ("Copy citation", "p.citation"),
        ("Copy BibTeX", "pre[data-copy='BibTeX']"),
        ("Copy CSL-JSON", "pre[data-copy='CSL-JSON']"),
        ("Copy code", ".prose pre"),
    ],
)
def test_what_is_made_to_be_copied_can_be(
    open_window: OpenWindow, name: str, selector: str
) -> None:
    """Whole, without the button's own words; and the button says that it is done."""
    window = open_window("kitchen", permissions=ALLOWED)
    page = window.open(TERM)
    page.locator("#cite details").evaluate("e => e.open = true")
    text = page.locator(selector).evaluate("e => e.textContent.trim()")

    button = page.get_by_role("button", name=name)
    button.click()

    expect(page.locator(SAID)).to_have_text("Copied")
    expect(button).to_be_focused()
    assert clipboard(page) == text
    assert window.complaints == []
    expect(page.get_by_role("button", name=name)).to_be_visible(timeout=4000)


def test_the_address_can_be_copied(open_window: OpenWindow) -> None:
    """The lasting one, without what a newsletter or a search put behind it."""
    page = open_window("kitchen", permissions=ALLOWED).open(f"{TERM}?utm_source=mail#t-lists")

    page.get_by_role("button", name="Copy link").click()

    expect(page.locator(SAID)).to_have_text("Copied")
    assert clipboard(page) == "https://x.org/repo/terms/everything/"


def test_a_browser_that_refuses_is_not_called_a_success(open_window: OpenWindow) -> None:
    """A reader who pastes something else later could not know why."""
    window = open_window("kitchen")
    window.page.add_init_script(
        "navigator.clipboard.writeText = () => Promise.reject(new Error('refused'))"
    )
    page = window.open(TERM)

    page.get_by_role("button", name="Copy citation").click()

    expect(page.locator(SAID)).to_contain_text("did not allow")
    assert window.complaints == []


def test_without_a_clipboard_there_is_no_button(open_window: OpenWindow) -> None:
    """As on pages that come without encryption."""
    window = open_window("kitchen")
    window.page.add_init_script(NO_CLIPBOARD + SHARES_NOT)
    page = window.open(TERM)

    expect(page.locator("main button:not(#newsletter button)")).to_have_count(0)
    assert window.complaints == []


def test_sharing_is_offered_where_the_system_can(open_window: OpenWindow) -> None:
    """With the page's title and its lasting address."""
    window = open_window("kitchen")
    window.page.add_init_script(SHARES)
    page = window.open(TERM)

    page.get_by_role("button", name="Share").click()

    shared = page.evaluate("window.shared")
    assert shared["url"] == "https://x.org/repo/terms/everything/"
    assert "Everything" in shared["title"]


def test_sharing_is_not_offered_where_the_system_cannot(open_window: OpenWindow) -> None:
    """A button that does nothing is worse than none."""
    window = open_window("kitchen")
    window.page.add_init_script(SHARES_NOT)
    page = window.open(TERM)

    expect(page.get_by_role("button", name="Copy link")).to_be_visible()
    expect(page.get_by_role("button", name="Share")).to_have_count(0)


def test_nothing_moves_when_the_buttons_come(open_window: OpenWindow) -> None:
    """What a reader is about to press must not be pushed away."""
    heights = {}
    for name, script in (("with", SHARES), ("without", "")):
        window = open_window("kitchen", viewport={"width": 390, "height": 800})
        window.page.add_init_script(script)
        if name == "without":
            window.page.route("**/clipboard.*.js", lambda route: route.abort())
        page = window.open(TERM)
        page.locator("#cite details").evaluate("e => e.open = true")
        heights[name] = page.locator("main").evaluate("e => e.offsetHeight")

    assert heights["with"] == heights["without"]


def test_the_buttons_stay_off_paper(open_window: OpenWindow) -> None:
    """On paper there is nothing to press."""
    page = open_window("kitchen").open(TERM)

    page.emulate_media(media="print")

    expect(page.locator("button.copy-button >> visible=true")).to_have_count(0)
    expect(page.locator("button.tool-button >> visible=true")).to_have_count(0)


def test_without_javascript_there_is_nothing_to_press(open_window: OpenWindow) -> None:
    """The citation stands there and can be selected."""
    page = open_window("kitchen", java_script_enabled=False).open(TERM)

    expect(page.locator("p.citation")).to_be_visible()
    expect(page.locator("#cite button, .tools button")).to_have_count(0)

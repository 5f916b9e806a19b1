"""The search field in a real browser: by keyboard, by pointer, without a script, and when it fails."""

import re
from collections.abc import Iterator
from typing import Any, Final

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from tests.conftest import BuildSite, MakeSite, RealSite, ServeFolder
from tests.whole.sites import TWO_TERMS

pytestmark = pytest.mark.browser

TERM: Final = "terms/token/"
FIRST_OPTION: Final = "[role=option][aria-selected=true]"


@pytest.fixture(scope="module")
def home(real_site: RealSite, serve_folder: ServeFolder) -> str:
    """The address of the real glossary's home page, below a base path as on GitHub."""
    return serve_folder(real_site.repo, "/repo/")


@pytest.fixture
def context(chromium: Browser) -> Iterator[BrowserContext]:
    """A window of its own."""
    context = chromium.new_context(viewport={"width": 1280, "height": 800})
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext, home: str) -> Page:
    """The page of a term."""
    page = context.new_page()
    page.goto(home + TERM)
    return page


def field(page: Page) -> Any:  # noqa: ANN401 (Playwright's locator)
    """Find the search field of the header."""
    return page.locator("header .search-input")


def search_for(page: Page, words: str, titles: str) -> None:
    """Type words, and wait until the first title stands there."""
    field(page).focus()
    page.keyboard.type(words)
    expect(page.locator("header .search-title").first).to_have_text(titles)


def test_nothing_is_loaded_before_the_reader_reaches_for_it(
    context: BrowserContext, home: str
) -> None:
    """Most readers of a page do not search; they pay for one small script."""
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(home + TERM)
    page.wait_for_load_state("networkidle")

    def ours() -> set[str]:
        names = (re.search(r"/(search[-a-z]*)\.\w+\.js$|/(search/.*)", url) for url in asked)
        return {match[1] or match[2] for match in names if match}

    assert ours() == {"search"}

    with page.expect_response("**/search/index.json"):
        field(page).hover()

    assert "search/index.json" in ours()
    assert "search-engine" in ours()


@pytest.mark.parametrize("key", ["/", "Control+k", "Meta+k"])
def test_a_key_leads_to_the_field(page: Page, key: str) -> None:
    """Whoever knows one of the usual keys need not look for the field."""
    page.keyboard.press(key)

    expect(field(page)).to_be_focused()
    expect(field(page)).to_have_value("")


def test_keys_of_a_reader_who_types_are_letters(page: Page) -> None:
    """A slash in a form is a slash."""
    field(page).focus()
    page.keyboard.type("and/or")

    expect(field(page)).to_have_value("and/or")


def test_the_field_is_a_combobox(page: Page) -> None:
    """What a screen reader is told, before and after: the ARIA pattern to the letter."""
    field(page).focus()
    expect(field(page)).to_have_role("combobox")
    expect(field(page)).to_have_attribute("aria-expanded", "false")
    expect(field(page)).to_have_attribute("aria-autocomplete", "list")

    search_for(page, "infernce", "Inference")

    expect(field(page)).to_have_attribute("aria-expanded", "true")
    listed = page.locator(f"#{field(page).get_attribute('aria-controls')}")
    expect(listed).to_have_role("listbox")
    expect(listed).to_have_accessible_name("Terms")
    active = page.locator(f"#{field(page).get_attribute('aria-activedescendant')}")
    expect(active).to_have_attribute("aria-selected", "true")
    expect(active).to_contain_text("Running a trained model")
    count = listed.locator("[role=option]").count()
    expect(page.locator("header .search [role=status]")).to_have_text(f"{count} terms found")


def test_arrows_choose_and_enter_opens(page: Page, home: str) -> None:
    """The whole way by keyboard; the ends are joined."""
    search_for(page, "inference", "Inference")
    chosen = page.locator(FIRST_OPTION).locator(".search-title")
    titles = page.locator("header .search-title").all_inner_texts()

    expect(chosen).to_have_text(titles[0])
    page.keyboard.press("ArrowDown")
    expect(chosen).to_have_text(titles[1])
    page.keyboard.press("End")
    expect(chosen).to_have_text(titles[-1])
    page.keyboard.press("ArrowDown")
    expect(chosen).to_have_text(titles[0])
    page.keyboard.press("ArrowUp")
    expect(chosen).to_have_text(titles[-1])
    page.keyboard.press("Home")
    page.keyboard.press("ArrowDown")
    expect(page.locator("[aria-selected=true]")).to_have_count(1)
    page.keyboard.press("Enter")

    page.wait_for_url(home + "terms/inference-cost/")


def test_enter_at_once_opens_what_will_be_first(context: BrowserContext, home: str) -> None:
    """Who knows what is there does not wait for it to be shown."""
    page = context.new_page()
    page.goto(home + TERM)
    held: list[Route] = []
    context.route("**/search/*.json", lambda route: held.append(route))  # noqa: PLW0108 (Playwright sets an attribute on it)
    field(page).focus()
    page.keyboard.type("gpu")
    expect(page.locator("header .search-note")).to_have_text("Searching…")
    page.keyboard.press("Enter")
    assert page.url == home + TERM

    release(page, held)

    page.wait_for_url(home + "terms/gpu/")


def release(page: Page, held: list[Route]) -> None:
    """Let requests pass that were held back, and those that follow from them."""
    for _ in range(40):
        while held:
            held.pop().continue_()
        page.wait_for_timeout(25)


def test_control_enter_opens_another_tab(context: BrowserContext, page: Page, home: str) -> None:
    """As with any link."""
    search_for(page, "token", "Token")
    page.keyboard.press("ArrowDown")
    href = page.locator(FIRST_OPTION).get_attribute("href")

    with context.expect_page() as opened:
        page.keyboard.press("Control+Enter")

    opened.value.wait_for_url(str(href))
    assert page.url == home + TERM


def test_escape_closes_then_clears(page: Page) -> None:
    """The first press keeps what was typed."""
    search_for(page, "token", "Token")

    page.keyboard.press("Escape")
    expect(page.locator("header .search-panel")).to_be_hidden()
    expect(field(page)).to_have_value("token")
    expect(field(page)).to_have_attribute("aria-expanded", "false")
    page.keyboard.press("ArrowDown")
    expect(page.locator("header .search-panel")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")

    expect(field(page)).to_have_value("")
    expect(field(page)).to_be_focused()


def test_tab_goes_on(page: Page) -> None:
    """The field is one stop, whatever stands below it."""
    search_for(page, "token", "Token")

    page.keyboard.press("Tab")

    expect(field(page)).not_to_be_focused()
    expect(page.locator("header .search-panel")).to_be_hidden()
    assert page.evaluate("document.activeElement !== document.body")


def test_a_pointer_opens_what_it_points_at(page: Page, home: str) -> None:
    """Results are links: they can be opened like any other."""
    search_for(page, "inference", "Inference")
    second = page.locator("header [role=option]").nth(1)

    second.hover()
    expect(second).to_have_attribute("aria-selected", "true")
    expect(field(page)).to_be_focused()
    second.click()

    page.wait_for_url(home + "terms/inference-cost/")


def test_words_are_marked(page: Page) -> None:
    """One sees why a term was found, also where it was mistyped."""
    search_for(page, "infernce", "Inference")

    expect(page.locator("header .search-title mark").first).to_have_text("Inference")
    field(page).fill("token pricing")
    expect(page.locator("header .search-other").first).to_have_text("also Token Pricing")


def test_nothing_moves_when_results_come(page: Page) -> None:
    """The panel lies over the page."""
    page.evaluate(
        "() => { window.shift = 0; new PerformanceObserver((list) => list.getEntries()"
        ".forEach((one) => { window.shift += one.value; })).observe({type: 'layout-shift', buffered: true}); }"
    )
    search_for(page, "inference", "Inference")
    page.keyboard.type(" cost")
    expect(page.locator("header .search-title").first).to_have_text("Inference Cost")

    assert page.evaluate("window.shift") == 0


def test_no_result_leads_to_a_to_z(page: Page, home: str) -> None:
    """A dead end is a reason to leave."""
    field(page).focus()
    page.keyboard.type("xylophone")

    expect(page.locator("header .search-note")).to_contain_text("No term fits “xylophone”")
    expect(page.locator("header .search [role=status]")).to_have_text("No term found")
    expect(field(page)).to_have_attribute("aria-expanded", "false")
    page.locator("header .search-note a").click()
    page.wait_for_url(home + "terms/")


def test_a_failed_request_is_said_and_tried_again(context: BrowserContext, page: Page) -> None:
    """A train in a tunnel: the reader is told, and may go on when it is out."""
    context.route("**/search/*.json", lambda route: route.abort())
    field(page).focus()
    page.keyboard.type("toke")
    expect(page.locator("header .search-note")).to_contain_text("cannot be loaded")
    expect(page.locator("header .search-note a")).to_be_visible()

    context.unroute("**/search/*.json")
    page.keyboard.type("n")

    expect(page.locator("header .search-title").first).to_have_text("Token")


def test_a_slow_answer_is_waited_for_and_never_late(context: BrowserContext, page: Page) -> None:
    """It says that it searches; what is shown is for what was typed last."""
    held: list[Route] = []
    context.route("**/search/*.json", lambda route: held.append(route))  # noqa: PLW0108 (as above)
    field(page).focus()
    page.keyboard.type("gpu")
    expect(page.locator("header .search-note")).to_have_text("Searching…")
    field(page).fill("hallucination")

    release(page, held)

    expect(page.locator("header .search-title").first).to_have_text("Hallucination")
    expect(page.locator("header .search-note")).to_be_hidden()


def test_words_in_the_making_are_left_alone(page: Page) -> None:
    """While a Japanese word is composed, Enter and arrows belong to its keyboard."""
    search_for(page, "token", "Token")
    before = page.url
    page.evaluate(
        "() => ['ArrowDown', 'Enter', 'Escape'].forEach((key) => document.querySelector("
        "'header .search-input').dispatchEvent(new KeyboardEvent('keydown', "
        "{key, isComposing: true, bubbles: true})))"
    )

    expect(page.locator(FIRST_OPTION).locator(".search-title")).to_have_text("Token")
    assert page.url == before


def test_without_javascript_the_field_leads_to_a_to_z(chromium: Browser, home: str) -> None:
    """With the words in the address, so that nothing typed is lost."""
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(home + TERM)
    expect(page.get_by_role("search").get_by_label("Search the glossary")).to_be_visible()
    field(page).fill("gpu price")
    field(page).press("Enter")

    page.wait_for_url(home + "terms/?q=gpu+price")
    context.close()


def test_words_in_the_address_of_a_to_z_are_searched(context: BrowserContext, home: str) -> None:
    """Who came without the script, or by a bookmark, gets an answer."""
    page = context.new_page()
    page.goto(home + "terms/?q=infernce+cost")

    expect(field(page)).to_have_value("infernce cost")
    expect(page.locator("header .search-title").first).to_have_text("Inference Cost")


def test_a_phone_shows_a_sheet_that_can_be_closed(chromium: Browser, home: str) -> None:
    """The icon becomes a field across the screen, and results have the whole of it."""
    context = chromium.new_context(viewport={"width": 320, "height": 640}, has_touch=True)
    page = context.new_page()
    page.goto(home + TERM)
    closed = page.locator("header .search").bounding_box()
    assert closed is not None
    assert closed["width"] <= 48
    page.locator("header .search").tap()
    expect(field(page)).to_be_focused()
    page.keyboard.type("inference")
    expect(page.locator("header .search-title").first).to_have_text("Inference")
    sheet = page.locator("header .search-panel").bounding_box()
    assert sheet == {"x": 0, "y": 0, "width": 320, "height": 640}
    wide = field(page).bounding_box()
    assert wide is not None
    assert wide["width"] > 280
    assert page.evaluate("document.documentElement.scrollWidth") <= 320

    page.get_by_role("button", name="Close").tap()

    expect(page.locator("header .search-panel")).to_be_hidden()
    page.locator("header .search").tap()
    field(page).fill("gpu")
    page.locator("header [role=option]").first.tap()
    page.wait_for_url(home + "terms/gpu/")
    context.close()


TWO_FIELDS: Final = dict(TWO_TERMS) | {
    "templates/pages/home.html": (
        '{% extends "base.html" %}{% from "macros/search.html" import search %}'
        '{% block main %}<h1>Home</h1>{{ search(site, "search-hero", "large") }}{% endblock %}'
    )
}


def test_a_page_may_have_two_fields(
    make_site: MakeSite, build_site: BuildSite, serve_folder: ServeFolder, context: BrowserContext
) -> None:
    """The header's and a larger one are strangers, but load the index once."""
    folder = make_site(TWO_FIELDS)
    build_site(folder)
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(serve_folder(folder / "_site"))
    large = page.locator("#search-hero")

    large.fill("hbm")
    expect(page.locator("main .search-title")).to_have_text(["HBM", "GPU"])
    expect(page.locator("header .search-panel")).to_have_count(0)
    field(page).fill("gpu")
    expect(page.locator("header .search-title").first).to_have_text("GPU")
    expect(page.locator("main .search-panel")).to_be_hidden()

    ids = page.evaluate("[...document.querySelectorAll('[id]')].map((one) => one.id)")
    assert len(ids) == len(set(ids))
    assert sum("search/index.json" in url for url in asked) == 1


def test_hostile_texts_are_only_texts(
    make_site: MakeSite, build_site: BuildSite, serve_folder: ServeFolder, context: BrowserContext
) -> None:
    """A title is shown as its author wrote it, whatever it looks like."""
    title = "<img src=x onerror=alert(1)> payload"
    files = {**TWO_TERMS, "terms/x.md": f"---\ntitle: '{title}'\ndefinition: '{title}'\n---\nX.\n"}
    folder = make_site(files)
    build_site(folder)
    page = context.new_page()
    page.on("dialog", lambda _: pytest.fail("a script of the content ran"))
    page.goto(serve_folder(folder / "_site"))
    field(page).fill("payload")

    expect(page.locator("header .search-title").first).to_have_text(title)
    assert page.locator("header .search-panel img").count() == 0


def test_a_missed_address_suggests_near_terms(context: BrowserContext, home: str) -> None:
    """Most missed addresses are a name that is nearly right."""
    page = context.new_page()
    page.goto(home + "terms/infernce-costs/")

    suggestions = page.locator(".suggestions")
    expect(suggestions.locator(".card-title").first).to_have_text("Inference Cost")
    expect(suggestions.locator("h2")).to_have_text("Did you mean")
    expect(suggestions.locator("[role=status]")).to_contain_text("“infernce costs”")
    suggestions.locator("a").first.click()
    page.wait_for_url(home + "terms/inference-cost/")


def test_a_senseless_address_keeps_the_general_suggestions(
    context: BrowserContext, home: str
) -> None:
    """Better the terms that are often linked than none."""
    page = context.new_page()
    page.goto(home + "%E0%A4%A/zzqx/")
    page.wait_for_load_state("networkidle")

    expect(page.locator(".suggestions h2")).to_have_text("Often linked")
    assert page.locator(".suggestions .card").count() > 2

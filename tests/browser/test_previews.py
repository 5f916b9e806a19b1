"""Links that say what they lead to: to a pointer, to the keyboard and to a finger."""

from typing import Any, Final

import pytest
from playwright.sync_api import CDPSession, Locator, Page, Route, expect

from tests.browser.conftest import OpenWindow, Window

pytestmark = pytest.mark.browser

PAGE: Final = "terms/everything/"
FAR: Final = '.prose > p:first-child > a.term-link[href="/repo/terms/far/"]'
NEAR: Final = '.prose > p:first-child > a.term-link[href="/repo/terms/near/"]'
BROKEN: Final = '#t-a-link-broken-over-lines + p a[href="/repo/terms/far/"]'
WHAT_IS_FAR: Final = (
    "What stands a long way off; its definition has enough words to need several lines in a small "
    'window, and "quotes" & <signs> that must not be taken for markup.'
)
REST: Final = 300
SMALL: Final = {"width": 320, "height": 256}
"""A window of 1280 by 1024 pixels at 400%."""


def preview(page: Page) -> Locator:
    return page.get_by_role("tooltip")


def box(locator: Locator) -> dict[str, float]:
    found = locator.evaluate("e => e.getBoundingClientRect().toJSON()")
    assert isinstance(found, dict)
    return found


def point_at(page: Page, locator: Locator) -> None:
    """Move the mouse onto the first line of a link, once it has stopped moving."""
    locator.scroll_into_view_if_needed()
    rect = locator.evaluate("e => e.getClientRects()[0].toJSON()")
    page.mouse.move(rect["x"] + rect["width"] / 2, rect["y"] + rect["height"] / 2)


def pages(window: Window) -> list[str]:
    """List what was asked for but scripts, and pictures that wait until they are near."""
    return [path for path in window.requests if not path.startswith(("assets/", "images/"))]


def overlap(a: dict[str, float], b: dict[str, float]) -> bool:
    """Say whether two boxes share more than an edge."""
    return (
        a["left"] < b["right"] - 0.5
        and b["left"] < a["right"] - 0.5
        and a["top"] < b["bottom"] - 0.5
        and b["top"] < a["bottom"] - 0.5
    )


def own_lines(locator: Locator) -> list[dict[str, float]]:
    lines = locator.evaluate("e => [...e.getClientRects()].map((r) => r.toJSON())")
    assert isinstance(lines, list)
    return lines


def test_a_resting_pointer_is_told_what_a_link_leads_to(open_window: OpenWindow) -> None:
    """Title and definition, as text; the link is described by them for those who listen."""
    window = open_window("kitchen")
    page = window.open(PAGE)

    point_at(page, page.locator(FAR))

    expect(preview(page)).to_be_visible()
    title, text = (preview(page).locator("p").nth(n) for n in (0, 1))
    expect(title).to_contain_text("Far")
    expect(text).to_have_text(WHAT_IS_FAR)
    described = page.locator(FAR).get_attribute("aria-describedby")
    assert described == preview(page).get_attribute("id")
    assert window.complaints == []


def test_nothing_is_asked_for_until_a_reader_wants_it(open_window: OpenWindow) -> None:
    """Not when the page opens, and not for links that the pointer only passes over."""
    window = open_window("kitchen")
    page = window.open(PAGE)
    lines = page.locator(FAR).evaluate("e => e.getClientRects()[0].toJSON()")

    page.mouse.move(lines["x"] - 5, lines["y"] + 5)
    page.mouse.move(lines["right"] + 300, lines["y"] + 5, steps=5)
    page.wait_for_timeout(2 * REST)
    assert pages(window) == []

    point_at(page, page.locator(FAR))
    expect(preview(page)).to_be_visible()
    assert pages(window) == ["terms/far/"]


def test_a_definition_is_asked_for_once(open_window: OpenWindow) -> None:
    """The second preview of a term costs nothing."""
    window = open_window("kitchen")
    page = window.open(PAGE)

    for _ in range(2):
        point_at(page, page.locator(FAR))
        expect(preview(page)).to_be_visible()
        page.mouse.move(0, 0)
        expect(preview(page)).to_be_hidden()

    assert window.requests.count("terms/far/") == 1


def test_a_definition_on_the_page_is_not_asked_for(open_window: OpenWindow) -> None:
    """A card under Related Terms says it already."""
    window = open_window("kitchen")
    page = window.open(PAGE)

    point_at(page, page.locator(NEAR))

    expect(preview(page)).to_contain_text("What stands close by, and is shown on a card.")
    assert pages(window) == []


def test_a_link_to_an_old_address_shows_the_term(open_window: OpenWindow) -> None:
    """Its page only leads on; a reader of the preview need not know."""
    window = open_window("kitchen")
    page = window.open(PAGE)
    page.locator(FAR).evaluate("e => e.setAttribute('href', '/repo/terms/distant/')")

    point_at(page, page.get_by_role("link", name="what is far away"))

    expect(preview(page)).to_contain_text(WHAT_IS_FAR)
    assert pages(window) == ["terms/distant/", "terms/far/"]


@pytest.mark.parametrize(
    "words", ["itself", "the data", "topics", "another site", "Silent", "Scripts"]
)
def test_only_links_to_other_terms_have_previews(open_window: OpenWindow, words: str) -> None:
    """And only to those with a definition; nothing appears, and nothing complains."""
    window = open_window("kitchen")
    page = window.open(PAGE)

    point_at(page, page.locator("main").get_by_role("link", name=words).first)
    page.wait_for_timeout(3 * REST)

    assert preview(page).count() == 0
    assert pages(window) == (["terms/silent/"] if words == "Silent" else [])
    assert window.complaints == []


def test_cards_have_no_preview_of_what_they_show(open_window: OpenWindow) -> None:
    """It would hide the neighbours and say nothing."""
    page = open_window("kitchen").open(PAGE)

    page.locator("#related .card").first.hover()
    page.wait_for_timeout(3 * REST)

    assert preview(page).count() == 0


def test_a_first_paragraph_that_serves_as_definition_is_shown(open_window: OpenWindow) -> None:
    """Without the number of its footnote, which would read as part of a word."""
    page = open_window("kitchen").open("terms/reader/")

    point_at(page, page.get_by_role("link", name="Lead"))

    text = "Its first paragraph serves as the definition, with a link."
    expect(preview(page).locator("p").nth(1)).to_have_text(text)
    expect(preview(page).locator("a")).to_have_count(0)


def test_a_page_that_cannot_be_had_shows_nothing(open_window: OpenWindow) -> None:
    """The link is still a link; and the next reader's wish is tried again."""
    window = open_window("kitchen")
    page = window.open("terms/reader/")
    failing = True

    def answer(route: Route) -> None:
        route.abort() if failing else route.continue_()

    page.route("**/terms/lost/", answer)
    link = page.get_by_role("link", name="Lost")
    point_at(page, link)
    page.wait_for_timeout(3 * REST)
    assert preview(page).count() == 0

    failing = False
    page.mouse.move(0, 0)
    point_at(page, link)
    expect(preview(page)).to_contain_text("A term that cannot be fetched.")


def test_escape_takes_the_preview_away_at_once(open_window: OpenWindow) -> None:
    """WCAG 1.4.13, dismissible: without moving the pointer, and it stays away."""
    page = open_window("kitchen").open(PAGE)
    point_at(page, page.locator(FAR))
    expect(preview(page)).to_be_visible()

    page.keyboard.press("Escape")

    expect(preview(page)).to_be_hidden(timeout=100)
    page.wait_for_timeout(3 * REST)
    expect(preview(page)).to_be_hidden()
    assert page.locator(FAR).get_attribute("aria-describedby") is None


def test_the_pointer_may_move_onto_the_preview(open_window: OpenWindow) -> None:
    """WCAG 1.4.13, hoverable: however slowly, and the text there can be selected."""
    page = open_window("kitchen").open(PAGE)
    point_at(page, page.locator(FAR))
    expect(preview(page)).to_be_visible()
    card, link = box(preview(page)), own_lines(page.locator(FAR))[0]
    x = link["x"] + link["width"] / 2
    y = link["y"] + link["height"] / 2
    goal = card["y"] + card["height"] / 2

    steps = 12
    for step in range(1, steps + 1):
        page.mouse.move(x, y + (goal - y) * step / steps)
        page.wait_for_timeout(80)
        expect(preview(page)).to_be_visible()
    page.wait_for_timeout(3 * REST)
    expect(preview(page)).to_be_visible()
    preview(page).locator("p").nth(1).dblclick()
    assert page.evaluate("getSelection().toString().trim()") != ""

    page.mouse.move(0, 0)
    expect(preview(page)).to_be_hidden()


def test_the_preview_stays_until_the_pointer_goes(open_window: OpenWindow) -> None:
    """WCAG 1.4.13, persistent: a slow reader has all the time there is."""
    page = open_window("kitchen").open(PAGE)
    point_at(page, page.locator(FAR))
    expect(preview(page)).to_be_visible()

    page.wait_for_timeout(2500)

    expect(preview(page)).to_be_visible()
    page.mouse.move(0, 0)
    expect(preview(page)).to_be_hidden()


def tab_to(page: Page, selector: str) -> None:
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("s => document.activeElement.matches(s)", selector):
            return
    raise AssertionError(f"the keyboard does not reach {selector}")


def test_the_keyboard_gets_the_preview_too(open_window: OpenWindow) -> None:
    """With focus it comes and with focus it goes; Escape leaves the focus where it is."""
    page = open_window("kitchen").open(PAGE)
    tab_to(page, FAR)
    expect(preview(page)).to_contain_text(WHAT_IS_FAR)
    page.wait_for_timeout(2 * REST)
    expect(preview(page)).to_be_visible()

    page.keyboard.press("Escape")
    expect(preview(page)).to_be_hidden()
    assert page.evaluate("s => document.activeElement.matches(s)", FAR)

    page.keyboard.press("Shift+Tab")
    expect(preview(page)).to_contain_text("What stands close by")
    page.keyboard.press("Tab")
    expect(preview(page)).to_contain_text(WHAT_IS_FAR)
    assert page.locator("[aria-describedby=term-preview]").count() == 1
    page.keyboard.press("Enter")
    page.wait_for_url("**/terms/far/")


def test_a_passing_pointer_leaves_the_keyboards_preview(open_window: OpenWindow) -> None:
    """A mouse that is bumped must not take from a reader what the keyboard asked for."""
    page = open_window("kitchen").open(PAGE)
    tab_to(page, FAR)
    expect(preview(page)).to_be_visible()

    page.mouse.move(3, 3)
    page.mouse.move(9, 9, steps=4)
    page.wait_for_timeout(2 * REST)

    expect(preview(page)).to_be_visible()


@pytest.fixture
def finger(open_window: OpenWindow) -> tuple[Window, CDPSession]:
    """A telephone, and what moves a finger over it."""
    window = open_window(
        "kitchen", has_touch=True, is_mobile=True, viewport={"width": 390, "height": 700}
    )
    page = window.open(PAGE)
    return window, page.context.new_cdp_session(page)


def touch(session: CDPSession, kind: str, *points: tuple[float, float]) -> None:
    where = [{"x": x, "y": y} for x, y in points]
    session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": where})


def middle(page: Page, selector: str) -> tuple[float, float]:
    page.locator(selector).scroll_into_view_if_needed()
    line = own_lines(page.locator(selector))[0]
    return line["x"] + line["width"] / 2, line["y"] + line["height"] / 2


def hold(page: Page, session: CDPSession, selector: str, *, ms: int) -> None:
    touch(session, "touchStart", middle(page, selector))
    page.wait_for_timeout(ms)
    touch(session, "touchEnd")


def test_a_tap_follows_the_link(finger: tuple[Window, CDPSession]) -> None:
    """At once, with no preview in between: on a telephone a link is first of all a link."""
    window, _ = finger
    page = window.page
    page.locator(FAR).tap()
    page.wait_for_url("**/terms/far/")

    assert [path for path in window.requests if "previews-words" in path] == []


def test_a_finger_that_holds_gets_the_preview(finger: tuple[Window, CDPSession]) -> None:
    """It stays when the finger goes, and a tap elsewhere takes it away; the page stays."""
    window, session = finger
    page = window.page

    hold(page, session, FAR, ms=800)

    expect(preview(page)).to_contain_text(WHAT_IS_FAR)
    page.wait_for_timeout(2 * REST)
    expect(preview(page)).to_be_visible()
    assert page.url.endswith(PAGE)
    preview(page).tap()
    expect(preview(page)).to_be_visible()
    page.touchscreen.tap(4, 4)
    expect(preview(page)).to_be_hidden()
    assert window.complaints == []


def hold_as_android(page: Page, session: CDPSession, selector: str, *, menu_after: int) -> bool:
    """Hold a link until the system would show its menu; tells whether it may."""
    touch(session, "touchStart", middle(page, selector))
    page.wait_for_timeout(menu_after)
    is_let = page.locator(selector).evaluate(
        "e => e.dispatchEvent(new Event('contextmenu', {bubbles: true, cancelable: true}))"
    )
    touch(session, "touchCancel" if is_let else "touchEnd")
    return bool(is_let)


@pytest.mark.parametrize("menu_after", [200, 700], ids=["system-first", "we-first"])
def test_holding_a_link_again_brings_the_systems_menu(
    finger: tuple[Window, CDPSession], menu_after: int
) -> None:
    """Open in a new tab, copy the address: what the system offers is not taken from anybody."""
    window, session = finger
    page = window.page

    assert not hold_as_android(page, session, FAR, menu_after=menu_after)
    expect(preview(page)).to_be_visible()

    assert hold_as_android(page, session, FAR, menu_after=menu_after)
    expect(preview(page)).to_be_hidden()
    assert page.url.endswith(PAGE)


def test_a_tap_follows_the_link_whose_preview_is_shown(finger: tuple[Window, CDPSession]) -> None:
    """Who has read what it is may go there."""
    window, session = finger
    page = window.page
    hold(page, session, FAR, ms=800)
    expect(preview(page)).to_be_visible()

    page.touchscreen.tap(*middle(page, FAR))

    page.wait_for_url("**/terms/far/")


def test_a_finger_that_scrolls_gets_no_preview(finger: tuple[Window, CDPSession]) -> None:
    """Half of what a finger touches it touches in order to scroll."""
    window, session = finger
    page = window.page
    x, y = middle(page, FAR)

    touch(session, "touchStart", (x, y))
    for step in range(1, 6):
        touch(session, "touchMove", (x, y - 12 * step))
    page.wait_for_timeout(900)
    touch(session, "touchEnd")

    assert preview(page).count() == 0
    assert page.evaluate("scrollY") > 0


@pytest.mark.parametrize("selector", [FAR, BROKEN])
@pytest.mark.parametrize(
    "size", [SMALL, {"width": 320, "height": 640}, {"width": 1280, "height": 800}]
)
def test_a_preview_stands_beside_its_link_within_the_window(
    open_window: OpenWindow, selector: str, size: dict[str, int]
) -> None:
    """At 400% too, and beside the line that the pointer is on; it never covers that line."""
    page = open_window("kitchen", viewport=size).open(PAGE)
    link = page.locator(selector)
    link.scroll_into_view_if_needed()
    seen = [n for n, r in enumerate(own_lines(link)) if 0 < r["top"] < r["bottom"] < size["height"]]
    for line in {seen[0], seen[-1]}:
        rect = own_lines(link)[line]
        page.mouse.move(rect["x"] + rect["width"] / 2, rect["y"] + rect["height"] / 2)
        expect(preview(page)).to_be_visible()
        card = box(preview(page))
        assert not overlap(card, own_lines(link)[line])
        assert card["left"] >= 0
        assert card["top"] >= 0
        assert card["right"] <= size["width"]
        assert card["bottom"] <= size["height"]
        page.mouse.move(0, 0)
        expect(preview(page)).to_be_hidden()

    sideways = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert page.evaluate(sideways) <= 0


@pytest.mark.parametrize(
    ("glossary", "path", "href"),
    [("arabic", "terms/namudhaj/", "istidlal"), ("kitchen", "terms/istidlal/", "far")],
)
def test_a_preview_begins_where_its_line_begins(
    open_window: OpenWindow, glossary: str, path: str, href: str
) -> None:
    """In Arabic at the right; and its own text runs in its own language's direction."""
    page = open_window(glossary).open(path if glossary == "arabic" else PAGE)
    link = page.locator(f'.prose p a[href="/repo/terms/{href}/"]').first

    point_at(page, link)

    expect(preview(page)).to_be_visible()
    side = "right" if glossary == "arabic" else "left"
    assert abs(box(preview(page))[side] - own_lines(link)[0][side]) < 1
    direction = preview(page).evaluate("e => getComputedStyle(e).direction")
    assert direction == ("rtl" if glossary == "arabic" else "ltr")


def test_a_preview_speaks_its_terms_language(open_window: OpenWindow) -> None:
    """A voice that reads Japanese as English says nothing."""
    page = open_window("kitchen").open(PAGE)

    point_at(page, page.locator('.prose > p:first-child > a[href="/repo/terms/istidlal/"]'))

    expect(preview(page)).to_contain_text("تشغيل")
    assert preview(page).get_attribute("lang") == "ar"
    assert preview(page).get_attribute("dir") == "rtl"


def test_a_preview_follows_its_link_when_the_page_scrolls(open_window: OpenWindow) -> None:
    """And goes when the link does."""
    page = open_window("kitchen", viewport={"width": 1000, "height": 700}).open(PAGE)
    tab_to(page, FAR)
    expect(preview(page)).to_be_visible()

    page.mouse.wheel(0, 60)
    page.wait_for_timeout(REST)
    gap = box(preview(page))["top"] - own_lines(page.locator(FAR))[0]["bottom"]
    assert 0 < gap < 20 or -300 < gap < -20  # below, or above
    assert not overlap(box(preview(page)), own_lines(page.locator(FAR))[0])

    page.evaluate("document.documentElement.style.scrollBehavior = 'auto'; scrollTo(0, 99999)")
    expect(preview(page)).to_be_hidden()


def test_a_page_kept_by_the_browser_comes_back_without_its_preview(
    open_window: OpenWindow,
) -> None:
    """Otherwise the way back would lead to a card that nothing takes away."""
    page = open_window("kitchen").open(PAGE)
    point_at(page, page.locator(FAR))
    expect(preview(page)).to_be_visible()
    page.locator(FAR).click()
    page.wait_for_url("**/terms/far/")

    page.mouse.move(0, 0)
    page.go_back()

    expect(page.locator("h1")).to_have_text("Everything")
    expect(preview(page)).to_be_hidden()


def test_a_preview_moves_only_where_the_reader_allows_it(open_window: OpenWindow) -> None:
    """Nothing fades for a reader who asked for less motion."""
    durations = {}
    settings: Any
    for settings in ("reduce", "no-preference"):
        page = open_window("kitchen", reduced_motion=settings).open(PAGE)
        point_at(page, page.locator(FAR))
        expect(preview(page)).to_be_visible()
        durations[settings] = preview(page).evaluate("e => getComputedStyle(e).transitionDuration")

    assert durations == {"reduce": "0s", "no-preference": "0.12s"}


def test_without_javascript_a_link_is_a_link(open_window: OpenWindow) -> None:
    """Nothing is lost: what the preview would say stands at the head of the linked page."""
    page = open_window("kitchen", java_script_enabled=False).open(PAGE)

    page.locator(FAR).click()

    page.wait_for_url("**/terms/far/")
    expect(page.locator("#term .definition")).to_have_text(WHAT_IS_FAR)

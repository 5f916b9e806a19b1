"""Every kind of page for every reader: by axe, by keyboard, enlarged, with other spacing.

axe-core is the one that the package axe-playwright-python carries.  All its rules count but those
of level AAA and those that it calls experimental; a violation of any severity fails.
"""

from collections.abc import Callable, Iterator, Mapping
from importlib.resources import files
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.browser.conftest import OpenWindow
from tests.browser.kinds import EXAMPLES, TERM, addresses, is_known
from tests.conftest import RealSite

pytestmark = pytest.mark.browser

Show = Callable[..., Page]

AXE: Final = files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")
RUN: Final = """async (isForced) => {
    const isMeant = ({ ruleId, tags }) => !(isForced && ruleId === 'color-contrast')
        && !tags.some((tag) => /aaa$|deprecated|experimental/.test(tag));
    const all = axe.getRules().map((rule) => [rule.ruleId, { enabled: isMeant(rule) }]);
    const rules = Object.fromEntries(all);
    const { passes, violations } = await axe.run(document, { rules });
    const told = violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html}`));
    return [passes.length, told];
}"""
FORCED: Final = """() => {
    const parts = (color) => color.match(/[0-9.]+/g).map(Number);
    const light = (color) => parts(color).slice(0, 3).map((c) => c / 255)
        .map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4))
        .reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
    const paper = (e) => {
        const color = e ? getComputedStyle(e).backgroundColor : 'rgb(0, 0, 0)';
        return (parts(color)[3] ?? 1) > 0.99 ? color : paper(e.parentElement);
    };
    const hasWords = (e) => [...e.childNodes].some((n) => n.nodeType === 3 && n.data.trim());
    return [...document.querySelectorAll('body *')]
        .filter((e) => hasWords(e) && e.checkVisibility() && !e.closest('svg, select'))
        .map((e) => [light(getComputedStyle(e).color), light(paper(e)), e])
        .map(([a, b, e]) => [(Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05), e])
        .filter(([ratio]) => ratio < 4.5)
        .map(([ratio, e]) => `contrast ${ratio.toFixed(1)}: ${e.outerHTML.slice(0, 100)}`);
}"""
"""In forced colours axe takes the text's colour from a property that keeps the unforced one."""
MODES: Final[tuple[Mapping[str, Any], ...]] = (
    {"color_scheme": "light", "forced_colors": "none"},
    {"color_scheme": "dark", "forced_colors": "none"},
    {"color_scheme": "dark", "forced_colors": "active"},
)
SIDEWAYS: Final = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
ZOOMED: Final = (320, 256)
"""A window of 1280 by 1024 pixels at 400%."""


def violations(page: Page) -> list[str]:
    """Let axe judge a page in light, in dark and in forced colours."""
    found = []
    for mode in MODES:
        page.emulate_media(reduced_motion="reduce", **mode)
        if not page.evaluate("'axe' in window"):
            page.evaluate(AXE)
        is_forced = mode["forced_colors"] == "active"
        passes, told = page.evaluate(RUN, is_forced)
        assert passes > 10, "axe judged next to nothing"
        told += page.evaluate(FORCED) if is_forced else []
        found += [f"{'/'.join(mode.values())}: {each}" for each in told]
    return found


def stay(route: Route) -> None:
    """Keep a page that leads on by itself from doing so."""
    route.fulfill(status=204)


@pytest.fixture(scope="module")
def show(chromium: Browser, homes: Mapping[str, str]) -> Iterator[Show]:
    """Open one page of each kind of the real glossary once, for all that only looks at it."""
    context = chromium.new_context(has_touch=True, reduced_motion="reduce")
    pages: dict[str, Page] = {}

    def show_it(kind: str, width: int = 1100, height: int = 800) -> Page:
        if kind not in pages:
            pages[kind] = page = context.new_page()
            if kind == "redirect":
                page.route(f"**/{TERM}", stay)
            page.goto(homes["real"] + EXAMPLES[kind])
        pages[kind].set_viewport_size({"width": width, "height": height})
        pages[kind].bring_to_front()
        return pages[kind]

    yield show_it
    context.close()


def test_no_kind_of_page_is_forgotten(real_site: RealSite, glossaries: Mapping[str, Path]) -> None:
    """What is not listed is not looked at."""
    for site in (real_site.repo, *glossaries.values()):
        assert [address for address in addresses(site) if not is_known(address)] == []


@pytest.mark.parametrize("kind", EXAMPLES)
def test_axe_finds_nothing_on_any_kind_of_page(show: Show, kind: str) -> None:
    """Light, dark and in forced colours."""
    assert violations(show(kind)) == []


@pytest.mark.parametrize("path", ["terms/everything/", "terms/suiron/", "terms/silent/", "terms/"])
def test_axe_finds_nothing_where_everything_occurs(open_window: OpenWindow, path: str) -> None:
    """Footnotes, code, pictures, admonitions, other scripts, a form; and the details unfolded."""
    page = open_window("kitchen").open(path)
    page.evaluate("document.querySelectorAll('details').forEach((each) => (each.open = true))")

    assert violations(page) == []


@pytest.mark.parametrize(
    ("glossary", "path"),
    [("arabic", "terms/namudhaj/"), ("arabic", ""), ("lone", ""), ("lone", "terms/suiron/")],
)
def test_axe_finds_nothing_in_other_scripts_and_small_glossaries(
    open_window: OpenWindow, glossary: str, path: str
) -> None:
    """Right to left, and one term alone."""
    assert violations(open_window(glossary).open(path)) == []


@pytest.mark.parametrize("kind", ["home", "term"])
def test_axe_finds_nothing_while_the_search_is_open(open_window: OpenWindow, kind: str) -> None:
    """A combobox with its list of results."""
    page = open_window().open(EXAMPLES[kind])
    page.keyboard.press("/")
    page.keyboard.type("infernce")
    expect(page.locator("[role=option]").first).to_be_visible()
    page.keyboard.press("ArrowDown")

    assert violations(page) == []


def test_axe_finds_nothing_while_a_preview_is_open(open_window: OpenWindow) -> None:
    """A description that lies over the text."""
    page = open_window().open(TERM)
    page.locator(".prose a.term-link").first.hover()
    expect(page.get_by_role("tooltip")).to_be_visible()

    assert violations(page) == []
    expect(page.get_by_role("tooltip")).to_be_visible()


@pytest.mark.soak
def test_axe_finds_nothing_on_any_page_at_all(open_window: OpenWindow, real_site: RealSite) -> None:
    """Each of them, not one of each kind."""
    window = open_window()
    folder = real_site.repo / "terms"
    leads_on = {path.parent.name for path in folder.glob("*/index.html") if is_redirect(path)}
    found = {}
    for address in addresses(real_site.repo):
        if address.removeprefix("terms/").strip("/") in leads_on:
            continue
        if told := violations(window.open(address)):
            found[address] = told

    assert found == {}


def is_redirect(path: Path) -> bool:
    return 'http-equiv="refresh"' in path.read_text(encoding="utf-8")


STOPS: Final = """() => {
    const can = 'a[href], button, input, select, textarea, summary, [tabindex]:not([tabindex="-1"])';
    const isThere = (e) => !e.disabled && e.tabIndex >= 0 && !e.closest('[inert], [aria-hidden=true]')
        && e.checkVisibility({ visibilityProperty: true });
    return [...document.querySelectorAll(can)].filter(isThere).length;
}"""
AT: Final = """() => {
    const e = document.activeElement;
    if (!e || e === document.body) return null;
    const all = [...document.querySelectorAll('*')];
    const outlined = (which) => {
        const { outlineStyle, outlineWidth } = getComputedStyle(e, which);
        return outlineStyle !== 'none' && parseFloat(outlineWidth) >= 1;
    };
    const drawn = () => [...e.children].map((c) => getComputedStyle(c).stroke
        + getComputedStyle(c).strokeWidth).join();
    const isRedrawn = () => {
        const seen = drawn();
        e.blur();
        const unseen = drawn();
        e.focus({ preventScroll: true, focusVisible: true });
        return seen !== unseen;
    };
    const around = (e.closest('svg') && isRedrawn()) || [null, '::after', '::before'].some(outlined)
        || [e.parentElement, e.parentElement?.parentElement].some((p) => p && getComputedStyle(p)
            .outlineStyle !== 'none');
    const box = e.getBoundingClientRect();
    const isInside = box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
    return { at: all.indexOf(e), name: e.outerHTML.slice(0, 90), isOutlined: around, isInside,
        y: box.top + scrollY, isVisible: e.checkVisibility({ visibilityProperty: true }) };
}"""


@pytest.mark.parametrize("kind", [kind for kind in EXAMPLES if kind != "redirect"])
def test_the_keyboard_reaches_everything_and_loses_nothing(show: Show, kind: str) -> None:
    """From the skip link to the last: all stops, once each, seen, in the order of the page."""
    page = show(kind)
    page.evaluate("document.documentElement.style.scrollBehavior = 'auto'")
    stops = page.evaluate(STOPS)
    walked: list[dict[str, Any]] = []
    for _ in range(stops + 40):
        page.keyboard.press("Tab")
        here = page.evaluate(AT)
        if here is None or (walked and here["at"] == walked[0]["at"]):
            break
        if walked and here["at"] == walked[-1]["at"] and here["name"].startswith("<iframe"):
            continue  # the next link within the frame
        walked.append(here)

    assert "skip-link" in walked[0]["name"]
    assert len({each["at"] for each in walked}) == len(walked) >= stops
    own = [each for each in walked if not each["name"].startswith("<iframe")]  # it outlines within
    assert [each["name"] for each in own if not each["isOutlined"]] == []
    assert [each["name"] for each in walked if not each["isVisible"]] == []
    assert [each["name"] for each in walked[1:] if not each["isInside"]] == []
    header = page.locator(".site-header :is(a, input, select, button)").count()
    backwards = [
        (a["name"], b["name"]) for a, b in pairwise(walked[1 + header :]) if b["at"] < a["at"]
    ]
    assert backwards == []


def test_the_header_is_walked_as_it_is_seen(open_window: OpenWindow) -> None:
    """On a telephone the sections stand below the search; the focus must not jump up and down."""
    for width in (360, 1440):
        page = open_window(viewport={"width": width, "height": 800}).open(TERM)
        seen = page.evaluate(
            """() => [...document.querySelectorAll('.site-header :is(a, input, select, button)')]
                .filter((e) => e.checkVisibility()).map((e) => [e, e.getBoundingClientRect()])
                .map(([e, box]) => [Math.round((box.y + box.height / 2) / 30), box.x, e.outerHTML])
                .sort(([y, x], [v, u]) => y - v || x - u).map(([, , html]) => html)"""
        )
        page.keyboard.press("Tab")
        walked = []
        for _ in seen:
            page.keyboard.press("Tab")
            walked.append(page.evaluate("document.activeElement.outerHTML"))

        assert [html[:60] for html in walked] == [html[:60] for html in seen]


LOST: Final = """() => {
    const scrolls = (e) => e && (['auto', 'scroll'].includes(getComputedStyle(e).overflowX)
        || scrolls(e.parentElement));
    return [...document.querySelectorAll('main :is(h1, h2, h3, p, a, dt, dd, summary)')]
        .filter((e) => e.checkVisibility() && e.getBoundingClientRect().right > innerWidth + 1)
        .filter((e) => !e.closest('.visually-hidden, svg') && !scrolls(e))
        .map((e) => e.outerHTML.slice(0, 120));
}"""


@pytest.mark.parametrize("kind", EXAMPLES)
def test_everything_can_be_read_at_four_hundred_percent(show: Show, kind: str) -> None:
    """WCAG 1.4.10: no page scrolls sideways in a window of 320 pixels; tables do, in themselves."""
    page = show(kind, *ZOOMED)

    assert page.evaluate(SIDEWAYS) <= 0
    lost = page.evaluate(LOST)
    assert lost == []


SPACED: Final = """(isOn) => {
    document.adoptedStyleSheets = [];
    if (!isOn) return;
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(`* { line-height: 1.5 !important; letter-spacing: 0.12em !important;
        word-spacing: 0.16em !important; } p { margin-block-end: 2em !important; }`);
    document.adoptedStyleSheets.push(sheet);
}"""
CUT: Final = """() => [...document.querySelectorAll('body *')].filter((e) => {
    const { overflowX, overflowY, clipPath } = getComputedStyle(e);
    const hides = [overflowX, overflowY].some((each) => each === 'hidden' || each === 'clip');
    if (!hides || clipPath !== 'none' || !e.checkVisibility() || e.closest('select')) return false;
    return e.scrollHeight > e.clientHeight + 1 || e.scrollWidth > e.clientWidth + 1;
}).map((e) => e.outerHTML.slice(0, 120))"""


@pytest.mark.parametrize("kind", EXAMPLES)
def test_a_reader_may_space_the_text_out(show: Show, kind: str) -> None:
    """WCAG 1.4.12: nothing is cut off, and nothing runs out of the page, at any width."""
    for width in (360, 1280):
        page = show(kind, width)
        page.evaluate(SPACED, arg=True)
        sideways, cut = page.evaluate(SIDEWAYS), page.evaluate(CUT)
        page.evaluate(SPACED, arg=False)

        assert sideways <= 0
        assert cut == []


def test_other_scripts_and_small_glossaries_fit_small_windows(open_window: OpenWindow) -> None:
    """Long titles, right to left, one term alone: at 400%, and spaced out."""
    pages = {
        "kitchen": [
            "",
            "terms/",
            "terms/everything/",
            "terms/long/",
            "topics/empty/",
            "data/prices/",
        ],
        "arabic": ["", "terms/", "terms/namudhaj/"],
        "lone": ["", "terms/", "terms/suiron/"],
    }
    wide = []
    for glossary, paths in pages.items():
        window = open_window(glossary, viewport={"width": ZOOMED[0], "height": ZOOMED[1]})
        for path in paths:
            page = window.open(path)
            plain = page.evaluate(SIDEWAYS)
            page.evaluate(SPACED, arg=True)
            wide += [(glossary, path)] if max(plain, page.evaluate(SIDEWAYS)) > 0 else []

    assert wide == []


TARGETS: Final = """() => {
    const can = 'a[href], button, input, select, summary, [role=button], [role=option]';
    const flows = (e) => getComputedStyle(e).display.startsWith('inline') && e.closest('p, li, dd, td')
        && e.closest('p, li, dd, td').innerText.trim().length > e.innerText.trim().length;
    const all = [...document.querySelectorAll(can)].filter((e) => e.checkVisibility()
        && !e.closest('.visually-hidden, .skip-link, label.visually-hidden'));
    const boxes = all.map((e) => e.getBoundingClientRect());
    const isSmall = (box) => box.width < 23.5 || box.height < 23.5;
    const near = (a, b) => Math.max(Math.abs(a.x + a.width / 2 - Math.max(b.left,
        Math.min(a.x + a.width / 2, b.right))), 0) ** 2 + (a.y + a.height / 2 - Math.max(b.top,
        Math.min(a.y + a.height / 2, b.bottom))) ** 2 < 144;
    return all.filter((e, i) => isSmall(boxes[i]) && !flows(e) && boxes[i].width
        && all.some((other, j) => j !== i && !e.contains(other) && !other.contains(e)
            && near(boxes[i], boxes[j]))).map((e) => e.outerHTML.slice(0, 100));
}"""


@pytest.mark.parametrize("kind", EXAMPLES)
def test_everything_to_press_is_large_enough_or_stands_apart(show: Show, kind: str) -> None:
    """WCAG 2.5.8: 24 pixels, or room for a circle of that size that touches nothing else."""
    assert show(kind, 390).evaluate(TARGETS) == []

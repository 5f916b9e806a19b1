"""What the theme promises to the eye, in a real Chromium: room, order, paper, large text, other scripts."""

from itertools import product
from pathlib import Path
from typing import Any, Final

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import OpenWindow
from tests.conftest import BuildSite, MakeSite, ServeFolder

pytestmark = pytest.mark.browser

TERM: Final = "terms/inference-cost/"
LONG: Final = (
    "terms/the-extraordinarily-long-name-of-a-pharmacogenomic-counterindication-catalogue/"
)
PAGES: Final = [
    *product(
        ["kitchen"],
        [
            "", "terms/", "terms/everything/", "terms/far/", "terms/lead/", "terms/old/",
            "terms/suiron/", "terms/silent/", LONG, "topics/", "topics/basics/", "topics/empty/",
            "graph/", "changes/", "sources/", "data/", "data/prices/", "newsletter/",
            "newsletter/first/", "404.html",
        ],
    ),
    *product(["arabic"], ["", "terms/", "terms/istidlal/", "topics/", "topics/asasiyat/"]),
    *product(["lone"], ["", "terms/", "terms/suiron/", "404.html"]),
]  # fmt: skip
SPACING: Final = """
* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important }
p { margin-block-end: 2em !important }
"""
"""What WCAG 1.4.12 lets a reader ask for."""
FRESH: Final = {"width": 320, "height": 256}
"""What 400% zoom leaves of a window of 1280 by 1024 pixels."""


def names(case: tuple[str, str]) -> str:
    glossary, path = case
    return f"{glossary}-{path.strip('/') or 'home'}"[:40]


def overflow(page: Page) -> float:
    """Measure by how much a page is wider than its window."""
    return float(
        page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    )


@pytest.mark.parametrize("case", PAGES, ids=names)
def test_no_page_scrolls_sideways_at_400_percent(
    open_window: OpenWindow, case: tuple[str, str]
) -> None:
    """WCAG 1.4.10; nor with the spacing a reader may ask for, 1.4.12."""
    glossary, path = case
    page = open_window(glossary, viewport=FRESH).open(path)

    assert overflow(page) <= 0
    page.evaluate(
        """(css) => {
            const sheet = new CSSStyleSheet();
            sheet.replaceSync(css);
            document.adoptedStyleSheets = [sheet];
        }""",
        SPACING,
    )
    assert overflow(page) <= 0


@pytest.mark.parametrize("width", [320, 768, 1440])
def test_a_word_of_a_hundred_letters_is_broken(
    chromium: Browser,
    make_site: MakeSite,
    build_site: BuildSite,
    serve_folder: ServeFolder,
    width: int,
) -> None:
    """German, Finnish and chemistry have such words; as a title they stand in every list."""
    word = "Donaudampf" * 10
    folder = make_site(
        {
            "site.yaml": f"title: The {word}\ntopics: [{{id: long, title: {word}}}]\n",
            "terms/long.md": (
                f"---\ntitle: {word}\nslug: long\naliases: [{word}en]\ntopics: [long]\n"
                f"updated: 2026-01-01\nsources: [{{title: {word}, publisher: {word}}}]\n---\n"
                f"A {word}.\n\n## {word}\n\nIt is no [[Short]].\n"
            ),
            "terms/short.md": (
                f"---\ntitle: Short\nrelated: [{word}]\nbroader: [{word}]\n---\nNo {word}.\n"
            ),
        }
    )
    assert build_site(folder).is_ok
    home = serve_folder(folder / "_site")
    page = chromium.new_page(viewport={"width": width, "height": 640})
    too_wide = []
    for path in ("", "terms/", "terms/long/", "terms/short/", "topics/", "topics/long/", "graph/",
                 "changes/", "sources/", "404.html"):  # fmt: skip
        page.goto(home + path)
        too_wide += [path] if overflow(page) > 0 else []
    page.close()

    assert too_wide == []


@pytest.mark.parametrize("width", [320, 360, 768, 1440])
@pytest.mark.parametrize("glossary", ["real", "kitchen", "arabic", "lone"])
def test_the_head_of_a_page_takes_two_lines_at_most(
    open_window: OpenWindow, glossary: str, width: int
) -> None:
    """A reader on a phone came for what stands below it."""
    page = open_window(glossary, viewport={"width": width, "height": 800}).open("")
    height = page.locator(".site-header").evaluate("e => e.getBoundingClientRect().height")

    assert height <= (70 if width == 1440 else 112)


def test_a_phone_shows_where_the_body_begins(open_window: OpenWindow) -> None:
    """Contents would push it below the edge of the screen; so they are closed, and can be opened."""
    page = open_window("real", viewport={"width": 360, "height": 740}).open(TERM)
    first = page.locator(".prose > p").first
    contents = page.locator(".toc a").first

    assert (first.bounding_box() or {"y": 999})["y"] < 640
    expect(contents).to_be_hidden()
    page.get_by_text("On this page", exact=True).click()
    expect(contents).to_be_visible()
    contents.click()
    expect(page.locator(".prose h2").first).to_be_in_viewport()


def test_a_wide_page_shows_contents_and_no_button(open_window: OpenWindow) -> None:
    """There is room for them at the margin, where they stay while the reader goes on."""
    page = open_window("real", viewport={"width": 1440, "height": 900}).open(TERM)

    expect(page.locator(".toc summary")).to_be_hidden()
    expect(page.locator(".toc a").last).to_be_visible()
    page.locator("#t-what-lowers-it").scroll_into_view_if_needed()
    expect(page.locator(".toc a").first).to_be_in_viewport()


@pytest.mark.parametrize("width", [360, 1440])
def test_the_definition_is_the_largest_text_after_the_headword(
    open_window: OpenWindow, width: int
) -> None:
    """It must be read in two seconds, and nothing may come between the two."""
    page = open_window("real", viewport={"width": width, "height": 740}).open(TERM)
    sizes = page.evaluate(
        """() => ["article#term h1", "p.definition", ".prose p"].map((selector) =>
            parseFloat(getComputedStyle(document.querySelector(selector)).fontSize))"""
    )

    assert sizes == sorted(sizes, reverse=True)
    assert len(set(sizes)) == 3
    expect(page.locator("article#term h1 + p.definition")).to_be_in_viewport(ratio=1)


def test_where_the_body_begins_with_the_definition_it_comes_first(open_window: OpenWindow) -> None:
    """Also where an author wrote no definition of its own."""
    page = open_window("kitchen", viewport={"width": 360, "height": 740}).open("terms/lead/")
    definition = page.locator(".prose > .definition").bounding_box() or {"y": 999}
    facts = page.locator(".facts").bounding_box() or {"y": -1}

    assert definition["y"] < facts["y"]


def test_letters_stay_at_hand_and_lead_to_their_terms(open_window: OpenWindow) -> None:
    """The bar must not cover what it leads to."""
    page = open_window("real", viewport={"width": 360, "height": 740}).open("terms/")
    bar = page.locator(".thumb-bar")
    for letter in ("T", "G"):
        bar.get_by_role("link", name=letter, exact=True).click()
        heading = page.get_by_role("heading", name=letter, exact=True)
        expect(heading).to_be_in_viewport(ratio=1)
        below = (heading.bounding_box() or {"y": -1})["y"]
        edge = bar.bounding_box() or {"y": 999, "height": 0}
        assert edge["y"] + edge["height"] <= below < 300


def test_letters_lead_to_their_terms_among_thousands(
    chromium: Browser, make_site: MakeSite, build_site: BuildSite, serve_folder: ServeFolder
) -> None:
    """What is out of sight is not laid out; a jump must arrive nonetheless."""
    files = {
        f"terms/{letter}{n}.md": f"---\ntitle: {letter}{n:03}\n---\nThe word {n}.\n"
        for letter in "abcdefgh"
        for n in range(250)
    }
    folder = make_site({"site.yaml": "title: Many\n", **files})
    assert build_site(folder).is_ok
    page = chromium.new_page(viewport={"width": 1000, "height": 800})
    page.goto(serve_folder(folder / "_site") + "terms/")

    for letter in ("H", "C"):
        page.locator(".thumb-bar").get_by_role("link", name=letter, exact=True).click()
        expect(page.get_by_role("heading", name=letter, exact=True)).to_be_in_viewport(ratio=1)
        expect(page.get_by_role("link", name=f"{letter.lower()}000")).to_be_in_viewport()
    page.close()


@pytest.mark.parametrize("path", ["", "topics/"])
def test_a_card_leads_to_its_topic_and_its_words_to_terms(
    open_window: OpenWindow, path: str
) -> None:
    """The whole card is a target, but not where a term stands on it."""
    window = open_window("kitchen")
    page = window.open(path)
    card = page.locator(".topic").filter(has_text="Other Scripts")
    card.scroll_into_view_if_needed()
    box = card.locator(".topic-count").bounding_box() or {"x": 0, "y": 0}
    page.mouse.click(box["x"] + 4, box["y"] + 4)
    page.wait_for_url("**/topics/scripts/")

    page = window.open(path)
    page.locator(".topic").get_by_role("link", name="推論").click()
    page.wait_for_url("**/terms/suiron/")


def test_a_printed_term_is_a_handout(open_window: OpenWindow) -> None:
    """What can only be clicked is nothing on paper; what was said and by whom is all of it."""
    page = open_window("kitchen").open("terms/everything/")
    page.emulate_media(media="print")

    for shown in ("h1", ".definition", ".facts", ".prose", "#live-data", "#sources", ".citation"):
        expect(page.locator(shown).first).to_be_visible()
    for hidden in (
        ".site-nav", ".search", ".scheme-switch", ".breadcrumbs", ".toc", ".newsletter", "button",
        ".guide-words", ".site-map", "input", "summary", ".tools a", "#mentioned-in",
    ):  # fmt: skip
        for each in page.locator(hidden).all():
            expect(each).to_be_hidden()


def test_paper_is_white_whatever_the_reader_chose(open_window: OpenWindow) -> None:
    """Ink on a dark page would cost a cartridge."""
    page = open_window("real", color_scheme="dark").open(TERM)
    page.evaluate("document.documentElement.dataset.scheme = 'dark'")
    page.emulate_media(media="print")

    paper, ink = page.evaluate(
        """() => ["backgroundColor", "color"].map((name) => {
            const context = document.createElement("canvas").getContext("2d");
            context.fillStyle = getComputedStyle(document.body)[name];
            context.fillRect(0, 0, 1, 1);
            return context.getImageData(0, 0, 1, 1).data[1];
        })"""
    )
    assert paper > 240
    assert ink < 60


def test_a_wide_table_keeps_the_names_of_its_rows(open_window: OpenWindow) -> None:
    """A figure whose row nobody can tell says nothing."""
    page = open_window("real", viewport={"width": 360, "height": 740}).open("data/ai-chip-specs/")
    table = page.locator(".table-scroll").first
    name = table.locator("tbody th").first
    before = name.bounding_box() or {"x": -1}
    table.evaluate("e => e.scrollBy(400, 0)")
    after = name.bounding_box() or {"x": -2}
    table.evaluate("e => e.scrollBy(0, 300)")
    corner = table.locator("thead th").first
    topmost = corner.evaluate(
        """e => { e.scrollIntoView(); const { left, bottom } = e.getBoundingClientRect();
            return e.contains(document.elementFromPoint(left + 4, bottom - 4)); }"""
    )

    assert table.evaluate("e => e.scrollLeft") > 100
    assert after["x"] == pytest.approx(before["x"], abs=1)
    assert after["width"] < 160
    assert topmost


def test_forced_colours_draw_what_grounds_did(open_window: OpenWindow) -> None:
    """Windows' high contrast takes every ground away; a card without an edge would be no card."""
    page = open_window("kitchen", forced_colors="active").open("")
    edges = page.evaluate(
        """() => [".card", ".thumb-index a", ".topic-terms a"].flatMap((selector) =>
            [...document.querySelectorAll(selector)].map((element) => {
                const style = getComputedStyle(element);
                return [selector, style.borderTopStyle, parseFloat(style.borderTopWidth),
                    style.borderTopColor];
            }))"""
    )

    assert edges
    assert [edge for edge in edges if edge[1] != "solid" or edge[2] < 1] == []
    assert [edge for edge in edges if edge[3] in {"rgba(0, 0, 0, 0)", "transparent"}] == []


def test_a_superscript_is_of_one_size(open_window: OpenWindow) -> None:
    """Few serifs have all superscript digits; from two fonts, 10²⁶ would be of two sizes."""
    page = open_window("real").open("data/training-compute/")
    figure = page.locator(".figure-number").first
    expect(figure).to_have_text("5 × 10²⁶")
    session = page.context.new_cdp_session(page)
    session.send("DOM.enable")
    session.send("CSS.enable")
    root = session.send("DOM.getDocument")["root"]["nodeId"]
    node = session.send("DOM.querySelector", {"nodeId": root, "selector": ".figure-number"})
    fonts = session.send("CSS.getPlatformFontsForNode", {"nodeId": node["nodeId"]})["fonts"]

    glyphs = sorted(font["glyphCount"] for font in fonts)
    assert glyphs in ([8], [2, 6]), fonts


def test_arrows_point_the_way_of_reading(open_window: OpenWindow) -> None:
    """From right to left, on is to the left."""
    latin = arrow(open_window("kitchen").open("terms/everything/"))
    arabic = arrow(open_window("arabic").open("terms/namudhaj/"))

    assert (latin, arabic) == ("→", "←")


def arrow(page: Page) -> str:
    page.evaluate(
        """() => document.querySelector("main").append(
            Object.assign(document.createElement("a"), { className: "more" }))"""
    )
    return str(
        page.locator("main > .more").evaluate(
            "e => getComputedStyle(e, '::after').content.match(/[→←]/)[0]"
        )
    )


def test_joined_letters_and_ideographs_are_not_moved(open_window: OpenWindow) -> None:
    """Latin headlines are set a little tighter; that would break the others."""
    latin = tracking(open_window("kitchen").open("terms/everything/"))
    others = [
        tracking(open_window("kitchen").open("terms/suiron/")),
        tracking(open_window("kitchen").open("terms/istidlal/")),
        tracking(open_window("arabic").open("terms/istidlal/")),
        tracking(open_window("lone").open("terms/suiron/")),
    ]

    assert latin.startswith("-")
    assert others == ["normal"] * 4


def tracking(page: Page) -> str:
    return str(page.locator("h1").evaluate("e => getComputedStyle(e).letterSpacing"))


def test_nothing_moves_for_readers_who_want_it_still(open_window: OpenWindow) -> None:
    """WCAG 2.3.3: motion that nobody asked for makes some readers ill."""
    page = open_window("kitchen", reduced_motion="reduce").open("")
    moving = page.evaluate(
        """() => [...document.querySelectorAll("*")].filter((element) => {
            const style = getComputedStyle(element);
            return style.transitionDuration.split(", ").some((time) => parseFloat(time) > 0)
                || style.animationName !== "none" || style.scrollBehavior === "smooth";
        }).map((element) => element.outerHTML.slice(0, 60))"""
    )

    assert moving == []


def test_a_glossarys_own_stylesheet_wins_without_fighting(
    chromium: Browser, make_site: MakeSite, build_site: BuildSite, serve_folder: ServeFolder
) -> None:
    """As docs/how-to/change-the-look.md says: what stands in no layer wins over the theme's."""
    links = Path("templates/partials/head_links.html").read_text()
    line = '<link rel="stylesheet" href="{{ site.home_href }}look.css">\n'
    folder = make_site(
        {
            "site.yaml": "title: Own\n",
            "terms/gpu.md": "---\ntitle: GPU\ndefinition: A chip.\n---\nIt computes.\n",
            "static/look.css": ":root { --serif: Monoton; --ink: light-dark(#123456, #abcdef) }",
            "templates/partials/head_links.html": links + line,
        }
    )
    assert build_site(folder).is_ok
    page = chromium.new_page(color_scheme="light")
    page.goto(serve_folder(folder / "_site") + "terms/gpu/")
    seen: Any = page.locator(".definition").evaluate(
        "e => [getComputedStyle(e).fontFamily, getComputedStyle(e).color]"
    )
    page.close()

    assert seen == ["Monoton", "rgb(18, 52, 86)"]

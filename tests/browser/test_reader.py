"""What a reader of the real glossary gets, in a real Chromium: by eye, by keyboard and on paper."""

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import product
from typing import Any, Final, Literal

import pytest
from playwright.sync_api import Browser, Page, Request, expect

from tests.conftest import RealSite, ServeFolder
from tests.program import ROOT

pytestmark = pytest.mark.browser

Scheme = Literal["light", "dark"]

TERM: Final = "terms/inference-cost/"
RELATED: Final = [
    "AI Compute",
    "Capex (Capital Expenditure)",
    "ChatGPT",
    "Data Center",
    "Enterprise AI Adoption",
    "Fine-Tuning",
]
ORDER: Final = [
    "term", "live-data", "related", "mentioned-in", "sources", "cite", "newsletter",
]  # fmt: skip
PAGE_TYPES: Final = (
    "", "terms/", TERM, "topics/", "topics/economics/", "data/", "data/inference-price/",
    "newsletter/", "newsletter/2026-11-20-88-percent-or-18/", "404.html", "nowhere/at/all/",
)  # fmt: skip
WIDTHS: Final = (360, 768, 1440)
SCHEMES: Final[tuple[Scheme, ...]] = ("light", "dark")


@dataclass(frozen=True, slots=True)
class Watched:
    """A page, and what no reader should ever cause."""

    page: Page
    home: str
    complaints: list[str] = field(default_factory=list)
    """What the console says and what a script throws."""
    requests: list[str] = field(default_factory=list)
    """What the browser fetches."""

    def watch(self) -> None:
        """Note everything from now on."""
        self.page.on("console", lambda message: self.complaints.append(message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("requestfailed", lambda request: self._note_failure(request))  # noqa: PLW0108 (Playwright sets an attribute on it)
        self.page.on("request", lambda request: self.requests.append(request.url))

    def _note_failure(self, request: Request) -> None:
        if request.failure != "net::ERR_ABORTED":  # the reader has gone on
            self.complaints.append(f"{request.url}: {request.failure}")

    def open(self, path: str) -> Page:
        """Go to a page of the site."""
        self.page.goto(self.home + path)
        return self.page

    def strangers(self) -> list[str]:
        """List requests to anybody but the site."""
        return [url for url in self.requests if not url.startswith(self.home)]


@pytest.fixture(scope="module")
def home(real_site: RealSite, serve_folder: ServeFolder) -> str:
    """The address of the real glossary's home page, below a base path as on GitHub."""
    return serve_folder(real_site.repo, "/repo/")


@pytest.fixture
def reader(chromium: Browser, home: str) -> Iterator[Any]:
    """Open a browser window with the reader's own settings."""
    contexts = []

    def make(**settings: Any) -> Watched:  # noqa: ANN401 (what Playwright takes)
        contexts.append(chromium.new_context(**settings))
        watched = Watched(contexts[-1].new_page(), home)
        watched.watch()
        return watched

    yield make
    for context in contexts:
        context.close()


SETTINGS: Final = [
    pytest.param(
        {
            "java_script_enabled": is_on,
            "viewport": {"width": width, "height": 800},
            "color_scheme": scheme,
        },
        id=f"{'js' if is_on else 'no-js'}-{width}-{scheme}",
    )
    for is_on, width, scheme in product((False, True), WIDTHS, SCHEMES)
]


@pytest.mark.parametrize("settings", SETTINGS)
def test_a_term_can_be_read_whatever_the_reader_has(reader: Any, settings: dict[str, Any]) -> None:  # noqa: ANN401
    """The parts come in the order the contract names, and nothing is asked of anybody else."""
    window = reader(**settings)
    page = window.open(TERM)

    expect(page.locator("article#term h1")).to_have_text("Inference Cost")
    expect(page.locator("article#term p.definition")).to_be_visible()
    parts = page.locator("main > [id]:not([id=''])").all()
    assert [part.get_attribute("id") for part in parts] == ORDER
    tops = [(box or {"y": -1})["y"] for part in parts if (box := part.bounding_box())]
    assert tops == sorted(tops)
    assert len(tops) == len(ORDER)
    expect(page.locator("#live-data h2")).to_have_text("Live Data")
    expect(page.locator("#related h2")).to_have_text("Related Terms")
    assert page.locator("#related .card h3").all_inner_texts() == RELATED
    for card in page.locator("#related .card").all():
        expect(card.locator("p")).to_be_visible()
        assert len(card.locator("p").inner_text()) > 20
    expect(page.locator("#newsletter")).to_contain_text("88 percent or 18 percent?")
    assert window.complaints == []
    assert window.strangers() == []


def test_the_newsletter_names_its_latest_issue(reader: Any) -> None:  # noqa: ANN401
    """The newest file, not the first of the folder."""
    page = reader(java_script_enabled=False).open("newsletter/")
    newest = page.locator("main article, main li").filter(has=page.locator("time")).first
    title = newest.locator("a").first.inner_text()

    page = reader(java_script_enabled=False).open(TERM)

    expect(page.locator("#newsletter")).to_contain_text(f"Latest issue: {title}")


@pytest.mark.parametrize("is_on", [False, True], ids=["no-js", "js"])
def test_every_way_out_of_a_term_can_be_walked(reader: Any, *, is_on: bool) -> None:  # noqa: ANN401
    """Related cards, backlinks, automatic links and data: a click each."""
    window = reader(java_script_enabled=is_on)
    walks = (
        ("#related .card >> nth=0", "h1", "AI Compute"),
        ("#mentioned-in a >> nth=0", "#mentioned-in, #related", ""),
        ("a.term-link.auto >> nth=0", "article#term h1", ""),
        ("#live-data a:has-text('Explore the Data') >> nth=0", "h1", "Price"),
    )
    for start, arrived, words in walks:
        page = window.open(TERM)
        page.locator(start).click()
        page.wait_for_url(re.compile(rf"^(?!.*{TERM}$)"))
        expect(page.locator(arrived).first).to_contain_text(words)
        page.go_back()
        expect(page.locator("h1")).to_have_text("Inference Cost")

    assert window.complaints == []
    assert window.strangers() == []


def test_a_backlink_leads_to_a_page_that_links_back(reader: Any) -> None:  # noqa: ANN401
    """That is what *Mentioned in* says."""
    window = reader(java_script_enabled=False)
    page = window.open(TERM)
    page.locator("#mentioned-in a").first.click()

    expect(page.locator("article#term")).to_be_visible()
    assert page.locator(f"main a[href='/repo/{TERM}']").count() > 0


def test_a_dataset_can_be_taken_away_byte_for_byte(
    reader: Any,  # noqa: ANN401
    real_site: RealSite,
) -> None:
    """A download that differs from the file would be cited wrongly."""
    window = reader(accept_downloads=True)
    page = window.open("data/inference-price/")

    with page.expect_download() as started:
        page.get_by_role("link", name="CSV").click()

    taken = started.value
    assert taken.suggested_filename == "inference-price.csv"
    assert taken.path().read_bytes() == (real_site.repo / "data/inference-price.csv").read_bytes()
    assert window.strangers() == []


@pytest.mark.parametrize("width", [320, 360])
@pytest.mark.parametrize("path", PAGE_TYPES)
def test_no_page_scrolls_sideways_on_a_telephone(
    reader: Any,  # noqa: ANN401
    path: str,
    width: int,
) -> None:
    """Tables scroll inside themselves; the page does not."""
    page = reader(viewport={"width": width, "height": 640}).open(path)

    wide, narrow = page.evaluate(
        "[document.documentElement.scrollWidth, document.documentElement.clientWidth]"
    )
    assert wide <= narrow


@pytest.mark.parametrize("path", PAGE_TYPES)
def test_every_kind_of_page_loads_in_silence(reader: Any, path: str) -> None:  # noqa: ANN401
    """No message in the console, and no request to anybody else."""
    window = reader()
    window.open(path)

    is_missing = path == "nowhere/at/all/"
    assert [text for text in window.complaints if not (is_missing and "404" in text)] == []
    assert window.strangers() == []
    expect(window.page.locator("h1")).to_have_count(1)


def test_an_old_address_leads_on_by_itself(reader: Any) -> None:  # noqa: ANN401
    """Also on hosts that know no redirects, and without JavaScript."""
    window = reader(java_script_enabled=False)
    page = window.open("terms/cost-per-token/")

    page.wait_for_url(f"**/{TERM}")
    expect(page.locator("h1")).to_have_text("Inference Cost")
    assert window.complaints == []


def test_the_keyboard_reaches_the_text_first(reader: Any) -> None:  # noqa: ANN401
    """Who cannot use a mouse should not have to pass the navigation on every page."""
    page = reader(viewport={"width": 1000, "height": 800}).open(TERM)

    page.keyboard.press("Tab")
    link = page.locator(":focus")
    expect(link).to_have_text("Skip to content")
    expect(link).to_be_in_viewport()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('main').contains(document.activeElement)")


def test_focus_can_be_seen_wherever_it_goes(reader: Any) -> None:  # noqa: ANN401
    """A reader who cannot see the focus is lost."""
    page = reader(viewport={"width": 1000, "height": 800}).open(TERM)
    unseen = []
    for _ in range(40):
        page.keyboard.press("Tab")
        shown = page.evaluate(
            """() => {
                const element = document.activeElement;
                const style = (which) => {
                    const seen = getComputedStyle(element, which);
                    return seen.outlineStyle !== 'none' && parseFloat(seen.outlineWidth) >= 1;
                };
                return [element.outerHTML.slice(0, 80), style(null) || style('::after')];
            }"""
        )
        unseen += [] if shown[1] else [shown[0]]

    assert unseen == []


def test_text_is_large_enough_to_read(reader: Any) -> None:  # noqa: ANN401
    """Sixteen pixels at least, and lines that are no longer than the eye can follow."""
    page = reader(viewport={"width": 1440, "height": 900}).open(TERM)
    sizes = page.evaluate(
        """() => [...document.querySelectorAll('.prose p, p.definition, #related .card p')].map(
            (p) => parseFloat(getComputedStyle(p).fontSize))"""
    )
    width, size = page.evaluate(
        """() => { const p = document.querySelector('.prose p');
            return [p.clientWidth, parseFloat(getComputedStyle(p).fontSize)]; }"""
    )

    assert min(page.evaluate("parseFloat(getComputedStyle(document.body).fontSize)"), 16) == 16
    assert min(sizes) >= 15
    assert width / size < 45


def luminance(page: Page, selector: str, prop: str) -> float:
    """Measure how bright a colour of an element is, by WCAG's formula."""
    painted = page.evaluate(
        """([selector, prop]) => {
            const context = document.createElement('canvas').getContext('2d');
            context.fillStyle = getComputedStyle(document.querySelector(selector))[prop];
            context.fillRect(0, 0, 1, 1);
            return [...context.getImageData(0, 0, 1, 1).data].slice(0, 3);
        }""",
        [selector, prop],
    )
    red, green, blue = (
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4
        for c in (value / 255 for value in painted)
    )
    return float(0.2126 * red + 0.7152 * green + 0.0722 * blue)


def paper(page: Page) -> float:
    """Measure how bright the page is."""
    transparent = page.evaluate(
        "['rgba(0, 0, 0, 0)', 'transparent'].includes(getComputedStyle(document.body)"
        ".backgroundColor)"
    )
    return luminance(page, "html" if transparent else "body", "backgroundColor")


@pytest.mark.parametrize("scheme", SCHEMES)
def test_the_page_follows_the_readers_scheme_with_contrast(reader: Any, scheme: Scheme) -> None:  # noqa: ANN401
    """Dark is dark, light is light, and text stands out in both (WCAG 1.4.3: 4.5 to 1)."""
    page = reader(color_scheme=scheme).open(TERM)
    ground = paper(page)
    ratios = {}
    for selector in (".prose p", "p.definition", ".prose a", "#related .card p", ".colophon p"):
        ink = luminance(page, selector, "color")
        lighter, darker = max(ink, ground), min(ink, ground)
        ratios[selector] = (lighter + 0.05) / (darker + 0.05)

    assert ground < 0.05 if scheme == "dark" else ground > 0.8
    assert {selector: ratio for selector, ratio in ratios.items() if ratio < 4.5} == {}


def test_forced_colours_leave_everything_legible(reader: Any) -> None:  # noqa: ANN401
    """Windows' high contrast replaces every colour of ours; borders must carry the cards then."""
    window = reader(forced_colors="active")
    page = window.open(TERM)

    assert page.evaluate("matchMedia('(forced-colors: active)').matches")
    expect(page.locator("#related .card").first).to_be_visible()
    assert luminance(page, "h1", "color") != paper(page)
    assert len(page.screenshot()) > 5000
    assert window.complaints == []


def test_a_reader_may_enlarge_the_text_twofold(reader: Any) -> None:  # noqa: ANN401
    """WCAG 1.4.4; and nothing may run out of the page for it."""
    page = reader(viewport={"width": 640, "height": 800}).open(TERM)
    page.evaluate("document.documentElement.style.fontSize = '200%'")

    wide, narrow = page.evaluate(
        "[document.documentElement.scrollWidth, document.documentElement.clientWidth]"
    )
    assert wide <= narrow


def test_a_printed_term_keeps_its_sources(reader: Any) -> None:  # noqa: ANN401
    """On paper nobody can look anything up, so the sources and their addresses are printed."""
    page = reader().open(TERM)
    page.emulate_media(media="print")

    expect(page.locator("#sources")).to_be_visible()
    expect(page.locator("#sources li").first).to_be_visible()
    expect(page.locator(".site-header nav")).to_be_hidden()
    content = page.locator("#sources a[href^='http']").first.evaluate(
        "e => getComputedStyle(e, '::after').content"
    )
    assert "https://hai.stanford.edu" in content or "attr(href)" in content
    assert paper(page) > 0.8
    words = pdf_text(page.pdf(format="A4"))
    assert "AIIndexReport2025" in words
    assert "hai.stanford.edu" in words


def pdf_text(pdf: bytes) -> str:
    """Read the words of a PDF that Chromium printed, without their spaces.

    Glyphs are mapped back through the fonts' ToUnicode tables; that is all this needs.
    """
    objects = {int(m[1]): m[2] for m in re.finditer(rb"(\d+) 0 obj(.*?)endobj", pdf, re.DOTALL)}
    streams = {number: _inflated(body) for number, body in objects.items()}
    tables = {number: _to_unicode(streams[number]) for number in objects}
    fonts: dict[bytes, dict[int, str]] = {}
    for body in objects.values():
        for name, number in re.findall(rb"/(F\d+) (\d+) 0 R", body):
            to_unicode = re.search(rb"/ToUnicode (\d+) 0 R", objects.get(int(number), b""))
            if to_unicode:
                fonts[name] = tables[int(to_unicode[1])]
    words = []
    for stream in streams.values():
        font: dict[int, str] = {}
        for token in re.finditer(rb"/(F\d+) [\d.]+ Tf|<([0-9A-Fa-f]+)>", stream):
            if token[1]:
                font = fonts.get(token[1], {})
            else:
                codes = (int(token[2][i : i + 4], 16) for i in range(0, len(token[2]), 4))
                words += [font.get(code, "") for code in codes]
    return "".join("".join(words).split())


def _inflated(body: bytes) -> bytes:
    found = re.search(rb"stream\r?\n(.*)\r?\nendstream", body, re.DOTALL)
    if found is None:
        return b""
    try:
        return zlib.decompress(found[1]) if b"/FlateDecode" in body else found[1]
    except zlib.error:
        return b""


def _to_unicode(table: bytes) -> dict[int, str]:
    mapped: dict[int, str] = {}
    for block in re.findall(rb"beginbfchar(.*?)endbfchar", table, re.DOTALL):
        for code, text in re.findall(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>", block):
            mapped[int(code, 16)] = bytes.fromhex(text.decode()).decode("utf-16-be")
    for block in re.findall(rb"beginbfrange(.*?)endbfrange", table, re.DOTALL):
        for first, last, text in re.findall(rb"<(\w+)>\s*<(\w+)>\s*<(\w+)>", block):
            for code in range(int(first, 16), int(last, 16) + 1):
                mapped[code] = chr(int(text, 16) + code - int(first, 16))
    return mapped


def test_without_a_provider_the_feed_is_offered(reader: Any) -> None:  # noqa: ANN401
    """A form that leads nowhere would be a lie."""
    page = reader().open(TERM)

    expect(page.locator("#newsletter form")).to_have_count(0)
    link = page.locator("#newsletter").get_by_role("link", name="feed")
    assert link.get_attribute("href") == "/repo/newsletter/feed.xml"
    assert (ROOT / "newsletter").is_dir()

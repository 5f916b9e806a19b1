"""The script for other sites, in a real browser, on a page of another origin with a strict policy."""

import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest
from playwright.sync_api import Browser, Page, expect

from glossary_site.exporting.embeds import integrity
from glossary_site.theme import default_theme, embed_scripts
from tests.browser.test_accessibility import violations
from tests.conftest import ServeFolder

pytestmark = pytest.mark.browser

LIMIT: Final = 5_000
"""Bytes of the script, gzipped."""
RELEASED: Final = {
    "1.0.0": "sha384-7LnIC7t9bNI1bxUohYgaBciDNQC2jP5J5KSmucQ+90QAOLhvc74+mMFdynC9ak9f",
}
"""What was published under a version, for ever."""
PAGE: Final = """\
<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Another site</title>
<meta name="viewport" content="width=device-width">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src {origin}; connect-src {origin}; style-src 'self'; frame-src {origin}; require-trusted-types-for 'script'; trusted-types 'none'">
<script src="{home}embed.js" defer{more}></script>
</head><body><main>
<h1>All about dogs</h1>
<p id="marked">A link to the <a href="{home}terms/dog/" data-glossary>dog</a>, and a word: <span data-glossary="lead">lead</span>.</p>
<div data-glossary-find id="found">
<h2>A dog in a heading</h2>
<p>The cat, the other cat and the CAT. Doghouse, hotdog, dog's. A felis
  catus; a lead of the race, and the LD.</p>
<p><a href="/x">A puppy in a link</a>, <code>puppy</code>, and puppies.</p>
</div>
<p>{tall}<a href="{home}terms/animal/" data-glossary id="late">animal</a></p>
</main></body></html>
"""
NOTE: Final = """
window.refused = [];
document.addEventListener("securitypolicyviolation", (event) => {
  window.refused.push(`${event.violatedDirective} ${event.blockedURI}`);
});
"""


def write_page(folder: Path, home: str, more: str = "") -> Path:
    origin = home.split("/words/", maxsplit=1)[0]
    text = PAGE.replace("{home}", home).replace("{origin}", origin).replace("{more}", more)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "index.html").write_text(text.replace("{tall}", ""), encoding="utf-8")
    (folder / "404.html").write_text("nothing here", encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def home(animals: Path, serve_folder: ServeFolder) -> str:
    """The address of the glossary."""
    return serve_folder(animals, "/words/")


@pytest.fixture(scope="module")
def elsewhere(
    home: str, serve_folder: ServeFolder, tmp_path_factory: pytest.TempPathFactory
) -> str:
    """The address of another site, whose origin differs by its port."""
    return serve_folder(write_page(tmp_path_factory.mktemp("elsewhere"), home))


@pytest.fixture
def page(chromium: Browser, elsewhere: str) -> Iterator[Page]:
    """The page of the other site, once words are found in it."""
    context = chromium.new_context(viewport={"width": 800, "height": 600})
    page = context.new_page()
    page.add_init_script(NOTE)
    page.goto(elsewhere)
    expect(page.locator("#found a[data-glossary]").first).to_be_attached()
    yield page
    context.close()


def card(page: Page) -> Any:  # noqa: ANN401 (Playwright's locator)
    return page.locator("div[popover] .card")


def is_whole(page: Page) -> None:
    """Nothing was refused, and axe finds nothing, in light, dark and forced colours."""
    assert violations(page) == []
    assert page.evaluate("window.refused") == []


THREE: Final = (
    ("#marked a >> nth=0", "Dog", "An animal that barks."),
    ("#marked a >> nth=1", "Lead (LD)", "A strap"),
    ("#late", "Animal", "What moves & eats"),
)


def test_a_pointer_shows_three_definitions_on_another_site(page: Page) -> None:
    """One after the other, each with a link back, and none without a reason."""
    for place, title, text in THREE:
        page.locator(place).hover()
        expect(card(page)).to_contain_text(title)
        expect(card(page)).to_contain_text(text)
        expect(card(page).get_by_role("link", include_hidden=True)).to_have_attribute(
            "href", page.locator(place).get_attribute("href") or ""
        )
        box = card(page).bounding_box()
        assert box is not None
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 800
        is_whole(page)
        page.mouse.move(5, 590)
        expect(card(page)).to_be_hidden()


def test_the_keyboard_shows_three_definitions_on_another_site(page: Page) -> None:
    """Tab leads from word to word; what is shown is told to those who listen."""
    for place, title, text in THREE:
        page.locator(place).evaluate("e => e.previousElementSibling?.blur()")
        while not page.locator(place).evaluate("e => e === document.activeElement"):
            page.keyboard.press("Tab")
        expect(card(page)).to_contain_text(title)
        described = page.locator(place).get_attribute("aria-describedby")
        assert described
        told = page.locator(f"#{described}").evaluate("e => e.textContent")
        assert text in told
        is_whole(page)
        page.keyboard.press("Escape")
        expect(card(page)).to_be_hidden()
        assert page.locator(place).evaluate("e => e === document.activeElement")
        assert page.locator(place).get_attribute("aria-describedby") is None


def test_a_finger_shows_three_definitions_on_another_site(
    chromium: Browser, elsewhere: str, home: str
) -> None:
    """The first tap shows; the second, or the link in the card, leads on."""
    context = chromium.new_context(
        viewport={"width": 360, "height": 640}, has_touch=True, is_mobile=True
    )
    page = context.new_page()
    page.add_init_script(NOTE)
    page.goto(elsewhere)
    expect(page.locator("#found a[data-glossary]").first).to_be_attached()
    for place, title, _ in THREE:
        page.locator(place).tap()
        expect(card(page)).to_contain_text(title)
        box = card(page).bounding_box()
        assert box is not None
        assert box["x"] + box["width"] <= 360
        is_whole(page)
    assert page.url == elsewhere
    page.locator(THREE[2][0]).tap()
    page.wait_for_url(f"{home}terms/animal/")
    context.close()


def test_a_card_stays_while_the_pointer_is_on_it(page: Page) -> None:
    """WCAG 1.4.13: who needs it enlarged moves onto it."""
    page.locator(THREE[0][0]).hover()
    expect(card(page)).to_be_visible()
    box = card(page).bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 20, box["y"] + box["height"] / 2, steps=8)
    page.wait_for_timeout(600)  # longer than the script waits
    expect(card(page)).to_be_visible()
    page.keyboard.press("Escape")
    expect(card(page)).to_be_hidden()


def test_words_are_found_where_they_should_be(page: Page) -> None:
    """The first mention of each term, whole words, in its own case; not in links, code, headings."""
    found = page.locator("#found a[data-glossary]")
    words = [" ".join(text.split()) for text in found.all_inner_texts()]
    slugs = [
        href.rsplit("/", 2)[-2] for href in found.evaluate_all("all => all.map((a) => a.href)")
    ]

    assert list(zip(words, slugs, strict=True)) == [
        ("cat", "cat"), ("dog", "dog"), ("LD", "lead"), ("puppies", "puppy"),
    ]  # fmt: skip


def test_what_comes_later_is_looked_at_on_request(page: Page) -> None:
    """A page that is made by scripts says when it has changed."""
    page.evaluate("""() => {
        const more = document.createElement("p");
        more.textContent = "An animal.";
        document.querySelector("#found").append(more);
        document.dispatchEvent(new Event("glossary-scan"));
    }""")

    expect(page.locator("#found > p:last-child a")).to_have_text("animal")


def test_the_script_keeps_nothing_and_sends_nothing(page: Page, home: str) -> None:
    """No cookie, no storage, no address of the reader's page; nobody is asked but the glossary."""
    asked = []
    page.on("requestfinished", lambda request: asked.append((request.url, request.all_headers())))
    page.locator(THREE[0][0]).hover()
    expect(card(page)).to_be_visible()

    kept = "[document.cookie, localStorage.length, sessionStorage.length, Object.keys(window).filter((k) => /gloss/i.test(k)).length]"
    assert page.evaluate(kept) == ["", 0, 0, 0]
    assert [url for url, _ in asked] == [f"{home}api/v1/terms/dog.json"]
    assert [sorted({"referer", "cookie"} & headers.keys()) for _, headers in asked] == [[]]


def test_what_a_glossary_sends_is_only_text(
    chromium: Browser, animals: Path, serve_folder: ServeFolder, tmp_path: Path
) -> None:
    """A glossary that was broken into must not break into all sites that show it."""
    evil = tmp_path / "evil"
    (evil / "api/v1/terms").mkdir(parents=True)
    (evil / "404.html").write_text("nothing")
    (evil / "embed.js").write_bytes((animals / "embed.js").read_bytes())
    (evil / "_headers").write_text("/*\n  Access-Control-Allow-Origin: *\n")
    bad = '"><img src=x onerror="window.hurt=1"><script>window.hurt=1</script>'
    dog = {
        "title": bad, "abbreviation": {"x": 1}, "definition": {"text": bad * 40, "html": bad},
        "language": bad, "glossary": {"title": bad}, "url": "javascript:window.hurt=1",
    }  # fmt: skip
    (evil / "api/v1/terms/dog.json").write_text(json.dumps(dog))
    (evil / "api/v1/terms/lead.json").write_text("[1, 2")
    (evil / "api/v1/terms/animal.json").write_text("null")
    names = {"any_case": {"cat": "javascript:alert(1)", "the": "../../x", "other": "cat"}}
    (evil / "api/v1/names.json").write_text(json.dumps(names))
    home = serve_folder(evil, "/words/")
    elsewhere = serve_folder(write_page(tmp_path / "site", home))
    context = chromium.new_context()
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(elsewhere)
    page.locator(THREE[0][0]).hover()

    expect(card(page)).to_contain_text("<script>window.hurt=1</script>")
    assert page.evaluate("window.hurt") is None
    assert card(page).locator("img, script").count() == 0
    assert card(page).locator("a").get_attribute("href") == f"{home}terms/dog/"
    hrefs = page.locator("#found a[data-glossary]").evaluate_all("all => all.map((a) => a.href)")
    assert hrefs == [f"{home}terms/cat/"]
    for place in (THREE[1][0], THREE[2][0]):
        page.keyboard.press("Escape")
        page.locator(place).hover()
        page.wait_for_timeout(400)  # longer than the script waits
        expect(card(page)).to_be_hidden()
    assert errors == []
    context.close()


@pytest.mark.parametrize("more", ["", " integrity='sha384-AAAA' crossorigin='anonymous'"])
def test_without_the_glossary_a_page_is_what_it_was(
    more: str, chromium: Browser, animals: Path, serve_folder: ServeFolder, tmp_path: Path
) -> None:
    """Links stay links, words stay words: whether nothing answers, or what answers is another."""
    empty = tmp_path / "empty"
    empty.mkdir()
    (empty / "404.html").write_text("nothing")
    folder = animals if more else empty
    home = serve_folder(folder, "/words/")
    elsewhere = serve_folder(write_page(tmp_path / "site", home, more))
    context = chromium.new_context()
    page = context.new_page()
    page.goto(elsewhere)
    page.locator(THREE[0][0]).hover()
    page.wait_for_timeout(400)  # longer than the script waits

    assert page.locator("#marked").inner_text() == "A link to the dog, and a word: lead."
    assert page.locator("#found a[data-glossary]").count() == 0
    assert page.locator("div[popover]").count() == 0
    context.close()


def test_a_version_with_its_digest_runs(
    chromium: Browser, home: str, animals: Path, serve_folder: ServeFolder, tmp_path: Path
) -> None:
    """The documentation tells sites to name the digest: it must be the one that browsers compute."""
    digest = integrity((animals / "embed/1.0.0.js").read_bytes())
    site = write_page(tmp_path / "site", home, f" integrity='{digest}' crossorigin='anonymous'")
    text = (site / "index.html").read_text(encoding="utf-8")
    (site / "index.html").write_text(text.replace("embed.js", "embed/1.0.0.js"), encoding="utf-8")
    context = chromium.new_context()
    page = context.new_page()
    page.goto(serve_folder(site))
    page.locator(THREE[0][0]).hover()

    expect(card(page)).to_contain_text("An animal that barks.")
    context.close()


def test_a_released_version_never_changes() -> None:
    """Sites that name a digest would lose their definitions without a word."""
    assert {
        name: integrity(body) for name, body in embed_scripts(default_theme()).items()
    } == RELEASED


def test_the_script_is_small(animals: Path) -> None:
    """It is loaded by pages that are not ours to slow down."""
    script = (animals / "embed.js").read_bytes()

    assert len(gzip.compress(script)) < LIMIT
    assert script == (animals / "embed" / f"{list(RELEASED)[-1]}.js").read_bytes()
    for word in (b"innerHTML", b"eval(", b"cookie", b"localStorage", b"insertAdjacent", b"import"):
        assert word not in script

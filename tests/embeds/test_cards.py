"""Cards in frames of other sites, what oEmbed says of them, and the page that tries everything."""

import gzip
import json
from pathlib import Path
from typing import Any, Final

import lxml.html
import pytest
from playwright.sync_api import Browser, expect

from glossary_site.exporting.embeds import integrity
from tests.browser.test_accessibility import violations
from tests.conftest import ORIGIN, BuildSite, MakeSite, RealSite, ServeFolder
from tests.machines.sites import CONFIG, FILES

CARD: Final = 2_000
"""Bytes of a term's card, gzipped, without its stylesheet."""


def parsed(path: Path) -> Any:  # noqa: ANN401 (lxml's element)
    return lxml.html.fromstring(path.read_bytes())


def oembed(path: Path) -> Any:  # noqa: ANN401 (JSON)
    return json.loads(path.read_bytes())


def test_every_term_and_every_chart_has_a_card(real_site: RealSite) -> None:
    """Who finds one takes the address of the next for granted."""
    site = real_site.root
    terms = {path.stem for path in (site / "api/v1/terms").glob("*.json")}
    charts = {
        path.parent.name for path in site.glob("data/*/index.html") if parsed(path).xpath("//*[@id='chart']")
    }  # fmt: skip

    assert len(terms) > 50
    assert all((site / "embed" / slug / "index.html").is_file() for slug in terms)
    assert {path.parent.name for path in site.glob("embed/data/*/index.html")} == charts != set()


def test_a_card_says_what_the_term_means_and_where_it_is_from(real_site: RealSite) -> None:
    """A definition without its source is only a claim."""
    site = real_site.root
    for path in site.glob("embed/*/index.html"):
        card, told = parsed(path), oembed(site / f"api/v1/terms/{path.parent.name}.json")
        (link,) = card.xpath("//h1/a")
        assert link.text_content() == told["title"]
        assert ORIGIN + link.get("href") == told["url"]
        assert card.xpath("string(//main/p)") == told["definition"]["text"]
        assert card.xpath("//footer/a/@href") == ["/"]
        assert card.xpath("//meta[@name='robots']/@content") == ["noindex"]
        assert card.xpath("//link[@rel='canonical']/@href") == [told["url"]]
        assert not card.xpath("//script")
        assert all(one.get("target") == "_blank" for one in card.xpath("//a"))
        assert len(gzip.compress(path.read_bytes())) < CARD


def test_oembed_answers_as_its_specification_asks(real_site: RealSite) -> None:
    """https://oembed.com/, section 2.3.4: a rich answer has these, and its HTML shows the card."""
    site = real_site.root
    files = [*site.glob("embed/*/oembed.json"), *site.glob("embed/data/*/oembed.json")]
    assert len(files) > 70
    for path in files:
        told = oembed(path)
        assert (told["version"], told["type"]) == ("1.0", "rich")
        assert isinstance(told["width"], int)
        assert isinstance(told["height"], int)
        assert told["provider_url"] == f"{ORIGIN}/"
        (frame,) = lxml.html.fragments_fromstring(told["html"])
        assert frame.tag == "iframe"
        assert frame.get("title")
        shown = site / frame.get("src").removeprefix(f"{ORIGIN}/") / "index.html"
        assert shown == path.with_name("index.html")


def test_pages_lead_to_the_answer_for_oembed(real_site: RealSite) -> None:
    """Systems look for it in the head of the page that somebody has pasted."""
    site = real_site.root
    pages = [*site.glob("terms/*/index.html"), *site.glob("data/*/index.html")]
    found = 0
    for path in pages:
        for href in parsed(path).xpath("//link[@type='application/json+oembed']/@href"):
            assert oembed(site / href.removeprefix("/"))["type"] == "rich"
            found += 1
    assert found > 70


def test_without_a_host_there_is_nothing_for_oembed(
    make_site: MakeSite, build_site: BuildSite
) -> None:
    """Its answers need whole addresses; the cards do not."""
    root = make_site({**FILES, "site.yaml": CONFIG.replace("https://g.example/words/", "/words/")})
    build_site(root)

    assert not list((root / "_site").rglob("oembed.json"))
    assert (root / "_site/embed/dog/index.html").is_file()
    assert b"oembed" not in (root / "_site/terms/dog/index.html").read_bytes()


def test_what_a_term_says_stays_text_in_its_card(
    make_site: MakeSite, build_site: BuildSite
) -> None:
    """A frame on another site must not be what an author wrote into a definition."""
    bad = '"><script>alert(1)</script><img src=x onerror=alert(1)>'
    term = f"---\ntitle: {json.dumps('Bad ' + bad)}\nslug: bad\ndefinition: {json.dumps(bad)}\n---\nWords.\n"
    root = make_site({**FILES, "terms/bad.md": term})
    report = build_site(root)
    card = parsed(root / "_site/embed/bad/index.html")
    told = oembed(root / "_site/embed/bad/oembed.json")

    assert report.is_ok
    assert not card.xpath("//script | //img")
    assert card.xpath("string(//main/p)") == bad
    (frame,) = lxml.html.fragments_fromstring(told["html"])
    assert frame.get("title").startswith(f"Bad {bad}")
    assert sorted(frame.keys()) == sorted(["src", "title", "width", "height", "loading", "sandbox"])


@pytest.mark.browser
def test_cards_are_shown_in_frames_of_another_site(
    chromium: Browser, real_site: RealSite, serve_folder: ServeFolder, tmp_path: Path
) -> None:
    """A term and a chart, on a page that runs no script at all, and nothing for axe to find."""
    home = serve_folder(real_site.repo, "/repo/")
    frames = "".join(
        f'<iframe src="{home}{path}" title="{path}" width="340" height="420"></iframe>'
        for path in ("embed/inference-cost/", "embed/data/inference-price/")
    )
    text = f'<!doctype html><html lang="en"><title>x</title><main><h1>x</h1>{frames}</main></html>'
    (tmp_path / "index.html").write_text(text)
    (tmp_path / "404.html").write_text("")
    context = chromium.new_context(java_script_enabled=True)
    page = context.new_page()
    page.goto(serve_folder(tmp_path))
    for number, words in enumerate(("Inference Cost", "Price of GPT-3.5-level inference")):
        frame = page.frame_locator("iframe").nth(number)
        expect(frame.get_by_role("heading")).to_contain_text(words)
        sideways = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        assert page.frames[number + 1].evaluate(sideways) <= 0
    for path in ("embed/inference-cost/", "embed/data/inference-price/"):
        page.goto(home + path)
        assert violations(page) == []
    context.close()


@pytest.mark.browser
def test_the_page_that_tries_everything_works(
    chromium: Browser, real_site: RealSite, serve_folder: ServeFolder
) -> None:
    """Its words, its frames and its code; with the digest of the very script it shows."""
    home = serve_folder(real_site.repo, "/repo/")
    context = chromium.new_context(viewport={"width": 900, "height": 700})
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.goto(f"{home}embed/")
    page.locator("a[data-glossary]").first.hover()

    expect(page.locator("div[popover] .card")).to_be_visible()
    assert page.locator("#term-preview").count() == 0
    expect(page.locator(".example a[data-glossary]").first).to_be_attached()
    for number in range(page.locator("iframe").count()):
        page.locator("iframe").nth(number).scroll_into_view_if_needed()
        expect(page.frame_locator("iframe").nth(number).get_by_role("heading")).to_be_visible()
    script = max((real_site.repo / "embed").glob("*.js"))
    assert integrity(script.read_bytes()) in page.locator("main").inner_html()
    assert violations(page) == []
    assert complaints == []
    context.close()

"""What a real Chromium makes of data blocks, icons and the web manifest, under the page's policy."""

import json
from typing import Final

import pytest
from playwright.sync_api import Browser, Page

from tests.conftest import BuildSite, MakeSite, RealSite, ServeFolder

pytestmark = pytest.mark.browser

NOTE_VIOLATIONS: Final = """
window.violations = [];
document.addEventListener("securitypolicyviolation", (event) => {
  window.violations.push(`${event.violatedDirective} ${event.blockedURI}`);
});
"""
HOSTILE: Final = "</script><script>window.hurt = 1</script>"


@pytest.fixture
def page(chromium: Browser) -> Page:
    """A page that notes what its policy refuses."""
    page = chromium.new_page()
    page.add_init_script(NOTE_VIOLATIONS)
    return page


def data_of(page: Page) -> list[str]:
    found: list[str] = page.eval_on_selector_all(
        "script[type='application/ld+json']", "all => all.map((one) => one.textContent)"
    )
    return found


@pytest.mark.parametrize("path", ["", "terms/", "terms/gpu/", "topics/", "data/", "newsletter/"])
def test_data_blocks_pass_the_strictest_policy(
    page: Page, real_site: RealSite, serve_folder: ServeFolder, path: str
) -> None:
    """The policy forbids inline scripts; a data block is none, and stays readable."""
    answer = page.goto(serve_folder(real_site.repo, "/repo/") + path)

    assert answer is not None
    assert answer.ok
    assert "script-src 'self';" in answer.headers["content-security-policy"]
    assert page.evaluate("window.violations") == []
    (block,) = data_of(page)
    assert json.loads(block)["@graph"]


def test_a_script_in_a_title_stays_words(
    page: Page, make_site: MakeSite, build_site: BuildSite, serve_folder: ServeFolder
) -> None:
    """Neither the data block nor an attribute of the head lets it out."""
    text = json.dumps(HOSTILE)
    term = f"---\ntitle: {text}\ndefinition: {text}\nslug: gpu\naliases: ['\"><img src=x>']\n---\n"
    folder = make_site({"site.yaml": "title: '<b>T</b>'\n", "terms/gpu.md": term})
    assert build_site(folder).is_ok
    page.goto(serve_folder(folder / "_site") + "terms/gpu/")
    (block,) = data_of(page)

    assert page.evaluate("window.hurt") is None
    assert page.evaluate("window.violations") == []
    assert json.loads(block)["@graph"][0]["name"] == HOSTILE
    assert page.locator("head img, head b").count() == 0


def test_chromium_finds_no_mistake_in_the_manifest(
    page: Page, real_site: RealSite, serve_folder: ServeFolder
) -> None:
    """It says so to developers only; a reader would just never be offered the site."""
    home = serve_folder(real_site.repo, "/repo/")
    page.goto(home)
    session = page.context.new_cdp_session(page)
    found = session.send("Page.getAppManifest")

    assert found["url"] == home + "manifest.webmanifest"
    assert found["errors"] == []
    assert json.loads(found["data"])["name"] == "AI Economy Glossary"
    assert page.evaluate("window.violations") == []

"""All hostile texts in a real Chromium, where everything is clicked and hovered over."""

from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Dialog, Page, Request

from tests.conftest import ServeFolder
from tests.hostile.all_xss import AllXss, build_all
from tests.hostile.conftest import SITE_YAML
from tests.hostile.nursery import Nursery

pytestmark = pytest.mark.browser
SAMPLE = 4
"""One page in so many is visited in every run, and all of them in the exhaustive one."""

PROBE = """
window.__ran = [];
window.alert = window.confirm = window.prompt = (...said) => { window.__ran.push(String(said)); };
"""
PROVOKE = """
() => {
  const types = ["mouseover", "mouseenter", "mousemove", "pointerover", "focus", "focusin",
    "mousedown", "mouseup", "click", "dblclick", "toggle", "error", "load", "animationstart",
    "keydown", "input", "change", "submit"];
  document.addEventListener("click", (event) => {
    const link = event.target.closest && event.target.closest("a, button, form");
    const href = link && link.getAttribute("href");
    if (!href || !/^\\s*(javascript|data|vbscript):/i.test(href)) event.preventDefault();
  });
  document.addEventListener("submit", (event) => event.preventDefault());
  for (const element of document.querySelectorAll("*")) {
    for (const type of types) {
      const event = new Event(type, { bubbles: true, cancelable: true });
      element.dispatchEvent(event);
    }
    if (element.click) element.click();
    if (element.focus) element.focus();
  }
  return document.querySelectorAll("*").length;
}
"""
CENTRE = """
([selector, number]) => {
  const element = document.querySelectorAll(selector)[number];
  if (!element) return null;
  element.scrollIntoView({ block: "center", behavior: "instant" });
  const box = element.getBoundingClientRect();
  return [box.x + box.width / 2, box.y + box.height / 2];
}
"""
"""Where the mouse meets an element; Playwright's own hover gives up on empty ones."""


class Watch:
    """Notes what a page does that it must not."""

    def __init__(self, page: Page, origin: str) -> None:
        """Watch a tab that visits pages of one origin."""
        self.origin = origin
        self.dialogs: list[str] = []
        self.strangers: list[str] = []
        self.violations: list[str] = []
        page.on("dialog", self._dialog)
        page.on("request", self._request)
        page.on("console", lambda said: self._said(said.text))
        page.on("popup", lambda opened: self.strangers.append(opened.url))

    def _dialog(self, dialog: Dialog) -> None:
        self.dialogs.append(dialog.message)
        dialog.dismiss()

    def _request(self, request: Request) -> None:
        parts = urlsplit(request.url)
        if f"{parts.scheme}://{parts.netloc}/" != self.origin:
            self.strangers.append(request.url)

    def _said(self, text: str) -> None:
        if "Content Security Policy" in text:
            self.violations.append(text)


@pytest.fixture(scope="module")
def everything(nursery: Nursery, tmp_path_factory: pytest.TempPathFactory) -> AllXss:
    """All cases, built into one site with automatic links."""
    built = build_all(tmp_path_factory.mktemp("xss") / "glossary", nursery, SITE_YAML)
    assert built.outcome.code == 0, built.outcome.text
    return built


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    """A tab in which calls of alert() are counted."""
    tab = chromium.new_page()
    tab.add_init_script(PROBE)
    yield tab
    tab.close()


def visit(page: Page, watch: Watch, address: str) -> None:
    """Open a page and touch everything on it."""
    page.goto(address)
    assert page.evaluate(PROVOKE) > 20
    for selector in ("article a", "article img", "h1", "article p"):
        for number in range(3):
            centre = page.evaluate(CENTRE, [selector, number])
            if centre is not None:
                page.mouse.move(*centre)
    assert page.evaluate("() => window.__ran") == [], address
    assert page.url.partition("#")[0] == address
    assert watch.dialogs == [], address
    assert watch.strangers == [], address
    assert watch.violations == [], address


def test_a_sample_of_hostile_pages_runs_nothing(
    everything: AllXss,
    page: Page,
    serve_folder: ServeFolder,
    record_property: Callable[[str, object], None],
) -> None:
    """The browser has the last word on what is a script; the oracle only knows the standard."""
    origin = serve_folder(everything.site)
    watch = Watch(page, origin)

    record_property("tried", len(everything.slugs[::SAMPLE]))
    for slug in everything.slugs[::SAMPLE]:
        visit(page, watch, f"{origin}terms/{slug}/")


@pytest.mark.soak
def test_every_hostile_page_runs_nothing(
    everything: AllXss,
    page: Page,
    serve_folder: ServeFolder,
    record_property: Callable[[str, object], None],
) -> None:
    """The same for all of them, and for the lists that show their titles and definitions."""
    origin = serve_folder(everything.site)
    watch = Watch(page, origin)

    record_property("tried", len(everything.slugs) + 2)
    for path in ["", "terms/", *(f"terms/{slug}/" for slug in everything.slugs)]:
        visit(page, watch, origin + path)


def test_the_probe_sees_a_script_that_runs(page: Page) -> None:
    """Else all of the above would prove nothing."""
    page.goto("about:blank")
    watch = Watch(page, "http://127.0.0.1/")
    page.set_content('<a href="javascript:alert(1)">x</a><p onmouseover="alert(2)">y</p>')

    page.evaluate(PROVOKE)
    page.locator("p").hover()

    assert set(page.evaluate("() => window.__ran")) == {"1", "2"}
    assert watch.dialogs == []

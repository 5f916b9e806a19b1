"""What the editor sees, in a real Chromium: reloads, the overlay, and no policy error."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.serve.conftest import Serve
from tests.serve.running import Running

pytestmark = pytest.mark.browser


class Stranger(BaseHTTPRequestHandler):
    """A page on another port of this machine."""

    def do_GET(self) -> None:
        """Answer with nothing of interest."""
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(b"<!doctype html><title>elsewhere</title>")

    def log_message(self, *_: object) -> None:
        """Keep quiet."""


@pytest.fixture
def stranger() -> Iterator[str]:
    """The address of a page elsewhere."""
    with ThreadingHTTPServer(("127.0.0.1", 0), Stranger) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()
        thread.join()


def test_a_save_reloads_the_open_page(serve: Serve, tab: Page, errors: list[str]) -> None:
    """Without a hand on the browser, and under the strict policy the pages carry."""
    running = serve(base="/repo/")
    tab.goto(running.url + "terms/gpu/")
    expect(tab.locator("#body")).to_have_text("first")
    assert tab.locator("h1").evaluate("e => getComputedStyle(e).color") == "rgb(1, 2, 3)"

    for text in ("second", "third"):
        running.write("terms/gpu.md", text)
        expect(tab.locator("#body")).to_have_text(text)

    assert errors == []


def test_a_failed_build_is_shown_over_the_page_until_mended(
    serve: Serve, tab: Page, errors: list[str]
) -> None:
    """The report stands where the editor looks, the last good page behind it."""
    running = serve()
    tab.goto(running.url + "terms/gpu/")
    expect(tab.locator("#body")).to_have_text("first")

    running.write("terms/gpu.md", "BROKEN <b>bold</b>")
    dialog = tab.get_by_role("alertdialog")
    expect(dialog).to_contain_text("The build failed")
    report = "terms/gpu.md:1:1: error[bad-yaml]: <img src=x> BROKEN <b>bold</b>"
    expect(dialog.locator("pre")).to_have_text(report)
    assert dialog.locator("img, b").count() == 0
    assert dialog.evaluate("e => getComputedStyle(e).borderTopColor") == "rgb(179, 38, 30)"
    expect(tab.locator("#body")).to_have_text("first")
    tab.reload()
    expect(dialog).to_be_visible()
    dialog.get_by_role("button", name="Close").click()
    expect(dialog).to_be_hidden()

    running.write("terms/gpu.md", "BROKEN again")
    expect(dialog).to_contain_text("BROKEN again")
    running.write("terms/gpu.md", "mended")
    expect(tab.locator("#body")).to_have_text("mended")
    expect(dialog).to_have_count(0)
    assert errors == []


def test_the_page_of_a_site_never_built_turns_into_the_site(
    serve: Serve, tab: Page, tmp_path: Path, errors: list[str]
) -> None:
    """Nobody should have to guess when to reload."""
    (tmp_path / "site/terms/gpu.md").write_text("BROKEN <b>1</b>")
    running = serve()
    tab.goto(running.url)
    report = tab.locator("#serve-report")
    expect(report).to_have_text("terms/gpu.md:1:1: error[bad-yaml]: <img src=x> BROKEN <b>1</b>")

    running.write("terms/gpu.md", "BROKEN 2")
    expect(report).to_contain_text("BROKEN 2")
    running.write("terms/gpu.md", "mended")

    expect(tab.locator("#body")).to_have_text("hello")
    assert [error for error in errors if "503" not in error] == []


def test_a_missing_page_appears_once_it_is_written(serve: Serve, tab: Page) -> None:
    """The 404 page is open when an editor writes the term that a link promised."""
    running = serve()
    tab.goto(running.url + "terms/new/")
    expect(tab.locator("h1")).to_have_text("lost")

    running.write("terms/new.md", "here")

    expect(tab.locator("#body")).to_have_text("here")


def test_an_open_page_finds_the_server_that_was_started_again(serve: Serve, tab: Page) -> None:
    """The random address of the first run is gone by then."""
    first = serve()
    tab.goto(first.url)
    expect(tab.locator("#body")).to_have_text("hello")
    first.write("site.yaml", "again")
    expect(tab.locator("#body")).to_have_text("again")
    port = first.port
    assert first.stop() == 0
    assert first.output.splitlines()[-1] == "Stopped"
    first.write("site.yaml", "restarted")

    serve(port=port)

    expect(tab.locator("#body")).to_have_text("restarted", timeout=10_000)


def test_a_page_elsewhere_can_use_nothing_of_the_site(
    serve: Serve, tab: Page, stranger: str
) -> None:
    """Another port is another site: a picture, a script, a frame and a socket are refused."""
    running: Running = serve()
    url, client = running.url, running.client_path()
    tab.goto(stranger)

    outcome = tab.evaluate(
        """async ([url, socket]) => {
            const load = (tag, name) => new Promise((done) => {
                const made = document.createElement(tag);
                made.onload = () => done(tag + " loaded");
                made.onerror = () => done(tag + " refused");
                made[name] = url + (tag === "link" ? "style.css" : "");
                if (tag === "link") made.rel = "stylesheet";
                document.body.append(made);
            });
            const opened = new Promise((done) => {
                const made = new WebSocket(socket);
                made.onopen = () => done("socket opened");
                made.onerror = () => done("socket refused");
            });
            const read = fetch(url).then(() => "fetch read", () => "fetch refused");
            return Promise.all([load("script", "src"), load("link", "href"), opened, read]);
        }""",
        [url, f"ws://127.0.0.1:{running.port}{client}livereload"],
    )

    assert outcome == ["script refused", "link refused", "socket refused", "fetch refused"]
    assert "Refused a request: a page of" in running.output

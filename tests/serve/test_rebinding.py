"""DNS rebinding in a real Chromium: a stranger's name comes to mean this machine."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, Route, expect, sync_playwright

from tests.chromium import find
from tests.serve.conftest import Serve
from tests.serve.running import Running, until

pytestmark = pytest.mark.browser
NAME = "evil.example"
OWN_HELP = "HttpsUpgrades,LocalNetworkAccessChecks"
"""By which this browser would keep the page from asking at all; others do not have it."""
STEAL = """async ([page, socket]) => {
    const read = async (address, wanted) => {
        try {
            const answer = await fetch(address, wanted);
            return `${answer.type} ${answer.status} ${await answer.text()}`;
        } catch {
            return "nothing";
        }
    };
    const load = (tag) => new Promise((done) => {
        const made = document.createElement(tag);
        made.onload = () => done(`${tag} loaded`);
        made.onerror = () => done(`${tag} refused`);
        made.src = "/style.css";
        document.body.append(made);
    });
    const opened = new Promise((done) => {
        const made = new WebSocket(socket);
        made.onopen = () => done("socket opened");
        made.onerror = () => done("socket refused");
    });
    return [await read("/terms/gpu/"), await read(page), await load("script"), await opened];
}"""


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """A browser whose name server was made to lie."""
    path = find()
    if path is None:
        pytest.skip("no Chromium: install one, or name it in the variable CHROMIUM")
    rules = f"--host-resolver-rules=MAP {NAME} 127.0.0.1"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=path, args=["--no-sandbox", rules, f"--disable-features={OWN_HELP}"]
        )
        yield browser
        browser.close()


def test_under_a_strangers_name_there_is_nothing(serve: Serve, tab: Page) -> None:
    """The name leads to our server, so the browser takes the pages for the stranger's own."""
    running: Running = serve()
    running.until_shown("/terms/gpu/", "first")

    answer = tab.goto(f"http://{NAME}:{running.port}/terms/gpu/")

    assert answer is not None
    assert answer.status == 421
    assert "first" not in tab.content()
    until(lambda: f'the host "{NAME}:{running.port}"' in running.output or None, "a line")
    tab.goto(f"http://localhost:{running.port}/terms/gpu/")
    expect(tab.locator("#body")).to_have_text("first")


def test_a_page_whose_name_is_rebound_reads_nothing(serve: Serve, tab: Page) -> None:
    """The page came from the stranger's server; a second later its own address is ours."""
    running: Running = serve()
    running.until_shown("/terms/gpu/", "first")
    home = f"http://{NAME}:{running.port}/"

    def answer(route: Route) -> None:
        route.fulfill(
            body="<!doctype html><title>elsewhere</title><body>", content_type="text/html"
        )

    tab.route(home, answer)
    tab.goto(home)
    expect(tab).to_have_title("elsewhere")
    client = running.client_path()

    own, other, script, socket = tab.evaluate(
        STEAL, [running.url, f"ws://{NAME}:{running.port}{client}livereload"]
    )

    assert own.startswith("basic 421 ")
    assert "first" not in own
    assert (other, script, socket) == ("nothing", "script refused", "socket refused")

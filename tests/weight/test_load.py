"""How soon a page can be read on a slow telephone, and what comes unasked.

The network is one of 1.6 Mbit/s and 150 ms to the host and back; the host compresses with gzip.

The strict figures, with a processor four times slower, are measured by `make soak` on a machine
that does nothing else; what does not depend on the machine is held in every run.
"""

import statistics
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import pytest
from playwright.sync_api import Browser, ViewportSize

from tests.conftest import RealSite
from tests.hosting import Compressing, serving

pytestmark = pytest.mark.browser

PAGES: Final = ("", "terms/inference-cost/", "terms/", "graph/")
JAVASCRIPT: Final = 10_000
"""What may come before a reader does anything."""
SEARCHING: Final = 13_000
"""The same where a page searches by itself: what stands near the address that was not found."""
NETWORK: Final = {
    "offline": False,
    "latency": 150,
    "downloadThroughput": 1_600_000 / 8,
    "uploadThroughput": 750_000 / 8,
}
PHONE: Final[ViewportSize] = {"width": 390, "height": 780}
WATCH: Final = """() => {
    window.seen = { paint: 0, shift: 0, shifted: [], blocked: 0 };
    const watch = (type, note) => new PerformanceObserver((list) => list.getEntries().forEach(note))
        .observe({ type, buffered: true });
    watch('largest-contentful-paint', (e) => (seen.paint = e.startTime));
    watch('layout-shift', (e) => {
        if (e.hadRecentInput) return;
        seen.shift += e.value;
        seen.shifted.push(...e.sources.map((s) => s.node?.outerHTML?.slice(0, 80)));
    });
    watch('longtask', (e) => (seen.blocked += Math.max(0, e.duration - 50)));
}"""

SCRIPTS: Final = """() => performance.getEntriesByType('resource')
    .filter(({ name }) => name.endsWith('.js')).map((e) => [e.name, e.encodedBodySize])"""


@dataclass(frozen=True, slots=True)
class Load:
    """What happened while a page came."""

    paint: float
    """Milliseconds to the largest contentful paint."""
    shift: float
    """Cumulative layout shift."""
    blocked: float
    """Milliseconds for which a task of more than 50 held up everything."""
    shifted: list[str]
    """What moved."""
    strangers: list[str]
    """Addresses of other hosts that were asked for."""
    scripts: dict[str, int]
    """Scripts that came before the reader did anything, and their bytes as they were sent."""


@pytest.fixture(scope="module")
def home(real_site: RealSite) -> Iterator[str]:
    """The real glossary, compressed."""
    with serving(real_site.repo, "/repo/", Compressing) as address:
        yield address


def load(browser: Browser, home: str, path: str, *, slowdown: int) -> Load:
    """Open a page as a first visitor does, and watch it until a second after it is complete."""
    context = browser.new_context(viewport=PHONE, device_scale_factor=2, is_mobile=True)
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.emulateNetworkConditions", NETWORK)
    session.send("Emulation.setCPUThrottlingRate", {"rate": slowdown})
    page.add_init_script(f"({WATCH})()")
    page.goto(home + path, wait_until="load")
    page.wait_for_timeout(1000)
    seen = page.evaluate("seen")
    scripts = dict(page.evaluate(SCRIPTS))
    context.close()
    strangers = [url for url in asked if not url.startswith(home)]
    return Load(seen["paint"], seen["shift"], seen["blocked"], seen["shifted"], strangers, scripts)


@pytest.mark.parametrize("path", PAGES)
def test_nothing_moves_while_a_page_comes(chromium: Browser, home: str, path: str) -> None:
    """Not when the stylesheet comes, nor when the scripts do.

    The scripts are few until the reader reaches for something, and nobody else is asked.
    """
    seen = load(chromium, home, path, slowdown=1)

    assert seen.shifted == []
    assert seen.shift == 0
    assert seen.strangers == []
    assert 0 < sum(seen.scripts.values()) <= JAVASCRIPT, seen.scripts
    assert 0 < seen.paint < 5000


def test_a_page_that_does_not_exist_costs_little_more(chromium: Browser, home: str) -> None:
    """It loads the search unasked, for that is what the reader needs there."""
    seen = load(chromium, home, "terms/infernce/", slowdown=1)

    assert 0 < sum(seen.scripts.values()) <= SEARCHING, seen.scripts
    assert seen.strangers == []


@pytest.mark.soak
@pytest.mark.parametrize("path", PAGES)
def test_a_page_can_be_read_within_a_second_and_a_half(
    chromium: Browser, home: str, path: str
) -> None:
    """On a processor four times slower, the median of three visits; and nothing is held up."""
    seen = [load(chromium, home, path, slowdown=4) for _ in range(3)]

    assert statistics.median(each.paint for each in seen) < 1500
    assert statistics.median(each.blocked for each in seen) == 0
    assert [each.shifted for each in seen] == [[], [], []]

"""The graph and the map in a real Chromium: by keyboard, pointer and finger, and how fast."""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from glossary_site.pipeline import BuildOptions, build
from tests.conftest import RealSite, ServeFolder
from tests.graph.glossaries import files_of
from tests.program import TODAY

pytestmark = pytest.mark.browser

OpenGraph = Callable[..., Page]
READY: Final = "graph-view[data-ready]"
USED: Final = "graph-view[data-used]"
FRAMES: Final = """async (seconds) => {
    const view = document.querySelector("graph-view");
    const { camera } = view.state;
    camera.zoom(2);
    const gaps = [];
    const began = performance.now();
    let last = began;
    await new Promise((done) => {
        const step = (now) => {
            gaps.push(now - last);
            last = now;
            camera.pan(gaps.length % 60 < 30 ? 9 : -9, gaps.length % 40 < 20 ? 6 : -6);
            camera.zoom(gaps.length % 80 < 40 ? 1.02 : 1 / 1.02);
            if (now - began < 1000 * seconds) requestAnimationFrame(step);
            else done();
        };
        requestAnimationFrame(step);
    });
    gaps.sort((a, b) => a - b);
    return [gaps[Math.floor(gaps.length / 2)], gaps[Math.floor(gaps.length * 0.95)]];
}"""
"""Pans and zooms for some seconds; gives the median and the 95th percentile between two frames."""
NAMES: Final = """() => {
    const view = document.querySelector("graph-view");
    const found = [];
    const fill = view.context.fillText;
    view.context.fillText = function (text, x, y) {
        const wide = this.measureText(text).width;
        const left = x - { left: 0, center: wide / 2, right: wide }[this.textAlign];
        found.push([left, y - 8, left + wide, y + 8]);
        fill.call(this, text, x, y);
    };
    view.draw(false);
    delete view.context.fillText;
    return found;
}"""
"""Draws once, and lists the boxes of all names."""


@pytest.fixture(scope="module")
def home(real_site: RealSite, serve_folder: ServeFolder) -> str:
    """The real glossary, below a base path as on GitHub."""
    return serve_folder(real_site.repo, "/repo/")


@pytest.fixture(scope="module")
def large(
    tmp_path_factory: pytest.TempPathFactory, serve_folder: ServeFolder
) -> Callable[[int], str]:
    """Build and serve a glossary of so many terms."""

    def make(count: int) -> str:
        folder = tmp_path_factory.mktemp("large")
        for path, text in files_of(count, 30, 6).items():
            (folder / path).parent.mkdir(exist_ok=True)
            (folder / path).write_text(text)
        assert build(BuildOptions(folder, folder / "_site", TODAY)).is_ok
        return serve_folder(folder / "_site")

    return make


@pytest.fixture
def contexts(chromium: Browser) -> Iterator[Callable[..., BrowserContext]]:
    """Open windows with the reader's own settings."""
    opened: list[BrowserContext] = []

    def make(**settings: Any) -> BrowserContext:  # noqa: ANN401 (what Playwright takes)
        opened.append(chromium.new_context(**{"reduced_motion": "reduce", **settings}))
        return opened[-1]

    yield make
    for context in opened:
        context.close()


@pytest.fixture
def complaints() -> list[str]:
    """What the console says and what scripts throw; nothing, in a test that goes right."""
    return []


@pytest.fixture
def graph(
    contexts: Callable[..., BrowserContext], home: str, complaints: list[str]
) -> Iterator[OpenGraph]:
    """Open the graph."""

    def open_it(address: str = home, **settings: Any) -> Page:  # noqa: ANN401 (what Playwright takes)
        page = contexts(**settings).new_page()
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(f"{address}graph/")
        if settings.get("java_script_enabled", True):
            page.wait_for_selector(READY)
            page.locator("canvas").focus()
            page.wait_for_selector(USED)
        return page

    yield open_it
    assert complaints == []


def state(page: Page, words: str) -> Any:  # noqa: ANN401 (whatever the script holds)
    """Read a part of the graph's state."""
    return page.evaluate(f"document.querySelector('graph-view').state.{words}")


def wait(page: Page, words: str) -> None:
    """Wait until something is true; the page's policy lets nobody evaluate texts within it."""
    for _ in range(200):
        if page.evaluate(words):
            return
        page.wait_for_timeout(25)
    raise AssertionError(words)


def spot(page: Page, title: str) -> dict[str, float]:
    """Find where a term stands in the canvas."""
    found: dict[str, float] = page.evaluate(
        """(title) => {
            const { camera, data } = document.querySelector("graph-view").state;
            const i = data.titles.indexOf(title);
            return { x: camera.screenX(data.x[i]), y: camera.screenY(data.y[i]) };
        }""",
        title,
    )
    return found


def said(page: Page) -> str:
    return page.locator("graph-view [role=status]").inner_text()


def chosen(page: Page) -> str:
    title: str = state(page, "data.titles[document.querySelector('graph-view').state.active] ?? ''")
    return title


def test_without_javascript_the_drawing_leads_to_terms(graph: OpenGraph, home: str) -> None:
    """Nothing that needs a script is to be seen."""
    page = graph(java_script_enabled=False)

    expect(page.locator(".graph-tools, .graph-stage")).to_have_count(2)
    expect(page.locator(".graph-tools")).to_be_hidden()
    expect(page.locator("canvas")).to_be_hidden()
    page.locator(".graph-drawing a", has_text="Inference Cost").click()
    assert page.url == f"{home}terms/inference-cost/"


def test_scripts_of_the_graph_are_loaded_there_only(
    contexts: Callable[..., BrowserContext], home: str
) -> None:
    """A reader of a term carries none of it, and one who only looks not all; no key gets lost."""
    page = contexts().new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))

    page.goto(f"{home}terms/inference-cost/", wait_until="networkidle")
    before = [url for url in asked if "graph" in url]
    page.goto(f"{home}graph/", wait_until="networkidle")
    untouched = [url for url in asked if "graph-hands" in url or "graph-find" in url]
    page.get_by_role("combobox", name="Find a term").press_sequentially("chatg")
    page.wait_for_selector(USED)

    assert before == untouched == []
    assert [url for url in asked if "graph-hands" in url]
    expect(page.locator("#graph-found").get_by_role("option", name="ChatGPT")).to_be_visible()
    assert [url for url in asked if url.endswith("graph/graph.json")] == [f"{home}graph/graph.json"]
    assert not [url for url in asked if not url.startswith(home)]


def test_if_its_file_is_missing_the_drawing_stays(
    contexts: Callable[..., BrowserContext], home: str
) -> None:
    """A canvas without terms would be worse than none."""
    page = contexts().new_page()
    page.route("**/graph.json", lambda route: route.fulfill(status=404))

    with page.expect_response("**/graph.json"):
        page.goto(f"{home}graph/")
    page.wait_for_timeout(100)

    expect(page.locator(".graph-drawing svg")).to_be_visible()
    expect(page.locator("canvas")).to_be_hidden()


def test_the_keyboard_chooses_walks_and_opens(graph: OpenGraph, home: str) -> None:
    """Enter begins in the middle, arrows go to the nearest term that way, Enter opens."""
    page = graph()
    page.locator("canvas").focus()

    page.keyboard.press("Enter")
    first = chosen(page)
    begun = spot(page, first)
    page.keyboard.press("ArrowRight")
    second = chosen(page)
    gone = spot(page, second)

    assert first
    assert second != first
    assert gone["x"] - begun["x"] >= abs(gone["y"] - begun["y"])
    assert said(page).startswith(f"{second}, ")
    assert said(page).endswith(" links")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowUp")
    assert spot(page, chosen(page))["y"] < begun["y"]
    page.keyboard.press("Escape")
    assert chosen(page) == said(page) == ""
    page.keyboard.press("Enter")
    title = chosen(page)
    page.keyboard.press("Enter")
    page.wait_for_url(f"{home}terms/*/")
    expect(page.locator("h1")).to_have_text(title)


def test_the_keyboard_zooms_and_moves(graph: OpenGraph) -> None:
    """Plus, minus and zero; arrows while no term is chosen."""
    page = graph()
    page.locator("canvas").focus()
    whole = state(page, "camera.scale")

    page.keyboard.press("+")
    page.keyboard.press("+")
    assert state(page, "camera.scale") > 1.5 * whole
    x = state(page, "camera.x")
    page.keyboard.press("ArrowRight")
    assert state(page, "camera.x") > x
    page.keyboard.press("-")
    page.keyboard.press("0")
    assert state(page, "camera.scale") == whole


def test_the_canvas_is_no_trap(graph: OpenGraph) -> None:
    """Tab leads on from it, to what is said of the chosen term."""
    page = graph()
    page.locator("canvas").focus()
    page.keyboard.press("Enter")

    page.keyboard.press("Tab")
    expect(page.locator(".graph-open")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.locator(".graph-near button").first).to_be_focused()
    nearest = page.locator(".graph-near button").first.inner_text()
    page.keyboard.press("Enter")
    assert chosen(page) == nearest


def test_a_pointer_sees_moves_zooms_and_opens(graph: OpenGraph, home: str) -> None:
    """Hovering shows a term with its neighbours; a drag is no click."""
    page = graph(viewport={"width": 1280, "height": 900})
    canvas = page.locator("canvas")
    box = canvas.bounding_box()
    assert box is not None
    canvas.hover(position=spot(page, "Token"))  # type: ignore[arg-type]
    assert state(page, "data.titles[document.querySelector('graph-view').state.hovered]") == "Token"

    x = state(page, "camera.x")
    scale = state(page, "camera.scale")
    at = spot(page, "Token")
    page.mouse.wheel(0, -400)
    wait(page, f"document.querySelector('graph-view').state.camera.scale > {scale} * 1.3")
    assert spot(page, "Token") == pytest.approx(at, abs=0.5)
    page.mouse.down()
    page.mouse.move(box["x"] + at["x"] + 90, box["y"] + at["y"] + 20, steps=6)
    page.mouse.up()
    assert state(page, "camera.x") < x + 1
    assert spot(page, "Token")["x"] == pytest.approx(at["x"] + 90, abs=8)
    assert page.url == f"{home}graph/"
    canvas.click(position=spot(page, "Token"))  # type: ignore[arg-type]
    page.wait_for_url(f"{home}terms/token/")


def test_the_wheel_scrolls_the_page_where_there_is_nothing_to_zoom(graph: OpenGraph) -> None:
    """Whoever scrolls past the graph must not be caught in it."""
    page = graph()
    page.locator("canvas").hover()
    before = page.evaluate("scrollY")

    page.mouse.wheel(0, 300)

    wait(page, f"scrollY > {before}")
    assert state(page, "camera.scale") == state(page, "camera.whole")


def test_a_finger_sees_before_it_opens(graph: OpenGraph, home: str) -> None:
    """It cannot hover; so the first tap shows, the second opens."""
    page = graph(has_touch=True, viewport={"width": 390, "height": 840})
    canvas = page.locator("canvas")

    canvas.tap(position=spot(page, "Jevons Paradox"))  # type: ignore[arg-type]
    assert chosen(page) == "Jevons Paradox"
    assert page.url == f"{home}graph/"
    canvas.tap(position=spot(page, "Jevons Paradox"))  # type: ignore[arg-type]
    page.wait_for_url(f"{home}terms/jevons-paradox/")


def test_the_field_finds_a_term_and_goes_there(graph: OpenGraph) -> None:
    """A combobox: arrows, Enter, Escape; those that begin so come first."""
    page = graph()
    field = page.get_by_role("combobox", name="Find a term")

    field.fill("inf")
    options = page.locator("#graph-found [role=option]")
    expect(options.first).to_be_visible()
    assert all("inf" in text.lower() for text in options.all_inner_texts())
    assert options.all_inner_texts()[0].startswith("Inf")
    expect(field).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("Escape")
    expect(options).to_have_count(0)
    field.fill("CHATG")
    page.keyboard.press("ArrowDown")
    expect(field).to_have_attribute("aria-activedescendant", "graph-found-0")
    expect(options.first).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Enter")
    assert chosen(page) == "ChatGPT"
    assert state(page, "camera.scale") >= 2
    box = page.locator("canvas").bounding_box()
    assert box is not None
    at = spot(page, "ChatGPT")
    assert 0 < at["x"] < box["width"]
    assert 0 < at["y"] < box["height"]
    field.fill("data c")
    options.first.click()
    assert chosen(page) == "Data Center"


def test_the_legend_hides_topics(graph: OpenGraph) -> None:
    """Their terms are neither drawn, nor found, nor pointed at."""
    page = graph()
    shown = len(page.evaluate(NAMES))
    switch = page.locator(".graph-legend button", has_text="Companies")
    expect(switch).to_have_attribute("aria-pressed", "true")

    switch.click()

    expect(switch).to_have_attribute("aria-pressed", "false")
    page.locator("#graph-find").fill("ChatGPT")
    expect(page.locator("#graph-found [role=option]")).to_have_count(0)
    others = page.locator(".graph-legend button[aria-pressed=true]")
    while others.count():
        others.first.click()
    assert len(page.evaluate(NAMES)) == 0 < shown
    switch.click()
    assert len(page.evaluate(NAMES)) > 3


@pytest.mark.parametrize("width", [360, 768, 1440])
def test_no_name_covers_another(graph: OpenGraph, width: int) -> None:
    """At any scale."""
    page = graph(viewport={"width": width, "height": 900})
    for _ in range(3):
        boxes = page.evaluate(NAMES)
        assert len(boxes) > 5
        for i, one in enumerate(boxes):
            for other in boxes[:i]:
                is_beside = one[2] <= other[0] or other[2] <= one[0]
                assert is_beside or one[3] <= other[1] or other[3] <= one[1]
        page.locator("canvas").press("+")


def test_a_chosen_term_is_named(graph: OpenGraph) -> None:
    """With its neighbours, and nobody else."""
    page = graph()
    page.keyboard.press("Enter")
    near = state(page, "data.degree(document.querySelector('graph-view').state.active)")

    names = page.evaluate(NAMES)

    assert near / 2 < len(names) <= near + 1
    at = spot(page, chosen(page))
    assert any(
        box[0] - 60 < at["x"] < box[2] + 60 and abs(box[1] + 8 - at["y"]) < 40 for box in names
    )


@pytest.mark.parametrize("motion", ["reduce", "no-preference"])
def test_it_flies_only_for_those_who_like_it(graph: OpenGraph, motion: str) -> None:
    """WCAG 2.3.3: with less motion the term is there at once."""
    page = graph(reduced_motion=motion)
    page.locator("#graph-find").fill("ChatGPT")

    page.keyboard.press("Enter")

    assert (state(page, "camera.flight") > 0) == (motion == "no-preference")
    wait(page, "document.querySelector('graph-view').state.camera.flight === 0")
    canvas = page.locator("canvas").bounding_box()
    assert canvas is not None
    assert 0 < spot(page, "ChatGPT")["x"] < canvas["width"]


MODES: Final[Mapping[str, Mapping[str, Any]]] = {
    "dark": {"color_scheme": "dark"},
    "forced": {"forced_colors": "active"},
}


@pytest.mark.parametrize("mode", MODES)
def test_colours_follow_the_reader(graph: OpenGraph, mode: str) -> None:
    """Also when the reader changes them while the graph is open."""
    page = graph(color_scheme="light")
    words = "document.querySelector('graph-view').state.ink"
    before = page.evaluate(f"[{words}.ink, {words}.paper, {words}.fill(1)]")

    page.emulate_media(**MODES[mode])

    wait(page, f"{words}.fill(1) !== '{before[2]}'")
    after = page.evaluate(f"[{words}.ink, {words}.paper, {words}.fill(1)]")
    assert after[0] != after[1]
    assert after != before


def test_the_canvas_is_as_sharp_as_the_screen(graph: OpenGraph) -> None:
    """And fits its window whenever that changes."""
    page = graph(device_scale_factor=2, viewport={"width": 800, "height": 700})
    sizes = "(c => [c.width, c.clientWidth])(document.querySelector('canvas'))"

    drawn, shown = page.evaluate(sizes)
    assert drawn == 2 * shown
    page.set_viewport_size({"width": 500, "height": 700})
    wait(page, f"{sizes}[1] < 500 && {sizes}[0] === 2 * {sizes}[1]")
    assert state(page, "camera.width") == page.evaluate(sizes)[1]


def test_it_moves_smoothly(graph: OpenGraph) -> None:
    """A taste of the measurement below, on the real glossary."""
    median, _ = graph().evaluate(FRAMES, 1)

    assert median < 1000 / 30


@pytest.mark.soak
@pytest.mark.parametrize(("count", "frames", "longest"), [(2000, 30, 67), (10_000, 20, 150)])
def test_thousands_of_terms_move_smoothly(
    graph: OpenGraph, large: Callable[[int], str], count: int, frames: int, longest: int
) -> None:
    """Above 30 frames a second at 2,000 terms, drawn without a graphics card."""
    page = graph(large(count), viewport={"width": 1440, "height": 900})

    median, slow = page.evaluate(FRAMES, 3)

    assert median < 1000 / frames
    assert slow < longest


def test_the_map_is_legible_on_a_phone(contexts: Callable[..., BrowserContext], home: str) -> None:
    """Words no smaller than 12 pixels, and within their boxes."""
    page = contexts(viewport={"width": 360, "height": 740}).new_page()
    page.goto(f"{home}terms/inference-cost/")
    boxes = page.locator(".map svg a").evaluate_all(
        """(links) => links.map((link) => {
            const box = link.querySelector("rect").getBoundingClientRect();
            const text = link.querySelector("text").getBoundingClientRect();
            const size = parseFloat(getComputedStyle(link.querySelector("text")).fontSize);
            const scale = link.getScreenCTM().a;
            return [size * scale, box.left <= text.left && text.right <= box.right, box.right];
        })"""
    )

    assert len(boxes) > 6
    assert all(size >= 12 and is_inside and right <= 360 for size, is_inside, right in boxes)


def test_the_map_is_passed_by_tab_once(contexts: Callable[..., BrowserContext], home: str) -> None:
    """Each neighbour is one stop, and the stop can be seen."""
    page = contexts().new_page()
    page.goto(f"{home}terms/inference-cost/")
    links = page.locator(".map svg a")
    count = links.count()
    links.first.focus()
    page.keyboard.press("Shift+Tab")
    stops = []
    for _ in range(count + 2):
        page.keyboard.press("Tab")
        stops.append(page.evaluate("document.activeElement.outerHTML.slice(0, 8)"))

    assert stops[:count] == ['<a href="'[:8]] * count
    assert stops[count] == "<summary"
    links.first.focus()
    page.keyboard.press("Tab")
    assert (
        page.evaluate("getComputedStyle(document.activeElement.querySelector('rect')).strokeWidth")
        == "3px"
    )
    page.locator(".map summary").click()
    expect(page.locator(".map dd a").first).to_be_visible()


def test_the_map_prints_and_shows_in_forced_colours(
    contexts: Callable[..., BrowserContext], home: str, tmp_path: Path
) -> None:
    """Lines and frames take the reader's own colours."""
    page = contexts(forced_colors="active").new_page()
    page.goto(f"{home}terms/inference-cost/")
    colours = page.evaluate(
        """() => ["path", "a rect", "a text"].map((part) => {
            const style = getComputedStyle(document.querySelector(`.map ${part}`));
            return part === "a text" ? style.fill : style.stroke;
        })"""
    )
    page.emulate_media(media="print", forced_colors="none")

    ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert colours[0] == colours[1] != ground
    assert len(set(colours)) == 2
    expect(page.locator(".map details")).to_be_hidden()
    expect(page.locator(".map svg")).to_be_visible()

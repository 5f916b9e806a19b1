"""The worker that keeps what was visited, in a real browser that loses its network."""

import re
import shutil
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any, Final

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.conftest import BuildSite, MakeSite, ServeFolder
from tests.policy.test_scripts import ROOT, SINKS
from tests.serve.running import until
from tests.whole.sites import EVERYTHING, TWO_TERMS, tree

OFFLINE: Final = {
    **TWO_TERMS,
    "site.yaml": "title: Test\nbase_url: /repo/\noffline: true\n",
    "terms/dram.md": "---\ntitle: DRAM & <more>\naliases: [Dynamic memory]\n---\nMemory that forgets.\n",
}
NAMES: Final = "() => caches.keys()"
"""To look into a cache that has just gone would make it anew."""
KEPT: Final = """async () => {
  const kept = {};
  for (const name of await caches.keys()) {
    kept[name] = (await (await caches.open(name)).keys()).map(({ url }) => new URL(url).pathname);
  }
  return kept;
}"""
CONTROLLED: Final = "navigator.serviceWorker.controller?.state === 'activated'"
ASKED: Final = """async ([address, options]) => {
  try { return (await fetch(address, options)).status; } catch { return 0; }
}"""
WAITING: Final = """async () => {
  const { installing, waiting } = await navigator.serviceWorker.getRegistration();
  return !installing && Boolean(waiting);
}"""


@pytest.fixture
def site(make_site: MakeSite, build_site: BuildSite) -> Path:
    """A glossary whose pages can be kept, built."""
    folder = make_site(OFFLINE)
    assert build_site(folder).is_ok
    return folder


@pytest.fixture
def context(chromium: Browser) -> Iterator[BrowserContext]:
    """A browser's profile; what the policy stops, or a script throws, ends the test."""
    made = chromium.new_context()
    said: list[str] = []
    made.on("console", lambda one: said.append(one.text))
    made.on("weberror", lambda one: said.append(str(one.error)))
    yield made
    made.close()
    loud = [text for text in said if not text.startswith("Failed to load resource: ")]
    assert loud == []


def seen(look: Callable[[], object], what: str) -> None:
    """Look again and again until it is so."""
    until(lambda: look() or None, what)


def is_newest(tab: Page, path: str) -> bool:
    """Say whether a page was the last to be kept."""
    return kept(tab, "pages")[-1:] == [path]


def is_taken_over(tab: Page) -> bool:
    """Load the page again, and say whether all that is kept is of the new version."""
    tab.reload()
    return all("b" * 10 in name for name in tab.evaluate(NAMES))


def kept(tab: Page, kind: str) -> list[str]:
    """List what a cache of ours holds, as paths below the home page, the oldest first."""
    held: Mapping[str, list[str]] = tab.evaluate(KEPT)
    of_kind = [paths for name, paths in held.items() if name.startswith(f"glossary:/repo/:{kind}:")]
    return [path.removeprefix("/repo/") for paths in of_kind for path in paths]


def keep(tab: Page, address: str) -> None:
    """Visit a page until it is kept."""
    tab.goto(address)
    path = "/" + address.partition("/repo/")[2]
    seen(lambda: path[1:] in kept(tab, "pages"), f"{address} was not kept")
    seen(lambda: tab.evaluate(CONTROLLED), "the worker does not control the page")


def keep_index(tab: Page) -> None:
    """Search until the index is kept."""
    tab.locator("#search").fill("memory")
    seen(lambda: "search/whole" in kept(tab, "index"), "the index was not kept")


def test_what_was_visited_can_be_read_and_searched_without_a_network(
    site: Path, context: BrowserContext, serve_folder: ServeFolder
) -> None:
    """A glossary is looked up in trains and in cellars."""
    home = serve_folder(site / "_site", "/repo/")
    tab = context.new_page()
    keep(tab, f"{home}terms/gpu/")
    keep(tab, f"{home}terms/dram-and-more/")
    keep_index(tab)

    context.set_offline(True)
    tab.goto(f"{home}terms/gpu/?from=mail#main")
    assert tab.locator("h1").inner_text() == "GPU"
    assert tab.evaluate("getComputedStyle(document.documentElement).getPropertyValue('--paper')")
    tab.locator("#search").fill("dynamic mem")
    tab.locator("site-search [role=option]").first.wait_for()
    assert "Memory that forgets." in tab.locator("site-search").first.inner_text()

    tab.goto(f"{home}terms/hbm/")
    tab.locator("#kept li").nth(1).wait_for()
    assert tab.locator("h1").inner_text() == "No network"
    assert tab.locator("#kept li").all_inner_texts() == ["DRAM & <more>", "GPU"]
    tab.locator("#kept a").first.click()
    assert tab.locator("h1").inner_text() == "DRAM & <more>"
    context.set_offline(False)
    tab.goto(f"{home}terms/hbm/")
    assert tab.locator("h1").inner_text() == "HBM"


def test_a_new_index_takes_the_place_of_the_old_and_pages_stay(
    site: Path, context: BrowserContext, serve_folder: ServeFolder, build_site: BuildSite
) -> None:
    """Words change every week; nobody wants to visit everything again for that."""
    home = serve_folder(site / "_site", "/repo/")
    tab = context.new_page()
    keep(tab, f"{home}terms/gpu/")
    keep_index(tab)
    (site / "terms/hbm.md").write_text("---\ntitle: HBM\n---\nFast memory, stacked.\n")
    assert build_site(site).is_ok
    first = set(tab.evaluate(NAMES))

    keep(tab, f"{home}terms/hbm/")
    seen(lambda: not any("index" in name for name in first & set(tab.evaluate(NAMES))), "stays")
    assert "terms/gpu/" in kept(tab, "pages")
    keep_index(tab)
    context.set_offline(True)
    tab.reload()
    tab.locator("#search").fill("stacked")
    tab.locator("site-search [role=option]").first.wait_for()
    assert "HBM" in tab.locator("site-search").first.inner_text()


def another_theme(published: Path) -> None:
    """Publish the same pages in another version of the theme."""
    (script,) = published.glob("assets/offline-register.*.js")
    mark = script.name.split(".")[1]
    script.rename(script.with_name(script.name.replace(mark, "b" * 10)))
    for path in (*published.rglob("*.html"), published / "offline.js"):
        text = path.read_text().replace(mark, "b" * 10)
        path.unlink()  # the build's own file has a second name
        path.write_text(text)


def test_pages_of_two_versions_are_never_mixed(
    site: Path, tmp_path: Path, context: BrowserContext, serve_folder: ServeFolder
) -> None:
    """An old page goes on with what it has; a new one gets nothing that the old version kept."""
    folder = tmp_path / "served"
    shutil.copytree(site / "_site", folder)
    home = serve_folder(folder, "/repo/")
    old, new = context.new_page(), context.new_page()
    keep(old, f"{home}terms/gpu/")
    keep_index(old)
    another_theme(folder)
    index = f"{home}search/index.json"

    new.goto(f"{home}terms/hbm/")
    seen(lambda: new.evaluate(WAITING), "the new worker does not wait")
    assert kept(new, "pages") == ["terms/gpu/"]
    context.set_offline(True)
    assert [tab.evaluate(ASKED, [index, {}]) for tab in (old, new)] == [200, 0]

    context.set_offline(False)
    old.close()
    seen(partial(is_taken_over, new), "the old one stays")
    keep(new, f"{home}terms/hbm/")
    assert kept(new, "pages") == ["terms/hbm/"]


def test_a_site_that_keeps_nothing_any_more_takes_its_worker_back(
    site: Path, context: BrowserContext, serve_folder: ServeFolder, build_site: BuildSite
) -> None:
    """The standard lets a worker live on when its file is gone; ours looks, and goes too."""
    home = serve_folder(site / "_site", "/repo/")
    tab = context.new_page()
    keep(tab, f"{home}terms/gpu/")
    tab.evaluate("caches.open('glossary:/:pages:of another glossary')")
    (site / "site.yaml").write_text("title: Test\nbase_url: /repo/\n")
    assert build_site(site).is_ok

    tab.goto(f"{home}terms/hbm/")

    left = "async () => (await navigator.serviceWorker.getRegistrations()).length"
    seen(lambda: tab.evaluate(left) == 0, "the worker stays")
    assert tab.evaluate(NAMES) == ["glossary:/:pages:of another glossary"]


def test_only_what_is_ours_and_sound_passes_through_the_worker(
    site: Path, chromium: Browser, serve_folder: ServeFolder
) -> None:
    """What it does not touch it cannot spoil: other sites, other methods, parts of files, errors."""
    home = serve_folder(site / "_site", "/repo/")
    elsewhere = serve_folder(site / "_site", "/")
    context = chromium.new_context(bypass_csp=True)
    tab = context.new_page()
    keep(tab, f"{home}terms/gpu/")
    touched: dict[str, bool] = {}
    tab.on("response", lambda one: touched.update({one.url: one.from_service_worker}))
    asked: list[tuple[str, Any]] = [
        (f"{home}terms/", {}),
        (f"{elsewhere}terms/hbm/", {"mode": "no-cors"}),
        (home.replace("/repo/", "/other/"), {}),
        (f"{home}robots.txt", {"headers": {"Range": "bytes=0-3"}}),
        (f"{home}feed.xml", {"method": "HEAD"}),
    ]
    for address, options in asked:
        tab.evaluate(ASKED, [address, options])
    seen(lambda: len(touched) >= len(asked), "not all were asked")
    assert [touched[address] for address, _ in asked] == [True, False, False, False, False]

    tab.goto(f"{home}none/")
    tab.goto(f"{home}terms/dynamic-memory/")
    tab.wait_for_url("**/terms/dram-and-more/")
    seen(lambda: "terms/dram-and-more/" in kept(tab, "pages"), "the term was not kept")
    assert kept(tab, "pages") == ["terms/gpu/", "terms/dram-and-more/"]
    held = [path for paths in tab.evaluate(KEPT).values() for path in paths]
    assert [path for path in held if not path.startswith("/repo/")] == []
    context.close()


def test_the_oldest_page_goes_when_there_are_too_many(
    site: Path, tmp_path: Path, context: BrowserContext, serve_folder: ServeFolder
) -> None:
    """A reader's disk is not ours to fill."""
    folder = tmp_path / "served"
    shutil.copytree(site / "_site", folder)
    worker = (folder / "offline.js").read_text()
    assert "const MOST = 100;" in worker
    (folder / "offline.js").unlink()
    (folder / "offline.js").write_text(worker.replace("const MOST = 100;", "const MOST = 2;"))
    home = serve_folder(folder, "/repo/")
    tab = context.new_page()

    for path in ("terms/gpu/", "terms/hbm/", "terms/gpu/", "terms/"):
        keep(tab, home + path)
        seen(partial(is_newest, tab, path), "it is not the newest")

    assert kept(tab, "pages") == ["terms/gpu/", "terms/"]


def test_without_being_asked_for_there_is_nothing_of_it(
    make_site: MakeSite, build_site: BuildSite
) -> None:
    """Who does not want a worker pays nothing, and the policy stays as strict as it was."""
    folder = make_site(EVERYTHING)
    assert build_site(folder).is_ok
    files = tree(folder / "_site")

    assert [path for path in files if "offline" in path] == []
    pages = [body for path, body in files.items() if path.endswith(".html")]
    assert [body for body in pages if b"offline" in body.lower()] == []
    policy = re.compile(b"worker-src 'none'.*trusted-types 'none'")
    assert [body for body in pages if b'id="main"' in body and not policy.search(body)] == []


def test_a_preview_registers_no_worker(make_site: MakeSite, build_site: BuildSite) -> None:
    """It would go on showing this glossary at the port where the next one is written."""
    folder = make_site(OFFLINE)
    assert build_site(folder, is_preview=True).is_ok

    assert [path for path in tree(folder / "_site") if "offline" in path] == []


@pytest.mark.parametrize("terms", [3, pytest.param(150, marks=pytest.mark.soak)])
def test_the_worker_differs_only_where_theme_or_index_do(
    make_site: MakeSite, build_site: BuildSite, terms: int
) -> None:
    """Each other worker is fetched, installed and waited for by every reader."""
    many = {
        f"terms/t{n}.md": f"---\ntitle: Term {n}\n---\nOf the kind {n}.\n" for n in range(terms)
    }
    folder = make_site({**OFFLINE, **many})

    def built() -> bytes:
        assert build_site(folder).is_ok
        return (folder / "_site/offline.js").read_bytes()

    first = built()
    told = first.partition(b"\n")[0]
    listed = sorted(re.findall(rb'"(search/[^"]+)"', told))
    there = sorted(path.encode() for path in tree(folder / "_site") if path.startswith("search/"))
    assert listed == there
    (folder / "site.yaml").write_text(OFFLINE["site.yaml"] + "licence: CC BY 4.0\n")
    assert built() == first
    (folder / "terms/t1.md").write_text("---\ntitle: Term 1\n---\nOf another kind.\n")
    changed = built()
    assert changed != first
    shutil.rmtree(folder / ".cache", ignore_errors=True)
    shutil.rmtree(folder / "_site")
    assert built() == changed


def test_nothing_but_the_registration_names_a_worker() -> None:
    """The two words that the policy must allow stand in one script, for one address."""
    found = {
        file.name: sorted(set(SINKS.findall(file.read_text())))
        for file in sorted((ROOT / "static/offline").glob("*.js"))
    }

    assert found == {
        "offline-kept.js": [],
        "offline-register.js": ["serviceWorker", "trustedTypes"],
        "worker.js": [],
    }

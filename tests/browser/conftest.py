"""Windows on built glossaries, and what happened in them."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from glossary_site.pipeline import BuildOptions, build
from tests.browser.glossaries import GLOSSARIES
from tests.conftest import RealSite, ServeFolder
from tests.program import TODAY


@dataclass(frozen=True, slots=True)
class Window:
    """A page, what it asked for and what it complained of."""

    page: Page
    home: str
    """Address of the glossary's home page."""
    requests: list[str] = field(default_factory=list)
    """What was asked for, as paths below the home page; whole addresses if they are elsewhere."""
    complaints: list[str] = field(default_factory=list)
    """What the console says, and what scripts throw."""

    def open(self, path: str) -> Page:
        """Go to a page, and forget what went before it."""
        self.page.goto(self.home + path)
        self.requests.clear()
        return self.page


OpenWindow = Callable[..., Window]


@pytest.fixture(scope="session")
def glossaries(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Path]:
    """Build the glossaries of `glossaries.py`; gives the folder of each site by its name."""
    folder = tmp_path_factory.mktemp("glossaries")
    sites = {}
    for name, files in GLOSSARIES.items():
        for path, content in files.items():
            target = folder / name / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content if isinstance(content, bytes) else content.encode())
        sites[name] = folder / name / "_site"
        base_url = "https://x.org/repo/"
        report = build(BuildOptions(folder / name, sites[name], TODAY, base_url, jobs=1))
        assert report.is_ok, report.findings
    return sites


@pytest.fixture(scope="session")
def homes(
    real_site: RealSite, glossaries: Mapping[str, Path], serve_folder: ServeFolder
) -> Mapping[str, str]:
    """Serve them and the real one, below a base path as on GitHub; gives home pages by name."""
    folders = {"real": real_site.repo, **glossaries}
    return {name: serve_folder(folder, "/repo/") for name, folder in folders.items()}


@pytest.fixture
def open_window(chromium: Browser, homes: Mapping[str, str]) -> Iterator[OpenWindow]:
    """Open windows with the reader's own settings: `open_window("kitchen", has_touch=True)`."""
    contexts: list[BrowserContext] = []

    def open_it(glossary: str = "real", **settings: Any) -> Window:  # noqa: ANN401 (what Playwright takes)
        contexts.append(chromium.new_context(**settings))
        window = Window(contexts[-1].new_page(), homes[glossary])
        window.page.on("request", lambda r: window.requests.append(r.url.removeprefix(window.home)))
        window.page.on("console", lambda message: window.complaints.append(message.text))
        window.page.on("pageerror", lambda error: window.complaints.append(str(error)))
        return window

    yield open_it
    for context in contexts:
        context.close()

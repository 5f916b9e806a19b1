from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.serve.running import Running

Serve = Callable[..., Running]


def make_folder(folder: Path) -> Path:
    (folder / "terms").mkdir(parents=True)
    (folder / "terms/gpu.md").write_text("first")
    (folder / "site.yaml").write_text("hello")
    return folder


@pytest.fixture
def serve(tmp_path: Path) -> Iterator[Serve]:
    """Start servers that end with the test."""
    folder = make_folder(tmp_path / "site")
    with ExitStack() as stack:
        yield lambda *extra, **wanted: stack.enter_context(Running(folder, *extra, **wanted))


@pytest.fixture(scope="module")
def at_root(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """One server at `/` for all tests of a module that change nothing."""
    with Running(make_folder(tmp_path_factory.mktemp("serve") / "site")) as running:
        yield running


@pytest.fixture(scope="module")
def at_repo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """One server at `/repo/` for all tests of a module that change nothing."""
    folder = make_folder(tmp_path_factory.mktemp("serve") / "site")
    with Running(folder, base="/repo/") as running:
        yield running


@pytest.fixture
def tab(chromium: Browser) -> Iterator[Page]:
    """A tab of its own for each test."""
    page = chromium.new_page()
    yield page
    page.close()


@pytest.fixture
def errors(tab: Page) -> list[str]:
    """What the console complains of during a test."""
    found: list[str] = []

    def note(message: object) -> None:
        if getattr(message, "type", "") in {"error", "warning"}:
            found.append(getattr(message, "text", ""))

    tab.on("console", note)
    return found

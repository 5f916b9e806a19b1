"""What all tests share: glossaries made on the spot, the real one built once, a server, a browser.

Tests marked `soak` are the exhaustive versions of sampled ones.  They are skipped unless a run
asks for them, with `-m soak` or with SOAK=1 in the environment.
"""

import os
import signal
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple, Protocol

import pytest
from hypothesis import settings
from playwright.sync_api import Browser, sync_playwright

from glossary_site.cli import main
from glossary_site.pipeline import BuildOptions, BuildReport, build
from tests.chromium import find
from tests.compiling import compile_once
from tests.forking import fork_beside_hosts
from tests.hosting import serving
from tests.program import QUIET, ROOT, TODAY, run
from tests.proof.counting import Counter, is_named
from tests.sharing import made_once

# A change is judged by the same examples wherever it is tried; `make soak` looks for new ones.
settings.register_profile("steady", derandomize=True, deadline=None)
if not os.environ.get("SOAK"):
    settings.load_profile("steady")

compile_once()
fork_beside_hosts()

ORIGIN = "https://glossary.example"
REPO_URL = "https://x.org/repo/"

LONGEST = (
    "browser/test_accessibility.py",
    "browser/test_design.py",
    "browser/test_reader.py",
    "properties/test_incremental.py",
    "browser/test_previews.py",
)
"""Files that begin first, so that no worker is left alone with one of them at the end."""

MakeSite = Callable[[Mapping[str, str | bytes]], Path]
ServeFolder = Callable[..., str]
Golden = Callable[[str, str], None]


class Done(NamedTuple):
    """What the command line did."""

    returncode: int
    stdout: str
    stderr: str


Cli = Callable[..., Done]


class BuildSite(Protocol):
    """Builds a glossary in this process."""

    def __call__(self, folder: Path, **options: object) -> BuildReport:
        """Build `folder` into `folder/_site`, with `BuildOptions` by their names."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add `--update-golden` and `--figures`."""
    help_text = "write the expected files under golden/ anew, to be read in review"
    parser.addoption("--update-golden", action="store_true", help=help_text)
    help_text = "count what is tried, for docs/trust.md, in this file"
    parser.addoption("--figures", type=Path, metavar="FILE", help=help_text)


def pytest_configure(config: pytest.Config) -> None:
    """Count where `--figures` asks for it: in the process that hears of every test."""
    figures = config.getoption("--figures")
    if figures is not None and not hasattr(config, "workerinput"):
        config.pluginmanager.register(Counter(figures, is_named))


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Begin with the longest files; skip the exhaustive tests unless they are asked for."""
    items.sort(key=lambda item: not item.path.as_posix().endswith(LONGEST))
    if config.getoption("markexpr") or os.environ.get("SOAK"):
        return
    skip = pytest.mark.skip(reason="exhaustive: run with -m soak or SOAK=1")
    for item in items:
        if item.get_closest_marker("soak") is not None:
            item.add_marker(skip)


@pytest.fixture
def make_site(tmp_path: Path) -> MakeSite:
    """Write files into a folder of their own and return it."""

    def make(files: Mapping[str, str | bytes]) -> Path:
        root = tmp_path / "site"
        root.mkdir(exist_ok=True)
        for path, content in files.items():
            target = root / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content if isinstance(content, bytes) else content.encode())
        return root

    return make


@pytest.fixture
def cli(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Iterator[Cli]:
    """Run the command line in this process, which is quicker than in one of its own."""
    for name in QUIET:
        monkeypatch.delenv(name, raising=False)
    before = signal.getsignal(signal.SIGTERM)

    def call(*arguments: str | Path) -> Done:
        capfd.readouterr()
        code = main([str(argument) for argument in arguments])
        return Done(code, *capfd.readouterr())

    yield call
    signal.signal(signal.SIGTERM, before)


@pytest.fixture
def build_site() -> BuildSite:
    """Build a small glossary quickly: in this process, with one worker, on a fixed day."""

    def build_it(folder: Path, **options: object) -> BuildReport:
        wanted: dict[str, object] = {
            "source": folder,
            "output": folder / "_site",
            "today": TODAY,
            "jobs": 1,
        }
        return build(BuildOptions(**(wanted | options)))  # type: ignore[arg-type]

    return build_it


@dataclass(frozen=True, slots=True)
class RealSite:
    """The repository's own glossary, built at two addresses."""

    root: Path
    """The site at `https://glossary.example/`."""
    repo: Path
    """The site at `https://x.org/repo/`."""


@pytest.fixture(scope="session")
def real_site(tmp_path_factory: pytest.TempPathFactory) -> RealSite:
    """Build the repository's own glossary once for all tests that only read it."""
    folder = made_once(tmp_path_factory, "real", _build_real)
    return RealSite(folder / "root", folder / "repo")


def _build_real(folder: Path) -> None:
    for name, base_url in (("root", f"{ORIGIN}/"), ("repo", REPO_URL)):
        done = run("build", "--source", ROOT, "--output", folder / name, "--base-url", base_url)
        assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture(scope="session")
def serve_folder() -> Iterator[ServeFolder]:
    """Serve built sites as a host would: `serve_folder(folder, "/repo/")` gives the address."""
    with ExitStack() as stack:
        yield lambda folder, base_path="/": stack.enter_context(serving(folder, base_path))


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """A browser; without one the test is skipped.

    It lives for one module: Playwright does not start twice in one thread, and tests/serve starts
    its own.
    """
    path = find()
    if path is None:
        pytest.skip("no Chromium: install one, or name it in the variable CHROMIUM")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Golden:
    """Compare a whole text with a file in the `golden/` beside the test."""

    def compare(name: str, text: str) -> None:
        expected = request.path.parent / "golden" / name
        if request.config.getoption("--update-golden"):
            expected.parent.mkdir(exist_ok=True)
            expected.write_text(text, encoding="utf-8")
        assert expected.is_file(), f"{expected} is missing: run with --update-golden and read it"
        assert text == expected.read_text(encoding="utf-8")

    return compare

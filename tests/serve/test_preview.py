"""`preview`: a site from a stranger's pull request, shown as it would be published, and no more."""

import json
import stat
import zipfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from glossary_site.built import NotASiteError, open_built
from tests.conftest import Cli, RealSite
from tests.program import BUILD
from tests.serve.running import Running

PAGE = '<!doctype html><link rel="stylesheet" href="{base}assets/a.css"><p>home</p>'
Preview = Callable[[Path], Running]


def site(base: str = "/repo/") -> dict[str, bytes]:
    return {
        "index.html": PAGE.format(base=base).encode(),
        "404.html": b"<p>own 404</p>",
        "terms/gpu/index.html": b"<p>gpu</p>",
        "evil.example/index.html": b"<p>evil</p>",
        "assets/a.css": b"p { color: red }",
        ".glossary-output.json": b"{}",
    }


def packed(path: Path, files: Mapping[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in files.items():
            archive.writestr(name, body)
    return path


def unpacked(folder: Path, files: Mapping[str, bytes]) -> Path:
    for name, body in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(body)
    return folder


@pytest.fixture
def preview(tmp_path: Path) -> Iterator[Preview]:
    """Start the real command."""
    folder = tmp_path / "run"
    folder.mkdir()
    with ExitStack() as stack:

        def start(shown: Path) -> Running:
            command = [str(BUILD), "preview", str(shown), "--port", "18000"]
            return stack.enter_context(Running(folder, base="/repo/", command=command))

        yield start


def test_an_archive_is_shown_where_its_links_expect_it(preview: Preview, tmp_path: Path) -> None:
    """Whoever downloads an artifact wants to see the site, not a page without its styles."""
    running = preview(packed(tmp_path / "site.zip", site()))

    assert ">home<" in running.ask("/repo/").body
    assert ">gpu<" in running.ask("/repo/terms/gpu/").body
    assert running.ask("/repo/assets/a.css").headers["content-type"] == "text/css; charset=utf-8"
    assert running.ask("/").headers["location"] == "/repo/"
    assert running.ask("/repo/terms/gpu").headers["location"] == "/repo/terms/gpu/"
    assert (running.ask("/repo/none").status, running.ask("/none").status) == (404, 404)
    assert ">own 404<" in running.ask("/repo/none").body
    assert running.ask("/repo/", "HEAD").body == ""
    assert running.stop() == 0


def test_what_a_stranger_wrote_stays_on_this_machine(preview: Preview, tmp_path: Path) -> None:
    """The pages come from a fork: they may not load, send, frame or be read by anything else."""
    running = preview(packed(tmp_path / "site.zip", site()))

    for path in ("/repo/", "/repo/terms/gpu/", "/repo/none", "/repo/assets/a.css"):
        policy = running.ask(path).headers["content-security-policy"]
        assert policy.startswith("default-src 'none'; script-src 'self'")
        assert "frame-ancestors 'none'" in policy
    assert running.ask("/repo/", Host="evil.example").status == 421
    assert running.ask("/repo/", Origin="http://evil.example").status == 403
    assert running.ask("/repo/", "POST").status == 405
    assert running.ask("/repo//evil.example").status == 404
    assert running.ask("//evil.example").status == 404
    assert running.ask("/repo/.glossary-output.json").status == 404
    assert running.ask("/repo/%2e%2e/%2e%2e/etc/passwd").status == 404


@pytest.mark.parametrize("base", ["/", "/repo/", "/a/b/"])
def test_the_base_path_is_the_one_that_was_built_for(tmp_path: Path, base: str) -> None:
    """Nobody who looks at a preview knows it."""
    opened = open_built(unpacked(tmp_path / "site", site(base)))

    assert opened.base_path == base


def test_the_folder_that_a_host_packs_around_a_site_is_looked_into(tmp_path: Path) -> None:
    """GitLab's archives hold `public/`, and unpacking by hand often leaves one folder more."""
    inside = {f"public/{name}": body for name, body in site().items()}

    opened = open_built(packed(tmp_path / "artifacts.zip", inside))

    assert opened.base_path == "/repo/"
    assert opened.read("terms/gpu/index.html") == b"<p>gpu</p>"


@pytest.mark.parametrize(
    "page",
    [
        PAGE.format(base="//evil.example/"),
        PAGE.format(base="https://evil.example/"),
        PAGE.format(base="/../"),
        PAGE.format(base="/%2e%2e/"),
        '<link rel="stylesheet" href="/repo/other.css">',
        "<p>no style sheet",
        "",
    ],
)
def test_a_page_that_lies_about_its_place_is_refused(tmp_path: Path, page: str) -> None:
    """The base path becomes the target of a redirect."""
    folder = unpacked(tmp_path / "site", {**site(), "index.html": page.encode()})

    with pytest.raises(NotASiteError):
        open_built(folder)


@pytest.mark.parametrize("kind", ["link", "upward", "bomb"])
def test_an_archive_that_no_honest_ci_makes_is_refused(tmp_path: Path, kind: str) -> None:
    """Archives of forks may hold links, paths upward and bombs; none is ever unpacked."""
    link = zipfile.ZipInfo("link.html")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    members: dict[str, str | zipfile.ZipInfo] = {"link": link, "upward": "../up.html"}
    path = packed(tmp_path / "site.zip", site())
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            members.get(kind, "bomb.html"), bytes(8_000_000) if kind == "bomb" else b"/etc/passwd"
        )
    before = sorted(tmp_path.rglob("*"))

    with pytest.raises(NotASiteError, match="the archive is refused"):
        open_built(path)

    assert sorted(tmp_path.rglob("*")) == before


def test_a_folder_is_read_through_no_link(tmp_path: Path) -> None:
    """Unpacked by another program, an archive may have left links behind."""
    folder = unpacked(tmp_path / "site", site())
    (folder / "hosts.html").symlink_to("/etc/hosts")
    (folder / "etc").symlink_to("/etc")

    opened = open_built(folder)

    assert opened.read("hosts.html") is None
    assert opened.read("etc/hosts") is None


@pytest.mark.parametrize("body", [b"", b"PK\x03\x04 broken", b"<html>"])
def test_what_is_no_archive_is_named(cli: Cli, tmp_path: Path, body: bytes) -> None:
    """A download that was cut short is the most likely cause."""
    path = tmp_path / "site.zip"
    path.write_bytes(body)

    done = cli("preview", path)

    assert done.returncode == 1
    assert done.stderr.startswith(f"Error: {json.dumps(str(path))}: the archive cannot be read: ")


@pytest.mark.browser
def test_the_real_site_works_in_a_preview(
    chromium: Browser, preview: Preview, real_site: RealSite
) -> None:
    """Our own policy must not break our own pages: styles, scripts and search are loaded."""
    running = preview(real_site.repo)
    page = chromium.new_page()
    errors: list[str] = []
    page.on("console", lambda message: errors.append(message.text))

    page.goto(f"{running.url}terms/gpu/")
    page.keyboard.press("/")
    page.keyboard.type("inference")
    page.locator("[role=option]").first.wait_for()

    assert errors == []
    page.close()

"""The command `serve` with the real pipeline, on a glossary of two terms."""

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.serve.running import Running, until

_BUILD = Path(__file__).parents[2] / "build.py"
_CONFIG = "title: Small\nbase_url: /repo/\n"


def term(kind: str) -> str:
    return f"---\ntitle: GPU\n---\nA chip of the {kind} kind.\n"


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Running]:
    """The glossary, served at `/repo/`."""
    (tmp_path / "terms").mkdir()
    (tmp_path / "site.yaml").write_text(_CONFIG)
    (tmp_path / "terms/gpu.md").write_text(term("first"))
    (tmp_path / "terms/hbm.md").write_text("---\ntitle: HBM\n---\nMemory beside a GPU.\n")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [str(_BUILD), "serve", "--source", str(tmp_path), "--port", str(port), "--jobs", "1"]
    with Running(tmp_path, base="/repo/", command=command) as running:
        yield running


def until_has(running: Running, text: str) -> None:
    until(lambda: text in running.ask("/repo/terms/gpu/").body or None, text, seconds=20)


def test_a_real_site_follows_its_sources_through_every_mistake(running: Running) -> None:
    """Each part passes its own tests; here they must fit together."""
    until_has(running, "first kind")
    assert running.ask("/").headers["location"] == "/repo/"
    assert running.ask("/repo/.glossary-output.json").status == 404

    running.write("templates/base.html", "{% broken")
    until(lambda: "base.html:1" in running.output or None, "a report of the template", 20)
    running.write("site.yaml", "title: [\n")
    until(lambda: "site.yaml:" in running.output or None, "a report of the settings", 20)
    until_has(running, "first kind")
    (running.folder / "templates/base.html").unlink()
    running.write("site.yaml", _CONFIG)
    running.write("terms/gpu.md", term("second"))
    until_has(running, "second kind")

    assert running.stop() == 0
    assert running.output.splitlines()[-1] == "Stopped"
    assert "Traceback" not in running.output
    assert not (running.folder / "_site").exists()


@pytest.mark.browser
def test_real_pages_reload_under_their_own_policy(
    running: Running, tab: Page, errors: list[str]
) -> None:
    """The policy of the real pages is stricter than that of any page made up for tests."""
    tab.goto(running.url + "terms/gpu/")
    expect(tab.locator("main")).to_contain_text("first kind")

    running.write("terms/gpu.md", "---\ntitle: [\n---\nA chip.\n")
    expect(tab.get_by_role("alertdialog")).to_contain_text("error[bad-yaml]", timeout=20_000)
    running.write("terms/gpu.md", term("second"))

    expect(tab.locator("main")).to_contain_text("second kind", timeout=20_000)
    expect(tab.get_by_role("alertdialog")).to_have_count(0)
    assert errors == []

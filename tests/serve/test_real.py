"""The command `serve` with the real pipeline, on a glossary of two terms."""

import os
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from .running import Running, until

_BUILD = Path(__file__).parents[2] / "build.py"


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Running]:
    """The glossary, served at `/repo/`."""
    (tmp_path / "terms").mkdir()
    (tmp_path / "site.yaml").write_text("title: Small\nbase_url: /repo/\n")
    (tmp_path / "terms/gpu.md").write_text("---\ntitle: GPU\n---\nA chip of the first kind.\n")
    (tmp_path / "terms/hbm.md").write_text("---\ntitle: HBM\n---\nMemory beside a GPU.\n")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [str(_BUILD), "serve", "--source", str(tmp_path), "--port", str(port), "--jobs", "2"]
    with Running(tmp_path, base="/repo/", command=command) as running:
        yield running


def until_has(running: Running, text: str) -> None:
    until(lambda: text in running.ask("/repo/terms/gpu/").body or None, running.output)


def test_a_real_site_follows_its_sources(running: Running) -> None:
    """Each part passes its own tests; here they must fit together."""
    until_has(running, "first kind")
    assert running.ask("/").headers["location"] == "/repo/"
    assert running.ask("/repo/.glossary-output.json").status == 404

    running.write("terms/gpu.md", "---\ntitle: GPU\n---\nA chip of the second kind.\n")
    until_has(running, "second kind")
    running.write("terms/gpu.md", "---\ntitle: [\n---\nA chip of no kind.\n")
    until(lambda: "error[bad-yaml]" in running.output or None, "a report")
    until_has(running, "second kind")
    running.write("terms/gpu.md", "---\ntitle: GPU\n---\nA chip of the third kind.\n")
    until_has(running, "third kind")

    assert running.stop() == 0
    assert "Traceback" not in running.output
    assert not (running.folder / "_site").exists()


@pytest.mark.parametrize("name", ["templates/base.html", "site.yaml"])
def test_a_broken_template_or_configuration_is_reported_and_survived(
    running: Running, name: str
) -> None:
    """Not only terms have mistakes in them."""
    until_has(running, "first kind")
    path = running.folder / name
    before = path.read_text() if path.exists() else None
    running.write(name, "{% broken" if name.startswith("templates") else "title: [\n")
    until(lambda: "error[" in running.output or None, "a report")
    until_has(running, "first kind")

    if before is None:
        os.unlink(path)
    else:
        path.write_text(before)
    running.write("terms/gpu.md", "---\ntitle: GPU\n---\nA chip of the second kind.\n")

    until_has(running, "second kind")

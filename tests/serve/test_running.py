"""A session from the first build to Ctrl-C, against a real server in a process of its own."""

import re
import signal
import socket
import time
from pathlib import Path

import pytest

from tests.serve.conftest import Serve
from tests.serve.running import until
from tests.serve.saving import STYLES


def test_a_save_is_shown(serve: Serve) -> None:
    """The point of it all."""
    running = serve()
    running.until_shown("/terms/gpu/", "first")

    running.write("terms/gpu.md", "second")

    running.until_shown("/terms/gpu/", "second")


def test_the_last_content_is_shown_however_it_was_saved(serve: Serve) -> None:
    """Half of all editors do not write into the file that is there."""
    running = serve()
    running.until_shown("/terms/gpu/", "first")

    for save in STYLES:
        for path, shown_at in (("terms/gpu.md", "/terms/gpu/"), ("site.yaml", "/")):
            save(running.folder / path, f"{save.__name__} of {path}")
            running.until_shown(shown_at, f"{save.__name__} of {path}")
    assert "not built" not in running.output


def test_a_new_page_appears_and_a_deleted_one_goes(serve: Serve) -> None:
    """Nothing of an older build may linger."""
    running = serve()
    running.write("terms/new.md", "fresh")
    running.until_shown("/terms/new/", "fresh")

    (running.folder / "terms/new.md").unlink()

    until(lambda: running.ask("/terms/new/").status == 404 or None, "a 404")


def test_the_good_pages_stay_while_the_build_fails(serve: Serve) -> None:
    """An editor in the middle of a sentence keeps something to look at."""
    running = serve()
    running.until_shown("/terms/gpu/", "first")

    running.write("terms/gpu.md", "BROKEN\x1b[2J")

    until(lambda: "not built" in running.output or None, "a failed build")
    running.until_shown("/terms/gpu/", "first")
    running.write("terms/gpu.md", "mended")
    running.until_shown("/terms/gpu/", "mended")


def test_before_the_first_good_build_every_path_shows_the_report(
    serve: Serve, tmp_path: Path
) -> None:
    """A server that refused to start would hide what has to be mended."""
    (tmp_path / "site/terms/gpu.md").write_text("BROKEN <script>alert(1)</script>\x1b[2J")
    running = serve(base="/repo/")

    for path in ("/repo/", "/repo/style.css", "/repo/terms/gpu/"):
        answer = running.ask(path)
        assert answer.status == 503
        assert "terms/gpu.md:1:1: error[bad-yaml]" in answer.body
        assert "<script>alert" not in answer.body
        assert r"\x1b[2J" in answer.body
        assert answer.headers["content-security-policy"].startswith("default-src 'none'")
    running.write("terms/gpu.md", "mended")
    running.until_shown("/repo/terms/gpu/", "mended")


def test_a_bug_in_the_build_does_not_end_the_server(serve: Serve) -> None:
    """The next save may well avoid it."""
    running = serve()
    running.until_shown("/", "hello")
    (running.folder / "terms/gpu.md").write_bytes(b"\xff")  # the fake build cannot read this
    until(lambda: "a bug of ours: UnicodeDecodeError" in running.output or None, "a line")
    running.until_shown("/", "hello")

    running.write("terms/gpu.md", "mended")

    running.until_shown("/terms/gpu/", "mended")


def test_fifty_saves_in_a_second_are_few_builds_and_the_last_wins(serve: Serve) -> None:
    """Some editors save at every key; building for each would leave the site behind for minutes."""
    running = serve()
    running.until_shown("/terms/gpu/", "first")
    for number in range(50):
        running.write("terms/gpu.md", f"version {number}")
        time.sleep(0.02)  # the rate is what is tested

    running.until_shown("/terms/gpu/", "version 49")
    assert running.until_still() <= 6


def test_a_file_emptied_and_then_filled_is_built_once_and_whole(serve: Serve) -> None:
    """The empty moment must not be taken for an error."""
    running = serve()
    running.until_shown("/terms/gpu/", "first")

    with (running.folder / "terms/gpu.md").open("w") as file:
        time.sleep(0.03)  # the moment that is tested
        file.write("refilled")

    running.until_shown("/terms/gpu/", "refilled")
    assert "not built" not in running.output


def test_changes_during_a_build_lead_to_exactly_one_more(serve: Serve) -> None:
    """Fewer would show old content, more would waste the editor's machine."""
    running = serve()
    running.until_shown("/terms/gpu/", "first")
    running.write("delay", "1.5")
    running.write("terms/gpu.md", "second")
    until(lambda: running.builds == 2 or None, "a second build")

    for text in ("third", "fourth", "last"):
        running.write("terms/gpu.md", text)
        time.sleep(0.3)  # apart enough to be noticed one by one
    assert running.builds == 2
    asked = time.monotonic()
    assert running.ask("/").status == 200
    assert time.monotonic() - asked < 1
    (running.folder / "delay").unlink()

    running.until_shown("/terms/gpu/", "last")
    assert running.until_still() == 3


def test_a_change_during_the_first_build_is_not_missed(serve: Serve, tmp_path: Path) -> None:
    """People start the server and go on typing."""
    (tmp_path / "site/delay").write_text("0.6")
    running = serve()
    until(lambda: running.has_begun() or None, "the first build")

    running.write("terms/gpu.md", "second")

    running.until_shown("/terms/gpu/", "second")


def test_a_taken_port_gives_the_next_one_and_says_so(serve: Serve) -> None:
    """Two glossaries at once are usual; a traceback about a port is not."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        running = serve(port=port)

        assert port < running.port <= port + 20
        assert f"Port {port} is taken, so this is port {running.port}\n" in running.output
        assert running.ask("/").status == 200


def test_a_host_that_is_not_ours_is_an_error_in_one_sentence(serve: Serve) -> None:
    """A typing mistake in --host is nobody's bug."""
    running = serve(host="192.0.2.1")

    assert running.process.wait(10) == 1
    assert re.fullmatch(r"cannot listen on 192\.0\.2\.1:0: [^\n]+\n", running.output)


def test_the_address_is_printed_after_the_build_and_the_warning_before(serve: Serve) -> None:
    """Who opens a site to the network should know before drafts are there."""
    running = serve(host="0.0.0.0")  # noqa: S104 (the warning is what is tested)
    assert running.port

    first, *_, last = running.output.splitlines()
    assert first.startswith("Warning: on 0.0.0.0 everybody in your network can read this")
    assert last == f"Serving at http://127.0.0.1:{running.port}/ — Ctrl-C stops"


@pytest.mark.parametrize("wanted", [signal.SIGINT, signal.SIGTERM])
def test_ctrl_c_ends_cleanly(serve: Serve, wanted: signal.Signals) -> None:
    """No traceback, no warning of something left open, nothing left running."""
    running = serve()
    with socket.create_connection(("127.0.0.1", running.port)):  # a client that says nothing
        assert running.stop(wanted) == 0

    assert running.output.splitlines()[2:] == ["Stopped"]


def test_ctrl_c_during_the_first_build_ends_it(serve: Serve, tmp_path: Path) -> None:
    """A first build may be long, and it was perhaps started in the wrong folder."""
    (tmp_path / "site/delay").write_text("8")
    running = serve()
    until(lambda: running.has_begun() or None, "the first build")

    began = time.monotonic()
    assert running.stop() == 0
    assert time.monotonic() - began < 3
    assert running.output == ""


def test_ctrl_c_during_a_later_build_waits_for_it(serve: Serve) -> None:
    """Killed half way, it would leave its workers and its staging folder behind."""
    running = serve()
    running.until_shown("/", "hello")
    running.write("delay", "1")
    running.write("terms/gpu.md", "second")
    until(lambda: running.builds == 2 or None, "a second build")

    assert running.stop() == 0
    assert "Stopping as soon as the running build has ended" in running.output
    assert ">second<" in (running.folder / ".cache/serve/site/terms/gpu/index.html").read_text()
    assert "Traceback" not in running.output


def test_the_browser_is_opened_at_the_site(serve: Serve, tmp_path: Path) -> None:
    """It saves a step at every start."""
    opened = tmp_path / "opened"
    browser = tmp_path / "browser"
    browser.write_text(f'#!/bin/sh\necho "$1" > {opened}\n')
    browser.chmod(0o755)

    running = serve("open", base="/repo/", environment={"BROWSER": f"{browser} %s"})

    until(lambda: opened.exists() or None, "a browser")
    assert until(opened.read_text, "an address").strip() == running.url


def test_an_impatient_crowd_of_clients_is_still_answered(serve: Serve) -> None:
    """Connections that never ask must not keep the editor's own out."""
    running = serve()
    port = running.port
    idle = [socket.create_connection(("127.0.0.1", port)) for _ in range(200)]
    try:
        assert running.ask("/").status == 200
    finally:
        for connection in idle:
            connection.close()

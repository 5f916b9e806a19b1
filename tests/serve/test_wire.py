"""Clients that send what no browser would: slowly, endlessly, in two meanings, or nothing."""

import threading
import time
from collections.abc import Callable
from contextlib import ExitStack, suppress
from pathlib import Path

import pytest

from tests.serve.conftest import Serve
from tests.serve.running import Running
from tests.serve.wire import connected, head, rest, said, statuses

CLOSE = ("Connection: close",)
CROWD = 1000
MOST = 128
"""What `Bounds.connections` says."""
OWN = 4
"""Sockets that are no connection: the one that listens, and those of the loop and its signals."""


@pytest.mark.parametrize(
    "path",
    [
        "/%252e%252e/%252e%252e/terms/gpu.md",
        "/%252egit/config",
        "/..%252f..%252fsite.yaml",
        "/%c0%ae%c0%ae/builds",
        "/%2e%2e%5cbuilds",
        "/..\\..\\..\\site.yaml",
        "/C:/site.yaml",
        "/C:%5csite.yaml",
        "/index.html::$DATA",
        "/index.html%00",
        "/terms/gpu/index.html/",
        "/terms/gpu/..%2f..%2f..%2fbuilds",
        "/;/../builds",
        "/%0d%0aX-Evil:%201",
        "/.well-known/../.git/config",
        "/.well-known/.git",
        "file:///etc/passwd",
        "/\u202e/builds",
    ],
)
def test_no_spelling_of_a_path_leads_out(at_root: Running, path: str) -> None:
    """Each of these has opened some server: decoded twice, cut at a zero, or turned round."""
    answer = at_root.ask(path)

    assert answer.status in {400, 404}
    assert not {"secret", "hello", "first", "root:"} & set(answer.body.replace("<", ">").split(">"))
    assert "x-evil" not in answer.headers


def test_a_link_put_in_the_place_of_a_file_is_never_followed(
    serve: Serve, tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    """Between looking at a path and opening it lies a moment, so both must be one step."""
    running = serve()
    running.until_shown("/", "hello")
    site = running.folder / ".cache/serve/site"
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "notes.txt").write_text("secret")
    (site / "open").mkdir()
    (site / "open/notes.txt").write_text("public")
    stopped = threading.Event()

    def swap() -> None:
        """Put a link in the place of the folder, and the folder back, as fast as it goes."""
        link, spare = site / "link", site / "spare"
        while not stopped.is_set():
            link.symlink_to(outside)
            (site / "open").rename(spare)
            link.rename(site / "open")
            (site / "open").rename(link)
            spare.rename(site / "open")
            link.unlink()

    swapping = threading.Thread(target=swap)
    swapping.start()
    try:
        answers = [running.ask("/open/notes.txt") for _ in range(300)]
    finally:
        stopped.set()
        swapping.join()

    assert {answer.body for answer in answers if answer.status == 200} == {"public"}
    assert {answer.status for answer in answers} <= {200, 404}
    record_property("tried", len(answers))


@pytest.mark.parametrize(
    "headers",
    [
        ("Content-Length: 5", "Transfer-Encoding: chunked"),
        ("Content-Length: 5", "Content-Length: 6"),
        ("Content-Length: 5, 6",),
        ("Content-Length: +5",),
        ("Content-Length: -1",),
        ("Content-Length: 0x5",),
        ("Content-Length: 5_0",),
        ("Content-Length: \u00b2",),
        ("Transfer-Encoding: chunked, identity",),
        ("Transfer-Encoding: xchunked",),
        ("Transfer-Encoding: chunked", "Transfer-Encoding: chunked"),
        ("Content-Length : 5",),
        ("X-One: a\rContent-Length: 5",),
        ("Host: evil.example",),
        ("X-One: a\0b",),
        ("No colon at all",),
        (": no name",),
    ],
    ids=str,
)
def test_a_request_with_two_meanings_is_refused(at_root: Running, headers: tuple[str, ...]) -> None:
    """Where two programs would find its end at two places, a second request hides in the first."""
    hidden = head(at_root, "GET /style.css HTTP/1.1", CLOSE)

    answer = said(at_root, head(at_root, headers=headers) + b"0\r\n\r\n" + hidden, ends=True)

    assert all(status in {400, 421} for status in statuses(answer)[:1])
    assert b"rgb(1, 2, 3)" not in answer
    assert at_root.ask("/").status == 200


@pytest.mark.parametrize(
    "request_line",
    ["GET /", "GET / HTTP/0.9", "GET / HTTP/2.0", "GET  / HTTP/1.1", "/", "\x16\x03\x01"],
)
def test_other_protocols_get_no_page(at_root: Running, request_line: str) -> None:
    """HTTP/0.9 has no headers, so no host to be held to; the last is how TLS begins."""
    answer = said(at_root, head(at_root, request_line), ends=True)

    assert b"hello" not in answer
    assert statuses(answer) in ([], [400])
    assert at_root.ask("/").status == 200


def test_requests_sent_ahead_are_answered_in_their_order(at_root: Running) -> None:
    """Each is judged by itself: a good one does not open the door to the next."""
    foreign = b"GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n"
    last = head(at_root, "GET /style.css HTTP/1.1", CLOSE)

    answer = said(at_root, head(at_root) + foreign + last)

    assert statuses(answer) == [200, 421, 200]
    assert answer.endswith(b"rgb(1, 2, 3); }")


@pytest.mark.parametrize(
    "sent",
    [
        b"GET /" + b"x" * 20_000,
        b"GET / HTTP/1.1\r\nX-Long: " + b"x" * 20_000,
        b"GET / HTTP/1.1\r\n" + b"".join(b"X-%d: x\r\n" % number for number in range(3000)),
        b"\r\n" * 20_000,
        b"\0" * 20_000,
    ],
    ids=["line", "header", "headers", "empty-lines", "zeros"],
)
def test_an_endless_head_is_cut_off(at_root: Running, sent: bytes) -> None:
    """What is kept until it ends may never end."""
    assert statuses(said(at_root, sent)) in ([], [400])
    assert at_root.ask("/").status == 200
    assert "Traceback" not in at_root.output


@pytest.mark.parametrize(
    "body", [("Content-Length: 1000000",), ("Transfer-Encoding: chunked",)], ids=str
)
def test_a_large_body_is_refused_before_it_is_read(at_root: Running, body: tuple[str, ...]) -> None:
    """Nothing here asks for one."""
    chunk = b"10000\r\n" + b"x" * 65536

    answer = said(at_root, head(at_root, "POST / HTTP/1.1", body), chunk)

    assert statuses(answer) in ([], [400])
    assert at_root.ask("/").status == 200


def test_a_client_that_has_ended_its_half_leaves_nothing_behind(at_root: Running) -> None:
    """Some tools do so after asking, and some in the middle of it."""
    for part in (
        b"",
        b"GET / HT",
        head(at_root),
        head(at_root, "POST / HTTP/1.1", ["Content-Length: 9"]),
    ):
        assert statuses(said(at_root, part, ends=True)) in ([], [200])

    assert at_root.ask("/").status == 200
    assert "Traceback" not in at_root.output


@pytest.mark.parametrize(
    "begun",
    [
        b"",
        b"GET / HTTP/1.1\r\nX-Slow: ",
        b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n",
    ],
    ids=["silent", "slow-head", "slow-body"],
)
def test_a_slow_client_is_left_after_its_time(serve: Serve, begun: bytes) -> None:
    """A byte now and then does not begin its time anew."""
    running = serve("hasty")
    with connected(running) as connection:
        connection.sendall(begun)
        began = time.monotonic()
        drip = threading.Event()

        def send_on() -> None:
            while begun and not drip.wait(0.1):
                try:
                    connection.sendall(b"x" if b"POST" not in begun else b"")
                except OSError:
                    return

        sending = threading.Thread(target=send_on)
        sending.start()
        try:
            assert statuses(rest(connection)) in ([], [400], [421])
        finally:
            drip.set()
            sending.join()
        assert 0.3 < time.monotonic() - began < 4


def test_a_connection_kept_open_is_closed_when_it_stays_silent(serve: Serve) -> None:
    """Browsers keep some for minutes; they open another when they need one."""
    running = serve("hasty")

    assert statuses(said(running, head(running))) == [200]


def test_a_crowd_of_silent_clients_keeps_nobody_out(
    at_root: Running, record_property: Callable[[str, object], None]
) -> None:
    """The one that has asked for nothing for longest makes room, so that memory has a bound."""
    with ExitStack() as crowd:
        for _ in range(CROWD):
            crowd.enter_context(connected(at_root))
        assert at_root.ask("/").status == 200
        assert open_connections(at_root) <= MOST + OWN
    record_property("tried", CROWD)


def open_connections(running: Running) -> int:
    """Count the sockets of the server by its open files."""
    folder = Path(f"/proc/{running.process.pid}/fd")
    if not folder.is_dir():
        pytest.skip("only Linux shows a process's open files in /proc")
    count = 0
    for link in folder.iterdir():
        with suppress(FileNotFoundError):  # closed since it was listed
            count += link.readlink().name.startswith("socket:")
    return count

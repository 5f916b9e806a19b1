"""Who is answered: the editor's own browser on the right name, and nobody else."""

import base64
import os

import pytest

from glossary_site.serve.address import Address
from tests.serve.conftest import Serve
from tests.serve.running import Running

SOCKET = {
    "Connection": "Upgrade",
    "Upgrade": "websocket",
    "Sec_WebSocket_Version": "13",
    "Sec_WebSocket_Key": base64.b64encode(os.urandom(16)).decode(),
}


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:{port}", "127.0.0.1", "127.0.0.1:1", "localhost.:{port}"]
)
def test_a_foreign_host_name_is_refused(at_root: Running, host: str) -> None:
    """A page whose own name is rebound to this machine would otherwise read every draft."""
    for path in ("/", "/missing", at_root.client_path() + "reload.js"):
        answer = at_root.ask(path, Host=host.format(port=at_root.port))

        assert answer.status == 421
        assert "<" not in answer.body


def test_a_missing_host_name_is_refused(at_root: Running) -> None:
    """No browser leaves it out; what does is up to something."""
    assert at_root.ask("/", Host="").status in {400, 421}


@pytest.mark.parametrize("host", ["127.0.0.1:{port}", "localhost:{port}", "LOCALHOST:{port}"])
def test_every_name_of_this_machine_is_answered(at_root: Running, host: str) -> None:
    """People type localhost as often as the number."""
    assert at_root.ask("/", Host=host.format(port=at_root.port)).status == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"Origin": "https://127.0.0.1"},
        {"Sec_Fetch_Site": "cross-site", "Sec_Fetch_Mode": "no-cors", "Sec_Fetch_Dest": "image"},
        {"Sec_Fetch_Site": "cross-site", "Sec_Fetch_Mode": "no-cors", "Sec_Fetch_Dest": "script"},
        {"Sec_Fetch_Site": "same-site", "Sec_Fetch_Mode": "no-cors", "Sec_Fetch_Dest": "script"},
        {"Sec_Fetch_Site": "cross-site", "Sec_Fetch_Mode": "navigate", "Sec_Fetch_Dest": "iframe"},
        {"Sec_Fetch_Site": "cross-site"},
    ],
    ids=str,
)
def test_pages_elsewhere_get_nothing(at_root: Running, headers: dict[str, str]) -> None:
    """Whether a picture loads already tells a stranger what drafts there are."""
    assert at_root.ask("/", **headers).status == 403
    assert at_root.ask("/missing", **headers).status == 403


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec_Fetch_Site": "none", "Sec_Fetch_Mode": "navigate", "Sec_Fetch_Dest": "document"},
        {"Sec_Fetch_Site": "same-origin", "Sec_Fetch_Mode": "cors", "Sec_Fetch_Dest": "script"},
        {
            "Sec_Fetch_Site": "cross-site",
            "Sec_Fetch_Mode": "navigate",
            "Sec_Fetch_Dest": "document",
        },
    ],
    ids=str,
)
def test_own_pages_and_visitors_are_answered(at_root: Running, headers: dict[str, str]) -> None:
    """A link to the preview in a chat must work: the page with the link sees nothing of it."""
    answer = at_root.ask("/", **headers)

    assert answer.status == 200
    assert answer.headers["cross-origin-opener-policy"] == "same-origin"


def test_the_own_origin_is_answered(at_root: Running) -> None:
    """Module scripts and fonts are asked for with an origin."""
    assert at_root.ask("/style.css", Origin=at_root.url.rstrip("/")).status == 200


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "BREW"])
def test_only_reading_is_allowed(at_root: Running, method: str) -> None:
    """Nothing here changes at a request."""
    assert at_root.ask("/", method).status == 405


def test_the_socket_opens_for_own_pages_only(at_root: Running) -> None:
    """Browsers let every page open sockets to everywhere: the server must compare."""
    path = at_root.client_path() + "livereload"
    own = f"http://127.0.0.1:{at_root.port}"

    assert at_root.ask(path, **SOCKET, Origin=own, Sec_Fetch_Site="same-origin").status == 101
    assert at_root.ask(path, **SOCKET, Origin="http://evil.example").status == 403
    assert at_root.ask(path, **SOCKET, Origin="null").status == 403
    # tornado 6.6 believes this header without comparing the origin.
    lying = {"Origin": "http://evil.example", "Sec_Fetch_Site": "same-origin"}
    assert at_root.ask(path, **SOCKET, **lying).status == 403
    assert at_root.ask(path, **SOCKET, Origin=own, Host="evil.example").status == 421


@pytest.mark.parametrize(
    "path",
    ["/forcereload", "/forcereload?path=x", "/livereload", "/livereload.js", "/__x__/reload.js"],
)
def test_nothing_of_livereload_lies_at_a_known_address(at_root: Running, path: str) -> None:
    """Any page could ask for a known address; the random one it cannot guess."""
    assert at_root.ask(path, **SOCKET).status == 404


def test_the_random_folder_differs_from_run_to_run(at_root: Running, at_repo: Running) -> None:
    """What was learned of one run is worth nothing in the next."""
    assert at_root.client_path() != at_repo.client_path()
    assert len(at_root.client_path()) > 20


def test_what_is_printed_of_a_stranger_is_escaped(serve: Serve) -> None:
    """A name with control characters could clear or forge the terminal."""
    running = serve()

    running.ask("/", Host="evil\x1b[2J.example")
    running.ask("/", Origin="http://evil\x9b2J.example")

    assert r"Refused a request: a page of" in running.output
    assert r"\x9b2J.example" in running.output
    assert "\x9b" not in running.output
    assert "\x1b" not in running.output


def test_an_open_server_answers_to_numbers_but_to_no_foreign_name() -> None:
    """A colleague types the machine's number; rebinding needs a name."""
    everywhere = Address("0.0.0.0", 8000)  # noqa: S104 (nothing is bound)

    assert everywhere.has_name("192.0.2.7:8000")
    assert everywhere.has_name("[2001:db8::1]:8000")
    assert not everywhere.has_name("192.0.2.7:8001")
    assert not everywhere.has_name("evil.example:8000")
    assert not everywhere.is_loopback()


def test_the_standard_port_may_be_left_out() -> None:
    """Browsers do not send it."""
    assert Address("127.0.0.1", 80).has_name("localhost")
    assert Address("::1", 80).has_name("[::1]")
    assert not Address("127.0.0.1", 8000).has_name("localhost")
    assert Address("::1", 8000).url("/") == "http://[::1]:8000/"

"""Addresses of other sites are asked for politely, each once, and what was found is kept."""

import datetime as dt
import socket
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest
from msgspec.structs import replace

from glossary_site.external import check_external
from glossary_site.external.remembering import PATH
from glossary_site.pipeline import BuildOptions, build
from glossary_site.refresh.connecting import Limits, Network
from tests.conftest import Cli, MakeSite
from tests.program import TODAY
from tests.refresh.server import Server, drip, raw, redirect, reply, serving

LIMITS = Limits(connect=2.0, total=2.0, attempts=2, pause=0.0)
OK = reply("words")
TERM = "---\ntitle: GPU\ndefinition: A chip.\n{}---\n{}"

Check = Callable[..., list[str]]


@pytest.fixture(scope="module")
def running() -> Iterator[Server]:
    """Run one server for all tests."""
    with serving() as started:
        yield started


@pytest.fixture
def server(running: Server) -> Server:
    """Give a server that knows no path yet."""
    running.answers.clear()
    running.requests.clear()
    running.waits.clear()
    return running


@pytest.fixture
def check(make_site: MakeSite, server: Server) -> Check:
    """Check a glossary whose one term says this; give the findings in words."""

    def check_it(
        body: str = "",
        keys: str = "",
        *,
        network: Network | None = None,
        day: dt.date = TODAY,
        **files: str,
    ) -> list[str]:
        given = {path.replace("__", "/"): text for path, text in files.items()}
        site = {"site.yaml": "title: Small\n", "terms/gpu.md": TERM.format(keys, body)} | given
        folder = make_site(site)
        report = build(BuildOptions(folder, folder / "_site", day, jobs=1, dry_run=True))
        assert report.edition is not None
        way = network or server.network(LIMITS)
        found = check_external(folder, report.edition, day, network=way)
        return [
            f"{one.span.path}:{one.span.line}:{one.span.column} {one.code}: {one.message}"
            for one in found
        ]

    return check_it


def methods(server: Server) -> list[str]:
    """Name what was asked for; only a request for the first byte carries a range."""
    return [f"{path} {headers.get('Range', '')}".strip() for path, headers in server.requests]


def test_a_dead_address_is_found_at_every_place(check: Check, server: Server) -> None:
    """Otherwise whoever mends it mends one of three."""
    server.on("/gone", reply(status="404 Not Found"))
    server.on("/there?a=1&b=2", OK)
    url = "https://data.example/gone"
    body = f"A [b]({url}#x)\nand <{url}>, [c](https://data.example/there?a=1&b=2).\n"

    found = check(body, f"sources: [{{title: S, url: '{url}'}}]\n")

    said = f'"{url}" is no longer there: the server answers 404 Not Found'
    assert found == [
        f"terms/gpu.md:4:27 dead-link: {said}",
        f"terms/gpu.md:6:7 dead-link: {said}",
        f"terms/gpu.md:7:6 dead-link: {said}",
    ]
    assert sorted(methods(server)) == ["/gone", "/gone bytes=0-0", "/there?a=1&b=2"]


def test_datasets_issues_and_the_configuration_are_looked_at_too(
    check: Check, server: Server
) -> None:
    """A source of a figure matters more than any other address."""
    for path in ("/data", "/issue", "/repo", "/doc"):
        server.on(path, reply(status="410 Gone"))
    site = "title: S\nrepository: https://data.example/repo\noutputs: [default, docs]\n"
    table = "title: T\ncolumns:\n  - {name: year, type: year}\nsources:\n  - {title: A, url: https://data.example/data}\n"

    found = check(
        **{
            "site.yaml": site,
            "data__t.yaml": table,
            "data__t.csv": "year\n2024\n",
            "newsletter__one.md": "---\ntitle: One\ndate: 2026-01-02\n---\n[x](https://data.example/issue)\n",
            "docs__index.md": "# D\n\n[x](https://data.example/doc)\n",
        }
    )

    assert [one.partition(": ")[0] for one in found] == [
        "data/t.yaml:5:21 dead-link",
        "docs/index.md:3:5 dead-link",
        "newsletter/one.md:5:5 dead-link",
        "site.yaml:2:13 dead-link",
    ]


def test_who_refuses_the_head_is_asked_for_the_first_byte(check: Check, server: Server) -> None:
    """Many servers know no HEAD, and some call it dead."""
    for status in (
        "405 Method Not Allowed",
        "403 Forbidden",
        "501 Not Implemented",
        "404 Not Found",
    ):
        server.on(f"/{status[:3]}", reply(status=status), reply("w", "206 Partial Content"))

    assert check("".join(f"<https://data.example/{n}> " for n in (405, 403, 501, 404))) == []
    assert methods(server).count("/405 bytes=0-0") == 1


def test_only_permanent_redirects_are_a_move(check: Check, server: Server) -> None:
    """A page of a login, or of a language, is not where the address should lead."""
    server.on("/a", redirect("/b", "301 Moved Permanently"))
    server.on("/b", redirect("/c", "302 Found"))
    server.on("/c", OK)
    server.on("/d", redirect("/c"))
    server.on("/round", redirect("/round", "301 Moved Permanently"))

    found = check("".join(f"<https://data.example/{path}> " for path in ("a", "d", "round")))

    round_trip = '"https://data.example/round" could not be checked: more than 5 redirects'
    assert found == [
        'terms/gpu.md:5:2 moved-link: "https://data.example/a" has moved for good',
        f"terms/gpu.md:5:52 unsure-link: {round_trip} follow one another",
    ]


def test_who_asks_to_wait_is_waited_for(check: Check, server: Server) -> None:
    """Once, and not for ever; a server that is busy is not dead."""
    server.on("/busy", reply(status="429 Too Many Requests", retry_after="7"), OK)
    server.on("/closed", reply(status="503 Service Unavailable", retry_after="9999"))

    found = check("<https://data.example/busy> <https://data.example/closed>")

    assert [one.partition(": ")[2] for one in found] == [
        '"https://data.example/closed" could not be checked: the server answers 503 Service Unavailable'
    ]
    assert 7.0 in server.waits
    assert max(server.waits) == 7.0


@pytest.mark.parametrize(
    "answer", [raw(b"nonsense"), raw(b""), drip(b"HTTP/1.1 200 OK\r\n", b"A: b\r\n", 0.05)]
)
def test_a_bad_server_is_no_dead_link(check: Check, server: Server, answer: object) -> None:
    """Nor does it hold the check up."""
    server.on("/bad", answer)  # type: ignore[arg-type]
    began = time.monotonic()

    found = check("<https://data.example/bad>", network=server.network(replace(LIMITS, total=0.5)))

    assert [one.split(" ")[1] for one in found] == ["unsure-link:"]
    assert time.monotonic() - began < 5


def test_an_unknown_host_is_a_dead_link_and_a_missing_network_none(
    check: Check, server: Server
) -> None:
    """Who checks in a train must not be told that the whole web is gone."""

    def failing(number: int) -> Network:
        def look_up(_host: str, _port: int) -> list[str]:
            raise socket.gaierror(number, "no")

        return replace(server.network(LIMITS), look_up=look_up)

    unknown = check("<https://nowhere.example/a>", network=failing(socket.EAI_NONAME))
    offline = check("<https://nowhere.example/b>", network=failing(socket.EAI_AGAIN))

    assert [one.split(" ")[1] for one in (*unknown, *offline)] == ["dead-link:", "unsure-link:"]
    assert server.requests == []


def test_a_private_network_is_never_asked(check: Check, server: Server) -> None:
    """A term in a pull request may not make CI ask the service that holds its keys."""
    server.on("/out", redirect("https://inside.example/"))
    network = server.network(
        LIMITS, inside__example="169.254.169.254", mixed__example="93.184.216.34 10.0.0.1"
    )

    found = check(
        "<https://inside.example/> <https://mixed.example/> <https://data.example/out> "
        "<https://127.0.0.1/> <https://user@data.example/>",
        network=network,
    )

    assert [one.split(" ")[1] for one in found] == ["unsure-link:"] * 5
    assert server.paths() == ["/out"]


def test_a_plain_address_is_asked_for_under_https(check: Check, server: Server) -> None:
    """What goes over the wire stays sealed, and readers get the better address."""
    server.on("/a", OK)
    server.on("/b", reply(status="404 Not Found"))

    found = check("<http://data.example/a> <http://data.example/b>")

    assert [one.split(" ")[1] for one in found] == ["moved-link:", "unsure-link:"]


def test_a_host_is_asked_one_thing_at_a_time_and_hosts_at_once(
    check: Check, server: Server
) -> None:
    """Six addresses on one small server must not be six requests in one moment."""
    lock, now, most = (
        threading.Lock(),
        {"data.example": 0, "other.example": 0},
        {"all": 0, "host": 0},
    )

    def slow(connection: object, headers: Mapping[str, str]) -> None:
        host = headers["Host"]
        with lock:
            now[host] += 1
            most["host"] = max(most["host"], now[host])
            most["all"] = max(most["all"], sum(now.values()))
        time.sleep(0.1)
        with lock:
            now[host] -= 1
        OK(connection, headers)  # type: ignore[arg-type]

    for at in range(4):
        server.on(f"/{at}", slow)
    server.on("/x", redirect("https://data.example/0"))
    body = "".join(f"<https://{h}.example/{at}> " for h in ("data", "other") for at in range(4))

    assert (
        check(
            f"{body} <https://other.example/x>", network=server.network(replace(LIMITS, pause=0.5))
        )
        == []
    )
    assert most == {"all": 2, "host": 1}
    assert len([wait for wait in server.waits if wait > 0.3]) >= 6


def test_an_answer_is_kept_for_as_long_as_it_is_good(check: Check, server: Server) -> None:
    """Whoever checks twice a day asks once; what was dead may be back tomorrow."""
    server.on("/good", OK)
    server.on("/gone", reply(status="404 Not Found"))
    body = "<https://data.example/good> <https://data.example/gone>"

    first, again = check(body), check(body)
    asked = len(server.requests)
    check(body, day=TODAY + dt.timedelta(days=1))
    next_day = server.paths()[asked:]
    check(body, day=TODAY + dt.timedelta(days=14))

    assert first == again
    assert asked == 3
    assert next_day == ["/gone", "/gone"]
    assert server.paths()[asked + 2 :].count("/good") == 1


@pytest.mark.parametrize(
    "damage",
    [b"", b"{", b'{"program":"0","notes":{}}', b'{"program":1}', b"\xff" * 100],
)
def test_a_damaged_cache_is_as_good_as_none(
    check: Check, server: Server, tmp_path: Path, damage: bytes
) -> None:
    """It may come with a checkout, and is trusted with nothing."""
    server.on("/good", OK)
    check("<https://data.example/good>")
    (tmp_path / "site" / PATH).write_bytes(damage)

    assert check("<https://data.example/good>") == []
    assert server.paths() == ["/good"] * 2


def test_an_interruption_keeps_what_was_found_out(
    check: Check, server: Server, tmp_path: Path
) -> None:
    """Who ends a long check does not begin at nothing the next time."""
    server.on("/good", OK)
    server.on("/stop", OK)

    def sleep(_seconds: float) -> None:
        raise KeyboardInterrupt

    network = replace(server.network(replace(LIMITS, pause=5.0)), sleep=sleep)
    with pytest.raises(KeyboardInterrupt):
        check("<https://data.example/good> <https://data.example/stop>", network=network)

    assert (tmp_path / "site" / PATH).is_file()
    assert check("<https://data.example/good> <https://data.example/stop>") == []
    assert server.paths() == ["/good", "/stop"]


def test_the_command_asks_only_with_the_option(cli: Cli, make_site: MakeSite) -> None:
    """A check works in a train, and in CI without a network."""
    body = "See [a router](https://192.168.0.1/).\n"
    folder = make_site({"site.yaml": "title: S\n", "terms/gpu.md": TERM.format("", body)})

    without = cli("check", "--source", folder)
    asked = cli("check", "--source", folder, "--external", "--strict")

    assert "unsure-link" not in without.stdout
    assert "terms/gpu.md:5:16: note[unsure-link]" in asked.stdout
    assert "has the address 192.168.0.1, which is not public" in asked.stdout
    assert asked.returncode == 0

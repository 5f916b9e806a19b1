"""However badly a server answers, a dataset keeps the last good rows to the byte."""

import gzip
import time

import pytest

from glossary_site import __version__
from glossary_site.refresh.addresses import is_public
from glossary_site.refresh.connecting import Limits
from tests.refresh.conftest import TABLE, Fails, Glossary
from tests.refresh.server import Server, drip, packed, politely, raw, redirect, reply

PATH = "/prices.csv"
GOOD = "date,price\n2024-01-01,20\n2025-01-01,10.50\n2026-01-01,5\n"
HURRY = Limits(total=0.6, attempts=1)
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/csv\r\n"


def test_a_good_answer_is_taken(glossary: Glossary, server: Server) -> None:
    """This is what the command is for."""
    server.on(PATH, reply(GOOD, content_type="text/csv"))

    report = glossary.refresh()

    assert report.findings == ()
    assert glossary.text("data/chip.csv") == GOOD
    assert "updated: 2026-11-23  # looked up by hand\n" in glossary.text("data/chip.yaml")


def test_a_server_is_told_who_asks_and_nothing_else(glossary: Glossary, server: Server) -> None:
    """Who runs a server may want to write to us; cookies and passwords are none of its business."""
    server.on(PATH, reply(GOOD, set_cookie="a=b"))

    glossary.refresh()
    glossary.refresh()

    headers = server.requests[1][1]
    assert headers["User-Agent"] == f"glossary-site/{__version__}"
    assert headers["Host"] == "data.example"
    assert set(headers) == {"Host", "User-Agent", "Accept", "Accept-Encoding", "Connection"}


def test_the_proxies_of_the_environment_are_not_used(
    glossary: Glossary, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Behind a proxy, the address that was checked would not be the one that is asked."""
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:9")
    server.on(PATH, reply(GOOD))

    assert glossary.refresh().findings == ()


@pytest.mark.parametrize(
    "form",
    [
        reply(packed(GOOD), content_encoding="gzip"),
        reply(packed(GOOD[:20]) + packed(GOOD[20:]), content_encoding="x-gzip"),
        reply(GOOD, sized=False),
        raw(HEAD + b"Transfer-Encoding: chunked\r\n\r\n%x\r\n%s\r\n0\r\n\r\n" % (len(GOOD), GOOD.encode())),
        reply("\ufeff" + GOOD.replace("\n", "\r\n"), content_type="application/octet-stream"),
    ],
    ids=["gzip", "gzip in two pieces", "no length", "chunked", "a mark and CRLF"],
)  # fmt: skip
def test_one_table_comes_in_many_forms(glossary: Glossary, server: Server, form: object) -> None:
    """What is allowed between servers and us makes no difference to the file."""
    server.on(PATH, form)  # type: ignore[arg-type]

    assert glossary.refresh().findings == ()
    assert glossary.text("data/chip.csv") == GOOD


SLOW = {
    "slow head": drip(b"HTTP/1.1 200 OK\r\nX: ", b"x", 0.05),
    "slow body": drip(HEAD + b"Content-Length: 900000\r\n\r\n", b"1", 0.05),
    "endless and slow": drip(HEAD + b"\r\n", b"2024-01-01,2\n", 0.05),
    "silence": drip(b"", b"", 0.05),
}


@pytest.mark.parametrize("answer", SLOW.values(), ids=SLOW)
def test_a_slow_server_is_not_waited_for(fails: Fails, server: Server, answer: object) -> None:
    """Many short waits must not add up to a night."""
    server.on(PATH, answer)  # type: ignore[arg-type]
    start = time.monotonic()

    found = fails(server.network(HURRY))

    assert found == ["data/chip.yaml:9:8 refresh-failed: the answer took longer than 0.6 seconds"]
    assert time.monotonic() - start < 3


OFF = "the connection to data.example broke off before the answer was complete"
BROKEN = {
    "hangs up": (raw(b""), OFF),
    "says goodbye at once": (politely(b""), OFF),
    "no HTTP": (raw(b"SSH-2.0\r\n\r\n"), "what data.example answers is not HTTP"),
    "a head without end": (
        raw(b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 200),
        "what data.example answers is not HTTP",
    ),
    "cut off": (raw(HEAD + b"Content-Length: 99\r\n\r\ndate,price\n2024-01-01,20\n"), OFF),
    "cut off politely": (
        politely(HEAD + b"Content-Length: 99\r\n\r\ndate,price\n2024-01-01,20\n"),
        OFF,
    ),
    "cut off without length": (raw(HEAD + b"\r\ndate,price\n2024-01-01,20\n"), OFF),
    "cut off in a chunk": (
        politely(HEAD + b"Transfer-Encoding: chunked\r\n\r\n30\r\ndate,price\n2024-01-01,20\n"),
        OFF,
    ),
    "cut off in gzip": (
        reply(packed(GOOD)[:-9], content_encoding="gzip"),
        "the answer is packed, and cut off",
    ),
    "no gzip": (reply(GOOD, content_encoding="gzip"), "the answer is packed, and damaged"),
    "500": (reply("oops", "500 <b>Broken</b>"), "the server answers 500 Internal Server Error"),
}  # fmt: skip


@pytest.mark.parametrize(("answer", "words"), BROKEN.values(), ids=BROKEN)
def test_what_may_pass_is_asked_for_three_times(
    fails: Fails, server: Server, answer: object, words: str
) -> None:
    """A server that restarts is back in a second; after three attempts it is not."""
    server.on(PATH, answer)  # type: ignore[arg-type]

    assert fails() == [f"data/chip.yaml:9:8 refresh-failed: {words}"]
    assert server.paths() == [PATH] * 3
    assert server.waits == [1.0, 4.0]


REFUSED = {
    "404": (reply("", "404 Not Found"), "the server answers 404 Not Found"),
    "403": (reply("", "403 Forbidden"), "the server answers 403 Forbidden"),
    "204": (reply("", "204 No Content"), "the server answers 204 No Content"),
    "304 unasked": (reply("", "304 Not Modified"), "the server answers 304 Not Modified"),
    "799": (reply("", "799 What"), "the server answers 799"),
    "a web page": (
        reply(GOOD, content_type="text/html; charset=utf-8"),
        "the address leads to a web page (text/html), and not to a table",
    ),
    "a web page in disguise": (
        reply("\n <!DOCTYPE html><p>Log in", content_type="text/csv"),
        "the address leads to a web page, and not to a table",
    ),
    "brotli": (
        reply(GOOD, content_encoding="br"),
        "the answer is packed in a way that nobody asked for",
    ),
    "huge": (
        reply(b"x" * 2000),
        "the document has 2,000 bytes, and 1,000 are allowed",
    ),
    "huge without length": (
        reply(b"x" * 200_000, sized=False),
        "the document has more than the 1,000 bytes allowed",
    ),
    "endless": (
        drip(HEAD + b"\r\n", b"2024-01-01,2\n" * 10_000, 0),
        "the document has more than the 1,000 bytes allowed",
    ),
    "a bomb": (
        reply(gzip.compress(b"0" * 900_000), content_encoding="gzip"),
        "the document unpacks to more than the 1,000 bytes allowed",
    ),
    "a bomb in pieces": (
        reply(gzip.compress(b"") * 45, content_encoding="gzip"),
        "the document is empty",
    ),
}


@pytest.mark.parametrize(("answer", "words"), REFUSED.values(), ids=REFUSED)
def test_what_will_not_pass_is_asked_for_once(
    fails: Fails, server: Server, answer: object, words: str
) -> None:
    """To ask again would only annoy who runs the server."""
    server.on(PATH, answer)  # type: ignore[arg-type]

    (found,) = fails(server.network(Limits(size=1000)))

    assert found.endswith(f": {words}")
    assert server.paths() == [PATH]
    assert server.waits == []


def test_what_passes_is_worth_the_wait(glossary: Glossary, server: Server) -> None:
    """A failure of a second must not cost a week."""
    server.on(PATH, reply("", "500 Oops"), raw(b""), reply(GOOD))

    assert glossary.refresh().findings == ()
    assert server.waits == [1.0, 4.0]


def test_a_server_that_asks_for_time_gets_it(glossary: Glossary, server: Server) -> None:
    """Who does not wait is locked out."""
    server.on(PATH, reply("", "429 Slow down", retry_after="7"), reply(GOOD))

    assert glossary.refresh().findings == ()
    assert server.waits == [7.0]


@pytest.mark.parametrize("when", ["3600", "Fri, 31 Dec 2999 23:59:59 GMT"])
def test_a_server_that_asks_for_an_hour_is_left_alone(
    fails: Fails, server: Server, when: str
) -> None:
    """Nobody waits an hour for a table; and asking sooner would be rude."""
    server.on(PATH, reply("", "503 Later", retry_after=when))

    (found,) = fails()

    assert "the server answers 503 Service Unavailable, and asks to wait" in found
    assert server.paths() == [PATH]
    assert server.waits == []


# Redirects


def test_a_redirect_to_another_public_host_is_followed(glossary: Glossary, server: Server) -> None:
    """Files move; what counts is that each hop is as good as the first."""
    server.on(PATH, redirect("https://other.example/v2?x=1#top"))
    server.on("/v2?x=1", redirect("v3.csv", "308 Permanent Redirect"))
    server.on("/v3.csv", reply(GOOD))

    assert glossary.refresh().findings == ()
    assert [headers["Host"] for _, headers in server.requests] == [
        "data.example", "other.example", "other.example",
    ]  # fmt: skip


ASTRAY = {
    "http://other.example/a.csv": "a redirect leads astray: {} is no https address",
    "file:///etc/passwd": "a redirect leads astray: {} is not a web address: write https://…",
    "//user:secret@other.example/": 'a redirect leads astray: "https://user:secret@other.example/" '
    "holds a name or password",
    "https://other.example:22/": "a redirect leads to port 22 of other.example",
    "https://inside.example/": "inside.example has the address 10.0.0.5, which is not public",
    "https://[::1": "a redirect leads to {}, no address",
}


@pytest.mark.parametrize(("location", "words"), ASTRAY.items(), ids=ASTRAY)
def test_a_redirect_to_where_nobody_may_ask_is_not_followed(
    fails: Fails, server: Server, location: str, words: str
) -> None:
    """A public server could otherwise read what only this machine can reach."""
    server.on(PATH, redirect(location))

    found = fails(server.network(inside__example="10.0.0.5"))

    assert found == ["data/chip.yaml:9:8 refresh-failed: " + words.format(f'"{location}"')]
    assert server.paths() == [PATH]


def test_a_ring_of_redirects_is_left(fails: Fails, server: Server) -> None:
    """It would go round for ever."""
    server.on(PATH, redirect("/b"))
    server.on("/b", redirect(PATH))

    (found,) = fails()

    assert found.endswith("more than 5 redirects follow one another")
    assert len(server.requests) == 6


# Addresses

INSIDE = """
    127.0.0.1 10.1.2.3 172.16.0.1 192.168.1.1 169.254.169.254 100.100.100.200 0.0.0.0 224.0.0.1
    240.0.0.1 255.255.255.255 192.0.2.1 198.18.0.1 168.63.129.16 ::1 :: fe80::1 fe80::1%eth0
    fc00::1 fd00:ec2::254 fec0::1 ff02::1 ::ffff:127.0.0.1 ::ffff:169.254.169.254 ::ffff:8.8.8.8
    ::7f00:1 2002:7f00:1::1 2001:0:4136:e378:8000:63bf:3fff:fdd2 64:ff9b::a9fe:a9fe 2001:db8::1
    3fff::1 5f00::1 nonsense
""".split()


@pytest.mark.parametrize("address", INSIDE)
def test_an_address_of_an_inner_network_is_refused(
    fails: Fails, server: Server, address: str
) -> None:
    """A name in anybody's zone may lead there: to the cloud's passwords, or the printer."""
    network = server.network(data__example=address)

    assert fails(network) == [
        (
            f"data/chip.yaml:9:8 refresh-failed: data.example has the address {address}, "
            "which is not public"
        )
    ]
    assert server.requests == []


def test_one_inner_address_among_public_ones_is_enough(fails: Fails, server: Server) -> None:
    """Otherwise the system's next choice would decide."""
    (found,) = fails(server.network(data__example="93.184.216.34 127.0.0.1"))

    assert found.endswith("data.example has the address 127.0.0.1, which is not public")


def test_public_addresses_are_taken() -> None:
    """A guard that lets nothing through guards nothing."""
    assert all(map(is_public, ("1.1.1.1", "2606:4700::1111", "64:ff9b::101:101")))


def test_a_name_that_changes_its_mind_is_judged_at_every_connection(
    glossary: Glossary, server: Server
) -> None:
    """What was checked is what is connected to: there is no second look-up in between."""
    looked_up = iter([["93.184.216.34"], ["127.0.0.1"]])
    plain = server.network()
    network = type(plain)(
        look_up=lambda _host, _port: next(looked_up),
        route=plain.route, trust=plain.trust, sleep=plain.sleep,
    )  # fmt: skip
    server.on(PATH, reply("", "500 Oops"))

    report = glossary.refresh(network=network)

    assert [one.message for one in report.findings] == [
        "data.example has the address 127.0.0.1, which is not public"
    ]
    assert len(server.requests) == 1


def test_an_unknown_host_is_told_by_name(fails: Fails, server: Server) -> None:
    """It is misspelt, or the network is down."""
    (found,) = fails(server.network(data__example=""))

    assert found.endswith('no host is called "data.example"')


def test_a_certificate_of_another_host_is_refused(glossary: Glossary, server: Server) -> None:
    """TLS must prove the name in the description, though an address was connected to."""
    text = glossary.text("data/chip.yaml").replace("data.example", "third.example")
    glossary.write("chip.yaml", text)

    (found,) = glossary.refresh().findings

    assert found.message.startswith("the certificate of third.example is not valid: Hostname")
    assert server.requests == []


# Conditions


def test_a_document_that_has_not_changed_is_not_sent_again(
    glossary: Glossary, server: Server
) -> None:
    """It costs the server nothing, and confirms the day."""
    tag = 'W/"v1"'
    server.on(
        PATH,
        reply(GOOD, etag=tag, last_modified="Mon, 23 Nov 2026 10:00:00 GMT"),
        reply("", "304 Not Modified"),
    )
    glossary.refresh()
    before = glossary.files()

    report = glossary.refresh()

    assert report.outcomes[0].state == "confirmed"
    assert glossary.files() == before
    assert server.requests[1][1]["If-None-Match"] == tag
    assert server.requests[1][1]["If-Modified-Since"] == "Mon, 23 Nov 2026 10:00:00 GMT"


def test_a_condition_holds_only_for_the_table_it_was_made_for(
    glossary: Glossary, server: Server
) -> None:
    """Who has edited the table by hand, or the description, needs the document itself."""
    server.on(PATH, reply(GOOD, etag='"v1"'))
    glossary.refresh()
    glossary.write("chip.csv", TABLE)

    glossary.refresh()
    glossary.describe("sort: [date]")
    glossary.refresh()

    assert "If-None-Match" not in server.requests[1][1]
    assert "If-None-Match" not in server.requests[2][1]
    assert glossary.text("data/chip.csv") == GOOD


@pytest.mark.parametrize("note", [b"", b"{", b"[]", b'{"made_for": 1}', b"\xff" * 20_000])
def test_a_damaged_note_is_as_good_as_none(glossary: Glossary, server: Server, note: bytes) -> None:
    """A cache decides nothing."""
    server.on(PATH, reply(GOOD, etag='"v1"'))
    glossary.refresh()
    (glossary.root / ".cache/refresh/chip.json").write_bytes(note)

    assert glossary.refresh().findings == ()
    assert "If-None-Match" not in server.requests[1][1]

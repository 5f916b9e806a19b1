"""Signing up, end to end: a built site, a real browser, a real list server and its mail."""

import re
import zlib
from collections.abc import Iterator
from email.message import EmailMessage
from typing import Final

import pytest
from playwright.sync_api import Browser, Page, expect

from glossary_site.pipeline import BuildOptions, build
from tests.conftest import ServeFolder
from tests.newsletter.list_server import SLUG, ListServer, list_server
from tests.program import TODAY
from tests.whole.sites import TWO_TERMS

pytestmark = pytest.mark.browser

SETTINGS: Final = """\
title: Test
newsletter:
  name: AI Economy Pulse
  consent: Unsubscribe anytime.
  provider: custom
  custom:
    action: {action}
    email_field: email_field
"""


@pytest.fixture(scope="module")
def server(chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[ListServer]:
    """A list server; none is started where there is no browser."""
    del chromium
    with list_server(tmp_path_factory.mktemp("lists")) as running:
        yield running


@pytest.fixture(scope="module")
def site(
    server: ListServer, tmp_path_factory: pytest.TempPathFactory, serve_folder: ServeFolder
) -> str:
    """The address of a site whose newsletter that server keeps."""
    folder = tmp_path_factory.mktemp("site")
    files = {**TWO_TERMS, "site.yaml": SETTINGS.format(action=server.address("subscribe"))}
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text)
    report = build(BuildOptions(source=folder, output=folder / "_site", today=TODAY, jobs=1))
    assert report.is_ok, report.findings
    return serve_folder(folder / "_site")


@pytest.fixture(params=[False, True], ids=["no-js", "js"])
def page(chromium: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A window without scripts, then one with; it takes the certificate that nobody signed."""
    context = chromium.new_context(java_script_enabled=request.param, ignore_https_errors=True)
    yield context.new_page()
    context.close()


@pytest.fixture
def reader(request: pytest.FixtureRequest) -> str:
    """An address that only one test uses."""
    return f"{zlib.crc32(request.node.name.encode()):x}@example.org"


def ask_for_it(page: Page, address: str) -> None:
    """Fill the block's form in and send it."""
    page.locator("#newsletter input[type=email]").fill(address)
    page.locator("#newsletter button[type=submit]").click()


def link_in(mail: EmailMessage) -> str:
    """Find the one address on the list server that a mail asks to open."""
    text = mail.get_body(("plain",))
    assert text is not None
    found = re.findall(r"https://\S+", text.get_content())
    assert len(found) == 1
    return str(found[0])


def confirm(page: Page, mail: EmailMessage) -> None:
    """Open the link of a mail and confirm."""
    page.goto(link_in(mail))
    page.locator("input[type=submit]").click()


def subscribe(page: Page, reader: str, site: str, server: ListServer) -> None:
    """Go the whole way from the block to the list."""
    page.goto(f"{site}terms/gpu/")
    ask_for_it(page, reader)
    page.wait_for_url(server.address("subscribe/email-sent"))
    confirm(page, server.mail.take(reader))
    page.wait_for_url(server.address("subscribe/activation-completed"))


def test_a_reader_subscribes_confirms_and_unsubscribes(
    page: Page, reader: str, site: str, server: ListServer
) -> None:
    """That is the whole promise of the block, and nothing but a real list can say it is kept."""
    page.goto(f"{site}terms/gpu/")
    ask_for_it(page, reader)

    expect(page).to_have_url(server.address("subscribe/email-sent"))
    expect(page.locator("body")).to_contain_text("an activation email has been sent to you")
    assert server.rows(reader) == [(False, False)]

    asked = server.mail.take(reader)
    assert asked["To"] == reader
    assert asked["Subject"] == "AI Economy Pulse - Confirm subscription"
    confirm(page, asked)
    expect(page.locator("body")).to_contain_text("subscription has successfully been activated")
    assert server.rows(reader) == [(True, False)]

    page.goto(server.address("unsubscribe"))
    page.locator("input[name=email_field]").fill(reader)
    page.locator("input[type=submit]").click()
    expect(page).to_have_url(server.address("unsubscribe/email-sent"))
    assert server.rows(reader) == [(True, False)]

    leave = server.mail.take(reader)
    assert leave["Subject"] == "AI Economy Pulse - Confirm unsubscription"
    confirm(page, leave)
    expect(page.locator("body")).to_contain_text("You have successfully been unsubscribed")
    assert server.rows(reader) == [(False, True)]
    assert server.mail.is_empty(reader)


def test_an_issue_reaches_those_who_subscribed_and_lets_them_leave(
    page: Page, reader: str, site: str, server: ListServer
) -> None:
    """The way out stands in every mail, and must be as short as the way in."""
    page.goto(site)
    subscribe(page, reader, site, server)

    server.send("88 percent")
    issue = server.mail.take(reader)
    assert issue["Subject"] == "AI Economy Pulse - 88 percent"
    assert issue["List-Unsubscribe"] == server.address("unsubscribe")
    page.goto(link_in(issue))
    page.locator("input[name=email_field]").fill(reader)
    page.locator("input[type=submit]").click()
    page.wait_for_url(server.address("unsubscribe/email-sent"))
    confirm(page, server.mail.take(reader))
    page.wait_for_url(server.address("unsubscribe/activation-completed"))
    server.send("18 percent")

    assert server.rows(reader) == [(False, True)]
    assert server.mail.is_empty(reader)


def test_who_subscribes_twice_is_told_and_stays_on_the_list_once(
    page: Page, reader: str, site: str, server: ListServer
) -> None:
    """People forget; a second mail or a second row would be a nuisance, silence a riddle."""
    page.goto(site)
    subscribe(page, reader, site, server)

    page.goto(f"{site}terms/gpu/")
    ask_for_it(page, reader)

    expect(page).to_have_url(server.address("subscribe"))
    expect(page.locator("body")).to_contain_text("has already been subscribed to")
    assert server.rows(reader) == [(True, False)]
    assert server.mail.is_empty(reader)


def test_who_asks_again_before_confirming_gets_the_mail_again(
    page: Page, reader: str, site: str, server: ListServer
) -> None:
    """The first mail may have been lost."""
    page.goto(site)
    for _ in range(2):
        page.goto(site)
        ask_for_it(page, reader)
        page.wait_for_url(server.address("subscribe/email-sent"))

    first, second = server.mail.take(reader), server.mail.take(reader)
    assert link_in(first) == link_in(second)
    confirm(page, second)
    page.wait_for_url(server.address("subscribe/activation-completed"))
    assert server.rows(reader) == [(True, False)]


def test_what_is_no_address_does_not_leave_the_page(
    page: Page, site: str, server: ListServer
) -> None:
    """The browser says so at once, beside the field, in the reader's own language."""
    page.goto(f"{site}terms/gpu/")
    for wrong in ("", "reader", "reader@", "two words@example.org"):
        ask_for_it(page, wrong)

        assert page.locator("#newsletter input[type=email]:invalid").count() == 1
        assert page.url == f"{site}terms/gpu/"
        assert server.rows(wrong) == []


def test_an_address_that_only_the_list_refuses_is_shown_with_the_reason(
    page: Page, reader: str, site: str, server: ListServer
) -> None:
    """Browsers take an address without a dot; what the list says of it must reach the reader."""
    page.goto(site)
    refused = reader.removesuffix(".org")
    ask_for_it(page, refused)

    expect(page).to_have_url(server.address("subscribe"))
    expect(page.locator(".errorlist")).to_contain_text("Enter a valid email address")
    expect(page.locator("input[name=email_field]")).to_have_value(refused)
    assert server.rows(refused) == []
    assert server.mail.is_empty(refused)


@pytest.mark.parametrize("page", [True], indirect=True, ids=["js"])
def test_the_policy_lets_the_form_post_to_the_list_and_nowhere_else(
    page: Page, reader: str, site: str, server: ListServer
) -> None:
    """What worked above worked under the strict policy; the same form elsewhere is stopped."""
    answer = page.goto(f"{site}terms/gpu/")
    assert answer is not None
    policy = answer.headers["content-security-policy"]
    assert f"form-action 'self' {server.origin};" in policy
    assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self'")

    form = page.locator("#newsletter form")
    assert form.get_attribute("action") == f"{server.origin}/newsletter/{SLUG}/subscribe/"
    elsewhere = server.address("subscribe").replace("127.0.0.1", "localhost")
    form.evaluate("(form, elsewhere) => { form.action = elsewhere; }", elsewhere)
    with page.expect_console_message(
        lambda message: "form-action" in message.text and "localhost" in message.text
    ):
        page.locator("#newsletter input[type=email]").fill(reader)
        form.evaluate("(form) => { form.requestSubmit(); }")  # a click waits for what never comes

    assert page.url == f"{site}terms/gpu/"
    assert server.rows(reader) == []

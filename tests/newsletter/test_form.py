"""The form in a real browser: what is sent, how often, and what the reader is told."""

import json
from collections.abc import Callable, Iterator
from typing import Any, Final

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.test_accessibility import violations
from tests.conftest import BuildSite, MakeSite, ServeFolder
from tests.newsletter.taking import TOKEN, Taker, taking

pytestmark = pytest.mark.browser

READER: Final = "reader@example.org"
OPEN_TO_ALL: Final = {"Access-Control-Allow-Origin": "*"}
Open = Callable[..., Page]


@pytest.fixture(scope="module")
def taker(chromium: Browser) -> Iterator[Taker]:
    """A server that takes sign-ups; none is started where there is no browser."""
    del chromium
    with taking() as running:
        yield running


@pytest.fixture(autouse=True)
def fresh(taker: Taker) -> None:
    """Let the server forget what an earlier test did."""
    taker.posts, taker.documents = [], []
    taker.status, taker.delay, taker.leads_to = 201, 0.0, None


@pytest.fixture
def open_term(
    chromium: Browser, make_site: MakeSite, build_site: BuildSite, serve_folder: ServeFolder
) -> Iterator[Open]:
    """Open a term's page of a glossary with a provider."""
    contexts = []

    def open_it(settings: str, *, scripts: bool = True) -> Page:
        outputs = "outputs: [pages, newsletter, hosting]\n"  # what a form needs, and no more
        config = f"title: T\n{outputs}newsletter: {{name: News, provider: {settings}}}\n"
        folder = make_site({"site.yaml": config, "terms/gpu.md": "---\ntitle: GPU\n---\nA chip.\n"})
        report = build_site(folder)
        assert report.findings == ()
        context = chromium.new_context(java_script_enabled=scripts, ignore_https_errors=True)
        contexts.append(context)
        page = context.new_page()
        page.goto(serve_folder(folder / "_site") + "terms/gpu/")
        return page

    yield open_it
    for context in contexts:
        context.close()


def fill(page: Page, address: str = READER) -> None:
    """Write an address into the field."""
    page.get_by_label("Email address").fill(address)


def subscribe(page: Page) -> None:
    """Press the button."""
    page.get_by_role("button", name="Subscribe").click()


def custom(taker: Taker) -> str:
    """Settings of a plain form that leads to the server."""
    fields = "hidden: {list: news, z: 'a b'}, honeypot: trap"
    return f"custom, custom: {{action: '{taker.address}/subscribe', email_field: EMAIL, {fields}}}"


def ghost(taker: Taker) -> str:
    """Settings of a Ghost site at the server."""
    return f"ghost, ghost: {{url: '{taker.address}', labels: [glossary, ai]}}"


@pytest.mark.parametrize("scripts", [False, True], ids=["no-js", "js"])
def test_a_plain_form_arrives_with_exactly_its_fields(
    open_term: Open, taker: Taker, *, scripts: bool
) -> None:
    """Without a script, and with one, the browser itself sends it."""
    page = open_term(custom(taker), scripts=scripts)
    fill(page)
    subscribe(page)
    page.wait_for_url(f"{taker.address}/**")

    assert taker.posts == [
        ("/subscribe", [("EMAIL", READER), ("list", "news"), ("z", "a b"), ("trap", "")])
    ]


def test_whoever_clicks_twice_is_sent_once(open_term: Open, taker: Taker) -> None:
    """A second post could send a second mail, or an error in the first one's place."""
    taker.delay = 0.3
    page = open_term(custom(taker))
    fill(page)
    told = page.evaluate("""() => {
        const button = document.querySelector(".newsletter-form button");
        button.click();
        button.form.requestSubmit();
        button.click();
        return [button.disabled, document.getElementById("newsletter-status").textContent];
    }""")
    assert told == [True, f"Sending to {taker.address.removeprefix('https://')}…"]
    page.wait_for_url(f"{taker.address}/**")

    assert len(taker.posts) == 1


def test_whoever_comes_back_can_send_again(open_term: Open, taker: Taker) -> None:
    """A button that stays grey on the way back is a dead end."""
    page = open_term(custom(taker))
    fill(page)
    subscribe(page)
    page.wait_for_url(f"{taker.address}/**")
    page.go_back()

    expect(page.get_by_role("button", name="Subscribe")).to_be_enabled()
    expect(page.locator("#newsletter-status")).to_have_text("")


def test_what_is_no_address_is_not_sent(open_term: Open, taker: Taker) -> None:
    """The browser's own words, in the reader's own language, are kept."""
    page = open_term(custom(taker))
    fill(page, "reader at example")
    subscribe(page)

    field = page.get_by_label("Email address")
    assert field.evaluate("field => field.validity.typeMismatch")
    expect(page.get_by_role("button", name="Subscribe")).to_be_enabled()
    assert taker.posts == []


def test_a_provider_may_lead_on_to_a_site_that_is_named(open_term: Open, taker: Taker) -> None:
    """Chromium holds the policy against redirects: without the name the reader is stuck."""
    taker.leads_to = f"https://localhost:{taker.server_port}/thanks"
    page = open_term(custom(taker))
    fill(page)
    with page.expect_console_message(lambda message: "form-action" in message.text):
        subscribe(page)

    page = open_term(custom(taker) + f", lands_on: ['https://localhost:{taker.server_port}']")
    fill(page)
    subscribe(page)
    page.wait_for_url("https://localhost:*/thanks")


def test_without_javascript_ghost_says_what_it_needs(open_term: Open, taker: Taker) -> None:
    """A form that Ghost would answer with an error is not shown."""
    page = open_term(ghost(taker), scripts=False)

    expect(page.locator(".newsletter-form")).to_be_hidden()
    expect(page.locator("#newsletter")).to_contain_text("Signing up here takes JavaScript.")
    link = page.locator("#newsletter").get_by_role("link", name="127.0.0.1")
    assert link.get_attribute("href") == taker.address


def test_ghost_is_sent_json_with_its_token(open_term: Open, taker: Taker) -> None:
    """First the token, then the address, across origins and with the policy in force."""
    page = open_term(ghost(taker))
    expect(page.get_by_text("takes JavaScript")).to_have_count(0)
    fill(page)
    subscribe(page)
    status = page.locator("#newsletter-status")

    expect(status).to_have_text(
        "Almost there. Open the mail that you have been sent, and follow its link."
    )
    expect(status).to_be_focused()
    expect(page.get_by_role("button", name="Subscribe")).to_be_hidden()
    assert taker.documents == [
        {"email": READER, "emailType": "signup", "labels": ["glossary", "ai"], "integrityToken": TOKEN}
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("status", "words", "is_invalid"),
    [
        (400, "Ghost did not take this address. Look at it once more.", True),
        (429, "Ghost could not be reached, or takes nothing just now. Try again later.", False),
        (500, "Ghost could not be reached, or takes nothing just now. Try again later.", False),
    ],
)
def test_what_ghost_refuses_is_said_where_it_can_be_mended(
    open_term: Open, taker: Taker, status: int, words: str, *, is_invalid: bool
) -> None:
    """Announced, tied to the field, and the field has the focus again."""
    taker.status = status
    page = open_term(ghost(taker))
    fill(page)
    subscribe(page)
    field = page.get_by_label("Email address")

    expect(page.get_by_role("status").and_(page.locator("#newsletter-status"))).to_have_text(words)
    expect(field).to_be_focused()
    assert (field.get_attribute("aria-invalid") == "true") is is_invalid
    assert "newsletter-status" in (field.get_attribute("aria-describedby") or "")
    fill(page, "other@example.org")
    assert field.get_attribute("aria-invalid") is None
    taker.status = 201
    subscribe(page)
    expect(page.locator("#newsletter-status")).to_contain_text("Almost there")


def test_a_ghost_that_cannot_be_reached_is_no_silence(open_term: Open, taker: Taker) -> None:
    """The reader learns that nothing was sent, and can try again."""
    page = open_term(ghost(taker))
    page.route("**/members/api/**", lambda route: route.abort())
    fill(page)
    subscribe(page)

    expect(page.locator("#newsletter-status")).to_contain_text("could not be reached")
    expect(page.get_by_role("button", name="Subscribe")).to_be_enabled()


FORMSPREE: Final = "formspree, formspree: {form: xdoqzqkp}"
MAILERLITE: Final = "mailerlite, mailerlite: {account: 1, form: 22}"


def answered(page: Page, pattern: str, status: int, answer: object) -> list[Any]:
    """Answer for a provider: scripts get `answer`, plain forms a page.  Collects the requests."""
    requests: list[Any] = []

    def reply(route: Any) -> None:  # noqa: ANN401 (Playwright's route)
        requests.append(route.request)
        if route.request.is_navigation_request():
            route.fulfill(status=200, content_type="text/html", body="<!doctype html><p>Theirs")
        else:
            body = json.dumps(answer)
            route.fulfill(
                status=status, headers=OPEN_TO_ALL, content_type="application/json", body=body
            )

    page.route(pattern, reply)
    return requests


@pytest.mark.parametrize(
    ("settings", "pattern", "answer", "said"),
    [
        (FORMSPREE, "https://formspree.io/**", {"ok": True},
         ("email=reader%40example.org&_gotcha=", "Thank you. You are on the list.")),
        (MAILERLITE, "https://assets.mailerlite.com/**", {"success": True},
         ("fields%5Bemail%5D=reader%40example.org&ml-submit=1&anticsrf=true",
          "Thank you. If a mail asks you to confirm, follow its link.")),
        ("netlify", "**/newsletter/thanks/", "a page",
         ("email=reader%40example.org&form-name=newsletter&bot-field=",
          "Thank you. You are on the list.")),
    ],
    ids=["formspree", "mailerlite", "netlify"],
)  # fmt: skip
def test_a_provider_that_answers_scripts_is_asked_by_one(
    open_term: Open, settings: str, pattern: str, answer: object, said: tuple[str, str]
) -> None:
    """The reader stays on the page and is told there."""
    body, words = said
    page = open_term(settings)
    requests = answered(page, pattern, 200, answer)
    before = page.url
    fill(page)
    subscribe(page)

    expect(page.locator("#newsletter-status")).to_have_text(words)
    (request,) = requests
    assert (request.method, request.post_data, page.url) == ("POST", body, before)
    assert request.headers["accept"] == "application/json"
    assert request.headers["content-type"].startswith("application/x-www-form-urlencoded")


@pytest.mark.parametrize(
    ("settings", "pattern", "status", "answer"),
    [
        (FORMSPREE, "https://formspree.io/**", 422,
         {"errors": [{"field": "email", "code": "TYPE_EMAIL", "message": "…"}]}),
        (MAILERLITE, "https://assets.mailerlite.com/**", 200,
         {"success": False, "errors": {"fields": {"email": ["…"]}}}),
    ],
    ids=["formspree", "mailerlite"],
)  # fmt: skip
def test_an_address_at_fault_is_said_to_be(
    open_term: Open, settings: str, pattern: str, status: int, answer: object
) -> None:
    """Each provider names the field in its own manner."""
    page = open_term(settings)
    answered(page, pattern, status, answer)
    fill(page)
    subscribe(page)

    expect(page.locator("#newsletter-status")).to_contain_text("did not take this address")
    expect(page.get_by_label("Email address")).to_have_attribute("aria-invalid", "true")


def test_a_riddle_against_robots_is_left_to_the_providers_own_page(open_term: Open) -> None:
    """A script cannot solve it: the form is then sent as it would be without one."""
    page = open_term(FORMSPREE)
    riddle = {
        "error": "…",
        "errors": [{"code": "REQUIRED", "message": "reCAPTCHA must be disabled"}],
    }
    requests = answered(page, "https://formspree.io/**", 403, riddle)
    fill(page)
    subscribe(page)
    page.wait_for_url("https://formspree.io/f/xdoqzqkp")

    assert [one.is_navigation_request() for one in requests] == [False, True]
    assert requests[0].post_data == requests[1].post_data


def test_the_block_is_for_every_reader_in_each_of_its_states(open_term: Open, taker: Taker) -> None:
    """By axe in light, in dark and in forced colours: refused, with all that stands in it, and done."""
    page = open_term(ghost(taker) + ", consent: No spam., privacy_url: 'https://x.org/p'")
    taker.status = 400
    fill(page)
    subscribe(page)
    expect(page.locator("#newsletter-status")).to_contain_text("did not take this address")
    assert violations(page) == []
    taker.status = 201
    subscribe(page)
    expect(page.locator("#newsletter-status")).to_contain_text("Almost there")
    assert violations(page) == []


def test_no_script_of_ours_is_loaded_where_there_is_no_form(open_term: Open) -> None:
    """Readers pay for nothing that they cannot use, and until they send, for little."""
    page = open_term("substack, substack: {url: 'https://x.substack.com'}")
    names = "() => performance.getEntriesByType('resource').map((one) => one.name)"
    assert not [name for name in page.evaluate(names) if "newsletter" in name]

    page = open_term(FORMSPREE)
    loaded = [name for name in page.evaluate(names) if "newsletter" in name]
    assert [name.rpartition("/")[2].partition(".")[0] for name in loaded] == ["newsletter"]

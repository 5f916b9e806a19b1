"""Each provider's form, field by field, against what the provider documents."""

import re
from collections.abc import Callable
from functools import cache, partial
from pathlib import Path
from typing import Any, Final, NamedTuple

import pytest
from lxml import etree, html

from glossary_site.fields.newsletter import CONFIGURED, PROVIDERS
from glossary_site.pipeline import BuildOptions, build
from glossary_site.render.providers import FORMS
from tests.conftest import BuildSite, MakeSite
from tests.hosting import headers_of, read_headers
from tests.program import TODAY

U: Final = "1462626880ade1ac87bd9c93a"
LIST: Final = "92a4423d01"
UUIDS: Final = ("eb420c55-4cfb-4972-92ba-c93c34ba475d", "0a8b8d3e-0000-4000-8000-00000000000f")
FORM: Final = "MUIFAKzuXT1iiGUeRfGD3adZ86kpwArveQS6J5AdNNS_2B4qLpiEsaIwad-UgLGwuZ5MUA=="
THANKS: Final = "/repo/newsletter/thanks/"


class Documented(NamedTuple):
    """What a provider's form must be."""

    settings: str
    """YAML behind `provider:`."""
    action: str
    """Where it is sent."""
    email: str
    """Name of the address field."""
    hidden: list[tuple[str, str]]
    """Names and values, in order."""
    trap: str | None
    """Name of the field that must stay empty."""
    forms: str
    """What `form-action` allows beside the site itself."""
    connects: str = ""
    """What `connect-src` allows beside the site itself."""
    form: dict[str, str] = {}  # noqa: RUF012 (never changed)
    """More attributes of the form."""
    source: str = ""
    """Where it is documented."""


PRESETS: Final = {
    "buttondown": Documented(
        "buttondown, buttondown: {username: our-news, tags: [glossary, ai], metadata: {from: site}}",
        "https://buttondown.com/api/emails/embed-subscribe/our-news", "email",
        [("embed", "1"), ("tag", "glossary"), ("tag", "ai"), ("metadata__from", "site")],
        None, "https://buttondown.com",
        source="docs.buttondown.com, Building your subscriber base",
    ),
    "mailchimp": Documented(
        f"mailchimp, mailchimp: {{account: example, data_center: us12, u: {U}, id: {LIST}}}",
        f"https://example.us12.list-manage.com/subscribe/post?u={U}&id={LIST}", "EMAIL",
        [("subscribe", "Subscribe")], f"b_{U}_{LIST}", "https://example.us12.list-manage.com",
        source="the HTML of Mailchimp's embedded forms",
    ),
    "mailchimp with a form": Documented(
        f"mailchimp, mailchimp: {{account: e, data_center: us1, u: {U}, id: {LIST}, f_id: {LIST}}}",
        f"https://e.us1.list-manage.com/subscribe/post?u={U}&id={LIST}&f_id={LIST}", "EMAIL",
        [("subscribe", "Subscribe")], f"b_{U}_{LIST}", "https://e.us1.list-manage.com",
        source="the HTML of Mailchimp's newer embedded forms",
    ),
    "kit": Documented(
        "kit, kit: {form: 9471578, tags: [7, 8]}",
        "https://app.kit.com/forms/9471578/subscriptions", "email_address",
        [("tags[]", "7"), ("tags[]", "8")], None, "https://app.kit.com",
        source="developers.kit.com, forms, and the HTML of Kit's embedded forms",
    ),
    "mailerlite": Documented(
        "mailerlite, mailerlite: {account: 1561600, form: 155870684527986630}",
        "https://assets.mailerlite.com/jsonp/1561600/forms/155870684527986630/subscribe",
        "fields[email]", [("ml-submit", "1"), ("anticsrf", "true")], None,
        "https://assets.mailerlite.com", "https://assets.mailerlite.com",
        {"data-sends": "fields"}, "the HTML of MailerLite's embedded forms",
    ),
    "brevo": Documented(
        f"brevo, brevo: {{subdomain: 945c6cfe, form: '{FORM}', locale: fr}}",
        f"https://945c6cfe.sibforms.com/serve/{FORM}", "EMAIL",
        [("locale", "fr"), ("html_type", "simple")], "email_address_check",
        "https://945c6cfe.sibforms.com", source="Brevo's simple HTML for embedding",
    ),
    "listmonk": Documented(
        f"listmonk, listmonk: {{url: 'https://lists.x.org/m/', lists: [{', '.join(UUIDS)}], "
        "next: 'https://y.org/thanks'}",
        "https://lists.x.org/m/subscription/form", "email",
        [("nonce", ""), ("l", UUIDS[0]), ("l", UUIDS[1]), ("next", "https://y.org/thanks")],
        None, "https://lists.x.org https://y.org",
        source="knadh/listmonk: cmd/public.go and frontend/src/views/Forms.vue",
    ),
    "ghost": Documented(
        "ghost, ghost: {url: 'https://news.x.org/', labels: [glossary, ai]}",
        "https://news.x.org/members/api/send-magic-link/", "email",
        [("emailType", "signup"), ("labels", "glossary"), ("labels", "ai")], None,
        "https://news.x.org", "https://news.x.org", {"data-sends": "json", "hidden": ""},
        "TryGhost/Ghost: apps/signup-form/src/utils/api.tsx",
    ),
    "formspree": Documented(
        "formspree, formspree: {form: xdoqzqkp, subject: A new reader}",
        "https://formspree.io/f/xdoqzqkp", "email", [("_subject", "A new reader")], "_gotcha",
        "https://formspree.io", "https://formspree.io", {"data-sends": "fields"},
        "help.formspree.io: honeypot spam filtering, submit forms with JavaScript",
    ),
    "netlify": Documented(
        "netlify", THANKS, "email", [("form-name", "newsletter")], "bot-field", "", "",
        {"name": "newsletter", "data-netlify": "true", "netlify-honeypot": "bot-field",
         "data-sends": "fields"},
        "docs.netlify.com: forms setup, spam filters",
    ),
    "netlify by name": Documented(
        "netlify, netlify: {form: pulse}", THANKS, "email", [("form-name", "pulse")], "bot-field",
        "", "", {"name": "pulse", "data-netlify": "true", "netlify-honeypot": "bot-field",
                 "data-sends": "fields"}, "docs.netlify.com: forms setup, spam filters",
    ),
    "custom": Documented(
        "custom, custom: {action: 'https://l.x.org:8443/s?a=1&b=2', email_field: EMAIL, "
        "hidden: {z: '9', a: 'a \"q\" <v>'}, honeypot: trap}",
        "https://l.x.org:8443/s?a=1&b=2", "EMAIL", [("a", 'a "q" <v>'), ("z", "9")], "trap",
        "https://l.x.org:8443", source="site.yaml",
    ),
}  # fmt: skip


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """Build a glossary with one term and a provider, at /repo/, each once."""
    return cache(partial(build_with, tmp_path_factory))


def build_with(folders: pytest.TempPathFactory, settings: str, more: str = "") -> Path:
    """Build it."""
    folder = folders.mktemp("site")
    (folder / "terms").mkdir()
    (folder / "terms/gpu.md").write_text("---\ntitle: GPU\n---\nA chip.\n")
    newsletter = f"newsletter: {{name: News, provider: {settings}{more}}}"
    (folder / "site.yaml").write_text(
        f"title: T\nbase_url: /repo/\noutputs: [pages, newsletter, hosting]\n{newsletter}\n"
    )
    report = build(BuildOptions(source=folder, output=folder / "_site", today=TODAY, jobs=1))
    assert report.findings == ()
    return folder / "_site"


def page(site: Path, path: str = "terms/gpu/index.html") -> Any:  # noqa: ANN401 (lxml's element)
    """Parse a page."""
    return html.fromstring((site / path).read_bytes())


def one(tree: Any, path: str) -> Any:  # noqa: ANN401 (lxml's element)
    """Find the only element there is."""
    (found,) = tree.xpath(path)
    return found


def directives(policy: str) -> dict[str, str]:
    """Read a security policy."""
    return {name: value for name, _, value in (part.partition(" ") for part in policy.split("; "))}


@pytest.mark.parametrize("name", PRESETS)
def test_a_form_is_the_one_its_provider_documents(name: str, built: Callable[[str], Path]) -> None:
    """One wrong name, and addresses are lost without a word."""
    wanted = PRESETS[name]
    site = built(wanted.settings)
    form = one(page(site), "//section[@id='newsletter']//form")
    fields = form.xpath(".//input")
    email = one(form, ".//input[@type='email']")

    shown = {"class", "action", "method", "data-done"}
    assert {key: value for key, value in form.attrib.items() if key not in shown} == wanted.form
    assert (form.get("action"), form.get("method")) == (wanted.action, "post")
    assert email.get("name") == wanted.email
    assert (email.get("autocomplete"), email.get("inputmode")) == ("email", "email")
    assert "required" in email.attrib
    hidden = [
        (each.get("name"), each.get("value")) for each in fields if each.get("type") == "hidden"
    ]
    assert hidden == wanted.hidden
    assert [each.get("name") for each in fields if each.get("type") == "text"] == (
        [wanted.trap] if wanted.trap else []
    )
    assert form.xpath(".//*[@name and not(self::input)]") == []
    assert wanted.source


@pytest.mark.parametrize("name", [name for name, one in PRESETS.items() if one.trap])
def test_people_do_not_come_upon_the_trap(name: str, built: Callable[[str], Path]) -> None:
    """By eye, by tab, by ear or by a browser that fills in forms."""
    trap = one(page(built(PRESETS[name].settings)), f"//input[@name='{PRESETS[name].trap}']")

    assert (trap.get("tabindex"), trap.get("autocomplete")) == ("-1", "off")
    assert trap.get("value", "") == ""
    around = trap.getparent()
    assert (around.get("class"), around.get("aria-hidden")) == ("visually-hidden", "true")
    assert one(around, "./label").get("for") == trap.get("id")


@pytest.mark.parametrize("name", PRESETS)
def test_the_policy_lets_the_form_go_there_and_nowhere_else(
    name: str, built: Callable[[str], Path]
) -> None:
    """The same in the page and in the header; scripts may ask only those who answer scripts."""
    wanted = PRESETS[name]
    site = built(wanted.settings)
    meta = one(page(site), "//meta[@http-equiv='Content-Security-Policy']").get("content")
    headers = read_headers((site / "_headers").read_text())
    home = headers[0][0].removesuffix("*")
    (header,) = headers_of(headers, home)["Content-Security-Policy"]

    assert header == meta + "; frame-ancestors 'none'"
    policy = directives(meta)
    assert policy["form-action"] == f"'self' {wanted.forms}".strip()
    assert policy["connect-src"] == f"'self' {wanted.connects}".strip()
    assert {policy[key] for key in ("script-src", "style-src", "img-src")} == {"'self'"}
    assert policy["default-src"] == "'none'"
    assert "frame-src" not in policy


LINKS: Final = {
    "beehiiv": ("https://pulse.beehiiv.com/", "https://pulse.beehiiv.com/subscribe"),
    "substack": ("https://news.x.org", "https://news.x.org/subscribe"),
}


@pytest.mark.parametrize("name", LINKS)
def test_a_provider_without_a_form_is_linked_to(name: str, built: Callable[[str], Path]) -> None:
    """Neither documents an address for forms, and a frame would load pages of theirs here."""
    url, href = LINKS[name]
    site = built(f"{name}, {name}: {{url: '{url}'}}")
    block = one(page(site), "//section[@id='newsletter']")

    assert block.xpath(".//form | .//iframe | .//script") == []
    assert one(block, ".//a[@class='button']").get("href") == href
    policy = directives(
        one(page(site), "//meta[@http-equiv='Content-Security-Policy']").get("content")
    )
    assert (policy["form-action"], policy["connect-src"]) == ("'self'", "'self'")
    assert not (site / "newsletter/thanks/index.html").exists()


def test_every_provider_is_one_of_these() -> None:
    """One that the schema takes and nobody tests would be a dead form."""
    tested = {name.partition(" ")[0] for name in PRESETS}

    assert tested == set(FORMS)
    assert tested | set(LINKS) | {"none"} == set(PROVIDERS)
    assert set(CONFIGURED) == set(PROVIDERS) - {"none", "netlify"}


@pytest.mark.parametrize("settings", ["none", "~"])
def test_without_a_provider_nothing_may_post(
    settings: str,
    make_site: MakeSite,
    build_site: BuildSite,
) -> None:
    """The policy is as narrow as the page."""
    folder = make_site({"terms/gpu.md": "---\ntitle: GPU\n---\nA chip.\n",
                        "site.yaml": f"title: T\nnewsletter: {{name: N, provider: {settings}}}\n"})  # fmt: skip
    report = build_site(folder)

    assert [found.code for found in report.findings] == (
        [] if settings == "none" else ["no-provider"]
    )
    shown = page(folder / "_site")
    assert shown.xpath("//section[@id='newsletter']//form") == []
    assert one(shown, "//section[@id='newsletter']//a[@class='button']").get("href") == "/feed.xml"
    assert "form-action 'self'" in etree.tostring(shown).decode()
    assert not re.search(r"newsletter[a-z-]*\.[0-9a-f]+\.js", etree.tostring(shown).decode())


def test_sites_that_the_provider_leads_to_are_let_through(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    """Some browsers hold a policy against redirects too: the reader would see nothing happen."""
    site = build_with(
        tmp_path_factory,
        "kit, kit: {form: 1}",
        ", lands_on: ['https://kit.com/a?b', 'https://kit.com/c']",
    )
    policy = directives(
        one(page(site), "//meta[@http-equiv='Content-Security-Policy']").get("content")
    )

    assert policy["form-action"] == "'self' https://app.kit.com https://kit.com"


def test_a_page_of_thanks_is_there_to_be_led_to(built: Callable[[str], Path]) -> None:
    """Most providers can lead back to the site; nobody should find the page in a search."""
    site = built(PRESETS["kit"].settings)
    thanks = page(site, "newsletter/thanks/index.html")

    assert one(thanks, "//meta[@name='robots']").get("content") == "noindex"
    assert one(thanks, "//h1").text == "Thank you"
    assert thanks.xpath("//form[@class='newsletter-form']") == []


def test_the_words_of_consent_describe_the_field(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Whoever hears the page hears what the address is taken for."""
    site = build_with(
        tmp_path_factory,
        "kit, kit: {form: 1}",
        ", consent: No spam., privacy_url: 'https://x.org/p'",
    )
    block = one(page(site), "//section[@id='newsletter']")
    email = one(block, ".//input[@type='email']")

    described = email.get("aria-describedby").split()
    assert [one(block, f".//*[@id='{each}']").get("role") for each in described] == ["status", None]
    assert one(block, f".//*[@id='{described[1]}']").text == "No spam."
    assert one(block, f".//label[@for='{email.get('id')}']").text == "Email address"
    assert one(block, ".//a[text()='Privacy policy']").get("href") == "https://x.org/p"


def test_a_form_sent_by_get_has_its_query_in_fields(built: Callable[[str], Path]) -> None:
    """A browser drops the query of such an action."""
    site = built("custom, custom: {action: 'https://x.org/s', method: get, hidden: {l: a}}")
    form = one(page(site), "//section[@id='newsletter']//form")

    assert (form.get("method"), form.get("action")) == ("get", "https://x.org/s")

"""Settings of providers: each mistake at its place, with where the right value is found."""

import pytest

from glossary_site.content.site import read_site
from glossary_site.diagnostics import Diagnostic

U = "1462626880ade1ac87bd9c93a"
UUID = "eb420c55-4cfb-4972-92ba-c93c34ba475d"
POST = f"https://example.us12.list-manage.com/subscribe/post?u={U}&amp;id=92a4423d01&amp;f_id=00a"
BREVO = "https://945c6cfe.sibforms.com/serve/MUIFAKzuXT1iiGUeRfGD3adZ86kpwA"


def refused(newsletter: str) -> list[Diagnostic]:
    """Read a configuration with these keys of the newsletter, and give its findings."""
    indented = "".join(f"  {line}\n" for line in newsletter.splitlines())
    return list(read_site("site.yaml", f"title: T\nnewsletter:\n  name: N\n{indented}")[1])


WHOLE = {
    "username": ("buttondown", "https://buttondown.com/our-news", "our-news"),
    "account": ("mailchimp", POST, "example"),
    "data_center": ("mailchimp", POST, "us12"),
    "u": ("mailchimp", POST, U),
    "id": ("mailchimp", POST, "92a4423d01"),
    "subdomain": ("brevo", BREVO, "945c6cfe"),
    "form": ("brevo", BREVO, "MUIFAKzuXT1iiGUeRfGD3adZ86kpwA"),
    "form ": ("kit", "https://app.kit.com/forms/123/subscriptions", "123"),
    "form  ": ("mailerlite", "https://assets.mailerlite.com/jsonp/1/forms/22/subscribe", "22"),
    "account ": ("mailerlite", "https://assets.mailerlite.com/jsonp/1/forms/22/subscribe", "1"),
    "form   ": ("formspree", "https://formspree.io/f/xdoqzqkp", "xdoqzqkp"),
    "url": ("ghost", "https://x.org/blog/ghost/#/settings", "https://x.org/blog"),
    "url ": ("listmonk", "https://l.x.org/subscription/form", "https://l.x.org"),
    "url  ": ("substack", "https://x.substack.com/embed", "https://x.substack.com"),
    "url   ": ("beehiiv", "https://x.beehiiv.com/subscribe?utm=1", "https://x.beehiiv.com"),
}


@pytest.mark.parametrize("key", WHOLE)
def test_whoever_pastes_a_whole_address_is_told_which_part_to_write(key: str) -> None:
    """The most frequent mistake of all, and the program knows the answer."""
    provider, pasted, part = WHOLE[key]
    found = refused(f'provider: {provider}\n{provider}:\n  {key.strip()}: "{pasted}"')
    (one,) = [each for each in found if each.code == "bad-value" and each.span.line == 6]

    assert one.span.column == len(key.strip()) + 7
    assert one.hint == f"write only {part}"


WRONG = {
    ("buttondown", "username: a/b"): "copy it from the newsletter’s address",
    ("mailchimp", "data_center: EU"): "copy the second part of the form’s host",
    ("mailchimp", "id: 0123456789abcdef0123456789abcdef-us6"): "not the API key",
    ("mailchimp", f"f_id: {U}"): "or leave it out",
    ("kit", "form: 195ac6fa15"): "in Kit, open the form",
    ("kit", "tags: [news]"): "its address ends in it",
    ("mailerlite", "form: abc"): "…/forms/FORM/subscribe",
    ("brevo", "form: short"): "behind /serve/",
    ("brevo", "locale: French"): "write en, fr, de",
    ("listmonk", "lists: [3]"): "in listmonk, open Lists, then Forms",
    ("formspree", "form: me@x.org"): "https://formspree.io/f/ID",
    ("netlify", "form: our news"): "use letters, digits",
    ("beehiiv", "url: https://embeds.beehiiv.com/0-1"): "write https://NAME.beehiiv.com",
}


@pytest.mark.parametrize(("provider", "line"), WRONG, ids=lambda one: str(one)[:30])
def test_a_wrong_value_is_met_with_where_the_right_one_is(provider: str, line: str) -> None:
    """The editor has the provider's interface open beside the file."""
    found = refused(f"provider: {provider}\n{provider}:\n  {line}")
    (one,) = [each for each in found if each.code == "bad-value" and each.span.line == 6]

    assert WRONG[provider, line] in (one.hint or "")


@pytest.mark.parametrize(
    ("value", "hint"),
    [
        ("butondown", 'did you mean "buttondown"?'),
        ("mailer-lite", 'did you mean "mailerlite"?'),
        ("ConvertKit", "it is called kit now"),
        ("sendinblue", "it is called brevo now"),
        ("https://app.kit.com/forms/1/subscriptions", "write provider: kit and its settings under"),
        ("https://lists.x.org/subscribe", "write provider: custom and its settings under"),
    ],
)
def test_a_provider_that_is_none_is_met_with_the_one_that_is_meant(value: str, hint: str) -> None:
    """A misspelt name, an old one, or an address in the name's place."""
    (one,) = refused(f'provider: "{value}"')

    assert (one.code, one.span.line, one.span.column) == ("bad-value", 4, 13)
    assert (one.hint or "").startswith(hint)


@pytest.mark.parametrize(
    ("provider", "settings", "words"),
    [
        ("ghost", "url: http://x.org", "must be an https address"),
        ("listmonk", f"url: https://x.org\n  lists: []\n  next: http://{UUID}", "is empty"),
        ("custom", "action: https://x.org/?l=1\n  method: get", "behind the ? of its action"),
        ("custom", "action: https://x.org/\n  honeypot: email", 'two fields called "email"'),
        ("custom", "action: https://x.org/\n  hidden: {email: a}", 'two fields called "email"'),
        ("kit", "form: 1\n  frm: 2", 'the key "frm" is not known here'),
    ],
)
def test_what_could_not_work_is_refused(provider: str, settings: str, words: str) -> None:
    """An address sent in the clear, a list without a list, a form that a browser sends wrongly."""
    found = refused(f"provider: {provider}\n{provider}:\n  {settings}")

    assert words in "\n".join(one.message for one in found)


def test_settings_that_are_missing_are_asked_for_by_their_key() -> None:
    """The name of a provider alone leads nowhere, but for Netlify."""
    (one,) = refused("provider: kit")

    assert "needs the settings of kit under the key kit" in one.message
    assert refused("provider: netlify") == []


def test_several_mistakes_come_at_once() -> None:
    """The first must not hide the second."""
    found = refused(
        f"provider: mailchimp\nmailchimp: {{account: A B, data_center: us1, u: x, id: {U}}}"
    )

    assert [one.span.line for one in found] == [5, 5, 5]

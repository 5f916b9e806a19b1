"""The keys of `newsletter` in `site.yaml`: the block, and who keeps the list."""

from typing import Annotated, Final, Literal
from urllib.parse import urlsplit

from pydantic import BeforeValidator, model_validator

from glossary_site.diagnostics import did_you_mean, quoted
from glossary_site.fields.common import (
    Fields,
    Line,
    Listed,
    Name,
    Paragraph,
    SecureAddress,
    WebAddress,
)
from glossary_site.fields.providers import (
    BeehiivProvider,
    BrevoProvider,
    ButtondownProvider,
    FormspreeProvider,
    GhostProvider,
    KitProvider,
    ListmonkProvider,
    MailchimpProvider,
    MailerliteProvider,
    NetlifyProvider,
    SubstackProvider,
)

Provider = Literal[
    "none", "custom", "buttondown", "mailchimp", "kit", "mailerlite", "brevo", "listmonk", "ghost",
    "formspree", "netlify", "beehiiv", "substack",
]  # fmt: skip
"""Who may keep the list."""
PROVIDERS: Final[tuple[Provider, ...]] = (
    "none", "custom", "buttondown", "mailchimp", "kit", "mailerlite", "brevo", "listmonk", "ghost",
    "formspree", "netlify", "beehiiv", "substack",
)  # fmt: skip
CONFIGURED: Final = tuple(name for name in PROVIDERS if name not in {"none", "netlify"})
"""Providers that cannot do without settings."""
RENAMED: Final = {"convertkit": "kit", "sendinblue": "brevo"}
"""Earlier names of providers."""
HOSTS: Final = {
    "buttondown.com": "buttondown", "buttondown.email": "buttondown",
    "list-manage.com": "mailchimp", "mailchimp.com": "mailchimp", "kit.com": "kit",
    "convertkit.com": "kit", "mailerlite.com": "mailerlite", "sibforms.com": "brevo",
    "brevo.com": "brevo", "formspree.io": "formspree", "netlify.app": "netlify",
    "netlify.com": "netlify", "beehiiv.com": "beehiiv", "substack.com": "substack",
}  # fmt: skip
"""Where forms of providers lead, for those who write an address instead of a name."""


class CustomProvider(Fields):
    """A form that posts to any list server."""

    action: SecureAddress
    """The https address that the form posts to."""
    method: Literal["post", "get"] = "post"
    """How it is sent."""
    email_field: Line = "email"
    """The name of the field that carries the address."""
    hidden: dict[str, str] = {}
    """Hidden fields and their values."""
    honeypot: Line | None = None
    """The name of a field that only robots fill in."""

    @model_validator(mode="after")
    def _can_be_sent(self) -> "CustomProvider":
        """Refuse what a browser would send otherwise than it reads."""
        names = [self.email_field, *self.hidden, *([self.honeypot] if self.honeypot else [])]
        twice = next((name for name in names if names.count(name) > 1), None)
        if twice is not None:
            raise ValueError(f"has two fields called {quoted(twice)}: give each its own name")
        if self.method == "get" and urlsplit(self.action).query:
            raise ValueError(
                "sends nothing behind the ? of its action with method get: write it under hidden"
            )
        return self


def _known_provider(value: object) -> object:
    """Refuse a provider that is none, and say which may be meant."""
    if not isinstance(value, str) or value in PROVIDERS:
        return value
    hint = did_you_mean(value, PROVIDERS)
    renamed = RENAMED.get(value.lower())
    if renamed is not None:
        hint = f"it is called {renamed} now"
    elif (host := urlsplit(value).hostname) is not None:
        meant = next(
            (name for end, name in HOSTS.items() if f".{host}".endswith(f".{end}")), "custom"
        )
        hint = f"write provider: {meant} and its settings under the key {meant}"
    raise ValueError(f"is no provider this version knows: {hint or 'write ' + _either(PROVIDERS)}")


def _either(names: tuple[str, ...]) -> str:
    return f"{', '.join(names[:-1])} or {names[-1]}"


class NewsletterFields(Fields):
    """The newsletter block and where it posts to."""

    name: Name
    """The newsletter's name."""
    tagline: Line | None = None
    """What it promises, in a sentence."""
    consent: Paragraph | None = None
    """The words under the field: what the reader agrees to."""
    privacy_url: WebAddress | None = None
    """Where the privacy policy can be read."""
    latest: Line | None = None
    """The title of the latest issue. Without it, the newest file in `newsletter/`."""
    provider: Annotated[Provider | None, BeforeValidator(_known_provider)] = None
    """Who keeps the list. `none` offers the feed instead of a form."""
    lands_on: Annotated[tuple[SecureAddress, ...], Listed] = ()
    """Other sites that the provider sends the reader on to, once the form is sent."""
    custom: CustomProvider | None = None
    """Settings of `provider: custom`."""
    buttondown: ButtondownProvider | None = None
    """Settings of `provider: buttondown`."""
    mailchimp: MailchimpProvider | None = None
    """Settings of `provider: mailchimp`."""
    kit: KitProvider | None = None
    """Settings of `provider: kit`."""
    mailerlite: MailerliteProvider | None = None
    """Settings of `provider: mailerlite`."""
    brevo: BrevoProvider | None = None
    """Settings of `provider: brevo`."""
    listmonk: ListmonkProvider | None = None
    """Settings of `provider: listmonk`."""
    ghost: GhostProvider | None = None
    """Settings of `provider: ghost`."""
    formspree: FormspreeProvider | None = None
    """Settings of `provider: formspree`."""
    netlify: NetlifyProvider | None = None
    """Settings of `provider: netlify`; it needs none."""
    beehiiv: BeehiivProvider | None = None
    """Settings of `provider: beehiiv`."""
    substack: SubstackProvider | None = None
    """Settings of `provider: substack`."""

    @model_validator(mode="after")
    def _settings_present(self) -> "NewsletterFields":
        if self.provider in CONFIGURED and getattr(self, self.provider) is None:
            raise ValueError(f"needs the settings of {self.provider} under the key {self.provider}")
        return self

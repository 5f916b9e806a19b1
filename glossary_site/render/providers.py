"""What the form of each newsletter provider must look like.

A browser without JavaScript can send all of them but Ghost's.  Only to a provider that answers
scripts of other sites does a script of ours send anything.
"""

from collections.abc import Callable, Mapping
from typing import Any, Final
from urllib.parse import quote, urlsplit

from msgspec import Struct

from glossary_site.fields.newsletter import CONFIGURED, CustomProvider, NewsletterFields
from glossary_site.fields.providers import (
    BrevoProvider,
    ButtondownProvider,
    FormspreeProvider,
    GhostProvider,
    KitProvider,
    ListmonkProvider,
    MailchimpProvider,
    MailerliteProvider,
    NetlifyProvider,
)
from glossary_site.render.views import FormView, LinkView

ON_THE_LIST: Final = "Thank you. You are on the list."
MAY_CONFIRM: Final = "Thank you. If a mail asks you to confirm, follow its link."
MUST_CONFIRM: Final = "Almost there. Open the mail that you have been sent, and follow its link."


class Contract(Struct, frozen=True):
    """How a provider takes sign-ups."""

    provider: str
    """Its name, as it writes it."""
    action: str | None
    """Where the form is sent; None for our own page of thanks."""
    email_field: str
    """Name of the address field."""
    hidden: tuple[tuple[str, str], ...] = ()
    """Names and values of hidden fields."""
    honeypot: str | None = None
    """Name of the field that only robots fill in."""
    method: str = "post"
    """How a browser sends it."""
    name: str | None = None
    """The form's own name."""
    sends: str | None = None
    """How a script sends it: `json`, `fields`, or None."""
    done: str = MAY_CONFIRM
    """What is said when a script has sent it."""
    lands_on: tuple[str, ...] = ()
    """Where else the provider leads to."""
    home: str | None = None
    """The site whose own pages take sign-ups without a script of ours."""


def _custom(settings: CustomProvider) -> Contract:
    hidden = tuple(sorted(settings.hidden.items()))
    return Contract(
        urlsplit(settings.action).netloc, settings.action, settings.email_field, hidden,
        settings.honeypot, settings.method,
    )  # fmt: skip


def _buttondown(settings: ButtondownProvider) -> Contract:
    """Make a real form: Buttondown asks not to fetch, for it may show a riddle against robots.

    Source:
        Buttondown's documentation, *Building your subscriber base*.
    """
    name = quote(settings.username)
    action = f"https://buttondown.com/api/emails/embed-subscribe/{name}"
    tags = tuple(("tag", tag) for tag in settings.tags)
    notes = tuple((f"metadata__{key}", note) for key, note in sorted(settings.metadata.items()))
    return Contract("Buttondown", action, "email", (("embed", "1"), *tags, *notes))


def _mailchimp(settings: MailchimpProvider) -> Contract:
    """Make the embedded form; its honeypot carries both ids of the audience in its name.

    Source:
        The HTML that Mailchimp gives for embedding.
    """
    host = f"{settings.account}.{settings.data_center}.list-manage.com"
    form = f"&f_id={settings.f_id}" if settings.f_id else ""
    action = f"https://{host}/subscribe/post?u={settings.u}&id={settings.id}{form}"
    trap = f"b_{settings.u}_{settings.id}"
    return Contract("Mailchimp", action, "EMAIL", (("subscribe", "Subscribe"),), trap)


def _kit(settings: KitProvider) -> Contract:
    """Make the embedded form, which leads to a page of Kit's.

    Source:
        The HTML that Kit gives for embedding, and its reference of forms.
    """
    action = f"https://app.kit.com/forms/{settings.form}/subscriptions"
    return Contract("Kit", action, "email_address", tuple(("tags[]", tag) for tag in settings.tags))


def _mailerlite(settings: MailerliteProvider) -> Contract:
    """Make the embedded form, which answers in JSON: a script shows readers something better.

    Source:
        The HTML that MailerLite gives for embedding.
    """
    path = f"jsonp/{settings.account}/forms/{settings.form}/subscribe"
    hidden = (("ml-submit", "1"), ("anticsrf", "true"))
    action = f"https://assets.mailerlite.com/{path}"
    return Contract("MailerLite", action, "fields[email]", hidden, sends="fields")


def _brevo(settings: BrevoProvider) -> Contract:
    """Make the form without its script, which leads to a page of Brevo's.

    Source:
        The *simple HTML* that Brevo gives for embedding.
    """
    action = f"https://{settings.subdomain}.sibforms.com/serve/{settings.form}"
    hidden = (("locale", settings.locale), ("html_type", "simple"))
    return Contract("Brevo", action, "EMAIL", hidden, "email_address_check")


def _listmonk(settings: ListmonkProvider) -> Contract:
    """Make the form of listmonk's own pages; whoever fills in `nonce` is refused.

    Source:
        knadh/listmonk, `SubscriptionForm` in cmd/public.go and frontend/src/views/Forms.vue.
    """
    lists = tuple(("l", each) for each in settings.lists)
    following = () if settings.next is None else (("next", settings.next),)
    return Contract(
        "listmonk", f"{settings.url}/subscription/form", "email",
        (("nonce", ""), *lists, *following),
        lands_on=() if settings.next is None else (settings.next,),
    )  # fmt: skip


def _ghost(settings: GhostProvider) -> Contract:
    """Make a form that only a script can send: Ghost takes JSON, with a token asked for before.

    Source:
        TryGhost/Ghost, apps/signup-form/src/utils/api.tsx.
    """
    labels = tuple(("labels", label) for label in settings.labels)
    return Contract(
        "Ghost", f"{settings.url}/members/api/send-magic-link/", "email",
        (("emailType", "signup"), *labels), sends="json", done=MUST_CONFIRM, home=settings.url,
    )  # fmt: skip


def _formspree(settings: FormspreeProvider) -> Contract:
    """Make a form that scripts of any site may send, if they accept JSON.

    Source:
        Formspree's help: *Honeypot spam filtering* and *Submit forms with JavaScript*.
    """
    subject = () if settings.subject is None else (("_subject", settings.subject),)
    action = f"https://formspree.io/f/{settings.form}"
    return Contract(
        "Formspree", action, "email", subject, "_gotcha", sends="fields", done=ON_THE_LIST
    )


def _netlify(settings: NetlifyProvider | None) -> Contract:
    """Make a form that Netlify finds in the pages it publishes.

    Source:
        Netlify's documentation: *Forms setup* and *Spam filters*.
    """
    name = "newsletter" if settings is None else settings.form
    return Contract(
        "Netlify", None, "email", (("form-name", name),), "bot-field", name=name, sends="fields",
        done=ON_THE_LIST,
    )  # fmt: skip


FORMS: Final[Mapping[str, Callable[[Any], Contract]]] = {
    "custom": _custom,
    "buttondown": _buttondown,
    "mailchimp": _mailchimp,
    "kit": _kit,
    "mailerlite": _mailerlite,
    "brevo": _brevo,
    "listmonk": _listmonk,
    "ghost": _ghost,
    "formspree": _formspree,
    "netlify": _netlify,
}
"""From a provider's name to what makes its contract of its settings."""


def contract(fields: NewsletterFields | None) -> Contract | None:
    """Make the contract of the chosen provider, or None where there is no form."""
    name = "none" if fields is None or fields.provider is None else fields.provider
    settings = getattr(fields, name, None)
    if name not in FORMS or (settings is None and name in CONFIGURED):
        return None
    return FORMS[name](settings)


def form_view(made: Contract, thanks_href: str | None) -> FormView:
    """Make the form.

    Args:
        made: The contract.
        thanks_href: Our own page of thanks, where there is one.
    """
    host = urlsplit(made.home or "").netloc
    return FormView(
        provider=made.provider,
        action=made.action or thanks_href,
        method=made.method,
        email_field=made.email_field,
        hidden=made.hidden,
        honeypot=made.honeypot,
        name=made.name,
        sends=made.sends,
        done=made.done,
        site=None if made.home is None else LinkView(made.home, host),
    )


def sign_up_link(fields: NewsletterFields) -> LinkView | None:
    """Make the link to a provider that takes sign-ups on its own pages only.

    Source:
        beehiiv has no public form action, and Substack documents none: both have /subscribe.
    """
    if fields.provider == "beehiiv" and fields.beehiiv is not None:
        return LinkView(f"{fields.beehiiv.url}/subscribe", "beehiiv")
    if fields.provider == "substack" and fields.substack is not None:
        return LinkView(f"{fields.substack.url}/subscribe", "Substack")
    return None

"""The newsletter block: what each provider's form must look like."""

from collections.abc import Callable, Mapping
from typing import Final
from urllib.parse import quote, urlsplit

from glossary_site.fields.site import NewsletterFields
from glossary_site.model import Issue
from glossary_site.render.views import FormView, NewsletterView


def _custom(fields: NewsletterFields) -> FormView | None:
    custom = fields.custom
    if custom is None:
        return None
    hidden = tuple(sorted(custom.hidden.items()))
    return FormView(custom.action, custom.email_field, hidden, custom.honeypot)


def _buttondown(fields: NewsletterFields) -> FormView | None:
    """Make Buttondown's embedded form: a real form that posts, with `embed` and its tags.

    Source: Buttondown's documentation of its embeddable form.
    """
    settings = fields.buttondown
    if settings is None:
        return None
    name = quote(settings.username)
    action = f"https://buttondown.com/api/emails/embed-subscribe/{name}"
    tags = tuple(("tag", tag) for tag in settings.tags)
    return FormView(action, "email", (("embed", "1"), *tags), None)


PROVIDERS: Final[Mapping[str, Callable[[NewsletterFields], FormView | None]]] = {
    "custom": _custom,
    "buttondown": _buttondown,
}
"""From a provider's name to its form."""


def form_view(fields: NewsletterFields) -> FormView | None:
    """Make the form, or None where readers are offered the feed."""
    make = PROVIDERS.get(fields.provider or "none")
    return None if make is None else make(fields)


def form_origin(fields: NewsletterFields | None) -> str:
    """Name the origin for the CSP's `form-action`."""
    form = None if fields is None else form_view(fields)
    if form is None:
        return "'none'"
    parts = urlsplit(form.action)
    return f"{parts.scheme}://{parts.netloc}"


def newsletter_view(
    fields: NewsletterFields,
    latest: Issue | None,
    *,
    latest_href: str | None,
    archive_href: str | None,
    feed_href: str | None,
) -> NewsletterView:
    """Make the block.

    Args:
        fields: From `site.yaml`.
        latest: The newest issue.
        latest_href: Its page.
        archive_href: The page of all issues.
        feed_href: The feed offered where there is no form.
    """
    named = fields.latest
    title = named or (None if latest is None else latest.title)
    is_newest = latest is not None and title == latest.title
    form = form_view(fields)
    return NewsletterView(
        name=fields.name,
        tagline=fields.tagline,
        consent=fields.consent,
        privacy_url=fields.privacy_url,
        latest_title=title,
        latest_href=latest_href if is_newest else None,
        form=form,
        feed_href=None if form else feed_href,
        archive_href=archive_href,
    )

"""The newsletter block, and what the security policy must let its form do."""

from urllib.parse import urlsplit

from glossary_site.fields.newsletter import NewsletterFields
from glossary_site.model import Issue
from glossary_site.render.policy import Reach
from glossary_site.render.providers import contract, form_view, sign_up_link
from glossary_site.render.views import NewsletterView


def reach(fields: NewsletterFields | None, *, is_offline: bool = False) -> Reach:
    """Name the origins that the form is sent to, and those that a script must ask."""
    made = contract(fields)
    if made is None or fields is None:
        return Reach(is_offline=is_offline)
    forms = [] if made.action is None else [made.action]
    asked = forms if made.sends else []
    return Reach(
        forms=_origins(*forms, *made.lands_on, *fields.lands_on),
        connections=_origins(*asked),
        is_offline=is_offline,
    )


def _origins(*addresses: str) -> tuple[str, ...]:
    """Reduce addresses to their origins, each once."""
    found = (urlsplit(address) for address in addresses)
    return tuple(dict.fromkeys(f"{parts.scheme}://{parts.netloc}" for parts in found))


def newsletter_view(
    fields: NewsletterFields,
    latest: Issue | None,
    *,
    latest_href: str | None,
    archive_href: str | None,
    feed_href: str | None,
    thanks_href: str | None,
) -> NewsletterView:
    """Make the block.

    Args:
        fields: From `site.yaml`.
        latest: The newest issue.
        latest_href: Its page.
        archive_href: The page of all issues.
        feed_href: The feed offered where there is no form.
        thanks_href: The page of thanks.
    """
    named = fields.latest
    title = named or (None if latest is None else latest.title)
    is_newest = latest is not None and title == latest.title
    made, sign_up = contract(fields), sign_up_link(fields)
    return NewsletterView(
        name=fields.name,
        tagline=fields.tagline,
        consent=fields.consent,
        privacy_url=fields.privacy_url,
        latest_title=title,
        latest_href=latest_href if is_newest else None,
        form=None if made is None else form_view(made, thanks_href),
        sign_up=sign_up,
        feed_href=None if made or sign_up else feed_href,
        archive_href=archive_href,
    )

"""An issue as a letter: what its HTML shows, and the same as plain text."""

from collections.abc import Mapping

from markupsafe import Markup, escape
from msgspec import Struct

from glossary_site.mailing.body import MEASURE, mail_body
from glossary_site.mailing.inert import inert, inert_text
from glossary_site.mailing.pictures import Picture
from glossary_site.mailing.plain import WIDTH, Footnotes, plain_body, wrapped
from glossary_site.model import Issue
from glossary_site.render.addresses import HOME, dataset_path, issue_path
from glossary_site.render.data_view import dataset_card
from glossary_site.render.dates import day_view
from glossary_site.render.edition import Edition
from glossary_site.render.json_ld import in_short
from glossary_site.render.views import (
    DatasetCardView,
    HeadlineView,
    MailPage,
    MailPointView,
    SourceView,
)


class Letter(Struct, frozen=True):
    """One issue, and how it is to be sent."""

    issue: Issue
    """The issue."""
    origin: str
    """Of the site: `https://example.org`."""
    unsubscribe: str | None
    """The address or tag of the link to unsubscribe; None where the service adds one itself."""
    pictures: Mapping[str, Picture]
    """From a dataset to its chart."""
    pictures_at: str
    """What stands before the pictures' names: empty, or an address that ends in a slash."""


def mail_page(edition: Edition, letter: Letter) -> MailPage:
    """Make the view of a letter."""
    issue, site = letter.issue, edition.site
    fragment = edition.glossary.issue_fragments[issue.slug]
    fields = edition.glossary.config.newsletter
    consent = None if fields is None else fields.consent
    privacy = None if fields is None else fields.privacy_url
    tag = letter.unsubscribe
    return MailPage(
        language=site.language,
        direction=site.direction,
        newsletter=inert(newsletter_name(edition)),
        title=inert(issue.title),
        date=inert(day_view(issue.date).words),
        preheader=inert(in_short(fragment.lead)),
        body=mail_body(fragment.html, letter.origin),
        points=tuple(_point(card, letter) for card in data_points(edition, issue)),
        href=inert(web_address(edition, letter)),
        home_href=inert(letter.origin + edition.addresses.href(HOME)),
        home=inert(site.title),
        consent=None if consent is None else inert(consent),
        privacy_href=None if privacy is None else inert(privacy),
        unsubscribe_href=None if tag is None else Markup(escape(tag)),  # noqa: S704 (escaped)
    )


def data_points(edition: Edition, issue: Issue) -> tuple[DatasetCardView, ...]:
    """Make the cards of the datasets that an issue names, where datasets have pages to lead to."""
    return tuple(
        dataset_card(one, edition.addresses.href(dataset_path(one.id)), rows=1)
        for one in edition.named_datasets(issue.data)
    )


def newsletter_name(edition: Edition) -> str:
    """Give the newsletter's name; the glossary's where it has none."""
    fields = edition.glossary.config.newsletter
    return edition.site.title if fields is None else fields.name


def web_address(edition: Edition, letter: Letter) -> str:
    """Give the address of the issue's page; of the home page where issues have none."""
    has_page = "newsletter" in edition.families
    path = issue_path(letter.issue.slug) if has_page else HOME
    return letter.origin + edition.addresses.href(path)


def _point(card: DatasetCardView, letter: Letter) -> MailPointView:
    headline, drawn = card.headline, letter.pictures.get(card.id)
    words = "" if headline is None else headline_words(headline)
    source = source_words(card.sources)
    return MailPointView(
        title=inert(card.title),
        figure=None if headline is None else inert(headline.figure),
        words=inert(words) if words else None,
        source=inert(source) if source else None,
        href=inert(letter.origin + card.href),
        picture=None if drawn is None else inert(letter.pictures_at + drawn.name),
        picture_width=MEASURE,
        picture_height=0 if drawn is None else drawn.height,
    )


def headline_words(headline: HeadlineView) -> str:
    """Put in words what stands behind a headline figure.

    >>> headline_words(HeadlineView("$0.07", "per million tokens", "October 2024", "down 99%"))
    'per million tokens, October 2024, down 99%'
    """
    return ", ".join(part for part in (headline.say, headline.when, headline.change) if part)


def source_words(sources: tuple[SourceView, ...]) -> str:
    """Name who published the figures, and when; empty where nobody is named."""
    named = [
        ", ".join(part for part in (source.title, source.publisher, source.published) if part)
        for source in sources
    ]
    return f"Source: {'; '.join(named)}" if named else ""


def plain_text(edition: Edition, letter: Letter) -> str:
    """Write a letter as plain text, its links as footnotes."""
    issue, notes = letter.issue, Footnotes()
    fields = edition.glossary.config.newsletter
    head = f"{newsletter_name(edition)}, {day_view(issue.date).words}"
    title = wrapped(issue.title)
    body = edition.glossary.issue_fragments[issue.slug].html
    blocks = [wrapped(head), f"{title}\n{'=' * min(len(issue.title), WIDTH)}"]
    blocks += plain_body(body, letter.origin, notes)
    blocks += (_point_text(card, letter, notes) for card in data_points(edition, issue))
    blocks.append("-" * WIDTH)
    home = letter.origin + edition.addresses.href(HOME)
    blocks.append(f"Read this issue on the web {notes.mark(web_address(edition, letter))}")
    if fields is not None and fields.consent:
        blocks.append(wrapped(fields.consent))
    if fields is not None and fields.privacy_url:
        blocks.append(f"Privacy policy {notes.mark(fields.privacy_url)}")
    blocks.append(wrapped(f"{edition.site.title} {notes.mark(home)}"))
    blocks.append("\n".join(notes.lines()))
    text = inert_text("\n\n".join(blocks))
    leave = "" if letter.unsubscribe is None else f"\n\nUnsubscribe: {letter.unsubscribe}"
    return f"{text}{leave}\n"


def _point_text(card: DatasetCardView, letter: Letter, notes: Footnotes) -> str:
    lines = [wrapped(card.title)]
    if card.headline is not None:
        words = headline_words(card.headline)
        lines.append(wrapped(f"{card.headline.figure} {words}".rstrip(), "  ", "  "))
    source = source_words(card.sources)
    if source:
        lines.append(wrapped(source, "  ", "  "))
    lines.append(f"  Explore the Data {notes.mark(letter.origin + card.href)}")
    return "\n".join(lines)

"""The newsletter's archive and its issues."""

from collections.abc import Iterator
from typing import Final

from markupsafe import Markup

from glossary_site.diagnostics import Span
from glossary_site.model import Issue
from glossary_site.outputs.emitter import Emitter, Planned
from glossary_site.render import addresses as at
from glossary_site.render import alternates
from glossary_site.render.dates import day_view
from glossary_site.render.digests import Digests
from glossary_site.render.edition import Edition
from glossary_site.render.html import Templates
from glossary_site.render.site_view import has_thanks
from glossary_site.render.views import (
    IssueCardView,
    IssuePage,
    LinkView,
    NewsletterPage,
    ThanksPage,
)

ROWS: Final = 5
"""Rows of a dataset's table on an issue's page."""
_ARCHIVE: Final = "archive"
_THANKS: Final = "thanks"


def _plan(edition: Edition) -> Iterator[Planned]:
    issues = edition.glossary.content.issues
    if issues:
        yield Planned(at.NEWSLETTER, _ARCHIVE, Span("site.yaml"))
    if has_thanks(edition.glossary.content):
        yield Planned(at.THANKS, _THANKS, Span("site.yaml"))
    for issue in issues:
        yield Planned(at.issue_path(issue.slug), f"issue:{issue.slug}", issue.span())


def _name(edition: Edition) -> str:
    fields = edition.glossary.config.newsletter
    return "Newsletter" if fields is None else fields.name


def _shows(edition: Edition, digests: Digests, key: str) -> object:
    if key == _ARCHIVE:
        return list(digests.issues.values())
    if key == _THANKS:
        return bool(edition.glossary.content.issues)
    slug, issues = key.partition(":")[2], edition.glossary.content.issues
    at_slug = next(i for i, issue in enumerate(issues) if issue.slug == slug)
    near = issues[max(0, at_slug - 1) : at_slug + 2]
    return (
        [(issue.slug, issue.title, digests.issues[issue.slug]) for issue in near],
        min(at_slug, 1),
        digests.of_cards(edition.glossary.issue_fragments[issues[at_slug].slug].links),
        digests.of_datasets(issues[at_slug].data),
    )


def _render(edition: Edition, templates: Templates, key: str) -> bytes:
    if key == _ARCHIVE:
        return templates.render("pages/newsletter.html", edition.site, _archive(edition))
    if key == _THANKS:
        return templates.render("pages/thanks.html", edition.site, _thanks(edition))
    slug = key.partition(":")[2]
    issues = edition.glossary.content.issues
    index = next(i for i, issue in enumerate(issues) if issue.slug == slug)
    return templates.render("pages/issue.html", edition.site, _issue(edition, index))


def _archive(edition: Edition) -> NewsletterPage:
    fields = edition.glossary.config.newsletter
    glossary = edition.glossary
    tagline = None if fields is None else fields.tagline
    crumbs = edition.crumbs((at.NEWSLETTER, _name(edition)))
    return NewsletterPage(
        head=edition.head(
            at.NEWSLETTER,
            _name(edition),
            tagline,
            crumbs,
            alternates=alternates.of_page(edition.addresses, edition.families, at.NEWSLETTER)
            + alternates.of_feed(edition.addresses, at.NEWSLETTER_FEED),
        ),
        breadcrumbs=crumbs,
        issues=tuple(
            IssueCardView(
                href=edition.addresses.href(at.issue_path(issue.slug)),
                title=issue.title,
                date=day_view(issue.date),
                lead=glossary.issue_fragments[issue.slug].lead,
            )
            for issue in glossary.content.issues
        ),
    )


def _thanks(edition: Edition) -> ThanksPage:
    has_archive = bool(edition.glossary.content.issues)
    crumbs = edition.crumbs((at.THANKS, "Thank you"))
    return ThanksPage(
        head=edition.head(at.THANKS, "Thank you", None, crumbs, is_indexed=False),
        breadcrumbs=crumbs,
        archive_href=edition.addresses.href(at.NEWSLETTER) if has_archive else None,
    )


def _issue(edition: Edition, index: int) -> IssuePage:
    issues = edition.glossary.content.issues
    issue, path = issues[index], at.issue_path(issues[index].slug)
    fragment = edition.glossary.issue_fragments[issue.slug]
    crumbs = edition.crumbs((at.NEWSLETTER, _name(edition)), (path, issue.title))
    datasets = edition.datasets(issue.data, ROWS, "term")
    return IssuePage(
        head=edition.head(
            path,
            issue.title,
            fragment.lead or None,
            crumbs,
            kind="article",
            alternates=alternates.of_page(edition.addresses, edition.families, path),
        ),
        breadcrumbs=crumbs,
        title=issue.title,
        date=day_view(issue.date),
        body=Markup(fragment.html),  # noqa: S704 (made safe by render.markdown)
        has_charts=any(one.chart is not None for one in datasets),
        datasets=datasets,
        terms=tuple(edition.card(slug) for slug in fragment.links),
        previous=_link(edition, issues[index + 1]) if index + 1 < len(issues) else None,
        next=_link(edition, issues[index - 1]) if index else None,
    )


def _link(edition: Edition, issue: Issue) -> LinkView:
    return edition.issue_link(issue.slug, issue.title)


EMITTER: Final = Emitter("newsletter", "newsletter", _plan, _shows, _render)

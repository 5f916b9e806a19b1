"""New and changed: the terms by the day of their last change."""

from collections.abc import Iterator
from itertools import groupby
from typing import Final

from glossary_site.diagnostics import Span
from glossary_site.outputs.emitter import Emitter, Planned
from glossary_site.render import addresses as at
from glossary_site.render import alternates
from glossary_site.render.dates import in_words
from glossary_site.render.digests import Digests
from glossary_site.render.edition import Edition
from glossary_site.render.html import Templates
from glossary_site.render.recent import change_view, newest
from glossary_site.render.views import ChangesPage, MonthView

SHOWN: Final = 200
TITLE: Final = "New and changed"


def _plan(edition: Edition) -> Iterator[Planned]:
    if edition.site.changes_href is not None:
        yield Planned(at.CHANGES, "changes", Span("site.yaml"))


def _shows(edition: Edition, digests: Digests, key: str) -> object:
    del edition, key
    return digests.lists


def _render(edition: Edition, templates: Templates, key: str) -> bytes:
    del key
    dated = newest(edition.glossary)
    months = groupby(dated[:SHOWN], key=lambda change: change[0].isoformat()[:7])
    description = f"What was added to {edition.site.title} and changed in it, the newest first."
    crumbs = edition.crumbs((at.CHANGES, TITLE))
    page = ChangesPage(
        head=edition.head(
            at.CHANGES,
            TITLE,
            description,
            crumbs,
            alternates=alternates.of_feed(edition.addresses, at.CHANGES_FEED)
            if "history" in edition.families
            else (),
        ),
        breadcrumbs=crumbs,
        months=tuple(
            MonthView(month, in_words(month), tuple(change_view(edition, *one) for one in changes))
            for month, changes in months
        ),
        shown=len(dated[:SHOWN]),
        total=len(dated),
        history_feed_href=(
            edition.addresses.href(at.CHANGES_FEED) if "history" in edition.families else None
        ),
    )
    return templates.render("pages/changes.html", edition.site, page)


EMITTER: Final = Emitter("changes", "pages", _plan, _shows, _render)

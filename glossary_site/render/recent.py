"""What is new and changed."""

import datetime as dt

from glossary_site.model import Glossary
from glossary_site.names import Slug
from glossary_site.render.dates import day_view
from glossary_site.render.edition import Edition
from glossary_site.render.views import ChangeView


def newest(glossary: Glossary) -> list[tuple[dt.date, Slug]]:
    """List the terms that say when they changed, the newest first, each day's from A to Z."""
    terms = glossary.graph.term_by_slug
    dated = [
        (day, slug) for slug in glossary.graph.order if (day := terms[slug].updated) is not None
    ]
    dated.sort(key=lambda change: change[0], reverse=True)
    return dated


def change_view(edition: Edition, day: dt.date, slug: Slug) -> ChangeView:
    """Make the view of a change."""
    added = edition.glossary.graph.term_by_slug[slug].added
    return ChangeView(edition.card(slug), day_view(day), is_new=added == day)

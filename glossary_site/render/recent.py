"""What is new and changed."""

import datetime as dt
from collections.abc import Iterable

from glossary_site.model import Glossary
from glossary_site.names import Slug
from glossary_site.render.dates import day_view
from glossary_site.render.edition import Edition
from glossary_site.render.views import ChangeView


def newest(glossary: Glossary, slugs: Iterable[Slug] | None = None) -> list[tuple[dt.date, Slug]]:
    """List the terms that say when they changed, the newest first, each day's from A to Z.

    Args:
        glossary: Whose terms.
        slugs: Which of them, from A to Z; all if None.
    """
    terms = glossary.graph.term_by_slug
    order = glossary.graph.order if slugs is None else slugs
    dated = [(day, slug) for slug in order if (day := terms[slug].updated) is not None]
    dated.sort(key=lambda change: change[0], reverse=True)
    return dated


def change_view(edition: Edition, day: dt.date, slug: Slug) -> ChangeView:
    """Make the view of a change."""
    added = edition.glossary.graph.term_by_slug[slug].added
    return ChangeView(edition.card(slug), day_view(day), is_new=added == day)

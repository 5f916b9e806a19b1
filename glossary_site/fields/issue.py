"""The keys of a newsletter issue, `newsletter/NAME.md`."""

from typing import Annotated

from pydantic import Field

from glossary_site.fields.common import Day, Fields, Line, Listed, Name, Switch

DATA_POINTS = 3
"""How many datasets an issue may name."""


class IssueFields(Fields):
    """One issue of the newsletter."""

    title: Name
    """The issue's title."""
    date: Day
    """The day it was sent."""
    data: Annotated[tuple[Line, ...], Listed, Field(max_length=DATA_POINTS)] = ()
    """Up to three datasets that it speaks of."""
    slug: str | None = None
    """The last part of its address. Made from the file's name unless given."""
    draft: Switch = False
    """Leaves the issue out of the site unless `--drafts` is given."""

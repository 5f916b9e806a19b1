"""Which issues of the newsletter speak of a term or a dataset."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Final, TypeVar

from msgspec import Struct

from glossary_site.model import Glossary, Issue
from glossary_site.names import Slug

Key = TypeVar("Key")

SHOWN: Final = 3
"""Issues named on the page of a term or a dataset: the newest."""


class Coverage(Struct, frozen=True):
    """What issues speak of, the newest of them first."""

    of_term: Mapping[Slug, tuple[Issue, ...]]
    """Issues whose body links to a term, or that name a dataset shown on its page."""
    of_dataset: Mapping[str, tuple[Issue, ...]]
    """Issues that name a dataset."""

    def term(self, slug: Slug) -> tuple[Issue, ...]:
        """List the issues named on a term's page."""
        return self.of_term.get(slug, ())

    def dataset(self, name: str) -> tuple[Issue, ...]:
        """List the issues named on a dataset's page."""
        return self.of_dataset.get(name, ())


NO_COVERAGE: Final = Coverage({}, {})


def coverage(glossary: Glossary) -> Coverage:
    """Find what the issues speak of; without issues with pages, nothing."""
    issues = glossary.content.issues
    if not issues or "newsletter" not in glossary.config.outputs:
        return NO_COVERAGE
    shown = glossary.graph.shown_by
    of_term: dict[Slug, list[Issue]] = defaultdict(list)
    of_dataset: dict[str, list[Issue]] = defaultdict(list)
    for issue in issues:
        slugs = [*glossary.issue_fragments[issue.slug].links]
        for name in dict.fromkeys(issue.data):
            of_dataset[name].append(issue)
            slugs += shown.get(name, ())
        for slug in dict.fromkeys(slugs):
            of_term[slug].append(issue)
    return Coverage(_first(of_term), _first(of_dataset))


def told(issues: Iterable[Issue]) -> list[tuple[str, str, str]]:
    """Tell what a link to each issue shows, for the key of a page."""
    return [(issue.slug, issue.title, issue.date.isoformat()) for issue in issues]


def _first(found: Mapping[Key, list[Issue]]) -> dict[Key, tuple[Issue, ...]]:
    return {key: tuple(issues[:SHOWN]) for key, issues in found.items()}

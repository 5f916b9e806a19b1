"""What stands around a new term: names like its own, terms that its definition mentions, topics."""

import re
from collections import Counter
from collections.abc import Collection, Iterable
from pathlib import Path
from typing import Final

from msgspec import Struct

from glossary_site.content.files import Reader
from glossary_site.content.load import Folder, load_config, read_permalinks
from glossary_site.content.term_files import read_all_terms
from glossary_site.diagnostics import Findings, has_errors
from glossary_site.fields.site import SiteFields, TopicFields
from glossary_site.graph.likeness import alike, singular
from glossary_site.model import Term
from glossary_site.names import fold_name
from glossary_site.render.mentions import Mentions
from glossary_site.render.surface_forms import COMMON_WORDS, surface_forms

OFFERED: Final = 6
"""Suggestions of one kind."""
_WORD: Final = re.compile(r"\w[\w'’-]+")


class Surroundings(Struct, frozen=True):
    """The glossary that a new term comes into."""

    root: Path
    """Its folder."""
    config: SiteFields
    """Its configuration."""
    terms: tuple[Term, ...]
    """All terms, drafts too."""
    permalinks: str | None
    """The text of `permalinks.txt`, if there is one."""

    def near(self, names: Iterable[str]) -> tuple[Term, ...]:
        """Find terms that may mean the same as one with these names, the likeliest first."""
        owners: dict[str, Term] = {}
        for term in self.terms:
            for name in term.names:
                owners.setdefault(name, term)
        found = {
            owners[name].slug: owners[name]
            for one in names
            for name in alike(one, owners)
            if name in owners
        }
        return tuple(found.values())[:OFFERED]

    def mentioned(self, text: str, but: Collection[str] = ()) -> tuple[Term, ...]:
        """Find the terms that a text mentions, in the order of their mention.

        Args:
            text: A definition.
            but: Names of terms that are left out.
        """
        published = tuple(term for term in self.terms if not term.draft)
        names = surface_forms(published, self.config.autolink, self.config.language)
        by_slug = {term.slug: term for term in published}
        left_out = set(map(fold_name, but))
        slugs = dict.fromkeys(mention.slug for mention in Mentions(names).find(text))
        found = (by_slug[slug] for slug in slugs)
        return tuple(
            term for term in found if left_out.isdisjoint(map(fold_name, (*term.names, term.slug)))
        )[:OFFERED]

    def topics(self, text: str, related: Iterable[str]) -> tuple[tuple[TopicFields, bool], ...]:
        """List all topics, the likeliest first, with whether something speaks for them.

        A topic is likely if related terms have it, or if its own words stand in the text.
        """
        counts: Counter[str] = Counter()
        folded = set(map(fold_name, related))
        for term in self.terms:
            if not folded.isdisjoint(map(fold_name, (*term.names, term.slug))):
                counts.update(dict.fromkeys(term.topics, 2))
        words = _words(text)
        for topic in self.config.topics:
            counts[topic.id] += len(words & _words(f"{topic.title} {topic.description or ''}"))
        ordered = sorted(self.config.topics, key=lambda topic: -counts[topic.id])
        return tuple((topic, counts[topic.id] > 0) for topic in ordered)


def _words(text: str) -> set[str]:
    """Gather the words that say something, singular and plural as one."""
    words = {word.lower() for word in _WORD.findall(text)}
    return {singular(word) for word in words - COMMON_WORDS}


def surroundings(root: Path) -> tuple[Surroundings | None, Findings]:
    """Read what a new term is compared with; a mistake in a term is none of its own."""
    with Reader(root) as reader:
        folder = Folder(reader, root)
        config, found = load_config(folder)
        if config is None or has_errors(found):
            return None, found
        permalinks, _ = read_permalinks(folder)
    return Surroundings(root, config, read_all_terms(root).terms, permalinks), ()

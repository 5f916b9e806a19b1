"""Topics with their terms, gathered once for all pages."""

from collections import defaultdict
from collections.abc import Mapping

from msgspec import Struct

from glossary_site.model import Glossary
from glossary_site.names import Slug, is_reserved


class ShownTopic(Struct, frozen=True):
    """A topic as readers see it."""

    title: str
    """Its name."""
    description: str | None
    """What belongs to it."""
    terms: tuple[Slug, ...]
    """Its terms, A to Z."""


def shown_topics(glossary: Glossary) -> Mapping[str, ShownTopic]:
    """Gather the topics by id.

    In the order of `site.yaml`; where it lists none, those that terms name, sorted, with their
    ids for titles.
    """
    held: defaultdict[str, list[Slug]] = defaultdict(list)
    terms = glossary.graph.term_by_slug
    for slug in glossary.graph.order:
        for topic in set(terms[slug].topics):
            held[topic].append(slug)
    if glossary.config.topics:
        return {
            topic.id: ShownTopic(topic.title, topic.description, tuple(held.get(topic.id, ())))
            for topic in glossary.config.topics
        }
    return {
        topic: ShownTopic(topic.replace("-", " ").capitalize(), None, tuple(held[topic]))
        for topic in sorted(held)
        if not is_reserved(topic)  # a mistake, reported where it stands
    }

"""Topics with their terms, gathered once for all pages."""

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
    held = glossary.graph.topics
    if glossary.config.topics:
        return {
            topic.id: ShownTopic(topic.title, topic.description, held.get(topic.id, ()))
            for topic in glossary.config.topics
        }
    return {
        topic: ShownTopic(topic.replace("-", " ").capitalize(), None, slugs)
        for topic, slugs in held.items()
        if not is_reserved(topic)  # a mistake, reported where it stands
    }

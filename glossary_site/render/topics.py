"""Topics with their terms."""

from collections import defaultdict

from glossary_site.names import Slug
from glossary_site.render.addresses import topic_path
from glossary_site.render.edition import Edition
from glossary_site.render.views import TopicView


def topic_titles(edition: Edition) -> dict[str, tuple[str, str | None]]:
    """Give each topic's title and description by id.

    In the order of `site.yaml`; where it lists none, those that terms name, sorted, their ids
    for titles.
    """
    config = edition.glossary.config
    if config.topics:
        return {topic.id: (topic.title, topic.description) for topic in config.topics}
    named = {topic for term in edition.glossary.content.terms for topic in term.topics}
    return {topic: (topic.replace("-", " ").capitalize(), None) for topic in sorted(named)}


def terms_by_topic(edition: Edition) -> dict[str, list[Slug]]:
    """List the terms of each topic, A to Z."""
    held: dict[str, list[Slug]] = defaultdict(list)
    for slug in edition.glossary.graph.order:
        for topic in dict.fromkeys(edition.glossary.graph.term_by_slug[slug].topics):
            held[topic].append(slug)
    return held


def topic_views(edition: Edition, limit: int | None) -> tuple[TopicView, ...]:
    """Make all topics, each with at most `limit` terms."""
    held = terms_by_topic(edition)
    return tuple(
        TopicView(
            id=topic,
            href=edition.addresses.href(topic_path(topic)),
            title=title,
            description=description,
            terms=tuple(edition.card(slug) for slug in held.get(topic, ())[:limit]),
            total=len(held.get(topic, ())),
        )
        for topic, (title, description) in topic_titles(edition).items()
    )

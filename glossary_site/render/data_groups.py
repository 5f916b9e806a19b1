"""*Explore the Data* by topic: where each dataset stands in the list of all."""

from collections import Counter
from collections.abc import Mapping

from glossary_site.model import Graph
from glossary_site.render.edition import Edition


def data_groups(edition: Edition) -> Mapping[str | None, tuple[str, ...]]:
    """Put the ids of all datasets under topics, in reading order of topics and of titles.

    A dataset stands under the topic that most of the terms which show it name first.  Where it
    has none, it stands under None, which comes last.
    """
    datasets = edition.glossary.content.datasets
    by_title = sorted(datasets, key=lambda name: (datasets[name].fields.title.casefold(), name))
    topic_of = {name: _topic(edition, edition.glossary.graph, name) for name in by_title}
    groups = {
        topic: tuple(name for name in by_title if topic_of[name] == topic)
        for topic in (*edition.topics, None)
    }
    return {topic: names for topic, names in groups.items() if names}


def _topic(edition: Edition, graph: Graph, name: str) -> str | None:
    first = [edition.first_topic(slug) for slug in graph.shown_by.get(name, ())]
    counted = Counter(topic for topic in first if topic is not None)
    return max(edition.topics, key=lambda topic: counted[topic], default=None) if counted else None

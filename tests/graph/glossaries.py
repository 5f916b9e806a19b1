"""Glossaries of any size whose links mostly stay within a topic, as those of people do."""

import random
from collections.abc import Mapping
from typing import Final

from glossary_site import weaving
from glossary_site.graph.layout import lay_out
from glossary_site.graph.neighbours import Links
from glossary_site.model import Glossary, Graph, Layout
from glossary_site.names import Slug
from glossary_site.render.addresses import Addresses
from glossary_site.render.edition import Edition
from glossary_site.theme import default_theme
from tests.unit.making import graph, term

WITHIN: Final = 0.7
"""How many of the links stay within the topic."""


def clustered(
    count: int, topics: int, links: int, *, seed: int = 1, loose: int = 0
) -> tuple[Graph, Links]:
    """Make terms with their backlinks.

    Args:
        count: How many terms.
        topics: Among how many topics they are dealt out.
        links: How many links each term has.
        seed: Of the chance that deals.
        loose: How many of the terms have no topic.
    """
    chance = random.Random(seed)  # noqa: S311 (nothing secret)
    topic_of = [None if i < loose else f"t{chance.randrange(topics)}" for i in range(count)]
    made = graph(
        *(
            term(f"Term {i:05}", topics=() if topic_of[i] is None else (topic_of[i],))
            for i in range(count)
        )
    )
    alike: dict[str | None, list[int]] = {}
    for i, topic in enumerate(topic_of):
        alike.setdefault(topic, []).append(i)
    back: dict[Slug, dict[Slug, None]] = {slug: {} for slug in made.order}
    for i in range(count):
        for _ in range(links):
            near = alike[topic_of[i]]
            other = chance.choice(near) if chance.random() < WITHIN else chance.randrange(count)
            if other != i:
                back[made.order[other]][made.order[i]] = None
    return made, {slug: tuple(sorted(sources)) for slug, sources in back.items()}


def files_of(count: int, topics: int, links: int) -> Mapping[str, str]:
    """Write such a glossary as files."""
    made, back = clustered(count, topics, links)
    targets: dict[Slug, list[Slug]] = {slug: [] for slug in made.order}
    for slug, sources in back.items():
        for source in sources:
            targets[source].append(slug)
    files = {"site.yaml": "title: Large\nautolink: {per: 'off'}\n"}
    for slug, one in made.term_by_slug.items():
        files[f"terms/{slug}.md"] = (
            f"---\ntitle: {one.title}\ndefinition: d\ntopics: {list(one.topics)}\n"
            f"related: {[str(to) for to in targets[slug]]}\n---\n"
        )
    return files


def laid_out(count: int, topics: int, links: int, *, seed: int = 1, loose: int = 0) -> Layout:
    """Lay out such a glossary."""
    return lay_out(*clustered(count, topics, links, seed=seed, loose=loose))


def edition(glossary: Glossary) -> Edition:
    """Give a glossary its addresses and the theme."""
    return weaving.edition(glossary, Addresses("", "/"), default_theme(), None)

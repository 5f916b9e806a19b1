"""A to Z, and the topics."""

from collections.abc import Iterator
from typing import Final

from glossary_site.diagnostics import Span
from glossary_site.outputs.emitter import Emitter, Planned
from glossary_site.render import addresses as at
from glossary_site.render import alternates
from glossary_site.render.digests import Digests
from glossary_site.render.edition import Edition
from glossary_site.render.html import Templates
from glossary_site.render.json_ld import defined_term_set
from glossary_site.render.views import AToZPage, TopicPage, TopicsPage

TERMS_PER_TOPIC: Final = 12
_ALL: Final = "a-to-z"
_TOPICS: Final = "topics"


def _plan(edition: Edition) -> Iterator[Planned]:
    yield Planned(at.A_TO_Z, _ALL, Span("site.yaml"))
    if edition.topics:
        yield Planned(at.TOPICS, _TOPICS, Span("site.yaml"))
    for topic in edition.topics:
        yield Planned(at.topic_path(topic), f"topic:{topic}", Span("site.yaml"))


def _shows(edition: Edition, digests: Digests, key: str) -> object:
    if key == _ALL:
        graph = edition.glossary.graph
        letters = [(letter, len(slugs)) for letter, slugs in graph.letters.items()]
        return letters, digests.of_cards(graph.order)
    named = [(name, one.title) for name, one in edition.topics.items()]
    shown = list(edition.topics) if key == _TOPICS else [key.partition(":")[2]]
    limit = TERMS_PER_TOPIC if key == _TOPICS else None
    return named, [
        (one.description, len(one.terms), digests.of_cards(one.terms[:limit]))
        for one in (edition.topics[name] for name in shown)
    ]


def _render(edition: Edition, templates: Templates, key: str) -> bytes:
    if key == _ALL:
        return templates.render("pages/a_to_z.html", edition.site, _a_to_z(edition))
    if key == _TOPICS:
        return templates.render("pages/topics.html", edition.site, _topics(edition))
    page = _topic(edition, key.partition(":")[2])
    return templates.render("pages/topic.html", edition.site, page)


def _a_to_z(edition: Edition) -> AToZPage:
    graph = edition.glossary.graph
    description = f"All terms of {edition.site.title} from A to Z."
    crumbs = edition.crumbs((at.A_TO_Z, "Terms"))
    about = defined_term_set(edition.site, edition.addresses)
    return AToZPage(
        head=edition.head(
            at.A_TO_Z,
            "Terms from A to Z",
            description,
            crumbs,
            about=about,
            alternates=alternates.of_glossary(edition.addresses, edition.families, at.A_TO_Z),
        ),
        breadcrumbs=crumbs,
        letters=tuple(edition.letter(letter, slugs) for letter, slugs in graph.letters.items()),
        total=len(graph.order),
    )


def _topics(edition: Edition) -> TopicsPage:
    crumbs = edition.crumbs((at.TOPICS, "Topics"))
    return TopicsPage(
        head=edition.head(
            at.TOPICS,
            "Topics",
            f"The topics of {edition.site.title}.",
            crumbs,
            alternates=alternates.of_page(edition.addresses, edition.families, at.TOPICS),
        ),
        breadcrumbs=crumbs,
        topics=tuple(edition.topic(name, TERMS_PER_TOPIC) for name in edition.topics),
    )


def _topic(edition: Edition, name: str) -> TopicPage:
    path, topic = at.topic_path(name), edition.topic(name, None)
    crumbs = edition.crumbs((at.TOPICS, "Topics"), (path, topic.title))
    return TopicPage(
        head=edition.head(
            path,
            topic.title,
            topic.description,
            crumbs,
            alternates=alternates.of_topic(edition.addresses, edition.families, name),
        ),
        breadcrumbs=crumbs,
        topic=topic,
        others=tuple(
            edition.page_link(at.topic_path(other), shown.title)
            for other, shown in edition.topics.items()
            if other != name
        ),
    )


EMITTER: Final = Emitter("lists", "pages", _plan, _shows, _render)

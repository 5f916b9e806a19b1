"""Terms that nobody finds, that lead nowhere, or that are tied to others on one side only."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from glossary_site.diagnostics import Span, quoted
from glossary_site.editorial.remarks import Remark
from glossary_site.model import Glossary, Graph, Term
from glossary_site.names import Slug, fold_name, letters_of


def ties(glossary: Glossary) -> Iterator[Remark]:
    """Look at how each term is tied to the others; a glossary of one has no ties."""
    graph = glossary.graph
    if len(graph.order) > 1:
        for term in graph.term_by_slug.values():
            if term.slug not in graph.replaced_by:
                yield from _loneliness(glossary, term)
    yield from _unused_topics(glossary)
    yield from _similar_topics(glossary)


def _loneliness(glossary: Glossary, term: Term) -> Iterator[Remark]:
    """Report a term that no other leads to, and one that leads to no other."""
    graph, slug = glossary.graph, term.slug
    heirs = slug in graph.replaced_by.values()
    is_found = glossary.backlinks.get(slug) or graph.narrower.get(slug) or graph.broader.get(slug)
    if not is_found and not heirs:
        message = f"no other term leads to {quoted(term.title)}"
        hint = "name it in the body of a term that needs it, or under related there"
        yield Remark("orphan-term", term.span(), message, hint, term.title, term.title)
    links = set(glossary.fragments[slug].links) - {slug}
    if not (
        links or graph.authored.get(slug) or graph.broader.get(slug) or graph.narrower.get(slug)
    ):
        message = f"{quoted(term.title)} leads to no other term"
        hint = "name the terms that it rests on in its body, or under related"
        yield Remark("dead-end-term", term.span(), message, hint, term.title, term.title)


def one_way(glossary: Glossary) -> Iterator[Remark]:
    """Look at what each term names as related."""
    for term in glossary.graph.term_by_slug.values():
        if term.slug not in glossary.graph.replaced_by:
            yield from _one_way(glossary, term)


def _one_way(glossary: Glossary, term: Term) -> Iterator[Remark]:
    """Report a related term that leads back in no way, though its list has room."""
    graph = glossary.graph
    for i, name in enumerate(term.related):
        slugs = graph.names.candidates.get(fold_name(name), ())
        other = slugs[0] if len(slugs) == 1 else term.slug
        if other == term.slug or other in graph.replaced_by or _leads(glossary, other, term.slug):
            continue
        if len(graph.authored.get(other, ())) >= glossary.config.related.limit:
            continue
        there = graph.term_by_slug[other]
        message = (
            f"{quoted(term.title)} names {quoted(there.title)} as related, which does not lead back"
        )
        hint = f"add {quoted(term.title)} to related in {there.path}, or take it out here"
        span = term.span(f"related.{i}")
        yield Remark("one-way-related", span, message, hint, name, term.title)


def _leads(glossary: Glossary, one: Slug, other: Slug) -> bool:
    """Say whether the page of one term leads to another by what its author wrote."""
    graph = glossary.graph
    lists: tuple[Mapping[Slug, Sequence[Slug]], ...]
    lists = (graph.authored, graph.broader, graph.narrower)
    return any(other in each.get(one, ()) for each in lists) or (
        other in glossary.fragments[one].links
    )


def _unused_topics(glossary: Glossary) -> Iterator[Remark]:
    """Report topics of `site.yaml` that no term names; one that was refused may be it."""
    content = glossary.content
    if content.refused or not content.terms:
        return
    used = {topic for term in (*content.terms, *content.drafts) for topic in term.topics}
    for topic in content.config.topics:
        if topic.id not in used:
            message = f"no term is filed under the topic {quoted(topic.id)}"
            hint = f"add topics: [{topic.id}] to a term, or remove the topic"
            span = Span("site.yaml")
            yield Remark("unused-topic", span, message, hint, topic.id, topic.id)


def _similar_topics(glossary: Glossary) -> Iterator[Remark]:
    """Report topics whose ids are one but for hyphens and plural: the one that fewer terms name."""
    content, graph = glossary.content, glossary.graph
    listed = [topic.id for topic in content.config.topics]
    alike: defaultdict[str, list[str]] = defaultdict(list)
    for topic in listed or graph.topics:  # one that is not listed is an error already
        alike[letters_of(topic).rstrip("s")].append(topic)
    for group in alike.values():
        first, *others = sorted(group, key=lambda topic: -len(graph.topics.get(topic, ())))
        for topic in others:
            message = f"the topics {quoted(first)} and {quoted(topic)} differ only in spelling"
            hint = f"write {first} everywhere"
            yield Remark("similar-topics", _place_of(graph, topic), message, hint, topic, topic)


def _place_of(graph: Graph, topic: str) -> Span:
    """Say where a topic is first named."""
    for slug in graph.topics.get(topic, ())[:1]:
        term = graph.term_by_slug[slug]
        return term.span(f"topics.{term.topics.index(topic)}")
    return Span("site.yaml")

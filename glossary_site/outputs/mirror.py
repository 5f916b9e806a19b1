"""Pages as Markdown, beside each: all that have something to say but terms, see `term_files`."""

from collections.abc import Iterator
from typing import Final

from glossary_site.diagnostics import Span
from glossary_site.exporting.mirror_pages import doc_at, mirrored, page_mirror
from glossary_site.outputs.emitter import Emitter, Planned
from glossary_site.render import addresses as at
from glossary_site.render.digests import Digests
from glossary_site.render.edition import Edition
from glossary_site.render.html import Templates


def _plan(edition: Edition) -> Iterator[Planned]:
    for path in mirrored(edition):
        yield Planned(at.markdown_path(path), path, Span("site.yaml"))


def _shows(edition: Edition, digests: Digests, key: str) -> object:
    graph, content = edition.glossary.graph, edition.glossary.content
    section, _, rest = key.removesuffix(f"/{at.HOME}").partition("/")
    if section == "topics" and rest:
        topic = edition.topics[rest]
        return topic.title, topic.description, digests.of_cards(topic.terms)
    if section == "data" and rest:
        return digests.datasets[rest], digests.of_cards(graph.shown_by.get(rest, ()))
    if section == "newsletter" and rest:
        issue = next(one for one in content.issues if one.slug == rest)
        return issue.body, digests.issues[issue.slug], list(digests.datasets.values())
    if section == "docs":
        doc = doc_at(edition, key)
        return doc.title, doc.body, digests.docs[doc.path], digests.neighbours
    return _everything(edition, digests)


def _everything(edition: Edition, digests: Digests) -> object:
    """Tell what lists of all there is depend on."""
    manual = edition.glossary.content.manual
    return (
        digests.lists,
        [(name, one.title, one.description, one.terms) for name, one in edition.topics.items()],
        list(digests.datasets.items()),
        list(digests.issues.items()),
        [] if manual is None else [(path, doc.title) for path, doc in manual.docs.items()],
    )


def _render(edition: Edition, templates: Templates, key: str) -> bytes:
    del templates
    return page_mirror(edition, key)


EMITTER: Final = Emitter("mirror", "machines", _plan, _shows, _render)

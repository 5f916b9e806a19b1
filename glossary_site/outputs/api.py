"""The JSON API but for the terms' own documents: its lists, its schemas and its description."""

from collections.abc import Iterator
from typing import Final

from glossary_site.diagnostics import Span
from glossary_site.exporting import lists
from glossary_site.exporting.described import NAMES, description, schema
from glossary_site.exporting.linked_data import context_document
from glossary_site.outputs.emitter import Emitter, Planned
from glossary_site.render import addresses as at
from glossary_site.render.digests import Digests
from glossary_site.render.edition import Edition
from glossary_site.render.html import Templates

_LISTS: Final = {
    "graph": lists.graph_document,
    "topics": lists.topic_list,
    "data": lists.dataset_list,
    "names": lists.name_list,
}


def _plan(edition: Edition) -> Iterator[Planned]:
    owner = Span("site.yaml")
    for page in range(1, lists.pages(edition) + 1):
        yield Planned(at.term_list_path(page), f"terms:{page}", owner)
    for name in _LISTS:
        yield Planned(f"api/v1/{name}.json", f"list:{name}", owner)
    for name in NAMES:
        yield Planned(at.api_schema_path(name), f"schema:{name}", owner)
    yield Planned(at.API_CONTEXT, "context", owner)
    yield Planned(at.API_DESCRIPTION, "description", owner)


def _shows(edition: Edition, digests: Digests, key: str) -> object:
    if key.startswith(("terms:", "list:")):
        rules = edition.glossary.config.autolink if key == "list:names" else None
        behind = digests.lists, list(digests.bodies.values()), list(digests.datasets.values())
        return behind, rules
    return None


def _render(edition: Edition, templates: Templates, key: str) -> bytes:
    del templates
    kind, _, name = key.partition(":")
    if kind == "terms":
        return lists.term_list(edition, int(name))
    if kind == "list":
        return _LISTS[name](edition)
    if kind == "schema":
        return schema(edition, name)
    return context_document(edition) if kind == "context" else description(edition)


EMITTER: Final = Emitter("api", "machines", _plan, _shows, _render)

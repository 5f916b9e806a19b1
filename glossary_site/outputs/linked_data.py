"""The whole glossary in SKOS, as Turtle and as JSON-LD."""

from collections.abc import Iterator
from typing import Final

from glossary_site.diagnostics import Span
from glossary_site.exporting.linked_data import json_ld_glossary, turtle_glossary
from glossary_site.outputs.emitter import Emitter, Planned
from glossary_site.render import addresses as at
from glossary_site.render.digests import Digests
from glossary_site.render.edition import Edition
from glossary_site.render.html import Templates


def _plan(edition: Edition) -> Iterator[Planned]:
    del edition
    for path in (at.TURTLE, at.JSON_LD):
        yield Planned(path, path, Span("site.yaml"))


def _shows(edition: Edition, digests: Digests, key: str) -> object:
    del edition, key
    return digests.lists, list(digests.bodies.values()), list(digests.datasets.values())


def _render(edition: Edition, templates: Templates, key: str) -> bytes:
    del templates
    return turtle_glossary(edition) if key == at.TURTLE else json_ld_glossary(edition)


EMITTER: Final = Emitter("linked-data", "machines", _plan, _shows, _render)

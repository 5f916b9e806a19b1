"""Files that are published as they are: the theme's assets, pictures, a glossary's own static."""

from collections.abc import Iterator
from typing import Final

from glossary_site.diagnostics import Span
from glossary_site.outputs.emitter import Emitter, Planned
from glossary_site.render.digests import Digests
from glossary_site.render.edition import Edition
from glossary_site.render.html import Templates


def _plan(edition: Edition) -> Iterator[Planned]:
    for path in edition.assets:
        yield Planned(path, f"asset:{path}", Span("static"))
    for path in edition.glossary.content.images:
        yield Planned(f"images/{path}", f"image:{path}", Span(f"images/{path}"))
    for path in edition.glossary.content.static:
        yield Planned(path, f"static:{path}", Span(f"static/{path}"))


def _shows(edition: Edition, digests: Digests, key: str) -> object:
    del digests
    return _body(edition, key)


def _render(edition: Edition, templates: Templates, key: str) -> bytes:
    del templates
    return _body(edition, key)


def _body(edition: Edition, key: str) -> bytes:
    kind, _, path = key.partition(":")
    if kind == "asset":
        return edition.assets[path]
    if kind == "image":
        return edition.glossary.content.images[path].body
    return edition.glossary.content.static[path]


EMITTER: Final = Emitter("files", "pages", _plan, _shows, _render)

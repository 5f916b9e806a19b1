"""The whole glossary as TBX, for terminology tools: in the style DCA, which more of them read, and DCT."""

from collections.abc import Iterator
from typing import Final

from glossary_site.diagnostics import Span
from glossary_site.exporting.tbx import tbx_glossary
from glossary_site.outputs.emitter import Emitter, Planned
from glossary_site.render import addresses as at
from glossary_site.render.digests import Digests
from glossary_site.render.edition import Edition
from glossary_site.render.html import Templates


def _plan(edition: Edition) -> Iterator[Planned]:
    if edition.glossary.graph.order:  # the standard knows no empty body
        for path in (at.TBX, at.TBX_DCT):
            yield Planned(path, path, Span("site.yaml"))


def _shows(edition: Edition, digests: Digests, key: str) -> object:
    del key
    marks = (digests.marks[slug] for slug in edition.glossary.graph.order)
    return digests.lists, b"".join([one.names + one.relations + one.body for one in marks])


def _render(edition: Edition, templates: Templates, key: str) -> bytes:
    del templates
    return tbx_glossary(edition, "dca" if key == at.TBX else "dct")


EMITTER: Final = Emitter("tbx", "machines", _plan, _shows, _render)

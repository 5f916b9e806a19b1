"""Reading without the network: the worker, and the page that it shows for what it has not kept."""

from collections.abc import Iterator
from typing import Final

from glossary_site.diagnostics import Span
from glossary_site.exporting import offline
from glossary_site.outputs.emitter import Emitter, Planned
from glossary_site.render import addresses as at
from glossary_site.render.digests import Digests
from glossary_site.render.edition import Edition
from glossary_site.render.html import Templates
from glossary_site.render.views import OfflinePage


def _plan(edition: Edition) -> Iterator[Planned]:
    if edition.glossary.config.offline:
        yield Planned(at.OFFLINE_WORKER, at.OFFLINE_WORKER, Span("site.yaml"))
        yield Planned(at.OFFLINE, at.OFFLINE, Span("site.yaml"))


def _shows(edition: Edition, digests: Digests, key: str) -> object:
    index = edition.search
    if key == at.OFFLINE or index is None:
        return None
    marks = digests.marks
    terms = [
        (digests.of_cards(block), *(marks[one].names for one in block)) for block in index.blocks
    ]
    return index.division, index.names, index.common, list(index.groups), terms


def _render(edition: Edition, templates: Templates, key: str) -> bytes:
    if key == at.OFFLINE_WORKER:
        return offline.worker(edition)
    head = edition.head(at.OFFLINE, "No network", None, is_indexed=False)
    return templates.render("pages/offline.html", edition.site, OfflinePage(head))


EMITTER: Final = Emitter("offline", "pages", _plan, _shows, _render)

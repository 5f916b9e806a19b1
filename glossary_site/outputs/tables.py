"""The whole glossary as a table: CSV, and a workbook."""

from collections.abc import Iterator
from typing import Final

from glossary_site.diagnostics import Span
from glossary_site.exporting.csv_table import csv_glossary
from glossary_site.exporting.workbook import workbook
from glossary_site.outputs.emitter import Emitter, Planned
from glossary_site.render import addresses as at
from glossary_site.render.digests import Digests
from glossary_site.render.edition import Edition
from glossary_site.render.html import Templates


def _plan(edition: Edition) -> Iterator[Planned]:
    del edition
    for path in (at.CSV, at.XLSX):
        yield Planned(path, path, Span("site.yaml"))


def _shows(edition: Edition, digests: Digests, key: str) -> object:
    del key
    marks = (digests.marks[slug] for slug in edition.glossary.graph.order)
    return digests.lists, b"".join([one.names + one.relations + one.body for one in marks])


def _render(edition: Edition, templates: Templates, key: str) -> bytes:
    del templates
    return csv_glossary(edition) if key == at.CSV else workbook(edition)


EMITTER: Final = Emitter("tables", "machines", _plan, _shows, _render)

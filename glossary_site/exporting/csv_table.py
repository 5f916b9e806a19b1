"""The glossary as CSV (RFC 4180): UTF-8, commas, and no cell that a spreadsheet would run."""

import re
from collections.abc import Sequence
from typing import Final

from glossary_site.exporting.columns import guarded
from glossary_site.exporting.rows import header, rows
from glossary_site.render.edition import Edition

_QUOTED: Final = re.compile(r"[,;\"\t\n\r ]")


def csv_glossary(edition: Edition) -> bytes:
    """Write all terms."""
    lines = [_line(header(edition)), *map(_line, rows(edition))]
    return "".join(lines).encode()


def _line(cells: Sequence[str]) -> str:
    return ",".join([_cell(cell) if cell else "" for cell in cells]) + "\r\n"


def _cell(cell: str) -> str:
    cell = guarded(cell)
    return '"' + cell.replace('"', '""') + '"' if _QUOTED.search(cell) else cell

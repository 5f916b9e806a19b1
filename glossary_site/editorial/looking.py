"""All checks of this package, one after the other, and what they find in bounds."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import chain, islice
from pathlib import Path
from typing import Final

from glossary_site.diagnostics import Findings, Span
from glossary_site.editorial.dates import dates
from glossary_site.editorial.definitions import definitions
from glossary_site.editorial.duplicates import duplicates
from glossary_site.editorial.mentions import mentions
from glossary_site.editorial.prose import excerpt
from glossary_site.editorial.remarks import Remark, findings_of
from glossary_site.editorial.sourcing import sourcing
from glossary_site.editorial.ties import one_way, ties
from glossary_site.editorial.titles import titles
from glossary_site.editorial.wording import wording
from glossary_site.model import Glossary

MANY: Final = 50
"""Remarks of one kind, above which it is made once; a larger glossary has a share of its terms."""
SHARE: Final = 20
"""One remark for so many terms is not too much."""
SHOWN: Final = 5
"""Terms that are named where a remark is made once."""


def advice(glossary: Glossary, root: Path, today: dt.date) -> Findings:
    """Look at a finished glossary as an editor would.

    Args:
        glossary: All of it.
        root: Its folder, for the exact places of words.
        today: The build date.
    """
    checks = glossary.config.checks
    limit = max(MANY, len(glossary.graph.order) // SHARE)
    alone = ((one_way, "one-way-related"), (mentions, "unlinked-mention"))
    found = [
        ties(glossary), definitions(glossary), titles(glossary), duplicates(glossary),
        sourcing(glossary), dates(glossary, today), wording(glossary),
    ]  # fmt: skip
    # What may be said of every term is not even looked for further once it is too much.
    found += [
        islice(look(glossary), limit + 1) for look, code in alone if checks.get(code) != "off"
    ]
    heard = (one for one in chain.from_iterable(found) if checks.get(one.code) != "off")
    return tuple(findings_of(root, _bounded(heard, limit)))


def _bounded(remarks: Iterable[Remark], limit: int) -> Iterator[Remark]:
    """Make a remark once that would be made of a large part of the terms."""
    by_code: defaultdict[str, list[Remark]] = defaultdict(list)
    for one in remarks:
        by_code[one.code].append(one)
    for code, held in by_code.items():
        if len(held) <= limit:
            yield from held
            continue
        names = dict.fromkeys(one.name for one in held)
        shown = ", ".join(f'"{excerpt(name)}"' for name in islice(names, SHOWN))
        message = f"more than {limit} places have this remark, for instance {shown}"
        hint = f"mend them by and by, or write {code}: off under checks"
        yield Remark(code, Span("site.yaml"), message, hint)

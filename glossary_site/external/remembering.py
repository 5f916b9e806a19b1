"""What was found out of addresses, in `.cache/external/`: deleting it costs only time."""

import contextlib
import datetime as dt
from collections.abc import Mapping
from pathlib import Path
from typing import Final

import msgspec

from glossary_site import __version__
from glossary_site.content.files import Reader
from glossary_site.external.verdicts import Verdict
from glossary_site.fields.common import web_address
from glossary_site.refresh.writing import replace

PATH: Final = ".cache/external/answers.json"
LIMIT: Final = 20_000_000
"""Bytes of the file."""
DAYS: Final = {"there": 14, "moved": 14, "gone": 1, "unknown-host": 1, "unsure": 0}
"""For how many days an answer counts: what fails may be mended the next day."""


class Note(msgspec.Struct, frozen=True):
    """An answer and its day."""

    day: dt.date
    """When it was given."""
    verdict: Verdict
    """What it was; without reasons, whose words are only told at once."""


class _Book(msgspec.Struct, frozen=True):
    program: str
    notes: dict[str, Note]


def recall(root: Path, today: dt.date) -> dict[str, Note]:
    """Read the answers that still count; what is damaged or from the future does not."""
    with Reader(root) as reader:
        data, _ = reader.read(PATH, LIMIT)
    if data is None:
        return {}
    try:
        book = msgspec.json.decode(data, type=_Book)
    except (msgspec.DecodeError, msgspec.ValidationError):
        return {}
    if book.program != __version__:
        return {}
    return {url: note for url, note in book.notes.items() if _counts(note, today)}


def _counts(note: Note, today: dt.date) -> bool:
    age = (today - note.day).days
    verdict = note.verdict
    if not 0 <= age < DAYS[verdict.state] or verdict.reason:
        return False
    if verdict.state == "moved":
        with contextlib.suppress(ValueError):
            return bool(web_address(verdict.location))
        return False
    return True


def remember(root: Path, notes: Mapping[str, Note]) -> None:
    """Keep answers, all in one step.

    Raises:
        OSError: If they cannot be written; then what was kept before is still there.
    """
    kept = {url: note for url, note in sorted(notes.items()) if DAYS[note.verdict.state]}
    replace(root, PATH, msgspec.json.encode(_Book(__version__, kept)))

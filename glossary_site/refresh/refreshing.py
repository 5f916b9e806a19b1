"""All datasets that name an address, one after the other: a failure of one stops no other."""

import codecs
import datetime as dt
from collections.abc import Callable, Collection
from contextlib import nullcontext
from pathlib import Path
from typing import Literal

from msgspec import Struct

from glossary_site.content.datasets import read_dataset
from glossary_site.content.files import FILE_LIMIT, read_bytes
from glossary_site.content.table_checks import TABLE_BYTES, Rows
from glossary_site.diagnostics import (
    Diagnostic,
    Findings,
    Span,
    finding,
    has_errors,
    quoted,
)
from glossary_site.refresh.connecting import Network
from glossary_site.refresh.dating import dated, is_later
from glossary_site.refresh.failures import FailureError
from glossary_site.refresh.fetching import Answer, Validators, fetch
from glossary_site.refresh.merging import Changes, compared, merged, repeated_key
from glossary_site.refresh.picking import picked
from glossary_site.refresh.remembering import recall, remember
from glossary_site.refresh.subjects import Refused, Subject, subjects
from glossary_site.refresh.writing import BusyError, locked, replace, table_bytes


class Outcome(Struct, frozen=True):
    """What became of one dataset."""

    name: str
    """Its id."""
    state: Literal["changed", "confirmed", "failed"]
    """Whether its rows are new, the same as before, or could not be had."""
    columns: tuple[str, ...] = ()
    """The names of its columns."""
    key: tuple[str, ...] = ()
    """The names of those that tell a row from others, as changes name it."""
    rows: int = 0
    """How many rows it has now."""
    changes: Changes = Changes()
    """What has changed."""
    findings: Findings = ()
    """Why it could not be had."""


class Report(Struct, frozen=True):
    """What a refresh did."""

    outcomes: tuple[Outcome, ...]
    """One for each dataset, in the order of their ids."""
    findings: Findings
    """All mistakes."""
    today: dt.date
    """The day that confirmed datasets carry now."""
    is_dry: bool
    """Whether nothing was written."""


Ask = Callable[[str, str, Validators], Answer]


def refresh(
    root: Path,
    wanted: Collection[str],
    *,
    today: dt.date,
    network: Network | None = None,
    is_dry: bool = False,
) -> Report:
    """Fetch datasets, and put what is right in place of what is there.

    Args:
        root: The glossary's folder.
        wanted: Ids of datasets, or none for all that name an address.
        today: The build date.
        network: The way to the internet.
        is_dry: Whether to write nothing.

    Raises:
        UnknownDatasetError: If a wanted dataset does not exist, or names no address.
    """
    chosen = subjects(root, wanted)
    ask = _asker(network or Network())
    outcomes: list[Outcome] = []
    found: Findings = ()
    try:
        with nullcontext() if is_dry or not chosen else locked(root):
            for subject in chosen:
                if isinstance(subject, Refused):
                    outcomes.append(Outcome(subject.name, "failed", findings=subject.findings))
                else:
                    outcomes.append(_refreshed(root, subject, ask, today, is_dry=is_dry))
    except BusyError:
        message = "another refresh of this glossary is at work"
        found = (finding("refresh-failed", Span("data"), message, "wait until it has ended"),)
    except OSError as error:
        found = (_unwritten("data", error),)
    found += tuple(one for outcome in outcomes for one in outcome.findings)
    return Report(tuple(outcomes), found, today, is_dry)


def _asker(network: Network) -> Ask:
    """Make what fetches documents: one that several datasets share is asked for once."""
    known: dict[tuple[str, str, Validators], Answer | FailureError] = {}

    def ask(url: str, form: str, validators: Validators) -> Answer:
        question = (url, form, validators)
        if question not in known:
            try:
                known[question] = fetch(network, url, form, validators)
            except FailureError as failure:
                known[question] = failure
        answer = known[question]
        if isinstance(answer, FailureError):
            raise answer
        return answer

    return ask


def _refreshed(root: Path, subject: Subject, ask: Ask, today: dt.date, *, is_dry: bool) -> Outcome:
    """Refresh one dataset."""
    fields = subject.described.fields
    known = recall(root, subject.name, fields, subject.table)
    found: Findings
    try:
        answer = ask(subject.refresh.url, subject.refresh.format, known)
    except FailureError as failure:
        found = (finding("refresh-failed", subject.span(), str(failure)),)
        return Outcome(subject.name, "failed", findings=found)
    rows, found = (subject.rows, ()) if answer.data is None else _rows(subject, answer.data)
    if found:
        return Outcome(subject.name, "failed", findings=found)
    changes = compared(subject.rows, rows, fields.columns, subject.refresh)
    body = subject.table
    if body is None or rows != subject.rows:
        body, found = _body(subject, rows)
    if not found and not is_dry:
        found = _written(root, subject, body, today, answer.validators)
    if found:
        return Outcome(subject.name, "failed", findings=found)
    return Outcome(
        subject.name,
        "confirmed" if changes.are_none() else "changed",
        columns=tuple(column.name for column in fields.columns),
        key=subject.refresh.key,
        rows=len(rows),
        changes=changes,
    )


def _rows(subject: Subject, data: bytes) -> tuple[Rows, Findings]:
    """Make the new rows of a document."""
    fields = subject.described.fields
    new, found = picked(fields, subject.refresh, data)
    if found:
        return (), found
    if subject.refresh.append:
        twice = repeated_key(subject.rows, fields.columns, subject.refresh)
        if twice is not None:
            message = f"two rows are called {quoted(', '.join(twice), 60)}"
            span = Span(subject.table_path)
            return (), (finding("bad-data", span, message, "add columns to key of refresh"),)
    return merged(subject.rows, new, fields.columns, subject.refresh), ()


def _body(subject: Subject, rows: Rows) -> tuple[bytes, Findings]:
    """Write the table, and read it as a build will."""
    body = table_bytes(subject.table_path, subject.described.fields.columns, rows)
    dataset, found = read_dataset(subject.path, subject.described, subject.table_path, body)
    if has_errors(found):
        return body, found
    if dataset is None or dataset.rows != rows:
        message = "the table cannot be written so that it reads the same"
        return body, (finding("refresh-failed", subject.span(), message),)
    return body, ()


def _written(
    root: Path, subject: Subject, body: bytes, today: dt.date, validators: Validators
) -> Findings:
    """Put table and day in place: the table first, so that no day is ever ahead of it."""
    fields = subject.described.fields
    text: str | None = subject.text
    if is_later(fields, today):
        text = dated(subject.path, subject.text, subject.described, today)
    if text is None:
        span = Span(subject.path, *subject.described.yaml.values.get("updated", (1, 1)))
        hint = f"write updated: {today} on a line of its own"
        return (finding("refresh-failed", span, "the day cannot be set in this file", hint),)
    for path, before, limit in (
        (subject.path, subject.raw, FILE_LIMIT),
        (subject.table_path, subject.table, TABLE_BYTES),
    ):
        if before is not None and read_bytes(root, path, limit)[0] != before:
            message = "the file was changed while its dataset was fetched"
            return (finding("refresh-failed", Span(path), message, "refresh it again"),)
    path = subject.table_path
    try:
        if body != subject.table:
            replace(root, path, body)
        path = subject.path
        if text != subject.text:
            replace(root, path, _as_before(subject.raw, text))
        path = ".cache/refresh"
        remember(root, subject.name, fields, body, validators)
    except OSError as error:
        return (_unwritten(path, error),)
    return ()


def _as_before(raw: bytes, text: str) -> bytes:
    """Encode a text with the line ends and the mark that its file had."""
    body = text.encode("utf-8")
    if b"\r\n" in raw and raw.count(b"\r\n") == raw.count(b"\n"):
        body = body.replace(b"\n", b"\r\n")
    return codecs.BOM_UTF8 + body if raw.startswith(codecs.BOM_UTF8) else body


def _unwritten(path: str, error: OSError) -> Diagnostic:
    message = f"the file cannot be written: {error.strerror or error}"
    return finding("write-failed", Span(path), message)

"""All outside addresses of a glossary: gathered, asked for in turn, and told of."""

import contextlib
import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from http import HTTPStatus
from pathlib import Path
from threading import Event
from typing import Final
from urllib.parse import urlsplit

from msgspec.structs import replace

from glossary_site.diagnostics import Diagnostic, Findings, Span, finding, quoted
from glossary_site.external.asking import LIMITS, ask
from glossary_site.external.gathering import gather
from glossary_site.external.remembering import Note, recall, remember
from glossary_site.external.turns import Turns
from glossary_site.external.verdicts import Verdict
from glossary_site.refresh.connecting import Network
from glossary_site.render.edition import Edition

HOSTS: Final = 6
"""How many hosts are asked at once."""
_POLL: Final = 0.2
"""Seconds between looks whether the program was asked to end."""

Progress = Callable[[str, int, int], None]


def check_external(
    root: Path,
    edition: Edition,
    today: dt.date,
    *,
    network: Network | None = None,
    progress: Progress | None = None,
) -> Findings:
    """Ask for every address outside the site that it links to, each once.

    Args:
        root: The glossary's folder.
        edition: What its pages are made from.
        today: The day, by which kept answers grow old.
        network: The way to the internet.
        progress: Told how many addresses are done.

    Raises:
        KeyboardInterrupt: If the program was asked to end.  What was found out is kept.
    """
    network = network or Network(limits=LIMITS)
    places = gather(root, edition.glossary, edition.addresses.origin)
    known = recall(root, today)
    notes = {url: known[url] for url in places if url in known}
    fresh: dict[str, Verdict] = {}
    try:
        for url, verdict in _ask_all(network, [url for url in places if url not in notes]):
            fresh[url] = verdict
            if progress is not None:
                progress("Asking", len(notes) + len(fresh), len(places))
    finally:
        day = {url: Note(today, verdict) for url, verdict in fresh.items()}
        if day:
            with contextlib.suppress(OSError):  # the next run asks again, and that is all
                remember(root, {**notes, **day})
    verdicts = {**{url: note.verdict for url, note in notes.items()}, **fresh}
    return tuple(one for url, spans in places.items() for one in _tell(url, spans, verdicts[url]))


def _ask_all(network: Network, urls: Sequence[str]) -> Iterator[tuple[str, Verdict]]:
    """Ask several hosts at once, and one address after the other of each."""
    by_host: defaultdict[str, list[str]] = defaultdict(list)
    for url in urls:
        by_host[urlsplit(url).hostname or ""].append(url)
    turns, is_over = Turns(network), Event()

    def ask_host(mine: Sequence[str], done: list[tuple[str, Verdict]]) -> None:
        for url in mine:
            if is_over.is_set():
                return
            done.append((url, ask(network, turns, url)))

    done: list[tuple[str, Verdict]] = []  # which threads only append to
    told = 0
    with ThreadPoolExecutor(HOSTS) as pool:
        try:
            left: set[Future[None]] = {
                pool.submit(ask_host, mine, done) for mine in by_host.values()
            }
            while left:
                ended, left = wait(left, _POLL, FIRST_COMPLETED)
                while told < len(done):
                    yield done[told]
                    told += 1
                for one in ended:
                    one.result()
        finally:
            is_over.set()
            pool.shutdown(wait=True, cancel_futures=True)


def _tell(url: str, spans: Sequence[Span], verdict: Verdict) -> Iterator[Diagnostic]:
    one = _finding(url, verdict)
    if one is not None:
        yield from (replace(one, span=span) for span in spans)


def _finding(url: str, verdict: Verdict) -> Diagnostic | None:
    nowhere, name = Span(""), quoted(url, 200)
    if verdict.state == "there":
        return None
    if verdict.state == "gone":
        message = f"{name} is no longer there: the server answers {_status(verdict.status)}"
        hint = "look for its new place, or for a copy in an archive of the web"
        return finding("dead-link", nowhere, message, hint)
    if verdict.state == "unknown-host":
        host = quoted(urlsplit(url).hostname or "")
        message = f"{name} leads nowhere: no host is called {host}"
        return finding("dead-link", nowhere, message, "look for its new place")
    if verdict.state == "moved":
        message = f"{name} has moved for good"
        hint = f"if it is the same page, write {quoted(verdict.location, 200)}"
        return finding("moved-link", nowhere, message, hint)
    why = verdict.reason or f"the server answers {_status(verdict.status)}"
    return finding(
        "unsure-link", nowhere, f"{name} could not be checked: {why}", "open it yourself"
    )


def _status(status: int) -> str:
    """Name a status in the words of the standard: the server's own are anybody's."""
    try:
        return f"{status} {HTTPStatus(status).phrase}"
    except ValueError:
        return str(status)

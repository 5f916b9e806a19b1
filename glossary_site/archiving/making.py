"""Makes the archive of a published site: read under the site's lock, packed by workers, renamed."""

import contextlib
import hashlib
import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Final, NamedTuple

from glossary_site import workers
from glossary_site.archiving import container, rewriting
from glossary_site.archiving.container import Member
from glossary_site.archiving.relative import Relative
from glossary_site.diagnostics import Diagnostic, Findings, Span, finding
from glossary_site.render.addresses import Addresses
from glossary_site.store import lock, ownership

FOLDER: Final = "glossary"
"""Everything lies in one folder, so that whoever unpacks the archive finds it in one place."""
README: Final = "README.txt"
HOSTS_ONLY: Final = frozenset(
    {".nojekyll", "404.html", "_headers", "_redirects", "offline.js", "offline/index.html"}
)
"""What only a host reads, or a browser that talks to one."""
BATCH: Final = 4_000_000
"""Bytes that a worker takes at a time."""
_SPRITE: Final = re.compile(r"assets/sprite\.[0-9a-f]+\.svg")
_SYMBOL: Final = re.compile(r'<symbol id="([^"]+)" viewBox="([^"]+)">(.*?)</symbol>', re.DOTALL)


class Archived(NamedTuple):
    """What was written."""

    place: Path
    """Where."""
    files: int
    """How many files it holds."""
    size: int
    """Its bytes."""


class ChangedError(Exception):
    """A file of the site is not as the site's list says."""


def archive(
    output: Path, place: Path, addresses: Addresses, title: str, jobs: int | None = None
) -> tuple[Archived | None, Findings]:
    """Write a published site as one zip.

    What stood at the place is replaced in one step, or stays.

    Args:
        output: The published site.
        place: Where the archive is to be; `places.refusal` has looked at it.
        addresses: Where the site lives on the web.
        title: The glossary's name.
        jobs: Worker processes; None for all cores.
    """
    published = os.path.realpath(output)
    try:
        with _locked(published), _locked(os.path.realpath(place.parent) + f"/{place.name}"):
            listed = ownership.read(published) or {}
            paths = sorted(path for path in listed if path not in HOSTS_ONLY)
            relative = Relative(addresses, frozenset(listed), _symbols(published, paths, addresses))
            readme = () if README in listed else (_readme(title, addresses),)
            packed = _packed(published, listed, paths, relative, jobs or workers.usable_cores())
            members = sorted((*readme, *packed))
            return _written(place, members), ()
    except (OSError, ChangedError, container.TooLargeError, workers.WorkerError) as error:
        return None, (_failed(place, error),)


def _failed(place: Path, error: Exception) -> Diagnostic:
    if isinstance(error, container.TooLargeError):
        reason = "more than 4 GB, which many programs cannot unpack"
    elif isinstance(error, OSError):
        reason = error.strerror or type(error).__name__
    else:
        reason = str(error)
    message = f"{reason}: the site is published, and no archive of it was written"
    return finding("write-failed", Span(str(place)), message)


@contextlib.contextmanager
def _locked(path: str) -> Iterator[None]:
    """Keep other builds from a site or an archive."""
    folder, name = os.path.split(path)
    os.makedirs(folder, exist_ok=True)
    own = os.path.join(folder, f".{name}.glossary-lock")
    lock.acquire(own, wait=True)
    try:
        yield
    finally:
        lock.release(own)


def _symbols(published: str, paths: Iterable[str], addresses: Addresses) -> Mapping[str, str]:
    """Read the sprite's pictures: each as a picture in its own right, by its address."""
    found = {}
    for path in filter(_SPRITE.fullmatch, paths):
        text = Path(published, path).read_text("utf-8")
        for name, box, drawn in _SYMBOL.findall(text):
            found[f"{addresses.href(path)}#{name}"] = f'<svg viewBox="{box}">{drawn}</svg>'
    return found


def _readme(title: str, addresses: Addresses) -> Member:
    """Say what this is.  It names no day, so that the same site gives the same archive."""
    lines = [
        title,
        "",
        "This is a copy of a glossary that can be read without the internet.",
        "Open index.html in a browser.",
        "",
        "What needs a server is left out: search as you type, previews of links, tables that sort.",
        "The field for searching leads to the list of all terms; your browser can search that page.",
    ]
    if addresses.origin:
        lines += ["", f"The glossary itself: {addresses.absolute('index.html')}"]
    return container.member(f"{FOLDER}/{README}", "\r\n".join([*lines, ""]).encode())


def _packed(
    published: str,
    listed: Mapping[str, ownership.Entry],
    paths: Sequence[str],
    relative: Relative,
    jobs: int,
) -> Iterator[Member]:
    """Let workers read and pack all files.

    Raises:
        ChangedError: If one is not as listed, or takes too long.
    """
    make = partial(_packer, published, listed, relative)
    done, failures = workers.run(make, list(_batches(listed, paths)), jobs=jobs)
    for failure in failures:
        raise ChangedError(failure.detail)
    for members in done:
        yield from members or ()


def _packer(
    published: str, listed: Mapping[str, ownership.Entry], relative: Relative
) -> Callable[[tuple[str, ...]], list[Member]]:
    """Prepare a worker."""
    return partial(_members, published, listed, relative)


def _members(
    published: str,
    listed: Mapping[str, ownership.Entry],
    relative: Relative,
    paths: tuple[str, ...],
) -> list[Member]:
    return [_member(published, path, listed[path], relative) for path in paths]


def _batches(
    listed: Mapping[str, ownership.Entry], paths: Iterable[str]
) -> Iterator[tuple[str, ...]]:
    batch, size = [], 0
    for path in paths:
        batch.append(path)
        size += listed[path][1] + 1_000  # to open a file takes time too
        if size > BATCH:
            yield tuple(batch)
            batch, size = [], 0
    if batch:
        yield tuple(batch)


def _member(published: str, path: str, entry: ownership.Entry, relative: Relative) -> Member:
    """Read a file of the site, and pack it as it must be in a folder."""
    body = Path(published, path).read_bytes()
    if (hashlib.sha256(body).hexdigest(), len(body)) != entry:
        raise ChangedError(f"{path} was changed after it was published")
    if path.endswith(".html"):
        body = rewriting.page(body.decode("utf-8", "surrogateescape"), path, relative).encode(
            "utf-8", "surrogateescape"
        )
    elif path.endswith(".css"):
        text = body.decode("utf-8", "surrogateescape")
        body = rewriting.stylesheet(text, path, relative).encode("utf-8", "surrogateescape")
    return container.member(f"{FOLDER}/{path}", body)


def _written(place: Path, members: Iterable[Member]) -> Archived:
    """Write the archive beside its place, then put it there in one step."""
    waiting = place.with_name(f".{place.name}.glossary-archive")
    with contextlib.suppress(FileNotFoundError):
        waiting.unlink()  # of a build that was killed
    try:
        with waiting.open("xb") as file:
            count = container.write(file, members)
            file.flush()
            os.fsync(file.fileno())
            size = file.tell()
        waiting.replace(place)
    finally:
        with contextlib.suppress(FileNotFoundError):
            waiting.unlink()
    return Archived(place, count, size)

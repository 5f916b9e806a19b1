"""What a worker does with outputs, and what earlier builds did: between pipeline and `outputs`."""

from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from glossary_site.cache.codec import Codec, mark
from glossary_site.cache.memory import Kept, Memory
from glossary_site.diagnostics import Findings
from glossary_site.names import Slug
from glossary_site.outputs import EMITTERS
from glossary_site.outputs.plan import PlannedFile
from glossary_site.outputs.terms import EMITTER as TERMS
from glossary_site.render.addresses import term_path
from glossary_site.render.chrome import finish
from glossary_site.render.digests import Digests
from glossary_site.render.edition import Edition
from glossary_site.render.html import TemplateFailure, Templates
from glossary_site.standing import KnownStanding
from glossary_site.store.ownership import Entry
from glossary_site.store.publish import Staging, Written, write, write_failed


@dataclass(frozen=True, slots=True)
class PageJob:
    """One output to render and write."""

    emitter: str
    """The emitter's name."""
    key: str
    """What it is asked for."""
    path: str
    """Where it goes."""


@dataclass(frozen=True, slots=True)
class PageResult:
    """What became of an output; its bytes stay in the worker."""

    key: bytes
    """A digest of all it shows."""
    written: Written | None
    """What was written; None in a check, or with findings."""
    findings: Findings = ()
    """Mistakes of a template, or of the disk."""


EMITTER_BY_NAME: Final = {emitter.name: emitter for emitter in EMITTERS}


def key_of(edition: Edition, digests: Digests, emitter: str, key: str) -> bytes:
    """Digest all that an output shows: 16 bytes."""
    shown = EMITTER_BY_NAME[emitter].shows(edition, digests, key)
    return mark((digests.common, emitter, key, shown))


def make_writer(
    edition: Edition, digests: Digests, templates: Templates, staging: Staging | None
) -> Callable[[PageJob], PageResult]:
    """Prepare a worker for rendering and, if there is a staging folder, writing outputs."""
    try:
        finished = finish(edition, templates)
    except TemplateFailure as failure:
        findings = failure.findings
        return lambda _job: PageResult(b"", None, findings)

    def emit(job: PageJob) -> PageResult:
        key = key_of(edition, digests, job.emitter, job.key)
        try:
            body = EMITTER_BY_NAME[job.emitter].render(finished, templates, job.key)
        except TemplateFailure as failure:
            return PageResult(key, None, failure.findings)
        if staging is None:
            return PageResult(key, None)
        try:
            try:
                return PageResult(key, write(staging, job.path, body))
            except FileExistsError:  # left by a worker that died after it
                with suppress(FileNotFoundError):
                    Path(staging.folder, job.path).unlink()
                return PageResult(key, write(staging, job.path, body))
        except OSError as error:
            return PageResult(key, None, (write_failed(staging.output, error),))

    return emit


PAGES: Final = Codec[Entry](Entry)
TERM_PAGES: Final = TERMS.name


class KnownPages:
    """The outputs that earlier builds wrote: from what, and the digest of what came out."""

    def __init__(self, memory: Memory, edition: Edition, digests: Digests) -> None:
        self._kept: Kept[Entry] = memory.kept("pages", PAGES)
        self._edition = edition
        self._digests = digests
        self._standing = KnownStanding(memory, edition, digests)

    def find(self, files: Iterable[PlannedFile]) -> dict[str, Entry]:
        """Find the files that would come out as they did, with digest and size, by path."""
        known: dict[str, Entry] = {}
        if not self._kept:
            return known
        unchanged = self._standing.unchanged(self._key_of_term)
        for file in files:
            key: bytes | None
            if file.emitter == TERM_PAGES and file.key in unchanged:
                key = self._kept.key_of(file.path)
            else:
                key = key_of(self._edition, self._digests, file.emitter, file.key)
            entry = None if key is None else self._kept.get(file.path, key)
            if entry is not None:
                known[file.path] = entry
        return known

    def _key_of_term(self, slug: Slug) -> bytes | None:
        return self._kept.key_of(term_path(slug))

    def take(self, result: PageResult) -> None:
        """Note what a worker has written."""
        written = result.written
        if written is not None:
            self._kept.put(written.path, result.key, (written.digest, written.size))

    def settle(self) -> None:
        """Forget files that are not written any more."""
        self._kept.settle()
        self._standing.settle(self._key_of_term)

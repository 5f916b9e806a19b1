"""What a worker does with outputs, and what earlier builds did: between pipeline and `outputs`."""

from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Final

from msgspec import Struct, field

from glossary_site.cache.codec import Codec, mark
from glossary_site.cache.memory import Memory
from glossary_site.diagnostics import Findings, Span
from glossary_site.outputs import EMITTERS
from glossary_site.outputs.plan import PlannedFile
from glossary_site.render.chrome import Letters, finish
from glossary_site.render.digests import Digests
from glossary_site.render.edition import Edition
from glossary_site.render.html import TemplateFailure, Templates
from glossary_site.standing import LAST_BUILD, NOTHING, LastBuild, standing, unmoved
from glossary_site.store.publish import Entry, Staging, Written, write, write_failed


class PageJob(Struct, frozen=True):
    """One output to render and write, or some that are rendered together."""

    emitter: str
    """The emitter's name."""
    key: str
    """What it is asked for."""
    paths: tuple[tuple[int, str], ...]
    """Which parts are wanted, and where each goes."""


class PageResult(Struct, frozen=True):
    """What became of a job; the bytes stay in the worker."""

    key: bytes
    """A digest of all it shows."""
    written: tuple[Written, ...] = ()
    """What was written; nothing in a check, or with findings."""
    findings: Findings = ()
    """Mistakes of a template, or of the disk."""
    letters: Mapping[str, tuple[bytes, str]] = field(default_factory=dict)
    """Letters of A to Z that had to be rendered, with digests of their cards."""


EMITTER_BY_NAME: Final = {emitter.name: emitter for emitter in EMITTERS}
OF_TERMS: Final = frozenset(emitter.name for emitter in EMITTERS if emitter.is_of_term)


def jobs_for(files: Iterable[PlannedFile]) -> tuple[list[PageJob], list[Span]]:
    """Put files into jobs, neighbours that are rendered together into one; with who asks for it."""
    jobs: list[PageJob] = []
    owners: list[Span] = []
    for (emitter, key), group in groupby(files, key=itemgetter(1, 2)):
        together = list(group)
        jobs.append(PageJob(emitter, key, tuple([(one.part, one.path) for one in together])))
        owners.append(together[0].owner)
    return jobs, owners


def key_of(edition: Edition, digests: Digests, emitter: str, key: str) -> bytes:
    """Digest all that an output shows: 16 bytes."""
    maker = EMITTER_BY_NAME[emitter]
    common = b"" if maker.stands_alone else digests.common
    return mark((common, emitter, key, maker.shows(edition, digests, key)))


def make_writer(
    edition: Edition,
    digests: Digests,
    templates: Templates,
    known_letters: Mapping[str, tuple[bytes, str]],
    staging: Staging | None,
) -> Callable[[PageJob], PageResult]:
    """Prepare a worker for rendering and, if there is a staging folder, writing outputs."""
    letters = Letters(known_letters, lambda slugs: mark((digests.common, digests.of_cards(slugs))))
    try:
        finished = finish(edition, templates, letters)
    except TemplateFailure as failure:
        findings = failure.findings
        return lambda _job: PageResult(b"", (), findings)

    def emit(job: PageJob) -> PageResult:
        key = key_of(edition, digests, job.emitter, job.key)
        try:
            made = EMITTER_BY_NAME[job.emitter].render(finished, templates, job.key)
        except TemplateFailure as failure:
            return PageResult(key, (), failure.findings)
        bodies = (made,) if isinstance(made, bytes) else made
        new_letters = dict(letters.made)
        letters.made.clear()
        if staging is None:
            return PageResult(key, letters=new_letters)
        try:
            written = tuple([_write(staging, path, bodies[part]) for part, path in job.paths])
        except OSError as error:
            return PageResult(key, (), (write_failed(staging.output, error),))
        return PageResult(key, written, letters=new_letters)

    return emit


def _write(staging: Staging, path: str, body: bytes) -> Written:
    try:
        return write(staging, path, body)
    except FileExistsError:  # left by a worker that died after it
        with suppress(FileNotFoundError):
            Path(staging.folder, path).unlink()
        return write(staging, path, body)


LETTERS: Final = Codec[str](str)
_NAME: Final = "last"
_KEY: Final = b"build"


class KnownPages:
    """The outputs that the last build wrote: from what, and the digest of what came out."""

    def __init__(self, memory: Memory, edition: Edition, digests: Digests) -> None:
        """Compare what stands behind the pages with what stood there."""
        self._shelf = memory.shelf("pages", LAST_BUILD)
        self._last = self._shelf.get(_NAME, _KEY) or NOTHING
        self._edition = edition
        self._digests = digests
        self._standing = standing(edition, digests)
        self._files: dict[str, tuple[bytes, Entry]] = {}
        self._letters = memory.shelf("letters", LETTERS)

    def find(self, files: Iterable[PlannedFile]) -> dict[str, Entry]:
        """Find the files that would come out as they did, with digest and size, by path."""
        if not self._last.files:
            return {}
        last = self._last.files
        unchanged = unmoved(self._last.standing, self._standing, self._edition)
        known, of_terms = self._files, OF_TERMS
        made_for, key = ("", ""), b""
        for file in files:
            path, emitter, asked = file.path, file.emitter, file.key
            if path not in last:
                continue
            if asked in unchanged and emitter in of_terms:
                known[path] = last[path]
                continue
            if made_for != (emitter, asked):
                made_for = emitter, asked
                key = key_of(self._edition, self._digests, emitter, asked)
            if key == last[path][0]:
                known[path] = last[path]
        return {path: entry for path, (_, entry) in known.items()}

    def letters(self) -> Mapping[str, tuple[bytes, str]]:
        """Give the letters of A to Z that are known, with digests of their cards."""
        return self._letters.all()

    def take(self, result: PageResult) -> None:
        """Note what a worker has written."""
        for letter, (key, html) in result.letters.items():
            self._letters.put(letter, key, html)
        for written in result.written:
            self._files[written.path] = (result.key, (written.digest, written.size))

    def settle(self) -> None:
        """Remember what this build wrote."""
        self._letters.keep_only(self._edition.glossary.graph.letters.keys())
        now = LastBuild(self._standing, self._files)
        if now != self._last:
            self._shelf.put(_NAME, _KEY, now)

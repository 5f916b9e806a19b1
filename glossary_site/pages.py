"""What a worker does with outputs, and what earlier builds did: between pipeline and `outputs`."""

from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Final

from msgspec import Struct, field

from glossary_site.cache.codec import Codec, mark
from glossary_site.cache.memory import Memory
from glossary_site.diagnostics import Findings
from glossary_site.outputs import EMITTERS
from glossary_site.outputs.plan import PlannedFile
from glossary_site.render.chrome import Letters, finish
from glossary_site.render.digests import Digests
from glossary_site.render.edition import Edition
from glossary_site.render.html import TemplateFailure, Templates
from glossary_site.standing import LAST_BUILD, NOTHING, LastBuild, standing, unmoved
from glossary_site.store.publish import Entry, Staging, Written, write, write_failed


class PageJob(Struct, frozen=True):
    """One output to render and write."""

    emitter: str
    """The emitter's name."""
    key: str
    """What it is asked for."""
    path: str
    """Where it goes."""


class PageResult(Struct, frozen=True):
    """What became of an output; its bytes stay in the worker."""

    key: bytes
    """A digest of all it shows."""
    written: Written | None
    """What was written; None in a check, or with findings."""
    findings: Findings = ()
    """Mistakes of a template, or of the disk."""
    letters: Mapping[str, tuple[bytes, str]] = field(default_factory=dict)
    """Letters of A to Z that had to be rendered, with digests of their cards."""


EMITTER_BY_NAME: Final = {emitter.name: emitter for emitter in EMITTERS}


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
        return lambda _job: PageResult(b"", None, findings)

    def emit(job: PageJob) -> PageResult:
        key = key_of(edition, digests, job.emitter, job.key)
        try:
            body = EMITTER_BY_NAME[job.emitter].render(finished, templates, job.key)
        except TemplateFailure as failure:
            return PageResult(key, None, failure.findings)
        made = dict(letters.made)
        letters.made.clear()
        if staging is None:
            return PageResult(key, None, letters=made)
        try:
            return PageResult(key, _write(staging, job.path, body), letters=made)
        except OSError as error:
            return PageResult(key, None, (write_failed(staging.output, error),))

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
        self._files = {path: last[path] for path in unchanged if path in last}
        for file in files:
            if file.path not in unchanged and file.path in last:
                key = key_of(self._edition, self._digests, file.emitter, file.key)
                if key == last[file.path][0]:
                    self._files[file.path] = last[file.path]
        return {path: entry for path, (_, entry) in self._files.items()}

    def letters(self) -> Mapping[str, tuple[bytes, str]]:
        """Give the letters of A to Z that are known, with digests of their cards."""
        return self._letters.all()

    def take(self, result: PageResult) -> None:
        """Note what a worker has written."""
        for letter, (key, html) in result.letters.items():
            self._letters.put(letter, key, html)
        written = result.written
        if written is not None:
            self._files[written.path] = (result.key, (written.digest, written.size))

    def settle(self) -> None:
        """Remember what this build wrote."""
        self._letters.keep_only(self._edition.glossary.graph.letters.keys())
        now = LastBuild(self._standing, self._files)
        if now != self._last:
            self._shelf.put(_NAME, _KEY, now)

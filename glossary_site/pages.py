"""What a worker does with outputs: the seam between the pipeline, `outputs` and `store`."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from glossary_site.diagnostics import Findings
from glossary_site.outputs import EMITTERS
from glossary_site.render.chrome import finish
from glossary_site.render.edition import Edition
from glossary_site.render.html import TemplateFailure, Templates
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

    written: Written | None
    """What was written; None in a check, or with findings."""
    findings: Findings = ()
    """Mistakes of a template, or of the disk."""


def make_writer(
    edition: Edition, templates: Templates, staging: Staging | None
) -> Callable[[PageJob], PageResult]:
    """Prepare a worker for rendering and, if there is a staging folder, writing outputs."""
    emitters = {emitter.name: emitter for emitter in EMITTERS}
    try:
        finished = finish(edition, templates)
    except TemplateFailure as failure:
        findings = failure.findings
        return lambda _job: PageResult(None, findings)

    def emit(job: PageJob) -> PageResult:
        try:
            body = emitters[job.emitter].render(finished, templates, job.key)
        except TemplateFailure as failure:
            return PageResult(None, failure.findings)
        if staging is None:
            return PageResult(None)
        try:
            try:
                return PageResult(write(staging, job.path, body))
            except FileExistsError:  # left by a worker that died after it
                with suppress(FileNotFoundError):
                    Path(staging.folder, job.path).unlink()
                return PageResult(write(staging, job.path, body))
        except OSError as error:
            return PageResult(None, (write_failed(staging.output, error),))

    return emit

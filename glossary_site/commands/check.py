"""`check`."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

import click

from glossary_site.commands.looking import only_look
from glossary_site.diagnostics import Findings, apply_severities, has_errors
from glossary_site.options import BASE_URL, DRAFTS, JOBS, SOURCE, STRICT, build_date

if TYPE_CHECKING:
    from glossary_site.mending import Mending
    from glossary_site.run import BuildReport

FORMATS: Final = ("text", "json", "github", "gitlab", "sarif")


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path), metavar="[PATH]…")
@SOURCE
@BASE_URL
@click.option(
    "--format", "form", type=click.Choice(FORMATS), default="text", show_default=True,
    help="How findings are written.",
)  # fmt: skip
@click.option("--fix", "is_fixing", is_flag=True, help="Mend what has one answer, then check.")
@click.option(
    "--diff", "is_diff", is_flag=True, help="Show what --fix would change, and write nothing."
)
@click.option("--external", "is_external", is_flag=True, help="Ask whether outside links work.")
@click.option(
    "--content-only", "base", metavar="BASE",
    help="Refuse what has changed since BASE left this branch and is no content.",
)  # fmt: skip
@STRICT
@DRAFTS
@JOBS
def check(
    paths: tuple[Path, ...], source: Path, base_url: str | None, form: str, *, is_fixing: bool,
    is_diff: bool, is_external: bool, base: str | None, strict: bool, drafts: bool,
    jobs: int | None,
) -> int:  # fmt: skip
    """Make the checks of a build and write nothing.

    With PATHs, only findings in these files and folders count; everything is read all the same.
    """
    from glossary_site import console, mending, pipeline  # noqa: PLC0415

    wanted = tuple(_below(source, path) for path in paths)
    look = partial(
        only_look, base_url=base_url, strict=strict, drafts=drafts, jobs=jobs, notes=True
    )
    if is_diff:
        with mending.copied(source) as copy:
            done = _mended(copy, wanted, look)
            changes = mending.difference(source, copy, done.changed)
        console.show_diff(changes)
        return 1 if changes.after else 0
    failed: Findings = ()
    if is_fixing:
        done = _mended(source, wanted, look, console.show_mended)
        console.show_mended_count(done.mistakes, len(done.changed))
        report, failed = done.report, done.failed
    else:
        report = look(source)
    found = report.findings
    if is_external:
        found += _external(source, report, strict=strict)
    beyond = () if base is None else _beyond_content(source, base)
    findings = beyond + pipeline.within(found, wanted) + failed
    console.show_check(findings, source, report.terms, form)
    return 1 if has_errors(findings) else 0


def _external(source: Path, report: "BuildReport", *, strict: bool) -> Findings:
    """Ask whether the addresses of other sites work, where a glossary could be read."""
    from glossary_site import console, external  # noqa: PLC0415

    edition = report.edition
    if edition is None:
        return ()
    with console.Progress() as progress:
        found = external.check_external(source, edition, build_date(), progress=progress.tell)
    return apply_severities(found, edition.glossary.config.checks, strict=strict)


def _beyond_content(source: Path, base: str) -> Findings:
    """Find what a change touches besides content, wherever PATHs point."""
    from glossary_site.comparing.content_only import outside_content  # noqa: PLC0415
    from glossary_site.comparing.revisions import RevisionError  # noqa: PLC0415

    try:
        return outside_content(source, base)
    except RevisionError as error:
        raise click.UsageError(str(error)) from error


class _Done(NamedTuple):
    """What mending did."""

    report: "BuildReport"
    """What is found afterwards."""
    failed: Findings
    """Files that could not be written."""
    changed: frozenset[str]
    """Files that were."""
    mistakes: int
    """How many mistakes were mended."""


def _mended(
    source: Path,
    wanted: tuple[str, ...],
    look: Callable[[Path], "BuildReport"],
    tell: Callable[["Mending", tuple[str, ...]], int] = lambda _done, _written: 0,
) -> _Done:
    """Mend, and look again, until nothing more can be mended."""
    from glossary_site import mending  # noqa: PLC0415

    report = look(source)
    changed: set[str] = set()
    count = 0
    failed: Findings = ()
    for _ in range(mending.ROUNDS):
        planned = mending.plan(source, report.findings, wanted)
        if not planned.after or failed:
            break
        written, failed = mending.write(source, planned)
        count += tell(planned, written)
        changed.update(written)
        report = look(source)
    return _Done(report, failed, frozenset(changed), count)


def _below(source: Path, path: Path) -> str:
    """Name a path as findings do, relative to the source."""
    for candidate in (path, source / path):
        if candidate.exists():
            resolved = candidate.resolve()
            if resolved.is_relative_to(source.resolve()):
                return resolved.relative_to(source.resolve()).as_posix()
    raise click.UsageError(f"there is no such path in the glossary: {path}")

"""`check`."""

from pathlib import Path

import click

from glossary_site.commands.looking import only_look
from glossary_site.diagnostics import has_errors
from glossary_site.options import BASE_URL, DRAFTS, JOBS, SOURCE, STRICT


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path), metavar="[PATH]…")
@SOURCE
@BASE_URL
@click.option(
    "--format", "form", type=click.Choice(["text"]), default="text", show_default=True,
    help="How findings are written.",
)  # fmt: skip
@STRICT
@DRAFTS
@JOBS
def check(
    paths: tuple[Path, ...], source: Path, base_url: str | None, form: str, *, strict: bool,
    drafts: bool, jobs: int | None,
) -> int:  # fmt: skip
    """Make the checks of a build and write nothing.

    With PATHs, only findings in these files and folders count; everything is read all the same.
    """
    del form
    from glossary_site import console, pipeline  # noqa: PLC0415

    wanted = tuple(_below(source, path) for path in paths)
    report = only_look(
        source, base_url=base_url, strict=strict, drafts=drafts, jobs=jobs, notes=True
    )
    findings = pipeline.within(report.findings, wanted)
    console.show_check(findings, source, report.terms)
    return 1 if has_errors(findings) else 0


def _below(source: Path, path: Path) -> str:
    """Name a path as findings do, relative to the source."""
    for candidate in (path, source / path):
        if candidate.exists():
            resolved = candidate.resolve()
            if resolved.is_relative_to(source.resolve()):
                return resolved.relative_to(source.resolve()).as_posix()
    raise click.UsageError(f"there is no such path in the glossary: {path}")

"""The command line: options in, exit codes out; what it prints is in `console`."""

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from glossary_site import __version__, starting
from glossary_site.diagnostics import has_errors
from glossary_site.options import (
    BASE_URL,
    DRAFTS,
    JOBS,
    PICTURES,
    SOURCE,
    STRICT,
    UNSUBSCRIBE,
    build_date,
)

if TYPE_CHECKING:
    from glossary_site.run import BuildReport


class _Group(click.Group):
    """Builds when no command is named."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put `build` in front of arguments that name no command."""
        if not args or (args[0].startswith("-") and args[0] not in {"--help", "-h", "--version"}):
            args.insert(0, "build")
        return super().parse_args(ctx, args)


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, message="%(prog)s %(version)s")
def program() -> None:
    """Turn a folder of terms into a published glossary. Without a command: build."""


@program.command()
@SOURCE
@click.option(
    "--output", type=click.Path(path_type=Path), help="Where to publish. [default: SOURCE/_site]"
)
@BASE_URL
@STRICT
@DRAFTS
@JOBS
@click.option("--clean", is_flag=True, help="Forget what earlier builds left in .cache first.")
@click.option("--timings", is_flag=True, help="Show the seconds of each stage.")
def build(
    source: Path, output: Path | None, base_url: str | None, *, strict: bool, drafts: bool,
    jobs: int | None, clean: bool, timings: bool,
) -> int:  # fmt: skip
    """Write the site.

    With an error nothing is written, and the site published before stays.
    """
    if clean:
        starting.remove_cache(source)
    output = output or source / "_site"
    ahead = starting.ahead(source, output)
    from glossary_site import console, pipeline  # noqa: PLC0415 (`--help` needs neither)

    options = pipeline.BuildOptions(
        source=source, output=output, today=build_date(), base_url=base_url,
        strict=strict, drafts=drafts, jobs=jobs,
    )  # fmt: skip
    memory = starting.memory(source)
    starting.leave(memory)
    with console.Progress() as progress:
        report = pipeline.build(
            options, progress.tell, memory, ahead, is_interrupted=starting.is_interrupted
        )
    console.show_build(report, source, options.output, show_timings=timings)
    for note in starting.save(memory):
        click.echo(f"note: {note}", err=True)
    return 0 if report.is_ok else 1


@program.command()
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
    report = _only_look(source, base_url=base_url, strict=strict, drafts=drafts, jobs=jobs)
    findings = pipeline.within(report.findings, wanted)
    console.show_check(findings, source, report.terms)
    return 1 if has_errors(findings) else 0


def _only_look(source: Path, **options: Any) -> "BuildReport":  # noqa: ANN401 (of `BuildOptions`)
    """Make the checks of a build that writes nothing."""
    from glossary_site import console, pipeline  # noqa: PLC0415

    asked = pipeline.BuildOptions(
        source=source, output=source / "_site", today=build_date(), dry_run=True, **options
    )
    memory = starting.memory(source, is_read_only=True)
    with console.Progress() as progress:
        return pipeline.build(asked, progress.tell, memory, is_interrupted=starting.is_interrupted)


def _below(source: Path, path: Path) -> str:
    """Name a path as findings do, relative to the source."""
    for candidate in (path, source / path):
        if candidate.exists():
            resolved = candidate.resolve()
            if resolved.is_relative_to(source.resolve()):
                return resolved.relative_to(source.resolve()).as_posix()
    raise click.UsageError(f"there is no such path in the glossary: {path}")


@program.command()
@SOURCE
@BASE_URL
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option(
    "--port", type=click.IntRange(1, 65535), default=8000, show_default=True,
    help="The port; the next free one if it is taken.",
)  # fmt: skip
@click.option("--open", "open_browser", is_flag=True, help="Open the site in the browser.")
@DRAFTS
@JOBS
def serve(
    source: Path, base_url: str | None, host: str, port: int, *, open_browser: bool, drafts: bool,
    jobs: int | None,
) -> int:  # fmt: skip
    """Build, watch and show the site while you write.

    Mistakes show as an overlay over the last good pages. Ctrl-C ends it.
    """
    from glossary_site import preview  # noqa: PLC0415

    try:
        preview.run(
            source, base_url=base_url, host=host, port=port, open_browser=open_browser,
            drafts=drafts, jobs=jobs, today=build_date(),
        )  # fmt: skip
    except preview.AddressError as error:
        raise click.ClickException(str(error)) from error
    return 0


@program.command()
@click.argument("ids", nargs=-1, metavar="[ID]…")
@SOURCE
@click.option("--dry-run", is_flag=True, help="Fetch and compare, and write nothing.")
@click.option(
    "--format", "form", type=click.Choice(["text", "markdown"]), default="text", show_default=True,
    help="How what changed is told.",
)  # fmt: skip
def refresh(ids: tuple[str, ...], source: Path, form: str, *, dry_run: bool) -> int:
    """Fetch the datasets that name an address.

    With IDs, only these. What comes back is checked before anything is replaced; a dataset that
    cannot be fetched stays as it is.
    """
    from glossary_site import console  # noqa: PLC0415
    from glossary_site.refresh.refreshing import refresh as fetch_all  # noqa: PLC0415 (no build needs it)
    from glossary_site.refresh.subjects import UnknownDatasetError  # noqa: PLC0415

    try:
        report = fetch_all(source, ids, today=build_date(), is_dry=dry_run)
    except UnknownDatasetError as error:
        raise click.UsageError(str(error)) from error
    console.show_refresh(report, source, is_markdown=form == "markdown")
    return 1 if has_errors(report.findings) else 0


@program.group()
def newsletter() -> None:
    """Send issues of the newsletter."""


@newsletter.command()
@click.argument("issue")
@SOURCE
@click.option(
    "--output", type=click.Path(path_type=Path),
    help="Where to write. [default: SOURCE/_newsletter/SLUG]",
)  # fmt: skip
@BASE_URL
@UNSUBSCRIBE
@PICTURES
@click.option("--charts/--no-charts", default=True, help="Whether charts are drawn as pictures.")
@DRAFTS
@JOBS
def export(
    issue: str, source: Path, output: Path | None, base_url: str | None, *,
    unsubscribe: str | None, pictures: str | None, charts: bool, drafts: bool, jobs: int | None,
) -> int:  # fmt: skip
    """Write an issue as mail, for pasting into what sends it.

    ISSUE is a slug, a file name or `latest`. With an error nothing is written.
    """
    from glossary_site import console  # noqa: PLC0415
    from glossary_site.mailing import export as mailing  # noqa: PLC0415 (no build needs it)

    wanted = mailing.Wanted(issue, unsubscribe, pictures, has_charts=charts)
    report = _only_look(source, base_url=base_url, drafts=drafts, jobs=jobs)
    written, findings = mailing.export(report, wanted, source, output)
    console.show_findings(findings, source)
    for path in written:
        click.echo(path)
    return 1 if has_errors(findings) else 0


@program.command()
@click.argument("title")
@SOURCE
@click.option("--definition", help="One or two sentences of plain text.")
@click.option("--topic", "topics", multiple=True, metavar="ID", help="A topic. May be repeated.")
@click.option("--edit", is_flag=True, help="Open the file in $EDITOR.")
def new(
    title: str, source: Path, definition: str | None, topics: tuple[str, ...], *, edit: bool
) -> int:
    """Write a new term file."""
    from glossary_site import authoring, console  # noqa: PLC0415

    if definition is None and sys.stdin.isatty() and sys.stderr.isatty():
        definition = click.prompt("Definition", default="", show_default=False, err=True) or None
    path, findings = authoring.new_term(source, title, definition, topics)
    if path is None:
        console.show_findings(findings, source)
        return 1
    click.echo(path)
    if edit:
        click.edit(filename=str(path))
    return 0


@program.command()
@click.argument("folder", type=click.Path(path_type=Path), metavar="DIR")
def init(folder: Path) -> int:
    """Make a new glossary in DIR."""
    from glossary_site import authoring, console  # noqa: PLC0415

    written, findings = authoring.init(folder)
    if findings:
        console.show_findings(findings, folder)
        return 1
    for path in written:
        click.echo(path)
    return 0


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the program.

    Returns:
        The exit code: 0 if all is well, 1 with errors, 2 for wrong usage, 130 after Ctrl-C.
    """
    starting.heed_interrupts()
    try:
        code = program.main(
            args=None if arguments is None else list(arguments),
            prog_name="glossary-site",
            standalone_mode=False,
        )
        sys.stdout.flush()
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except (click.Abort, KeyboardInterrupt):
        return starting.INTERRUPTED
    except BrokenPipeError:  # whoever read our output has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except Exception:
        if starting.is_interrupted():  # some libraries make another error of it
            return starting.INTERRUPTED
        raise
    finally:
        starting.end()
    return code if isinstance(code, int) else 0

"""`build`."""

import time
from pathlib import Path
from typing import TYPE_CHECKING

import click
from msgspec.structs import replace

from glossary_site import starting
from glossary_site.options import BASE_URL, DRAFTS, JOBS, SOURCE, STRICT, build_date

if TYPE_CHECKING:
    from glossary_site.pipeline import BuildOptions, BuildReport


@click.command()
@SOURCE
@click.option(
    "--output", type=click.Path(path_type=Path), help="Where to publish. [default: SOURCE/_site]"
)
@BASE_URL
@STRICT
@DRAFTS
@JOBS
@click.option(
    "--archive", is_flag=False, flag_value="", metavar="[FILE]",
    help="Write the site as one zip too, to be opened without a server. [default: OUTPUT.zip]",
)  # fmt: skip
@click.option("--clean", is_flag=True, help="Forget what earlier builds left in .cache first.")
@click.option("--timings", is_flag=True, help="Show the seconds of each stage.")
def build(
    source: Path, output: Path | None, base_url: str | None, *, strict: bool, drafts: bool,
    jobs: int | None, archive: str | None, clean: bool, timings: bool,
) -> int:  # fmt: skip
    """Write the site.

    With an error nothing is written, and the site published before stays.
    """
    output = output or source / "_site"
    place = None if archive is None else _place(archive, output)
    if place is not None and _is_refused(place, output, source):
        return 1
    if clean:
        starting.remove_cache(source)
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
    is_archived = True
    if place is not None and report.is_ok:
        is_archived = _archive(report, options, place, show_timings=timings)
    else:
        console.show_build(report, source, options.output, show_timings=timings)
    for note in starting.save(memory):
        click.echo(f"note: {note}", err=True)
    return 0 if report.is_ok and is_archived else 1


def _place(archive: str, output: Path) -> Path:
    """Give where the archive is to be."""
    from glossary_site.archiving import default_place  # noqa: PLC0415 (few ask for it)

    return Path(archive) if archive else default_place(output)


def _is_refused(place: Path, output: Path, source: Path) -> bool:
    """Say why no archive may be written there, before anything is."""
    from glossary_site import archiving, console, pipeline  # noqa: PLC0415 (few ask for it)

    found = archiving.refusal(place, output=output, source=source)
    if found is not None:
        console.show_build(pipeline.BuildReport((found,)), source, output)
    return found is not None


def _archive(
    report: "BuildReport", options: "BuildOptions", place: Path, *, show_timings: bool
) -> bool:
    """Write the archive of what was published, show all of it, and say whether it went right."""
    from glossary_site import archiving, console  # noqa: PLC0415 (few ask for it)

    assert report.edition is not None
    since = time.perf_counter()
    site = report.edition.site
    told = (report.edition.addresses, site.title)
    archived, found = archiving.archive(options.output, place, *told, options.jobs)
    timings = (*report.timings, ("archive", time.perf_counter() - since))
    done = replace(report, timings=timings)
    console.show_build(done, options.source, options.output, show_timings=show_timings)
    console.show_findings(found, options.source)
    if archived is not None:
        size = f"{archived.size / 1_000_000:,.1f} MB"
        click.echo(f"{archived.files:,} files in {archived.place}, {size}.")
    return archived is not None

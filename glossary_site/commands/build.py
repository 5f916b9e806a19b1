"""`build`."""

from pathlib import Path

import click

from glossary_site import starting
from glossary_site.options import BASE_URL, DRAFTS, JOBS, SOURCE, STRICT, build_date


@click.command()
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

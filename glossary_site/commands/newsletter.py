"""`newsletter` and what it can do."""

from pathlib import Path

import click

from glossary_site.commands.looking import only_look
from glossary_site.diagnostics import has_errors
from glossary_site.options import BASE_URL, DRAFTS, JOBS, PICTURES, SOURCE, UNSUBSCRIBE


@click.group()
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
    report = only_look(source, base_url=base_url, drafts=drafts, jobs=jobs)
    written, findings = mailing.export(report, wanted, source, output)
    console.show_findings(findings, source)
    for path in written:
        click.echo(path)
    return 1 if has_errors(findings) else 0

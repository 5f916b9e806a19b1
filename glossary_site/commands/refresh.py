"""`refresh`."""

from pathlib import Path

import click

from glossary_site.diagnostics import has_errors
from glossary_site.options import SOURCE, build_date


@click.command()
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

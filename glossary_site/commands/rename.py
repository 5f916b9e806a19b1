"""`rename`."""

from pathlib import Path

import click

from glossary_site.options import SOURCE


@click.command()
@click.argument("old")
@click.argument("new")
@SOURCE
@click.option("--keep-alias", is_flag=True, help="Keep the old title as an alias.")
@click.option("--dry-run", is_flag=True, help="Show what would change, and write nothing.")
def rename(old: str, new: str, source: Path, *, keep_alias: bool, dry_run: bool) -> int:
    """Give a term another title, and rewrite all that refers to it."""
    from glossary_site import console, renaming  # noqa: PLC0415

    planned, findings = renaming.plan(source, old, new, keep_alias=keep_alias)
    if planned is None:
        console.show_findings(findings, source)
        return 1
    if dry_run:
        click.echo(planned.as_diff(), nl=False)
        return 0
    written, findings = renaming.carry_out(source, planned)
    console.show_findings(findings, source)
    for path in written:
        click.echo(path)
    if planned.unlinked and not findings:
        click.echo(planned.advice(), err=True)
    return 1 if findings else 0

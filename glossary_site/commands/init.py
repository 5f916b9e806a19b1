"""`init`."""

from pathlib import Path

import click


@click.command()
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

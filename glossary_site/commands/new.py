"""`new`."""

import sys
from pathlib import Path

import click

from glossary_site.options import SOURCE


@click.command()
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

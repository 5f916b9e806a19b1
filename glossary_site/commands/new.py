"""`new`."""

import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from glossary_site.commands.looking import only_look
from glossary_site.diagnostics import has_errors
from glossary_site.options import SOURCE

if TYPE_CHECKING:
    from glossary_site.authoring import NewTerm, Surroundings

_SOURCE: Final = re.compile(r"(?P<title>[^<>]*[^<>\s])\s*(?:<(?P<url>[^<>\s]+)>)?")


def _sources(
    _context: click.Context, _option: click.Parameter, values: tuple[str, ...]
) -> tuple[tuple[str, str | None], ...]:
    """Read sources: `TITLE` or `TITLE <URL>`."""
    matches = [_SOURCE.fullmatch(value.strip()) for value in values]
    wrong = next((v for v, match in zip(values, matches, strict=True) if match is None), None)
    if wrong is not None:
        raise click.BadParameter(f"{wrong!r}: write TITLE or 'TITLE <https://…>'")
    return tuple((match["title"], match["url"]) for match in matches if match is not None)


@click.command()
@click.argument("title", required=False)
@SOURCE
@click.option("--definition", help="One or two sentences of plain text.")
@click.option("--abbreviation", metavar="NAME", help="A short form.")
@click.option("--alias", "aliases", multiple=True, metavar="NAME", help="Another name. Repeatable.")
@click.option("--topic", "topics", multiple=True, metavar="ID", help="A topic. Repeatable.")
@click.option(
    "--related", multiple=True, metavar="NAME", help="A related term by any of its names. Repeatable."
)  # fmt: skip
@click.option(
    "--broader", multiple=True, metavar="NAME", help="A more general term. Repeatable."
)  # fmt: skip
@click.option(
    "--based-on", "sources", multiple=True, metavar="TEXT", callback=_sources,
    help="The title of a source, and its address between angle brackets. Repeatable.",
)  # fmt: skip
@click.option("--edit", is_flag=True, help="Open the file in $VISUAL or $EDITOR, then check it.")
def new(
    *, title: str | None, source: Path, definition: str | None, abbreviation: str | None,
    aliases: tuple[str, ...], topics: tuple[str, ...], related: tuple[str, ...],
    broader: tuple[str, ...], sources: tuple[tuple[str, str | None], ...], edit: bool,
) -> int:  # fmt: skip
    """Write a new term file. On a terminal it asks for what is not given."""
    from glossary_site import authoring, console  # noqa: PLC0415

    is_asking = sys.stdin.isatty() and sys.stderr.isatty()
    if title is None and not is_asking:
        raise click.UsageError("Missing argument 'TITLE'.")
    around, findings = authoring.surroundings(source)
    if around is None:
        console.show_findings(findings, source)
        return 1
    wanted = authoring.NewTerm(
        title or "", definition, abbreviation, aliases, topics, related, broader, sources
    )
    if is_asking:
        from glossary_site.commands import asking  # noqa: PLC0415 (only on a terminal)

        answer = asking.ask(around, wanted)
        if isinstance(answer, str):
            return _opened(source, answer, is_edited=edit)
        wanted = answer
    path, findings = authoring.new_term(around, wanted)
    console.show_findings(findings, source)
    if path is None:
        return 1
    click.echo(path)
    if not is_asking:
        _hint(around, wanted)
    elif not edit:
        edit = click.confirm("Open it in the editor?", default=False, err=True)
    if edit:
        return _edited(source, path)
    return 1 if has_errors(findings) else 0


def _hint(around: "Surroundings", wanted: "NewTerm") -> None:
    """Tell who is not asked what may be of use; nobody is kept from writing."""
    for term in around.near((wanted.title, *wanted.aliases)):
        click.echo(f"hint: {term.path} may mean the same: {term.title}", err=True)
    mentioned = around.mentioned(wanted.definition or "", (wanted.title, *wanted.aliases))
    titles = [term.title for term in mentioned]
    if titles and not wanted.related:
        click.echo(f"hint: the definition mentions {', '.join(titles)}: see --related", err=True)
    likely = [
        topic.id for topic, is_likely in around.topics(wanted.definition or "", titles) if is_likely
    ]
    if likely and not wanted.topics:
        click.echo(f"hint: it may belong to {', '.join(likely[:3])}: see --topic", err=True)


def _opened(source: Path, path: str, *, is_edited: bool) -> int:
    """Show the term that was there already."""
    click.echo(source / path)
    if is_edited or click.confirm("Open it in the editor?", default=True, err=True):
        return _edited(source, source / path)
    return 0


def _edited(source: Path, path: Path) -> int:
    """Open a file in the editor, and say afterwards what is wrong with it."""
    from glossary_site import console, pipeline  # noqa: PLC0415

    click.edit(filename=str(path))
    if not path.exists():
        click.echo(f"{path} is not there any more.", err=True)
        return 1
    report = only_look(source, notes=True)
    name = path.resolve().relative_to(source.resolve()).as_posix()
    findings = pipeline.within(report.findings, (name,))
    console.show_findings(findings, source)
    return 1 if has_errors(findings) else 0

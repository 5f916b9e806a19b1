"""`import`."""

from pathlib import Path
from typing import Final

import click

from glossary_site.diagnostics import has_errors
from glossary_site.importing.formats import FORMATS
from glossary_site.options import SOURCE

_OTHER: Final = click.Path(path_type=Path, exists=True)


def _keys(
    _context: click.Context, _option: click.Parameter, values: tuple[str, ...]
) -> dict[str, str]:
    from glossary_site.importing.mapping import KEYS  # noqa: PLC0415

    keys = {}
    for value in values:
        ours, sign, theirs = value.partition("=")
        if not sign or not theirs or ours not in KEYS:
            raise click.BadParameter(f"write OURS=THEIRS; ours are {', '.join(KEYS)}")
        keys[ours] = theirs
    return keys


@click.command("import")
@click.argument("form", metavar="FORMAT", type=click.Choice(list(FORMATS)))
@click.argument("origin", metavar="FROM", type=_OTHER)
@SOURCE
@click.option(
    "--into", default="terms", show_default=True, metavar="FOLDER",
    help="Where new files go: terms, or a folder in it.",
)  # fmt: skip
@click.option("--dry-run", is_flag=True, help="Say what would be written, and write nothing.")
@click.option(
    "--language", metavar="TAG",
    help="Which language to take where there are several. [default: the glossary's]",
)  # fmt: skip
@click.option(
    "--map", "keys", multiple=True, callback=_keys, metavar="OURS=THEIRS",
    help="What one of our keys is called there. May be repeated.",
)  # fmt: skip
@click.option("--sheet", metavar="NAME", help="The sheet of a workbook. [default: the first]")
def import_terms(
    form: str, origin: Path, source: Path, into: str, *, dry_run: bool, language: str | None,
    keys: dict[str, str], sheet: str | None,
) -> int:  # fmt: skip
    """Make term files of terms in another format.

    FROM is a folder, a file, or a zip or tar archive. Nothing that is there is overwritten; what
    cannot be carried is listed.
    """
    from glossary_site import console  # noqa: PLC0415
    from glossary_site.commands.looking import only_look  # noqa: PLC0415
    from glossary_site.importing.bringing import Wanted, bring  # noqa: PLC0415
    from glossary_site.importing.records import Options  # noqa: PLC0415
    from glossary_site.importing.telling import summary  # noqa: PLC0415
    from glossary_site.pipeline import within  # noqa: PLC0415

    wanted = Wanted(
        form, origin, _folder(source, into), Options(language or "en", keys, sheet),
        is_dry=dry_run, is_language_given=language is not None,
    )  # fmt: skip
    brought = bring(source, wanted)
    for path in brought.written:
        click.echo(path)
    console.show_findings(brought.findings, brought.folder)
    mine = (*brought.written, *brought.unchanged)
    checked = () if dry_run or not mine else within(only_look(source).findings, mine)
    console.show_findings(checked, source)
    click.echo(summary(brought, checked, is_dry=dry_run), err=True)
    return 1 if has_errors((*brought.findings, *checked)) else 0


def _folder(source: Path, into: str) -> str:
    """Check where files go: content is read from terms/ only, and no link may lead out of it."""
    folder = into.replace("\\", "/").strip("/").removeprefix("./")
    parts = folder.split("/")
    target = (source / folder).resolve()
    if parts[0] != "terms" or {"", ".", ".."} & set(parts) or any(p.startswith(".") for p in parts):
        raise click.BadParameter("must be terms or a folder in it", param_hint="--into")
    if not target.is_relative_to((source / "terms").resolve()) or (source / "terms").is_symlink():
        raise click.BadParameter("must not lead out of terms by a link", param_hint="--into")
    return folder

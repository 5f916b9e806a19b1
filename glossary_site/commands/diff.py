"""`diff`."""

from pathlib import Path
from typing import Final

import click

from glossary_site.options import DRAFTS, JOBS, SOURCE, build_date

FORMATS: Final = ("text", "markdown", "json")


@click.command()
@click.argument("base")
@click.argument("head", required=False)
@SOURCE
@click.option(
    "--format", "form", type=click.Choice(FORMATS), default="text", show_default=True,
    help="How changes are written.",
)  # fmt: skip
@click.option(
    "--merge-base", "from_merge_base", is_flag=True,
    help="Compare with the commit from which the two revisions went apart.",
)  # fmt: skip
@DRAFTS
@JOBS
def diff(
    base: str, head: str | None, source: Path, form: str, *, from_merge_base: bool, drafts: bool,
    jobs: int | None,
) -> int:  # fmt: skip
    """Say what readers will see changed between two git revisions.

    BASE and HEAD are what git calls them: a commit, branch or tag. Without HEAD the files as they
    are now are compared, changes that are not committed included.
    """
    from glossary_site import console, pipeline, starting  # noqa: PLC0415
    from glossary_site.comparing.looking import compared  # noqa: PLC0415
    from glossary_site.comparing.revisions import RevisionError  # noqa: PLC0415

    today = build_date()
    with console.Progress() as progress:

        def look(root: Path) -> pipeline.BuildReport:
            asked = pipeline.BuildOptions(
                source=root, output=root / "_site", today=today, drafts=drafts, jobs=jobs,
                dry_run=True, is_only_planned=True,
            )  # fmt: skip
            memory = starting.memory(source, is_read_only=True)
            return pipeline.build(
                asked, progress.tell, memory, is_interrupted=starting.is_interrupted
            )

        try:
            done = compared(source, base, head, look, from_merge_base=from_merge_base)
        except RevisionError as error:
            raise click.UsageError(str(error)) from error
    console.show_changes(done, form)
    return 0 if done.changes.is_empty else 1

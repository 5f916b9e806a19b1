"""`serve`."""

from pathlib import Path

import click

from glossary_site.options import BASE_URL, DRAFTS, JOBS, SOURCE, build_date


@click.command()
@SOURCE
@BASE_URL
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option(
    "--port", type=click.IntRange(1, 65535), default=8000, show_default=True,
    help="The port; the next free one if it is taken.",
)  # fmt: skip
@click.option("--open", "open_browser", is_flag=True, help="Open the site in the browser.")
@DRAFTS
@JOBS
def serve(
    source: Path, base_url: str | None, host: str, port: int, *, open_browser: bool, drafts: bool,
    jobs: int | None,
) -> int:  # fmt: skip
    """Build, watch and show the site while you write.

    Mistakes show as an overlay over the last good pages. Ctrl-C ends it.
    """
    from glossary_site import preview  # noqa: PLC0415

    try:
        preview.run(
            source, base_url=base_url, host=host, port=port, open_browser=open_browser,
            drafts=drafts, jobs=jobs, today=build_date(),
        )  # fmt: skip
    except preview.AddressError as error:
        raise click.ClickException(str(error)) from error
    return 0

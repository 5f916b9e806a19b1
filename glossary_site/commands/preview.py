"""`preview`."""

from pathlib import Path

import click


@click.command()
@click.argument("site", type=click.Path(path_type=Path, exists=True))
@click.option(
    "--port", type=click.IntRange(1, 65535), default=8000, show_default=True,
    help="The port; the next free one if it is taken.",
)  # fmt: skip
@click.option("--open", "open_browser", is_flag=True, help="Open the site in the browser.")
def preview(site: Path, port: int, *, open_browser: bool) -> int:
    """Show a built site on this machine: a folder, or the zip archive that a CI keeps.

    Pages appear below the path they were built for, and can load nothing from elsewhere. Nobody
    else in the network sees them. Ctrl-C ends it.
    """
    from glossary_site import built  # noqa: PLC0415 (`--help` needs neither)
    from glossary_site.render.policy import Reach, content_security_policy  # noqa: PLC0415
    from glossary_site.serve.address import AddressError  # noqa: PLC0415
    from glossary_site.serve.still import show  # noqa: PLC0415

    try:
        opened = built.open_built(site)
        show(
            opened.read, base_path=opened.base_path, port=port, open_browser=open_browser,
            policy=content_security_policy(Reach(), ancestors="'none'"),
            say=lambda line: click.echo(line, err=True),
        )  # fmt: skip
    except (built.NotASiteError, AddressError) as error:
        raise click.ClickException(str(error)) from error
    return 0

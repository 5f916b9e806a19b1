"""Options that commands have in common, and the values that need checking."""

import datetime as dt
import os
from pathlib import Path

import click

SOURCE = click.option(
    "--source", type=click.Path(path_type=Path, file_okay=False, exists=True), default=".",
    show_default=True, help="The glossary's folder.",
)  # fmt: skip
DRAFTS = click.option("--drafts", is_flag=True, help="Publish drafts too.")
STRICT = click.option(
    "--strict",
    is_flag=True,
    help="Count warnings as errors, except those that depend on the day or on other sites.",
)
JOBS = click.option(
    "--jobs", type=click.IntRange(1, 256), help="Worker processes. [default: one per core]"
)


def _base_url(_context: click.Context, _option: click.Parameter, value: str | None) -> str | None:
    if value is None:
        return None
    from glossary_site.fields.site import normal_base_url  # noqa: PLC0415 (takes a while)

    try:
        return normal_base_url(value)
    except ValueError as error:
        raise click.BadParameter(str(error)) from error


BASE_URL = click.option(
    "--base-url", callback=_base_url, metavar="URL",
    help="Where the site will live, for instance https://example.org/glossary/.",
)  # fmt: skip


def build_date() -> dt.date:
    """Give the build date: SOURCE_DATE_EPOCH if set, else today, in UTC."""
    stamp = os.environ.get("SOURCE_DATE_EPOCH")
    if stamp is None:
        return dt.datetime.now(dt.UTC).date()
    try:
        return dt.datetime.fromtimestamp(int(stamp), dt.UTC).date()
    except (ValueError, OverflowError, OSError) as error:
        raise click.UsageError(f"SOURCE_DATE_EPOCH is not a number of seconds: {stamp}") from error


def _secure(_context: click.Context, _option: click.Parameter, value: str | None) -> str | None:
    """Check an address that readers of a mail are led to."""
    if value is None:
        return None
    from glossary_site.fields.common import web_address  # noqa: PLC0415 (takes a while)

    try:
        address = web_address(value)
    except ValueError as error:
        raise click.BadParameter(str(error)) from error
    if not address.startswith("https://"):
        raise click.BadParameter("must be an https address")
    return address


UNSUBSCRIBE = click.option(
    "--unsubscribe", metavar="TEXT",
    help="The https address, or the tag of what sends the mail, that the link to unsubscribe has.",
)  # fmt: skip
PICTURES = click.option(
    "--pictures", callback=_secure, metavar="URL",
    help="The https address of the folder that you upload the pictures to.",
)  # fmt: skip

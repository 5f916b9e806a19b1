"""`newsletter export`: from a glossary that was checked to the files of one mail."""

from pathlib import Path
from typing import Final

from msgspec import Struct

from glossary_site.diagnostics import (
    Diagnostic,
    Findings,
    Span,
    did_you_mean,
    finding,
    has_errors,
    quoted,
)
from glossary_site.mailing import pictures
from glossary_site.mailing.letter import Letter, mail_page, plain_text
from glossary_site.mailing.services import BY_ITSELF, UNSUBSCRIBE
from glossary_site.model import Issue
from glossary_site.render.edition import Edition
from glossary_site.render.html import TemplateFailure, Templates
from glossary_site.run import BuildReport
from glossary_site.store.publish import abandon, commit, open_staging
from glossary_site.store.publish import write_failed as failed
from glossary_site.store.staging import write
from glossary_site.theme import default_theme, template_folders

LATEST: Final = "latest"
TEMPLATE: Final = "mail/issue.html"
MOST_BYTES: Final = 100_000
"""Of HTML: Gmail cuts what is longer than 102 kB, and what sends the mail adds to it."""
FOLDER: Final = "_newsletter"
Files = dict[str, bytes]


class Wanted(Struct, frozen=True):
    """What the command line asked for."""

    issue: str
    """A slug, a file name or `latest`."""
    unsubscribe: str | None
    """The address or tag to unsubscribe with, where it is not the provider's."""
    pictures_at: str | None
    """Where the pictures will lie."""
    has_charts: bool
    """Whether charts are drawn."""


def export(
    report: BuildReport, wanted: Wanted, source: Path, output: Path | None
) -> tuple[tuple[Path, ...], Findings]:
    """Write an issue as mail.

    Args:
        report: Of a build that wrote nothing.
        wanted: What was asked for.
        source: The glossary's folder.
        output: Where to write; None for a folder of the issue's name.

    Returns:
        The files written; with an error none.
    """
    if report.edition is None or not report.is_ok:
        return (), report.findings
    letter, found = make_letter(report.edition, wanted)
    if letter is None:
        return (), found
    files, more = render(report.edition, letter, source)
    found += more
    if has_errors(found):
        return (), found
    folder = output or source / FOLDER / letter.issue.slug
    written, problems = _write(files, folder, source)
    return written, found + problems


def make_letter(edition: Edition, wanted: Wanted) -> tuple[Letter | None, Findings]:
    """Find the issue, and all that its mail needs; every problem is told at once."""
    issue, found = find_issue(edition, wanted.issue)
    if not edition.addresses.origin:
        found += (_refused(
            "site.yaml", "a mail needs addresses with a host, and base_url has none",
            "write base_url: https://… in site.yaml, or give --base-url",
        ),)  # fmt: skip
    tag, problems = _unsubscribe(edition, wanted)
    drawn, more = ({}, ()) if issue is None or not wanted.has_charts else _draw(edition, issue)
    found += problems + more
    if issue is None or found:
        return None, found
    at = wanted.pictures_at
    prefix = "" if at is None else f"{at.rstrip('/')}/"
    return Letter(issue, edition.addresses.origin, tag, drawn, prefix), ()


def find_issue(edition: Edition, name: str) -> tuple[Issue | None, Findings]:
    """Find an issue by its slug or its file, or the newest."""
    issues = edition.glossary.content.issues
    if name == LATEST and issues:
        return issues[0], ()
    file = name.replace("\\", "/").rpartition("/")[2]
    for issue in issues:
        if issue.slug == name or issue.path.rpartition("/")[2] in {file, f"{file}.md"}:
            return issue, ()
    hint = did_you_mean(name, [issue.slug for issue in issues])
    if not issues:
        hint = "write one: a file newsletter/NAME.md; drafts need --drafts"
    return None, (_refused("newsletter", f"no issue is called {quoted(name)}", hint),)


def _unsubscribe(edition: Edition, wanted: Wanted) -> tuple[str | None, Findings]:
    if wanted.unsubscribe is not None:
        return wanted.unsubscribe, ()
    fields = edition.glossary.config.newsletter
    provider = "none" if fields is None or fields.provider is None else fields.provider
    if provider in BY_ITSELF:
        return None, ()
    if provider in UNSUBSCRIBE:
        return UNSUBSCRIBE[provider], ()
    message = "a mail needs a link to unsubscribe, and the provider has none that is known"
    hint = "give --unsubscribe with the https address, or with the tag of what sends the mail"
    return None, (_refused("site.yaml", message, hint),)


def _draw(edition: Edition, issue: Issue) -> tuple[dict[str, pictures.Picture], Findings]:
    named = edition.named_datasets(issue.data)
    charted = [dataset for dataset in named if dataset.fields.chart is not None]
    if charted and (name := pictures.missing()) is not None:
        message = f"charts cannot be drawn: {name} is not installed"
        hint = "install glossary-site[cards], or do without with --no-charts"
        return {}, (_refused(issue.path, message, hint),)
    drawn = {}
    for dataset in charted:
        try:
            made = pictures.draw(dataset)
        except ValueError as error:
            message = f"the chart cannot be drawn: {error}"
            return {}, (_refused(dataset.path, message, "do without with --no-charts"),)
        if made is not None:
            drawn[dataset.id] = made
    return drawn, ()


def render(edition: Edition, letter: Letter, source: Path) -> tuple[Files, Findings]:
    """Make the files of a letter, by their names."""
    templates = Templates(template_folders(source, default_theme()), source)
    try:
        html = templates.render(TEMPLATE, edition.site, mail_page(edition, letter))
    except TemplateFailure as failure:
        return {}, failure.findings
    slug = letter.issue.slug
    files = {f"{slug}.html": html, f"{slug}.txt": plain_text(edition, letter).encode()}
    files |= {picture.name: picture.body for picture in letter.pictures.values()}
    if len(html) <= MOST_BYTES:
        return files, ()
    message = f"the mail has {len(html):,} bytes: Gmail cuts what is longer than 102,000"
    hint = "shorten the issue, and link to the rest of it"
    return files, (finding("mail-too-large", letter.issue.span(), message, hint),)


def _write(files: Files, folder: Path, source: Path) -> tuple[tuple[Path, ...], Findings]:
    """Write all files at once; a folder with files of somebody else's is left alone."""
    staging, found = open_staging(folder, source=source)
    if staging is None:
        return (), found
    try:
        written = [write(staging, name, body) for name, body in files.items()]
        published, found = commit(staging, written)
    except OSError as error:
        return (), (failed(folder, error),)
    finally:
        abandon(staging)
    return (() if published is None else tuple(folder / name for name in files)), found


def _refused(path: str, message: str, hint: str | None) -> Diagnostic:
    return finding("mail-refused", Span(path), message, hint)

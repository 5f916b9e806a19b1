"""The keys of `site.yaml`."""

import re
from itertools import chain
from typing import Annotated, Any, Final, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field, ValidationError
from pydantic_core import InitErrorDetails

from glossary_site.diagnostics import CODES, SOFT, Severity, did_you_mean
from glossary_site.fields.common import (
    BRANCH,
    LANGUAGE,
    Digits,
    Fields,
    Identifier,
    Line,
    Listed,
    Name,
    Paragraph,
    SecureAddress,
    Switch,
    web_address,
)
from glossary_site.fields.newsletter import NewsletterFields
from glossary_site.fields.security import SecurityFields

Family = Literal[
    "pages", "redirects", "data", "newsletter", "feeds", "sitemap", "hosting", "graph", "search",
    "machines", "cards", "docs", "history",
]  # fmt: skip
"""Families of files that a build can write."""
Choice = Literal[
    "default", "pages", "redirects", "data", "newsletter", "feeds", "sitemap", "hosting", "graph",
    "search", "machines", "cards", "docs", "history",
]  # fmt: skip
"""What `outputs` may name: families, and `default` for all that need not be asked for."""
FAMILIES: Final[tuple[Family, ...]] = (
    "pages", "redirects", "data", "newsletter", "feeds", "sitemap", "hosting", "graph", "search",
    "machines", "cards", "docs", "history",
)  # fmt: skip

DEFAULT: Final[tuple[Family, ...]] = tuple(
    one for one in FAMILIES if one not in {"cards", "docs", "history"}
)
"""Families that need not be asked for: to draw a card takes as long as to write 50 pages, and a
folder `docs/` may be about something else than the site."""

_PATH: Final = re.compile(r"/(?:[A-Za-z0-9._~-]+/)*")


def normal_base_url(text: str) -> str:
    """Check a base address and give it its final slash.

    Raises:
        ValueError: In the words shown to the author.
    """
    address = text if text.endswith("/") else text + "/"
    path = address
    if not address.startswith("/"):
        parts = urlsplit(web_address(address))
        if parts.query or parts.fragment or parts.username is not None:
            raise ValueError("may hold only a host and a path")
        path = parts.path
    if _PATH.fullmatch(path) is None or any(part in {".", ".."} for part in path.split("/")):
        raise ValueError("is not a base address: write https://host/path/ or /path/")
    return address


class TopicFields(Fields):
    """A named group of terms."""

    id: Identifier
    """The last part of its address, and what terms write under `topics`."""
    title: Name
    """Its name, as readers see it."""
    description: Paragraph | None = None
    """What belongs to it, in a sentence or two."""


class RelatedFields(Fields):
    """How *Related Terms* is filled."""

    limit: Annotated[int, Field(ge=0, le=50), Digits] = 6
    """How many cards at most."""
    fill: Switch = True
    """Whether terms the author did not name may fill the rest."""


class AutolinkFields(Fields):
    """How prose is linked."""

    per: Literal["section", "page", "all", "off"] = "section"
    """Which mentions of a term are linked: the first of each section, of the page, or all."""
    plurals: Switch = True
    """Whether regular English plurals of a name count as mentions."""
    exclude: Annotated[tuple[Name, ...], Listed] = ()
    """Names that are never linked."""


class MarkdownFields(Fields):
    """More of Python-Markdown. Extensions are code: name only those you trust."""

    extensions: Annotated[tuple[Line, ...], Listed] = ()
    """Extensions beside the fixed list, by their entry points or dotted names."""


def _families(value: tuple[Choice, ...]) -> tuple[Choice, ...]:
    """Write out what `default` stands for."""
    return tuple(chain.from_iterable(DEFAULT if one == "default" else (one,) for one in value))


def _known_checks(value: dict[str, Any]) -> dict[str, Any]:
    """Check codes and severities together, so that each mistake stands at its own line."""
    wrong: list[InitErrorDetails] = []
    for code, severity in value.items():
        if code not in CODES:
            hint = did_you_mean(code, CODES)
            error = ValueError("names no diagnostic code" + (f": {hint}" if hint else ""))
            wrong.append(_error("value_error", {"error": error}, (code, "[key]")))
        elif severity not in ("error", "warning", "note", "off"):
            expected = {"expected": "'error', 'warning', 'note' or 'off'"}
            wrong.append(_error("literal_error", expected, (code,)))
        elif CODES[code] is Severity.ERROR and code not in SOFT and severity != "error":
            error = ValueError("softens what is always an error: remove the line")
            wrong.append(_error("value_error", {"error": error}, (code,)))
    if wrong:
        raise ValidationError.from_exception_data("checks", wrong)
    return value


def _error(kind: str, context: dict[str, Any], loc: tuple[str, ...]) -> InitErrorDetails:
    return InitErrorDetails(type=kind, ctx=context, loc=loc, input=None)


class SiteFields(Fields):
    """The configuration of a glossary. Only `title` is required."""

    title: Name
    """The glossary's name."""
    description: Paragraph | None = None
    """What it is, in a sentence or two."""
    base_url: Annotated[str, AfterValidator(normal_base_url)] = "/"
    """Where the site will live, for instance `https://example.org/glossary/`. May carry a path."""
    language: Annotated[str, Field(pattern=LANGUAGE)] = "en"
    """The language of the glossary, as a BCP 47 tag."""
    repository: SecureAddress | None = None
    """The repository's web address, for *edit this page* and *report a mistake*."""
    branch: Annotated[str, Field(pattern=BRANCH)] = "main"
    """The branch that editors change."""
    contributors: Switch = True
    """Whether a term's page names who changed its file, as git has them."""
    licence: Line | None = None
    """The licence of the texts."""
    topics: Annotated[tuple[TopicFields, ...], Listed] = ()
    """The topics. Where they are listed, an unlisted one is a mistake."""
    newsletter: NewsletterFields | None = None
    """The newsletter block."""
    security: SecurityFields | None = None
    """Whom to tell of a hole in the site."""
    related: RelatedFields = RelatedFields()
    """How *Related Terms* is filled."""
    autolink: AutolinkFields = AutolinkFields()
    """How prose is linked."""
    outputs: Annotated[tuple[Choice, ...], AfterValidator(_families)] = DEFAULT
    """Which families of files are written; `default` stands for all but `cards`, `docs` and `history`."""
    offline: Switch = False
    """Whether a reader's browser keeps the pages it has visited, for when there is no network."""
    checks: Annotated[dict[str, Any], AfterValidator(_known_checks)] = {}
    """Severity per diagnostic code: error, warning, note or off."""
    markdown: MarkdownFields = MarkdownFields()
    """Additions to the Markdown dialect."""

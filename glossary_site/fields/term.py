"""The keys of a term file."""

from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from glossary_site.fields.common import (
    LANGUAGE,
    Day,
    Fields,
    Identifier,
    Line,
    Listed,
    Name,
    OneLine,
    Source,
    Switch,
)

DEFINITION_LIMIT = 400
"""Characters: what can be read in a preview."""

Autolink = Literal["any-case", "exact-case", "off"]


class TermFields(Fields):
    """One term: the front matter of a Markdown file, or a YAML mapping."""

    title: Name
    """The term's name, as readers see it."""
    definition: Annotated[str, AfterValidator(OneLine(DEFINITION_LIMIT))] | None = None
    """Plain text, one or two sentences. Without it the body's first paragraph serves."""
    abbreviation: Name | None = None
    """A short form, for instance `LLM`. It counts as an alias."""
    aliases: Annotated[tuple[Name, ...], Listed] = ()
    """Other names. They are linked in prose, found by search, and redirected."""
    topics: Annotated[tuple[Identifier, ...], Listed] = ()
    """Ids of the topics this term belongs to."""
    related: Annotated[tuple[Name, ...], Listed] = ()
    """Related terms by title, alias, abbreviation or slug, the nearest first."""
    broader: Annotated[tuple[Name, ...], Listed] = ()
    """More general terms. The opposite, narrower, is derived."""
    data: Annotated[tuple[Line, ...], Listed] = ()
    """Ids of the datasets shown under Live Data."""
    sources: Annotated[tuple[Source, ...], Listed] = ()
    """What the figures and statements rest on."""
    slug: str | None = None
    """The last part of the address. Made from the title unless given."""
    former_slugs: Annotated[tuple[str, ...], Listed] = ()
    """Earlier slugs of this term, redirected for ever."""
    updated: Day | None = None
    """When the term last changed. Without it, the last commit that touched the file."""
    draft: Switch = False
    """Leaves the term out of the site unless `--drafts` is given."""
    replaced_by: Name | None = None
    """Marks the term as deprecated, and names the one to use instead."""
    autolink: Autolink = "any-case"
    """How prose finds this term's names."""
    lang: Annotated[str, Field(pattern=LANGUAGE)] | None = None
    """The term's language, if it is not the site's."""


class YamlTermFields(TermFields):
    """One term in a YAML file, whose body is a key too."""

    body: str = ""
    """The body in Markdown."""

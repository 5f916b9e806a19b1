"""The documentation of a glossary: the records of what lies in `docs/`."""

from collections.abc import Mapping

from msgspec import Struct

from glossary_site.diagnostics import Span
from glossary_site.pictures import Image


class Doc(Struct, frozen=True):
    """One page of the documentation."""

    path: str
    """The file, for instance `docs/how-to/deploy.md`."""
    title: str
    """Its first heading, or else what its name says, as plain text."""
    body: str
    """Markdown without that heading and without comments; every other line stands where it does
    in the file."""
    is_written: bool = True
    """Whether there is such a file: a `docs/` without an index gets one."""

    def span(self) -> Span:
        """Where the page begins."""
        return Span(self.path)


class DocSection(Struct, frozen=True):
    """Pages that stand together in the navigation."""

    title: str
    """Its name; empty for pages that stand before all sections."""
    pages: tuple[tuple[str, str], ...]
    """The files of its pages, and what the navigation calls them."""


class Manual(Struct, frozen=True):
    """The whole documentation."""

    docs: Mapping[str, Doc]
    """By file, in the order in which they are read."""
    sections: tuple[DocSection, ...]
    """The navigation."""
    pictures: Mapping[str, Image]
    """By file, for instance `docs/pictures/start.png`."""
    beside: tuple[str, ...] = ()
    """Files and folders outside of `docs/` that are linked to and exist, sorted."""
    refused: frozenset[str] = frozenset()
    """Files that have a mistake: what refers to them is no mistake of its own."""

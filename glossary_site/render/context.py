"""What rendering a body needs to know, and what it finds out."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from msgspec import Struct, field

from glossary_site.diagnostics import Diagnostic, Span, finding
from glossary_site.model import Dataset, Heading, LinkKind, NameTable
from glossary_site.names import Slug

if TYPE_CHECKING:  # they load Python-Markdown, and most builds render no body
    from glossary_site.render.mentions import Mentions
    from glossary_site.render.source_text import SourceText


class PictureView(Struct, frozen=True):
    """An image that a body may show."""

    href: str
    """Its address, base path included."""
    width: int
    """Pixels."""
    height: int
    """Pixels."""


class DocPlaces(Struct, frozen=True):
    """What links in the documentation may lead to."""

    pages: Mapping[str, str]
    """From a file to the address of its page, without the base path: `/docs/deploy/`."""
    pictures: Mapping[str, PictureView]
    """By file."""
    beside: Mapping[str, str]
    """From other files and folders of the repository to their addresses on the web."""
    refused: frozenset[str]
    """Files that have a mistake: linking to one is no mistake of its own."""
    has_repository: bool
    """Whether other files have addresses at all."""


class RenderContext(Struct, frozen=True):
    """The same for every body of a build; can be pickled to a worker."""

    base_path: str
    """With slashes at both ends: `/` or `/repo/`."""
    names: NameTable
    """From names to terms."""
    slugs: frozenset[Slug]
    """All terms that have a page."""
    redirects: Mapping[Slug, Slug]
    """From old addresses to terms."""
    images: Mapping[str, PictureView]
    """By path below `images/`."""
    mentions: "Mentions"
    """Finds names in prose."""
    refused_images: frozenset[str] = frozenset()
    """Pictures that have a mistake: showing one is no mistake of its own."""
    extensions: tuple[str, ...] = ()
    """More Python-Markdown extensions, trusted."""
    datasets: Mapping[str, Dataset] = {}
    """By id: what figures in sentences are taken from."""
    refused_data: frozenset[str] = frozenset()
    """Ids of datasets that have a mistake: a figure of one is no mistake of its own."""
    has_data_pages: bool = True
    """Whether datasets have pages that figures can link to."""
    docs: DocPlaces | None = None
    """Where the documentation's links may lead, if there is one."""

    @property
    def term_prefix(self) -> str:
        """What the addresses of terms begin with."""
        return f"{self.base_path}terms/"

    def term_href(self, slug: Slug) -> str:
        """Give the address of a term's page."""
        return f"{self.base_path}terms/{slug}/"

    def dataset_href(self, name: str) -> str:
        """Give the address of a dataset's page."""
        return f"{self.base_path}data/{name}/"


class Rendering(Struct):
    """What is found while one body is rendered; lives only that long."""

    context: RenderContext
    """The build's."""
    source: "SourceText"
    """The body and its places."""
    own: Slug | None
    """The term whose body it is, if it is a term's."""
    written: dict[Slug, None] = field(default_factory=dict)
    """Terms linked by hand."""
    links: dict[Slug, LinkKind] = field(default_factory=dict)
    """Terms linked in the finished tree, in order of appearance."""
    headings: list[Heading] = field(default_factory=list)
    """Headings in document order."""
    paths: list[tuple[str, Span]] = field(default_factory=list)
    """Addresses on this site that the author wrote out and that only the whole site can judge:
    root-relative, without query, with their fragment; a known term's only if it has one."""
    has_bars: bool = False
    """Whether signs may stand for the bars of links."""
    lead: str = ""
    """The first paragraph."""
    data: tuple[str, ...] = ()
    """Ids of the datasets that the body's front matter names."""
    figures: list[str] = field(default_factory=list)
    """The figures put into the body, as they are shown."""
    docs: DocPlaces | None = None
    """Where links may lead, if the body is a page of the documentation."""
    found: list[Diagnostic] = field(default_factory=list)
    """Findings."""

    def report(self, code: str, span: Span, message: str, hint: str | None = None) -> None:
        """Add a finding."""
        self.found.append(finding(code, span, message, hint))

"""The glossary as one build publishes it: what every emitter is given."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote

from glossary_site.model import Glossary
from glossary_site.names import Slug
from glossary_site.render.addresses import (
    Addresses,
    dataset_path,
    issue_path,
    term_path,
    topic_path,
)
from glossary_site.render.data_view import dataset_card
from glossary_site.render.site_view import head_title
from glossary_site.render.topics import ShownTopic
from glossary_site.render.views import (
    CardView,
    DatasetCardView,
    HeadView,
    LinkView,
    SiteView,
    TopicView,
)


@dataclass(frozen=True, slots=True)
class Edition:
    """One build's glossary, addresses and theme files."""

    glossary: Glossary
    """Content, graph and fragments."""
    addresses: Addresses
    """Where the site will live."""
    families: frozenset[str]
    """Which families of files are written."""
    site: SiteView
    """What every page shows."""
    assets: Mapping[str, bytes]
    """Fingerprinted theme files by output path."""
    rank: Mapping[Slug, int]
    """Where each term stands from A to Z, 0-based."""
    topics: Mapping[str, ShownTopic]
    """Topics by id, in reading order."""
    shown_by: Mapping[str, tuple[Slug, ...]]
    """From a dataset's id to the terms that show it, A to Z."""

    def card(self, slug: Slug) -> CardView:
        """Make the card of a term."""
        term = self.glossary.graph.term_by_slug[slug]
        return CardView(
            href=self.addresses.href(term_path(slug)),
            title=term.title,
            definition=self.glossary.definition(slug),
            abbreviation=term.abbreviation,
            is_deprecated=slug in self.glossary.graph.replaced_by,
        )

    def link(self, slug: Slug) -> LinkView:
        """Make a link to a term."""
        term = self.glossary.graph.term_by_slug[slug]
        return LinkView(self.addresses.href(term_path(slug)), term.title)

    def topic(self, name: str, limit: int | None) -> TopicView:
        """Make the view of a topic, with at most `limit` terms."""
        shown = self.topics[name]
        return TopicView(
            id=name,
            href=self.addresses.href(topic_path(name)),
            title=shown.title,
            description=shown.description,
            terms=tuple(self.card(slug) for slug in shown.terms[:limit]),
            total=len(shown.terms),
        )

    def dataset(self, name: str, rows: int) -> DatasetCardView:
        """Make the card of a dataset, with at most `rows` rows."""
        href = self.addresses.href(dataset_path(name))
        return dataset_card(self.glossary.content.datasets[name], href, rows)

    def issue_link(self, slug: Slug, title: str) -> LinkView:
        """Make a link to a newsletter issue."""
        return LinkView(self.addresses.href(issue_path(slug)), title)

    def head(
        self, path: str, title: str, description: str | None, *, is_indexed: bool = True
    ) -> HeadView:
        """Make the head of a page."""
        canonical = self.addresses.absolute(path) if is_indexed else None
        section, _, rest = path.partition("/")
        return HeadView(
            title=head_title(self.glossary.config, title),
            description=description,
            canonical=canonical,
            is_indexed=is_indexed,
            section_href=self.addresses.href(f"{section}/index.html") if rest else None,
        )

    def edit_href(self, path: str) -> str | None:
        """Give the address where a file can be edited, or None without a repository."""
        config = self.glossary.config
        if config.repository is None:
            return None
        edit = "/-/edit/" if "gitlab" in config.repository.split("/")[2] else "/edit/"
        return f"{config.repository.rstrip('/')}{edit}{quote(config.branch)}/{quote(path)}"

    def home_crumb(self) -> LinkView:
        """Make the first breadcrumb."""
        return LinkView(self.site.home_href, self.site.title)

    def crumbs(self, *trail: tuple[str, str]) -> tuple[LinkView, ...]:
        """Make breadcrumbs from home along (output path, title); the last is current."""
        links = [LinkView(self.addresses.href(path), title) for path, title in trail]
        last = links.pop()
        return (self.home_crumb(), *links, LinkView(last.href, last.title, is_current=True))

"""The glossary as one build publishes it: what every emitter is given."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from urllib.parse import quote

from markupsafe import Markup

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


def _no_html(card: CardView) -> Markup:
    del card
    return Markup("")


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
    card_html: Callable[[CardView], Markup] = _no_html
    """Renders a card; `render.chrome` provides it in each worker."""
    made: dict[Slug, CardView] = field(default_factory=dict)
    """Cards made so far: a memo of `card`, which nothing else reads."""

    def card(self, slug: Slug) -> CardView:
        """Make the card of a term, once."""
        card = self.made.get(slug)
        if card is None:
            term = self.glossary.graph.term_by_slug[slug]
            card = CardView(
                href=self.addresses.href(term_path(slug)),
                title=term.title,
                definition=self.glossary.definition(slug),
                abbreviation=term.abbreviation,
                is_deprecated=slug in self.glossary.graph.replaced_by,
            )
            card = self.made[slug] = replace(card, html=self.card_html(card))
        return card

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

    def datasets(self, names: Iterable[str], rows: int) -> tuple[DatasetCardView, ...]:
        """Make the cards that a page names, where datasets have pages.

        A glossary may soften `unknown-dataset`: what is not there is left out.
        """
        known = self.glossary.content.datasets if "data" in self.families else {}
        return tuple(self.dataset(name, rows) for name in dict.fromkeys(names) if name in known)

    def issue_link(self, slug: Slug, title: str) -> LinkView:
        """Make a link to a newsletter issue."""
        return LinkView(self.addresses.href(issue_path(slug)), title)

    def head(
        self, path: str, title: str, description: str | None, *, is_indexed: bool = True
    ) -> HeadView:
        """Make the head of a page."""
        canonical = self.addresses.absolute(path) if is_indexed else None
        section, _, rest = path.partition("/")
        section_href = self.addresses.href(f"{section}/index.html") if rest else None
        return HeadView(
            title=head_title(self.glossary.config, title),
            description=description,
            canonical=canonical,
            is_indexed=is_indexed,
            section_href=section_href if section_href in self.site.headers else None,
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

"""The glossary as one build publishes it: what every emitter is given."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Literal

from markupsafe import Markup
from msgspec import Struct, field
from msgspec.structs import replace

from glossary_site.content.permalinks import Permalink
from glossary_site.content.versions import Version
from glossary_site.model import Dataset, Glossary, Issue
from glossary_site.names import Slug
from glossary_site.render.addresses import (
    HOME,
    Addresses,
    dataset_path,
    issue_path,
    social_card_path,
    term_path,
    topic_path,
)
from glossary_site.render.card_rows import Cards
from glossary_site.render.data_view import dataset_card
from glossary_site.render.dates import day_view
from glossary_site.render.issues import NO_COVERAGE, Coverage
from glossary_site.render.json_ld import Node, breadcrumb_list, in_short, json_ld
from glossary_site.render.letters import letter_id
from glossary_site.render.metadata import preview_image
from glossary_site.render.repository import edit_href, report_href
from glossary_site.render.site_view import direction, head_title
from glossary_site.render.social_card import can_draw
from glossary_site.render.topics import ShownTopic
from glossary_site.render.views import (
    AlternateView,
    CardView,
    DatasetCardView,
    HeadView,
    IssueLinkView,
    LetterView,
    LinkView,
    SiteView,
    TopicView,
)
from glossary_site.search.index import Index

ChartSize = Literal["term", "page", "small"]


def _no_html(shown: CardView) -> Markup:
    del shown
    return Markup("")


def _no_chart(name: str, size: ChartSize) -> Markup | None:
    del name, size
    return None


def _no_letter(shown: LetterView, slugs: Sequence[Slug]) -> Markup:
    del shown, slugs
    return Markup("")


class Edition(Struct, frozen=True):
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
    search: Index | None = None
    """The search index, where there is one."""
    coverage: Coverage = NO_COVERAGE
    """What the newsletter's issues speak of."""
    fates: Mapping[str, Permalink] = {}
    """What became of addresses that have moved or are gone, by output path."""
    lineages: Mapping[Slug, tuple[Version, ...]] = {}
    """What readers have seen of each term that was ever changed, the oldest first."""
    card_html: Callable[[CardView], Markup] = _no_html
    """Renders a card; `render.chrome` provides it in each worker."""
    chart_html: Callable[[str, ChartSize], Markup | None] = _no_chart
    """Draws the chart of a dataset, or None where it has none; provided likewise."""
    letter_html: Callable[[LetterView, Sequence[Slug]], Markup] = _no_letter
    """Renders a letter of A to Z from its cards and `site` alone; provided likewise."""
    made: dict[Slug, CardView] = field(default_factory=dict)
    """Cards made so far: a memo of `card`, which nothing else reads."""
    data_cards: dict[tuple[str, int, ChartSize], DatasetCardView] = field(default_factory=dict)
    """Cards of datasets made so far: a memo of `dataset`, which nothing else reads."""
    links: dict[tuple[str, str], LinkView] = field(default_factory=dict)
    """Links made so far, by path and title: a memo of `page_link`, which nothing else reads."""
    labels: dict[Slug, tuple[str, str, str, str, bool]] = field(default_factory=dict)
    """Titles in lines, made so far: a memo of `render.neighbour_map`, which nothing else reads."""
    embed_scripts: Mapping[str, bytes] = {}
    """The script for other sites by version, the newest last."""
    prepared: dict[str, object] = field(default_factory=dict)
    """What `exporting` makes once for many files: its memos, by who keeps them."""

    def card(self, slug: Slug) -> CardView:
        """Make the card of a term, once."""
        card = self.made.get(slug)
        if card is None:
            graph = self.glossary.graph
            term = graph.term_by_slug[slug]
            shown = (
                self.addresses.href(term_path(slug)),
                term.title,
                self.glossary.definition(slug),
                term.abbreviation,
                slug in graph.replaced_by,
            )
            card = self.made[slug] = CardView(*shown, self.card_html(CardView(*shown)))
        return card

    def letter(self, letter: str, slugs: Sequence[Slug]) -> LetterView:
        """Make the view of a letter with its terms."""
        shown = (letter, letter_id(letter), Cards(self.card, slugs))
        return LetterView(*shown, self.letter_html(LetterView(*shown), slugs))

    def link(self, slug: Slug) -> LinkView:
        """Make a link to a term."""
        return self.page_link(term_path(slug), self.glossary.graph.term_by_slug[slug].title)

    def page_link(self, path: str, title: str) -> LinkView:
        """Make a link to an output path, once."""
        link = self.links.get((path, title))
        if link is None:
            link = self.links[path, title] = LinkView(self.addresses.href(path), title)
        return link

    def first_topic(self, slug: Slug) -> str | None:
        """Give the id of the first topic of a term that has a page, if any has."""
        named = self.glossary.graph.term_by_slug[slug].topics
        return next((name for name in named if name in self.topics), None)

    def foreign(self, language: str | None) -> tuple[str | None, str | None]:
        """Give a term's language and its direction where it is not the site's, else nothing."""
        if language is None or language == self.site.language:
            return None, None
        return language, direction(language)

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

    def chart(self, name: str, size: ChartSize) -> Markup | None:
        """Draw the chart of a dataset, if it has one."""
        return self.chart_html(name, size)

    def dataset(self, name: str, rows: int, size: ChartSize) -> DatasetCardView:
        """Make the card of a dataset, with at most `rows` rows, once."""
        card = self.data_cards.get((name, rows, size))
        if card is None:
            href = self.addresses.href(dataset_path(name))
            card = dataset_card(self.glossary.content.datasets[name], href, rows)
            card = replace(card, chart=self.chart(name, size))
            self.data_cards[name, rows, size] = card
        return card

    def datasets(
        self, names: Iterable[str], rows: int, size: ChartSize
    ) -> tuple[DatasetCardView, ...]:
        """Make the cards of the datasets that a page names."""
        return tuple(self.dataset(one.id, rows, size) for one in self.named_datasets(names))

    def named_datasets(self, names: Iterable[str]) -> tuple[Dataset, ...]:
        """Give the datasets that a page names, each once, where datasets have pages.

        A glossary may soften `unknown-dataset`: what is not there is left out.
        """
        known = self.glossary.content.datasets if "data" in self.families else {}
        return tuple(known[name] for name in dict.fromkeys(names) if name in known)

    def issue_link(self, slug: Slug, title: str) -> LinkView:
        """Make a link to a newsletter issue."""
        return self.page_link(issue_path(slug), title)

    def dated_issues(self, issues: Iterable[Issue]) -> tuple[IssueLinkView, ...]:
        """Make links to newsletter issues, with their days."""
        return tuple(
            IssueLinkView(self.addresses.href(issue_path(one.slug)), one.title, day_view(one.date))
            for one in issues
        )

    def head(
        self,
        path: str,
        title: str,
        description: str | None,
        crumbs: tuple[LinkView, ...] = (),
        *,
        about: Node | None = None,
        kind: str = "website",
        social_card: str | None = None,
        is_indexed: bool = True,
        alternates: tuple[AlternateView, ...] = (),
    ) -> HeadView:
        """Make the head of a page.

        Args:
            path: Its output path.
            title: Its title, without the site's name.
            description: What it says, in a few sentences.
            crumbs: Its breadcrumbs.
            about: What else search engines are told of it.
            kind: What Open Graph calls it.
            social_card: Output path of its own social card.
            is_indexed: Whether search engines may list it.
            alternates: The same in other formats.
        """
        nodes = [] if about is None else [about]
        if crumbs:
            nodes.append(breadcrumb_list(crumbs, self.addresses.origin))
        full_title = head_title(self.glossary.config, title)
        canonical = self.addresses.absolute(path) if is_indexed else None
        section, _, rest = path.partition("/")
        section_href = self.addresses.href(f"{section}/index.html") if rest else None
        return HeadView(
            title=full_title,
            heading=title,
            description=in_short(description) if description else None,
            canonical=canonical,
            is_indexed=is_indexed,
            section_href=section_href if section_href in self.site.headers else None,
            kind=kind,
            image=preview_image(self.site, self.addresses, social_card, full_title),
            json_ld=json_ld(nodes),
            alternates=alternates,
        )

    def social_card(self, slug: Slug) -> str | None:
        """Give the output path of a term's social card, if it has one."""
        if "cards" not in self.families:
            return None
        title = self.glossary.graph.term_by_slug[slug].title
        return social_card_path(slug) if can_draw(title) else None

    def edit_href(self, path: str) -> str | None:
        """Give the address where a file can be edited, or None without a repository."""
        config = self.glossary.config
        if config.repository is None:
            return None
        return edit_href(config.repository, config.branch, path)

    def report_href(self, title: str, path: str) -> str | None:
        """Give the address where a mistake on a page can be reported, if there is one."""
        repository = self.glossary.config.repository
        if repository is None:
            return None
        return report_href(repository, f"Mistake: {title}", self.addresses.best(path))

    def crumbs(self, *trail: tuple[str, str]) -> tuple[LinkView, ...]:
        """Make breadcrumbs from home along (output path, title); the last is current."""
        path, title = trail[-1]
        return (
            self.page_link(HOME, self.site.title),
            *(self.page_link(*place) for place in trail[:-1]),
            LinkView(self.addresses.href(path), title, is_current=True),
        )

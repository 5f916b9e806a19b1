"""What each template may see: the theme's manual.

A page template gets exactly two names: `site`, the same on every page, and `page`, one of the
records below.  Everything is computed before; a template only shows.  Text is plain and is escaped
by Jinja2; only fields of type `Markup` are HTML, made and made safe by us.  All `href`s are ready
for an attribute and carry the base path.
"""

from collections.abc import Mapping, Sequence
from typing import Final

from markupsafe import Markup
from msgspec import Struct, field

_NOTHING: Final = Markup("")


class LinkView(Struct, frozen=True):
    """A link."""

    href: str
    """Address."""
    title: str
    """Words."""
    is_current: bool = False
    """Whether it leads to the page it stands on."""


class FormView(Struct, frozen=True):
    """A form that posts to the newsletter's provider."""

    action: str
    """The https address it posts to."""
    email_field: str
    """Name of the address field."""
    hidden: tuple[tuple[str, str], ...]
    """Names and values of hidden fields."""
    honeypot: str | None
    """Name of a field that only robots fill in, or None."""


class NewsletterView(Struct, frozen=True):
    """The newsletter block."""

    name: str
    """The newsletter's name."""
    tagline: str | None
    """What it promises."""
    consent: str | None
    """The words under the field."""
    privacy_url: str | None
    """Where the privacy policy can be read."""
    latest_title: str | None
    """Title of the latest issue."""
    latest_href: str | None
    """Its page, where there is one."""
    form: FormView | None
    """The form, or None where no provider is configured."""
    feed_href: str | None
    """The newsletter's feed, offered where there is no form."""
    archive_href: str | None
    """All issues, where there are any."""


class SiteView(Struct, frozen=True):
    """What every page shows."""

    title: str
    """The glossary's name."""
    description: str | None
    """What it is."""
    language: str
    """BCP 47 tag for `<html lang>`."""
    direction: str
    """`ltr` or `rtl`."""
    home_href: str
    """The home page."""
    assets: Mapping[str, str]
    """Addresses of the theme's fingerprinted files, by name: `style.css`, `sprite.svg`, `graph.js`."""
    blocking_scripts: tuple[str, ...]
    """Addresses of classic scripts that run before the page is painted."""
    scripts: tuple[str, ...]
    """Addresses of the module scripts of every page."""
    terms_href: str
    """A to Z, where the search field leads without JavaScript."""
    feed_href: str | None
    """The Atom feed of terms, where it is written."""
    csp: str
    """The Content-Security-Policy for `<meta http-equiv>`."""
    navigation: tuple[LinkView, ...]
    """The main sections."""
    repository: str | None
    """The repository's web address."""
    licence: str | None
    """Licence of the texts."""
    newsletter: NewsletterView | None
    """The newsletter block, shown on every page that ends with it."""
    head_links: Markup = _NOTHING
    """`partials/head_links.html`, rendered."""
    headers: Mapping[str | None, Markup] = field(default_factory=dict)
    """`partials/header.html` rendered for each main section, and for pages of none."""
    footer: Markup = _NOTHING
    """`partials/footer.html`, rendered."""
    newsletter_block: Markup = _NOTHING
    """`partials/newsletter.html`, rendered; empty without a newsletter."""


class HeadView(Struct, frozen=True):
    """What the document's head says of one page."""

    title: str
    """For `<title>`, site name included."""
    description: str | None
    """For `<meta name=description>`."""
    canonical: str | None
    """The absolute address, or None where the site has none or the page must not be indexed."""
    is_indexed: bool
    """Whether search engines may list it."""
    section_href: str | None
    """The main section it belongs to: one of `site.navigation`, or None."""


class CardView(Struct, frozen=True):
    """A term in a list: title and definition."""

    href: str
    """The term's page."""
    title: str
    """Its title."""
    definition: str
    """Its definition; may be empty."""
    abbreviation: str | None = None
    """Its short form."""
    is_deprecated: bool = False
    """Whether another term replaces it."""
    html: Markup = _NOTHING
    """`partials/card.html`, rendered for it."""


class SourceView(Struct, frozen=True):
    """A source."""

    title: str
    """Title of the publication."""
    publisher: str | None
    """Who published it."""
    href: str | None
    """Where it can be read: another origin."""
    published: str | None
    """When, in words."""
    published_iso: str | None
    """When, as YYYY, YYYY-MM or YYYY-MM-DD."""
    licence: str | None
    """Its licence."""
    attribution: str | None
    """How the publisher wants to be named."""


class DateView(Struct, frozen=True):
    """A day."""

    iso: str
    """For `<time datetime>`."""
    words: str
    """For reading, for instance `23 November 2026`."""


class HeadlineView(Struct, frozen=True):
    """The one figure to take away, in parts."""

    figure: str
    """The number with its currency or percent sign, for instance `$0.07`."""
    say: str | None
    """The words behind it, for instance `per million tokens`."""
    when: str | None
    """When it held, for instance `October 2024`."""
    change: str | None
    """Compared with what, for instance `down 99.65% since November 2022`."""


class ColumnView(Struct, frozen=True):
    """A column of a table."""

    name: str
    """The header, as words."""
    unit: str | None
    """What it counts."""
    description: str | None
    """What it says."""
    is_number: bool
    """Whether it is set flush with its digits."""
    is_time: bool
    """Whether it holds dates, months or years, which do not wrap."""


class TableView(Struct, frozen=True):
    """A table, formatted for reading."""

    columns: tuple[ColumnView, ...]
    """Its columns."""
    rows: tuple[tuple[str, ...], ...]
    """Cells as text; an unknown one is an en dash."""
    total: int
    """How many rows the dataset has; more than `rows` holds where the table is cut."""


class DatasetCardView(Struct, frozen=True):
    """A dataset on a term's page or in a list."""

    id: str
    """Its id, for element ids: `data-ID`."""
    href: str
    """Its page under *Explore the Data*."""
    title: str
    """Its name."""
    description: str | None
    """What it shows."""
    unit: str | None
    """What its figures count."""
    headline: HeadlineView | None
    """The figure to take away."""
    table: TableView
    """At most 12 rows: the newest where rows carry dates."""
    sources: tuple[SourceView, ...]
    """Who published the figures."""
    updated: str | None
    """When they were looked up, in words."""


class CitationView(Struct, frozen=True):
    """How to cite a page."""

    text: str
    """In the manner of APA."""
    bibtex: str
    """As a BibTeX entry."""


class HeadingView(Struct, frozen=True):
    """A heading in a page's own contents."""

    href: str
    """`#id`."""
    title: str
    """Words."""


class TermPage(Struct, frozen=True):
    """`pages/term.html`."""

    head: HeadView
    """The document's head."""
    breadcrumbs: tuple[LinkView, ...]
    """From home to this page, which comes last and is current."""
    title: str
    """The term."""
    language: str | None
    """The term's language where it differs from the site's."""
    direction: str | None
    """`ltr` or `rtl` where `language` is given."""
    abbreviation: str | None
    """Its short form."""
    aliases: tuple[str, ...]
    """Other names."""
    topics: tuple[LinkView, ...]
    """Topics it belongs to."""
    definition: str | None
    """Plain text; None where the body's first paragraph, marked there, is the definition."""
    body: Markup
    """The rendered body; may be empty."""
    contents: tuple[HeadingView, ...]
    """The body's headings of the second level, where there are three or more."""
    replaced_by: LinkView | None
    """The term to use instead of this deprecated one."""
    broader: tuple[LinkView, ...]
    """More general terms."""
    narrower: tuple[LinkView, ...]
    """Less general terms."""
    datasets: tuple[DatasetCardView, ...]
    """Live Data."""
    related: tuple[CardView, ...]
    """Related Terms."""
    mentioned_in: tuple[CardView, ...]
    """Backlinks."""
    sources: tuple[SourceView, ...]
    """The term's sources."""
    updated: DateView | None
    """When it last changed."""
    edit_href: str | None
    """Where to edit the file."""
    citation: CitationView
    """How to cite it."""
    previous: LinkView | None
    """The term before it, A to Z."""
    next: LinkView | None
    """The term after it, A to Z."""


class TopicView(Struct, frozen=True):
    """A topic with some or all of its terms."""

    id: str
    """Its id."""
    href: str
    """Its page."""
    title: str
    """Its name."""
    description: str | None
    """What belongs to it."""
    terms: tuple[CardView, ...]
    """Its terms, A to Z."""
    total: int
    """How many terms it has; more than `terms` holds where the list is cut."""


class ChangeView(Struct, frozen=True):
    """A term that is new or changed."""

    card: CardView
    """The term."""
    updated: DateView
    """When."""


class HomePage(Struct, frozen=True):
    """`pages/home.html`."""

    head: HeadView
    """The document's head."""
    term_count: int
    """How many terms there are."""
    dataset_count: int
    """How many datasets there are."""
    terms_href: str
    """A to Z."""
    data_href: str | None
    """Explore the Data, where there are datasets."""
    featured: CardView | None
    """The term that most others point to, to begin with."""
    letters: tuple[LinkView, ...]
    """The letter bar, leading into A to Z."""
    topics: tuple[TopicView, ...]
    """Topics, each with its first terms."""
    changes: tuple[ChangeView, ...]
    """The newest changes, the latest first."""
    first_terms: tuple[CardView, ...]
    """The first terms A to Z, where no term says when it changed."""
    datasets: tuple[DatasetCardView, ...]
    """A few datasets with headline figures."""


class LetterView(Struct, frozen=True):
    """One letter of A to Z."""

    letter: str
    """What the group is called: a letter, or `#` for digits and signs."""
    id: str
    """Its fragment."""
    terms: Sequence[CardView]
    """Its terms in the language's order; made when they are looked at."""
    html: Markup = _NOTHING
    """`partials/letter.html`, rendered for it."""


class AToZPage(Struct, frozen=True):
    """`pages/a_to_z.html`."""

    head: HeadView
    """The document's head."""
    breadcrumbs: tuple[LinkView, ...]
    """From home to this page."""
    letters: tuple[LetterView, ...]
    """Only letters that have terms."""
    total: int
    """How many terms there are."""


class TopicsPage(Struct, frozen=True):
    """`pages/topics.html`."""

    head: HeadView
    """The document's head."""
    breadcrumbs: tuple[LinkView, ...]
    """From home to this page."""
    topics: tuple[TopicView, ...]
    """All topics, with their first terms."""


class TopicPage(Struct, frozen=True):
    """`pages/topic.html`."""

    head: HeadView
    """The document's head."""
    breadcrumbs: tuple[LinkView, ...]
    """From home to this page."""
    topic: TopicView
    """The topic with all its terms."""
    others: tuple[LinkView, ...]
    """The other topics."""


class DataIndexPage(Struct, frozen=True):
    """`pages/data_index.html`, headed *Explore the Data*."""

    head: HeadView
    """The document's head."""
    breadcrumbs: tuple[LinkView, ...]
    """From home to this page."""
    datasets: tuple[DatasetCardView, ...]
    """All datasets."""


class DownloadView(Struct, frozen=True):
    """A file a reader can take away."""

    href: str
    """Its address."""
    format: str
    """`CSV` or `JSON`."""
    size: str
    """For instance `2 kB`."""


class DatasetPage(Struct, frozen=True):
    """`pages/dataset.html`."""

    head: HeadView
    """The document's head."""
    breadcrumbs: tuple[LinkView, ...]
    """From home to this page."""
    id: str
    """The dataset's id."""
    title: str
    """Its name."""
    description: str | None
    """What it shows."""
    unit: str | None
    """What its figures count."""
    headline: HeadlineView | None
    """The figure to take away."""
    table: TableView
    """All rows."""
    notes: tuple[str, ...]
    """Definitions and cautions."""
    sources: tuple[SourceView, ...]
    """Who published the figures."""
    downloads: tuple[DownloadView, ...]
    """Files; empty where the licence forbids them, which the page must say."""
    updated: str | None
    """When the figures were looked up, in words."""
    terms: tuple[CardView, ...]
    """Terms that show it."""
    edit_href: str | None
    """Where to edit the description."""


class IssueCardView(Struct, frozen=True):
    """A newsletter issue in a list."""

    href: str
    """Its page."""
    title: str
    """Its title."""
    date: DateView
    """When it was sent."""
    lead: str
    """Its first paragraph as plain text."""


class NewsletterPage(Struct, frozen=True):
    """`pages/newsletter.html`: the archive."""

    head: HeadView
    """The document's head."""
    breadcrumbs: tuple[LinkView, ...]
    """From home to this page."""
    issues: tuple[IssueCardView, ...]
    """The newest first."""


class IssuePage(Struct, frozen=True):
    """`pages/issue.html`."""

    head: HeadView
    """The document's head."""
    breadcrumbs: tuple[LinkView, ...]
    """From home to this page."""
    title: str
    """The issue's title."""
    date: DateView
    """When it was sent."""
    body: Markup
    """The rendered body."""
    datasets: tuple[DatasetCardView, ...]
    """The data points it names."""
    terms: tuple[CardView, ...]
    """Terms it links to."""
    previous: LinkView | None
    """The issue before it."""
    next: LinkView | None
    """The issue after it."""


class NotFoundPage(Struct, frozen=True):
    """`pages/not_found.html`."""

    head: HeadView
    """The document's head."""
    terms_href: str
    """A to Z."""
    suggestions: tuple[CardView, ...]
    """The terms that most others point to."""


class RedirectPage(Struct, frozen=True):
    """`redirect.html`: a page that leads to another one of ours."""

    title: str
    """The old name."""
    target: LinkView
    """The term's page."""
    canonical: str | None
    """The target's absolute address."""


class FeedEntryView(Struct, frozen=True):
    """One entry of a feed."""

    id: str
    """A permanent identifier, an absolute address or a tag URI."""
    href: str
    """Absolute address."""
    title: str
    """Title."""
    summary: str
    """Plain text."""
    updated: str
    """RFC 3339."""


class FeedPage(Struct, frozen=True):
    """`machine/atom.xml`."""

    id: str
    """A permanent identifier."""
    title: str
    """The feed's title."""
    subtitle: str | None
    """What it is."""
    home_href: str
    """The page it belongs to, absolute."""
    self_href: str
    """Its own absolute address."""
    author: str
    """Who publishes it."""
    language: str
    """BCP 47 tag."""
    updated: str
    """RFC 3339."""
    entries: tuple[FeedEntryView, ...]
    """The newest first."""


class SitemapEntryView(Struct, frozen=True):
    """One address of the sitemap."""

    href: str
    """Absolute address."""
    updated: str | None
    """YYYY-MM-DD."""


class SitemapPage(Struct, frozen=True):
    """`machine/sitemap.xml`."""

    entries: tuple[SitemapEntryView, ...]
    """All pages that search engines may list."""

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

    provider: str
    """Who keeps the list, as the provider writes its own name."""
    action: str | None
    """Where it is sent; None for the page it stands on."""
    method: str
    """`post` or `get`."""
    email_field: str
    """Name of the address field."""
    hidden: tuple[tuple[str, str], ...]
    """Names and values of hidden fields."""
    honeypot: str | None
    """Name of a field that only robots fill in, or None."""
    name: str | None
    """The form's own name, which only Netlify asks for."""
    sends: str | None
    """How a script sends it without leaving the page: `json` for Ghost, `fields` for others, or
    None where the browser must do it."""
    done: str
    """What is said when it has been sent by script."""
    site: LinkView | None
    """Where to sign up without JavaScript, for a form that needs it."""


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
    """The form, or None where no provider takes one."""
    sign_up: LinkView | None
    """The provider's own page, where it takes sign-ups on no other."""
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
    locale: str | None
    """The language as Open Graph writes it, for instance `en_US`."""
    home_href: str
    """The home page."""
    assets: Mapping[str, str]
    """Addresses of the theme's fingerprinted files, by name: `style.css`, `sprite.svg`, `graph.js`."""
    manifest_href: str
    """The web manifest."""
    blocking_scripts: tuple[str, ...]
    """Addresses of classic scripts that run before the page is painted."""
    scripts: tuple[str, ...]
    """Addresses of the module scripts of every page."""
    terms_href: str
    """A to Z, where the search field leads without JavaScript."""
    has_search: bool
    """Whether there is a search index: without one the search field is a plain form."""
    changes_href: str | None
    """*New and changed*, where a term says when it changed."""
    sources_href: str | None
    """All sources, where there are any."""
    graph_href: str | None
    """The graph of all terms, where there is more than one."""
    docs_href: str | None
    """The documentation, where it is published."""
    formats_href: str | None
    """*Data and formats*, where files for programs are written."""
    feed_href: str | None
    """The Atom feed of terms, where it is written."""
    csp: Markup
    """The Content-Security-Policy for `<meta http-equiv>`."""
    framing_csp: Markup
    """The same for a page that shows cards of this site in frames."""
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


class PreviewImageView(Struct, frozen=True):
    """The picture shown where a page is linked to."""

    href: str
    """Its absolute address."""
    alt: str
    """What can be read on it."""
    width: int = 1200
    """Pixels."""
    height: int = 630
    """Pixels."""


class AlternateView(Struct, frozen=True):
    """The page in another format."""

    href: str
    """The file."""
    type: str
    """Its media type."""


class HeadView(Struct, frozen=True):
    """What the document's head says of one page."""

    title: str
    """For `<title>`, site name included."""
    heading: str
    """The page's own title, without the site's name."""
    description: str | None
    """For `<meta name=description>`."""
    canonical: str | None
    """The absolute address, or None where the site has none or the page must not be indexed."""
    is_indexed: bool
    """Whether search engines may list it."""
    section_href: str | None
    """The main section it belongs to: one of `site.navigation`, or None."""
    kind: str = "website"
    """What Open Graph calls it: `website`, or `article` for a page that is about one thing."""
    image: PreviewImageView | None = None
    """The picture shown where the page is linked to, or None where the site's host is not known."""
    json_ld: Markup = _NOTHING
    """A `<script type="application/ld+json">` for search engines; may be empty."""
    alternates: tuple[AlternateView, ...] = ()
    """The same in other formats."""


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
    licence_href: str | None = None
    """Where the licence can be read, if it is a known one: another origin."""


class DateView(Struct, frozen=True):
    """A day; of datasets also a month or a year."""

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
    header: str
    """The header, as it stands in the files."""
    holds: str
    """What its cells are, in words, for instance `whole number`."""


class TableView(Struct, frozen=True):
    """A table, formatted for reading."""

    columns: tuple[ColumnView, ...]
    """Its columns."""
    rows: tuple[tuple[str, ...], ...]
    """Cells as text; an unknown one is an en dash."""
    total: int
    """How many rows the dataset has; more than `rows` holds where the table is cut."""
    part: str | None
    """What a cut table holds, for instance `newest 12 of 137 rows`; None where it holds all."""


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
    updated: DateView | None
    """When they were looked up."""
    chart: Markup | None = None
    """The chart, if the dataset has one."""


class ChartTextView(Struct, frozen=True):
    """Words on a chart."""

    role: str
    """Classes: `e` and `m` say that they end or have their middle there, `w` that only a wide
    drawing shows them, `s1` to `s6` whose colour they have, `v` that they are a value."""
    x: str
    """Where they stand: a percentage of the plot's width, or pixels."""
    dx: str
    """Pixels to the right of that; empty for none."""
    y: str
    """Their baseline, in pixels."""
    text: str
    """What is said."""


class ChartSeriesView(Struct, frozen=True):
    """Marks of a chart that belong together."""

    name: str
    """What they are called; empty if there is only one series."""
    style: int
    """Which colour, dash and shape: 1 to 6."""
    paths: tuple[tuple[str, str], ...]
    """Classes and data of each path; the first has all points."""
    key: tuple[tuple[str, str], ...]
    """The same for a key of it, 22 by 12 pixels."""
    rows: str
    """Rows of the table that the points are of: the first one, 0-based, then each as a difference,
    with how often it is repeated behind an `x`."""
    column: int
    """The column that the values are in, 0-based."""
    high: str
    """That of the upper ends of a range; empty for none."""


class ChartView(Struct, frozen=True):
    """A chart, shown by `partials/chart.html`.

    Along x the plot is 1,000 units wide, and as wide on the page as there is room for.
    """

    id: str
    """The dataset's id, for element ids: `chart-ID`."""
    kind: str
    """`line`, `step`, `bar`, `grouped-bar`, `stacked-bar`, `dot` or `range`."""
    title: str
    """What is shown, in a few words."""
    description: str
    """What there is to see, in words."""
    href: str
    """The dataset's page, where every value can be read."""
    columns: str
    """Which columns say what a point is: those of its name and of x, 0-based; empty for none."""
    is_lying: bool
    """Whether the values lie along x, with a name in each row."""
    height: str
    """Pixels."""
    left: str
    """Pixels that words take to the left of the plot."""
    right: str
    """Pixels that words take to the right of it."""
    grid: str
    """Path of the lines at the ticks."""
    axis: str
    """Path of the line that bars stand on, or of the lower edge."""
    leaders: str
    """Path of the lines from words to what they speak of."""
    series: tuple[ChartSeriesView, ...]
    """What is drawn."""
    texts: tuple[ChartTextView, ...]
    """What is said on it."""
    has_legend: bool
    """Whether series are named beside the drawing, and not on it."""


class SparkView(Struct, frozen=True):
    """Only the shape of a chart, shown by `partials/spark.html`."""

    title: str
    """What is shown, in a few words."""
    kind: str
    """As of a chart."""
    paths: tuple[tuple[str, str], ...]
    """Classes and data of each path, 1,000 units wide and 48 high."""


class CitationView(Struct, frozen=True):
    """How to cite a page."""

    before: str
    """In the manner of APA: the title, the date and `In`."""
    work: str
    """The glossary, which APA sets in italics."""
    after: str
    """What follows: the address, if the host is known."""
    bibtex: str
    """As a BibTeX entry."""
    csl_json: str
    """As CSL-JSON, which reference managers read."""


class MentionView(Struct, frozen=True):
    """A term that links to the page's term, with the sentence that does."""

    link: LinkView
    """The other term's page."""
    before: str
    """The sentence up to the mention; may be cut."""
    words: str
    """The mention."""
    after: str
    """The rest of the sentence; may be cut."""
    language: str | None
    """The other term's language where it differs from the site's."""
    direction: str | None
    """`ltr` or `rtl` where `language` is given."""


class HeadingView(Struct, frozen=True):
    """A heading in a page's own contents."""

    href: str
    """`#id`."""
    title: str
    """Words."""


class MapGroupView(Struct, frozen=True):
    """The neighbours of one kind."""

    kind: str
    """`broader`, `related`, `linking` or `narrower`."""
    title: str
    """The kind in words."""
    spot: str
    """Where the middle of these words stands, for `translate()`."""
    path: str
    """The lines that lead to them, for `<path d>`."""
    terms: tuple[tuple[str, str, str, str, bool, str], ...]
    """Of each term: address, title, its first and second line, whether these leave something out,
    and where its box stands, for `translate()`.  There are many, so they are no records."""
    more: str | None
    """How many more there are, or None."""


class MapView(Struct, frozen=True):
    """The map of a term's neighbours: 352 wide, boxes of 156 by 42, the term's own of 216 by 48."""

    height: str
    """Of the drawing."""
    first: str
    """The first line of the term's own title."""
    second: str
    """The second line; may be empty."""
    spot: str
    """Where the term's box stands, for `translate()`."""
    groups: tuple[MapGroupView, ...]
    """From top to bottom."""


class IssueLinkView(Struct, frozen=True):
    """A newsletter issue that speaks of a term or a dataset."""

    href: str
    """Its page."""
    title: str
    """Its title."""
    date: DateView
    """When it was sent."""


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
    has_charts: bool
    """Whether one of the datasets is drawn, which has a script."""
    datasets: tuple[DatasetCardView, ...]
    """Live Data."""
    related: tuple[CardView, ...]
    """Related Terms."""
    map: MapView | None
    """The map of its neighbours, if it has any."""
    mentioned_in: tuple[MentionView, ...]
    """Backlinks: a few, each with its sentence."""
    mentioned_also: tuple[LinkView, ...]
    """More backlinks, A to Z."""
    mentioned_more: tuple[LinkView, ...]
    """The rest of them, to be folded away."""
    issues: tuple[IssueLinkView, ...]
    """The newest issues of the newsletter that speak of it."""
    sources: tuple[SourceView, ...]
    """The term's sources."""
    updated: DateView | None
    """When it last changed."""
    history_href: str | None
    """The page of its earlier wordings, if there are any."""
    contributors: tuple[str, ...]
    """Names from git, as anybody may have written them: a few, those with the most commits first."""
    other_contributors: int
    """How many more there are."""
    edit_href: str | None
    """Where to edit the file."""
    report_href: str | None
    """Where to report a mistake in it."""
    citation: CitationView
    """How to cite it."""
    previous: LinkView | None
    """The term before it, A to Z within its first topic; of all terms, if it has none."""
    next: LinkView | None
    """The term after it."""
    within: str | None
    """That topic's title."""


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
    is_new: bool
    """Whether it was added that day, as far as git knows."""


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


class MonthView(Struct, frozen=True):
    """A month with what changed in it."""

    iso: str
    """YYYY-MM."""
    title: str
    """For instance `November 2026`."""
    changes: tuple[ChangeView, ...]
    """The newest first."""


class ChangesPage(Struct, frozen=True):
    """`pages/changes.html`, headed *New and changed*."""

    head: HeadView
    """The document's head."""
    breadcrumbs: tuple[LinkView, ...]
    """From home to this page."""
    months: tuple[MonthView, ...]
    """The newest first."""
    shown: int
    """How many terms they hold."""
    total: int
    """How many terms say when they changed; more than `shown` where the list is cut."""
    history_feed_href: str | None
    """The feed of wordings before and after, if it is written."""


class PieceView(Struct, frozen=True):
    """A part of two wordings compared."""

    kind: str
    """`same`, `gone` or `new`."""
    text: str
    """Never empty."""


class AmendmentView(Struct, frozen=True):
    """One thing of a term that a version changed."""

    label: str
    """What it is, for instance `Definition`."""
    pieces: tuple[PieceView, ...]
    """In reading order."""


class RevisionView(Struct, frozen=True):
    """One version of a term."""

    date: DateView
    """When."""
    people: tuple[str, ...]
    """Who, if contributors are shown."""
    is_first: bool
    """Whether the term was added then."""
    amendments: tuple[AmendmentView, ...]
    """What it changed."""


class HistoryPage(Struct, frozen=True):
    """`pages/history.html`: how a term came to be as it is."""

    head: HeadView
    """The document's head."""
    breadcrumbs: tuple[LinkView, ...]
    """From home to this page."""
    title: str
    """The term."""
    term_href: str
    """Its page."""
    revisions: tuple[RevisionView, ...]
    """The newest first; at least two."""


class SourceUseView(Struct, frozen=True):
    """A source and what rests on it."""

    source: SourceView
    """The source, without its publisher."""
    terms: tuple[LinkView, ...]
    """Terms that name it, A to Z; at most a dozen."""
    other_terms: int
    """How many more terms do."""
    datasets: tuple[LinkView, ...]
    """Datasets whose figures come from it."""


class PublisherView(Struct, frozen=True):
    """A publisher with its sources."""

    name: str | None
    """None for sources without one, which come last."""
    sources: tuple[SourceUseView, ...]
    """A to Z."""


class SourcesPage(Struct, frozen=True):
    """`pages/sources.html`: all sources."""

    head: HeadView
    """The document's head."""
    breadcrumbs: tuple[LinkView, ...]
    """From home to this page."""
    publishers: tuple[PublisherView, ...]
    """A to Z."""
    shown: int
    """How many sources they hold."""
    total: int
    """How many there are; more than `shown` where the page has those that most rests on."""


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


class GraphMarkView(Struct, frozen=True):
    """A colour and a shape of the graph, with the topics and the dots that have it."""

    role: int
    """1 to 8, and 0 for terms without a topic."""
    title: str
    """The topic, or what the topics have in common that share the role."""
    mark: str
    """Its shape around the origin, with a radius of 10, for `<path d>`."""
    dots: str
    """All its dots, for `<path d>`."""
    total: int
    """How many terms have it."""


class GraphLabelView(Struct, frozen=True):
    """A name on the graph."""

    href: str
    """The page of the term or topic."""
    title: str
    """Its title."""
    x: int
    """Where the name begins, ends or has its middle."""
    y: int
    """Its base line."""
    anchor: str
    """`start`, `end` or `middle`."""


class GraphTermView(Struct, frozen=True):
    """A term in the list below the graph."""

    href: str
    """Its page."""
    title: str
    """Its title."""
    links: int
    """How many terms it is linked with."""


class GraphTopicView(Struct, frozen=True):
    """A topic in the list below the graph."""

    title: str
    """Its name."""
    href: str
    """Its page; for terms without a topic, A to Z."""
    mark: GraphMarkView
    """Its colour and shape."""
    terms: tuple[GraphTermView, ...]
    """The terms for which it is the first topic, the most linked first."""
    total: int
    """How many there are; more than `terms` holds where the list is cut."""


class GraphPage(Struct, frozen=True):
    """`pages/graph.html`."""

    head: HeadView
    """The document's head."""
    breadcrumbs: tuple[LinkView, ...]
    """From home to this page."""
    term_count: int
    """How many terms there are."""
    link_count: int
    """How many pairs of them are linked."""
    width: int
    """Of the drawing, in its units."""
    height: int
    """Of the drawing."""
    dot_count: int
    """How many terms are drawn; fewer than all where there are very many."""
    lines: str
    """Some of the links, for `<path d>`."""
    marks: tuple[GraphMarkView, ...]
    """The legend."""
    labels: tuple[GraphLabelView, ...]
    """Names of the most linked terms, or of topics where there are many terms."""
    topics: tuple[GraphTopicView, ...]
    """The same as a list."""
    data_href: str
    """`graph/graph.json`, which the page's script reads."""


class DataGroupView(Struct, frozen=True):
    """The datasets of a topic."""

    id: str
    """For the element's id."""
    title: str
    """The topic's title, or other words where it has none."""
    href: str | None
    """The topic's page, if there is one."""
    datasets: tuple[DatasetCardView, ...]
    """By title."""


class DataIndexPage(Struct, frozen=True):
    """`pages/data_index.html`, headed *Explore the Data*."""

    head: HeadView
    """The document's head."""
    breadcrumbs: tuple[LinkView, ...]
    """From home to this page."""
    total: int
    """How many datasets there are."""
    groups: tuple[DataGroupView, ...]
    """All datasets, each in one group."""


class DownloadView(Struct, frozen=True):
    """A file a reader can take away."""

    href: str
    """Its address."""
    format: str
    """`CSV`, `JSON` or `Data Package`."""
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
    chart: Markup | None
    """The chart, if the dataset has one."""
    table: TableView
    """All rows, or as many as a page can hold."""
    notes: tuple[str, ...]
    """Definitions and cautions."""
    sources: tuple[SourceView, ...]
    """Who published the figures."""
    downloads: tuple[DownloadView, ...]
    """Files; empty where the licence forbids them, which the page must say."""
    updated: DateView | None
    """When the figures were looked up."""
    citation: CitationView
    """How to cite it."""
    terms: tuple[CardView, ...]
    """Terms that show it."""
    issues: tuple[IssueLinkView, ...]
    """Newsletter issues that name it, the newest first."""
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


class DocSectionView(Struct, frozen=True):
    """Pages of the documentation that stand together in its navigation."""

    title: str
    """Its name; empty for pages that belong to no section."""
    pages: tuple[LinkView, ...]
    """Its pages, in the order in which they are read."""
    is_open: bool
    """Whether the page is one of them."""


class DocPage(Struct, frozen=True):
    """`pages/doc.html`."""

    head: HeadView
    """The document's head."""
    breadcrumbs: tuple[LinkView, ...]
    """From home to this page."""
    title: str
    """The page's title."""
    body: Markup
    """The rendered body."""
    has_code: bool
    """Whether there is code that a script lets readers copy."""
    contents: tuple[HeadingView, ...]
    """The page's headings of the second level, where there are some."""
    index: LinkView | None
    """The documentation's first page, if it has one of its own."""
    sections: tuple[DocSectionView, ...]
    """The navigation."""
    previous: LinkView | None
    """The page before it."""
    next: LinkView | None
    """The page after it."""
    edit_href: str | None
    """Where the file can be edited."""
    report_href: str | None
    """Where a mistake can be reported."""
    within: str | None = None
    """Nothing: pages stand in one order."""
    updated: DateView | None = None
    """Nothing: of the documentation no days are told."""
    contributors: tuple[str, ...] = ()
    """Nobody: nor are names."""
    language: str | None = None
    """Nothing: it is in the site's language."""


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
    has_charts: bool
    """Whether one of the datasets is drawn, which has a script."""
    datasets: tuple[DatasetCardView, ...]
    """The data points it names."""
    terms: tuple[CardView, ...]
    """Terms it links to."""
    previous: LinkView | None
    """The issue before it."""
    next: LinkView | None
    """The issue after it."""
    within: str | None = None
    """Nothing: issues stand in the order of their days."""


class MailPointView(Struct, frozen=True):
    """A data point of a mail; all text is escaped, and holds no tag of a mail service."""

    title: Markup
    """The dataset's name."""
    figure: Markup | None
    """Its headline figure, for instance `$0.07`; None without one."""
    words: Markup | None
    """What stands behind the figure: what it counts, when it held, how it moved."""
    source: Markup | None
    """Who published the figures, and when."""
    href: Markup
    """Its page under *Explore the Data*, with its host."""
    picture: Markup | None
    """The file of its chart, or its address; None where there is none."""
    picture_width: int
    """Pixels, as it is shown."""
    picture_height: int
    """Pixels, as it is shown."""


class MailPage(Struct, frozen=True):
    """`mail/issue.html`: an issue as mail; all text is escaped, and holds no tag but one."""

    language: str
    """BCP 47 tag."""
    direction: str
    """`ltr` or `rtl`."""
    newsletter: Markup
    """The newsletter's name."""
    title: Markup
    """The issue's title."""
    date: Markup
    """When it was sent, in words."""
    preheader: Markup
    """What programs show behind the title in a list of mails."""
    body: Markup
    """The rendered body, each element with its style."""
    points: tuple[MailPointView, ...]
    """Its data points."""
    href: Markup
    """The issue's page, with its host."""
    home_href: Markup
    """The glossary, with its host."""
    home: Markup
    """The glossary's name."""
    consent: Markup | None
    """What the reader agreed to."""
    privacy_href: Markup | None
    """Where the privacy policy can be read."""
    unsubscribe_href: Markup | None
    """What the link to unsubscribe has; None where whatever sends the mail adds one itself."""


class ThanksPage(Struct, frozen=True):
    """`pages/thanks.html`: where a provider can lead after a sign-up."""

    head: HeadView
    """The document's head."""
    breadcrumbs: tuple[LinkView, ...]
    """From home to this page."""
    archive_href: str | None
    """All issues, where there are any."""


class NotFoundPage(Struct, frozen=True):
    """`pages/not_found.html`."""

    head: HeadView
    """The document's head."""
    terms_href: str
    """A to Z."""
    suggestions: tuple[CardView, ...]
    """The terms that most others point to."""


class OfflinePage(Struct, frozen=True):
    """`pages/offline.html`: shown for what was not kept, where there is no network."""

    head: HeadView
    """The document's head."""


class GonePage(Struct, frozen=True):
    """`pages/gone.html`: what stands at an address whose page was withdrawn."""

    head: HeadView
    """The document's head."""
    name: str
    """The last part of the address, in words."""
    reason: str
    """Why it was withdrawn."""
    instead: LinkView | None
    """The page that may serve instead."""
    terms_href: str
    """A to Z."""


class RedirectPage(Struct, frozen=True):
    """`redirect.html`: a page that leads to another one of ours."""

    title: str
    """The old name."""
    target: LinkView
    """The term's page."""
    canonical: str | None
    """The target's absolute address."""


class CardLineView(Struct, frozen=True):
    """A line of a social card."""

    text: str
    """Words."""
    y: int
    """How far down its baseline is, in pixels."""


class SocialCardPage(Struct, frozen=True):
    """`machine/card.svg`, of 1200 by 630 pixels: lines are broken, since what draws breaks none."""

    title: tuple[CardLineView, ...]
    """The term."""
    title_size: int
    """Its size in pixels."""
    title_tracking: float
    """By how much its letters are moved apart, in pixels."""
    definition: tuple[CardLineView, ...]
    """As much of the definition as there is room for."""
    definition_size: int
    """Its size in pixels."""
    topic: str
    """Its first topic; may be empty."""
    letter: str
    """The letter under which it is listed; may be empty."""
    thumb_y: int
    """How far down the thumb index stands, in pixels."""
    glossary: str
    """The glossary's name; may be empty."""


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
    published: str | None = None
    """RFC 3339: when it was first there, or None where that is not known."""
    tags: tuple[str, ...] = ()
    """Titles of the topics it belongs to."""
    language: str | None = None
    """BCP 47 tag, where it is not the feed's language."""
    body: Markup | None = None
    """All of it, with absolute links; None where the summary is all there is."""


class FeedBodyView(Struct, frozen=True):
    """`machine/entry.html`."""

    body: Markup
    """What an issue says, with absolute links."""
    datasets: tuple[DatasetCardView, ...]
    """The data points it names, with absolute addresses."""


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
    json_href: str
    """The absolute address of the same as JSON Feed."""
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
    """`machine/sitemap.xml`; where it is large, `machine/sitemap_index.xml` lists its parts."""

    entries: tuple[SitemapEntryView, ...]
    """All pages that search engines may list."""


class EmbedTermPage(Struct, frozen=True):
    """`embed/term.html`: a term's card for a frame of another site."""

    title: str
    """Its name."""
    abbreviation: str | None
    """A short form."""
    definition: str
    """What it means; may be empty."""
    is_deprecated: bool
    """Whether another term should be used instead."""
    language: str
    """Its language."""
    direction: str
    """`ltr` or `rtl`."""
    href: str
    """Its page."""
    canonical: str | None
    """The same, absolute, where the site's host is known."""


class EmbedChartPage(Struct, frozen=True):
    """`embed/chart.html`: a chart's card for a frame of another site."""

    title: str
    """The dataset's name."""
    chart: Markup
    """The chart, which says what its figures count."""
    sources: tuple[str, ...]
    """Who published the figures."""
    href: str
    """The dataset's page."""
    canonical: str | None
    """The same, absolute, where the site's host is known."""


class EmbedExampleView(Struct, frozen=True):
    """A card on the demonstration page."""

    title: str
    """What it shows."""
    href: str
    """The card, in this site."""
    height: int
    """How high its frame is, in pixels."""
    code: str
    """What another site writes."""


class EmbedDemoPage(Struct, frozen=True):
    """`pages/embed.html`: how other sites show definitions, tried on the page itself."""

    head: HeadView
    """The document's head."""
    breadcrumbs: tuple[LinkView, ...]
    """From home to this page."""
    script_href: str
    """The script, in this site."""
    term: LinkView
    """A term to show."""
    slug: str
    """Its slug."""
    sentences: tuple[str, ...]
    """Plain sentences in which the script finds words: definitions of other terms."""
    script_code: str
    """The element that loads the newest script."""
    fixed_code: str
    """The same for one version, with its digest."""
    link_code: str
    """A marked link."""
    word_code: str
    """A marked word."""
    find_code: str
    """A part of a page in which words are found."""
    policy_code: str
    """What a site with a Content-Security-Policy allows."""
    version: str
    """The newest version."""
    cards: tuple[EmbedExampleView, ...]
    """Cards for sites that run no scripts of others."""
    formats_href: str
    """The page *Data and formats*."""


class FormatView(Struct, frozen=True):
    """A file for programs."""

    name: str
    """What its format is called."""
    said: str
    """Whom it serves."""
    href: str
    """The file."""
    path: str
    """Its address below the site, to be read."""


class FormatsPage(Struct, frozen=True):
    """`pages/formats.html`, headed *Data and formats*."""

    head: HeadView
    """The document's head."""
    breadcrumbs: tuple[LinkView, ...]
    """From home to this page."""
    whole: tuple[FormatView, ...]
    """Files of the whole glossary."""
    lists: tuple[FormatView, ...]
    """Documents of the API."""
    term: LinkView | None
    """A term as an example, or None where there is none."""
    one: tuple[FormatView, ...]
    """Its files."""
    answer: str | None
    """A part of its document in the API."""
    request: str | None
    """A command that asks for it."""
    feeds: tuple[FormatView, ...]
    """Feeds of the whole site."""
    data_href: str | None
    """*Explore the Data*, where there is any."""
    demo_href: str | None
    """The page that shows definitions on other sites."""
    total: int
    """How many terms there are."""

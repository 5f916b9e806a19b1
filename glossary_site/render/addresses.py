"""Where pages live: the one place that joins base path, host and output path."""

import re
from typing import Final
from urllib.parse import quote, urlsplit

from msgspec import Struct

_PLAIN: Final = re.compile(r"[a-z0-9/._-]*")
HOME: Final = "index.html"


class Addresses(Struct, frozen=True):
    """The site's address, in two parts."""

    origin: str
    """`https://example.org`, or empty where the host is not known."""
    base_path: str
    """With slashes at both ends: `/` or `/repo/`."""

    def href(self, path: str) -> str:
        """Give the root-relative address of an output path, `index.html` left out.

        >>> Addresses("", "/repo/").href("terms/gpu/index.html")
        '/repo/terms/gpu/'
        """
        page = page_path(path)
        if _PLAIN.fullmatch(page) is None:
            page = quote(page, safe="/~@!$&'()*+,;=:-._")
        return self.base_path + page

    def absolute(self, path: str) -> str | None:
        """Give the absolute address, or None where the host is not known."""
        return self.origin + self.href(path) if self.origin else None

    def best(self, path: str) -> str:
        """Give the absolute address if there is one, else the root-relative one."""
        return self.origin + self.href(path)


def page_path(path: str) -> str:
    """Drop the `index.html` of a page's output path."""
    if path.endswith("/index.html") or path == HOME:
        return path[: -len(HOME)]
    return path


def addresses(base_url: str) -> Addresses:
    """Split a checked `base_url`.

    >>> addresses("https://x.org/repo/")
    Addresses(origin='https://x.org', base_path='/repo/')
    """
    if base_url.startswith("/"):
        return Addresses("", base_url)
    parts = urlsplit(base_url)
    return Addresses(f"{parts.scheme}://{parts.netloc}", parts.path or "/")


def term_path(slug: str) -> str:
    """Output path of a term's page."""
    return f"terms/{slug}/index.html"


def history_path(slug: str) -> str:
    """Give the output path of the page of a term's earlier wordings."""
    return f"terms/{slug}/history/index.html"


def topic_path(topic: str) -> str:
    """Output path of a topic's page."""
    return f"topics/{topic}/index.html"


def dataset_path(dataset: str) -> str:
    """Output path of a dataset's page."""
    return f"data/{dataset}/index.html"


def issue_path(slug: str) -> str:
    """Output path of a newsletter issue's page."""
    return f"newsletter/{slug}/index.html"


def social_card_path(slug: str) -> str:
    """Output path of a term's social card."""
    return f"cards/{slug}.png"


def doc_path(file: str) -> str:
    """Output path of a page of the documentation, whose file lies in `docs/`.

    >>> doc_path("docs/how-to/deploy.md"), doc_path("docs/index.md")
    ('docs/how-to/deploy/index.html', 'docs/index.html')
    """
    stem = file.removesuffix(".md")
    return f"{stem.removesuffix('/index')}/index.html"


def topic_feed_path(topic: str) -> str:
    """Give the output path of a topic's feed, as Atom."""
    return f"topics/{topic}/feed.xml"


def json_feed_path(feed: str) -> str:
    """Give the output path of a feed as JSON Feed, beside its Atom form.

    >>> json_feed_path("newsletter/feed.xml")
    'newsletter/feed.json'
    """
    return f"{feed.removesuffix('.xml')}.json"


def sitemap_path(number: int) -> str:
    """Give the output path of a part of a sitemap, counted from 1."""
    return f"sitemap-{number}.xml"


def term_json_path(slug: str) -> str:
    """Give the output path of a term's document in the JSON API."""
    return f"api/v1/terms/{slug}.json"


def term_turtle_path(slug: str) -> str:
    """Give the output path of a term in Turtle."""
    return f"terms/{slug}/index.ttl"


def term_list_path(page: int) -> str:
    """Give the output path of a page of the API's list of terms, counted from 1.

    >>> term_list_path(1), term_list_path(2)
    ('api/v1/terms.json', 'api/v1/terms-2.json')
    """
    return "api/v1/terms.json" if page == 1 else f"api/v1/terms-{page}.json"


def api_schema_path(name: str) -> str:
    """Give the output path of the JSON Schema of a document of the API."""
    return f"api/v1/schemas/{name}.json"


def markdown_path(page: str) -> str:
    """Give the output path of a page as Markdown, beside the page.

    >>> markdown_path("terms/gpu/index.html")
    'terms/gpu/index.md'
    """
    return f"{page.removesuffix('.html')}.md"


def embed_path(slug: str) -> str:
    """Give the output path of a term's card for frames of other sites."""
    return f"embed/{slug}/index.html"


def embed_chart_path(dataset: str) -> str:
    """Give the output path of a chart's card."""
    return f"embed/data/{dataset}/index.html"


def oembed_path(card: str) -> str:
    """Give the output path of what oEmbed is answered about a card.

    >>> oembed_path("embed/gpu/index.html")
    'embed/gpu/oembed.json'
    """
    return f"{card.removesuffix(HOME)}oembed.json"


def embed_script_path(version: str) -> str:
    """Give the output path of a version of the script for other sites."""
    return f"embed/{version}.js"


FORMATS = "formats/index.html"
CSV = "glossary.csv"
XLSX = "glossary.xlsx"
TBX = "glossary.tbx"
TBX_DCT = "glossary-dct.tbx"
LLMS = "llms.txt"
LLMS_FULL = "llms-full.txt"
EMBED_SCRIPT = "embed.js"
EMBED_DEMO = "embed/index.html"
API_CONTEXT = "api/v1/context.jsonld"
TURTLE = "glossary.ttl"
JSON_LD = "glossary.jsonld"
API_DESCRIPTION = "api/v1/openapi.json"
A_TO_Z = "terms/index.html"
TOPICS = "topics/index.html"
CHANGES = "changes/index.html"
CHANGES_FEED = "changes/feed.xml"
SOURCES = "sources/index.html"
GRAPH = "graph/index.html"
GRAPH_FILE = "graph/graph.json"
DATA = "data/index.html"
NEWSLETTER = "newsletter/index.html"
FEED = "feed.xml"
NEWSLETTER_FEED = "newsletter/feed.xml"
DOCS = "docs/index.html"
THANKS = "newsletter/thanks/index.html"
OFFLINE = "offline/index.html"
OFFLINE_WORKER = "offline.js"
"""At the root, since a worker sees no page above it."""
SITEMAP = "sitemap.xml"
SECURITY = ".well-known/security.txt"
MANIFEST = "manifest.webmanifest"
FAVICON = "favicon.ico"
"""What browsers ask for at a site's root where no page names an icon."""

"""The headers that hosts are asked to send, as rules of `_headers`.

Where two rules that fit an address name the same header, Cloudflare Pages joins both values, and
Netlify takes one of them.  So no address gets a header from two rules: what differs from page to
page stands in one rule for each folder, and `/*` has only what is the same everywhere.

Patterns are addresses, with a `:name` for one whole part or a `*` at the end.  Both hosts know
these, and Netlify none with anything behind the `*`.
"""

from collections.abc import Iterator
from typing import Final

from msgspec import Struct

from glossary_site.render import addresses as at
from glossary_site.render.edition import Edition
from glossary_site.render.licences import known_licence
from glossary_site.render.newsletter import reach
from glossary_site.render.policy import content_security_policy

_UNUSED: Final = (
    "accelerometer autoplay browsing-topics camera clipboard-read compute-pressure "
    "cross-origin-isolated display-capture encrypted-media fullscreen gamepad geolocation "
    "gyroscope hid identity-credentials-get idle-detection keyboard-map local-fonts magnetometer "
    "microphone midi otp-credentials payment picture-in-picture publickey-credentials-create "
    "publickey-credentials-get screen-wake-lock serial speaker-selection storage-access sync-xhr usb "
    "window-management xr-spatial-tracking"
)
PERMISSIONS: Final = ", ".join(f"{feature}=()" for feature in _UNUSED.split())
"""What no page does.  Copying and sharing are not in it, since readers ask pages for them."""
FRAMED: Final = "embed"
"""The folder whose pages any site may put into a frame."""
_FOLDERS: Final = frozenset(
    """api assets cards changes data docs formats graph images newsletter offline search sources terms
    topics""".split()
)
"""Our other folders.  A glossary's own lie in `static/` or stand in `permalinks.txt`."""
_SHOWN: Final = (".html", ".htm", ".svg", ".xhtml", ".xml")
"""Files that a browser shows as a page of their own, in which something could run."""
_ROOT: Final = (at.HOME, "404.html", at.FEED, at.SITEMAP)
"""Such files of ours that lie in no folder."""
_ATOM: Final = "application/atom+xml; charset=utf-8"
_JSON_FEED: Final = "application/feed+json"
_MARKDOWN: Final = "text/markdown; charset=utf-8"
_TURTLE: Final = "text/turtle; charset=utf-8"
_JSON_LD: Final = "application/ld+json"
_PLAIN: Final = "text/plain; charset=utf-8"
_TBX: Final = "application/x-tbx+xml"
"""Nobody has registered a type for TBX; this one says at least that it is XML."""
_FEEDS: Final = (at.FEED, at.topic_feed_path(":topic"), at.NEWSLETTER_FEED, at.CHANGES_FEED)
_MIRRORS: Final = (
    "index.md", "terms/index.md", "terms/:term/index.md", "topics/index.md",
    "topics/:topic/index.md", "data/index.md", "data/:dataset/index.md", "newsletter/index.md",
    "newsletter/:issue/index.md", "sources/index.md", "docs/index.md", "docs/:page/index.md",
    "docs/:folder/:page/index.md",
)  # fmt: skip
"""Pages once more, as Markdown."""
TYPES: Final = {
    **dict.fromkeys(_FEEDS, _ATOM),
    **dict.fromkeys(map(at.json_feed_path, _FEEDS), _JSON_FEED),
    at.term_turtle_path(":term"): _TURTLE,
    at.TURTLE: _TURTLE,
    at.JSON_LD: _JSON_LD,
    at.API_CONTEXT: _JSON_LD,
    at.TBX: _TBX,
    at.TBX_DCT: _TBX,
    **dict.fromkeys(_MIRRORS, _MARKDOWN),
    at.LLMS: _PLAIN,
    at.LLMS_FULL: _PLAIN,
    at.SECURITY: _PLAIN,
    at.MANIFEST: "application/manifest+json",
}
"""Types of what a host may not know by its ending, by patterns."""
_SHARED: Final = (
    "api/*", f"{FRAMED}/*", "data/*", at.EMBED_SCRIPT, at.CSV, at.XLSX,
    *(one for one in TYPES if not one.startswith(("api/", "data/")) and one != at.MANIFEST),
)  # fmt: skip
"""What scripts of other sites may read."""
RULES: Final = 100
"""Rules of `_headers` that Cloudflare Pages reads."""
_LICENCE_SCHEMES: Final = ("https://", "http://")


_OF_MACHINES: Final = (
    (at.API_DESCRIPTION, "service-desc", "application/json"),
    (at.FORMATS, "service-doc", "text/html"),
    (at.LLMS, "describedby", "text/plain"),
)
"""What the family `machines` adds to `Link`: path, relation and type.

`service-desc` is for what a program reads of the API, `service-doc` for what people do.  What a
model reads of the whole site is `describedby`: it tells about the site, and is no other form of it,
which `alternate` would say.
"""


class _Link(Struct, frozen=True):
    """What the whole site is related to."""

    target: str
    """An address."""
    relation: str
    """How."""
    type: str | None = None
    """Its media type."""

    def __str__(self) -> str:
        kind = "" if self.type is None else f'; type="{self.type}"'
        return f'<{self.target}>; rel="{self.relation}"{kind}'


Rules = dict[str, list[tuple[str, str]]]
"""Names and values of headers, by pattern."""


def headers_file(edition: Edition) -> str:
    """Write `_headers`."""
    lines: list[str] = []
    for pattern, headers in rules(edition).items():
        lines += [pattern, *(f"  {name}: {value}" for name, value in headers)]
    return "".join(f"{line}\n" for line in lines)


def rules(edition: Edition) -> Rules:
    """List what is sent with which addresses, what is general first."""
    base = edition.addresses.base_path
    made: Rules = {
        f"{base}*": [
            ("X-Content-Type-Options", "nosniff"),
            ("Referrer-Policy", "strict-origin-when-cross-origin"),
            ("Cross-Origin-Opener-Policy", "same-origin"),
            ("Permissions-Policy", PERMISSIONS),
        ]
    }
    if links := ", ".join(map(str, _links(edition))):
        made[f"{base}*"].append(("Link", links))
    asked = (*_policies(edition), *_types_and_sharing(edition))
    for pattern, name, value in asked:
        made.setdefault(base + pattern, []).append((name, value))
    made[f"{base}assets/*"].append(("Cache-Control", "public, max-age=31536000, immutable"))
    return made


def _policies(edition: Edition) -> Iterator[tuple[str, str, str]]:
    """Give each folder its policy, and each page outside of any."""
    config = edition.glossary.config
    beyond = reach(config.newsletter, is_offline=config.offline)
    name, strict = "Content-Security-Policy", content_security_policy(beyond, ancestors="'none'")
    for pattern in (*sorted(_at_root(edition)), *sorted(_folders(edition))):
        yield pattern, name, strict
    # One page of it shows the others.
    yield f"{FRAMED}/*", name, content_security_policy(beyond, ancestors="*", frames=True)


def _folders(edition: Edition) -> set[str]:
    """List all folders but the one whose pages may be framed, as patterns."""
    own = [*edition.glossary.content.static, *edition.fates]
    names = {path.partition("/")[0] for path in own if "/" in path} | _FOLDERS
    return {edition.addresses.href(f"{name}/*")[len(edition.addresses.base_path) :]
            for name in names - {FRAMED}}  # fmt: skip


def _at_root(edition: Edition) -> set[str]:
    """List the pages that lie in no folder, with and without the ending, which a host may cut off."""
    own = [path for path in edition.glossary.content.static if path.endswith(_SHOWN)]
    files = {path for path in (*_ROOT, *own) if "/" not in path}
    shown = {edition.addresses.href(path)[len(edition.addresses.base_path) :] for path in files}
    cut = {path.removesuffix(".html") for path in shown}
    return {"", at.HOME, "index"} | shown | cut


def _types_and_sharing(edition: Edition) -> Iterator[tuple[str, str, str]]:
    del edition
    for pattern, kind in TYPES.items():
        yield pattern, "Content-Type", kind
    for pattern in _SHARED:
        yield pattern, "Access-Control-Allow-Origin", "*"


def _links(edition: Edition) -> Iterator[_Link]:
    """List what belongs to the whole site, as far as it is written.

    All relations are registered (https://www.iana.org/assignments/link-relations) but `sitemap`,
    which is what those who look for one know.
    """
    href, families = edition.addresses.href, edition.families
    feeds = [at.FEED] if "feeds" in families else []
    if edition.glossary.content.issues and "newsletter" in families:
        feeds.append(at.NEWSLETTER_FEED)
    for feed in feeds:
        yield _Link(href(feed), "alternate", "application/atom+xml")
        yield _Link(href(at.json_feed_path(feed)), "alternate", _JSON_FEED)
    if "machines" in families:
        yield from (_Link(href(path), *rest) for path, *rest in _OF_MACHINES)
    if edition.addresses.origin and "sitemap" in families:
        yield _Link(href(at.SITEMAP), "sitemap", "application/xml")
    if licence := _licence(edition.glossary.config.licence):
        yield _Link(licence, "license")


def _licence(text: str | None) -> str | None:
    """Give the address of a licence that is one, or has a name that everybody knows."""
    if text is not None and text.startswith(_LICENCE_SCHEMES) and text.isascii():
        return text if not set(' <>"') & set(text) else None
    known = known_licence(text)
    return None if known is None else known.href

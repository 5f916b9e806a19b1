"""The worker that keeps what was visited: the theme's own, told of the site that it is part of."""

import hashlib
from collections.abc import Iterator
from typing import Final

import msgspec

from glossary_site.render.edition import Edition
from glossary_site.search.index import Index
from glossary_site.theme import OFFLINE_MARK, default_theme, offline_worker

FIRST: Final = ("style.css", "icon.svg", "sprite.svg", "offline-kept.js", "offline-register.js")
"""Theme files that the page for readers without a network shows, or names its version by."""


def worker(edition: Edition) -> bytes:
    """Write the worker.  It differs from the last where its site's theme or search index does."""
    base = edition.addresses.base_path
    assets = edition.site.assets
    own = [assets[name] for name in FIRST] + [*edition.site.blocking_scripts, *edition.site.scripts]
    index = edition.search
    told = {
        "mark": assets[OFFLINE_MARK].removeprefix(base),
        "index": "" if index is None else index_digest(edition, index),
        "search": [] if index is None else list(search_files(index)),
        "start": ["offline/", *dict.fromkeys(path.removeprefix(base) for path in own)],
    }
    return (
        b"const SITE = "
        + msgspec.json.encode(told)
        + b";\n"
        + offline_worker(default_theme()).encode()
    )


def search_files(index: Index) -> Iterator[str]:
    """List the files of the search index, the first first."""
    yield "search/index.json"
    yield from (f"search/texts-{number}.json" for number in range(index.division.shards))
    if not index.is_small:
        yield from (f"search/names-{one.encode().hex() or '0'}.json" for one in index.names.bounds)
        yield from (f"search/terms-{number}.json" for number in range(index.division.blocks))


def index_digest(edition: Edition, index: Index) -> str:
    """Digest all that the files of the search index say."""
    graph = edition.glossary.graph
    made = hashlib.sha256(msgspec.json.encode((index.division, index.names, index.common)))
    for group in index.groups:
        for part in group:
            made.update(b"%d:%b" % (len(part), part))
    for block in index.blocks:
        terms = [(slug, graph.term_by_slug[slug]) for slug in block]
        shown = [
            (slug, one.title, edition.glossary.definition(slug), one.abbreviation, one.aliases)
            for slug, one in terms
        ]
        made.update(msgspec.json.encode(shown))
    return made.hexdigest()[:20]

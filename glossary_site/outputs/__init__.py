"""The files of a site, one kind a module; no module here imports another.

`EMITTERS` is the whole list, in the order in which files are planned.
"""

from typing import Final

from glossary_site.outputs import (
    cards,
    changes,
    data,
    docs,
    fates,
    feeds,
    files,
    graph,
    history,
    home,
    hosting,
    lists,
    manifest,
    newsletter,
    redirects,
    search,
    sitemap,
    sources,
    terms,
)
from glossary_site.outputs.emitter import Emitter

EMITTERS: Final[tuple[Emitter, ...]] = (
    terms.EMITTER,
    home.EMITTER,
    lists.EMITTER,
    changes.EMITTER,
    history.PAGES,
    history.FEED,
    sources.EMITTER,
    redirects.EMITTER,
    graph.EMITTER,
    data.EMITTER,
    newsletter.EMITTER,
    docs.EMITTER,
    feeds.TERMS,
    feeds.NEWSLETTER,
    sitemap.EMITTER,
    search.EMITTER,
    cards.EMITTER,
    manifest.EMITTER,
    hosting.EMITTER,
    files.EMITTER,
    fates.EMITTER,
)

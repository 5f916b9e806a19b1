"""The files of a site, one kind a module; no module here imports another.

`EMITTERS` is the whole list, in the order in which files are planned.
"""

from typing import Final

from glossary_site.outputs import (
    data,
    feeds,
    files,
    home,
    hosting,
    lists,
    newsletter,
    redirects,
    sitemap,
    terms,
)
from glossary_site.outputs.emitter import Emitter

EMITTERS: Final[tuple[Emitter, ...]] = (
    terms.EMITTER,
    home.EMITTER,
    lists.EMITTER,
    redirects.EMITTER,
    data.EMITTER,
    newsletter.EMITTER,
    feeds.TERMS,
    feeds.NEWSLETTER,
    sitemap.EMITTER,
    hosting.EMITTER,
    files.EMITTER,
)

"""What a site is to a device that keeps it at hand: the web manifest, and the icon at the root."""

import struct
from collections.abc import Iterator
from itertools import accumulate
from typing import Any, Final

import msgspec

from glossary_site.diagnostics import Span
from glossary_site.outputs.emitter import Emitter, Planned
from glossary_site.render import addresses as at
from glossary_site.render.digests import Digests
from glossary_site.render.edition import Edition
from glossary_site.render.html import Templates

PAPER: Final = "#fcfdfb"
"""`--paper` of tokens.css in light: a manifest has no second colour for dark."""
SHORT: Final = 12
"""Characters that fit under an icon."""
SMALL_ICON: Final = "icon-32.png"
ICONS: Final = (
    ("icon.svg", "any", "image/svg+xml", "any"),
    (SMALL_ICON, "32x32", "image/png", "any"),
    ("icon-192.png", "192x192", "image/png", "any"),
    ("icon-512.png", "512x512", "image/png", "any"),
    ("icon-maskable-512.png", "512x512", "image/png", "maskable"),
)
"""Name, sizes, type and purpose of each icon."""


def _plan(edition: Edition) -> Iterator[Planned]:
    for path in (at.FAVICON, at.MANIFEST):
        if path not in edition.glossary.content.static:  # a glossary's own comes first
            yield Planned(path, path, Span("site.yaml"))


def _shows(edition: Edition, digests: Digests, key: str) -> object:
    del edition, digests, key
    return None


def _render(edition: Edition, templates: Templates, key: str) -> bytes:
    del templates
    if key == at.FAVICON:
        path = edition.site.assets[SMALL_ICON].removeprefix(edition.addresses.base_path)
        return icon_file(edition.assets[path])
    return msgspec.json.format(msgspec.json.encode(_manifest(edition)), indent=2) + b"\n"


def icon_file(picture: bytes) -> bytes:
    """Wrap a PNG of 32 by 32 pixels as an icon file with one picture."""
    directory = struct.pack("<HHH", 0, 1, 1)
    entry = struct.pack("<BBBBHHII", 32, 32, 0, 0, 1, 32, len(picture), 22)
    return directory + entry + picture


def _manifest(edition: Edition) -> dict[str, Any]:
    site = edition.site
    manifest: dict[str, Any] = {"name": site.title, "short_name": short_name(site.title)}
    if site.description:
        manifest["description"] = site.description
    return manifest | {
        "lang": site.language,
        "dir": site.direction,
        "start_url": site.home_href,
        "scope": site.home_href,
        "display": "browser",
        "background_color": PAPER,
        "theme_color": PAPER,
        "icons": [
            {"src": site.assets[name], "sizes": sizes, "type": kind, "purpose": purpose}
            for name, sizes, kind, purpose in ICONS
        ],
    }


def short_name(title: str) -> str:
    """Shorten a title to what fits under an icon: whole words, or their initials.

    >>> short_name("Glossary"), short_name("Chips and Memory"), short_name("International Terms")
    ('Glossary', 'Chips', 'IT')
    """
    if len(title) <= SHORT:
        return title
    words = title.split()
    ends = accumulate(len(word) + 1 for word in words)
    short = [word for word, end in zip(words, ends, strict=True) if end <= SHORT + 1]
    while len(short) > 1 and short[-1].islower():
        del short[-1]
    initials = "".join(word[0] for word in words if word[0].isalnum())
    return " ".join(short) or (initials if len(initials) > 1 else title)[:SHORT]


EMITTER: Final = Emitter("manifest", "pages", _plan, _shows, _render)

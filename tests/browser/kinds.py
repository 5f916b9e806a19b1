"""Every kind of page that a glossary has, with one example of each from the real one."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Final

TERM: Final = "terms/inference-cost/"
REDIRECT: Final = "terms/cost-per-token/"
KINDS: Final[Mapping[str, tuple[str, str]]] = {
    "home": ("", ""),
    "a-to-z": ("terms/", "terms/"),
    "term": ("terms/[^/]+/", TERM),
    "redirect": ("terms/[^/]+/", REDIRECT),
    "topics": ("topics/", "topics/"),
    "topic": ("topics/[^/]+/", "topics/economics/"),
    "data": ("data/", "data/"),
    "dataset": ("data/[^/]+/", "data/inference-price/"),
    "newsletter": ("newsletter/", "newsletter/"),
    "issue": ("newsletter/[^/]+/", "newsletter/2026-11-20-88-percent-or-18/"),
    "docs": (r"docs/(?:[^/]+/)*", "docs/reference/diagnostics/"),
    "graph": ("graph/", "graph/"),
    "changes": ("changes/", "changes/"),
    "sources": ("sources/", "sources/"),
    "formats": ("formats/", "formats/"),
    "embed": ("embed/", "embed/"),
    "not-found": (r"404\.html", "404.html"),
}
"""The addresses of a kind, as a pattern, and an example."""
HISTORY: Final = "terms/[^/]+/history/"
"""Which terms have one, git says: tests/history looks at a page of its own."""
CARD: Final = "embed/(?:data/)?[^/]+/"
"""Cards for other sites have no header and no way on: tests/embeds looks at them in frames."""
EXAMPLES: Final = {kind: example for kind, (_, example) in KINDS.items()}


def addresses(site: Path) -> list[str]:
    """List the addresses of all pages of a site, below its home page."""
    paths = (path.relative_to(site).as_posix() for path in site.rglob("*.html"))
    return sorted(path.removesuffix("index.html") for path in paths)


def is_known(address: str) -> bool:
    """Say whether an address belongs to a kind above."""
    patterns = (HISTORY, CARD, *(pattern for pattern, _ in KINDS.values()))
    return any(re.fullmatch(pattern, address) for pattern in patterns)

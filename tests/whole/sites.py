"""Small glossaries that several tests build."""

from collections.abc import Mapping
from pathlib import Path
from typing import Final

Files = Mapping[str, str]

PIXEL: Final = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360606060000000050001a5f64540"
    "0000000049454e44ae426082"
)
"""A PNG of one pixel."""

TWO_TERMS: Final[Files] = {
    "site.yaml": "title: Test\n",
    "terms/gpu.md": "---\ntitle: GPU\nupdated: 2026-01-01\n---\nA chip with HBM beside it.\n",
    "terms/hbm.md": "---\ntitle: HBM\nupdated: 2026-01-02\n---\nFast memory.\n",
}

EVERYTHING: Final[Files] = {
    "site.yaml": (
        "title: Everything\n"
        "topics: [{id: chips, title: Chips}]\n"
        "newsletter: {name: News, provider: none}\n"
    ),
    "terms/gpu.md": (
        "---\ntitle: GPU\naliases: [Graphics Processor]\ntopics: [chips]\ndata: [prices]\n"
        "related: [HBM]\nupdated: 2026-01-01\n---\nA chip with HBM. See [the data](/data/prices/).\n"
    ),
    "terms/hbm.md": "---\ntitle: HBM\ntopics: [chips]\n---\nMemory near a GPU.\n",
    "data/prices.csv": "year,price\n2024,1\n2025,2.50\n",
    "data/prices.yaml": (
        "title: Prices\nunit: USD\n"
        "columns: [{name: year, type: year}, {name: price, type: number}]\n"
        "sources: [{title: A study}]\nheadline: {column: price, compare: first}\n"
    ),
    "newsletter/first.md": "---\ntitle: First\ndate: 2026-01-01\ndata: [prices]\n---\nOn [[GPU]].\n",
}
"""A glossary that uses each part."""


def tree(folder: Path) -> dict[str, bytes]:
    """Read everything below a folder."""
    paths = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


def sources(folder: Path) -> dict[str, bytes]:
    """Read everything below a glossary's folder but the cache, where a build may write."""
    return {path: body for path, body in tree(folder).items() if not path.startswith(".cache/")}

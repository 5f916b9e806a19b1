"""Examples in the documentation: fenced blocks marked `wrong` or `right`, built as small sites.

A block's info string reads ``markdown wrong file=terms/gpu.md``: a language for the highlighter,
what the file is an example of, and where it lies.  `also=CODE` names a finding that comes with
it.  All wrong blocks of a section make one site, all right ones another.

`python -m tests.docs.examples PAGE` builds all examples of a page and prints what was found, as
JSON.  It is a program so that its builds can fork their workers, whatever threads a test has.
"""

import datetime as dt
import json
import multiprocessing
import re
import sys
from collections import defaultdict
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final, NamedTuple

from glossary_site.diagnostics import Severity
from glossary_site.pipeline import BuildOptions, build
from tests.compiling import compile_theme

PROCESSES: Final = 4
TODAY: Final = dt.date(2026, 11, 23)
_SECTION: Final = re.compile(r"^## (?P<title>.+)$", re.MULTILINE)
_FENCED: Final = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)
_BLOCK: Final = re.compile(
    r"^```(?P<language>\w+) (?P<kind>wrong|right) file=(?P<file>\S+)(?: also=(?P<also>\S+))?\n"
    r"(?P<text>.*?)^```$",
    re.MULTILINE | re.DOTALL,
)


class Block(NamedTuple):
    """A file of an example."""

    section: str
    kind: str
    file: str
    also: tuple[str, ...]
    text: str


def sections(page: str) -> dict[str, str]:
    """Split a page at its second-level headings, passing over those in examples."""
    masked = _FENCED.sub(lambda fenced: re.sub(r"[^\n]", " ", fenced[0]), page)
    starts = list(_SECTION.finditer(masked))
    ends = [*(start.start() for start in starts[1:]), len(page)]
    return {
        start["title"]: page[start.end() : end].strip()
        for start, end in zip(starts, ends, strict=True)
    }


def blocks(page: str) -> Iterator[Block]:
    """List the files of all examples."""
    for title, text in sections(page).items():
        for match in _BLOCK.finditer(text):
            also = tuple(match["also"].split(",")) if match["also"] else ()
            yield Block(title, match["kind"], match["file"], also, match["text"])


def sites(page: str) -> dict[tuple[str, str], dict[str, str]]:
    """Join the files of each example: by section and kind, texts by path."""
    joined: dict[tuple[str, str], dict[str, str]] = defaultdict(dict)
    for block in blocks(page):
        joined[block.section, block.kind][block.file] = block.text
    return joined


def codes(section: str, files: dict[str, str]) -> list[str]:
    """Check a site of these files; one without `site.yaml` gets the shortest there is.

    Advice is heard only in the section about it: a site of one file could follow much.
    """
    with TemporaryDirectory() as folder:
        root = Path(folder)
        for path, text in {"site.yaml": "title: Example\n", **files}.items():
            target = root / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text, encoding="utf-8", newline="\n")
        options = BuildOptions(
            source=root, output=root / "_site", today=TODAY, jobs=1, dry_run=True, notes=True
        )
        return sorted(
            {
                found.code
                for found in build(options).findings
                if found.severity is not Severity.NOTE or found.code == section
            }
        )


def main(page: Path) -> None:
    """Print the codes found in every example of a page."""
    joined = sites(page.read_text(encoding="utf-8"))
    compile_theme()
    with ProcessPoolExecutor(PROCESSES, multiprocessing.get_context("fork")) as pool:
        found = list(pool.map(codes, (section for section, _ in joined), joined.values()))
    json.dump([[*name, each] for name, each in zip(joined, found, strict=True)], sys.stdout)


if __name__ == "__main__":
    main(Path(sys.argv[1]))

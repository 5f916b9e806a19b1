"""Small glossaries, and what an editor is told of them."""

import re
from collections.abc import Mapping
from pathlib import Path

from glossary_site.diagnostics import Diagnostic
from tests.conftest import BuildSite, MakeSite

NUMBERS = "one two three four five six seven eight nine ten eleven twelve".split()


def term(title: str, body: str = "", **keys: str) -> tuple[str, str]:
    """Write a term's file; keys are as they stand in YAML."""
    front = "".join(f"{key}: {value}\n" for key, value in ({"title": title} | keys).items())
    return f"terms/{re.sub('[^a-z0-9]+', '-', title.lower())}.md", f"---\n{front}---\n\n{body}\n"


def advice(
    make_site: MakeSite, build_site: BuildSite, files: Mapping[str, str], code: str
) -> tuple[Diagnostic, ...]:
    """Check a glossary, which takes the place of the one before, and give the findings of a code."""
    root = make_site({})
    for left in (*root.rglob("*.md"), *root.rglob("*.yaml"), *root.rglob("*.csv")):
        left.unlink()
    make_site({"site.yaml": "title: Example\n", **files})
    report = build_site(root, dry_run=True, notes=True)
    return tuple(found for found in report.findings if found.code == code)


def marked(root: Path, found: Diagnostic) -> str:
    """Give the words that a finding points at."""
    line = (root / found.span.path).read_text(encoding="utf-8").split("\n")[found.span.line - 1]
    end = found.span.end_column
    assert end is not None, found
    return line[found.span.column - 1 : end - 1]

"""A glossary to import into, and a source to import, made of a few texts."""

from pathlib import Path
from typing import Final

import yaml

from glossary_site.content.term_files import read_all_terms
from glossary_site.importing.bringing import Brought, Wanted, bring
from glossary_site.importing.records import Options
from glossary_site.model import Term
from tests.program import ROOT

CORPORA: Final = ROOT.parent / "shared/corpora"


def glossary(root: Path, **keys: object) -> Path:
    """Make an empty glossary."""
    root.mkdir(parents=True, exist_ok=True)
    config = {"title": "Words", **keys}
    (root / "site.yaml").write_text(yaml.safe_dump(config), encoding="utf-8")
    return root


def lay(root: Path, files: dict[str, str]) -> Path:
    """Write the files of a source."""
    for path, text in files.items():
        target = root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
    return root


def take(
    root: Path, form: str, source: Path, language: str = "en", *, is_dry: bool = False,
    into: str = "terms", sheet: str | None = None, **keys: str,
) -> Brought:  # fmt: skip
    """Import."""
    options = Options(language, keys, sheet)
    return bring(root, Wanted(form, source, into, options, is_dry=is_dry, is_language_given=True))


def terms(root: Path) -> dict[str, Term]:
    """Read what is there, by slug."""
    read = read_all_terms(root)
    assert read.findings == ()
    return {term.slug: term for term in read.terms}


def said(brought: Brought) -> list[tuple[str, int, str]]:
    """Give place and code of each finding."""
    return [(found.span.path, found.span.line, found.code) for found in brought.findings]


def tree(root: Path) -> dict[str, tuple[bytes, int]]:
    """Give the bytes and times of all term files."""
    return {
        path.relative_to(root).as_posix(): (path.read_bytes(), path.stat().st_mtime_ns)
        for path in sorted(root.rglob("terms/**/*"))
        if path.is_file()
    }

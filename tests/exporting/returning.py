"""A glossary built, exported, and imported again into an empty one."""

from pathlib import Path
from typing import Any, Final

from msgspec.structs import asdict

from glossary_site.model import Term
from glossary_site.pipeline import BuildOptions, build
from tests.importing.bringing import glossary, take, terms
from tests.program import TODAY

FORMS: Final = {
    "glossary.csv": "csv", "glossary.xlsx": "xlsx",
    "glossary.tbx": "tbx", "glossary-dct.tbx": "tbx",
}  # fmt: skip
OF_THE_FILE: Final = frozenset(
    {"path", "body_line", "body_column", "places", "added", "contributors"}
)
"""What a record says of the file that it was read from, not of the term."""
NOT_IN_TBX: Final = frozenset({"broader", "data", "former_slugs", "draft", "autolink"})
"""Keys of a term file that TBX-Basic has no data category for; docs/how-to/exchange-terms.md has
the same list."""
BY_SLUG: Final = frozenset({"related", "replaced_by"})
"""Keys in which TBX says which term is meant, and not by which of its names."""


def record(term: Term, *, without: frozenset[str] = frozenset()) -> dict[str, Any]:
    """Give what a term's author wrote; blank lines around a body mean nothing."""
    fields = asdict(term)
    kept = {key: fields[key] for key in fields if key not in OF_THE_FILE | without}
    return kept | {"body": term.body.strip("\n")}


def site(folder: Path) -> Path:
    """Build the formats for machines."""
    report = build(BuildOptions(folder, folder / "_site", TODAY, jobs=1))
    assert report.is_ok, report.findings
    return folder / "_site"


def returned(root: Path, source: Path) -> dict[str, Term]:
    """Import an exported file into an empty glossary."""
    brought = take(glossary(root), FORMS[source.name], source)
    assert brought.findings == (), brought.findings
    return terms(root)

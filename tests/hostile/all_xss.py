"""The cases of tests/attacks/xss in one glossary, but for those that are refused."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tests.hostile.cases import EITHER, Case, read_cases
from tests.hostile.conftest import SITE_YAML
from tests.hostile.nursery import Nursery, Outcome

APART: Final = "204-fm-title-attr-sq.md"
"""Its title makes the same address as another's, so that it needs a glossary of its own."""
CASES: Final = [case for case in read_cases("xss") if case.name != APART]
_BODY: Final = "\nBEFORE-MARK\n\nbody\n\nAFTER-MARK\n"
_SOURCE: Final = 'sources: [{"title": "x", "url": "https://a.example/"}]\n'
_NOTES: Final = {
    # The first and the last of A to Z have one neighbour, every other page has two.
    "first": f"---\ntitle: _ 0\ndefinition: xss case\nslug: first\n---\n{_BODY}",
    "last": f"---\ntitle: \U0002f801\ndefinition: xss case\nslug: last\n---\n{_BODY}",
    "twin": f"---\ntitle: Case 000\ndefinition: xss case\nslug: twin\n---\n{_BODY}",
    "twin-with-source": (
        f"---\ntitle: Case 000 s\ndefinition: xss case\nslug: twin-with-source\n{_SOURCE}---\n{_BODY}"
    ),
}


@dataclass(frozen=True, slots=True)
class AllXss:
    """The built site, and what was refused."""

    site: Path
    """The output folder."""
    outcome: Outcome
    """The last build."""
    refused: dict[str, Outcome]
    """By file name, the build that refused it."""

    def page(self, slug: str) -> str:
        """Give a term's page."""
        return (self.site / f"terms/{slug}/index.html").read_text(encoding="utf-8")

    def twin(self, case: Case) -> str:
        """Give the page of a harmless term with the same parts as the case."""
        has_source = b"\nsources:" in case.content
        return self.page("twin-with-source" if has_source else "twin")

    @property
    def slugs(self) -> tuple[str, ...]:
        """The slugs of all cases that were not refused."""
        return tuple(_slug(case) for case in CASES if case.name not in self.refused)

    def page_of(self, case: Case) -> str:
        """Give a case's page."""
        return self.page(_slug(case))


def _slug(case: Case) -> str:
    return Path(case.name).stem


def _with_slug(case: Case) -> bytes:
    """Add a slug that tells the cases apart: it is no part of any attack."""
    assert case.content.startswith(b"---\n")
    return b"---\nslug: " + _slug(case).encode() + case.content[3:]


UNLINKED: Final = SITE_YAML + "autolink: {per: 'off'}\nrelated: {fill: false}\n"
"""A page without links to other cases can be compared with a harmless one."""


def build_all(folder: Path, nursery: Nursery, site_yaml: str = UNLINKED) -> AllXss:
    """Build the cases; what is refused and may be is left out, and the rest built again."""
    (folder / "terms").mkdir(parents=True)
    (folder / "site.yaml").write_text(site_yaml, encoding="utf-8")
    for name, text in _NOTES.items():
        (folder / f"terms/{name}.md").write_text(text, encoding="utf-8")
    for case in CASES:
        (folder / f"terms/{case.name}").write_bytes(_with_slug(case))
    first = nursery.run("build", "--jobs", "2", cwd=folder)
    named = {found.path for found in first.errors}
    refused = {c.name: first for c in CASES if c.must == EITHER and f"terms/{c.name}" in named}
    for name in refused:
        (folder / f"terms/{name}").unlink()
    last = nursery.run("build", "--jobs", "2", cwd=folder)
    return AllXss(folder / "_site", last, refused)

"""The corpora in tests/cases: what maps text to text, in cases that an author could add to."""

import functools
import unicodedata

import pytest

from glossary_site.names import slugify
from tests.cases import Case, read_cases
from tests.properties.small import Small, small


def term(title: str, *keys: str, body: str = "Body.") -> str:
    """Write a term."""
    return "\n".join(["---", f"title: {title}", "definition: d", *keys, "---", "", body, ""])


MARKDOWN_TERMS = {
    "gpu": term("GPU"),
    "churn": term("Churn rate", "aliases: [attrition]"),
    "other": term("Other"),
}
AUTOLINK_TERMS = {
    "gpu": term("GPU"),
    "cluster": term("GPU cluster"),
    "churn": term("Churn rate", "aliases: [attrition]"),
    "cafe": term("Café"),
    "ja": term("推論", "slug: inference-ja"),
    "it": term("IT", "autolink: exact-case"),
    "c": term("C++"),
    "capacity": term("Capacity"),
    "exact": term("Zoë K", "autolink: exact-case"),
    "decomposed": term(unicodedata.normalize("NFD", "Écu"), "autolink: exact-case"),
    "korean": term("한국", "slug: korean"),
    "bayes": term("Bayes' rule"),
    "logos": term("λόγος", "slug: logos"),
    "hidden": term("Hidden", "autolink: off"),
}
UNLINKED = "title: Small\nautolink: {per: 'off'}\n"


@functools.cache
def rendered(name: str) -> tuple[list[Case], Small]:
    """Render all cases of a corpus as terms of one glossary."""
    cases = read_cases(name)
    terms = MARKDOWN_TERMS if name == "markdown" else AUTOLINK_TERMS
    files = {f"terms/{stem}.md": text for stem, text in terms.items()}
    for i, case in enumerate(cases):
        files[f"terms/case-{i}.md"] = term(f"Zz{i}", body=case.given)
    return cases, small(files, UNLINKED if name == "markdown" else "title: Small\n")


@pytest.mark.parametrize("case", read_cases("markdown"), ids=str)
def test_markdown(case: Case) -> None:
    """The dialect is small, fixed and safe; this is all of it."""
    cases, done = rendered("markdown")

    assert done.html(f"zz{cases.index(case)}").strip() == case.expected


@pytest.mark.parametrize("case", read_cases("autolink"), ids=str)
def test_autolink(case: Case) -> None:
    """A missed link is a pity, and a wrong one is a mistake on the page."""
    cases, done = rendered("autolink")

    assert done.html(f"zz{cases.index(case)}").strip() == case.expected


@pytest.mark.parametrize("case", read_cases("slugs"), ids=str)
def test_slugs(case: Case) -> None:
    """A slug is an address that readers keep: a change here breaks their links."""
    assert slugify(case.given) == case.expected


@pytest.mark.parametrize("name", ["markdown", "autolink", "slugs"])
def test_no_two_cases_have_one_title(name: str) -> None:
    """A title is how a failing case is found again."""
    titles = [case.title for case in read_cases(name)]

    assert len(titles) > 10
    assert len(set(titles)) == len(titles)

"""Hostile bodies and fields: whatever is published is inert, on its page and on every other."""

from pathlib import Path

import html5lib
import pytest

from tests.hostile.all_xss import APART, CASES, AllXss, build_all
from tests.hostile.cases import EITHER, INERT, Case, assert_kept, assert_printable, read_cases
from tests.hostile.conftest import SITE_YAML, Try
from tests.hostile.nursery import Nursery
from tests.hostile.oracle import SCHEMES, check, scheme


@pytest.fixture(scope="module")
def everything(nursery: Nursery, tmp_path_factory: pytest.TempPathFactory) -> AllXss:
    """All cases, built into one site."""
    return build_all(tmp_path_factory.mktemp("xss") / "glossary", nursery)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_a_hostile_text_stays_in_its_article_as_text(case: Case, everything: AllXss) -> None:
    """Content is untrusted: one merged pull request must not run a script on the site."""
    assert everything.outcome.code == 0, everything.outcome.text
    if case.name in everything.refused:
        return

    page = everything.page_of(case)

    assert not case.has_marks or "BEFORE-MARK" in page
    assert check(page, everything.twin(case)) == []


def test_a_hostile_title_is_inert_where_prose_is_linked_to_it(
    nursery: Nursery, tmp_path: Path
) -> None:
    """Other authors' bodies show a hostile title as a link, and cards show its definition."""
    everything = build_all(tmp_path / "glossary", nursery, SITE_YAML)

    assert everything.outcome.code == 0, everything.outcome.text
    pages = {slug: everything.page(slug) for slug in everything.slugs}
    assert {slug: check(page, page) for slug, page in pages.items() if check(page, page)} == {}
    assert any("&lt;script&gt;alert(1)&lt;/script&gt;</a>" in page for page in pages.values())


def test_the_case_that_needs_a_glossary_of_its_own_is_inert(attempt: Try) -> None:
    """A collision of addresses would refuse it for a reason that is not its attack."""
    case = next(case for case in read_cases("xss") if case.name == APART)
    known = frozenset({"harmless"})
    tame = (
        "---\ntitle: onmouseover\ndefinition: xss case\n---\n\nBEFORE-MARK\n\nbody\n\nAFTER-MARK\n"
    )

    trial, twin = attempt({"terms/x.md": case.content}), attempt({"terms/x.md": tame})

    assert_kept(trial)
    assert trial.outcome.code == 0, trial.outcome.text
    assert check(trial.page(known), twin.page(known)) == []


def test_only_doubtful_texts_are_refused(everything: AllXss) -> None:
    """A refusal names its file; everything the manifest calls harmless is published."""
    refusable = {case.name for case in CASES if case.must == EITHER}

    assert {case.must for case in CASES} == {INERT, EITHER}
    assert set(everything.refused) <= refusable
    for name, outcome in everything.refused.items():
        codes = {found.code for found in outcome.errors if found.path == f"terms/{name}"}
        assert codes
        assert codes.isdisjoint({"name-collision", "permalink-collision"})


def test_lists_cards_and_redirects_hold_no_script_either(everything: AllXss) -> None:
    """Titles and definitions stand on many pages, where a term's page proves nothing."""
    own = {f"terms/{slug}/index.html" for slug in everything.slugs}
    pages = [
        path
        for path in everything.site.rglob("*.html")
        if path.relative_to(everything.site).as_posix() not in own
    ]

    assert len(pages) > 3
    for path in pages:
        root = html5lib.parse(path.read_text(encoding="utf-8"), namespaceHTMLElements=False)
        for element in root.iter():
            assert element.tag not in {"object", "embed", "base", "math", "style"}
            is_demo = path.relative_to(everything.site).as_posix() == "embed/index.html"
            assert element.tag != "iframe" or (
                is_demo and element.attrib["src"].startswith("/embed/")
            )
            assert not [key for key in element.attrib if str(key).lower().startswith("on")], path
            for key in ("href", "src", "action", "formaction", "data"):
                assert scheme(element.get(key) or "") in SCHEMES, path
            if element.tag == "script":
                assert (element.get("src") or "").startswith(("/assets/", "/embed/1.")) or (
                    element.get("type") == "application/ld+json"
                ), path


def test_nothing_unprintable_is_said_about_hostile_texts(everything: AllXss) -> None:
    """A finding quotes its author, and a terminal obeys escape sequences."""
    for outcome in (everything.outcome, *everything.refused.values()):
        assert "Traceback" not in outcome.text
        assert_printable(outcome)

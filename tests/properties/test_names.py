"""Slugs and names: one name is one term, however it is spelled."""

import unicodedata
from collections.abc import Callable

from hypothesis import assume, example, given
from hypothesis import strategies as st

from glossary_site.diagnostics import Span
from glossary_site.graph.naming import name_table, resolve
from glossary_site.model import Term
from glossary_site.names import SLUG, Slug, fold_name, fold_path, has_letter_or_digit, slugify
from tests.properties.thorough import often

TEXT = st.text(max_size=40) | st.text(alphabet="aAéE\u0301İıßſK\u00a0 -'&+#%.ﬁ①推論", max_size=20)
NAMES = TEXT.map(str.strip).filter(has_letter_or_digit)
SPELLINGS: dict[str, Callable[[str], str]] = {
    "as it is": str,
    "upper": str.upper,
    "lower": str.lower,
    "swapped": str.swapcase,
    "composed": lambda name: unicodedata.normalize("NFC", name),
    "decomposed": lambda name: unicodedata.normalize("NFD", name),
    "spaced": lambda name: f"  {name.replace(' ', '   ')}\u00a0",
}


@often
@given(name=TEXT)
@example(name="Ǆ")
@example(name="ﷺ")
def test_a_slug_has_its_grammar_and_is_its_own_slug(name: str) -> None:
    """Slugs become paths: what is outside the grammar could leave the output folder."""
    slug = slugify(name)

    assert slug == "" or SLUG.fullmatch(slug)
    assert slugify(slug) == slug


@often
@given(name=TEXT)
def test_the_slug_does_not_depend_on_case_or_unicode_form(name: str) -> None:
    """One editor's system writes NFC and another's NFD, and the address must not change."""
    assume("ı" not in name)  # its upper case is the I of another letter

    slugs = {slugify(spell(name)) for key, spell in SPELLINGS.items() if key != "swapped"}

    assert len(slugs) == 1


@often
@given(name=TEXT)
def test_folding_is_idempotent(name: str) -> None:
    """A key made of a key is the same key, or two look-ups could disagree."""
    assert fold_name(fold_name(name)) == fold_name(name)
    assert fold_path(fold_path(name)) == fold_path(name)


@often
@given(
    names=st.lists(NAMES, min_size=3, max_size=9, unique_by=fold_name),
    wanted=st.integers(0, 8),
    spelling=st.sampled_from(sorted(SPELLINGS)),
)
def test_a_term_is_found_by_each_of_its_names_in_any_spelling(
    names: list[str], wanted: int, spelling: str
) -> None:
    """Authors write names from memory."""
    assume(not any("ı" in name for name in names))
    terms = [
        Term(
            path=f"terms/{i}.md", slug=Slug(f"term-{i}"), title=title, definition="x", body="",
            body_line=1, abbreviation=next(iter(rest), None), aliases=tuple(rest[1:]),
        )
        for i, (title, *rest) in enumerate(names[at : at + 3] for at in range(0, len(names), 3))
    ]  # fmt: skip
    index = wanted % len(names)
    assume(not any(fold_name(name) in {t.slug for t in terms} for name in names))

    table, found = name_table(terms, ())
    slug, unresolved = resolve(table, SPELLINGS[spelling](names[index]), Span("x"))

    assert found == ()
    assert (slug, unresolved) == (f"term-{index // 3}", ())
    assert resolve(table, f"Term-{index // 3}".upper(), Span("x")) == (f"term-{index // 3}", ())


@often
@given(names=st.lists(NAMES, min_size=2, max_size=4, unique_by=fold_name))
def test_a_name_that_two_terms_claim_is_reported_and_resolves_to_neither(names: list[str]) -> None:
    """Else an alias in one pull request could take over the links to another term."""
    terms = [
        Term(
            path=f"terms/{i}.md", slug=Slug(f"term-{i}"), title=name, definition="x", body="",
            body_line=1, aliases=(names[0].upper(),) if i else (),
        )
        for i, name in enumerate(names)
    ]  # fmt: skip
    assume(fold_name(names[0].upper()) == fold_name(names[0]))

    table, found = name_table(terms, ())
    slug, unresolved = resolve(table, names[0], Span("x"))

    assert {one.code for one in found} == {"name-collision"}
    assert {one.span.path for one in found} == {f"terms/{i}.md" for i in range(1, len(names))}
    assert slug is None
    assert [one.code for one in unresolved] == ["ambiguous-term"]

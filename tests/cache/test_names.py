"""A change of names is followed by every body that it may concern, and by few others."""

import sys
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glossary_site.names import Slug, fold_name
from glossary_site.render.folding import fold
from glossary_site.render.surface_forms import plural
from glossary_site.render.vocabulary import Concern, Naming, reduce
from tests.cache.keeping import Change, assert_as_clean, build_kept, edit
from tests.conftest import MakeSite
from tests.properties.thorough import IS_SOAK, often
from tests.whole.sites import tree

PLAIN: Final = {
    "site.yaml": (
        "title: T\nchecks: {unknown-term: warning, draft-term: warning, broken-link: warning}\n"
    )
}
BAR: Final = "---\ntitle: Bar {}\ndefinition: A place.\n---\n{}\n"
FOO: Final = "---\ntitle: Foo\ndefinition: A thing.\n---\nPlain text.\n"
BROKEN: Final = "---\ntitle: Foo\nnope: [\n---\nx\n"
DRAFT: Final = FOO.replace("title: Foo", "title: Foo\ndraft: true")
OTHER: Final = FOO.replace("Foo", "Zebra")
STATES: Final[dict[str, Change]] = {
    "right": {"terms/foo.md": FOO},
    "broken": {"terms/foo.md": BROKEN},
    "draft": {"terms/foo.md": DRAFT},
    "gone": {"terms/foo.md": None},
    "another": {"terms/foo.md": OTHER},
    "quiet": {"terms/foo.md": FOO.replace("title: Foo", "title: Foo\nautolink: 'off'")},
    "moved": {"terms/foo.md": FOO.replace("title: Foo", "title: Foo\nslug: elsewhere")},
    "with an alias": {"terms/foo.md": FOO.replace("title: Foo", "title: Foo\naliases: [Zoo]")},
}
BODIES: Final = (
    "See [[Foo]].", "See [[foo|it]].", "Some foos.", "See [it](/terms/foo/).", "See [[&#70;oo]].",
    "## Foo\n\nText on zoos.", "Nothing here.",
)  # fmt: skip


def test_a_term_may_become_anything_from_anything(make_site: MakeSite) -> None:
    """From a file with a mistake to none at all, say: what was no mistake of a link becomes one."""
    bodies = {
        f"terms/b{i}.md": BAR.format(i, body) for i, body in enumerate((*BODIES, " ".join(BODIES)))
    }
    folder = make_site(PLAIN | bodies | {"terms/foo.md": FOO})
    states = list(STATES.values())
    for step in range(1, len(states)) if IS_SOAK else (1, 5):
        at = 0
        while True:  # round in steps of this size: each pair comes next to each other once
            at = (at + step) % len(states)
            if (folder / "terms/foo.md").exists() or states[at]["terms/foo.md"] is not None:
                edit(folder, states[at])
            assert_as_clean(folder)
            if at == 0:
                break


def test_a_reference_to_a_file_with_a_mistake_is_broken_when_the_file_goes(
    make_site: MakeSite,
) -> None:
    """Nothing was said of it as long as the file was there, and its names did not change."""
    folder = make_site(
        PLAIN | {"terms/bar.md": BAR.format("", "See [[Foo]].")} | {"terms/foo.md": BROKEN}
    )
    assert_as_clean(folder)
    edit(folder, STATES["gone"])

    assert_as_clean(folder)

    report, _ = build_kept(folder)
    assert [one.code for one in report.findings] == ["unknown-term"]


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("TEL", "℡"),
        ("FooTM", "Foo™"),
        ("Hbm", "ℍbm"),
        ("Agent", "𝐀gent"),
        ("pH value", "㏗ value"),
        ("Sun", "ſun"), ("Straße", "STRASSE"), ("Cafe\u0301", "Café"), ("office", "oﬃce"),
    ],
)  # fmt: skip
def test_a_name_written_in_other_signs_is_followed(
    make_site: MakeSite, name: str, written: str
) -> None:
    """A reference ignores case and Unicode form, so the sieve must let each of them through."""
    term = FOO.replace("Foo", name)
    body = BAR.format("", f"See [[{written}]].")
    folder = make_site(PLAIN | {"terms/bar.md": body, "terms/foo.md": term})
    assert_as_clean(folder)
    edit(folder, {"terms/foo.md": OTHER})
    assert_as_clean(folder)
    edit(folder, {"terms/foo.md": term})
    assert_as_clean(folder)


@pytest.mark.soak
def test_every_character_is_reduced_as_it_is_folded() -> None:
    """What two spellings have in common when they are compared, the sieve keeps in common."""
    for code in (*range(0xD800), *range(0xE000, sys.maxunicode + 1)):
        char = chr(code)
        assert reduce(char) == reduce(fold_name(char)) == reduce(fold(char)[0]), hex(code)


spelled = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)


@often
@given(spelled, spelled, spelled)
def test_a_body_with_a_name_in_any_spelling_is_concerned(
    before: str, name: str, after: str
) -> None:
    """Whichever of the two is folded, and whatever stands around it."""
    naming = Naming(Slug("x-y-z"), (name,), (), "any-case")
    for body in (name, fold_name(name), fold(name)[0], plural(name) or name, name.upper()):
        assert Concern([], [naming]).touches(before + body + after)
        assert Concern([naming], []).touches(before + body + after)


def test_a_body_without_the_name_is_not_concerned() -> None:
    """Else one new term would render ten thousand."""
    naming = Naming(Slug("x-y-z"), ("Graphics processor",), (), "any-case")

    assert not Concern([], [naming]).touches("A processor for graphics, and nothing else.")
    assert not Concern([naming], [naming]).touches("A graphics processor.")


def test_an_alias_renders_only_bodies_that_may_hold_it(make_site: MakeSite) -> None:
    """And the one whose file it stands in; the rest is as it was."""
    files = {f"terms/t{i}.md": f"---\ntitle: Term {i}\n---\nWords.\n" for i in range(6)}
    holding = "---\ntitle: Holder\n---\nThe kiwis are ripe.\n"
    folder = make_site(PLAIN | files | {"terms/holder.md": holding})
    assert_as_clean(folder)
    before = tree(folder / "_site")
    edit(folder, {"terms/t3.md": files["terms/t3.md"].replace("---\nW", "aliases: [Kiwi]\n---\nW")})

    report, _ = build_kept(folder)

    assert report.is_ok
    assert {path for path, _ in report.slowest} == {"terms/holder.md", "terms/t3.md"}
    assert b'href="/terms/term-3/"' in tree(folder / "_site")["terms/holder/index.html"]
    assert tree(folder / "_site")["terms/term-5/index.html"] == before["terms/term-5/index.html"]

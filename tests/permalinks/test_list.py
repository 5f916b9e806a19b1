"""`permalinks.txt` as text: what a line may say, and where a new one goes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glossary_site.content.permalinks import Permalink, fates, misplaced, parse, put_in
from glossary_site.diagnostics import Edit
from glossary_site.mending.patching import patched, patches


def after(text: str, added: list[str]) -> str:
    """Put addresses in as `check --fix` does."""
    edits = [one for one in put_in(text, added) if isinstance(one, Edit)]
    made = patches(text, edits)
    assert made is not None
    return patched(text, made)


def test_a_line_says_what_became_of_an_address() -> None:
    """Moved, gone, and gone in favour of another are three things, and readers are told which."""
    text = (
        "# A comment.\n\n/terms/gpu/\n/topics/a/ -> /topics/b/\n/terms/x/ gone: It was  a joke.\n"
        "/terms/y/ gone, see /terms/gpu/: Both said the same.\n"
    )

    lines, found = parse(text)

    assert found == ()
    assert lines == (
        Permalink("/terms/gpu/", 3),
        Permalink("/topics/a/", 4, "/topics/b/"),
        Permalink("/terms/x/", 5, None, "It was a joke."),
        Permalink("/terms/y/", 6, "/terms/gpu/", "Both said the same."),
    )


def test_what_became_of_addresses_is_found_without_reading_all() -> None:
    """Every build needs these few lines, and 20,000 others must not cost it anything."""
    text = "# One address a line.\n/a/\n/b/ -> /a/\n/c/ gone: why\n/d/"

    assert list(fates(text)) == [one for one in parse(text)[0] if not one.is_kept]


@pytest.mark.parametrize(
    ("line", "message", "hint"),
    [
        ("https://x.org/terms/q/", "names a host", "write it without the host: /terms/q/"),
        ("//evil.example/", "names a host", None),
        ("http://[", "names a host", None),
        ("terms/gpu/", "does not begin with a slash", "write ADDRESS"),
        ("/terms/gpu/index.html", "names the file of a page", "write /terms/gpu/"),
        ("/terms/gpu/?a=1", "has a query or a fragment", "write the address of the page alone"),
        ("/terms/../site.yaml", "is no address", "write other characters as %XX"),
        ("/terms/<script>/", "is no address", "write other characters as %XX"),
        (f"/{'a/' * 600} gone: why", "is longer than 1000 characters", None),
        ("/terms//gpu/", "is no address", "write other characters as %XX"),
        ("/a/ /b/", "cannot be read", "write ADDRESS"),
        ("/a/\t-> /b/", "cannot be read", "write ADDRESS"),
        ("/a/ ->", '"" does not begin with a slash', "write ADDRESS"),
        ("/a/ -> https://evil.example/", "names a host", "write it without the host: /"),
        ("/a/ -> /a/", "leads to itself", "remove what follows it"),
        ("/a/ gone:", "no reason is given", "say in a sentence or two"),
        (f"/a/ gone: {'x' * 401}", "401 characters, more than the 400", "say in a sentence"),
    ],
)
def test_a_line_that_says_nothing_is_reported_where_it_stands(
    line: str, message: str, hint: str | None
) -> None:
    """An address that cannot be read would not be guarded."""
    lines, (found,) = parse(f"/\n  {line}\n")

    assert [one.address for one in lines] == ["/"]
    assert (found.code, found.span.line, found.span.column) == ("bad-permalink", 2, 3)
    assert message in found.message
    assert (found.hint or "").startswith(hint or "")


def test_two_lines_may_not_say_different_things_of_one_address() -> None:
    """After a merge one of them is wrong, and no program knows which."""
    _, (found,) = parse("/a/\n/b/\n/b/ gone: why\n")

    assert (found.code, found.span.line) == ("bad-permalink", 3)
    assert found.message == 'line 2 says something else of the address "/b/"'


def test_an_address_goes_where_it_belongs() -> None:
    """Lines that stand far apart do not meet in a merge."""
    text = "# Ours.\n\n/\n/b/\n# About d.\n/d/ gone: why"

    assert after(text, ["/c/", "/a/", "/e/"]) == (
        "# Ours.\n\n/\n/a/\n/b/\n/c/\n# About d.\n/d/ gone: why\n/e/"
    )


def test_an_empty_list_begins_with_what_it_is() -> None:
    """Who opens it for the first time sees what to do."""
    text = after("", ["/b/", "/a/"])

    assert text.startswith("# Every address that this site has ever published")
    assert text.endswith("\n\n/a/\n/b/\n")


def test_lines_out_of_order_are_sorted_with_their_comments() -> None:
    """A merge may put both sides' lines below each other."""
    text = "# Ours.\n/c/\n# About b.\n/b/\n/c/\n# The end.\n"

    assert misplaced(text) == 4
    assert after(text, ["/a/"]) == "# Ours.\n/a/\n# About b.\n/b/\n/c/\n# The end.\n"


ADDRESSES = st.sampled_from([f"/{name}/" for name in "abcdefgh"])
LINES = st.one_of(
    ADDRESSES,
    st.just(""),
    st.sampled_from(["# one", "# two"]),
    ADDRESSES.map(lambda one: f"{one} gone: why"),
)


@given(st.lists(LINES), st.lists(ADDRESSES), st.booleans())
def test_whatever_is_put_in_nothing_is_lost(
    lines: list[str],
    added: list[str],
    has_end: bool,
) -> None:
    """A list that forgets an address would let it die."""
    text = "\n".join(lines) + ("\n" if has_end else "")
    known = {one.address for one in parse(text)[0]}
    new = sorted(set(added) - known)

    result = after(text, new)

    assert {one.address for one in parse(result)[0]} == known | set(new)
    assert sorted(line for line in result.split("\n") if line.startswith("# ")) >= sorted(
        line for line in lines if line.startswith("# ")
    )
    says = {line.split()[0]: line for line in lines if line.startswith("/")}
    if all(says[line.split()[0]] == line for line in lines if line.startswith("/")):
        assert misplaced(result) is None

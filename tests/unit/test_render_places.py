"""Findings in bodies: one for each mistake, at its line and column, and none for what is right."""

import pytest

from glossary_site.names import Slug
from tests.properties.small import Small, small

BETA = "---\ntitle: Beta\ndefinition: d\n---\n\nBody.\n"
FRONT = "---\ntitle: Zz\ndefinition: d\n---\n"
UNLINKED = "title: Small\nautolink: {per: 'off'}\n"
Found = list[tuple[str, int, int]]


def rendered(body: str) -> Small:
    """Render a body in a glossary that has the term *Beta*."""
    return small({"terms/x.md": FRONT + body, "terms/beta.md": BETA}, UNLINKED)


def places(body: str) -> Found:
    """List code, line within the body and column of each finding."""
    return [(code, line - 4, column) for code, line, column in rendered(body).places("terms/x.md")]


def messages(body: str) -> list[str]:
    """List what is said about a body."""
    return [one.message for one in rendered(body).findings]


@pytest.mark.parametrize(
    ("body", "message", "place"),
    [
        ("x [[Beta", 'the link "[[Beta" is never closed', (1, 3)),
        ("[[Beta]] x\n[[Beta]", 'the link "[[Beta]" is never closed', (2, 1)),
        ("[[]]", 'the link "[[]]" names no term', (1, 1)),
        ("a [[|x]]", 'the link "[[|x]]" names no term', (1, 3)),
        ("a [[Beta|]]", 'the link "[[Beta|]]" has no words', (1, 3)),
        ("[[Beta [x]]]", 'the link "[[Beta [x]]]" holds brackets', (1, 1)),
        ("[[Beta\n\nx]]", 'the link "[[Beta" is never closed', (1, 1)),
    ],
)
def test_what_begins_as_a_link_and_is_none_is_reported(
    body: str, message: str, place: tuple[int, int]
) -> None:
    """Literal brackets on a page are what nobody meant."""
    assert messages(body) == [message]
    assert places(body) == [("broken-link", *place)]


@pytest.mark.parametrize(
    "body",
    [
        "[[1, 2], [3]]", "[[a] b]", "if [[ -f x ]; then", "`[[Beta`", "    [[Beta", r"\[[Beta",
        "```\n[[Beta\n```", "[[x](https://a.example/)]", "[[[",
    ],
)  # fmt: skip
def test_brackets_that_never_began_a_link_are_left_alone(body: str) -> None:
    """Lists of lists and shell tests stand in prose, too."""
    assert places(body) == []


@pytest.mark.parametrize(
    ("body", "line", "column"),
    [
        ("one ` tick\n\n[[Nope]]\n\nand ` one", 3, 1),
        ("- one ` tick [[Nope]]\n- and ` one", 1, 14),
        ("`[[Nope]]`\n\n[[Nope]]", 3, 1),
        ("``a ` [[Nope]]`` [[Nope]]", 1, 18),
        (r"a \` [[Nope]] b `", 1, 6),
        (r"\[[Nope]] [[Nope]]", 1, 11),
        ("    [[Nope]]\n\n[[Nope]]", 3, 1),
        ("```\n[[Nope]]\n```\n\n[[Nope]]", 5, 1),
        ("- a\n\n    [[Nope]]", 3, 5),
        ("| a | b |\n|---|---|\n| [[Nope\\|x]] | b |", 3, 3),
        ("> a [[Nope\n> x]]", 1, 5),
        ("[[`x` Nope]]", 1, 1),
    ],
)
def test_a_link_to_no_term_is_found_where_it_is_a_link(body: str, line: int, column: int) -> None:
    """A place in code is where nothing can be mended."""
    assert places(body) == [("unknown-term", line, column)]


@pytest.mark.parametrize(
    "body",
    [
        r"[[No\_pe]]", "| [[Nope\\|x]] | b |\n|---|---|\n| c | d |", '<b t="[[Beta|x]]">',
        "[[`Nope`]]", "[[`Nope`", "[[Beta|x `y` [z]]]",
    ],
)  # fmt: skip
def test_no_message_shows_how_a_body_is_taken_apart(body: str) -> None:
    """An editor cannot look up a placeholder."""
    done = rendered(body)

    shown = done.html("zz") + "".join(one.message for one in done.findings)
    for mark in ("klzz", "wzxh", "\x02", "\\u00", "\x1a", "\x1b"):
        assert mark not in shown


def test_an_address_is_found_where_it_ends_as_the_mistake_does() -> None:
    """The link to a heading whose name begins alike is right."""
    assert places("## Part two\n\n[a](#part-two) [b](#part)") == [("broken-fragment", 3, 18)]


def test_a_footnote_without_definition_is_reported() -> None:
    """Readers would see brackets and look for a note that nobody wrote."""
    body = "a `[^nope]` b[^nope] \\[^nope]\n\n[^2]: x"

    assert messages(body) == ['the footnote "nope" is not defined']
    assert places(body) == [("broken-fragment", 1, 14)]


@pytest.mark.parametrize("note", ["[^2]: unused", "[^2]:\n    - a\n    - b", "[^2]: a *b*"])
def test_an_unused_footnote_has_no_way_back(note: str) -> None:
    """The way back would lead nowhere."""
    done = rendered(f"Text.\n\n{note}")

    assert done.findings == ()
    assert 'id="fn:2"' in done.html("zz")
    assert "fnref" not in done.html("zz")
    assert "<p></p>" not in done.html("zz")
    assert "&nbsp;" not in done.html("zz")


@pytest.mark.parametrize(
    ("body", "lead"),
    [
        ("A `<b> & &lt;` is.[^1]\n\n[^1]: x", "A <b> & &lt; is."),
        ("<a@b.example> & [[Beta|x `<y`]]", "a@b.example & x <y"),
        ("word " * 100, "word " * 79 + "word…"),
        ("x" * 500, "x" * 399 + "…"),
    ],
)
def test_a_first_paragraph_serves_as_plain_text(body: str, lead: str) -> None:
    """Cards and descriptions show it as a reader saw it, and have little room."""
    assert rendered(body).glossary.fragments[Slug("zz")].lead == lead


def test_a_heading_is_named_in_plain_text() -> None:
    """The table of contents escapes it once more."""
    done = rendered("## A `<h>` &amp; <m@x.example>[^1]\n\n[^1]: x")

    assert done.glossary.fragments[Slug("zz")].headings[0].text == "A <h> & m@x.example"


@pytest.mark.parametrize(
    ("heading", "id_", "links"),
    [
        ("推論 と", "t-推論-と", ["推論-と", "%E6%8E%A8%E8%AB%96-%E3%81%A8", "t-推論-と"]),
        ("हिन्दी", "t-हिन्दी", ["हिन्दी"]),
        ("ΛΌΓΟΣ", "t-λόγοσ", ["ΛΌΓΟΣ", "λόγος"]),
        ("A & B", "t-a-and-b", ["a-and-b", "A-&-B"]),
        ("!!!", "t-section", ["section"]),
    ],
)
def test_a_heading_in_any_script_can_be_linked(heading: str, id_: str, links: list[str]) -> None:
    """Ids that are all the same lead to the first."""
    done = rendered(f"## {heading}\n\n" + " ".join(f"[x](#{link})" for link in links))

    assert done.findings == ()
    assert done.glossary.fragments[Slug("zz")].headings[0].id == id_
    assert done.html("zz").count(f'href="#{id_}"') == len(links)


@pytest.mark.parametrize(
    ("address", "noted"),
    [
        ("/terms/beta/", []),
        ("/terms/beta/#nope", ["/terms/beta/#nope"]),
        ("/terms/beta?x=1#nope", ["/terms/beta/#nope"]),
        ("/terms/beta/#t-%E6%8E%A8", ["/terms/beta/#t-推"]),
        ("/terms/gone/#nope", ["/terms/gone/#nope"]),
        ("/about/?x=1", ["/about/"]),
        ("/about/#nope", ["/about/#nope"]),
        ("/about/#", ["/about/"]),
    ],
)
def test_addresses_on_other_pages_are_noted_with_their_fragment(
    address: str, noted: list[str]
) -> None:
    """A heading that was renamed on one page breaks links on others."""
    done = rendered(f"[x]({address})")

    assert [path for path, _ in done.glossary.fragments[Slug("zz")].paths] == noted
    assert f'href="{address.replace("beta?", "beta/?")}"' in done.html("zz")

"""Term files: what is read from them, and what is refused, each at its place."""

import time

import pytest

from glossary_site.content.issues import read_issue
from glossary_site.content.site import read_site
from glossary_site.content.terms import BODY_LIMIT, NESTING_LIMIT, RUN_LIMIT, read_terms
from glossary_site.diagnostics import Findings
from glossary_site.model import Term


def read(text: str, path: str = "terms/a.md") -> tuple[Term, Findings]:
    file = read_terms(path, text)
    terms, found = file.terms, file.findings
    assert len(terms) == 1, found
    return terms[0], found


def refused(text: str, path: str = "terms/a.md") -> list[tuple[str, int, int]]:
    """Say what is wrong, and where."""
    found = read_terms(path, text).findings
    return [(one.code, one.span.line, one.span.column) for one in found]


def markdown(front: str, body: str = "B.") -> str:
    return f"---\ntitle: A\n{front}---\n{body}\n"


def test_every_key_of_a_term_is_read() -> None:
    """The contract's own example."""
    term, found = read(
        "---\ntitle: Inference Cost\ndefinition: >-\n  What it\n  costs.\nabbreviation: IC\n"
        "aliases: [Cost of inference]\ntopics: [economics]\nrelated: [AI Compute, GPU]\n"
        "broader: [Cost]\ndata: [inference-price]\nsources:\n  - {title: AI Index, publisher: S, "
        'url: "https://example.org/", published: 2025-04}\nslug: inference\n'
        "former_slugs: [cost-of-running]\nupdated: 2026-03-01\ndraft: yes\nreplaced_by: Other\n"
        "autolink: exact-case\nlang: de-AT\n---\n\nBody.\n"
    )

    assert found == ()
    assert (term.title, term.slug, term.definition) == (
        "Inference Cost",
        "inference",
        "What it costs.",
    )
    assert term.names == ("Inference Cost", "IC", "Cost of inference")
    assert (term.topics, term.related) == (("economics",), ("AI Compute", "GPU"))
    assert (term.broader, term.data, term.former_slugs) == (
        ("Cost",), ("inference-price",), ("cost-of-running",),
    )  # fmt: skip
    assert (term.sources[0].title, term.sources[0].published) == ("AI Index", "2025-04")
    assert (str(term.updated), term.draft, term.replaced_by) == ("2026-03-01", True, "Other")
    assert (term.autolink, term.lang, term.body) == ("exact-case", "de-AT", "\nBody.\n")
    assert (term.body_line, term.span("related.1").line) == (22, 9)


def test_only_the_title_is_required() -> None:
    """The smallest term is two lines and two fences."""
    term, found = read("---\ntitle: A\n---\n")

    assert (term.slug, term.body, found) == ("a", "", ())


@pytest.mark.parametrize("title", ["no", "1.10", "12:30", "010", "2026-01-01", "1e3", "0x1F"])
def test_a_title_is_what_the_author_typed(title: str) -> None:
    """YAML would make False, 1.1, 750, 8, a date and two numbers of these."""
    term, found = read(f"---\ntitle: {title}\n---\n")

    assert (term.title, found) == (title, ())


def test_a_yaml_file_may_hold_a_list_of_terms() -> None:
    """A glossary of short entries need not be a folder of tiny files."""
    text = "- title: One\n  body: First.\n- title: Two\n  related: [One]\n"
    file = read_terms("terms/many.yaml", text)
    terms, found = file.terms, file.findings

    assert found == ()
    assert [(term.title, term.body) for term in terms] == [("One", "First."), ("Two", "")]
    assert (terms[1].span("related.0").line, terms[1].span("related.0").column) == (4, 13)


def test_one_bad_term_of_a_list_does_not_hide_the_others() -> None:
    """Nor its own second mistake."""
    text = "- title: One\n- colour: red\n  draft: perhaps\n- title: Three\n"
    file = read_terms("terms/many.yaml", text)
    terms, found = file.terms, file.findings

    assert [term.title for term in terms] == ["One", "Three"]
    assert [(one.code, one.span.line) for one in found] == [
        ("missing-field", 2), ("bad-value", 3), ("unknown-key", 2),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("title: A\nbody: |\n  one\n  two\n", (3, 3)),
        ("title: A\nbody: |\n\n    one\n", (3, 5)),
        ("title: A\nbody: >-\n\n    one\n", (2, 7)),
        ("title: A\nbody: 'one\n\n  two'\n", (2, 7)),
        ("title: A\nbody: one\n  two\n", (2, 7)),
        ("title: A\nbody: one\n", (2, 7)),
        ("- title: A\n  body: |\n    one\n", (3, 5)),
        ("body: |2\n   one\ntitle: A\n", (2, 3)),
        ("- title: A\n  body: |1\n     one\n", (3, 4)),
    ],
)
def test_a_yaml_body_knows_where_it_stands(text: str, place: tuple[int, int]) -> None:
    """Findings in it are shown in the file and not in the value."""
    term, found = read(text, "terms/a.yaml")

    assert found == ()
    assert (term.body_line, term.body_column) == place


def test_an_alias_that_repeats_a_name_is_dropped_with_a_warning() -> None:
    """In any spelling; the places of the others stay right."""
    front = "abbreviation: LM\naliases: [a, One, ONE, lm, Two]\n"
    term, found = read(markdown(front))

    assert term.aliases == ("One", "Two")
    assert [(one.code, one.severity, one.span.column) for one in found] == [
        ("redundant-alias", "warning", 11), ("redundant-alias", "warning", 19),
        ("redundant-alias", "warning", 24),
    ]  # fmt: skip
    assert [term.span(f"aliases.{i}").column for i in range(2)] == [14, 28]


def test_an_abbreviation_that_repeats_the_title_is_fine() -> None:
    """The contract says so: GPU is called GPU for short."""
    assert read(markdown("abbreviation: A\n"))[1] == ()


@pytest.mark.parametrize(
    ("front", "found"),
    [
        ("definitoin: x\n", ("unknown-key", 3, 1)),
        ("title: B\n", ("repeated-key", 3, 1)),
        (f"definition: {'x' * 401}\n", ("bad-value", 3, 13)),
        (f"aliases: [{'x' * 151}]\n", ("bad-value", 3, 11)),
        ("aliases: [x, '  ']\n", ("bad-value", 3, 14)),
        ("aliases: ['!?']\n", ("bad-value", 3, 11)),
        ("abbreviation: '…'\n", ("bad-value", 3, 15)),
        ("topics: [Not An Id]\n", ("bad-value", 3, 10)),
        ("topics: economics\n", ("wrong-type", 3, 9)),
        ("related: {a: b}\n", ("wrong-type", 3, 10)),
        ("related: [[a]]\n", ("wrong-type", 3, 11)),
        ("updated: 2026-13-01\n", ("bad-value", 3, 10)),
        ("updated: 2026-03\n", ("bad-value", 3, 10)),
        ("draft: maybe\n", ("bad-value", 3, 8)),
        ("autolink: sometimes\n", ("bad-value", 3, 11)),
        ("lang: english_\n", ("bad-value", 3, 7)),
        ("slug: Not A Slug\n", ("bad-slug", 3, 7)),
        ("slug: a--b\n", ("bad-slug", 3, 7)),
        (f"slug: {'a' * 101}\n", ("bad-slug", 3, 7)),
        ("slug: nul\n", ("reserved-slug", 3, 7)),
        ("slug: index\n", ("reserved-slug", 3, 7)),
        ("former_slugs: [a]\n", ("self-reference", 3, 16)),
        ("former_slugs: [ok, 'Not OK']\n", ("bad-slug", 3, 20)),
        ("sources: [{url: 'https://x.org'}]\n", ("missing-field", 3, 11)),
        ("sources: [{title: T, url: 'ftp://x.org'}]\n", ("bad-value", 3, 27)),
        ("sources: [{title: T, url: 'javascript:alert(1)'}]\n", ("bad-value", 3, 27)),
        ("sources: [{title: T, published: 2025-4}]\n", ("bad-value", 3, 33)),
        ("sources: [{title: T, licence: !!str CC}]\n", ("bad-yaml", 3, 31)),
        ("aliases: [&x B]\n", ("bad-yaml", 3, 11)),
    ],
)  # fmt: skip
def test_a_mistake_in_the_front_matter_is_found_at_its_place(
    front: str, found: tuple[str, int, int]
) -> None:
    """Line and column, so that an editor jumps to it."""
    assert refused(markdown(front)) == [found]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", ("no-front-matter", 1, 1)),
        ("Just text.\n", ("no-front-matter", 1, 1)),
        ("---\ntitle: A\n", ("unclosed-front-matter", 1, 1)),
        ("-----\ntitle: A\n-----\n", ("no-front-matter", 1, 1)),
        ("---\n---\n", ("wrong-type", 1, 1)),
        ("---\n- title: A\n---\n", ("wrong-type", 2, 1)),
        ("---\ndefinition: D\n---\n", ("missing-field", 2, 1)),
        ("---\ntitle:\n---\n", ("wrong-type", 2, 7)),
        ("---\ntitle: '!!!'\n---\n", ("bad-value", 2, 8)),
        ("---\ntitle: [\n---\n", ("bad-yaml", 3, 1)),
    ],
)
def test_a_file_without_a_usable_front_matter_is_refused(
    text: str, found: tuple[str, int, int]
) -> None:
    """With what to write instead."""
    (code, line, _), *rest = refused(text)

    assert ((code, line), rest) == (found[:2], [])


def test_the_files_name_makes_the_slug_where_the_title_cannot() -> None:
    """A title in another script is welcome."""
    term, found = read("---\ntitle: 推論\n---\n", "terms/inference.md")

    assert (term.slug, found) == ("inference", ())
    assert refused("---\ntitle: 推論\n---\n", "terms/推論.md") == [("bad-slug", 2, 8)]


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("x" * (BODY_LIMIT + 1), ("body-too-large", 4, 1)),
        ("ok\n" + "*" * (RUN_LIMIT + 1), ("too-complex", 5, 1)),
        ("ok\n\n" + "> " * (NESTING_LIMIT + 1) + "x", ("too-complex", 6, 1)),
        ("- " * (NESTING_LIMIT + 1) + "x", ("too-complex", 4, 1)),
        ("    " * NESTING_LIMIT + "- x", ("too-complex", 4, 1)),
        ("[" * RUN_LIMIT + "a [", ("too-complex", 4, 1)),
    ],
)
def test_a_body_that_no_parser_reads_quickly_is_refused(
    body: str, found: tuple[str, int, int]
) -> None:
    """Nobody writes such a thing, but somebody may send it."""
    assert refused(markdown("", body)) == [found]


def test_a_body_within_the_limits_passes() -> None:
    """The limit itself is allowed."""
    body = "> " * NESTING_LIMIT + "x\n\n" + "*" * RUN_LIMIT + "\n"
    body += "y" * (BODY_LIMIT - len(body) - 1)

    assert refused(markdown("", body)) == []


def test_a_refused_term_keeps_its_names() -> None:
    """Else one mistake in one file would be reported in every file that refers to it."""
    front = "title: ''\nslug: GPU\naliases: [Graphics chip]\nformer_slugs: [chip]"
    file = read_terms("terms/card.md", f"---\n{front}\n---\n")

    assert file.terms == ()
    assert {"GPU", "Graphics chip", "chip", "card"} <= set(file.refused)


@pytest.mark.parametrize(
    "text",
    [
        "---\ntitle: 'GPU'\naliases: [Graphics chip, \"Card\"]\nformer_slugs:\n  - chip\nx: [\n---\n",
        "---\ntitle: GPU\naliases:\n  - Graphics chip\n- Card\nslug: chip\n",
    ],
)
def test_a_file_that_cannot_be_read_keeps_its_names(text: str) -> None:
    """An open bracket in one file is no reason to doubt every reference to it."""
    file = read_terms("terms/a.md", text)

    assert (file.terms, len(file.findings)) == ((), 1)
    assert {"GPU", "Graphics chip", "Card", "chip", "a"} <= set(file.refused)


@pytest.mark.parametrize(
    ("front", "slug"),
    [
        ("foo: 1\n", "a"),
        ("definition: []\n", "a"),
        ("slug: Not A Slug\n", "not-a-slug"),
        ("slug: nul\n", "a"),
        ("former_slugs: [Not OK]\n", "a"),
        ("aliases: ['!?']\n", "a"),
    ],
)
def test_a_term_with_a_mistake_is_still_there(front: str, slug: str) -> None:
    """Its other mistakes are found in the same run, and references to it are none."""
    term, found = read(markdown(front + "related: [B]\n"))

    assert len(found) == 1
    assert (term.title, term.slug, term.related) == ("A", slug, ("B",))


@pytest.mark.parametrize("front", ["definition: []\n", "definitoin: D\n"])
def test_a_refused_definition_is_not_called_missing_too(front: str) -> None:
    """One mistake, one finding: the body need not serve in its place."""
    assert read(markdown(front, ""))[0].definition is not None


@pytest.mark.parametrize(
    ("front", "place", "hint"),
    [
        ("definition: {{ x }}\n", (3, 14), "put quotes around the value"),
        ("definition: {{{ x }}}\n", (3, 14), "put quotes around the value"),
        ("aliases: [{{ x }}]\n", (3, 12), "put quotes around the value"),
        ("definition: {{ x }} and {{ y }}\n", (3, 14), "put quotes around the value"),
        ("sources:\n  ? [a, b]\n  : 1\n", (4, 5), None),
        ("? [a, b]\n: 1\n", (3, 3), None),
    ],
)
def test_a_template_that_was_left_in_is_one_finding(
    front: str, place: tuple[int, int], hint: str | None
) -> None:
    """YAML takes it for a mapping whose key is a mapping, which says nothing to an author."""
    (found,) = read_terms("terms/a.md", markdown(front)).findings

    assert (found.code, (found.span.line, found.span.column)) == ("bad-yaml", place)
    assert found.hint == hint


@pytest.mark.parametrize("text", ["{{ x }}\n", "- title: A\n- {{ x }}\n"])
def test_a_file_of_nothing_but_a_template_is_one_finding(text: str) -> None:
    """That it has no title is no second mistake."""
    assert [code for code, _, _ in refused(text, "terms/a.yaml")] == ["bad-yaml"]
    assert [one.code for one in read_site("site.yaml", "{{ x }}\n")[1]] == ["bad-yaml"]


@pytest.mark.parametrize(
    ("former", "hint"),
    [("Not OK", "write not-ok under former_slugs"), ("nul", "remove it from former_slugs")],
)
def test_a_bad_former_slug_is_mended_where_it_stands(former: str, hint: str) -> None:
    """The hint once spoke of the term's present slug."""
    _, (found,) = read(markdown(f"former_slugs: [{former}]\n"))

    assert found.hint == hint


def test_a_newsletters_slug_is_blamed_on_the_files_name() -> None:
    """The title has no part in it."""
    issue, (found,) = read_issue("newsletter/feed.md", "---\ntitle: A\ndate: 2026-01-01\n---\n")

    assert (issue, found.code, found.span.line) == (None, "bad-slug", 1)
    assert found.message.startswith('the file name "feed"')


def test_a_misspelt_title_is_one_finding() -> None:
    """It is there; and what it names may be referred to."""
    file = read_terms("terms/a.md", "---\ntitel: GPU\n---\n")

    assert [(one.code, one.hint) for one in file.findings] == [
        ("unknown-key", 'did you mean "title"?')
    ]
    assert "GPU" in file.refused


def test_a_long_list_is_read_quickly() -> None:
    """Looking for the places of each term among all of them took minutes."""
    text = "".join(f"- title: T{i}\n  body: |\n    B\n" for i in range(6000))
    start = time.process_time()
    file = read_terms("terms/a.yaml", text)

    assert (len(file.terms), file.findings) == (6000, ())
    assert file.terms[-1].body_line == 18000
    assert time.process_time() - start < 10

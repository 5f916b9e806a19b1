"""`site.yaml`: what is read from it, and what is refused, each at its place."""

import pytest

from glossary_site.content.site import read_site
from glossary_site.fields.site import DEFAULT, FAMILIES
from tests.unit.making import config


def refused(text: str) -> list[tuple[str, int, int]]:
    _, found = read_site("site.yaml", "title: Test\n" + text)
    return [(one.code, one.span.line, one.span.column) for one in found]


def test_only_the_title_is_required_and_the_rest_has_the_documented_defaults() -> None:
    """A glossary begins with one line."""
    fields = config()

    assert (fields.base_url, fields.language, fields.branch) == ("/", "en", "main")
    assert (fields.related.limit, fields.related.fill) == (6, True)
    assert (fields.autolink.per, fields.autolink.plurals, fields.autolink.exclude) == (
        "section", True, (),
    )  # fmt: skip
    assert fields.outputs == DEFAULT
    assert (fields.topics, fields.newsletter, dict(fields.checks)) == ((), None, {})


def test_default_stands_for_every_family_that_need_not_be_asked_for() -> None:
    """Who wants one family more must not have to list all others, also those still to come."""
    assert set(config("title: T\noutputs: [default, cards, docs, history]\n").outputs) == set(
        FAMILIES
    )
    assert set(FAMILIES) - set(DEFAULT) == {"cards", "docs", "history"}
    assert config("title: T\noutputs: [pages]\n").outputs == ("pages",)
    assert refused("outputs: [defalt]\n") == [("bad-value", 2, 11)]


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("/", "/"),
        ("/repo", "/repo/"),
        ("/repo/", "/repo/"),
        ("https://example.org", "https://example.org/"),
        ("https://example.org:8443/a/b", "https://example.org:8443/a/b/"),
        ("http://localhost/", "http://localhost/"),
    ],
)
def test_a_base_address_gets_its_final_slash(written: str, read: str) -> None:
    """People write it with and without."""
    assert config(f"title: T\nbase_url: {written}\n").base_url == read


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("base_url: repo\n", ("bad-value", 2, 11)),
        ("base_url: //example.org/\n", ("bad-value", 2, 11)),
        ("base_url: https://x.org/?q\n", ("bad-value", 2, 11)),
        ("base_url: https://x.org/#f\n", ("bad-value", 2, 11)),
        ("base_url: https://u:p@x.org/\n", ("bad-value", 2, 11)),
        ("base_url: /a/../b/\n", ("bad-value", 2, 11)),
        ("base_url: '/a b/'\n", ("bad-value", 2, 11)),
        ("base_url: ftp://x.org/\n", ("bad-value", 2, 11)),
        ("langauge: en\n", ("unknown-key", 2, 1)),
        ("language: english language\n", ("bad-value", 2, 11)),
        ("repository: http://x.org/r\n", ("bad-value", 2, 13)),
        ("topics: [{id: a, title: A}, {id: a, title: B}]\n", ("bad-value", 2, 34)),
        ("topics: [{id: A, title: A}]\n", ("bad-value", 2, 15)),
        ("topics: [{id: a}]\n", ("missing-field", 2, 10)),
        ("related: {limit: many}\n", ("wrong-type", 2, 18)),
        ("related: {limit: -1}\n", ("bad-value", 2, 18)),
        ("autolink: {per: word}\n", ("bad-value", 2, 17)),
        ("outputs: [pages, pdf]\n", ("bad-value", 2, 18)),
        ("checks: {no-such-code: off}\n", ("bad-value", 2, 10)),
        ("checks: {bad-yaml: warning}\n", ("bad-value", 2, 20)),
        ("checks: {unknown-file: loud}\n", ("bad-value", 2, 24)),
        ("newsletter: {name: N}\n", ("no-provider", 2, 1)),
        ("newsletter: {name: N, provider: mailchump}\n", ("bad-value", 2, 33)),
        ("newsletter: {name: N, provider: buttondown}\n", ("bad-value", 2, 13)),
        ("newsletter: {name: N, provider: custom, custom: {action: 'http://x.org'}}\n",
         ("bad-value", 2, 58)),
        ("newsletter: {name: N, provider: buttondown, buttondown: {username: a/b}}\n",
         ("bad-value", 2, 68)),
    ],
)  # fmt: skip
def test_a_mistake_in_the_configuration_is_found_at_its_place(
    text: str, place: tuple[str, int, int]
) -> None:
    """The one file that every page depends on."""
    assert refused(text) == [place]


def test_a_misspelt_code_of_checks_is_recognised() -> None:
    """Else a check thought to be off goes on, or the other way round."""
    _, (found,) = read_site("site.yaml", "title: T\nchecks: {unknown-flie: off}\n")

    assert found.message.endswith("names no diagnostic code")
    assert found.hint is not None
    assert "unknown-file" in found.hint


def test_choosing_no_provider_is_a_choice() -> None:
    """`none` silences the warning; leaving the key out does not."""
    assert refused("newsletter: {name: N, provider: none}\n") == []


def test_every_wrong_check_stands_at_its_own_line() -> None:
    """Mended one by one, they would take one run each; and the right ones stay in force."""
    text = "checks:\n  no-such-code: off\n  bad-yaml: off\n  raw-html: loud\n  stale-data: off\n"
    fields, found = read_site("site.yaml", "title: T\n" + text)

    assert [(one.span.line, one.span.column, one.message) for one in found] == [
        (3, 3, '"no-such-code" names no diagnostic code'),
        (4, 13, 'bad-yaml of checks "off" softens what is always an error'),
        (5, 13, "raw-html of checks \"loud\" is not one of 'error', 'warning', 'note' or 'off'"),
    ]
    assert fields.checks == {"stale-data": "off"}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("titel: T\nlanguage: de\n", "unknown-key"),
        ("title: T\nlanguage: de\nbase_url: nowhere\n", "bad-value"),
        ("language: de\n", "missing-field"),
        ("title: ''\nlanguage: de\n", "bad-value"),
        ("title: T\nlanguage: de\nnewsletter: {name: N, provider: custom, custom: {}}\n",
         "missing-field"),
    ],
)  # fmt: skip
def test_a_mistake_in_the_configuration_leaves_the_rest_in_force(text: str, code: str) -> None:
    """Else it would hide the mistakes of all other files."""
    fields, found = read_site("site.yaml", text)

    assert ([one.code for one in found], fields.language) == ([code], "de")
    assert fields.title in {"T", "Glossary"}


def test_an_extension_that_cannot_be_loaded_is_left_out() -> None:
    """Every worker would stumble over it, and hide the mistakes of all bodies."""
    text = "title: T\nmarkdown: {extensions: [no.such.one, tables]}\n"
    fields, (found,) = read_site("site.yaml", text)

    assert (found.code, found.span.column) == ("bad-value", 25)
    assert fields.markdown.extensions == ("tables",)


def test_an_empty_configuration_is_refused_in_words() -> None:
    """An empty file is what an editor begins with."""
    fields, (found,) = read_site("site.yaml", "")

    assert fields.title == "Glossary"
    assert found.code == "wrong-type"
    assert found.hint == "write title: … first"

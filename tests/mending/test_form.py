"""Matters of pure form: found where anybody would hear of them, and nowhere else."""

import pytest

from glossary_site.diagnostics import Edit, Severity
from glossary_site.form.files import form_findings, is_wanted
from glossary_site.form.key_order import key_order
from glossary_site.form.spaces import trailing_spaces
from glossary_site.mending.patching import patched, patches
from tests.conftest import BuildSite, Cli, MakeSite
from tests.program import ROOT


def mended(path: str, text: str) -> str:
    """Mend the form of a text by hand, as often as there is something to mend."""
    while found := [*trailing_spaces(path, text), *key_order(path, text)]:
        edits = [edit for edit in found[0].fix if isinstance(edit, Edit)]
        made = patches(text, edits)
        if not made:
            return text
        text = patched(text, made)
    return text


LIST = """\
# All of them.
- topics: [a]
  # Its name.
  title: A
  body: |
    # A heading
    Two spaces \x20
    one \n
# The second.
- title: B

- definition: x

  title: C
  aliases:
  - z"""


def test_items_of_a_list_are_put_in_order_each_by_itself() -> None:
    """Comments above an item are about all of it; those above a key go with the key."""
    assert (
        mended("terms/all.yaml", LIST)
        == """\
# All of them.
  # Its name.
- title: A
  topics: [a]
  body: |
    # A heading
    Two spaces \x20
    one \n
# The second.
- title: B

- title: C
  definition: x

  aliases:
  - z"""
    )


@pytest.mark.parametrize(
    "text",
    [
        "---\ntitle: A\n---\nBroken  \nhere.\n",
        "---\ntitle: A\n---\n```\ncode \n```\n",
        "---\ntitle: A\n---\nText.\n\n    code \n",
        "---\ntitle: A\n---\n- \n  item\n",
        "---\ntitle: A\ndefinition: |\n  kept \n---\n",
        "---\ntitle: A\ndefinition: |\n  kept \n",
        "---\ntitle: [\ntopics: x \n---\n",
    ],
)
def test_spaces_that_mean_something_are_no_finding(text: str) -> None:
    """To remove them would change what readers see."""
    assert list(trailing_spaces("terms/a.md", text)) == []


def test_a_file_is_reported_once() -> None:
    """A file saved by another editor must not bury all other findings."""
    (found,) = trailing_spaces("terms/a.md", "---\ntitle: A \n---\n\t\nOne \nTwo\t\n")

    assert (found.span.line, found.span.column, found.span.end_column) == (2, 9, 10)
    assert found.message == "the line ends in spaces or tabs, and so do 3 more lines"
    assert len(found.fix) == 4


def test_the_first_key_out_of_order_is_named() -> None:
    """Who does not want it mended at once sees what is meant."""
    text = "---\ntopics: [a]\naliases: [b]\ntitle: A\n---\n"

    (found,) = key_order("terms/a.md", text)

    assert (found.span.line, found.span.column, found.span.end_column) == (3, 1, 8)
    assert found.message == 'the key "aliases" stands behind "topics"'
    assert found.hint == "write them in the order title, aliases, topics"


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("terms/a.yaml", "{topics: [a], title: A}\n"),
        ("terms/a.md", "---\ntopics: [a]\ntitle: A\nunknown: x\n---\n"),
        ("terms/a.md", "---\ntopics: [a]\ntitle: A\ntitle: B\n---\n"),
        ("site.yaml", "description: x\ntitle: A\n"),
    ],
)
def test_what_cannot_be_put_in_order_is_left(path: str, text: str) -> None:
    """Mistakes come first, and settings have the order that suits them."""
    assert mended(path, text) == text


def test_a_modeline_stays_at_the_top() -> None:
    """Editors look for it there."""
    text = "# yaml-language-server: $schema=x.json\n# Why.\ntopics: [a]\ntitle: A\n"

    assert mended("terms/a.yaml", text) == (
        "# yaml-language-server: $schema=x.json\ntitle: A\n# Why.\ntopics: [a]\n"
    )


@pytest.mark.parametrize(
    ("checks", "notes", "wanted"),
    [
        ({}, True, True),
        ({}, False, False),
        ({"key-order": "warning"}, False, True),
        ({"key-order": "off"}, True, True),
        ({"key-order": "off", "trailing-space": "off"}, True, False),
        ({"key-order": "off", "trailing-space": "error"}, False, True),
    ],
)
def test_files_are_looked_at_only_if_somebody_hears_of_it(
    checks: dict[str, str], *, notes: bool, wanted: bool
) -> None:
    """A build of ten thousand files must not pay for advice that nobody sees."""
    assert is_wanted(checks, notes=notes) is wanted


def test_a_glossary_can_make_form_an_error(
    cli: Cli, make_site: MakeSite, build_site: BuildSite
) -> None:
    """Where everybody keeps to it, whoever does not should hear of it in time."""
    term = "---\ndefinition: A chip.\ntitle: GPU\n---\n"
    folder = make_site({"site.yaml": "title: Test\n", "terms/gpu.md": term})
    assert build_site(folder).is_ok
    assert "note[key-order]" in cli("check", "--source", folder).stdout

    (folder / "site.yaml").write_text("title: Test\nchecks: {key-order: error}\n")

    report = build_site(folder)
    assert [(one.code, one.severity) for one in report.findings] == [("key-order", Severity.ERROR)]


def test_the_own_glossary_has_no_such_matter() -> None:
    """What is asked of others is done here."""
    assert form_findings(ROOT) == ()

"""What every import promises, whatever the format."""

import string
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from glossary_site.content.terms import read_terms
from glossary_site.diagnostics import Span, has_errors
from glossary_site.importing.composing import compose
from glossary_site.importing.records import Imported, ImportedSource, Link, Reference
from glossary_site.importing.resolving import Names, place, resolve
from glossary_site.model import Term
from glossary_site.names import fold_name
from tests.importing.bringing import glossary, lay, said, take, terms, tree
from tests.program import run

PAIR = {
    "gpu.md": "---\ntitle: GPU\nsynonyms: [Graphics card]\nseeAlso: [chip]\n---\nA [chip](chip.md).\n",
    "chip.md": "---\ntitle: Chip\n---\nA piece of silicon, see [GPU](/words/gpu/#use).\n",
}


def test_terms_of_another_system_become_term_files(tmp_path: Path) -> None:
    """Keys are known by their usual words, and links become links by name."""
    root = glossary(tmp_path / "to")

    brought = take(root, "yaml", lay(tmp_path / "from", PAIR))

    assert brought.findings == ()
    assert brought.written == ("terms/chip.md", "terms/gpu.md")
    gpu = terms(root)["gpu"]
    assert (gpu.aliases, gpu.related) == (("Graphics card",), ("Chip",))
    assert gpu.body.strip() == "A [[Chip|chip]]."


def test_a_second_import_changes_nothing(tmp_path: Path) -> None:
    """An import that is repeated each night must leave no trace where nothing is new."""
    root, source = glossary(tmp_path / "to"), lay(tmp_path / "from", PAIR)
    take(root, "yaml", source)
    before = tree(root)

    again = take(root, "yaml", source)

    assert tree(root) == before
    assert (again.written, len(again.unchanged), again.findings) == ((), 2, ())


def test_a_file_that_is_there_with_something_else_is_left_alone(tmp_path: Path) -> None:
    """What an editor has made of an imported term is the editor's."""
    root, source = glossary(tmp_path / "to"), lay(tmp_path / "from", PAIR)
    mine = root / "terms/gpu.md"
    lay(root, {"terms/gpu.md": "---\ntitle: GPU\n---\nMine.\n"})

    brought = take(root, "yaml", source)

    assert mine.read_text(encoding="utf-8").endswith("Mine.\n")
    assert said(brought) == [("gpu.md", 2, "already-there")]
    assert brought.written == ("terms/chip.md",)


def test_a_dry_run_writes_nothing_and_says_what_would_be_written(tmp_path: Path) -> None:
    """Who imports 600 terms wants to look first."""
    root = glossary(tmp_path / "to")

    brought = take(root, "yaml", lay(tmp_path / "from", PAIR), is_dry=True)

    assert brought.written == ("terms/chip.md", "terms/gpu.md")
    assert not (root / "terms").exists()


def test_a_reference_that_leads_nowhere_is_said_with_its_place_and_stays_as_words(
    tmp_path: Path,
) -> None:
    """A dead link is the source's mistake; the sentence is still right."""
    files = {"a.md": "---\ntitle: A\nrelated:\n  - b\n---\n\nSee [the other](/words/other/).\n"}
    root = glossary(tmp_path / "to")

    brought = take(root, "yaml", lay(tmp_path / "from", files))

    assert said(brought) == [("a.md", 4, "dangling-reference"), ("a.md", 7, "dangling-reference")]
    assert terms(root)["a"].body.strip() == "See the other."
    assert terms(root)["a"].related == ()


def test_a_reference_may_lead_to_a_term_that_is_there_already(tmp_path: Path) -> None:
    """A glossary is often put together from several."""
    root = glossary(tmp_path / "to")
    lay(root, {"terms/b.md": "---\ntitle: Bee\nslug: b\n---\nText.\n"})

    take(root, "yaml", lay(tmp_path / "from", {"a.md": "---\ntitle: A\nrelated: [b]\n---\nX.\n"}))

    assert terms(root)["a"].related == ("Bee",)


def test_two_terms_with_one_name_are_not_both_written(tmp_path: Path) -> None:
    """The second is refused at its own place, which names the first."""
    root = glossary(tmp_path / "to")
    source = lay(
        tmp_path / "from", {"t.yaml": "- title: Foo Bar\n- title: foo-bar\n- title: Baz\n"}
    )

    brought = take(root, "yaml", source)

    assert said(brought) == [("t.yaml", 2, "import-refused")]
    assert "t.yaml:1" in brought.findings[0].message
    assert sorted(terms(root)) == ["baz", "foo-bar"]


def test_an_alias_that_is_another_terms_name_is_not_carried(tmp_path: Path) -> None:
    """It would be an error in every build."""
    root = glossary(tmp_path / "to")
    source = lay(tmp_path / "from", {"t.yaml": "- {title: A, aliases: [B, C]}\n- title: B\n"})

    brought = take(root, "yaml", source)

    assert said(brought) == [("t.yaml", 1, "not-carried")]
    assert terms(root)["a"].aliases == ("C",)


def test_names_that_cannot_be_spelled_in_an_address_do_not_collide(tmp_path: Path) -> None:
    """Most names in the world have no letter of a to z, or only a part in them."""
    root = glossary(tmp_path / "to", language="ja")
    text = "- {title: 推論, slug: a, aliases: [推測, APIの口]}\n- {title: 学習, slug: b, aliases: [API口, 練習]}\n"

    brought = take(root, "yaml", lay(tmp_path / "from", {"t.yaml": text}), "ja")

    assert brought.findings == ()
    assert [term.aliases for term in terms(root).values()] == [
        ("推測", "APIの口"),
        ("API口", "練習"),
    ]
    assert run("build", "--source", root).returncode == 0


def test_a_title_whose_address_another_term_has_is_refused(tmp_path: Path) -> None:
    """It would redirect to the other, and every build would say so."""
    root = glossary(tmp_path / "to")
    text = "- {title: X}\n- {title: '../../x', slug: y, aliases: [IR, Ir]}\n- {title: Z, aliases: [IR, Ir]}\n"

    brought = take(root, "yaml", lay(tmp_path / "from", {"t.yaml": text}))

    assert said(brought) == [("t.yaml", 2, "import-refused")]
    assert terms(root)["z"].aliases == ("IR",)


def test_topics_that_the_glossary_does_not_list_are_said_once(tmp_path: Path) -> None:
    """With six hundred terms, six hundred findings about one topic would hide the others."""
    root = glossary(tmp_path / "to", topics=[{"id": "metals", "title": "Metals & Ores"}])
    source = lay(
        tmp_path / "from",
        {"t.yaml": "- {title: A, tags: [Metals & Ores, Gas]}\n- {title: B, tags: [metals, Gas]}\n"},
    )

    brought = take(root, "yaml", source)

    assert [found.message for found in brought.findings] == ['the topic "Gas", of 2 terms']
    assert {term.topics for term in terms(root).values()} == {("metals",)}


def test_keys_that_mean_nothing_here_are_said_once_with_their_number(tmp_path: Path) -> None:
    """What is left behind should be known, and not in a hundred lines."""
    source = lay(tmp_path / "from", {"t.yaml": "- {title: A, mood: x}\n- {title: B, mood: y}\n"})

    brought = take(glossary(tmp_path / "to"), "yaml", source)

    assert [found.message for found in brought.findings] == ['the key "mood", of 2 terms']


def test_a_definition_too_long_for_one_begins_the_body(tmp_path: Path) -> None:
    """The first paragraph serves as the definition, so nothing is lost."""
    long = "Long [word]. " * 40
    root = glossary(tmp_path / "to")

    take(root, "yaml", lay(tmp_path / "from", {"t.yaml": f"- title: A\n  definition: '{long}'\n"}))

    term = terms(root)["a"]
    assert term.definition is None
    assert term.body.strip().startswith(r"Long \[word\].")


def test_what_looks_like_our_own_marks_stays_text(tmp_path: Path) -> None:
    """Brackets of the source mean something else there."""
    body = "Use `[[x]]`, [[this]] and {{ that }}.\n\n```\n[[code]]\n```\n"
    root = glossary(tmp_path / "to")

    take(root, "yaml", lay(tmp_path / "from", {"a.md": f"---\ntitle: Ampere\n---\n{body}"}))

    assert r"Use `[[x]]`, \[[this]] and \{{ that }}." in terms(root)["a"].body
    assert "\n[[code]]\n" in terms(root)["a"].body
    assert run("check", "--source", root, "--strict").returncode == 0


def test_a_link_leads_out_of_terms_by_no_way(tmp_path: Path) -> None:
    """`--into` is typed by people, and a link may have been put there by others."""
    root, source = glossary(tmp_path / "to"), lay(tmp_path / "from", PAIR)
    (tmp_path / "elsewhere").mkdir()
    (root / "terms").mkdir()
    (root / "terms/out").symlink_to(tmp_path / "elsewhere")

    codes = [
        run("import", "yaml", source, "--source", root, "--into", into).returncode
        for into in ("../elsewhere", "data", "terms/../x", "terms/out", "terms/.hidden")
    ]

    assert codes == [2] * 5
    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_the_command_prints_new_files_and_counts(tmp_path: Path) -> None:
    """What was asked for goes to the standard output, everything else to the other."""
    root, source = glossary(tmp_path / "to"), lay(tmp_path / "from", PAIR)

    done = run("import", "yaml", source, "--source", root)

    assert done.stdout.split() == ["terms/chip.md", "terms/gpu.md"]
    assert done.stderr == "2 terms: 2 written, 0 unchanged.\n"
    assert done.returncode == 0


def test_what_check_would_say_of_imported_terms_is_said(tmp_path: Path) -> None:
    """An import that looked right, and cannot be built, would be a trap."""
    root = glossary(tmp_path / "to")
    source = lay(tmp_path / "from", {"t.yaml": "- title: Empty\n"})

    done = run("import", "yaml", source, "--source", root)

    assert "terms/empty.md:2:8: warning[no-definition]" in done.stderr
    assert done.returncode == 0


def test_keys_can_be_mapped(tmp_path: Path) -> None:
    """No list of synonyms knows every glossary."""
    root = glossary(tmp_path / "to")
    source = lay(tmp_path / "from", {"t.yaml": "- {Begriff: Haus, Sinn: Ein Bau.}\n"})

    done = run(
        "import", "yaml", source, "--source", root, "--map", "title=Begriff", "--map",
        "definition=Sinn",
    )  # fmt: skip
    wrong = run("import", "yaml", source, "--source", root, "--map", "name=Begriff")

    assert done.returncode == 0
    assert terms(root)["haus"].definition == "Ein Bau."
    assert wrong.returncode == 2
    assert "ours are key, title, definition" in wrong.stderr


NAMES = st.text(min_size=1, max_size=40)
WORDS = st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=200)


@settings(max_examples=300, deadline=None)
@given(
    title=NAMES, definition=WORDS, aliases=st.lists(NAMES, max_size=4), body=WORDS,
    url=st.text(alphabet=string.printable, max_size=40), topic=NAMES,
)  # fmt: skip
def test_no_value_becomes_a_key_or_ends_the_front_matter(
    *, title: str, definition: str, aliases: list[str], body: str, url: str, topic: str
) -> None:
    """Whatever a stranger writes into a cell, the file says that and nothing else."""
    imported = Imported(
        key="k", title=title, span=Span("s", 7), slug="k", definition=definition,
        body=(body, Link("words", Reference("other", Span("s", 8)))), aliases=tuple(aliases),
        sources=(ImportedSource(topic, url),),
    )  # fmt: skip
    other = Imported(key="other", title="Other", span=Span("s", 9))
    placed, _ = place((imported, other), (), "terms")
    if len(placed) < 2:
        return
    resolved, _ = resolve(placed[0], Names(placed, ()))

    text, _ = compose(resolved, ())

    read = read_terms("terms/k.md", text)
    if has_errors(read.findings):  # refused as a whole: nothing of it is written
        return
    (term,) = read.terms
    assert isinstance(term, Term)
    assert fold_name(term.title) == fold_name(" ".join(clean(title).split())[:150])
    assert (term.topics, term.former_slugs, term.draft, term.data) == ((), (), False, ())
    assert set(term.aliases) <= {" ".join(clean(alias).split()) for alias in aliases}
    assert "[[Other|words]]" in term.body


def clean(text: str) -> str:
    from glossary_site.content.characters import FORBIDDEN  # noqa: PLC0415

    return FORBIDDEN.sub(" ", text)

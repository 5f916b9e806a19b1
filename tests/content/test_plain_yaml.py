"""The quick reader of YAML: what it knows, what it leaves alone, and that files are its kind."""

import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from glossary_site.content.front_matter import PlacedYamlHandler
from glossary_site.content.yaml_plain import FOLD_LIMIT, read_plain
from tests.hostile.cases import ATTACKS
from tests.program import ROOT
from tests.properties.test_plain_yaml import check

CORPORA = ROOT.parent / "shared/corpora"


def documents(folder: Path, pattern: str) -> Iterator[str]:
    """Read the front matter of all Markdown files, and other files whole."""
    for path in sorted(folder.glob(pattern)):
        text = path.read_bytes().decode("utf-8", "surrogateescape")
        if path.suffix != ".md":
            yield text
            continue
        try:
            yield PlacedYamlHandler(path.name, text).split("")[0]
        except ValueError:
            yield text


@pytest.mark.parametrize(
    ("folder", "pattern", "least"),
    [
        (ROOT, "terms/*.md", 1.0),
        (ROOT, "newsletter/*.md", 1.0),
        (ROOT, "data/*.yaml", 0.6),  # a filter of a headline is a mapping within a mapping
        (ROOT, "*.yaml", 0.0),
        (ATTACKS / "frontmatter", "*.md", 0.1),
        (CORPORA, "cncf/content/*/*.md", 0.9),
        (CORPORA, "devops/src/data/terms/*.md", 1.0),
        (CORPORA, "mlg/terms/*", 0.8),
        (CORPORA, "glosario/*.yml", 0.0),
    ],
)
def test_files_read_the_same_either_way(folder: Path, pattern: str, least: float) -> None:
    """The share that it knows is why it is there."""
    texts = list(documents(folder, pattern))
    if not texts:
        pytest.skip(f"there is nothing here: {folder / pattern}")

    known = sum(check(text) for text in texts)

    assert known >= least * len(texts)


def test_generated_glossaries_read_the_same_either_way(tmp_path: Path) -> None:
    """What is measured must be what is read quickly."""
    generator = ROOT.parent / "shared/bench/gen.py"
    if not generator.is_file():
        pytest.skip(f"the generator is not here: {generator}")
    subprocess.run([sys.executable, generator, "100", "1", tmp_path], check=True)

    texts = list(documents(tmp_path, "terms/*.md"))

    assert len(texts) == 100
    assert all(check(text) for text in texts)


KNOWN = {
    "a: b": {"a": "b"},
    "a: b: c": None,
    "a: 'it''s'  \n": {"a": "it's"},
    'a: "b: c # d"': {"a": "b: c # d"},
    r'a: "\x41"': None,
    "a: no\nb: 1.10\nc: 2026-01-02\nd: 0x1F": {"a": "no", "b": "1.10", "c": "2026-01-02", "d": "0x1F"},
    "a:\nb: ~\nc: null\nd: 'null'": {"a": None, "b": None, "c": None, "d": "null"},
    "a: [b, 'c, d', ~]\ne: []": {"a": ["b", "c, d", None], "e": []},
    "a: [b: c]": None,
    "a: [https://b.example]": None,
    "a:\n- b\n- c\n": {"a": ["b", "c"]},
    "a:\n  - b\n - c\n": None,
    "a:\n  - b\n  -\n": None,
    "a:\n  - b: c\n    d: e\n  - b: f\n": {"a": [{"b": "c", "d": "e"}, {"b": "f"}]},
    "a:\n  - b: c\n     d: e\n": None,
    "a:\n  b: c\n": {"a": {"b": "c"}},
    "a: b\n  c\n   d\n": {"a": "b c d"},
    "a: b\n\n  c\n": None,
    "a: b\nc": None,
    "a: b # c": None,
    "a: b#c": {"a": "b#c"},
    "a: b\n# c\nd: e": {"a": "b", "d": "e"},
    "a: b\na: c": None,
    "a: {b: c}": None,
    "a: |\n  b": None,
    "a: >-\n  b": None,
    "a: >-\n  b # c\n  d: e\nf: |\n  g\n  h\n\n\ni: j\n": {"a": "b # c d: e", "f": "g\nh\n", "i": "j"},
    "a: >-\n  b\n\n  c\n": None,
    "a: >-\n  b\n   c\n": None,
    "a: >-\n  b\n # c\n": None,
    "a: >2\n  b\n": None,
    "a: |+\n  b\n": None,
    "a:\n  - >-\n    b\n": None,
    "a:\n  - b: >-\n      c\n    d: e\n": {"a": [{"b": "c", "d": "e"}]},
    "a:\n  - b: >-\n    c\n": None,
    "a: &b c": None,
    "a: *b": None,
    "a: !b c": None,
    "<<: b": None,
    "null: b": None,
    "a:\tb": None,
    "a: b\u2028c": None,
    "a: b\u202ec": None,
    "\ufeffa: b": None,
    "---\na: b": None,
    "a: b\n---\nc: d": None,
    "- a": None,
    "a": None,
    "": None,
    "# a": None,
}  # fmt: skip


@pytest.mark.parametrize("text", KNOWN, ids=repr)
def test_what_it_knows(text: str) -> None:
    """The list a change must not shorten unseen; that the values are right, `check` says."""
    check(text)
    plain = read_plain(text, 1)

    assert (plain and plain[0]) == KNOWN[text]


def test_every_place_is_the_editors() -> None:
    """Lines and columns from 1, in code points; lists stand at their first hyphen or bracket."""
    text = 'a: é推 😀\nb:\n  -  c\n  - d: "e"\nf:   [ "😀", g]\nh:\n'
    plain = read_plain(text, 3)

    assert plain is not None
    _, values, keys, _ = plain
    assert values == {
        "": (3, 1), "a": (3, 4), "b": (5, 3), "b.0": (5, 6), "b.1": (6, 5), "b.1.d": (6, 8),
        "f": (7, 6), "f.0": (7, 8), "f.1": (7, 13), "h": (8, 3),
    }  # fmt: skip
    assert keys == {
        "a": (3, 1), "b": (4, 1), "b.1.d": (6, 5), "f": (7, 1), "h": (8, 1),
    }  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "a: " + " " * 200_000 + ":",
        "a: [" + "b," * 100_000,
        "a: [" + "b " * 100_000 + "{",
        "a: ['" + "''" * 100_000,
        "a: " + "b:" * 100_000 + " ",
        "a: b\n" + " c\n" * 60_000,
        " " * 200_000 + "\n" + "-" * 200_000,
        "- " * 100_000,
        "a" * 200_000,
        "a:\n" + "  - b\n" * 30_000,
        "a: >-\n" + "  b\n" * 60_000 + "   c\n",
        "a: >-\n  b" + "\n" * 200_000 + "  c\n",
        "a: >-\n  b\n" * 30_000,
    ],
    ids=range(13),
)
def test_no_text_takes_long(text: str) -> None:
    """Twenty times what it takes, on a slow machine: a quadratic pattern would need minutes."""
    start = time.process_time()

    read_plain(text, 1)

    assert time.process_time() - start < 2


def test_text_on_very_many_lines_is_left_to_the_parser() -> None:
    """Joined line by line, its time would grow with the square of its length."""
    few, many = ("a: b\n" + " c\n" * (FOLD_LIMIT // 2 + more) for more in (-1, 1))

    assert read_plain(few, 1) is not None
    assert read_plain(many, 1) is None

"""Where the quick reader of YAML answers, it answers as the parser does, for any text at all."""

import pytest
import yaml
from hypothesis import event, example, given
from hypothesis import strategies as st

from glossary_site.content import yaml_text
from glossary_site.content.yaml_plain import FOLD_LIMIT, read_plain
from glossary_site.content.yaml_text import parse_yaml
from tests.properties.thorough import often

LINES = (
    "a: x", "b: y z", 'c: "q"', "d: 'r'", "e: [a, b]", "f:", "f: ", "  - i", "  - j k", "- i",
    '  - "q"', "  - k: v", "    l: w", "    l:", "  m: n", "    m: n", "  go on", "    more", "on",
    "# com", "   # com", "", "  ", "g: ~", 'h: [~, null, "null"]', "e:   [ a ,b]  ", "i: 'it''s'",
    "j: a:b#c", "k: x  ", "  - [a, b]", "   - k: v", "     l: w", "    - z", "  n:", '  "quo"',
    'p: ""', "q: ''", "null: x", "x: y # c", "z: - a", "  'single'", "o: []", "o: [a,]", "-  i",
    "  -   k: v", "      l: w", "  - i: ", "  -", "s: |", "t: >-", "u: > ", "t: |-", "  t", "  t u ", " u", "  - k: >-", "    l: |", "?", "? a", "---",
    "...", "%YAML 1.1", "v: !t x", "v: &a x", "v: *a", "<<: x", "w: {a: b}", "y: 2026-01-02",
    "url: https://a.example/?b=c#d", "list: [https://a.example/]", "1: x", "a b: c", "a.b: c",
    "aa: é推😀", "aa: a\u00a0b", "aa: \u00a0", "\u00a0", 'aa: "\\u0041"', "long: " + "x " * 600,
)  # fmt: skip
PIECES = (
    ":", ": ", " :", "-", "- ", " - ", "#", " #", "[", "]", "{", "}", ",", ", ", '"', "'", "''",
    "\\", "|", ">", "&", "*", "!", "%", "@", "`", "?", "? ", "<<", "=", "~", "null", "\t", " ", "  ",
    "\n", "\n\n", "\n  ", "\n  - ", "\n- ", "---", "...", "\ufeff", "\x85", "\u2028", "\u200b",
    "\u202e", "\r", "\x07", "\x00", "\ue000", "\U000e0001", "\ud800", "\uffff", "é", "a", "a:",
)  # fmt: skip


@st.composite
def like_yaml(draw: st.DrawFn) -> str:
    """Lines of the grammar in any order, in which a few places were overwritten or filled."""
    text = "\n".join(draw(st.lists(st.sampled_from(LINES), max_size=9)))
    text += draw(st.sampled_from(("", "\n")))
    for _ in range(draw(st.integers(0, 3))):
        start = draw(st.integers(0, len(text)))
        end = start + draw(st.integers(0, 2))
        text = text[:start] + draw(st.sampled_from(PIECES)) + text[end:]
    return text


def check(text: str, first_line: int = 1) -> bool:
    """Compare both readers; say whether the quick one knew the text."""
    plain = read_plain(text, first_line)
    if plain is None:
        return False
    value, values, keys, literals = plain
    read, found = parse_yaml("terms/a.md", text, first_line)
    assert found == ()
    assert read is not None
    assert (value, keys) == (read.value, read.keys)
    assert values == read.values
    assert list(values) == list(read.values)  # places go on in this order
    assert literals == read.literals
    return True


@often
@given(text=like_yaml() | st.text(max_size=30), first_line=st.integers(1, 9))
@example(text="a:\n  - b: c\n    d:\n  - e\nf:\n- g\n", first_line=2)
@example(text="a:\n  b\n  c\nd:\n\n  'e'\n", first_line=2)
@example(text=f"a: {'b ' * FOLD_LIMIT}\n  c\n", first_line=1)
def test_the_quick_reader_agrees_with_the_parser(text: str, first_line: int) -> None:
    """Else a file would mean something else as soon as it holds a line that is less plain."""
    event(f"known: {check(text, first_line)}")


@often
@given(text=like_yaml())
def test_it_agrees_with_the_parser_that_is_written_in_python(text: str) -> None:
    """Where PyYAML was installed without libyaml, the other one reads."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(yaml_text, "_Loader", yaml.SafeLoader)
        check(text)


@often
@given(lines=st.lists(st.sampled_from(LINES), max_size=9), more=st.integers(0, 9))
def test_lines_in_front_move_all_places(lines: list[str], more: int) -> None:
    """Comments and blank lines are lines too."""
    text = "\n".join(lines)
    plain, moved = read_plain(text, 1 + more), read_plain("# a\n" * more + text, 1)

    assert moved == plain

"""Wordings compared word by word, in any script."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glossary_site.comparing.changes import Changed, Changes, Kind, compare
from glossary_site.comparing.state import State, Thing
from glossary_site.wordings import Wording, pieces, tokens, wording

TEXTS = st.text(st.sampled_from("ab c,.-é推論ไทยי\u0301"), max_size=30)


def told(before: str, after: str) -> str:
    signs = {"same": "{}", "gone": "[-{}-]", "new": "{{+{}+}}"}
    return "".join(signs[one.kind].format(one.text) for one in pieces(before, after))


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("It costs $3.19 now.", "It costs $3.08 now.", "It costs $[-3.19-]{+3.08+} now."),
        ("A chip.", "A chip, small.", "A chip{+, small+}."),
        ("one two three", "six seven three", "[-one two-]{+six seven+} three"),
        ("モデルの推論を行う", "モデルの学習を行う", "モデルの[-推論-]{+学習+}を行う"),
        ("การเรียนรู้ของเครื่อง", "การเรียนรู้เครื่อง", "การเรียนรู้[-ของ-]เครื่อง"),
        ("זה שבב קטן", "זה שבב גדול", "זה שבב [-קטן-]{+גדול+}"),
        ("", "new", "{+new+}"),
        ("gone", "", "[-gone-]"),
        ("", "", ""),
    ],
)
def test_what_changed_is_cut_at_words(before: str, after: str, expected: str) -> None:
    """Letters that two words happen to share say nothing; in Chinese each sign is a word."""
    assert told(before, after) == expected


@given(TEXTS, TEXTS)
def test_pieces_make_up_both_texts_and_mirror_each_other(before: str, after: str) -> None:
    """Nothing is lost, and what is gone one way is new the other."""
    found = pieces(before, after)
    assert "".join(tokens(before)) == before
    assert "".join(one.text for one in found if one.kind != "new") == before
    assert "".join(one.text for one in found if one.kind != "gone") == after
    assert mirrored(wording(before, after)) == sorted_pieces(wording(after, before))


def test_a_hostile_text_does_not_take_long() -> None:
    """A body may have as many words as 256 KiB hold, and all of them the same."""
    start = time.process_time()
    pieces("a b " * 30_000, "b, a " * 26_000)
    assert time.process_time() - start < 3


def turned(kind: str) -> str:
    return {"gone": "new", "new": "gone", "same": "same"}[kind]


def mirrored(one: Wording) -> object:
    """Give a wording the other way round; which of gone and new comes first does not count."""
    return one.after, one.before, sorted((turned(p.kind), p.text) for p in one.pieces)


def sorted_pieces(one: Wording) -> object:
    return one.before, one.after, sorted((p.kind, p.text) for p in one.pieces)


IDS = st.sampled_from(["a", "b", "c", "d"])
WORDS = st.text("ab ", max_size=8)
THINGS = st.builds(
    Thing,
    id=IDS,
    title=st.sampled_from(["A", "B"]),
    address=st.just("/x/"),
    texts=st.dictionaries(st.sampled_from(["definition", "unit"]), WORDS, max_size=2),
    lists=st.dictionaries(st.sampled_from(["links"]), st.lists(IDS, max_size=3).map(tuple)),
    rows=st.dictionaries(IDS, WORDS, max_size=2),
    blocks=st.lists(WORDS, max_size=4).map(tuple),
    own=st.sampled_from([b"1", b"2"]),
    former=st.lists(IDS, max_size=1).map(tuple),
)
STATES = st.builds(
    lambda things, settings: State({"terms": {one.id: one for one in things}}, settings, {}),
    st.lists(THINGS, max_size=4),
    st.dictionaries(st.sampled_from(["title"]), WORDS),
)


@given(STATES)
def test_a_glossary_does_not_differ_from_itself(state: State) -> None:
    """An empty diff is the promise that readers will see no change."""
    assert compare(state, state).is_empty


@given(STATES, STATES)
def test_both_directions_mirror_each_other(before: State, after: State) -> None:
    """What a merge changes, its reversal changes back."""
    one, other = compare(before, after), compare(after, before)
    assert outline(one, is_turned=True) == outline(other, is_turned=False)
    assert one.is_empty is other.is_empty


def outline(changes: Changes, *, is_turned: bool) -> object:
    """Give changes in a shape in which one direction can be laid on the other."""
    show = mirrored if is_turned else sorted_pieces
    kind = changes.kinds["terms"]
    less, more = (kind.added, kind.removed) if is_turned else (kind.removed, kind.added)
    settings = {name: show(text) for name, text in changes.settings.items()}
    return (
        [x.id for x in less], [x.id for x in more], settings,
        sorted((changed(one, is_turned=is_turned) for one in kind.changed), key=repr),
    )  # fmt: skip


def changed(one: Changed, *, is_turned: bool) -> object:
    show = mirrored if is_turned else sorted_pieces
    names = (one.id, one.former_id or one.id)
    lists = {
        name: (i.added, i.removed) if is_turned else (i.removed, i.added)
        for name, i in one.lists.items()
    }
    return (
        names[::-1] if is_turned else names,
        {name: show(text) for name, text in one.texts.items()},
        lists,
        [show(text) for text in one.passages],
        (one.words_removed, one.words_added) if is_turned else (one.words_added, one.words_removed),
        one.is_own,
    )


def test_a_kind_without_changes_is_empty() -> None:
    """The record itself says so, and no list of its fields has to be kept elsewhere."""
    assert Kind().is_empty

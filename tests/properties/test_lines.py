"""Every finding moves with the line that it is about, and with nothing else."""

from hypothesis import given
from hypothesis import strategies as st

from tests.properties.small import small
from tests.properties.thorough import seldom

HARMLESS = "---\ntitle: Harmless\ndefinition: d\n---\n\nBody.\n"
TOP = (
    "title: x",
    "definition: d",
    'related: ["nobody", Harmless, noone]',
    "aliases:",
    "  - one",
    "  - ONE",
    "updated: 2026-01-02",
)
BODY = (
    "A [[ghost]] and a <b>tag</b>.",
    "",
    "[x](javascript:y) and ![p](none.png)",
    "",
    "- [[ghost]] again, [r](relative.html)",
)
Where = list[tuple[str, int, int]]


def written(top: tuple[str, ...], body: tuple[str, ...]) -> str:
    """Write a term file."""
    return "\n".join(["---", *top, "---", "", *body, ""])


def places(text: str | bytes) -> Where:
    """List what is found in a file with this text."""
    return small({"terms/x.md": text, "terms/harmless.md": HARMLESS}).places("terms/x.md")


def moved(found: Where, by: int, *, after: int = 0) -> Where:
    """Move what is found behind a line."""
    return [(code, line + by if line > after else line, column) for code, line, column in found]


PLAIN = places(written(TOP, BODY))
FRONT = len(TOP) + 2


def test_the_file_has_findings_of_many_kinds() -> None:
    """Else the properties below would hold for nothing."""
    assert [(code, line) for code, line, _ in PLAIN] == [
        ("raw-html", 11), ("raw-html", 11), ("redundant-alias", 7), ("relative-link", 15),
        ("unknown-image", 13), ("unknown-term", 4), ("unknown-term", 4), ("unknown-term", 11),
        ("unknown-term", 15), ("unsafe-link", 13),
    ]  # fmt: skip


@seldom
@given(blank=st.integers(0, 9), comments=st.integers(0, 9), gap=st.integers(0, 9))
def test_lines_put_in_front_move_every_finding(blank: int, comments: int, gap: int) -> None:
    """Blank lines before the fence, comments in the YAML, blank lines before the body."""
    text = "\n" * blank + written(("# a comment: [",) * comments + TOP, ("",) * gap + BODY)

    found = places(text)

    in_front = moved([one for one in PLAIN if one[1] <= FRONT], blank + comments)
    in_body = moved([one for one in PLAIN if one[1] > FRONT], blank + comments + gap)
    assert found == sorted(in_front + in_body)


@seldom
@given(has_mark=st.booleans(), has_crlf=st.booleans(), blank=st.integers(0, 3))
def test_byte_order_marks_and_windows_line_ends_move_nothing(
    has_mark: bool, has_crlf: bool, blank: int
) -> None:
    """No editor shows either."""
    text = "\n" * blank + written(TOP, BODY)
    data = text.replace("\n", "\r\n").encode() if has_crlf else text.encode()

    found = places((b"\xef\xbb\xbf" if has_mark else b"") + data)

    assert found == moved(PLAIN, blank)


@seldom
@given(word=st.text(alphabet="y😀é推👍🏽", min_size=1, max_size=6))
def test_columns_count_code_points(word: str) -> None:
    """An emoji before the mistake is one column, as editors count; in UTF-8 it is four bytes."""
    tame = "y" * len(word)
    top = tuple(line.replace("Harmless, ", f'Harmless, "{word}", ') for line in TOP)
    body = (f"{word} {BODY[0]}", *BODY[1:])
    tame_top = tuple(line.replace("Harmless, ", f'Harmless, "{tame}", ') for line in TOP)
    tame_body = (f"{tame} {BODY[0]}", *BODY[1:])

    assert places(written(top, body)) == places(written(tame_top, tame_body))

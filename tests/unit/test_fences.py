"""Our expression for fenced code finds what the library's own finds, and in time."""

import time

from hypothesis import example, given
from hypothesis import strategies as st
from markdown.extensions.fenced_code import FencedBlockPreprocessor

from glossary_site.render.source_text import FENCED

PIECES = st.sampled_from(
    (
        "```",
        "````",
        "~~~",
        " ",
        "   ",
        "\n",
        "\n```\n",
        "\n~~~ \n",
        "py",
        ".py",
        "{.py}",
        "a b",
        "`",
    )
)


@example("```  py  \ncode\n```  \n")
@example('```  py   hl_lines="1 2"  \ncode\n```\n')
@example("~~~  { #a .b }\ncode\n~~~\n```\nopen\n")
@given(st.lists(PIECES, max_size=24).map("".join))
def test_what_counts_as_a_fence_is_what_the_library_says(text: str) -> None:
    """Code that only one of the two found would be a page unlike its source's checks."""
    theirs = FencedBlockPreprocessor.FENCED_BLOCK_RE.finditer(text)

    assert [(m.span(), m.groupdict()) for m in FENCED.finditer(text)] == [
        (m.span(), m.groupdict()) for m in theirs
    ]


def test_a_fence_and_many_spaces_take_no_time() -> None:
    """The library's own expression takes seconds for 16,000 spaces, and each pass anew."""
    since = time.process_time()

    assert FENCED.search("```" + " " * 400_000 + "x\n") is None
    assert time.process_time() - since < 1

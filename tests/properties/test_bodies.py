"""The limits of bodies are found by quick looks, as slow ones would find them."""

import re

from hypothesis import example, given
from hypothesis import strategies as st

from glossary_site.content.terms import NESTING_LIMIT, RUN_LIMIT, check_body
from tests.properties.thorough import often

MARKER = r"(?:[-*+]|\d{1,9}[.)])[ \t]"
SLOW = (
    re.compile(rf"([^\w\s])\1{{{RUN_LIMIT}}}"),
    re.compile(rf"^[ \t]*(?:(?:>|{MARKER})[ \t]*){{{NESTING_LIMIT + 1}}}", re.MULTILINE),
    re.compile(rf"^[ ]{{{4 * NESTING_LIMIT},}}{MARKER}", re.MULTILINE),
)
REPEATED = ("-", "*", "[", "]", "=", "é", "x", " ", "> ", ">", "- ", "* \t", "1. ", "12) ", "\n")


@st.composite
def bodies(draw: st.DrawFn) -> str:
    """Runs of something about as long as a limit, in between a few words and lines."""
    near = st.sampled_from((NESTING_LIMIT, 4 * NESTING_LIMIT, RUN_LIMIT))
    parts = []
    for _ in range(draw(st.integers(1, 4))):
        length = draw(near) + draw(st.integers(-2, 2))
        parts += [draw(st.text(" \nab-", max_size=60)), draw(st.sampled_from(REPEATED)) * length]
    return "".join(parts)


@often
@given(body=bodies())
@example(body="[" * (RUN_LIMIT + 1))
@example(body="a" * 49 + "-" * (RUN_LIMIT + 1))
@example(body=" " * 80 + "- a")
def test_the_first_place_over_each_limit_is_found(body: str) -> None:
    """A run that is missed keeps a parser busy for hours."""
    wanted = []
    for pattern in SLOW:
        if match := pattern.search(body):
            above = body[: match.start()]
            wanted.append((7 + above.count("\n"), len(above) - above.rfind("\n")))
    if body.count("[") - body.count("]") > RUN_LIMIT:
        wanted.append((7, 1))

    _, found = check_body("terms/a.md", body, 7)

    assert [(one.span.line, one.span.column) for one in found] == wanted

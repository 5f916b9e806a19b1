"""The headings of a body as an outline: who listens to a page moves through it by them."""

import re

from glossary_site.diagnostics import Span, quoted
from glossary_site.model import Heading
from glossary_site.render.context import Rendering


def check_outline(rendering: Rendering, *, is_shifted: bool) -> None:
    """Report a heading of the first level, and headings that leave out a level.

    Args:
        rendering: With its headings, as they are shown.
        is_shifted: Whether they are shown one level lower than they were written.
    """
    above = 1
    is_told = not is_shifted
    for heading in rendering.headings:
        written = heading.level - is_shifted
        if written == 1 and not is_told:
            is_told = True
            message = f"{quoted(heading.text)} is a heading of the first level, as the title is"
            hint = f"write ## {heading.text}, and the headings below it one level lower"
            rendering.report("top-heading", _place(rendering, heading, written), message, hint)
        elif heading.level > above + 1:
            message = f"the heading {quoted(heading.text)} leaves out a level"
            hint = f"write {'#' * (above + 1 - is_shifted)} {heading.text}"
            rendering.report("skipped-heading", _place(rendering, heading, written), message, hint)
        above = heading.level


def _place(rendering: Rendering, heading: Heading, level: int) -> Span:
    """Find where a heading is written: after its signs, or above its line of signs."""
    first = re.escape(heading.text.split()[0])
    signs = re.compile(rf"^ {{0,3}}#{{{level}}}(?!#)[^\n]*?{first}[^\n]*", re.MULTILINE)
    return rendering.source.locate(signs, heading.text)

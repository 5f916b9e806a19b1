"""Which characters content may not hold: those that no editor shows as they are.

Control characters break feeds and terminals; line and paragraph separators are line ends to YAML
but not to an editor; bidirectional embeddings, overrides and isolates make text read otherwise
than it is stored; tag characters and a byte order mark within text are invisible.  The marks that
Arabic, Hebrew and Indic text and emoji need (LRM, RLM, ALM, ZWJ, ZWNJ) stay.
"""

import functools
import re
from typing import Final

FORBIDDEN: Final = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff"
    "\ud800-\udfff\U000e0000-\U000e007f]"
)
"""One forbidden character; TAB, LF and CR are judged by their own rules."""


def hidden_character(text: str) -> re.Match[str] | None:
    """Find the first forbidden character."""
    return None if text.isascii() and text.isprintable() else FORBIDDEN.search(text)


def is_harmless(text: str) -> bool:
    """Say quickly that no character is forbidden, nor CR; False where it takes a closer look."""
    return text.replace("\n", "").isprintable() or suspect().search(text) is None


@functools.cache
def suspect() -> re.Pattern[str]:
    """Make the pattern of what may be forbidden, for text that is not all printable.

    It is ten times faster than to search for the few that are forbidden: sre tests a negated class
    by a table, which takes a while to make.  It may stop at more than FORBIDDEN does, never at
    less; a test says so.
    """
    return re.compile(
        "[^\t\n -~\u00a0-\u2027\u202f-\u2065\u2070-\ud7ff\ue000-\ufefe\uff00-\ufffd"
        "\U00010000-\U000dffff]"
    )

"""Which characters content may not hold: those that no editor shows as they are.

Control characters break feeds and terminals; line and paragraph separators are line ends to YAML
but not to an editor; bidirectional embeddings, overrides and isolates make text read otherwise
than it is stored; tag characters and a byte order mark within text are invisible.  The marks that
Arabic, Hebrew and Indic text and emoji need (LRM, RLM, ALM, ZWJ, ZWNJ) stay.
"""

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

"""Mistakes that have one answer, mended in their files: comments, order and line ends stay."""

from typing import Final

from glossary_site.mending.files import Mending, mend, plan, write
from glossary_site.mending.trial import copied, difference

__all__ = ["ROUNDS", "Mending", "copied", "difference", "mend", "plan", "write"]

ROUNDS: Final = 10
"""How often files are looked at again: what one fix uncovers, or stands in the way of, is next."""

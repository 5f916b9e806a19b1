"""A term under another name: its file, all that refers to it, and the way from its old address."""

from glossary_site.renaming.outcome import Renaming
from glossary_site.renaming.plan import plan
from glossary_site.renaming.replacing import carry_out

__all__ = ["Renaming", "carry_out", "plan"]

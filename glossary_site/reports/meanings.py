"""What each code means, in the words of its section in the documentation.

`meanings.json` is made from docs/reference/diagnostics.md, which an installed program lacks:
`python -m tests.docs.reference` writes it anew.
"""

import json
import re
from collections.abc import Mapping
from importlib import resources
from typing import Final

from msgspec import Struct

FILE: Final = "meanings.json"
_LINK: Final = re.compile(r"\[([^\]]*)\]\([^)]*\)")
_SENTENCE: Final = re.compile(r".*?[.:](?= |$)")


class Meaning(Struct, frozen=True):
    """What is known of a code."""

    short: str
    """One sentence."""
    text: str
    """A paragraph of plain text."""
    markdown: str
    """The same in Markdown."""


def meanings() -> Mapping[str, Meaning]:
    """Give the meaning of every code."""
    told = resources.files("glossary_site.reports").joinpath(FILE).read_text(encoding="utf-8")
    return {code: _meaning(paragraph) for code, paragraph in json.loads(told).items()}


def _meaning(paragraph: str) -> Meaning:
    markdown = _LINK.sub(r"\1", paragraph)
    text = markdown.replace("`", "").replace("*", "")
    first = _SENTENCE.match(text)
    short = first[0] if first else text
    return Meaning(short.removesuffix(":").removesuffix(".") + ".", text, markdown)

"""The text of a new term file."""

import json
import re
from typing import Final

from msgspec import Struct

_PLAIN: Final = re.compile(r"[A-Za-z][A-Za-z0-9 ()'’./-]*[A-Za-z0-9)]")
_NOT_TEXT: Final = frozenset("""null true false yes no on off y n""".split())


class NewTerm(Struct, frozen=True):
    """What an author says of a new term."""

    title: str
    """Its title; white space is collapsed."""
    definition: str | None = None
    """One or two sentences, or None where the body will say it."""
    abbreviation: str | None = None
    """A short form."""
    aliases: tuple[str, ...] = ()
    """Other names."""
    topics: tuple[str, ...] = ()
    """Ids of topics."""
    related: tuple[str, ...] = ()
    """Names of related terms."""
    broader: tuple[str, ...] = ()
    """Names of more general terms."""
    sources: tuple[tuple[str, str | None], ...] = ()
    """Titles and addresses of what its statements rest on."""

    def as_text(self) -> str:
        """Write the file."""
        lines = ["---", f"title: {yaml_scalar(' '.join(self.title.split()))}"]
        for key in ("definition", "abbreviation"):
            value = getattr(self, key)
            lines += [f"{key}: {yaml_scalar(' '.join(value.split()))}"] if value else []
        for key in ("aliases", "topics", "related", "broader"):
            listed = ", ".join(map(yaml_scalar, getattr(self, key)))
            lines += [f"{key}: [{listed}]"] if listed else []
        lines += ["sources:"] if self.sources else []
        for title, address in self.sources:
            lines.append(f"  - title: {yaml_scalar(title)}")
            lines += [f"    url: {yaml_scalar(address)}"] if address else []
        return "\n".join([*lines, "---", ""])


def yaml_scalar(text: str) -> str:
    """Write text as a YAML scalar: plain where every YAML parser reads it as the same text.

    >>> yaml_scalar("Inference Cost"), yaml_scalar("no"), yaml_scalar("a: b")
    ('Inference Cost', '"no"', '"a: b"')
    """
    if _PLAIN.fullmatch(text) and text.lower() not in _NOT_TEXT:
        return text
    return json.dumps(text, ensure_ascii=False)

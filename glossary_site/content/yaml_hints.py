"""Guesses at what an author meant where the YAML breaks off."""

import re

import yaml

from glossary_site.model import Place


def tight_colon(text: str, mark: yaml.Mark | None) -> Place | None:
    """Find a key that lacks the space behind its colon, above the line where the parser stops.

    Returns:
        The 0-based line and the 1-based column behind the colon.
    """
    if mark is None or mark.line == 0:
        return None
    lines = text.split("\n")
    at = min(mark.line, len(lines)) - 1
    match = re.match(r"[a-z_]+:(?=[^\s/:])", lines[at])
    return None if match is None else (at, match.end() + 1)


def break_hint(text: str, mark: yaml.Mark | None) -> str | None:
    """Advise on the commonest mistake: a value that needs quotes."""
    lines = text.splitlines()
    if mark is None or mark.line >= len(lines):
        return None
    match = re.match(r"^\s*(?:- )?(?:[\w-]+:\s+)?(.*)$", lines[mark.line])
    value = match[1] if match else ""
    if value[:1] in set("@`%*&!|>") or value[:2] == "{{" or ": " in value:
        return "put quotes around the value"
    if "\t" in lines[mark.line][: mark.column + 1]:
        return "indent with spaces: YAML does not take tabs"
    return None

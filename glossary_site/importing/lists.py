"""Terms kept as data: YAML or JSON files with a list of terms, or one a file."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from glossary_site.content.yaml_text import Yaml, read_yaml
from glossary_site.diagnostics import Findings, Span
from glossary_site.importing.documents import record_of
from glossary_site.importing.mapping import Record, meaning
from glossary_site.importing.records import Options, refused
from glossary_site.importing.sources import Source

SUFFIXES: Final = (".yaml", ".yml", ".json")
_PAIRS: Final = re.compile(
    r"(?<!\\)((?:\\\\)*)\\u(d[89ab][0-9a-f]{2})\\u(d[c-f][0-9a-f]{2})", re.IGNORECASE
)


def read_data(source: Source, path: str) -> tuple[Yaml | None, str, Findings]:
    """Read a file of data; JSON is read as the YAML that it is.

    Returns:
        The document, or None with what is wrong; and its text.
    """
    text, found = source.text(path)
    if text is None:
        return None, "", found
    if path.lower().endswith(".json"):
        text = text.replace("\t", " ")  # none stands within a string of JSON
        text = _PAIRS.sub(_paired, text)
    yaml, problems = read_yaml(path, text)
    found += tuple(refused(one.span, one.message, one.hint) for one in problems)
    return yaml, text, found


def _paired(match: re.Match[str]) -> str:
    """Put together a character that JSON escapes as two halves, which YAML knows nothing of."""
    high, low = int(match[2], 16), int(match[3], 16)
    return match[1] + chr(0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00))


def records_in(path: str, yaml: Yaml, options: Options) -> tuple[tuple[Record, ...], Findings]:
    """Find the terms of a document: itself, a list, the lists in it, or names with definitions."""
    value = yaml.value
    if isinstance(value, list):
        return tuple(_listed(path, yaml, "", value)), ()
    if not isinstance(value, dict):
        return (), (refused(Span(path), "the file holds no mapping and no list"),)
    if "title" in meaning(value, options).foreign:
        return (record_of(path, yaml),), ()
    inner = [
        record
        for key, item in value.items() if isinstance(item, list)
        for record in _listed(path, yaml, key, item)
    ]  # fmt: skip
    if inner:
        return tuple(inner), ()
    named = tuple(_named(path, yaml))
    if named:
        return named, ()
    hint = "say which key holds the title with --map title=THEIRS"
    return (), (refused(Span(path), "no key of the file is known to hold terms", hint),)


def _listed(path: str, yaml: Yaml, root: str, items: list[object]) -> Iterator[Record]:
    for i, item in enumerate(items):
        if isinstance(item, dict):
            yield record_of(path, yaml, f"{root}.{i}" if root else str(i))


def _named(path: str, yaml: Yaml) -> Iterator[Record]:
    """Read `Name: definition`, or `Name: {…}`."""
    value = yaml.value
    for key, item in value.items() if isinstance(value, dict) else ():
        span = Span(path, *yaml.keys.get(key, (1, 1)))
        if isinstance(item, str):
            yield Record(span, {"title": key, "definition": item})
        elif isinstance(item, dict):
            inner = record_of(path, yaml, key)
            yield Record(span, {"title": key, **inner.values}, yaml, key)


def block_at(lines: Sequence[str], line: int, folded: str) -> tuple[str, int]:
    """Give the lines of a block of YAML as they stand, so that places in it are right.

    Args:
        lines: The document.
        line: The 1-based line on which the value begins, with its `>` or `|`.
        folded: The value as read, for values that are no block.

    Returns:
        The text, and the 1-based line on which it begins.
    """
    head = lines[line - 1] if line <= len(lines) else ""
    if not re.search(r"[|>][+-]?[0-9]?[+-]?[ \t]*(?:#.*)?$", head):
        return folded, line
    outer = len(head) - len(head.lstrip(" -"))
    block = []
    for one in lines[line:]:
        if one.strip() and len(one) - len(one.lstrip(" ")) <= outer:
            break
        block.append(one.strip())
    return "\n".join(block).rstrip("\n"), line + 1

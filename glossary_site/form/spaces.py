"""Spaces and tabs at the ends of lines, where they mean nothing.

Two spaces break a line in Markdown, and within a block of YAML or in code they belong to the text:
such spaces stay.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from glossary_site.content.front_matter import yaml_of
from glossary_site.content.yaml_text import read_yaml
from glossary_site.diagnostics import Diagnostic, Edit, Span, finding

_TRAILING: Final = re.compile(r"[ \t]+$", re.MULTILINE)
_WORDS: Final = re.compile(r"\w")
SINGLE_TRIES: Final = 50
"""How many lines of a YAML document are judged one by one, if together they may not change."""


def trailing_spaces(path: str, text: str) -> Iterator[Diagnostic]:
    """Report a file in which lines end in spaces, once, with all of them in its fix.

    Args:
        path: The file; of one that ends in `.md` the first part is YAML, of any other all of it.
        text: Its text with LF line ends.
    """
    if " \n" not in text and "\t\n" not in text and text[-1:] not in {" ", "\t"}:
        return
    document, first = yaml_of(path, text) or ("", 1)
    edits = _in_yaml(path, document, first)
    if path.endswith(".md") and document:
        line = first + document.count("\n") + 1
        edits += _in_body(path, "".join(text.splitlines(keepends=True)[line - 1 :]), line)
    if edits:
        one = edits[0]
        span = Span(path, one.line, one.column, one.end_column)
        more = len(edits) - 1
        message = "the line ends in spaces or tabs"
        if more:
            message += f", and so {'does 1 more line' if more == 1 else f'do {more} more lines'}"
        yield finding("trailing-space", span, message, "remove them", tuple(edits))


def _in_yaml(path: str, document: str, first: int) -> list[Edit]:
    """Find the lines of YAML whose spaces may go: it must read the same without them."""
    edits = _at_ends(path, document, document, first)
    if not edits:
        return []
    before, mistakes = read_yaml(path, document)
    if before is None or mistakes:
        return []

    def is_same(tried: Sequence[Edit]) -> bool:
        after, found = read_yaml(path, _without(document, tried, first))
        return after is not None and not found and after.value == before.value

    if is_same(edits):
        return edits
    return [one for one in edits[:SINGLE_TRIES] if is_same([one])]


def _without(document: str, edits: Sequence[Edit], first: int) -> str:
    lines = document.split("\n")
    for edit in edits:
        lines[edit.line - first] = lines[edit.line - first][: edit.column - 1]
    return "\n".join(lines)


def _in_body(path: str, body: str, first: int) -> list[Edit]:
    """Find the lines of Markdown whose spaces mean nothing."""
    from glossary_site.render.source_text import mask_code  # noqa: PLC0415 (loads Python-Markdown)

    masked = mask_code(body)
    lines = masked.split("\n")
    kept = []
    for edit in _at_ends(path, body, masked, first):
        line = lines[edit.line - first]
        below = lines[edit.line - first + 1 : edit.line - first + 2]
        is_last = not below or not below[0].strip()
        is_bare = not line.strip()
        is_one = edit.end_column - edit.column == 1 and not line.endswith("\t")
        # A sign without words, such as a hyphen, may need the space behind it.
        if is_bare or (_WORDS.search(line) and (is_one or is_last)):
            kept.append(edit)
    return kept


def _at_ends(path: str, text: str, masked: str, first: int) -> list[Edit]:
    """List the spaces at the ends of lines of a masked text, as they stand in the text itself."""
    edits = []
    line, at = first, 0
    for match in _TRAILING.finditer(masked):
        line += masked.count("\n", at, match.start())
        at = match.start()
        column = at - masked.rfind("\n", 0, at)
        end = column + len(match[0])
        edits.append(Edit(path, line, column, line, end, "", text[at : match.end()]))
    return edits

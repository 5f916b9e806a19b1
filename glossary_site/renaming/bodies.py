"""References to a term in Markdown: `[[links]]` by its name, and links to its address."""

import re
from collections.abc import Iterator
from typing import Final

from glossary_site.diagnostics import Edit
from glossary_site.renaming.names import Change
from glossary_site.render.source_text import mask_code

_PART: Final = r"(?:[^\[\]|\n\\]|\\(?!\|))*+"
_WIKI: Final = re.compile(rf"\[\[({_PART}(?:\n{_PART})?)(\\?\||\]\])")
_ESCAPED: Final = re.compile(r"\\\\|\\([\[\]])")
_WRAPPED: Final = re.compile(r"[ \t]*\n[ \t>]*")
_LINKED: Final = r"(?:\]\(<?|\]:[ \t]*<?)(/terms/{slug})(?=[/#?\s)>]|$)"


def body_edits(path: str, body: str, line: int, column: int, change: Change) -> Iterator[Edit]:
    """Find what is to be written otherwise in a body.

    Args:
        path: The file.
        body: Its Markdown.
        line: The 1-based line of the file on which it begins.
        column: How far it is indented there.
        change: The names.
    """
    for start, end, text in sorted(_changes(body, change)):
        first, last = body.count("\n", 0, start), body.count("\n", 0, end)
        yield Edit(
            path,
            line + first,
            start - body.rfind("\n", 0, start) + column - 1,
            line + last,
            end - body.rfind("\n", 0, end) + column - 1,
            text,
        )


def rewritten(body: str, change: Change) -> str:
    """Give a body in which all is written otherwise that is to be."""
    for start, end, text in sorted(_changes(body, change), reverse=True):
        body = body[:start] + text + body[end:]
    return body


def _changes(body: str, change: Change) -> Iterator[tuple[int, int, str]]:
    """Give where to put what: offsets and text."""
    if "[[" not in body and "/terms/" not in body:
        return
    masked = _ESCAPED.sub(lambda m: "\0\0" if m[1] else m[0], mask_code(body))
    for match in _WIKI.finditer(masked):
        typed = _WRAPPED.sub(" ", body[slice(*match.span(1))])
        if not change.is_meant(typed):
            continue
        name, words = change.in_link(typed)
        is_bare = words is not None and match[2] == "]]"
        yield *match.span(1), f"{name}|{words}" if is_bare else name
    if change.new_slug != change.old_slug:
        linked = re.compile(_LINKED.format(slug=re.escape(change.old_slug)))
        for match in linked.finditer(masked):
            yield *match.span(1), f"/terms/{change.new_slug}"

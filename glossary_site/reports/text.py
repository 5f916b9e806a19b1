"""Findings for a terminal: place, code, sentence, the line quoted under it, the hint."""

from collections.abc import Callable

from glossary_site.diagnostics import Diagnostic, Span, shown

LineReader = Callable[[str, int], str | None]
"""From a path and a 1-based line to that line's text, or None if it cannot be read."""


def as_text(found: Diagnostic, line_of: LineReader) -> str:
    """Render a finding for a terminal: place, code, sentence, the line quoted, the hint.

    Editors turn the `path:line:column` of the first line into a link.
    """
    span = found.span
    head = (
        f"{shown(span.path)}:{span.line}:{span.column}: {found.severity}[{found.code}]: "
        f"{shown(found.message)}"
    )
    parts = [head]
    line = line_of(span.path, span.line)
    if line is not None and line.strip():
        parts += _quote(span, line)
    if found.hint is not None:
        parts.append(f" hint: {shown(found.hint)}")
    return "\n".join(parts)


def _quote(span: Span, line: str, width: int = 100) -> list[str]:
    """Quote `line` with carets under the span, cut around the span where it is long."""
    start = min(span.column - 1, len(line))
    end = max(start + 1, min((span.end_column or span.column + 1) - 1, len(line)))
    left = max(0, start - width // 2) if len(line) > width else 0
    window = line[left : left + width]
    before = shown(window[: start - left].replace("\t", " "))
    marked = shown(window[start - left : end - left])
    gutter = f" {span.line} | "
    text = before + marked + shown(window[end - left :])
    blank = " " * (len(gutter) - 2) + "| " + " " * len(before)
    return [gutter + text, blank + "^" * max(1, len(marked))]

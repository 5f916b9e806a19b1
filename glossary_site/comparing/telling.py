"""Changes as text for a terminal, as Markdown for a pull request, and as JSON."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from typing import Final

import msgspec

from glossary_site.comparing.changes import VERSION, Changes
from glossary_site.comparing.outline import Pieces, Point, Section, sections, summary
from glossary_site.diagnostics import shown
from glossary_site.wordings import Piece

LIMIT: Final = 60_000
"""Characters of Markdown: GitHub takes 65,536 in a comment, and 1 MiB in a step's summary."""
_MARKUP: Final = re.compile(r"([\\`*_{}\[\]()+.!|~$:/=-])")
_HTML: Final = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"})
_MENTION: Final = re.compile("[@#]")
"""What code hosts make links of, also where Markdown does not."""
_RED, _GREEN, _BOLD, _PLAIN = "\x1b[31m", "\x1b[32m", "\x1b[1m", "\x1b[0m"
_TOLD: Final = {"base": "before", "head": "after"}


def as_text(changes: Changes, base: str, head: str, *, colour: bool = False) -> str:
    """Tell of changes line by line; gone is `[-so-]` and new `{+so+}` where there is no colour."""
    write = _coloured if colour else _bracketed
    lines = [f"From {shown(base)} to {shown(head)}: {summary(changes)}"]
    for section in sections(changes):
        title = f"{section.title} ({len(section.points):,})"
        lines += ["", f"{_BOLD}{title}{_PLAIN}" if colour else title]
        for point in section.points:
            lines.append(f"  - {_run(point.head, write)}")
            lines += [f"    {label}: {_run(told, write)}" for label, told in point.details]
    return "\n".join([*lines, *_problem_lines(changes), ""])


def _problem_lines(changes: Changes) -> Iterator[str]:
    for which, found in changes.problems.items():
        yield ""
        yield f"Mistakes in the revision {_TOLD[which]}, so not all of it is compared:"
        for one in found:
            place = f"{shown(one.span.path)}:{one.span.line}:{one.span.column}"
            yield f"  - {place}: {one.code}: {shown(one.message)}"


def as_markdown(changes: Changes, base: str, head: str) -> str:
    """Tell of changes as a part of a pull request; no text of an author becomes markup there."""
    title = f"### What readers will see changed\n\n{_escaped(summary(changes))}\n\n"
    title += f"From {_escaped(base)} to {_escaped(head)}.\n"
    parts, left = [title], LIMIT - len(title) - 200
    untold = 0
    for section in sections(changes):
        told, left, more = _section(section, left)
        parts += told
        untold += more
    if untold:
        parts.append(f"\nThere was no room for {untold:,} more; `diff --format json` has all.\n")
    for which, found in changes.problems.items():
        parts.append(f"\n**Mistakes in the revision {_TOLD[which]}**: {len(found):,}. ")
        parts.append("Not all of it is compared; `check` names them.\n")
    return "".join(parts)


def _section(section: Section, left: int) -> tuple[list[str], int, int]:
    """Write a section as far as there is room, and say how many points there is none for."""
    head = f"\n<details><summary>{section.title} ({len(section.points):,})</summary>\n\n"
    end = "\n</details>\n"
    left -= len(head) + len(end)
    written = []
    for point in section.points:
        text = _point(point)
        if len(text) > left:
            break
        written.append(text)
        left -= len(text)
    if not written:
        return [], left + len(head) + len(end), len(section.points)
    return [head, *written, end], left, len(section.points) - len(written)


def _point(point: Point) -> str:
    lines = [f"- {_run(point.head, _marked)}"]
    lines += [f"  - {_escaped(label)}: {_run(told, _marked)}" for label, told in point.details]
    return "\n".join(lines) + "\n"


def as_json(changes: Changes, base: str, head: str) -> str:
    """Give all changes as JSON; `version` says what its keys mean."""
    record = {
        "version": VERSION,
        "base": base,
        "head": head,
        "is_different": not changes.is_empty,
        "changes": msgspec.to_builtins(changes),
    }
    return msgspec.json.format(msgspec.json.encode(record), indent=2).decode() + "\n"


def _run(told: Iterable[Piece], write: Callable[[Piece], str]) -> str:
    """Write pieces in a row; text from right to left does not turn what stands around it."""
    pieces: Pieces = tuple(told)
    text = "".join(map(write, pieces))
    is_turned = any(
        unicodedata.bidirectional(sign) in {"R", "AL"}
        for piece in pieces if not piece.text.isascii() for sign in piece.text
    )  # fmt: skip
    return f"\u2068{text}\u2069" if is_turned else text


def _bracketed(piece: Piece) -> str:
    text = shown(piece.text)
    return {"same": text, "gone": f"[-{text}-]", "new": f"{{+{text}+}}"}[piece.kind]


def _coloured(piece: Piece) -> str:
    text = shown(piece.text)
    return {
        "same": text,
        "gone": f"{_RED}[-{text}-]{_PLAIN}",
        "new": f"{_GREEN}{{+{text}+}}{_PLAIN}",
    }[piece.kind]


def _marked(piece: Piece) -> str:
    text = _escaped(piece.text)
    return {"same": text, "gone": f"<del>{text}</del>", "new": f"<ins>{text}</ins>"}[piece.kind]


def _escaped(text: str) -> str:
    r"""Keep text from being Markdown, HTML, a link or the mention of a person.

    >>> _escaped("<b>[x](y)")
    '&lt;b&gt;\\[x\\]\\(y\\)'
    """
    escaped = _MARKUP.sub(r"\\\1", shown(text)).translate(_HTML)
    return _MENTION.sub("\\g<0>\u2060", escaped)

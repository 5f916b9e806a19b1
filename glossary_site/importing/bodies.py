"""Foreign Markdown made into ours: links to terms found, what cannot be carried taken out and said.

Only text outside code is touched.  Our own brackets, `[[…]]` and `{{…}}`, are escaped where a
source has them and means something else.
"""

import re
from collections.abc import Callable, Iterator
from functools import partial
from typing import Final
from urllib.parse import unquote

from msgspec import Struct, field

from glossary_site.content.terms import BODY_LIMIT
from glossary_site.diagnostics import Diagnostic, Findings, Span, quoted
from glossary_site.importing.records import Body, Link, Reference, not_carried, refused

KeyOf = Callable[[str], str | None]
"""From a link's target to the key of the term it leads to, or None if it leads to none."""
Rule = tuple[re.Pattern[str], Callable[[re.Match[str]], str | Link | tuple[str, ...]]]
"""What a format has beside Markdown: a pattern, and what becomes of it.  A tuple is left out and
named by its one word, or by the word and what stands in its place."""

_FENCE: Final = re.compile(r"[ ]{0,3}(`{3,}|~{3,})")
_TICKS: Final = re.compile(r"(`+)(?!`)(?:(?!\n[ \t]*\n).)*?(?<!`)\1(?!`)", re.DOTALL)
_TEXT: Final = r"\[((?:[^\[\]\\]|\\.|\[(?:[^\[\]\\]|\\.)*\])*)\]"
_TARGET: Final = r"""\(\s*(?:<([^<>\n]*)>|((?:[^\s()<>]|\([^\s()]*\))*|#[^()\n"]*))(?:\s+(?:"[^"]*"|'[^']*'))?\s*\)"""
_LINK: Final = re.compile(rf"(!?){_TEXT}{_TARGET}")
_LABELLED: Final = re.compile(rf"(!?){_TEXT}(?:\[([^\[\]]*)\])?(?![\[(:])")
_DEFINITION: Final = re.compile(
    r"^[ ]{0,3}\[([^\]^][^\]]*)\]:[ \t]*<?(\S+?)>?(?:[ \t].*)?$", re.MULTILINE
)
_COMMENT: Final = re.compile(r"<!--.*?-->", re.DOTALL)
_TAG: Final = re.compile(r"</?[A-Za-z][A-Za-z0-9-]*(?:\s[^<>]*)?/?>")
_OURS: Final = re.compile(r"(?<!\\)(\[\[(?=[^\[\]\n]+\]\])|\{\{)")
_MASKED: Final = re.compile("[\ue000\ue001]")
_MASK: Final = re.compile("\ue000([0-9]+)\ue001\n*")
_OUTSIDE: Final = re.compile(r"(?:https?:|mailto:)", re.IGNORECASE)


class Foreign(Struct):
    """A body being read."""

    path: str
    """The source's file."""
    line: int
    """The 1-based line on which the body begins."""
    key_of: KeyOf
    """Which term a link leads to."""
    rules: tuple[Rule, ...] = ()
    """What the format has beside Markdown; the first that fits counts."""
    origin: str | None = None
    """The address of the source's site: links into it become links to there."""
    found: list[Diagnostic] = field(default_factory=list)
    """What could not be carried."""
    labels: dict[str, str] = field(default_factory=dict)
    """Targets of reference links, by label."""
    tags: set[str] = field(default_factory=set)
    """HTML elements already named."""


def read_body(
    text: str, path: str, line: int, key_of: KeyOf, rules: tuple[Rule, ...] = (),
    *, origin: str | None = None,
) -> tuple[Body, Findings]:  # fmt: skip
    """Read a body.

    Args:
        text: Foreign Markdown.
        path: The source's file, for findings.
        line: The 1-based line on which the text begins.
        key_of: Which term a link leads to.
        rules: What the format has beside Markdown.
        origin: The address of the source's site, where it is known.
    """
    if len(text) > BODY_LIMIT:
        why = f"the text has more than {BODY_LIMIT:,} characters"
        return (), (refused(Span(path, line), why, "split the term"),)
    foreign = Foreign(path, line, key_of, rules, origin)
    for piece, _, is_code in pieces(text):
        if not is_code:
            for match in _DEFINITION.finditer(piece):
                foreign.labels.setdefault(_label(match[1]), match[2])
    parts: list[str | Link] = []
    for piece, offset, is_code in pieces(text):
        if is_code:
            parts.append(piece)
            continue
        codes: list[str] = []
        masked = _TICKS.sub(partial(_mask, codes), _MASKED.sub("", piece))
        at = line + text.count("\n", 0, offset)
        parts += (_unmasked(part, codes) for part in _prose(foreign, masked, at))
    return _joined(parts), tuple(foreign.found)


def _mask(codes: list[str], match: re.Match[str]) -> str:
    """Put a sign in the place of inline code, which may stand in the words of a link."""
    codes.append(match[0])
    return f"\ue000{len(codes) - 1}\ue001" + "\n" * match[0].count("\n")


def _unmasked(part: str | Link, codes: list[str]) -> str | Link:
    def text(words: str) -> str:
        return _MASK.sub(lambda match: codes[int(match[1])], words)

    return text(part) if isinstance(part, str) else Link(text(part.text), part.to)


def pieces(text: str) -> Iterator[tuple[str, int, bool]]:
    """Part a text at its fences: each piece, its offset, and whether it is code."""
    begin = offset = 0
    fence: str | None = None
    for line in text.splitlines(keepends=True):
        mark = _FENCE.match(line)
        if fence is None and mark is not None:
            yield text[begin:offset], begin, False
            begin, fence = offset, mark[1]
        elif fence is not None and mark is not None and _closes(line, mark[1], fence):
            yield text[begin : offset + len(line)], begin, True
            begin, fence = offset + len(line), None
        offset += len(line)
    if fence is None:
        yield text[begin:], begin, False
    else:
        yield text[begin:], begin, True


def _closes(line: str, mark: str, fence: str) -> bool:
    return mark[0] == fence[0] and len(mark) >= len(fence) and not line.strip().strip(mark[0])


def _label(text: str) -> str:
    return " ".join(text.casefold().split())


def _prose(foreign: Foreign, text: str, line: int) -> Iterator[str | Link]:
    """Read prose: the format's own rules first, then links, then what is left."""
    handlers = [
        *foreign.rules,
        (_COMMENT, lambda _match: ""),
        (_DEFINITION, lambda match: _definition(foreign, match)),
        (_LINK, lambda match: _link(foreign, match, match[2], match[3] or match[4] or "")),
        (_LABELLED, lambda match: _labelled(foreign, match)),
        (_TAG, lambda match: _tag(foreign, match)),
        (_OURS, lambda match: f"\\{match[1]}"),
    ]
    begin = 0
    ahead: list[re.Match[str] | None] = [pattern.search(text) for pattern, _ in handlers]
    while True:
        nearest = None
        for i, (pattern, _) in enumerate(handlers):
            match = ahead[i]
            if match is not None and match.start() < begin:
                match = ahead[i] = pattern.search(text, begin)
            if match is not None and (nearest is None or match.start() < nearest[0].start()):
                nearest = match, handlers[i][1]
        if nearest is None:
            break
        match, handle = nearest
        foreign.line = line + text.count("\n", 0, match.start())
        yield text[begin : match.start()]
        made = handle(match)
        if made is None:  # only its bracket is taken: what it encloses may hold links
            is_ours = _OURS.match(match[0]) is not None
            yield "\\[[" if is_ours else match[0][0]
            begin = match.start() + (2 if is_ours else 1)
            continue
        if isinstance(made, tuple):
            foreign.found.append(not_carried(_span(foreign, match), made[0]))
            made = made[1] if len(made) > 1 else ""
        elif isinstance(made, Link) and made.to.span.line == 0:
            made = Link(made.text, Reference(made.to.key, _span(foreign, match)))
        yield made
        begin = max(match.end(), begin + 1)
    yield text[begin:]


def unplaced(key: str, text: str = "") -> Link:
    """Make the link of a rule, which does not know where it stands."""
    return Link(text, Reference(key, Span("", 0)))


def _span(foreign: Foreign, match: re.Match[str]) -> Span:
    before = match.string.rfind("\n", 0, match.start())
    return Span(foreign.path, foreign.line, match.start() - before)


def _definition(foreign: Foreign, match: re.Match[str]) -> str:
    target = match[2]
    is_kept = _OUTSIDE.match(target) and foreign.key_of(target) is None
    return match[0] if is_kept else ""


def _labelled(foreign: Foreign, match: re.Match[str]) -> str | Link | None:
    target = foreign.labels.get(_label(match[3] or match[2]))
    if target is None or (_OUTSIDE.match(target) and foreign.key_of(target) is None):
        return None
    return _link(foreign, match, match[2], target)


def _link(foreign: Foreign, match: re.Match[str], text: str, target: str) -> str | Link:
    """Decide about a link or picture: to a term, to the web, or to what is left behind."""
    words = " ".join(_ours_escaped(text).split())
    if match[1]:
        foreign.found.append(not_carried(_span(foreign, match), f"the picture {quoted(target)}"))
        return words
    key = foreign.key_of(unquote(target))
    if key is not None:
        return Link(words, Reference(key, _span(foreign, match)))
    if _OUTSIDE.match(target):
        return _ours_escaped(match[0])
    if foreign.origin is not None and target.startswith("/") and not target.startswith("//"):
        return f"[{words}]({foreign.origin}{target})"
    what = f"the link to {quoted(target)}, which is no term"
    foreign.found.append(not_carried(_span(foreign, match), what))
    return words


def _tag(foreign: Foreign, match: re.Match[str]) -> str:
    name = re.sub(r"[^a-z0-9-].*", "", match[0].strip("</>").lower(), flags=re.DOTALL)
    if name not in foreign.tags:
        foreign.tags.add(name)
        foreign.found.append(not_carried(_span(foreign, match), f"the HTML element {name}"))
    return "\n" if name == "br" else ""


def _ours_escaped(text: str) -> str:
    return _OURS.sub(r"\\\1", text)


def _joined(parts: list[str | Link]) -> Body:
    joined: list[str | Link] = []
    for part in parts:
        if isinstance(part, str) and joined and isinstance(joined[-1], str):
            joined[-1] += part
        elif part != "":
            joined.append(part)
    return tuple(joined)


def plain(body: Body) -> str:
    """Give a body's text without marks, for a definition."""
    text = "".join(part if isinstance(part, str) else part.text for part in body)
    text = re.sub(r"\\([\[{*_`])", r"\1", text)
    text = re.sub(rf"{_TEXT}{_TARGET}", r"\1", text)
    text = re.sub(r"(\*\*|__|\*|`|(?<!\w)_|_(?!\w))", "", text)
    return " ".join(text.split())

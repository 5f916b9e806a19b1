r"""Bodies as Markdown that any program reads alike: our notation resolved, and nothing to break out.

A body is untrusted, and other Markdown than ours reads it.  So whatever that could take for more
than the page shows is written otherwise: raw HTML, fences that nobody closes, headings that would
stand beside those of the document, pictures of other sites.  Code stays as it is.
"""

import re
from collections.abc import Callable
from typing import Final
from urllib.parse import quote

from glossary_site.content.figure_grammar import Misspelling, parse
from glossary_site.exporting.mirror import plain
from glossary_site.names import fold_name
from glossary_site.render.bound_figures import figure_text
from glossary_site.render.edition import Edition
from glossary_site.render.source_text import FENCED, mask_code
from glossary_site.render.wikilinks import PATTERN

_HIDDEN: Final = re.compile("\0+(?:\n\0+)*")
_KEPT: Final = re.compile("\x02([0-9]+)\x03")
_ESCAPE: Final = re.compile(r"\\[\\\[\]{}`!]")
_WRAPPED: Final = re.compile(r"[ \t]*\n[ \t>]*")
_SPACE: Final = re.compile(r"\s+")
_RUNS: Final = re.compile("`{3,}|~{3,}")
_FIGURE: Final = re.compile(r"\{\{([^{}]*)\}\}")
_LINK: Final = re.compile(PATTERN)
_PICTURE: Final = re.compile(
    r"!\[([^\[\]]*)\]\([ \t]*<?([^()<>\n]*?)>?(?:[ \t]+\"[^\"\n]*\")?[ \t]*\)"
)
_TARGET: Final = re.compile(r"(\]\(\s*)(?:<([^<>\n]*)>|([^\s()<>]*))")
_LEADING: Final = r"[ \t>]*+(?:(?:[-*+:]|\d++[.)]|\[\^[^\]\n]*+\]:)[ \t]++[> \t]*+)*+"
_REFERENCE: Final = re.compile(
    rf"^({_LEADING}\[(?!\^)[^\[\]]++\]:\s*+)(?:<([^<>\n]*)>|(\S++))", re.MULTILINE
)
_SAFE: Final = re.compile(r"(?:https?://|mailto:|/(?![/\\])|#)", re.IGNORECASE)
_LESS: Final = re.compile(
    r"<(?!(?:https?://[^\s<>]*|mailto:[^\s<>]*|[^\s<>@:]+@[^\s<>@]+)>)(?=[A-Za-z/!?])"
)
_SETEXT: Final = re.compile(r"^([ \t>]*+)(\S[^\n]*)\n([ \t>]*+)(=+|-+)[ \t]*$", re.MULTILINE)
_RULE: Final = re.compile(r"^ {0,3}(?:(?:-[ \t]*){3,}|(?:_[ \t]*){3,})$", re.MULTILINE)
_HEADING: Final = re.compile(rf"^({_LEADING})(#{{1,6}})(?!#)[ \t]*+(?=\S)", re.MULTILINE)
_BARE: Final = re.compile(rf"^({_LEADING})(#+)[ \t]*$", re.MULTILINE)
_OPEN: Final = re.compile(rf"^({_LEADING})(`{{3,}}|~{{3,}})", re.MULTILINE)
_NUMBER: Final = re.compile(r"^( {0,3}\d{1,9})\)(?=[ \t]|$)", re.MULTILINE)
_BULLET: Final = re.compile(r"^([ \t>]*+)([+*]|--?)[ \t]*$", re.MULTILINE)
_EQUALS: Final = re.compile(r"^([ \t>]*+)=(=*)[ \t]*$", re.MULTILINE)
LEVEL: Final = 3
"""The highest level of a heading in a body: those above are the document's."""

Keep = Callable[[str], str]
"""Puts a text aside, and gives what stands for it meanwhile."""
Beside = Callable[[str], str | None]
"""Gives the address of what stands beside a body, or None."""


def _nothing(typed: str) -> None:
    del typed


def resolved(
    edition: Edition,
    body: str,
    page: str,
    beside: Beside = _nothing,
    fenced: re.Pattern[str] = FENCED,
) -> str:
    """Write a body for other programs.

    Args:
        edition: What is published.
        body: Markdown as its author wrote it.
        page: The address of the page it stands on.
        beside: Gives the address of what a relative address means, where one may mean something.
        fenced: Finds code between fences.
    """
    terms = edition.addresses.best("terms/")
    kept: list[str] = []

    def keep(text: str) -> str:
        kept.append(text)
        return f"\x02{len(kept) - 1}\x03"

    def restored(text: str) -> str:
        return _KEPT.sub(lambda m: restored(kept[int(m[1])]), text)

    text = _without_code(body.strip("\n"), keep, fenced)
    if "{{" in text:
        text = _FIGURE.sub(lambda m: _figure(edition, m, keep), text)
    if "[[" in text:
        text = _LINK.sub(lambda m: _link(edition, m, terms, restored), text)
    if "](" in text or "]:" in text or "![" in text:
        text = _with_targets(edition, text, page, beside)
    return restored(_blocks(text, kept))


def _without_code(text: str, keep: Keep, fenced: re.Pattern[str]) -> str:
    """Put code aside, and what a backslash escapes."""
    if "```" in text or "~~~" in text:
        text = fenced.sub(lambda m: keep(_fence(m)), text)
    if "`" in text or "\n    " in text or "\t" in text or text.startswith("    "):
        parts, done = [], 0
        for hidden in _HIDDEN.finditer(mask_code(text)):
            start, end = hidden.span()
            code = text[start:end]
            # A line end within code is a space to us; a fence or a block to others.
            code = _WRAPPED.sub(" ", code) if code.startswith("`") else code
            parts += [text[done:start], keep(code)]
            done = end
        text = "".join([*parts, text[done:]])
    return _ESCAPE.sub(lambda m: keep(m[0]), text) if "\\" in text else text


def _fence(match: re.Match[str]) -> str:
    """Write a block of code between fences that nothing within can close."""
    fence, code = match["fence"], match["code"]
    first, last = match[0].partition("\n")[0], match[0].rpartition("\n")[2]
    indent, said = first.partition(fence)[::2]
    within = max((len(run) for run in _RUNS.findall(code) if run[0] == fence[0]), default=0)
    fence = fence[0] * max(len(fence), within + 1)
    end = f"{last[: len(last) - len(last.lstrip(' '))]}{fence}"
    return f"{indent}{fence}{'' if '`' in said else said}\n{code}{end}"


def _figure(edition: Edition, match: re.Match[str], keep: Keep) -> str:
    """Put a figure in the place of what asks for it; what asks for none is text."""
    asked, datasets = parse(match[1]), edition.glossary.content.datasets
    if isinstance(asked, Misspelling) or asked.dataset not in datasets:
        return match[0]
    text, _ = figure_text(datasets[asked.dataset], asked)
    return match[0] if text is None else keep(plain(text))


def _link(
    edition: Edition, match: re.Match[str], terms: str, restored: Callable[[str], str]
) -> str:
    """Link to a term as its page does; where no term is meant, only the words stay."""
    typed = match[1].removesuffix("\\") if match[2] is not None else match[1]
    name = _SPACE.sub(" ", restored(typed)).strip().strip("`")
    words = _SPACE.sub(" ", typed if match[2] is None else match[2]).strip()
    if not name or not words:
        return match[0]
    slugs = edition.glossary.graph.names.candidates.get(fold_name(name), ())
    return f"[{words}]({terms}{slugs[0]}/index.md)" if len(slugs) == 1 else words


def _with_targets(edition: Edition, text: str, page: str, beside: Beside) -> str:
    """Make addresses hold away from the site; those that the page does not link to lead to it."""
    root = edition.addresses.best("")

    def address(typed: str) -> str:
        if not _SAFE.match(typed):
            return beside(typed) or page
        if typed.startswith("#"):
            return f"{page}#{typed[1:] if typed.startswith('#t-') else f't-{typed[1:]}'}"
        typed = quote(typed, safe="/~@!$&'*+,;=:?#%[]-._\x02\x03")
        return root + typed[1:] if typed.startswith("/") else typed

    def target(match: re.Match[str]) -> str:
        return match[1].rstrip() + address(match[3] if match[2] is None else match[2])

    def picture(match: re.Match[str]) -> str:
        name = match[2].removeprefix("./").removeprefix("/").removeprefix("images/")
        known = edition.addresses.best(f"images/{name}")
        place = known if name in edition.glossary.content.images else beside(match[2])
        return match[1] if place is None else f"!\x02\x03[{match[1]}]({place})"

    def reference(match: re.Match[str]) -> str:
        return f"{match[1].rstrip()} {address(match[3] if match[2] is None else match[2])}"

    if "![" in text:
        text = _PICTURE.sub(picture, text).replace("![", "\\![").replace("!\x02\x03[", "![")
    text = _TARGET.sub(target, text)
    return _REFERENCE.sub(reference, text) if "]:" in text else text


def _blocks(text: str, kept: list[str]) -> str:
    """Keep blocks and raw HTML from being more than they are on the page."""
    if "<" in text:
        text = _LESS.sub("&lt;", text)
    text = _SETEXT.sub(lambda m: _underlined(m, kept), text)
    text = _RULE.sub("* * *", text)
    if "#" in text:
        text = _HEADING.sub(_shifted, text)
        text = _BARE.sub(lambda m: m[1] + m[2].replace("#", "\\#"), text)
    if "```" in text or "~~~" in text:
        text = _OPEN.sub(lambda m: m[1] + m[2].replace("`", "\\`").replace("~", "&#126;"), text)
    text = _EQUALS.sub(r"\1&#61;\2", text)
    text = _NUMBER.sub(r"\1\\)", text)
    return _BULLET.sub(r"\1\\\2", text)


def _shifted(match: re.Match[str]) -> str:
    leading, signs = match[1], match[2]
    if leading and not leading.strip(" ") and len(leading) < len("    "):
        return f"{leading}\\{signs} "  # a heading to others, and to us none
    return f"{leading}{'#' * min(6, max(LEVEL, len(signs) + 1))} "


def _underlined(match: re.Match[str], kept: list[str]) -> str:
    """Write a heading that is underlined as others are, and a line of signs as what it is."""
    before = match.string[: match.start()]
    holds_block = any("\n" in kept[int(one)] for one in _KEPT.findall(match[2]))
    is_first = not before.strip("\n") or before.endswith("\n\n")
    if is_first and not holds_block and match[1] == match[3] == "" and match[2][0] not in "#>":
        return f"{'#' * LEVEL} {match[2]}\n"
    if match[4][0] == "-" and len(match[4]) > 2:  # noqa: PLR2004 (what a rule needs at least)
        return f"{match[1]}{match[2]}\n{match[3].rstrip(' ')}\n{match[3]}* * *"
    sign = "&#61;" if match[4][0] == "=" else "\\-"
    return f"{match[1]}{match[2]}\n{match[3]}{sign}{match[4][1:]}"

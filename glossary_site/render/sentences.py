"""The sentence around a link to a term: what *Mentioned in* shows of another term's body.

Where a sentence stands is found once, when the body is rendered; its words are taken out of the
HTML only for the page that shows them.  The HTML is what nh3 wrote: every `<` in it begins a tag,
and no quotation mark stands bare within an attribute.
"""

import functools
import html as entities
import re
from collections.abc import Collection, Mapping
from typing import Final

from msgspec import Struct

from glossary_site.model import Sentence
from glossary_site.names import Slug

LIMIT: Final = 160
"""Characters: about as many as are shown of a sentence."""

_REST: Final = r'[^>"]*(?:"[^"]*"[^>"]*)*>'
_TAG: Final = re.compile(f"<{_REST}")
_BLOCK: Final = re.compile(
    rf"</?(?:p|li|[uod]l|d[td]|t[rdh]|thead|tbody|table|h[1-6r]|div|blockquote|pre)\b{_REST}"
)
_CELLS: Final = re.compile(rf"</t[dh]>\s*<t[dh]\b{_REST}")
_SPOKEN: Final = re.compile(r'\b(?:title|alt|data-source)="[^"]*"')
_NOTE: Final = re.compile(
    rf'<sup id="fnref[^"]*"{_REST}.*?</sup>|<a [^>]*class="footnote-backref"{_REST}.*?</a>',
    re.DOTALL,
)
"""What leads to a footnote and back."""
_END: Final = re.compile(
    r"[.!?…。！？][.!?…。！？\"'”’»)\]」』）]*"
    r"(?:(?:\s+|(?:<sup\b[^>]*>.*?</sup>|<[^>]*>)+\s+)(?=(?:<[^>]*>)*(\S))|(?<=[。！？」』）]))"
)
"""The end of a sentence with the space behind it; the group is what the next one begins with."""
_SHORT: Final = frozenset(
    "approx ca cf Co Corp Dr etc Fig Inc Jr Ltd Mr Mrs Ms No Prof Sr St vs".split()
)
"""What a full stop shortens rather than ends; where this is wrong, more is shown."""


class Mention(Struct, frozen=True):
    """A sentence that links to a term, as plain text."""

    before: str
    """What stands before the link."""
    words: str
    """The link's words."""
    after: str
    """What stands behind it."""


def sentences(html: str, slugs: Collection[Slug], prefix: str) -> Mapping[Slug, Sentence]:
    """Find the sentence around the first link to each term.

    Args:
        html: A finished body.
        slugs: The terms that it links to.
        prefix: What the addresses of terms begin with.
    """
    found: dict[Slug, Sentence] = {}
    if not slugs:
        return found
    text = html
    if 'title="' in html or 'alt="' in html or 'data-source="' in html:  # not part of the text
        text = _SPOKEN.sub(lambda spoken: "_" * len(spoken[0]), html)
    first = last = end = 0
    for link in _links(prefix).finditer(html):
        slug, at = Slug(link[1]), html.rfind("<", 0, link.start())
        if slug in found or slug not in slugs or not _is_tag(html, at, link.start()):
            continue
        if at >= end:
            first, end = _block(html, end, at)
            last = first
        until = html.find("</a>", at) + len("</a>")
        while last < until:
            first = last if last <= at else first
            last = _sentence_end(text, last, end)
        if html[first:at].strip() or html[until:last].strip(" \n.,;:"):  # more than its name
            found[slug] = (first, at, until, last)
    return found


@functools.cache
def _links(prefix: str) -> re.Pattern[str]:
    return re.compile(rf'href="{re.escape(prefix)}([^/"]*)/')


def _is_tag(html: str, at: int, until: int) -> bool:
    """Say whether a link's tag begins at `at` and reaches beyond `until`: code may show one."""
    return html.startswith("<a ", at) and html.find(">", at, until) < 0


def _block(html: str, start: int, at: int) -> tuple[int, int]:
    """Find the paragraph, list item or row of a table around `at`, not before `start`."""
    begin, tag = start, ""
    for opening in _BLOCK.finditer(html, start, at):
        begin, tag = opening.end(), opening[0]
    if tag.startswith(("<td", "<th")):
        return html.rfind("<tr", 0, at), html.find("</tr>", at)
    closing = _BLOCK.search(html, at)
    return begin, len(html) if closing is None else closing.start()


def _sentence_end(text: str, start: int, end: int) -> int:
    """Find where the first sentence from `start` on ends, at `end` at the latest."""
    for found in _END.finditer(text, start, end):
        following = found[1]
        if following is None or not (following.islower() or _is_short(text, start, found.start())):
            return found.end()
    return end


def _is_short(text: str, start: int, stop: int) -> bool:
    """Say whether the full stop at `stop` only shortens a word."""
    if text[stop] != ".":
        return False
    word = text[max(start, text.rfind(" ", start, stop) + 1) : stop].lstrip("(")
    is_day = len(word) <= 2 and word.isdigit()  # noqa: PLR2004 (as in "23. November")
    return len(word) < 2 or is_day or word in _SHORT or "." in word  # noqa: PLR2004 (an initial)


def mention(html: str, sentence: Sentence) -> Mention:
    """Take a sentence out of a body, cut to about `LIMIT` characters around its link."""
    first, at, until, last = sentence
    before, words, after = _plain(html[first:at]), _plain(html[at:until]), _plain(html[until:last])
    before, after = before.lstrip(), after.rstrip()
    room = max(0, LIMIT - len(words))
    if len(before) + len(after) > room:
        before = _end_of(before, max(room // 2, room - len(after)))
        after = _start_of(after, max(room // 2, room - len(before)))
    return Mention(before, words, after)


def _plain(piece: str) -> str:
    """Give the words of a piece of a body, with a space at its ends if it has one there."""
    if "footnote" in piece:
        piece = _NOTE.sub("", piece)
    if "</t" in piece:
        piece = _CELLS.sub(" · ", piece)
    if "<" in piece:
        piece = _TAG.sub("", piece.replace("<br>", " "))
    if "&" in piece:
        piece = entities.unescape(piece)
    return _SPACE.sub(" ", piece)


_SPACE: Final = re.compile(r"\s+")


def _end_of(text: str, room: int) -> str:
    """Keep the end of a text from a word on."""
    if len(text) <= room:
        return text
    kept = text[-room:] if room else ""
    return "… " + (kept.partition(" ")[2] or kept)


def _start_of(text: str, room: int) -> str:
    """Keep the start of a text up to a word."""
    if len(text) <= room:
        return text
    kept = text[:room]
    return (kept.rpartition(" ")[0] or kept).rstrip(" ,;:") + " …"

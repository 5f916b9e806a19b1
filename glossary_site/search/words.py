"""Texts cut into words that can be compared: the browser does the same to what a reader types.

Case, accents and Unicode forms are ignored.  Scripts without spaces are cut into pairs of
characters, and so is Korean, whose words end in particles.  `static/js/search-words.js` is this
module once more; a test holds the two together.
"""

import re
import unicodedata
from collections import Counter
from typing import Final

_SIGNED: Final = r"(?:\+\+|#(?![a-z0-9]))?"
"""What tells C++ and C# from C."""
_PLAIN: Final = re.compile(rf"[a-z0-9]+{_SIGNED}")
_IS_SIGNED: Final = re.compile(r"[a-z0-9](?:\+\+|#(?![a-z0-9]))")
_GAPS: Final = bytes(
    [ord(chr(code).lower() if chr(code).isalnum() else " ") for code in range(128)]
).ljust(256)
"""What becomes of each byte of an ASCII text: letters in lower case, digits, and spaces."""
_MARKS: Final = (
    "\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a"
    "\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed\u0900-\u0963"
    "\u0966-\u0dff\u0e30-\u0e3a\u0e47-\u0e4e\u0eb0-\u0ebc\u0ec8-\u0ecd\u0f71-\u0f84\u102b-\u103e"
    "\u17b4-\u17d3\u200c\u200d\u3099\u309a"
)
"""Accents and vowel signs: they belong to the word they stand in."""
_WORD: Final = re.compile(rf"[\w{_MARKS}]+{_SIGNED}")
_ACCENTS: Final = re.compile(
    "[\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a"
    "\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed\u200c\u200d]"
)
"""Those of them that a reader may leave out."""
_SPACELESS: Final = (
    "\u0e01-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3"
    "\uf900-\ufaff\U00020000-\U0003ffff"
)
_RUNS: Final = re.compile(f"[{_SPACELESS}]+|[^{_SPACELESS}]+")
_IS_SPACELESS: Final = re.compile(f"[{_SPACELESS}]")
_SPELLED: Final = str.maketrans(
    {
        "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "ħ": "h", "ı": "i", "ł": "l",
        "þ": "th", "ŋ": "ng", "ß": "ss", "ς": "σ",
    }
)  # fmt: skip
"""Letters that Unicode does not take apart, as `names.slugify` spells them."""
_MARKUP: Final = re.compile(r"\]\([^()\n]*\)|\]\[[^\]\n]*\]|https?://[^\s)>]*|</?[A-Za-z][^<>]*>")
"""What of a Markdown text no reader sees."""


def words(text: str) -> list[str]:
    """Cut a text into words, in order.

    >>> words("Fine-tuning’s Café: C++"), words("推論コスト")
    (['fine', 'tunings', 'cafe', 'c++'], ['推論', '論コ', 'コス', 'スト'])
    """
    if text.isascii():
        return _plain(text)
    found = []
    for word in _WORD.findall(_composed(text)):
        if word.isascii():
            found.append(word)
        else:
            found += _folded(word)
    return found


def count(markdown: str) -> dict[str, int]:
    """Count the words of a Markdown text: those of link targets and tags do not count."""
    if "](" in markdown or "http" in markdown or "<" in markdown or "][" in markdown:
        markdown = _MARKUP.sub(" ", markdown)
    if markdown.isascii():
        return Counter(_plain(markdown))
    counts = Counter[str](_WORD.findall(_composed(markdown)))
    for word in [word for word in counts if not word.isascii()]:
        times = counts.pop(word)
        for part in _folded(word):
            counts[part] += times
    return counts


def _plain(text: str) -> list[str]:
    """Cut an ASCII text into words; one without signs in a third of the time."""
    if "#" in text or "++" in text:
        lower = text.lower()
        if _IS_SIGNED.search(lower):
            return _PLAIN.findall(lower.replace("'", ""))
    return text.encode().translate(_GAPS, b"'").decode().split()


def _composed(text: str) -> str:
    lower = unicodedata.normalize("NFKC", text).lower()
    return lower.replace("'", "").replace("’", "").replace("_", " ")


def _folded(word: str) -> list[str]:
    """Drop a word's accents; cut it into pairs where its script has no spaces."""
    bare = _ACCENTS.sub("", unicodedata.normalize("NFKD", word))
    plain = unicodedata.normalize("NFC", bare).translate(_SPELLED)
    if _IS_SPACELESS.search(plain) is None:
        return [plain] if plain else []
    found = []
    for run in _RUNS.findall(plain):
        if len(run) > 1 and _IS_SPACELESS.match(run):
            found += [run[i : i + 2] for i in range(len(run) - 1)]
        else:
            found.append(run)
    return found

"""Which of a source's languages is the one asked for."""

from collections.abc import Iterable, Mapping
from typing import Final

_THREE: Final[Mapping[str, tuple[str, ...]]] = {
    "ar": ("ara",), "bg": ("bul",), "bn": ("ben",), "ca": ("cat",), "cs": ("ces", "cze"),
    "da": ("dan",), "de": ("deu", "ger"), "el": ("ell", "gre"), "en": ("eng",), "es": ("spa",),
    "et": ("est",), "fa": ("fas", "per"), "fi": ("fin",), "fr": ("fra", "fre"), "ga": ("gle",),
    "he": ("heb",), "hi": ("hin",), "hr": ("hrv",), "hu": ("hun",), "id": ("ind",),
    "it": ("ita",), "ja": ("jpn",), "ko": ("kor",), "lt": ("lit",), "lv": ("lav",),
    "ms": ("msa", "may"), "mt": ("mlt",), "nb": ("nob",), "nl": ("nld", "dut"), "nn": ("nno",),
    "no": ("nor",), "pl": ("pol",), "pt": ("por",), "ro": ("ron", "rum"), "ru": ("rus",),
    "sk": ("slk", "slo"), "sl": ("slv",), "sr": ("srp",), "sv": ("swe",), "th": ("tha",),
    "tr": ("tur",), "uk": ("ukr",), "ur": ("urd",), "vi": ("vie",), "zh": ("zho", "chi"),
}  # fmt: skip
"""ISO 639-2 and 639-3 codes of languages that have one of two letters."""
_TWO: Final = {three: two for two, threes in _THREE.items() for three in threes}


def normal(tag: str) -> str:
    """Write a language's tag as it is compared: small, with hyphens, two letters where it has them.

    >>> normal("deu"), normal("pt_BR")
    ('de', 'pt-br')
    """
    first, _, rest = tag.strip().replace("_", "-").lower().partition("-")
    first = _TWO.get(first, first)
    return f"{first}-{rest}" if rest else first


def nearness(tag: str, wanted: str) -> int | None:
    """Say how near a tag is to the language asked for, 0 for itself; None for another language.

    Text without a tag is in any language, if nothing better is there.
    """
    tag, wanted = normal(tag), normal(wanted)
    if tag == wanted:
        return 0
    if not tag:
        return 3
    if tag == wanted.partition("-")[0]:
        return 1
    return 2 if tag.partition("-")[0] == wanted.partition("-")[0] else None


def nearest(tags: Iterable[str], wanted: str) -> str | None:
    """Choose the tag that is nearest to the language asked for, if one is near at all."""
    near = [(distance, tag) for tag in tags if (distance := nearness(tag, wanted)) is not None]
    return min(near)[1] if near else None

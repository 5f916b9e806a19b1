"""Names and the addresses made from them: slugs, keys for comparing, and what no path may be.

Every output path and every lookup key is made by a function here, so that two spellings of one
name can never become two terms, nor two paths one file.
"""

import re
import unicodedata
from collections.abc import Collection, Iterable
from typing import Final, NewType

Slug = NewType("Slug", str)
"""The last part of a permalink: `[a-z0-9]+(-[a-z0-9]+)*`, at most `SLUG_LIMIT` bytes."""

SLUG_LIMIT: Final = 100
SLUG: Final = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_GAPS: Final = re.compile(r"[^a-z0-9]+")

# Letters that Unicode does not decompose, and signs that tell names apart ("C", "C++", "C#").
_SPELLED: Final = str.maketrans(
    {
        "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "ħ": "h", "ı": "i", "ł": "l",
        "þ": "th", "ŋ": "ng", "&": " and ", "+": " plus ", "#": " sharp ", "%": " percent ",
        "'": "", "’": "",
    }
)  # fmt: skip

_WINDOWS: Final = frozenset(
    {"con", "prn", "aux", "nul", "conin$", "conout$"}
    | {f"{device}{n}" for device in ("com", "lpt") for n in "0123456789¹²³"}
)
RESERVED_SLUGS: Final = _WINDOWS | {"index"}
"""Slugs that some host or system reads as something else."""


def slugify(name: str) -> str:
    """Make the slug of a name; empty if the name holds no letter or digit it can spell.

    Idempotent: the slug of a slug is itself.  The result may be longer than `SLUG_LIMIT`.

    >>> slugify("Capex (Capital Expenditure)"), slugify("C++"), slugify("推論")
    ('capex-capital-expenditure', 'c-plus-plus', '')
    """
    if name.isascii():
        words = name.lower().split()
        if "".join(words).isalnum():
            return "-".join(words)
        flat = name.lower().translate(_SPELLED)
    else:
        flat = _spelled(name)
    return _GAPS.sub("-", flat).strip("-")


def _spelled(name: str) -> str:
    folded = unicodedata.normalize("NFKC", name).casefold().translate(_SPELLED)
    decomposed = unicodedata.normalize("NFKD", folded)
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def is_spelled(name: str) -> bool:
    """Say whether a slug spells all of a name: of one in two scripts it has a part only.

    >>> is_spelled("Ærø"), is_spelled("API ゲートウェイ")
    (True, False)
    """
    return name.isascii() or all(c.isascii() or not c.isalnum() for c in _spelled(name))


def slug_problem(slug: str) -> str | None:
    """Say in words why `slug` cannot be an address, or None if it can."""
    if SLUG.fullmatch(slug) is None:
        return "may hold only the letters a to z, digits and single hyphens between them"
    if len(slug) > SLUG_LIMIT:
        return f"is longer than {SLUG_LIMIT} characters"
    return None


def is_reserved(slug: str) -> bool:
    """Say whether a web server or Windows gives this name another meaning."""
    return slug in RESERVED_SLUGS


def lies_in(path: str, folders: Collection[str]) -> bool:
    """Say whether a path is one of these or lies below one; below none of them it lies anywhere.

    >>> lies_in("terms/a.md", ["terms"]), lies_in("terms/a.md", ["term"]), lies_in("x", [])
    (True, False, True)
    """
    if not folders or "." in folders:
        return True
    return any(path == one or path.startswith(one + "/") for one in folders)


def letters_of(name: str) -> str:
    """Make the key under which two spellings of one name are alike: no case, no gap, no hyphen.

    >>> letters_of("AI-Compute") == letters_of("ai compute") == letters_of("aicompute")
    True
    """
    return slugify(name).replace("-", "")


def spelled_otherwise(wanted: str, known: Iterable[str]) -> str | None:
    """Find the one of the known names that differs from the wanted one only in its spelling.

    >>> spelled_otherwise("Open-AI", ["openai", "models"])
    'openai'
    """
    letters = letters_of(wanted)
    alike = [name for name in known if letters and letters_of(name) == letters]
    return alike[0] if len(alike) == 1 else None


def fold_name(name: str) -> str:
    """Make the key under which a name is looked up: case, Unicode form and spacing ignored.

    >>> fold_name("  AI\u00a0Compute ") == fold_name("ai compute")
    True
    """
    if name.isascii():
        return " ".join(name.lower().split())
    folded = unicodedata.normalize("NFKC", name).casefold()
    return " ".join(unicodedata.normalize("NFKC", folded).split())


def fold_path(path: str) -> str:
    """Make the key under which two output paths are one file on some file system.

    >>> fold_path("terms/GPU/Index.html") == fold_path("terms/gpu/index.html")
    True
    """
    if path.isascii():
        folded = path.lower()
    else:
        folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", path).casefold())
    return "/".join(part.rstrip(". ") for part in folded.split("/"))


def path_problem(path: str) -> str | None:
    """Say in words why `path` cannot be written on every system, or None if it can.

    Guards files whose names authors choose (images, static files, dataset ids); slugs have a
    grammar of their own.
    """
    for part in path.split("/"):
        if part in {"", ".", ".."}:
            return "has an empty or relative part"
        if len(part.encode("utf-8", "surrogatepass")) > 200:  # noqa: PLR2004 (255 less a suffix)
            return "has a part longer than 200 bytes"
        if part.rstrip(". ") != part:
            return "has a part that ends in a dot or a space, which Windows drops"
        if fold_path(part).split(".")[0] in _WINDOWS:
            return "has a part that Windows reserves for a device"
        if any(c in '<>:"|?*\\' or ord(c) < 32 or 0xD800 <= ord(c) < 0xE000 for c in part):  # noqa: PLR2004
            return "has a character that some file systems forbid"
    return None


def has_letter_or_digit(name: str) -> bool:
    """Say whether a name can be read aloud at all."""
    return name[:1].isalnum() or any(unicodedata.category(c)[0] in "LN" for c in name)

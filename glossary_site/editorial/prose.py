"""Texts of authors as plain words for checks: code, addresses and figures of datasets hidden."""

import re
from typing import Final

_FENCED: Final = re.compile(
    r"^ {0,3}(`{3,}|~{3,}).*?(?:^ {0,3}\1[`~]*[ \t]*$|\Z)", re.MULTILINE | re.DOTALL
)
_CODE: Final = re.compile(r"(?<!`)(`+)(?!`).{1,2000}?(?<!`)\1(?!`)", re.DOTALL)
"""Bounded: a body of runs of backticks that none closes would take seconds."""
_BRACES: Final = re.compile(r"\{\{[^{}\n]*\}\}")
_ADDRESS: Final = re.compile(r"\]\([^()\s]*(?:\([^()\s]*\)[^()\s]*)*(?:\s[^()]*)?\)|<?https?://\S+")
_SEEN: Final = re.compile(r"[^\n]")


def plain_body(body: str) -> str:
    """Hide what is no prose; every offset stays.

    >>> plain_body("Set `a = 1`, see [it](https://x.org/5%).").replace(chr(0), ".")
    'Set ......., see [it....................'
    """
    if "`" in body or "~~~" in body:
        body = _CODE.sub(_hidden, _FENCED.sub(_hidden, body))
    if "{{" in body:
        body = _BRACES.sub(_hidden, body)
    if "](" in body or "://" in body:
        body = _ADDRESS.sub(_hidden, body)
    return body


def _hidden(found: re.Match[str]) -> str:
    return _SEEN.sub("\0", found[0])


def excerpt(text: str, limit: int = 60) -> str:
    """Cut a text for being quoted."""
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"

"""Plain text as Markdown that shows it as it is: for formats whose texts have no marks."""

import re
from typing import Final

_MARKS: Final = re.compile(r"([\\`*_{}\[\]#])")
_LESS: Final = re.compile(r"<(?=[A-Za-z/!?])")
_ENTITY: Final = re.compile(r"&(?=#?\w+;)")
_BLOCK: Final = re.compile(r"(?:[-+>:=~|!]|[0-9]+[.)])")
_TILDES: Final = re.compile(r"~(?=~)")


def escaped(text: str) -> str:
    r"""Write a text so that its characters mean themselves; its lines run on within paragraphs.

    >>> escaped("1. *a* [[b]]")
    '1\\. \\*a\\* \\[\\[b\\]\\]'
    """
    paragraphs = re.split(r"\n\s*\n", text.replace("\r\n", "\n").replace("\r", "\n"))
    return "\n\n".join(filter(None, map(_paragraph, paragraphs)))


def _paragraph(text: str) -> str:
    """Escape one paragraph; only its beginning could be a list, a quotation or a block of its own."""
    line = _MARKS.sub(r"\\\1", " ".join(text.split()))
    line = _TILDES.sub("&#126;", _ENTITY.sub("&amp;", line))
    line = _LESS.sub("&lt;", line)
    if not (match := _BLOCK.match(line)):
        return line
    sign = match[0]
    if sign[0].isdigit():
        return f"{sign[:-1]}\\{line[len(sign) - 1 :]}"
    return f"\\{line}" if sign in "-+>!" else f"&#{ord(sign)};{line[1:]}"

"""Where in the text of an RDF file a subject is described, and where it names another."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from typing import Final
from urllib.parse import urljoin

from msgspec import Struct, field

from glossary_site.diagnostics import Span
from glossary_site.importing.graphs import Graphs

_TURTLE: Final = re.compile(
    r"^[ \t]*(?:<([^<>\s]*)>|((?:[^\W\d_][\w.-]*)?):([\w.:%\\/-]*))(?=[ \t\n;])", re.MULTILINE
)
_PREFIX: Final = re.compile(r"@?prefix\s+([^\s:]*):\s*<([^<>]*)>", re.IGNORECASE)
_BASE: Final = re.compile(r"@?base\s+<([^<>]*)>", re.IGNORECASE)
_ABOUT: Final = re.compile(r"""<[\w:.-]+\s[^<>]*?\brdf:(about|ID|nodeID)\s*=\s*["']([^"']*)["']""")
_XML_BASE: Final = re.compile(r"""\bxml:base\s*=\s*["']([^"']*)["']""")
_JSON: Final = re.compile(r'([{,])\s*"(?:@?id|uri|iri)"\s*:\s*"([^"\n]*)"')
_TAIL: Final = re.compile(r"[^/#:]+$")


class Places(Struct):
    """Lines of subjects, found in each file once."""

    graphs: Graphs
    """What was read."""
    lines: dict[str, dict[str, int]] = field(default_factory=dict)
    """By file and IRI, the offset at which the subject's description begins."""
    ends: dict[str, list[int]] = field(default_factory=dict)
    """By file, where descriptions begin, in order."""
    breaks: dict[str, list[int]] = field(default_factory=dict)
    """By file, where lines end."""

    def subject(self, iri: str) -> Span:
        """Where a subject is described; the beginning of its file where that is not clear."""
        path = self.graphs.subjects.get(iri, "")
        return self._span(path, self._offset(path, iri) or 0)

    def naming(self, subject: str, other: str) -> Span:
        """Where a subject's description names another one; else where it begins."""
        path = self.graphs.subjects.get(subject, "")
        begin = self._offset(path, subject)
        tail = _TAIL.search(other)
        if begin is None or tail is None:
            return self.subject(subject)
        text = self.graphs.texts[path][0]
        after = bisect_right(self.ends[path], begin)
        end = self.ends[path][after] if after < len(self.ends[path]) else len(text)
        pattern = re.compile(rf"(?<![\w-]){re.escape(tail[0])}(?![\w-])")
        first = text.find("\n", begin, end) if self.graphs.texts[path][1] == "turtle" else begin
        match = pattern.search(text, max(first, begin), end)
        return self._span(path, begin if match is None else match.start())

    def _span(self, path: str, offset: int) -> Span:
        if path not in self.breaks:
            text = self.graphs.texts.get(path, ("", ""))[0]
            self.breaks[path] = [match.start() for match in re.finditer("\n", text)]
        line = bisect_left(self.breaks[path], offset)
        before = self.breaks[path][line - 1] if line else -1
        return Span(path, line + 1, offset - before)

    def _offset(self, path: str, iri: str) -> int | None:
        if path not in self.lines:
            text, syntax = self.graphs.texts.get(path, ("", ""))
            found: dict[str, int] = {}
            for name, offset in _named(text, syntax):
                if name in self.graphs.subjects or name.startswith(":"):
                    found.setdefault(name, offset)
            self.lines[path] = found
            self.ends[path] = sorted(found.values())
        lines = self.lines[path]
        if iri in lines:
            return lines[iri]
        tail = _TAIL.search(iri)
        return None if tail is None else lines.get(f":{tail[0]}")


def _named(text: str, syntax: str) -> Iterator[tuple[str, int]]:
    """Iterate over names at which a description may begin; a compact one also as `:tail`."""
    if syntax == "xml":
        base = match[1] if (match := _XML_BASE.search(text)) else ""
        for match in _ABOUT.finditer(text):
            yield urljoin(base, f"#{match[2]}" if match[1] == "ID" else match[2]), match.start()
    elif syntax == "json-ld":
        inner = sorted(_JSON.finditer(text), key=lambda match: match[1] != "{")
        for match in sorted(inner, key=lambda one: _indentation(text, one.start(2))):
            yield match[2], match.start(2)
            if tail := _TAIL.search(match[2]):
                yield f":{tail[0]}", match.start(2)
    else:
        prefixes = {match[1]: match[2] for match in _PREFIX.finditer(text)}
        base = match[1] if (match := _BASE.search(text)) else ""
        for match in _TURTLE.finditer(text):
            if match[1] is not None:
                yield urljoin(base, match[1]), match.start(1)
            elif match[2] in prefixes:
                name = match[3].replace("\\", "")
                yield prefixes[match[2]] + name, match.start(2)


def _indentation(text: str, offset: int) -> int:
    line = text[text.rfind("\n", 0, offset) + 1 : offset]
    return len(line) - len(line.lstrip())

"""XML of strangers, an entry at a time: no document type, no entity, nothing from elsewhere."""

from collections.abc import Callable, Collection, Iterator
from typing import Final
from xml.parsers import expat

from msgspec import Struct, field

from glossary_site.diagnostics import Findings, Span
from glossary_site.importing.records import refused

DEPTH: Final = 100
"""How deep elements may stand in each other."""
ENTRY: Final = 20_000
"""The most elements of one entry."""
XML: Final = "http://www.w3.org/XML/1998/namespace"


class Element(Struct):
    """An element with what it holds."""

    name: str
    """Without its namespace."""
    attributes: dict[str, str]
    """By name without namespace; `xml:lang` is `lang`."""
    span: Span
    """Where it begins."""
    parts: list["Element | str"] = field(default_factory=list)
    """Text and elements in their order."""

    @property
    def children(self) -> list["Element"]:
        """Its elements."""
        return [part for part in self.parts if isinstance(part, Element)]

    def below(self, *names: str) -> Iterator["Element"]:
        """Iterate over elements of these names at any depth, in their order."""
        for child in self.children:
            if child.name in names:
                yield child
            yield from child.below(*names)

    @property
    def text(self) -> str:
        """All text in it."""
        return "".join(part if isinstance(part, str) else part.text for part in self.parts)


_HINT: Final = "write what is meant in its place, and delete the document type"


class _RefusalError(Exception):
    """Something that must not be read; its words are shown."""

    def __init__(self, why: str, hint: str | None = None) -> None:
        super().__init__(why)
        self.hint = hint


class _Reading:
    """A document being read: only what stands in entries is kept."""

    def __init__(
        self, path: str, entries: Collection[str], take: Callable[[Element], None]
    ) -> None:
        self._path = path
        self._entries = entries
        self._take = take
        self._open: list[Element] = []
        self._depth = 0
        self._count = 0
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._characters
        self.parser.StartDoctypeDeclHandler = self._doctype
        self.parser.EntityDeclHandler = self._entity
        self.parser.SkippedEntityHandler = self._skipped

    def span(self) -> Span:
        """Where the parser stands."""
        return Span(self._path, self.parser.CurrentLineNumber, self.parser.CurrentColumnNumber + 1)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth > DEPTH:
            raise _RefusalError(f"elements stand more than {DEPTH} deep in each other")
        local = name.rpartition(" ")[2]
        if not self._open and local not in self._entries:
            return
        self._count = self._count + 1 if self._open else 1
        if self._count > ENTRY:
            raise _RefusalError(f"an entry has more than {ENTRY:,} elements")
        known = {key.rpartition(" ")[2]: value for key, value in attributes.items()}
        element = Element(local, known, self.span())
        if self._open:
            self._open[-1].parts.append(element)
        self._open.append(element)

    def _end(self, name: str) -> None:
        del name
        self._depth -= 1
        if self._open:
            element = self._open.pop()
            if not self._open:
                self._take(element)

    def _characters(self, text: str) -> None:
        if self._open:
            self._open[-1].parts.append(text)

    def _doctype(self, name: str, system: str | None, public: str | None, has_subset: int) -> None:
        """Pass by a name of a document type, which is not fetched; refuse one that is written out."""
        del name, system, public
        if has_subset:
            raise _RefusalError("the file defines its own document type, which is not read", _HINT)

    def _entity(self, name: str, *_rest: object) -> None:
        raise _RefusalError(f"the file defines the entity {name}, which is not read", _HINT)

    def _skipped(self, name: str, is_parameter: int) -> None:
        del is_parameter
        raise _RefusalError(f"the entity {name} is not defined in the file", _HINT)


def read_entries(
    path: str, data: bytes, entries: Collection[str], take: Callable[[Element], None]
) -> Findings:
    """Read an XML file.

    Args:
        path: For findings.
        data: The file.
        entries: Names of the elements that are wanted.
        take: Gets each of them when it is whole; what it keeps is all that is kept.
    """
    reading = _Reading(path, entries, take)
    try:
        reading.parser.Parse(data, True)  # noqa: FBT003 (expat's own)
    except _RefusalError as refusal:
        return (refused(reading.span(), str(refusal), refusal.hint),)
    except expat.ExpatError as error:
        span = Span(path, max(error.lineno, 1), error.offset + 1)
        return (refused(span, f"the file is no XML: {expat.ErrorString(error.code)}"),)
    except (ValueError, LookupError) as error:  # an encoding of another name
        return (refused(Span(path), f"the file is no XML: {error}"),)
    return ()

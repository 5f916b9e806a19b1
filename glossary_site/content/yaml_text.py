"""YAML as text with places: the parser's events, walked with a limit, and nothing constructed.

Every scalar stays what its author typed (`no`, `1.10`, `12:30`, `010`); only a plain `null`, `~` or
nothing at all means None.  Tags, anchors, merge keys, repeated keys and a second document are
mistakes.  Events are flat, so input of any depth is safe: composing or constructing nodes
recurses in C and can crash the interpreter.
"""

from collections.abc import Iterator, Mapping
from typing import Any, Final

import yaml
from msgspec import Struct, field

from glossary_site.content.characters import hidden_character
from glossary_site.content.yaml_hints import break_hint, tight_colon
from glossary_site.content.yaml_plain import NULLS, read_plain
from glossary_site.diagnostics import Diagnostic, Edit, Findings, Fix, Span, finding, quoted
from glossary_site.model import Place

DEPTH_LIMIT: Final = 8
"""Collections within collections; the deepest key of ours needs four."""


class _Refused:
    """Stands for a value that has its finding already; checks leave it alone."""


REFUSED: Final = _Refused()
_Loader: Final = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class Yaml(Struct, frozen=True):
    """A document: text, None, lists and mappings, and where each part stands."""

    value: object
    """The root."""
    values: Mapping[str, Place]
    """Places of values by dotted path: `sources.0.url`; the root is the empty path."""
    keys: Mapping[str, Place]
    """Places of keys by dotted path."""
    literals: frozenset[str] = frozenset()
    """Paths of values written as literal blocks, whose lines are lines of the file."""


class _Open(Struct):
    """A collection that is being read."""

    path: str
    value: list[object] | dict[str, object]
    key: str | None = None
    """The key that waits for its value, in a mapping."""
    is_skipped: bool = False
    """Whether the waiting value is dropped, since its key was a mistake."""
    is_refused: bool = False
    """Whether a mistake in it is one of the whole value."""
    is_flow: bool = False
    """Whether it is written in brackets."""


class _Reading(Struct):
    """The state of one walk; never leaves this module."""

    path: str
    first_line: int
    end: Place
    """Behind the last character: the parser may name a place beyond it."""
    root: object = None
    documents: int = 0
    open: list[_Open] = field(default_factory=list)
    values: dict[str, Place] = field(default_factory=dict)
    keys: dict[str, Place] = field(default_factory=dict)
    literals: set[str] = field(default_factory=set)
    anchors: set[str] = field(default_factory=set)
    found: list[Diagnostic] = field(default_factory=list)

    def place(self, mark: Any) -> Place:  # noqa: ANN401 (two classes, one in C; libyaml may give None)
        if mark is None:
            return (self.first_line, 1)
        return min(self.end, (mark.line + self.first_line, mark.column + 1))

    def report(
        self, code: str, place: Place, message: str, hint: str | None = None, fix: Fix = ()
    ) -> None:
        self.found.append(finding(code, Span(self.path, *place), message, hint, fix))


def read_yaml(path: str, text: str, first_line: int = 1) -> tuple[Yaml | None, Findings]:
    """Read one YAML document.

    Args:
        path: The file, for findings.
        text: The document, already checked for control characters.
        first_line: The 1-based line of the file on which `text` begins.

    Returns:
        The document, or None if nothing of it can be used.  A document with findings may still be
        returned, so that mistakes of other kinds in it are found in the same run.
    """
    plain = read_plain(text, first_line)
    return (Yaml(*plain), ()) if plain is not None else parse_yaml(path, text, first_line)


def parse_yaml(path: str, text: str, first_line: int = 1) -> tuple[Yaml | None, Findings]:
    """Read any document at all as `read_yaml` does, by the parser's events."""
    reading = _Reading(path, first_line, _end_of(text, first_line))
    try:
        if not _walk(reading, yaml.parse(text, Loader=_Loader)):
            return None, tuple(reading.found)
    except yaml.MarkedYAMLError as error:
        _break_off(reading, text, error)
        return None, tuple(reading.found)
    except yaml.YAMLError as error:
        reading.report("bad-yaml", (first_line, 1), f"the YAML cannot be read: {error}")
        return None, tuple(reading.found)
    except ValueError:  # an escape that names no character, with the pure-Python parser
        reading.report("bad-yaml", (first_line, 1), "an escape in the YAML names no character")
        return None, tuple(reading.found)
    yaml_read = Yaml(reading.root, reading.values, reading.keys, frozenset(reading.literals))
    return yaml_read, tuple(reading.found)


def _break_off(reading: _Reading, text: str, error: yaml.MarkedYAMLError) -> None:
    """Report where the parser stops, unless it stops at a mistake that is reported already."""
    mark = error.problem_mark or error.context_mark
    if (colon := tight_colon(text, mark)) is not None:
        line, column = colon
        message = "there is no space after the colon, so that the line is read as text"
        place = (line + reading.first_line, column)
        space = Edit(reading.path, *place, *place, " ")
        reading.report("bad-yaml", place, message, "put a space there", (space,))
        return
    place = reading.place(mark)
    if all(one.span.line != place[0] for one in reading.found):
        problem = error.problem or error.context or "cannot be read"
        reading.report(
            "bad-yaml", place, f"the YAML breaks off here: {problem}", break_hint(text, mark)
        )


def _end_of(text: str, first_line: int) -> Place:
    return (text.count("\n") + first_line, len(text) - text.rfind("\n"))


def _walk(reading: _Reading, events: Iterator[yaml.Event]) -> bool:
    """Take events one by one; False if the rest cannot be understood."""
    for event in events:
        place = reading.place(event.start_mark)
        if isinstance(event, yaml.ScalarEvent):
            _scalar(reading, event, place)
        elif isinstance(event, (yaml.MappingStartEvent, yaml.SequenceStartEvent)):
            _properties(reading, event, place)
            if len(reading.open) >= DEPTH_LIMIT:
                message = f"lists and mappings lie more than {DEPTH_LIMIT} deep"
                reading.report("too-complex", place, message)
                return False
            _begin(reading, event, place)
        elif isinstance(event, (yaml.MappingEndEvent, yaml.SequenceEndEvent)):
            _end(reading)
        elif isinstance(event, yaml.AliasEvent):
            _alias(reading, event.anchor or "", place)
        elif isinstance(event, yaml.DocumentStartEvent):
            reading.documents += 1
            if reading.documents > 1:
                reading.report("bad-yaml", place, "a second YAML document begins here")
                return False
    return True


def _alias(reading: _Reading, anchor: str, place: Place) -> None:
    """Refuse an alias, unless its anchor is refused already: that is one mistake."""
    if anchor not in reading.anchors:
        message = f"the alias *{anchor} is not allowed"
        hint = "write the value out, or put quotes around text that begins with *"
        reading.report("bad-yaml", place, message, hint)
        reading.anchors.add(anchor)
    _take(reading, REFUSED, place)


def _properties(
    reading: _Reading,
    event: yaml.ScalarEvent | yaml.MappingStartEvent | yaml.SequenceStartEvent,
    place: Place,
) -> None:
    if event.tag is not None:
        message = f"the tag {quoted(event.tag)} is not allowed"
        hint = "leave the tag out, or put quotes around text that begins with !"
        reading.report("bad-yaml", place, message, hint)
    if event.anchor is not None:
        message = f"the anchor &{event.anchor} is not allowed"
        hint = "leave it out, or put quotes around text that begins with &"
        reading.report("bad-yaml", place, message, hint)
        reading.anchors.add(event.anchor)


def _scalar(reading: _Reading, event: yaml.ScalarEvent, place: Place) -> None:
    _properties(reading, event, place)
    is_plain = event.implicit[0]
    text = None if is_plain and event.value in NULLS else event.value
    value: object = REFUSED if event.tag is not None else text
    if event.style == '"' and (hidden := hidden_character(event.value)):
        message = f"an escape writes the character U+{ord(hidden[0]):04X}, which is not allowed"
        reading.report("control-character", place, message)
    top = reading.open[-1] if reading.open else None
    if top is not None and isinstance(top.value, dict) and top.key is None:
        _key(reading, top, event.value, place, is_null=is_plain and event.value in NULLS)
        return
    path = _take(reading, value, place)
    if event.style == "|":
        reading.literals.add(path)


def _key(reading: _Reading, top: _Open, key: str, place: Place, *, is_null: bool) -> None:
    top.key = key
    full = _join(top.path, key)
    assert isinstance(top.value, dict)
    if is_null:
        reading.report("bad-yaml", place, "a key is empty")
    elif key == "<<":
        reading.report("bad-yaml", place, "the merge key << is not allowed")
    elif key in top.value or full in reading.keys:
        line = reading.keys[full][0]
        message = f"the key {quoted(key)} stands twice, first on line {line}"
        reading.report("repeated-key", place, message, "keep one of the two")
    else:
        reading.keys[full] = place
        return
    top.is_skipped = True


def _join(path: str, part: str | int) -> str:
    return f"{path}.{part}" if path else str(part)


def _child_path(top: _Open) -> str:
    if isinstance(top.value, list):
        return _join(top.path, len(top.value))
    return _join(top.path, top.key or "")


def _take(reading: _Reading, value: object, place: Place) -> str:
    """Put a finished or beginning value where it belongs; return its path."""
    if not reading.open:
        reading.root = value
        reading.values[""] = place
        return ""
    top = reading.open[-1]
    path = _child_path(top)
    if isinstance(top.value, list):
        top.value.append(value)
    elif top.key is None:
        _collection_as_key(reading, top, place)
        top.key = ""
        top.is_skipped = True
        return path  # the key's own value follows and is dropped with it
    else:
        if not top.is_skipped:
            top.value[top.key] = value
        top.key, top.is_skipped = None, False
    reading.values.setdefault(path, place)
    return path


def _collection_as_key(reading: _Reading, top: _Open, place: Place) -> None:
    """Report a key that is a list or a mapping, once however deep they are."""
    if any(outer.is_refused for outer in reading.open):
        return
    hint = "put quotes around the value" if top.is_flow else None
    reading.report("bad-yaml", place, "a key must be text", hint)
    # A file's or a term's own mapping loses only this key, unless it is nothing but braces.
    own = 1 + isinstance(reading.open[0].value, list)
    top.is_refused = top.is_flow or len(reading.open) > own


def _begin(
    reading: _Reading, event: yaml.MappingStartEvent | yaml.SequenceStartEvent, place: Place
) -> None:
    value: list[object] | dict[str, object] = (
        {} if isinstance(event, yaml.MappingStartEvent) else []
    )
    path = _take(reading, value, place)
    reading.open.append(_Open(path, value, is_flow=bool(event.flow_style)))


def _end(reading: _Reading) -> None:
    """Close a collection, and refuse it where it stands if need be."""
    done = reading.open.pop()
    if not done.is_refused:
        return
    if not reading.open:
        reading.root = REFUSED
        return
    around = reading.open[-1].value
    if isinstance(around, list):
        around[-1] = REFUSED
        return
    for key, value in around.items():
        if value is done.value:
            around[key] = REFUSED

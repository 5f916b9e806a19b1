"""Keys and values of YAML that are to say something else, whatever style they are written in.

The parser says where a text ends.  After the change it must read the document as before but for
the one thing meant: else there is no edit.
"""

import json
import re
from collections.abc import Iterator
from typing import Any, Final

import yaml
from msgspec import Struct

from glossary_site.content.front_matter import yaml_of
from glossary_site.content.yaml_text import Yaml, parse_yaml
from glossary_site.diagnostics import Edit, YamlEdit

_Loader: Final = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_RESOLVER: Final[Any] = yaml.resolver.Resolver()
_HYPHEN: Final = re.compile(r"[ \t]*-[ \t]+")
_NOTHING: Final = re.compile("()")
_REST: Final = re.compile(r"[ \t]*(#[^\n]*)?(?:\n|\Z)")


class _Spot(Struct, frozen=True):
    """A key or value in a document, with what stands around it."""

    node: Any
    """The parser's node."""
    list: Any = None
    """That of the list it is an item of, or None."""
    index: int = 0
    """Which item it is."""
    key_end: int = 0
    """Where the key of it, or of its list, ends."""


def exact(edit: YamlEdit, text: str) -> Edit | None:
    """Turn an edit of YAML into one of text; None if it cannot be made with certainty.

    Args:
        edit: What is to change.
        text: The whole file without a byte order mark, with any line ends.
    """
    found = yaml_of(edit.path, text.replace("\r\n", "\n"))
    if found is None:
        return None
    document, first = found
    before, mistakes = parse_yaml(edit.path, document)
    if before is None or mistakes:
        return None
    line = edit.line - first
    spot = _spot(yaml.compose(document, Loader=_Loader), line, edit.column - 1)
    wanted = None if spot is None else _wanted(before, edit, line + 1)
    if spot is None or wanted is None:
        return None
    for start, end, put in _ways(document, spot, edit.text):
        tried = document[:start] + put + document[end:]
        after, mistakes = parse_yaml(edit.path, tried)
        if after is not None and not mistakes and _written(after.value) == wanted:
            return Edit(
                edit.path, *_place(document, start, first), *_place(document, end, first), put
            )
    return None


def _place(document: str, offset: int, first: int) -> tuple[int, int]:
    """Give the 1-based place in the file of an offset into its YAML."""
    line = document.count("\n", 0, offset)
    return line + first, offset - document.rfind("\n", 0, offset)


def _spot(node: Any, line: int, column: int) -> _Spot | None:  # noqa: ANN401 (the parser has no types)
    """Find the text that begins at a 0-based place."""
    waiting = [_Spot(node)]
    while waiting:
        spot = waiting.pop()
        if isinstance(spot.node, yaml.ScalarNode):
            mark = spot.node.start_mark
            if (mark.line, mark.column) == (line, column):
                return spot
        elif isinstance(spot.node, yaml.MappingNode):
            for key, value in spot.node.value:
                waiting += (_Spot(key), _Spot(value, key_end=key.end_mark.index))
        elif isinstance(spot.node, yaml.SequenceNode):
            items = enumerate(spot.node.value)
            waiting += (_Spot(one, spot.node, i, spot.key_end) for i, one in items)
    return None


def _written(value: object) -> str:
    """Write a document's value so that two can be compared, the order of keys too."""
    return json.dumps(value, ensure_ascii=False)


def _wanted(before: Yaml, edit: YamlEdit, line: int) -> str | None:
    """Say what the document is to hold after the change; None if it does not hold what was."""
    place = (line, edit.column)
    copy: Any = json.loads(_written(before.value))
    for path in (path for path, at in before.keys.items() if at == place):
        if _parts(path)[-1] == edit.was and edit.text is not None:
            return _renamed(copy, path, edit.text)
    for path in (path for path, at in before.values.items() if at == place and path):
        *around, last = _parts(path)
        holder = _at(copy, around)
        slot: Any = int(last) if isinstance(holder, list) else last
        if not isinstance(value := holder[slot], str) or value.split() != edit.was.split():
            continue
        if edit.text is not None:
            holder[slot] = edit.text
        elif isinstance(holder, list):
            del holder[slot]
        else:
            return None
        return _written(copy)
    return None


def _parts(path: str) -> list[str]:
    return path.split(".")


def _at(value: Any, parts: list[str]) -> Any:  # noqa: ANN401 (whatever the document holds)
    for part in parts:
        value = value[int(part)] if isinstance(value, list) else value[part]
    return value


def _renamed(copy: Any, path: str, name: str) -> str | None:  # noqa: ANN401 (whatever it holds)
    """Rename one key, which keeps its place."""
    *around, last = _parts(path)
    holder = _at(copy, around)
    if name in holder:
        return None
    pairs = [(name if key == last else key, value) for key, value in holder.items()]
    holder.clear()
    holder.update(pairs)
    return _written(copy)


def _ways(document: str, spot: _Spot, text: str | None) -> Iterator[tuple[int, int, str]]:
    """Propose ways of making a change, the most natural first: from where to where, and what."""
    start, end = spot.node.start_mark.index, spot.node.end_mark.index
    if text is None:
        if spot.list is not None:
            remove = _out_of_brackets if spot.list.flow_style else _off_its_line
            yield from remove(document, spot, start, end)
        return
    if spot.node.style in ("|", ">"):
        return
    if not spot.node.style and _is_text(text):  # the parsers have different signs for plain
        yield start, end, text
    if spot.node.style == "'":
        yield start, end, "'" + text.replace("'", "''") + "'"
    yield start, end, json.dumps(text, ensure_ascii=False)


def _is_text(text: str) -> bool:
    """Say whether every parser reads a plain scalar as text, and none as a number or a switch."""
    tag = _RESOLVER.resolve(yaml.ScalarNode, text, (True, False))
    return bool(tag == "tag:yaml.org,2002:str")


def _out_of_brackets(
    document: str, spot: _Spot, start: int, end: int
) -> Iterator[tuple[int, int, str]]:
    """Take an item out of a list in brackets, with a comma."""
    items = spot.list.value
    if spot.index + 1 < len(items):
        end = items[spot.index + 1].start_mark.index
    elif spot.index:
        start = items[spot.index - 1].end_mark.index
    if "#" not in document[start:end].replace(spot.node.value, "", 1):
        yield start, end, ""


def _off_its_line(
    document: str, spot: _Spot, start: int, end: int
) -> Iterator[tuple[int, int, str]]:
    """Take an item off the lines of a list; a comment behind it stays, on a line of its own."""
    line = document.rfind("\n", 0, start) + 1
    lead = document[line:start]
    is_block = document[end - 1] == "\n"  # what stands behind its sign is no comment of ours
    rest = _NOTHING.match(document, end) if is_block else _REST.match(document, end)
    if _HYPHEN.fullmatch(lead) is None or rest is None:
        return
    if is_block and "#" in document[start : document.find("\n", start)]:
        return
    comment = f"{lead[: lead.index('-')]}{rest[1]}\n" if rest[1] else ""
    if len(spot.list.value) == 1:
        colon = document.find(":", spot.key_end) + 1
        yield colon, rest.end(), f" []{document[colon:line]}{comment}"
        return
    yield line, rest.end(), comment

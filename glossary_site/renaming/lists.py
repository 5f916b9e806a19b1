"""An item put into a list of YAML, in whatever style it is written, or the list put in its place.

As with all edits of YAML, the document must then hold what is meant and nothing else.
"""

import json
import re
from collections.abc import Iterator, Sequence
from typing import Any, Final

import yaml

from glossary_site.authoring import yaml_scalar
from glossary_site.content.front_matter import yaml_of
from glossary_site.content.yaml_text import parse_yaml
from glossary_site.diagnostics import Edit

_Loader: Final = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_HYPHEN: Final = re.compile(r"([ \t]*)-[ \t]")
_COMMENT: Final = re.compile(r"[ \t]*(?:#.*)?")


def with_item(path: str, text: str, key: str, item: str, order: Sequence[str]) -> Edit | None:
    """Find the edit that adds a text to the list under a key, or that writes a key.

    Args:
        path: The file.
        text: Its text with LF line ends.
        key: The dotted path of the key, which may not be there yet.
        item: What is added to the list; the key's only value if `key` ends in `:`.
        order: The order in which keys are best written.
    """
    found = yaml_of(path, text)
    if found is None:
        return None
    document, first = found
    before, mistakes = parse_yaml(path, document)
    if before is None or mistakes:
        return None
    root, _, name = key.removesuffix(":").rpartition(".")
    is_list = not key.endswith(":")
    wanted: Any = json.loads(json.dumps(before.value))
    mapping = wanted
    node: Any = yaml.compose(document, Loader=_Loader)
    for part in filter(None, root.split(".")):
        slot: Any = int(part) if isinstance(mapping, list) else part
        if isinstance(mapping, dict):
            node = next(value for one, value in node.value if one.value == slot)
        else:
            node = node.value[slot]
        mapping = mapping[slot]
    mapping[name] = [*(mapping.get(name) or ()), item] if is_list else item
    for at, put in _ways(document, node, name, item, order, is_list=is_list):
        tried = document[:at] + put + document[at:]
        after, mistakes = parse_yaml(path, tried)
        if after is not None and not mistakes and after.value == wanted:
            line = document.count("\n", 0, at)
            column = at - document.rfind("\n", 0, at)
            return Edit(path, line + first, column, line + first, column, put)
    return None


def _ways(
    document: str,
    mapping: Any,  # noqa: ANN401 (the parser has no types)
    key: str,
    item: str,
    order: Sequence[str],
    *,
    is_list: bool,
) -> Iterator[tuple[int, str]]:
    """Propose where to put what, the most natural first."""
    written = yaml_scalar(item)
    pairs = {one.value: (one, value) for one, value in mapping.value}
    if key in pairs:
        yield from _into(document, pairs[key], written)
        return
    line = f"{key}: [{written}]" if is_list else f"{key}: {written}"
    if mapping.flow_style:
        yield mapping.value[-1][1].end_mark.index, f", {line}"
        return
    column = mapping.value[0][0].start_mark.column
    rank = {name: i for i, name in enumerate(order)}
    after = (one for one, _ in mapping.value if rank.get(one.value, -1) > rank.get(key, 0))
    following = next(after, None)
    if following is not None:
        at = _above(document, following.start_mark.index - column)
        yield at, f"{' ' * column}{line}\n"
    end = mapping.value[-1][1].end_mark.index
    end = max(len(document[:end].rstrip()), mapping.value[-1][0].end_mark.index + 1)
    stop = document.find("\n", end)
    yield len(document) if stop < 0 else stop, f"\n{' ' * column}{line}"


def _above(document: str, at: int) -> int:
    """Go up past the comments that stand above a line."""
    while at > 0:
        start = document.rfind("\n", 0, at - 1) + 1
        line = document[start : at - 1].strip()
        if not line.startswith("#"):
            break
        at = start
    return at


def _into(document: str, pair: tuple[Any, Any], written: str) -> Iterator[tuple[int, str]]:
    """Propose how to add an item to a list that is there, or to stand in for one that is empty."""
    key, value = pair
    colon = document.find(":", key.end_mark.index) + 1
    if not isinstance(value, yaml.SequenceNode):
        if not value.value:
            yield colon, f" [{written}]"
        return
    if value.flow_style:
        if value.value:
            yield value.value[-1].end_mark.index, f", {written}"
        else:
            yield value.start_mark.index + 1, written
        return
    last = value.value[-1]
    start = document.rfind("\n", 0, last.start_mark.index) + 1
    hyphen = _HYPHEN.match(document, start)
    if hyphen is not None:
        stop = document.find("\n", last.end_mark.index)
        yield len(document) if stop < 0 else stop, f"\n{hyphen[1]}- {written}"

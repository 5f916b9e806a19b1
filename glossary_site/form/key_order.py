"""The order of keys: the one in which the reference has them, so that files are alike."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from pydantic import BaseModel

from glossary_site.content.front_matter import yaml_of
from glossary_site.content.yaml_text import Yaml, read_yaml
from glossary_site.diagnostics import Diagnostic, Edit, Span, finding, quoted
from glossary_site.fields.dataset import DatasetFields
from glossary_site.fields.issue import IssueFields
from glossary_site.fields.term import YamlTermFields

_MODELS: Final[Mapping[str, type[BaseModel]]] = {
    "terms": YamlTermFields,
    "data": DatasetFields,
    "newsletter": IssueFields,
}
"""What the files of a folder hold."""
_MODELINE: Final = re.compile(r"#.*(?:yaml-language-server|-\*-|\bvim?:)")
"""Comments that programs look for at the top of a file."""


def key_order(path: str, text: str) -> Iterator[Diagnostic]:
    """Report each mapping of a file whose keys stand in another order than the reference has.

    Args:
        path: The file.
        text: Its text with LF line ends.
    """
    model = _MODELS.get(path.partition("/")[0])
    if model is None or (found := yaml_of(path, text)) is None:
        return
    document, first = found
    yaml, mistakes = read_yaml(path, document)
    if yaml is None or mistakes:
        return
    roots = [f"{i}." for i in range(len(yaml.value))] if isinstance(yaml.value, list) else [""]
    order = {key: i for i, key in enumerate(model.model_fields)}
    for root in roots:
        keys = _keys(yaml, root)
        ranks = [order.get(key, -1) for key in keys]
        if ranks == sorted(ranks) or -1 in ranks:
            continue
        wrong = next(i for i, rank in enumerate(ranks) if i and rank < ranks[i - 1])
        line, column = yaml.keys[root + keys[wrong]]
        span = Span(path, line + first - 1, column, column + len(keys[wrong]))
        message = f"the key {quoted(keys[wrong])} stands behind {quoted(keys[wrong - 1])}"
        wanted = sorted(keys, key=order.__getitem__)
        hint = f"write them in the order {', '.join(wanted)}"
        edit = _reordered(document, yaml, root, wanted)
        fix = () if edit is None else (_moved(edit, path, first),)
        yield finding("key-order", span, message, hint, fix)


def _keys(yaml: Yaml, root: str) -> list[str]:
    """List the keys of the mapping at a root, as they stand."""
    inside = (path.removeprefix(root) for path in yaml.keys if path.startswith(root))
    return [key for key in inside if "." not in key]


def _moved(edit: Edit, path: str, first: int) -> Edit:
    """Turn an edit of a document into one of its file."""
    line, end = edit.line + first - 1, edit.end_line + first - 1
    return Edit(path, line, edit.column, end, edit.end_column, edit.text, edit.was)


def _reordered(document: str, yaml: Yaml, root: str, wanted: Sequence[str]) -> Edit | None:
    """Put the keys of a mapping in order, each with the comments above it.

    Returns:
        None if that cannot be done line by line, or would change what the document says.
    """
    lines = document.splitlines(keepends=True)
    starts = {key: yaml.keys[root + key] for key in _keys(yaml, root)}
    (top, column), *_ = starts.values()
    lead = lines[top - 1][: column - 1]
    if any(at[1] != column or lines[at[0] - 1][: column - 1].strip(" -") for at in starts.values()):
        return None
    begins = {key: _with_comments(lines, line, column) for key, (line, _) in starts.items()}
    if "-" in lead:  # what stands above an item of a list is said of all of it
        begins[next(iter(begins))] = top
    end = _end(lines, yaml, root)
    if not lines[end - 2].endswith("\n"):
        lines[end - 2] += "\n"
    stops = [*list(begins.values())[1:], end]
    plain = lead.replace("-", " ")
    chunks: dict[str, tuple[list[str], list[str]]] = {}
    for (key, begin), stop in zip(begins.items(), stops, strict=True):
        line = starts[key][0]
        own = [plain + lines[line - 1][column - 1 :], *lines[line : stop - 1]]
        chunks[key] = (lines[begin - 1 : line - 1], own)
    made = _joined([chunks[key] for key in wanted], lead)
    begin = min(begins.values())
    was = "".join(document.splitlines(keepends=True)[begin - 1 : end - 1])
    text = made if was.endswith("\n") else made.removesuffix("\n")
    edit = Edit("", begin, 1, end, 1, text, was)
    if not was.endswith("\n"):
        edit = Edit("", begin, 1, end - 1, len(lines[end - 2]), text, was)
    after, mistakes = read_yaml("", document.replace(was, text, 1))
    is_same = after is not None and not mistakes and after.value == yaml.value
    return edit if is_same else None


def _joined(chunks: Sequence[tuple[list[str], list[str]]], lead: str) -> str:
    """Join chunks; the first key stands behind what the first one stood behind."""
    lines: list[str] = []
    for i, (comments, own) in enumerate(chunks):
        lines += comments
        lines += [lead + own[0][len(lead) :], *own[1:]] if i == 0 else own
    return "".join(lines)


def _with_comments(lines: Sequence[str], line: int, column: int) -> int:
    """Find the first line that belongs to a key: comments directly above it do."""
    while line > 1:
        above = lines[line - 2]
        indent = len(above) - len(above.lstrip(" "))
        if not above.lstrip(" ").startswith("#") or indent >= column or _MODELINE.match(above):
            break
        line -= 1
    return line


def _end(lines: Sequence[str], yaml: Yaml, root: str) -> int:
    """Find the line behind a mapping: where the next item begins, or the document ends."""
    end = len(lines) + 1
    if root and (below := yaml.values.get(str(int(root[:-1]) + 1))) is not None:
        end = _with_comments(lines, below[0], below[1])
    while end > 2 and not lines[end - 2].strip():  # noqa: PLR2004 (there is a line above)
        end -= 1
    return end

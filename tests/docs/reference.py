"""The parts of the reference that are made from the code: keys, options and views.

Each stands in its page between `<!-- made: NAME -->` and `<!-- end -->`.  After a change of the
code, `python -m tests.docs.reference` writes them anew; a test says when that is due.
"""

import inspect
import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final, get_type_hints

import click
from msgspec import Struct
from pydantic import BaseModel

from glossary_site import names, schemas, workers
from glossary_site.cli import program
from glossary_site.content import (
    cells,
    files,
    images,
    json_elements,
    load,
    permalinks,
    table_checks,
    terms,
    yaml_text,
)
from glossary_site.fields import (
    common,
    dataset,
    issue,
    newsletter,
    providers,
    refresh,
    security,
    site,
    term,
)
from glossary_site.render import views
from glossary_site.reports import meanings
from tests.docs import examples

DOCS: Final = Path(__file__).resolve().parents[2] / "docs"
_MADE: Final = re.compile(
    r"(?P<start><!-- made: (?P<name>[\w.]+) -->\n).*?(?P<end><!-- end -->)", re.DOTALL
)
MODELS: Final[Mapping[str, type[BaseModel]]] = {
    model.__name__: model
    for module in (common, dataset, issue, newsletter, providers, refresh, security, site, term)
    for model in vars(module).values()
    if isinstance(model, type) and issubclass(model, common.Fields) and model is not common.Fields
}
"""Every mapping an author writes, by the name of its class."""
ARGUMENTS: Final = {
    "form": "One of the formats.",
    "origin": "A folder, a file, or a zip or tar archive.",
    "paths": "Files and folders of the glossary.",
    "ids": "Ids of datasets.",
    "base": "The revision to compare with: a commit, branch or tag.",
    "head": "The other revision; without it the files as they are now.",
    "title": "The term's title.",
    "old": "The term: its title, an alias, its slug or its file.",
    "new": "The title it gets.",
    "folder": "The new glossary's folder.",
    "site": "A folder with a built site, or a zip archive of one.",
    "issue": "A slug, a file name, or `latest` for the newest.",
}
"""What arguments mean: click has no words for them."""
WORDS: Final[Mapping[str, str]] = {
    "Source": "a [source](term-files.md#a-source)",
    "Column": "a column",
    "Annotation": "an annotation",
    "TopicFields": "a topic",
}


def keys(model: type[BaseModel]) -> str:
    """Write the table of a model's keys."""
    made = schemas.schema(model, "")
    rows = [
        (f"`{key}`", _kind(node), _default(model, key), _meaning(node))
        for key, node in made["properties"].items()
    ]
    return table(("key", "value", "default", "meaning"), rows)


def _meaning(node: Mapping[str, Any]) -> str:
    """Give a key's sentence; pydantic leaves it out where the mapping it leads to says the same."""
    if "description" in node:
        return str(node["description"])
    return inspect.cleandoc(MODELS[node["$ref"].rpartition("/")[2]].__doc__ or "")


def _default(model: type[BaseModel], key: str) -> str:
    field = model.model_fields[key]
    value = field.get_default(call_default_factory=True)
    if field.is_required():
        return "required"
    if value is None or value in ((), {}) or isinstance(value, BaseModel) or key == "body":
        return ""
    if value == site.DEFAULT:
        return "`[default]`"
    return f"`{str(value).lower() if isinstance(value, bool) else value}`"


def _kind(node: Mapping[str, Any]) -> str:
    """Put a schema in words."""
    if "anyOf" in node:
        return _kind(node["anyOf"][0])
    if "$ref" in node:
        name = node["$ref"].rpartition("/")[2]
        return WORDS[name] if name in WORDS else f"keys of its own, [below](#{_anchor(name)})"
    if "enum" in node:
        values = ", ".join(f"`{value}`" for value in node["enum"])
        return "`true` or `false`" if True in node["enum"] else values
    if "array" in node["type"]:
        return f"list of: {_kind(node['items'])}" + _most(node, "maxItems", "items")
    if node["type"] == "object":
        return "keys and values"
    return _scalar(node)


def _scalar(node: Mapping[str, Any]) -> str:
    if node["type"] == "integer":
        return f"whole number, {node['minimum']} to {node['maximum']}"
    if node.get("format") == "date":
        return "YYYY-MM-DD"
    if node.get("format") == "uri":
        return "web address" if "https?" in node["pattern"] else "https address"
    if node.get("pattern", "").startswith("^[0-9]{4}"):
        return "YYYY, YYYY-MM or YYYY-MM-DD"
    return "text" + _most(node, "maxLength", "characters")


def _most(node: Mapping[str, Any], key: str, what: str) -> str:
    return f", at most {node[key]} {what}" if key in node else ""


def _anchor(name: str) -> str:
    """Name the section about a mapping: headings are called like the keys."""
    return name.removesuffix("Fields").removesuffix("Provider").lower()


def table(head: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
    """Write a Markdown table."""
    lines = [head, tuple("---" for _ in head), *rows]
    cells = ([cell.replace("|", "\\|").replace("\n", " ") for cell in line] for line in lines)
    return "".join(f"| {' | '.join(line)} |\n" for line in cells)


def options(command: click.Command) -> str:
    """Write the table of a command's arguments and options; of a group's, those of its command."""
    if isinstance(command, click.Group):
        (command,) = command.commands.values()
    rows = []
    context = click.Context(command, **program.context_settings)
    for parameter in command.get_params(context):
        if isinstance(parameter, click.Argument):
            words = ARGUMENTS[parameter.name or ""]
            rows.append((f"`{parameter.make_metavar(context)}`", words))
        elif isinstance(parameter, click.Option):
            record = parameter.get_help_record(context)
            assert record is not None
            rows.append((f"`{record[0]}`", record[1].replace("  [", " [").replace("<", r"\<")))
    return table(("argument or option", "meaning"), rows)


LIMITS: Final = (
    (
        "a text file: a term file, `site.yaml`, a description, an issue",
        files.FILE_LIMIT,
        "bytes",
    ),
    ("`permalinks.txt`", permalinks.SIZE_LIMIT, "bytes"),
    ("why an address is gone", permalinks.REASON_LIMIT, "characters"),
    ("a body", terms.BODY_LIMIT, "bytes"),
    ("a definition", term.DEFINITION_LIMIT, "characters"),
    ("a slug", names.SLUG_LIMIT, "characters"),
    ("an address", common.URL_LIMIT, "characters"),
    ("a path below the glossary's folder", files.PATH_LIMIT, "bytes"),
    ("lists and mappings within each other in YAML", yaml_text.DEPTH_LIMIT, "levels"),
    ("lists and quotations within each other in a body", terms.NESTING_LIMIT, "levels"),
    ("the same sign in a row in a body", terms.RUN_LIMIT, "times"),
    ("square brackets in a body that nothing closes", terms.RUN_LIMIT, ""),
    (
        "the time to read a term file, or to make one body or one page",
        int(workers.TIME_LIMIT),
        "seconds",
    ),
    ("a table's file", table_checks.TABLE_BYTES, "bytes"),
    ("a table", table_checks.TABLE_ROWS, "rows"),
    ("a table", table_checks.TABLE_COLUMNS, "columns"),
    ("a cell", cells.CELL_LIMIT, "characters"),
    ("a number in a table", cells.DIGIT_LIMIT, "characters"),
    ("brackets within each other in a JSON table", json_elements.DEPTH_LIMIT, "levels"),
    ("a picture's file", images.IMAGE_BYTES, "bytes"),
    ("a picture's width or height", images.IMAGE_SIDE, "pixels"),
    ("a picture", images.IMAGE_PIXELS, "pixels"),
    ("a file in `static/`", load.STATIC_LIMIT, "bytes"),
    ("datasets of a newsletter issue", issue.DATA_POINTS, ""),
)
"""What is limited, to how much, and what is counted."""


def limits() -> str:
    """Write the table of limits."""
    rows = [(what, f"{most:,} {unit}".strip()) for what, most, unit in LIMITS]
    return table(("what", "at most"), rows)


def view_records() -> Mapping[str, type]:
    """List the records of `render/views.py` in their order."""
    return {
        name: record
        for name, record in vars(views).items()
        if isinstance(record, type) and issubclass(record, Struct) and record is not Struct
    }


def view_tables() -> str:
    """Write every view with its fields."""
    return "\n".join(_view(name, record) for name, record in view_records().items())


def _view(name: str, record: type) -> str:
    told = _told(record)
    hints = get_type_hints(record)
    rows = [(f"`{key}`", f"`{_short(hints[key])}`", told[key]) for key in hints]
    about = inspect.cleandoc(record.__doc__ or "")
    return f"### {name}\n\n{about}\n\n{table(('field', 'type', 'meaning'), rows)}"


def _short(hint: object) -> str:
    text = hint.__name__ if isinstance(hint, type) and "[" not in str(hint) else str(hint)
    return re.sub(r"[\w.]+\.(\w+)", r"\1", text)


def _told(record: type) -> Mapping[str, str]:
    """Read the sentence under each field."""
    source = inspect.getsource(record)
    found = re.finditer(r'^    (\w+): [^\n]+\n    """(.*?)"""', source, re.MULTILINE | re.DOTALL)
    return {match[1]: " ".join(match[2].split()) for match in found}


def make(name: str) -> str:
    """Make the part with this name."""
    if name == "views":
        return view_tables()
    if name == "limits":
        return limits()
    if name in program.commands:
        return options(program.commands[name])
    return keys(MODELS[name])


def renewed(page: str, maker: Callable[[str], str] = make) -> str:
    """Give a page with its made parts as the code has them."""
    return _MADE.sub(lambda m: f"{m['start']}\n{maker(m['name'])}\n{m['end']}", page)


def part_names(page: str) -> Iterator[str]:
    """Name the made parts of a page."""
    return (match["name"] for match in _MADE.finditer(page))


def diagnostic_meanings() -> str:
    """Give what an installed program tells of each code: the first paragraph of its section."""
    page = (DOCS / "reference" / "diagnostics.md").read_text(encoding="utf-8")
    told = {code: text.split("\n\n")[1] for code, text in examples.sections(page).items()}
    return json.dumps(told, ensure_ascii=False, indent=2) + "\n"


MEANINGS: Final = Path(meanings.__file__).with_name(meanings.FILE)


if __name__ == "__main__":
    MEANINGS.write_text(diagnostic_meanings(), encoding="utf-8", newline="\n")
    for path in sorted(DOCS.rglob("*.md")):
        path.write_text(renewed(path.read_text(encoding="utf-8")), encoding="utf-8", newline="\n")

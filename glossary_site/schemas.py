"""JSON Schemas of the files authors write, for editors that complete and check YAML.

`python -m glossary_site.schemas` writes them into `schema/`.  They are made from the same models
that `check` uses.  An editor sees typed YAML where we read text, so text admits what an editor
takes for a number or a boolean: `title: 1984` is a title.
"""

import ast
import inspect
import itertools
import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final

import msgspec
from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

from glossary_site.diagnostics import CODES, SOFT, Severity
from glossary_site.fields.codes import Code
from glossary_site.fields.common import URL_LIMIT, OneLine
from glossary_site.fields.dataset import DatasetFields
from glossary_site.fields.issue import IssueFields
from glossary_site.fields.newsletter import CONFIGURED
from glossary_site.fields.site import SiteFields
from glossary_site.fields.term import TermFields, YamlTermFields
from glossary_site.names import SLUG, SLUG_LIMIT
from glossary_site.reports import data

Schema = dict[str, Any]
"""A JSON Schema."""

DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"
SCHEMA_FOLDER: Final = Path(__file__).resolve().parent.parent / "schema"
"""Where the repository keeps the schemas."""

_TEXT: Final = ["string", "number", "boolean"]
"""What an editor may take for text that its author did not put in quotes."""
_SWITCH: Final = [True, False, "true", "false", "yes", "no", "on", "off"]
_PARTIAL_DATE: Final = r"^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$"
_SLUG: Final = {
    "type": ["string", "integer"], "pattern": f"^{SLUG.pattern}$", "maxLength": SLUG_LIMIT,
}  # fmt: skip


def _address(scheme: str) -> Schema:
    pattern = f"^{scheme}://" + r"""[^\s"'<>\\^`{|}]+$"""
    return {"type": "string", "pattern": pattern, "maxLength": URL_LIMIT, "format": "uri"}


def _severities() -> Schema:
    """Name every code and the severities it may be given."""
    levels = ["error", "warning", "note", "off"]
    return {
        "type": "object",
        "additionalProperties": False,
        "properties": {
            code: {
                "enum": levels[:1] if severity is Severity.ERROR and code not in SOFT else levels
            }
            for code, severity in CODES.items()
        },
    }


_CHECKED: Final[Mapping[str, Schema]] = {
    "web_address": _address("https?"),
    "_secure_address": _address("https"),
    "way_to_reach": {
        "type": "string",
        "pattern": r"^(mailto:[^\s@?]+@[A-Za-z0-9.-]+(\?\S+)?|tel:\+[0-9][0-9().-]*|https://\S+)$",
        "maxLength": URL_LIMIT,
    },
    "key_address": {
        "type": "string",
        "pattern": r"^(https://\S+|openpgp4fpr:[0-9A-Fa-f]{40}|dns:\S+)$",
        "maxLength": URL_LIMIT,
    },
    "normal_base_url": {"type": "string", "pattern": r"^(https?:/)?/[^\s?#]*$"},
    "_known_checks": _severities(),
    "_settings_present": {
        "allOf": [
            {
                "if": {"properties": {"provider": {"const": name}}, "required": ["provider"]},
                "then": {"required": [name]},
            }
            for name in CONFIGURED
        ]
    },
}
"""What the checks in `fields` mean for a schema, by the names of their functions."""


class _Generator(GenerateJsonSchema):
    """Describes what an author types, where pydantic describes what it converts it to."""

    def field_title_should_be_set(self, schema: Any) -> bool:  # noqa: ANN401 (the library's own)
        """Leave out titles that only repeat their key."""
        del schema
        return False

    def model_schema(self, schema: core_schema.ModelSchema) -> JsonSchemaValue:
        """Describe each key by its docstring."""
        made = super().model_schema(schema)
        said = _docstrings(schema["cls"])
        for key, node in made["properties"].items():
            node["description"] = said[key]
        return made

    def str_schema(self, schema: core_schema.StringSchema) -> JsonSchemaValue:
        """Admit numbers and booleans as text; a form leaves room for whole numbers only."""
        made = super().str_schema(schema)
        made["type"] = ["string", "integer"] if "pattern" in made else _TEXT
        return made

    def bool_schema(self, schema: core_schema.BoolSchema) -> JsonSchemaValue:
        """Admit the words for true and false."""
        del schema
        return {"enum": _SWITCH}

    def date_schema(self, schema: core_schema.DateSchema) -> JsonSchemaValue:
        """Ask for a whole date, which an editor takes for text."""
        made = super().date_schema(schema)
        return {**made, "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}

    def function_before_schema(
        self, schema: core_schema.BeforeValidatorFunctionSchema
    ) -> JsonSchemaValue:
        """Let a list be left empty where its key may be."""
        made = super().function_before_schema(schema)
        name = _name(schema["function"]["function"])
        if name == "_listed":
            made["type"] = ["array", "null"]
        if name == "_one_or_more":
            return {"anyOf": [made["items"], made]}
        if name == "_origin":
            return {"anyOf": [{"type": _TEXT, "pattern": r"\S", "maxLength": 300}, made]}
        return made

    def function_after_schema(
        self, schema: core_schema.AfterValidatorFunctionSchema
    ) -> JsonSchemaValue:
        """Add what a check of ours asks for."""
        made = super().function_after_schema(schema)
        function = schema["function"]["function"]
        if isinstance(function, OneLine):
            return {**made, "pattern": r"\S", "maxLength": function.limit}
        if isinstance(function, Code):
            return {**made, "type": ["string", "integer"], "pattern": f"^{function.pattern}$"}
        name = _name(function)
        if name == "_partial_date":
            text = {"type": "string", "pattern": _PARTIAL_DATE}
            return {"anyOf": [text, {"type": "integer", "minimum": 1000, "maximum": 9999}]}
        if name == "_known_checks":
            return dict(_CHECKED[name])
        return {**made, **_CHECKED.get(name, {})}


def _name(function: Callable[..., object]) -> str:
    return getattr(function, "__name__", "")


def _docstrings(model: type[BaseModel]) -> Mapping[str, str]:
    """Read what stands under each key of a model and of those it is made from.

    Pydantic would do so whenever the program starts.
    """
    said: dict[str, str] = {}
    for base in model.__bases__:
        if issubclass(base, BaseModel) and base is not BaseModel:
            said |= _docstrings(base)
    tree = ast.parse(inspect.getsource(model)).body[0]
    assert isinstance(tree, ast.ClassDef)
    return said | dict(described(tree.body))


def described(body: list[ast.stmt]) -> Iterator[tuple[str, str]]:
    """List the keys of a class with their docstrings."""
    for key, text in itertools.pairwise(body):
        match key, text:
            case (
                ast.AnnAssign(target=ast.Name(id=name)),
                ast.Expr(value=ast.Constant(value=str(said))),
            ):
                yield name, inspect.cleandoc(said)


def _count_items(node: object) -> None:
    """Say of lists how many items they may have, which pydantic says as of text."""
    if isinstance(node, dict):
        if "maxLength" in node and "array" in node.get("type", ()):
            node["maxItems"] = node.pop("maxLength")
        for inner in node.values():
            _count_items(inner)
    elif isinstance(node, list):
        for inner in node:
            _count_items(inner)


def _say_once(properties: Mapping[str, Schema], models: Mapping[str, Schema]) -> None:
    """Leave out what a key says where the mapping that it leads to says the same."""
    for node in properties.values():
        model = models.get(str(node.get("$ref", "")).rpartition("/")[2], {})
        if node.get("description") == model.get("description"):
            node.pop("description", None)


def schema(model: type[BaseModel], title: str) -> Schema:
    """Describe what an author may write for a model."""
    made = model.model_json_schema(schema_generator=_Generator)
    _count_items(made)
    for described in (made, *made.get("$defs", {}).values()):
        _say_once(described["properties"], made.get("$defs", {}))
    properties = made["properties"]
    if "slug" in properties:
        properties["slug"] |= {"anyOf": [_SLUG, {"type": "null"}]}
    if "former_slugs" in properties:
        properties["former_slugs"]["items"] = _SLUG
    return {**made, "$schema": DIALECT, "title": title}


def term_schema() -> Schema:
    """Describe one term: the front matter of a Markdown file."""
    return schema(TermFields, "Term")


def term_file_schema() -> Schema:
    """Describe a YAML file: one term with its body, or a list of them."""
    term = schema(YamlTermFields, "Term")
    definitions = {**term.pop("$defs"), "Term": term}
    del term["$schema"]
    reference = {"$ref": "#/$defs/Term"}
    return {
        "$schema": DIALECT,
        "$defs": definitions,
        "title": "Term file",
        "description": "One term in a YAML file, or a list of terms.",
        "anyOf": [reference, {"type": "array", "minItems": 1, "items": reference}],
    }


def site_schema() -> Schema:
    """Describe `site.yaml`."""
    return schema(SiteFields, "Site")


def dataset_schema() -> Schema:
    """Describe a dataset, `data/ID.yaml`."""
    return schema(DatasetFields, "Dataset")


def issue_schema() -> Schema:
    """Describe the front matter of a newsletter issue."""
    return schema(IssueFields, "Newsletter issue")


def report_schema() -> Schema:
    """Describe what `check --format json` writes."""
    made = msgspec.json.schema(data.Report)
    for record in (data.Report, data.Counts, data.Finding, data.Replacement):
        tree = ast.parse(inspect.getsource(record)).body[0]
        assert isinstance(tree, ast.ClassDef)
        for key, said in described(tree.body):
            made["$defs"][record.__name__]["properties"][key]["description"] = said
    return {**made, "$schema": DIALECT, "title": "Report"}


SCHEMAS: Final[Mapping[str, Callable[[], Schema]]] = {
    "term": term_schema,
    "term-file": term_file_schema,
    "site": site_schema,
    "dataset": dataset_schema,
    "issue": issue_schema,
    "report": report_schema,
}
"""From the name of a file in `schema/` to what it holds."""


def as_text(schema: Schema) -> str:
    """Write a schema the same way every time."""
    return json.dumps(schema, indent=2, sort_keys=True, ensure_ascii=False) + "\n"


def write(folder: Path) -> None:
    """Write every schema into `folder`."""
    folder.mkdir(exist_ok=True)
    for name, make in SCHEMAS.items():
        (folder / f"{name}.json").write_text(as_text(make()), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    write(SCHEMA_FOLDER)

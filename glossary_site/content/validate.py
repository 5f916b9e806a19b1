"""From text with places to typed fields: pydantic checks, we say where and what to do."""

from collections.abc import Callable
from typing import Final, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from glossary_site.content.misspelt import Loc, known_keys, misspelt, right_key
from glossary_site.content.yaml_text import REFUSED, Yaml
from glossary_site.diagnostics import (
    Diagnostic,
    Findings,
    Fix,
    Span,
    YamlEdit,
    did_you_mean,
    finding,
    quoted,
)
from glossary_site.fields.common import IDENTIFIER, PATTERN_WORDS
from glossary_site.model import Place
from glossary_site.names import slugify

Model = TypeVar("Model", bound=BaseModel)


def validate(
    model: type[Model], path: str, yaml: Yaml, root: str = ""
) -> tuple[Model | None, Findings]:
    """Check the mapping at `root` of a document against a model.

    Args:
        model: The fields that are allowed.
        path: The file, for findings.
        yaml: The document.
        root: Dotted path of the mapping within the document; empty for the whole.

    Returns:
        The fields that are right, with defaults in place of the others, or None if they cannot
        stand alone; and one finding for each mistake.
    """
    value = _at(yaml.value, root)
    if value is REFUSED:
        return None, ()
    if not isinstance(value, dict):
        place = yaml.values.get(root, (1, 1))
        message = f"expected keys and values, found {_kind(value)}"
        if value is None or value == "":
            message = "there are no keys"
        return None, (finding("wrong-type", Span(path, *place), message, "write title: … first"),)
    try:
        return model.model_validate(value), ()
    except ValidationError as error:
        errors = error.errors(include_url=False, include_context=True)
    meant = misspelt(model, errors)
    found = tuple(
        one
        for each in errors
        if not (each["type"] == "missing" and each["loc"] in meant)
        if (one := _as_finding(model, path, yaml, root, each)) is not None
    )
    return _rest(model, value, [each["loc"] for each in errors]), found


def _rest(model: type[Model], value: dict[str, object], locs: list[Loc]) -> Model | None:
    """Validate what is right: without the keys that are wrong, else without all around them."""
    for depth in (None, 1):
        rest = value
        for loc in locs:
            rest = _without(rest, loc[:depth])
        try:
            return model.model_validate(rest)
        except ValidationError:
            continue
    return None


def _without(value: dict[str, object], loc: Loc) -> dict[str, object]:
    """Copy a mapping without the innermost key at `loc`."""
    if not loc or loc[0] not in value:
        return value
    key, inner = str(loc[0]), value[str(loc[0])]
    if isinstance(inner, dict) and loc[1:] and loc[1] in inner:
        return value | {key: _without(inner, loc[1:])}
    return {name: one for name, one in value.items() if name != key}


def _at(value: object, root: str) -> object:
    for part in filter(None, root.split(".")):
        value = value[int(part)] if isinstance(value, list) else value[part]  # type: ignore[index]
    return value


def _kind(value: object) -> str:
    if value is None:
        return "nothing"
    if isinstance(value, str):
        return "text"
    return "a list" if isinstance(value, list) else "keys and values"


def _as_finding(
    model: type[BaseModel], path: str, yaml: Yaml, root: str, error: ErrorDetails
) -> Diagnostic | None:
    """Put one of pydantic's errors in our words; None if the value was refused before."""
    loc = [str(part) for part in error["loc"] if part != "[key]"]
    key = ".".join(loc)
    full = ".".join(filter(None, (root, key)))
    kind = error["type"]
    is_key = "[key]" in error["loc"]
    span = Span(path, *_nearest(yaml, full, is_key=kind == "extra_forbidden" or is_key))
    if kind == "extra_forbidden":
        known = known_keys(model, loc[:-1])
        message = f"the key {quoted(loc[-1])} is not known here"
        listed = f"known keys are {', '.join(sorted(known))}"
        name = right_key(model, _at(yaml.value, root), error["loc"], known)
        fix = () if name is None else (YamlEdit(path, span.line, span.column, loc[-1], name),)
        return finding("unknown-key", span, message, did_you_mean(loc[-1], known) or listed, fix)
    if kind == "missing":
        return finding("missing-field", span, f"{_label(loc)} is missing")
    value = _at(yaml.value, root)
    given = _at(value, key) if _exists(value, loc) else None
    if given is REFUSED:
        return None
    if kind == "too_short" and isinstance(given, list | str) and given:
        return None  # it is not empty: its items are wrong, and have their own findings
    return _bad_value(error, span, loc, None if is_key else given)


def _bad_value(error: ErrorDetails, span: Span, loc: list[str], given: object) -> Diagnostic:
    kind = error["type"]
    label = _label(loc)
    if kind == "value_error":
        words = str(error["ctx"]["error"]) if "ctx" in error else error["msg"]
        shown = f"{label} {quoted(given)}" if isinstance(given, str) else label
        if "[key]" in error["loc"]:
            shown = quoted(loc[-1])
        problem, _, hint = words.partition(": ")
        return finding("bad-value", span, f"{shown} {problem}", hint or None)
    wanted = _WANTED.get(kind)
    if wanted is not None:
        message = f"{label} must be {wanted(error)}, and here is {_kind(given)}"
        return finding("wrong-type", span, message, _type_hint(kind, given))
    if kind == "string_pattern_mismatch":
        problem, _, hint = PATTERN_WORDS[error["ctx"]["pattern"]].partition(": ")
        message = f"{label} {quoted(str(given))} {problem}"
        return finding("bad-value", span, message, hint, _as_id(error, span, given))
    limit = _LIMITS.get(kind)
    if limit is not None:
        return finding("bad-value", span, f"{label} {limit(error, given)}")
    shown = f" {quoted(given)}" if isinstance(given, str) else ""
    return finding("bad-value", span, f"{label}{shown} is not right: {_lower(error['msg'])}")


def _as_id(error: ErrorDetails, span: Span, given: object) -> Fix:
    """Mend an id that has capitals, spaces or other signs."""
    made = slugify(given) if isinstance(given, str) else ""
    if error["ctx"]["pattern"] != IDENTIFIER or not made:
        return ()
    return (YamlEdit(span.path, span.line, span.column, str(given), made),)


def _type_hint(kind: str, given: object) -> str | None:
    if kind == "tuple_type" and isinstance(given, str):
        is_short = len(given) <= 60 and "," not in given  # noqa: PLR2004 (a hint is one line)
        listed = "write each on a line of its own that begins with a hyphen"
        return f"write [{given}]" if is_short else listed
    if kind == "string_type" and given is None:
        return "write a value, or put quotes around a word like null"
    return None


_WANTED: Final[dict[str, Callable[[ErrorDetails], str]]] = {
    "string_type": lambda _: "text",
    "tuple_type": lambda _: "a list",
    "dict_type": lambda _: "keys and values",
    "model_type": lambda _: "keys and values",
    "bool_type": lambda _: "true or false",
    "date_type": lambda _: "a date",
    "int_type": lambda _: "a whole number",
    "int_parsing": lambda _: "a whole number",
}

_LIMITS: Final[dict[str, Callable[[ErrorDetails, object], str]]] = {
    "string_too_long": lambda e, given: (
        f"has {len(str(given))} characters, more than the {e['ctx']['max_length']} allowed"
    ),
    "string_too_short": lambda _e, _given: "is empty",
    "too_long": lambda e, given: (
        f"has more than {e['ctx']['max_length']} "
        + ("characters" if isinstance(given, str) else "items")
    ),
    "too_short": lambda _e, _given: "is empty",
    "literal_error": lambda e, given: f"{quoted(str(given))} is not one of {e['ctx']['expected']}",
    "greater_than_equal": lambda e, _given: f"is less than {e['ctx']['ge']}",
    "less_than_equal": lambda e, _given: f"is more than {e['ctx']['le']}",
}


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]


def _label(loc: list[str]) -> str:
    """Name a place in words: `title`, `url of sources 2`."""
    if not loc:
        return "the file"
    words = ""
    for part in loc:
        if part.isdigit():
            words += f" {int(part) + 1}"
        else:
            words = f"{part} of {words}" if words else part
    return words


def _exists(value: object, loc: list[str]) -> bool:
    for part in loc:
        if isinstance(value, list) and part.isdigit() and int(part) < len(value):
            value = value[int(part)]
        elif isinstance(value, dict) and part in value:
            value = value[part]
        else:
            return False
    return True


def _nearest(yaml: Yaml, full: str, *, is_key: bool) -> Place:
    """Find the place of a dotted path, or of the nearest collection around it."""
    while full:
        if is_key and full in yaml.keys:
            return yaml.keys[full]
        if full in yaml.values:
            return yaml.values[full]
        full = full.rpartition(".")[0]
    return yaml.values.get("", (1, 1))

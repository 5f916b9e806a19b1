"""Keys that an author mistyped: which ones were meant."""

from collections.abc import Collection, Iterable
from typing import Any, Final

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from glossary_site.diagnostics import did_you_mean, quoted

Loc = tuple[int | str, ...]
"""The way to a value: keys, and the numbers of items."""

SURE: Final = 78
"""How like a key must be, of 100, to be the one that was meant: `data` is 75 like `date`."""
KEYS_LIMIT: Final = 64
"""Keys of a mapping beside which one is looked at so closely: it takes a while."""
LEAD: Final = 10
"""How much more like than any other."""


def misspelt(model: type[BaseModel], errors: Iterable[ErrorDetails]) -> set[Loc]:
    """Find the keys that unknown ones were meant to be: a missing one among them is there."""
    meant: set[Loc] = set()
    for error in errors:
        if error["type"] == "extra_forbidden":
            *around, wrong = error["loc"]
            known = known_keys(model, [str(part) for part in around])
            hint = did_you_mean(str(wrong), known)
            meant.update((*around, key) for key in known if hint == _meant(key))
    return meant


def _meant(key: str) -> str:
    return f"did you mean {quoted(key)}?"


def right_key(
    model: type[BaseModel], value: object, loc: Loc, known: Collection[str]
) -> str | None:
    """Give the one key that an unknown one can only be: like no other, free, and of its kind.

    Args:
        model: The model of the mapping.
        value: The mapping.
        loc: The way to the unknown key.
        known: The keys that there may be.
    """
    holder = _holder(value, loc[:-1])
    if holder is None or len(holder) > KEYS_LIMIT:
        return None
    name = _meant_by(str(loc[-1]), known)
    if name is None or name in holder:
        return None
    if [key for key in holder if key not in known and _meant_by(key, known) == name] != [loc[-1]]:
        return None
    alone: object = {name: holder[str(loc[-1])]}
    for part in reversed(loc[:-1]):
        alone = [alone] if isinstance(part, int) else {part: alone}
    try:
        model.model_validate(alone)
    except ValidationError as error:
        right = (*(0 if isinstance(part, int) else part for part in loc[:-1]), name)
        errors = error.errors(include_url=False, include_context=False, include_input=False)
        return None if any(each["loc"] == right for each in errors) else name
    return name


def _meant_by(wrong: str, known: Iterable[str]) -> str | None:
    """Find the key that is much more like a wrong one than any other."""
    from rapidfuzz import fuzz, process  # noqa: PLC0415 (only where there is a mistake)

    near = process.extract(
        wrong.casefold(), sorted(known), scorer=fuzz.ratio, limit=2, score_cutoff=SURE - LEAD
    )
    if not near or near[0][1] < SURE or (near[1:] and near[0][1] - near[1][1] < LEAD):
        return None
    return str(near[0][0])


def _holder(value: Any, around: Loc) -> dict[str, object] | None:  # noqa: ANN401 (whatever a file holds)
    """Find the mapping in which a key stands."""
    for part in around:
        is_item = isinstance(part, int) and isinstance(value, list)
        if not is_item and not (isinstance(value, dict) and part in value):
            return None
        value = value[part]
    return value if isinstance(value, dict) else None


def known_keys(model: type[BaseModel], loc: list[str]) -> list[str]:
    """List the keys of the model at `loc`, following fields into models and lists of models."""
    current: type[BaseModel] | None = model
    for part in loc:
        if part.isdigit() or current is None or part not in current.model_fields:
            continue
        current = _model_in(current.model_fields[part].annotation)
    return list(current.model_fields) if current is not None else []


def _model_in(annotation: object) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    for part in getattr(annotation, "__args__", ()):
        inner = _model_in(getattr(part, "__origin__", part))
        if inner is None:
            inner = _model_in(part)
        if inner is not None:
            return inner
    return None

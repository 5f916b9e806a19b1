"""The keys under `refresh` of a dataset's description: where its newest rows come from."""

import re
from typing import Annotated, Final, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, BeforeValidator, model_validator

from glossary_site.fields.common import (
    ColumnName,
    Fields,
    Line,
    Listed,
    OneOrMore,
    SecureAddress,
    Switch,
)

PARTS: Final = 20
"""The most keys and indexes of a path."""
_PART: Final = re.compile(r'"((?:[^"]|"")+)"|([^".]+)')
_FACTOR: Final = re.compile(r"-?(?:0|[1-9][0-9]{0,14})(?:\.[0-9]{1,15})?(?:e-?[0-9]{1,2})?")


def path_parts(text: str) -> tuple[str, ...]:
    r"""Split a path into its keys and indexes; a key with dots stands in double quotes.

    >>> path_parts('data.0."price.usd"')
    ('data', '0', 'price.usd')

    Raises:
        ValueError: In the words shown to the author.
    """
    parts: list[str] = []
    offset = 0
    while True:
        match = _PART.match(text, offset)
        if match is None:
            raise ValueError('is no path: write key.0.key, or key."key with dots"')
        quoted, bare = match.groups()
        parts.append(bare if quoted is None else quoted.replace('""', '"'))
        if match.end() == len(text):
            break
        if text[match.end()] != ".":
            raise ValueError("is no path: write a dot between two keys")
        offset = match.end() + 1
    if len(parts) > PARTS:
        raise ValueError(f"has more than {PARTS} parts")
    return tuple(parts)


def _path(text: str) -> str:
    path_parts(text)
    return text


def _factor(text: str) -> str:
    if _FACTOR.fullmatch(text) is None or not text.partition("e")[0].strip("-0."):
        raise ValueError("is no factor: write a number like 0.001 or 1e-6")
    return text


def _bare_address(text: str) -> str:
    parts = urlsplit(text)
    if parts.username is not None or parts.password is not None:
        raise ValueError("holds a name or password: a glossary's files are public")
    if parts.fragment:
        raise ValueError("ends in a fragment, which no server sees: remove it from the # on")
    return text


def _origin(value: object) -> object:
    return {"column": value} if isinstance(value, str) else value


class Origin(Fields):
    """Where the cells of a column come from."""

    column: Line | None = None
    """Their column: a header of a CSV document, or the path of a value in a row of JSON."""
    value: Line | None = None
    """The same text in every row, in place of a column of theirs."""
    scale: Annotated[str, AfterValidator(_factor)] | None = None
    """What their numbers are multiplied by, for instance `0.001`."""
    dates: Literal["day-first", "month-first", "seconds", "milliseconds"] | None = None
    """How they write dates if not year first; the last two count from 1970."""

    @model_validator(mode="after")
    def _one_origin(self) -> "Origin":
        if (self.column is None) == (self.value is None):
            raise ValueError("needs either column or value: write one of the two")
        if self.value is not None and (self.scale or self.dates):
            raise ValueError("converts a value that stands here: write it as it shall be")
        return self


class Refresh(Fields):
    """Where `refresh` fetches the newest rows."""

    url: Annotated[SecureAddress, AfterValidator(_bare_address)]
    """The address of a CSV or JSON document."""
    format: Literal["csv", "json"] = "csv"
    """What the address answers with."""
    path: Annotated[Line, AfterValidator(_path)] | None = None
    """Where in a JSON document the rows lie: keys and indexes joined by dots."""
    columns: dict[ColumnName, Annotated[Origin, BeforeValidator(_origin)]] = {}
    """From our column names to theirs, where they differ."""
    rows: dict[Line, Annotated[tuple[Line, ...], OneOrMore]] = {}
    """Which rows are taken: from a column of theirs to the texts that it may hold."""
    unknown: Annotated[tuple[Line, ...], Listed] = ()
    """What they write where nothing is known, for instance `n/a`."""
    append: Switch = False
    """Keeps the rows already there and adds new ones."""
    key: Annotated[tuple[ColumnName, ...], Listed] = ()
    """The columns of ours that tell one row from another. `append` needs it."""
    sort: Annotated[tuple[ColumnName, ...], Listed] = ()
    """The columns of ours by which the rows are put in order, the least first."""

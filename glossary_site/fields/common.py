"""Types that several files share: text, dates, addresses and sources."""

import datetime as dt
import re
from typing import Annotated, Final
from urllib.parse import urlsplit

from msgspec import Struct
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field
from pydantic_core import PydanticCustomError, PydanticKnownError


class Fields(BaseModel):
    """A mapping an author writes: unknown keys are mistakes, and a read value never changes."""

    # Built where it is first needed.  That a key's docstring is its description only schemas need,
    # and `schemas` reads it there.
    model_config = ConfigDict(
        extra="forbid", frozen=True, defer_build=True, hide_input_in_errors=True
    )


class OneLine(Struct, frozen=True):
    """Collapses white space, then holds text to a limit: both in one call, of which there are many.

    Raises:
        ValueError: In the words shown to the author.
        PydanticKnownError: If the text is too long.
    """

    limit: int
    """Characters."""

    def __call__(self, text: str) -> str:
        """Check and clean one value."""
        cleaned = " ".join(text.split())
        if not cleaned:
            raise ValueError("is empty")
        if len(cleaned) > self.limit:
            lengths = {"max_length": self.limit, "actual_length": len(cleaned)}
            raise PydanticKnownError("too_long", {"field_type": "Value", **lengths})
        return cleaned


def _listed(value: object) -> object:
    return [] if value is None else value


def _one_or_more(value: object) -> object:
    return [value] if isinstance(value, str) else value


_DATE: Final = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)


def _partial_date(text: str) -> str:
    match = _DATE.fullmatch(text)
    if match is None:
        raise ValueError("is not a date: write YYYY-MM-DD, YYYY-MM or YYYY")
    year, month, day = match.groups(default="01")
    try:
        dt.date(int(year), int(month), int(day))
    except ValueError as error:
        raise ValueError("is no day of the calendar") from error
    return text


def _date(value: object) -> object:
    if isinstance(value, str):
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}", value, re.ASCII) is None:
            raise ValueError("is not a date: write YYYY-MM-DD")
        try:
            return dt.date.fromisoformat(value)
        except ValueError as error:
            raise ValueError("is no day of the calendar") from error
    return value


def _count(value: object) -> object:
    if isinstance(value, str) and re.fullmatch(r"-?\d{1,9}", value, re.ASCII) is None:
        raise PydanticCustomError("int_parsing", "not a whole number")
    return value


def _switch(value: object) -> object:
    if isinstance(value, str):
        switch = {"true": True, "yes": True, "on": True, "false": False, "no": False, "off": False}
        if value.lower() not in switch:
            raise ValueError("is not a switch: write true or false")
        return switch[value.lower()]
    return value


URL_LIMIT: Final = 2000
_URL_FORBIDDEN: Final = re.compile(r"[\x00-\x20\x7f-\x9f\"'<>\\^`{|}]")


def web_address(text: str) -> str:
    """Check an absolute http or https address that can stand in an attribute.

    Raises:
        ValueError: In the words shown to the author.
    """
    if _URL_FORBIDDEN.search(text):
        raise ValueError("holds a character that an address may not: encode it as %XX")
    try:
        parts = urlsplit(text)
        host = parts.hostname
        _ = parts.port
    except ValueError as error:
        raise ValueError("is not an address") from error
    if parts.scheme not in {"http", "https"} or not host:
        raise ValueError("is not a web address: write https://…")
    if len(text) > URL_LIMIT:
        raise ValueError(f"is longer than {URL_LIMIT} characters")
    return text


def _secure_address(text: str) -> str:
    if not web_address(text).startswith("https://"):
        raise ValueError("must be an https address")
    return text


Line = Annotated[str, AfterValidator(OneLine(300))]
"""One line of text; white space is collapsed."""
Name = Annotated[str, AfterValidator(OneLine(150))]
"""A title or alias."""
Paragraph = Annotated[str, AfterValidator(OneLine(2000))]
"""A paragraph of plain text."""
LANGUAGE: Final = r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$"
IDENTIFIER: Final = r"^[a-z0-9]+(-[a-z0-9]+)*$"
BRANCH: Final = r"^[A-Za-z0-9._/-]+$"
PERIOD: Final = r"^[1-9][0-9]{0,4}(d|w|m|y)$"
PATTERN_WORDS: Final = {
    LANGUAGE: "is no language tag: write en, pt-BR or zh-Hans",
    IDENTIFIER: "is no id: use lower-case letters, digits and single hyphens",
    BRANCH: "is no branch: use letters, digits and ._/-",
    PERIOD: "is no period: write 180d, 26w, 6m or 1y",
}
"""What to say to an author whose text does not fit a pattern, and behind the colon what to do."""

Identifier = Annotated[str, Field(pattern=IDENTIFIER, max_length=100)]
"""Lower-case letters, digits and single hyphens."""
PartialDate = Annotated[str, AfterValidator(_partial_date)]
"""YYYY, YYYY-MM or YYYY-MM-DD, kept as typed."""
Day = Annotated[dt.date, BeforeValidator(_date)]
"""YYYY-MM-DD."""
Digits = BeforeValidator(_count)
"""Takes a whole number only as digits; stands behind its bounds."""
Switch = Annotated[bool, BeforeValidator(_switch)]
"""true or false."""
WebAddress = Annotated[str, AfterValidator(web_address)]
"""An absolute http or https address."""
SecureAddress = Annotated[str, AfterValidator(_secure_address)]
"""An absolute https address."""
ColumnName = Annotated[str, Field(min_length=1, max_length=100)]
"""The name of a table's column."""
Listed = BeforeValidator(_listed)
"""Lets an author leave a list key empty."""
OneOrMore = BeforeValidator(_one_or_more)
"""Lets an author write a list of one as that one."""


class Source(Fields):
    """What a figure or a statement rests on."""

    title: Line
    """Title of the publication."""
    publisher: Line | None = None
    """Who published it."""
    url: WebAddress | None = None
    """Where it can be read."""
    published: PartialDate | None = None
    """When: YYYY, YYYY-MM or YYYY-MM-DD."""
    licence: Line | None = None
    """Under which licence, for instance `CC BY 4.0`."""
    attribution: Paragraph | None = None
    """How the publisher wants to be named."""

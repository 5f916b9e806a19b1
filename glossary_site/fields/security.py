"""The key `security` of `site.yaml`: whom to tell of a hole, as RFC 9116 has it."""

import re
from typing import Annotated, Final

from pydantic import AfterValidator, Field

from glossary_site.fields.common import (
    LANGUAGE,
    URL_LIMIT,
    Day,
    Fields,
    Listed,
    OneOrMore,
    SecureAddress,
    web_address,
)

_MAIL: Final = re.compile(
    r"mailto:[A-Za-z0-9.!#$%&'*+/=?^_{|}~-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*(?:\?[!-~]+)?"
)
_CALL: Final = re.compile(r"tel:\+[0-9][0-9().-]*")
_KEY: Final = re.compile(r"openpgp4fpr:[0-9A-Fa-f]{40}|dns:[A-Za-z0-9._?=;-]+")


def way_to_reach(text: str) -> str:
    """Check an address at which somebody can be told.

    Raises:
        ValueError: In the words shown to the author.
    """
    if len(text) <= URL_LIMIT and (_MAIL.fullmatch(text) or _CALL.fullmatch(text)):
        return text
    if text.startswith("https://"):
        return _plain_address(text)
    meant = f"mailto:{text}" if _MAIL.fullmatch(f"mailto:{text}") else "mailto:NAME@HOST"
    raise ValueError(f"is no way to reach you: write {meant}, https://… or tel:+NUMBER")


def key_address(text: str) -> str:
    """Check an address of a key to write in secret with.

    Raises:
        ValueError: In the words shown to the author.
    """
    if _KEY.fullmatch(text):
        return text
    if text.startswith("https://"):
        return _plain_address(text)
    raise ValueError("is no address of a key: write https://…, openpgp4fpr:FINGERPRINT or dns:NAME")


def _plain_address(text: str) -> str:
    """Check an https address, which stands on a line of its own, in plain letters."""
    if not web_address(text).isascii():
        raise ValueError("holds a character that an address may not: encode it as %XX")
    return text


Language = Annotated[str, Field(pattern=LANGUAGE)]
"""A BCP 47 tag."""
Plain = Annotated[SecureAddress, AfterValidator(_plain_address)]
"""An https address in plain letters."""


class SecurityFields(Fields):
    """Whom to tell of a hole in the site, for `.well-known/security.txt`."""

    contact: Annotated[
        tuple[Annotated[str, AfterValidator(way_to_reach)], ...], Field(min_length=1), OneOrMore
    ]
    """Where to write or call: `mailto:`, `https:` or `tel:` addresses, the best first."""
    expires: Day
    """The day until which all of this holds."""
    policy: Plain | None = None
    """Where it says what may be tried, and what happens to a report."""
    encryption: Annotated[str, AfterValidator(key_address)] | None = None
    """Where the key lies to write in secret with: `https:`, `openpgp4fpr:` or `dns:`."""
    acknowledgments: Plain | None = None
    """Where those are thanked who have told of a hole."""
    preferred_languages: Annotated[tuple[Language, ...], Listed] = ()
    """Languages in which reports are read, as BCP 47 tags."""

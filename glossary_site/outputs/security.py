"""Whom to tell of a hole in the site: `.well-known/security.txt`, as RFC 9116 has it."""

from collections.abc import Iterator
from typing import Final

from glossary_site.diagnostics import Span
from glossary_site.outputs.emitter import Emitter, Planned
from glossary_site.render import addresses as at
from glossary_site.render.dates import timestamp
from glossary_site.render.digests import Digests
from glossary_site.render.edition import Edition
from glossary_site.render.html import Templates


def _plan(edition: Edition) -> Iterator[Planned]:
    if edition.glossary.config.security is not None:
        yield Planned(at.SECURITY, "security", Span("site.yaml"))


def _shows(edition: Edition, digests: Digests, key: str) -> object:
    del digests, key
    return list(_fields(edition))


def _render(edition: Edition, templates: Templates, key: str) -> bytes:
    del templates, key
    return "".join(f"{name}: {value}\n" for name, value in _fields(edition)).encode()


def _fields(edition: Edition) -> Iterator[tuple[str, str]]:
    """List the fields; the addresses have been checked, so each is one line."""
    told = edition.glossary.config.security
    if told is None:
        return
    for address in told.contact:
        yield "Contact", address
    yield "Expires", timestamp(told.expires)
    if told.encryption is not None:
        yield "Encryption", told.encryption
    if told.acknowledgments is not None:
        yield "Acknowledgments", told.acknowledgments
    if told.preferred_languages:
        yield "Preferred-Languages", ", ".join(told.preferred_languages)
    if (canonical := edition.addresses.absolute(at.SECURITY)) is not None:
        yield "Canonical", canonical
    if told.policy is not None:
        yield "Policy", told.policy


EMITTER: Final = Emitter("security", "pages", _plan, _shows, _render)

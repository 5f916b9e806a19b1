"""A revision of a glossary, as far as it is compared."""

from collections.abc import Mapping

from msgspec import Struct


class Thing(Struct, frozen=True):
    """A term, topic, dataset, issue or page of the documentation, as far as it is compared."""

    id: str
    """What the others call it: the slug of a term."""
    title: str
    """Its name."""
    address: str
    """Where its page is, below the base address."""
    path: str = ""
    """Its file."""
    texts: Mapping[str, str] = {}
    """Texts by what they are."""
    lists: Mapping[str, tuple[str, ...]] = {}
    """Lists by what they hold; their order does not count."""
    rows: Mapping[str, str] = {}
    """Rows by their key."""
    blocks: tuple[str, ...] = ()
    """Paragraphs, headings and cells of its body as text."""
    own: bytes = b""
    """A digest of what its author wrote."""
    shown: Mapping[str, bytes] = {}
    """Digests of what its page shows of others."""
    former: tuple[str, ...] = ()
    """What it was called before."""


class State(Struct, frozen=True):
    """One revision, as far as it is compared."""

    things: Mapping[str, Mapping[str, Thing]] = {}
    """Things by kind and id."""
    settings: Mapping[str, str] = {}
    """What readers see of `site.yaml`."""
    addresses: Mapping[str, str] = {}
    """What is at each address: `page`, `file` or where it leads."""

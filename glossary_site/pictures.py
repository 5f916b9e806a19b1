"""A picture that pages show."""

from msgspec import Struct


class Image(Struct, frozen=True):
    """A picture that bodies show, checked by its content."""

    path: str
    """Relative to `images/`, or for one of the documentation's to the glossary's folder."""
    media_type: str
    """For instance `image/png`."""
    width: int
    """Pixels."""
    height: int
    """Pixels."""
    body: bytes
    """The file."""

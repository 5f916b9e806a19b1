"""Values that are copied out of a provider's interface: what they look like, and where they are."""

import re
from urllib.parse import urlsplit

from msgspec import Struct


class Code(Struct, frozen=True):
    """Checks what a provider calls something: a number, a name or a token.

    Raises:
        ValueError: In the words shown to the author.
    """

    pattern: str
    """What it looks like."""
    problem: str
    """What is wrong with anything else."""
    where: str
    """Where in the provider's interface it is found."""
    within: str = ""
    """Finds it, as group 1, in a longer text that is often pasted instead."""

    def __call__(self, text: str) -> str:
        """Check one value."""
        if re.fullmatch(self.pattern, text) is not None:
            return text
        found = re.search(self.within, text) if self.within else None
        if found is not None:
            raise ValueError(f"is more than is asked for: write only {found[1]}")
        raise ValueError(f"{self.problem}: {self.where}")


class Home(Struct, frozen=True):
    """Checks the address of a whole site, and takes away its last slash.

    Raises:
        ValueError: In the words shown to the author.
    """

    pages: tuple[str, ...]
    """Beginnings of paths that are often pasted with it."""
    embeds: str = ""
    """A host whose addresses are only good for frames."""

    def __call__(self, text: str) -> str:
        """Check one address."""
        parts = urlsplit(text)
        if self.embeds and parts.hostname == self.embeds:
            raise ValueError(
                "is a frame, which pages here never show: write https://NAME.beehiiv.com"
            )
        path = parts.path
        for page in self.pages:
            path = path.partition(page)[0]
        home = f"{parts.scheme}://{parts.netloc}{path.rstrip('/')}"
        if home != text.rstrip("/"):
            raise ValueError(f"is more than the site’s address: write only {home}")
        return home

"""Addresses as they must be where no server answers: relative, and down to the file."""

import re
from collections.abc import Mapping
from typing import Final
from urllib.parse import unquote, urljoin

from msgspec import Struct, field

from glossary_site.render.addresses import HOME, Addresses

_ELSEWHERE: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|#|$")
"""An address with a scheme, one within the page, and none at all."""
_NOT_SEEN: Final = re.compile(r"^[\0- ]+|[\0- ]+$|[\t\n\r]")
"""What browsers drop of an address before they read it."""
_REST: Final = re.compile(r"[?#]")


class Relative(Struct, frozen=True):
    """Makes the addresses of one site relative."""

    addresses: Addresses
    """Where the site lives."""
    files: frozenset[str]
    """All its output paths."""
    symbols: Mapping[str, str]
    """Pictures of the sprite by their address: no page of a folder may look into another file."""
    known: dict[str, str | None] = field(default_factory=dict)
    """Targets found so far by root-relative address: a memo of `address`."""

    def address(self, address: str, page: str) -> str:
        """Give an address as a page must have it.

        Args:
            address: As it stands in the page, unescaped.
            page: Output path of the page.
        """
        address = _NOT_SEEN.sub("", address)
        if _ELSEWHERE.match(address):
            return address
        if address[:2].replace("\\", "/") == "//":
            return f"https:{address}"  # of another host; of a folder's page it would be a file
        path, rest = _cut(address)
        if not address.startswith("/"):
            folder = self.addresses.base_path + page[: page.rfind("/") + 1]
            address = _joined(folder, path) + rest
        if address not in self.known:
            self.known[address] = self._target(address)
        target = self.known[address]
        if target is None:
            return self.addresses.origin + _joined("/", _cut(address)[0]) + rest
        return "../" * page.count("/") + target

    def _target(self, address: str) -> str | None:
        """Give an address below the site's home, down to the file; None if it lies elsewhere."""
        path, rest = _cut(address)
        path = _joined("/", path)
        base = self.addresses.base_path
        if not path.startswith(base):
            return None
        path = path.removeprefix(base)
        if not path or path.endswith("/"):
            path += HOME
        elif (name := unquote(path)) not in self.files and f"{name}/{HOME}" in self.files:
            path += f"/{HOME}"
        return path + rest


def _cut(address: str) -> tuple[str, str]:
    """Divide an address into its path, and query and fragment."""
    cut = _REST.search(address)
    end = len(address) if cut is None else cut.start()
    return address[:end], address[end:]


def _joined(folder: str, path: str) -> str:
    """Join paths as browsers do, which go up no further than to the root."""
    return "/" + urljoin(folder, path).lstrip("/")

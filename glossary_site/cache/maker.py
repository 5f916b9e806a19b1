"""Which program made an entry: another version may have made another."""

import hashlib
import os
import sys
import unicodedata
from functools import cache
from pathlib import Path
from typing import Final

_PACKAGE: Final = Path(__file__).resolve().parent.parent
_INSTALLED: Final = (".dist-info", ".egg-info")


@cache
def maker() -> bytes:
    """Make a digest of this package's own sources, of all that is installed, and of Python.

    Folder names of installed distributions carry their versions; asking the distributions
    themselves takes a hundred times as long.

    Returns:
        32 bytes.
    """
    digest = hashlib.sha256(f"{sys.version}\n{unicodedata.unidata_version}\n".encode())
    for path in sorted(_PACKAGE.rglob("*.py")):
        body = path.read_bytes()
        digest.update(f"{path.relative_to(_PACKAGE).as_posix()}\n{len(body)}\n".encode())
        digest.update(body)
    for name in sorted(_installed()):
        digest.update(os.fsencode(name) + b"\n")
    return digest.digest()


def _installed() -> set[str]:
    names: set[str] = set()
    for folder in sys.path:
        if os.path.isdir(folder):
            names.update(name for name in os.listdir(folder) if name.endswith(_INSTALLED))
    return names

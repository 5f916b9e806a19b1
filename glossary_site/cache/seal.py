"""The key with which cache files are sealed, so that only our own are believed.

A cache holds finished HTML.  Files under `.cache/` can come with a checkout, so a pull request
could bring its own; what has no valid seal is treated as absent.  The key lies outside the
glossary, where no content can reach it.
"""

import os
import secrets
from contextlib import suppress
from pathlib import Path
from typing import Final

from glossary_site.cache.own_files import read_plain

KEY_BYTES: Final = 32


def key_path(environment: dict[str, str] | os._Environ[str]) -> Path | None:
    """Say where this user's key lies: under `XDG_CACHE_HOME`, else under `~/.cache`.

    Returns:
        None if neither is known.
    """
    base = environment.get("XDG_CACHE_HOME", "")
    if os.path.isabs(base):
        return Path(base) / "glossary-site" / "key"
    home = environment.get("HOME", "")
    return Path(home) / ".cache" / "glossary-site" / "key" if os.path.isabs(home) else None


def read_key(path: Path | None, *, is_made: bool = True) -> bytes | None:
    """Read the user's key, and make one the first time if it `is_made`.

    Returns:
        None if there is no place for one: then nothing is kept from build to build.
    """
    if path is None:
        return None
    key = _read(path)
    if key is None and is_made:
        with suppress(OSError):
            _make(path)
        key = _read(path)
    return key


def _read(path: Path) -> bytes | None:
    read = read_plain(path, KEY_BYTES + 1)
    if read is None:
        return None
    key, found = read
    is_ours = found.st_uid == os.geteuid() and not found.st_mode & 0o077  # else another may know it
    return key if is_ours and len(key) == KEY_BYTES else None


def _make(path: Path) -> None:
    """Write a new key in one step: a build beside this one sees it whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
    fd = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    try:
        with open(fd, "wb") as file:
            file.write(secrets.token_bytes(KEY_BYTES))
        os.replace(fresh, path)
    except OSError:
        fresh.unlink(missing_ok=True)
        raise

"""Digests of files' bytes: times of files say too little."""

import hashlib
from collections.abc import Iterable
from pathlib import Path

from glossary_site.content.files import FILE_LIMIT, Reader


def digest_of(data: bytes) -> bytes:
    """Make the digest under which a file's content is known: 32 bytes."""
    return hashlib.sha256(data).digest()


def digest_files(root: Path, paths: Iterable[str]) -> dict[str, bytes]:
    """Digest text files below a folder, by path; those that cannot be read are left out."""
    digests: dict[str, bytes] = {}
    with Reader(root) as reader:
        for path in paths:
            data, _ = reader.read(path, FILE_LIMIT)
            if data is not None:
                digests[path] = digest_of(data)
    return digests

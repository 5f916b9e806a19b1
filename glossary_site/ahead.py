"""What can begin before the program has loaded: reading the files, and looking at the output.

Both only read, in processes of their own; a build that has nobody to do so does it itself.  This
module and what it imports must stay light.
"""

import hashlib
from collections.abc import Mapping
from functools import partial
from pathlib import Path

from msgspec import Struct

from glossary_site.content.files import FILE_LIMIT, TERM_SUFFIXES, Reader, list_files
from glossary_site.store.survey import Survey, survey
from glossary_site.workers.aside import Aside


class Ahead(Struct, frozen=True):
    """Values that are being made elsewhere."""

    terms: Aside[Mapping[str, bytes]]
    """From `digest_terms`."""
    output: Aside[Survey]
    """From `store.survey`."""

    def end(self) -> None:
        """Stop what is under way."""
        self.terms.end()
        self.output.end()


def look_ahead(source: Path, output: Path) -> Ahead:
    """Begin with a build of the glossary in `source` to `output`."""
    return Ahead(
        Aside(partial(digest_terms, source)),
        Aside(partial(survey, output, source / ".cache")),
    )


def digest_terms(source: Path) -> Mapping[str, bytes]:
    """Digest the bytes of every term file that can be read, by path: 32 bytes each."""
    paths, _ = list_files(source, "terms", TERM_SUFFIXES)
    digests: dict[str, bytes] = {}
    with Reader(source) as reader:
        for path in paths:
            data, _ = reader.read(path, FILE_LIMIT)
            if data is not None:
                digests[path] = hashlib.sha256(data).digest()
    return digests

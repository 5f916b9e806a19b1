"""What can begin before the program has loaded, in processes of its own.

Where there is something to build upon, the files are read and the output is looked at; where there
is nothing, templates are compiled.  A build for which nobody did so does it itself.  This module
and what it imports must stay light.
"""

from collections.abc import Mapping
from functools import partial
from pathlib import Path

from msgspec import Struct

from glossary_site.content.file_digests import digest_files
from glossary_site.content.files import TERM_SUFFIXES, list_files
from glossary_site.store.survey import Survey, survey
from glossary_site.theme import default_theme, template_folders
from glossary_site.workers.aside import Aside


class Ahead(Struct, frozen=True):
    """Values that are being made elsewhere."""

    terms: Aside[Mapping[str, bytes]] | None = None
    """From `digest_terms`."""
    output: Aside[Survey] | None = None
    """From `store.survey`."""
    templates: Aside[Mapping[str, bytes]] | None = None
    """From `compile_templates`."""

    def end(self) -> None:
        """Stop what is under way."""
        for aside in (self.terms, self.output, self.templates):
            if aside is not None:
                aside.end()


def look_ahead(source: Path, output: Path, *, is_first: bool) -> Ahead:
    """Begin with a build of the glossary in `source` to `output`.

    Args:
        source: The glossary's folder.
        output: Where the site is published.
        is_first: Whether there is nothing to build upon.
    """
    if is_first:
        return Ahead(templates=Aside(partial(compile_templates, source)))
    return Ahead(
        terms=Aside(partial(digest_terms, source)),
        output=Aside(partial(survey, output, source / ".cache")),
    )


def compile_templates(source: Path) -> Mapping[str, bytes]:
    """Compile all templates that a build of the glossary in `source` uses."""
    from glossary_site.render.engine import compiled  # noqa: PLC0415 (here, it may take a while)

    return compiled(template_folders(source, default_theme()))


def digest_terms(source: Path) -> Mapping[str, bytes]:
    """Digest the bytes of every term file that can be read, by path."""
    paths, _ = list_files(source, "terms", TERM_SUFFIXES)
    return digest_files(source, paths)

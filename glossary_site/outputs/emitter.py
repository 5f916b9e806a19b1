"""What an emitter is: one kind of file, planned as a whole and rendered one by one."""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from msgspec import Struct

from glossary_site.diagnostics import Span
from glossary_site.fields.site import Family
from glossary_site.render.digests import Digests
from glossary_site.render.edition import Edition
from glossary_site.render.html import Templates


class Planned(NamedTuple):
    """A file that a build will write."""

    path: str
    """Output path."""
    key: str
    """What the emitter needs to know to render it."""
    owner: Span
    """The source that asks for it, named when two ask for one path."""
    part: int = 0
    """Which of the files that are rendered together under this key; 0 where it is the only one."""


Plan = Callable[[Edition], Iterator[Planned]]
Made = bytes | tuple[bytes, ...]
"""A file, or all those that are rendered together: small ones cost less so."""
Render = Callable[[Edition, Templates, str], Made]
Shows = Callable[[Edition, Digests, str], object]


class Emitter(Struct, frozen=True):
    """One kind of file."""

    name: str
    """Its own name, for timings and findings."""
    family: Family
    """The family it is switched on and off with."""
    plan: Plan
    """Lists its files without rendering any."""
    shows: Shows
    """Tells what the file with a key depends on, beside what every file does: plain values that
    differ whenever its bytes may."""
    render: Render
    """Renders the file with a key, or the files."""
    stands_alone: bool = False
    """Whether `shows` tells all there is: settings, templates and assets then count only as far as
    it names them.  For files that take long to make."""
    is_of_term: bool = False
    """Whether keys are slugs, and nothing is shown that would not change the term's page too."""

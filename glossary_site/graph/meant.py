"""What a name that no term has stands for, where there is exactly one answer.

It is either a name of a term written otherwise ("AI-Compute" for "AI Compute"), or one that a term
had before it was renamed, which its former slugs tell.
"""

import functools
from collections.abc import Callable, Mapping

from msgspec.structs import replace

from glossary_site.diagnostics import Findings, Fix
from glossary_site.model import NameTable
from glossary_site.names import Slug, fold_name, letters_of, slugify

TargetOf = Callable[[Slug], Slug | None]
"""From an old address to the term it leads to."""


def meant(table: NameTable, name: str, target_of: TargetOf) -> str | None:
    """Give the name to write instead, or None if there is no answer or more than one."""
    slug = Slug(slugify(name))
    if not slug:
        return None
    spelled = _by_letters(table.shown).get(letters_of(name), ())
    owners = {table.candidates.get(fold_name(one), ()) for one in spelled}
    if len(owners) == 1:
        return spelled[0] if len(*owners) == 1 else None
    target = None if owners else target_of(slug)
    return None if target is None else _title(table, target)


def mended(found: Findings, name: str | None, fix: Callable[[str], Fix]) -> Findings:
    """Give findings about an unknown term the fix that writes this name, if there is one."""
    if name is None:
        return found
    return tuple(
        replace(one, fix=fix(name)) if one.code == "unknown-term" else one for one in found
    )


def _title(table: NameTable, slug: Slug) -> str | None:
    """Give the first name of a term, as its author wrote it."""
    names = (name for name in table.shown if table.candidates.get(fold_name(name)) == (slug,))
    return next(names, None)


@functools.lru_cache(maxsize=4)
def _by_letters(shown: tuple[str, ...]) -> Mapping[str, tuple[str, ...]]:
    """Gather names by their letters: a glossary with a thousand mistakes asks a thousand times."""
    gathered: dict[str, tuple[str, ...]] = {}
    for name in shown:
        letters = letters_of(name)
        gathered[letters] = (*gathered.get(letters, ()), name)
    return gathered

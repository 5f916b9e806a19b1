"""The search index of a build: what earlier builds found out of it, and how the rest is made.

Names are gathered all at once, unless none has changed.  Texts are read in groups, each under a key
made of its terms: after an edit one group is read again.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import Final

from glossary_site.cache.codec import Codec, mark
from glossary_site.content.figure_grammar import without_figures
from glossary_site.content.marks import Marks
from glossary_site.diagnostics import Span
from glossary_site.model import Glossary
from glossary_site.names import Slug
from glossary_site.render.surface_forms import COMMON_WORDS
from glossary_site.run import Run, in_words, work
from glossary_site.search.index import Index, blocks, division, numbered
from glossary_site.search.names import Names, names
from glossary_site.search.texts import Text, fragments

WORTHWHILE: Final = 16
"""Groups: below this many, starting workers to read them costs more than it saves."""
NAMES: Final = Codec[Names](Names)
GROUP: Final = Codec[list[bytes]](list[bytes])
_ALL: Final = "all"


def search_index(now: Run, glossary: Glossary) -> Index | None:
    """Make the search index, or none where a glossary does not want one."""
    config = glossary.config
    if "search" not in config.outputs:
        return None
    terms = glossary.graph.term_by_slug
    divided = division(terms.values())
    held = blocks(terms, divided.blocks)
    is_english = config.language.lower().split("-")[0] == "en"
    common = sorted(COMMON_WORDS) if is_english else []
    return Index(
        division=divided,
        blocks=held,
        names=_names(now, glossary, held),
        groups=_groups(now, glossary, held, (divided.groups, divided.shards, common)),
        common=common,
    )


def _names(now: Run, glossary: Glossary, held: Sequence[Sequence[Slug]]) -> Names:
    terms = glossary.graph.term_by_slug
    key = mark((len(held), b"".join([now.marks[slug].names for block in held for slug in block])))
    shelf = now.memory.shelf("search-names", NAMES)
    known = shelf.get(_ALL, key)
    if known is None:
        known = names((number, terms[slug]) for number, slug in sorted(numbered(held, 0, 1)))
        shelf.put(_ALL, key, known)
    return known


Settings = tuple[int, int, Sequence[str]]
"""How many groups there are, how many shards, and which words are common."""


def _groups(
    now: Run, glossary: Glossary, held: Sequence[Sequence[Slug]], settings: Settings
) -> list[list[bytes]]:
    """Read the texts of all groups, but for those known from before."""
    shelf = now.memory.shelf("search-texts", GROUP)
    keys = [
        mark((settings, _told(glossary, now.marks, numbered(held, group, settings[0]))))
        for group in range(settings[0])
    ]
    found = {group: shelf.get(str(group), key) for group, key in enumerate(keys)}
    missing = [group for group, known in found.items() if known is None]
    for group, made in zip(missing, _read(now, glossary, held, settings, missing), strict=True):
        known = GROUP.decode(made)
        assert known is not None
        found[group] = known
        shelf.put(str(group), keys[group], known, made)
    shelf.settle()
    return [known for known in found.values() if known is not None]


def _told(
    glossary: Glossary, marks: Mapping[Slug, Marks], terms: Iterable[tuple[int, Slug]]
) -> list[object]:
    """List what decides the words of some terms."""
    by_slug = glossary.graph.term_by_slug
    slugs = [slug for _, slug in terms]
    leads = [(s, glossary.fragments[s].lead) for s in slugs if by_slug[s].definition is None]
    shown = [(s, made.figures) for s in slugs if (made := glossary.fragments[s]).figures]
    return [b"".join([marks[slug].card + marks[slug].body for slug in slugs]), leads, shown]


def _read(
    now: Run,
    glossary: Glossary,
    held: Sequence[Sequence[Slug]],
    settings: Settings,
    groups: Sequence[int],
) -> list[bytes]:
    """Read some groups, in workers where that pays."""
    make = partial(make_reader, glossary, held, settings)
    if not groups:
        return []
    if now.jobs == 1 or len(groups) < WORTHWHILE:
        return list(map(make(), groups))
    results, failures = work(now, make, groups, ["terms"] * len(groups), "Indexing")
    now.found += (in_words(one, Span("terms")) for one in failures)
    nothing = GROUP.encode([b""] * settings[1])
    return [nothing if made is None else made for made in results]


def _said(glossary: Glossary, slug: Slug) -> str:
    """Give a term's body as it is searched: with its figures instead of what asks for them."""
    body, figures = glossary.graph.term_by_slug[slug].body, glossary.fragments[slug].figures
    return " ".join((without_figures(body), *figures)) if figures else body


def make_reader(
    glossary: Glossary, held: Sequence[Sequence[Slug]], settings: Settings
) -> Callable[[int], bytes]:
    """Prepare a worker for reading groups of texts, by their numbers."""
    groups, shards, common = settings

    def read(group: int) -> bytes:
        texts = (
            Text(number, glossary.definition(slug), _said(glossary, slug))
            for number, slug in numbered(held, group, groups)
        )
        return GROUP.encode(fragments(texts, shards, frozenset(common)))

    return read

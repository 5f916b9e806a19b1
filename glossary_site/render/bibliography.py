"""All sources of a glossary, each once, with what rests on it."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from msgspec import Struct

from glossary_site.fields.common import Source
from glossary_site.graph.collation import sort_key
from glossary_site.model import Glossary
from glossary_site.names import Slug, fold_name

LIMIT: Final = 1000
"""Sources on the page: of more, those that most rests on."""

Identity = tuple[str, ...]


class Cited(Struct):
    """A source while it is gathered."""

    source: Source
    """As it is first named: by a dataset if there is one, else by the first term A to Z."""
    terms: list[Slug]
    """Terms that name it, A to Z."""
    datasets: list[str]
    """Ids of datasets whose figures come from it."""


class Bibliography(Struct, frozen=True):
    """The sources, gathered."""

    by_publisher: Mapping[str | None, Sequence[Cited]]
    """A to Z by publisher and then by title; those without a publisher come last."""
    total: int
    """How many there are; more than are given where there are more than `LIMIT`."""


def bibliography(glossary: Glossary) -> Bibliography:
    """Gather all sources of terms and datasets."""
    cited: dict[Identity, Cited] = {}
    for source, slug, dataset in _named(glossary):
        one = cited.setdefault(_identity(source), Cited(source, [], []))
        if slug is not None and slug not in one.terms[-1:]:
            one.terms.append(slug)
        if dataset is not None and dataset not in one.datasets[-1:]:
            one.datasets.append(dataset)
    every = list(cited.values())
    if len(every) > LIMIT:
        every.sort(key=lambda one: -len(one.terms) - len(one.datasets))
    return Bibliography(_by_publisher(every[:LIMIT], glossary.config.language), len(every))


def _named(glossary: Glossary) -> Iterator[tuple[Source, Slug | None, str | None]]:
    """List every source as often as it is named, with who names it."""
    for name, dataset in glossary.content.datasets.items():
        for source in dataset.fields.sources:
            yield source, None, name
    for slug in glossary.graph.order:
        for source in glossary.graph.term_by_slug[slug].sources:
            yield source, slug, None


def _identity(source: Source) -> Identity:
    """Say by what a source is the same as another: its address, else its title and publisher."""
    if source.url is not None:
        return (source.url.partition("#")[0].rstrip("/"),)
    return (fold_name(source.title), fold_name(source.publisher or ""))


def _by_publisher(every: Sequence[Cited], language: str) -> Mapping[str | None, Sequence[Cited]]:
    groups: dict[str, list[Cited]] = {}
    for one in every:
        groups.setdefault(fold_name(one.source.publisher or ""), []).append(one)
    unnamed = groups.pop("", [])
    names = {key: held[0].source.publisher or "" for key, held in groups.items()}
    texts = [*names.values(), *(one.source.title for one in every)]
    order = sort_key(language, texts)
    for held in (*groups.values(), unnamed):
        held.sort(key=lambda one: (order(one.source.title), one.source.published or ""))
    sorted_keys = sorted(groups, key=lambda key: (order(names[key]), key))
    found: dict[str | None, Sequence[Cited]] = {names[key]: groups[key] for key in sorted_keys}
    if unnamed:
        found[None] = unnamed
    return found

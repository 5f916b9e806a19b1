"""A term as Markdown, for language models and for who reads plain text: one file beside its page."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from msgspec import Struct

from glossary_site.exporting.terms import encode
from glossary_site.fields.common import Source
from glossary_site.model import Dataset, Term
from glossary_site.names import Slug
from glossary_site.render import addresses as at
from glossary_site.render.data_view import dataset_card
from glossary_site.render.edition import Edition
from glossary_site.render.plain_markdown import escaped
from glossary_site.render.views import DatasetCardView, HeadlineView, SourceView, TableView

ROWS: Final = 5
"""Rows of a dataset's table: the newest, where a column says when."""
MENTIONS: Final = 50
"""Terms listed under *Mentioned in*; how many more there are is said."""
_SPECIAL: Final = re.compile(r"[\\`*_{}\[\]#&<~]|\s\s|^(?:[-+>:=~|!]|[0-9]+[.)](?:\s|$))")
_LINE: Final = re.compile(r"\n[ \t>]*+(?:[-=_+*][-=_ \t]*+(?:\n|$)|[0-9]++\))")
"""A line that others could take for more than a line of text, in a body without signs."""


class Known(Struct):
    """What many mirrors name, made once in each process: a memo."""

    terms: str
    """The address of the folder of all terms."""
    site: str
    """The title of the site."""
    titles: dict[Slug, str]
    """Titles of terms as Markdown, made so far."""
    topics: dict[str, str]
    """Links to topics, made so far."""
    links: dict[Slug, str]
    """Links to terms, made so far."""
    entries: dict[Slug, str]
    """Links to terms with their definitions, made so far."""
    datasets: dict[str, str]
    """What is said of datasets, made so far."""


def known(edition: Edition) -> Known:
    """Give what many mirrors name."""
    held = edition.prepared.get("mirror")
    if not isinstance(held, Known):
        held = edition.prepared["mirror"] = Known(
            edition.addresses.best("terms/"), plain(edition.site.title), {}, {}, {}, {}, {}
        )
    return held


def plain(text: str) -> str:
    """Write plain text as Markdown; most needs no sign."""
    return text if _SPECIAL.search(text) is None else escaped(text)


def link(title: str, address: str) -> str:
    """Write a link; no address can end it."""
    return f"[{plain(title)}]({address.replace('(', '%28').replace(')', '%29')})"


def mirror_address(edition: Edition, path: str) -> str:
    """Give the address of the mirror of a page."""
    return edition.addresses.best(at.markdown_path(path))


def term_link(edition: Edition, slug: Slug) -> str:
    """Link to the mirror of a term."""
    memo = known(edition)
    made = memo.links.get(slug)
    if made is None:
        made = memo.links[slug] = f"[{_title(edition, slug)}]({memo.terms}{slug}/index.md)"
    return made


def _title(edition: Edition, slug: Slug) -> str:
    titles = known(edition).titles
    made = titles.get(slug)
    if made is None:
        made = titles[slug] = plain(edition.glossary.graph.term_by_slug[slug].title)
    return made


def term_entry(edition: Edition, slug: Slug) -> str:
    """Write an entry of a list: a link to the mirror of a term, and its definition."""
    entries = known(edition).entries
    made = entries.get(slug)
    if made is None:
        definition = plain(edition.glossary.definition(slug))
        told = f": {definition}" if definition else ""
        made = entries[slug] = f"- {term_link(edition, slug)}{told}\n"
    return made


def head(edition: Edition, title: str, url: str, updated: str | None) -> str:
    """Write what stands before a mirror, for programs; JSON's texts are YAML's, too."""
    changed = "" if updated is None else f"updated: {updated}\n"
    licence = edition.site.licence
    under = "" if licence is None else f"licence: {_text(licence)}\n"
    return f"---\ntitle: {_text(title)}\nurl: {_text(url)}\n{changed}{under}---\n\n"


def _text(value: str) -> str:
    return encode(value).decode()


def term_mirror(edition: Edition, slug: Slug) -> bytes:
    """Write a term as a Markdown file."""
    term = edition.glossary.graph.term_by_slug[slug]
    updated = None if term.updated is None else term.updated.isoformat()
    url = f"{known(edition).terms}{slug}/"
    return (head(edition, term.title, url, updated) + term_text(edition, slug)).encode()


def term_text(edition: Edition, slug: Slug, *, is_alone: bool = True) -> str:
    """Write all that is told of a term, below a heading of the first level.

    Args:
        edition: What is published.
        slug: The term.
        is_alone: Whether the definitions of related terms stand nowhere else.
    """
    glossary, memo = edition.glossary, known(edition)
    term, title = glossary.graph.term_by_slug[slug], _title(edition, slug)
    parts = [f"# {title}\n"]
    if facts := "".join(_facts(edition, term)):
        parts.append(facts)
    if term.definition:
        parts.append(f"{plain(term.definition)}\n")
    if body := body_text(edition, term.body, f"{memo.terms}{slug}/"):
        parts.append(f"## Article\n\n{body}\n")
    if term.data and (datasets := edition.named_datasets(term.data)):
        parts += ["## Live Data\n", *(_dataset(edition, one) for one in datasets)]
    if related := glossary.related[slug]:
        if is_alone:
            entries = memo.entries
            told_of = [entries.get(other) or term_entry(edition, other) for other in related]
        else:
            links = memo.links
            told_of = [f"- {links.get(other) or term_link(edition, other)}\n" for other in related]
        listed = "".join(told_of)
        parts.append(f"## Related Terms\n\n{listed}")
    if linking := glossary.backlinks[slug]:
        parts.append(f"## Mentioned in\n\n{_mentions(edition, linking)}\n")
    if term.sources:
        parts.append(f"## Sources\n\n{''.join(map(source_entry, term.sources))}")
    parts.append(f"## Page\n\n[{title}, in {memo.site}]({memo.terms}{slug}/)\n")
    return "\n".join(parts)


def body_text(edition: Edition, body: str, page: str) -> str:
    """Write a body; most hold nothing that would have to be written otherwise."""
    links = body.count("](")
    if not (
        "#" in body or "<" in body or "[[" in body or "{{" in body or "![" in body or "]:" in body
        or "```" in body or "~~~" in body
        or (links and links != body.count("](https://") + body.count("](http://"))
        or _LINE.search(f"\n{body}")
    ):  # fmt: skip
        return body.strip("\n")
    from glossary_site.exporting.mirror_bodies import resolved  # noqa: PLC0415 (loads Markdown)

    return resolved(edition, body, page)


def _facts(edition: Edition, term: Term) -> Iterator[str]:
    """List what a term's page has at its margin."""
    graph, slug = edition.glossary.graph, term.slug
    if (replaced := graph.replaced_by.get(slug)) is not None:
        yield f"- No longer in use; the term to use: {term_link(edition, replaced)}\n"
    if term.abbreviation is not None:
        yield f"- Abbreviation: {plain(term.abbreviation)}\n"
    if term.aliases:
        yield f"- Also called: {', '.join(map(plain, term.aliases))}\n"
    if term.topics:
        topics, links = edition.topics, known(edition).topics
        named = [one for one in dict.fromkeys(term.topics) if one in topics]
        if named:
            told_of = [links.get(one) or topic_link(edition, one) for one in named]
            yield f"- Topics: {', '.join(told_of)}\n"
    if others := graph.broader.get(slug):
        yield f"- Broader: {', '.join([term_link(edition, one) for one in others])}\n"
    if others := graph.narrower.get(slug):
        yield f"- Narrower: {', '.join([term_link(edition, one) for one in others])}\n"


def topic_link(edition: Edition, name: str) -> str:
    """Link to the mirror of a topic."""
    topics = known(edition).topics
    made = topics.get(name)
    if made is None:
        address = mirror_address(edition, at.topic_path(name))
        made = topics[name] = link(edition.topics[name].title, address)
    return made


def _mentions(edition: Edition, linking: Sequence[Slug]) -> str:
    links = known(edition).links
    named = [links.get(other) or term_link(edition, other) for other in linking[:MENTIONS]]
    more = len(linking) - MENTIONS
    return f"{', '.join(named)} and {more:,} more" if more > 0 else ", ".join(named)


def source_entry(source: Source | SourceView) -> str:
    """Write an entry of a list of sources: what it is, by whom, of when."""
    address = source.url if isinstance(source, Source) else source.href
    title = plain(source.title) if address is None else link(source.title, address)
    said = (source.publisher, source.published, source.licence, source.attribution)
    return f"- {', '.join([title, *(plain(one) for one in said if one)])}\n"


def _dataset(edition: Edition, dataset: Dataset) -> str:
    """Say what a dataset says now, once for all terms that show it."""
    memo = known(edition).datasets
    made = memo.get(dataset.id)
    if made is None:
        made = memo[dataset.id] = (
            f"### {dataset_link(edition, dataset)}\n\n{told(edition, dataset)}"
        )
    return made


def dataset_link(edition: Edition, dataset: Dataset) -> str:
    """Link to the mirror of a dataset."""
    return link(dataset.fields.title, mirror_address(edition, at.dataset_path(dataset.id)))


def told(edition: Edition, dataset: Dataset, rows: int = ROWS) -> str:
    """Say what a dataset says now, with some of its rows."""
    card = dataset_card(dataset, "", rows)
    return "\n".join(_told(edition, dataset, card))


def _told(edition: Edition, dataset: Dataset, card: DatasetCardView) -> Iterator[str]:
    fields = dataset.fields
    if card.headline is not None:
        yield f"**{plain(headline_text(card.headline))}**\n"
    if card.description is not None:
        yield f"{plain(card.description)}\n"
    yield _table(card.table)
    facts = [f"Table: {card.table.part}"] if card.table.part else []
    facts += [f"Unit: {plain(card.unit)}"] if card.unit else []
    facts += [f"Looked up: {card.updated.iso}"] if card.updated is not None else []
    facts += [f"Caution: {plain(note)}" for note in fields.notes]
    facts += [f"Source: {source_entry(source)[2:-1]}" for source in card.sources]
    if fields.download:
        facts.append(f"All rows: {link('CSV', edition.addresses.best(f'data/{dataset.id}.csv'))}")
    yield "".join(f"- {fact}\n" for fact in facts)


def headline_text(shown: HeadlineView) -> str:
    """Put a headline into one sentence."""
    first = " ".join(filter(None, (shown.figure, shown.say)))
    return ", ".join(filter(None, (first, shown.when, shown.change)))


def _table(table: TableView) -> str:
    titles = [f"{one.name} ({one.unit})" if one.unit else one.name for one in table.columns]
    signs = ["---:" if one.is_number else "---" for one in table.columns]
    lines = [_row(titles), f"| {' | '.join(signs)} |", *map(_row, table.rows)]
    return "".join(f"{line}\n" for line in lines)


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join([plain(one).replace('|', '&#124;') for one in cells])} |"

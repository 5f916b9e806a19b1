"""`llms.txt`, a guide for language models, and `llms-full.txt`, all terms in one text.

Source of the form: https://llmstxt.org/.
"""

from collections.abc import Iterator, Sequence
from typing import Final

from glossary_site.exporting.mirror import link, mirror_address, plain, term_entry, term_text
from glossary_site.exporting.mirror_pages import (
    data_entries,
    doc_entries,
    issue_entries,
    mirrored,
    topic_entry,
)
from glossary_site.names import Slug
from glossary_site.render import addresses as at
from glossary_site.render.edition import Edition

SIZE: Final = 80_000
"""How many characters all terms may take in `llms.txt`; of more only the most linked stand there."""
MOST: Final = 200
"""How many those are."""
ENTRIES: Final = 20_000
"""How many characters each list under *Optional* may take."""
PART: Final = 4_000_000
"""About how many bytes a part of `llms-full.txt` has; some terms take more than is foreseen."""
_AROUND: Final = 1_600
"""What a mirror has beside its text, as a rule."""


def parts(edition: Edition) -> Sequence[tuple[Slug, ...]]:
    """Divide all terms, A to Z, into the parts of `llms-full.txt`, without writing them; once."""
    held = edition.prepared.get("llms")
    if not isinstance(held, list):
        held = edition.prepared["llms"] = _divided(edition)
    return held


def _divided(edition: Edition) -> list[tuple[Slug, ...]]:
    terms = edition.glossary.graph.term_by_slug
    made: list[tuple[Slug, ...]] = []
    current: list[Slug] = []
    used = 0
    for slug in edition.glossary.graph.order:
        body = terms[slug].body
        size = _AROUND + (len(body) if body.isascii() else len(body.encode()))
        if current and used + size > PART:
            made.append(tuple(current))
            current, used = [], 0
        current.append(slug)
        used += size
    return [*made, tuple(current)]


def full_path(part: int) -> str:
    """Give the output path of a part of `llms-full.txt`, counted from 1.

    >>> full_path(1), full_path(2)
    ('llms-full.txt', 'llms-full-2.txt')
    """
    return at.LLMS_FULL if part == 1 else f"llms-full-{part}.txt"


def llms_full(edition: Edition, part: int) -> bytes:
    """Write a part of `llms-full.txt`; every heading of the first level begins a term."""
    all_parts = parts(edition)
    said = f"Part {part} of {len(all_parts)}: all terms" if len(all_parts) > 1 else "All terms"
    start = f"{plain(edition.site.title)}. {said} from A to Z, each below a heading of level 1.\n"
    texts = [term_text(edition, slug, is_alone=False) for slug in all_parts[part - 1]]
    return "\n---\n\n".join([start, *texts]).encode()


def llms_txt(edition: Edition) -> bytes:
    """Write `llms.txt`."""
    site = edition.site
    start = [f"# {plain(site.title)}\n"]
    if site.description is not None:
        start.append(f"> {plain(site.description)}\n")
    start.append("".join(_guide(edition)))
    listed = list(_all(edition))
    if sum(map(len, listed)) > SIZE:
        listed = list(_most(edition))
    return "\n".join([*start, *listed, *_optional(edition)]).encode()


def _guide(edition: Edition) -> Iterator[str]:
    """Say how to use what is here; the convention wants no headings before the lists."""
    best, site = edition.addresses.best, edition.site
    count = len(edition.glossary.graph.order)
    yield f"A glossary of {count:,} {'term' if count == 1 else 'terms'}.\n\n"
    yield "- Each page has a mirror in Markdown: `index.md` in place of its `index.html`.\n"
    full = ", ".join(best(full_path(one + 1)) for one in range(len(parts(edition))))
    yield f"- All terms in one text: {full}\n"
    api = best(at.term_list_path(1))
    yield f"- The same as JSON: {api}, described by {best(at.API_DESCRIPTION)}\n"
    if site.licence is not None:
        yield f"- Licence of the texts: {plain(site.licence)}\n"
    yield f"- Cite as: {plain(site.title)}, the term's title, the address of its page, the day.\n"
    yield (
        "- Figures hold for the day and the source that stand with them. Say both when you quote "
        "one, and heed the cautions below its table.\n"
    )


def _all(edition: Edition) -> Iterator[str]:
    """List all terms, each under its first topic."""
    under: dict[str | None, list[Slug]] = {name: [] for name in edition.topics}
    for slug in edition.glossary.graph.order:
        under.setdefault(edition.first_topic(slug), []).append(slug)
    for name, slugs in under.items():
        if slugs:
            title = edition.topics[name].title if name is not None else "Terms"
            entries = "".join([term_entry(edition, slug) for slug in slugs])
            yield f"## {plain(title)}\n\n{entries}"


def _most(edition: Edition) -> Iterator[str]:
    """List the topics, and the terms to which most others link."""
    entries, used = [], 0
    for slug in edition.glossary.most_linked[:MOST]:
        entry = term_entry(edition, slug)
        used += len(entry)
        if used > SIZE // 2:
            break
        entries.append(entry)
    a_to_z = link("All terms from A to Z", mirror_address(edition, at.A_TO_Z))
    total = len(edition.glossary.graph.order)
    yield f"## Lists of terms\n\n- {a_to_z}: {total:,} terms are too many to list them here\n"
    if edition.topics:
        yield f"## Topics\n\n{_cut([topic_entry(edition, name) for name in edition.topics])}"
    yield f"## Terms to which most others link\n\n{''.join(entries)}"


def _cut(entries: list[str]) -> str:
    """Join entries as far as there is room."""
    kept, used = [], 0
    for entry in entries:
        used += len(entry)
        if used > ENTRIES:
            break
        kept.append(entry)
    return "".join(kept)


def _optional(edition: Edition) -> Iterator[str]:
    """List what may be left out."""
    pages = set(mirrored(edition))
    entries = [f"- {link('Terms from A to Z', mirror_address(edition, at.A_TO_Z))}\n"]
    if at.SOURCES in pages:
        entries.append(f"- {link('Sources', mirror_address(edition, at.SOURCES))}\n")
    told = [
        data_entries(edition) if at.DATA in pages else "",
        issue_entries(edition) if at.NEWSLETTER in pages else "",
        doc_entries(edition) if "docs" in edition.families else "",
    ]
    entries += [_cut(one.splitlines(keepends=True)) for one in told]
    yield f"## Optional\n\n{''.join(entries)}"
